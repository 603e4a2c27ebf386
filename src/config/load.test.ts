import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConfigInput, loadConfig } from './load.ts'
import { nearest } from './nearest.ts'
import { brokerSettings } from './settings.ts'

const file = (text: string): ConfigInput => ({ file: { path: 'server.properties', text } })
const env = (variables: Record<string, string>) => loadConfig({ env: variables })

test('flags over environment over file over default', () => {
  const input = {
    ...file('num.partitions=2\ndefault.replication.factor=2\nmin.insync.replicas=2'),
    env: { KAFKA_NUM_PARTITIONS: '3', KAFKA_DEFAULT_REPLICATION_FACTOR: '3' },
    flags: new Map([['num.partitions', '4']]),
  }
  const { config, warnings } = loadConfig(input)
  assert.equal(config.number('num.partitions'), 4)
  assert.equal(config.number('default.replication.factor'), 3)
  assert.equal(config.number('min.insync.replicas'), 2)
  assert.equal(config.number('log.segment.bytes'), 2 ** 30)
  assert.equal(config.isSet('num.partitions'), true)
  assert.equal(config.isSet('log.segment.bytes'), false)
  assert.deepEqual(warnings, [])
})

test('without any configuration only this host is listened to; with one, as Apache', () => {
  assert.deepEqual(loadConfig({}).config.list('listeners'), ['PLAINTEXT://127.0.0.1:9092'])
  assert.deepEqual(env({ ODRADEK_ADMIN_LISTENERS: '' }).config.list('listeners'), ['PLAINTEXT://127.0.0.1:9092'])
  assert.deepEqual(env({ KAFKA_BROKER_ID: '3' }).config.list('listeners'), ['PLAINTEXT://:9092'])
  assert.deepEqual(loadConfig(file('broker.id=3')).config.list('listeners'), ['PLAINTEXT://:9092'])
})

test('what stands in for a setting that nobody set', () => {
  const { config } = loadConfig(file('log.retention.minutes=2\nlog.roll.hours=1\nlog.dir=/d\nnode.id=5'))
  assert.equal(config.number('log.retention.ms'), 120_000)
  assert.equal(config.topic(new Map()).retentionMs, 120_000)
  assert.equal(config.topic(new Map()).segmentMs, 3_600_000)
  assert.deepEqual(config.list('log.dirs'), ['/d'])
  assert.equal(config.number('broker.id'), 5)
  assert.equal(config.number('zookeeper.connection.timeout.ms'), 18_000)
  assert.equal(loadConfig(file('log.retention.hours=-1')).config.topic(new Map()).retentionMs, -1)
  assert.equal(loadConfig(file('log.retention.ms=-5')).config.topic(new Map()).retentionMs, -1)
})

test('the conventions of the images', () => {
  const { config, warnings } = env({
    KAFKA_CFG_NUM_PARTITIONS: '9',
    KAFKA_LISTENER_NAME_SASL__SSL_SSL_KEYSTORE_LOCATION: '/k',
    KAFKA_HEAP_OPTS: '-Xmx1g',
    KAFKA_VERSION: '3.9.2',
    KAFKA_SERVICE_HOST: '10.0.0.1',
    KAFKA_PORT: 'tcp://10.0.0.1:9092',
    KAFKA_PORT_9092_TCP_ADDR: '10.0.0.1',
    KAFKA_SERVICE_PORT_BROKER: '9092',
    ODRADEK_FLUSH: 'always',
    ODRADEK_BOOTSTRAP_SERVER: 'x:1',
    HOME: '/root',
  })
  assert.equal(config.number('num.partitions'), 9)
  assert.equal(config.string('listener.name.sasl_ssl.ssl.keystore.location'), '/k')
  assert.equal(config.string('odradek.flush'), 'always')
  assert.equal(config.isSet('port'), false)
  assert.equal(warnings.length, 1)
  assert.match(warnings[0]!, /KAFKA_HEAP_OPTS, KAFKA_VERSION/)
})

test('older ways to say the address', () => {
  const { config } = env({ KAFKA_ADVERTISED_HOST_NAME: 'example', KAFKA_ADVERTISED_PORT: '29092', KAFKA_PORT: '9093' })
  assert.deepEqual(config.list('listeners'), ['PLAINTEXT://:9093'])
  assert.deepEqual(config.list('advertised.listeners'), ['PLAINTEXT://example:29092'])
  const port = env({ KAFKA_HOST_NAME: 'own', KAFKA_ADVERTISED_HOST_NAME: '', KAFKA_ADVERTISED_PORT: '29092' }).config
  assert.deepEqual(port.list('advertised.listeners'), ['PLAINTEXT://own:29092'])
  const told = env({ KAFKA_ADVERTISED_LISTENERS: 'A://x:1,B://[::1]:2' }).config
  assert.deepEqual(told.list('listeners'), ['A://:1', 'B://:2'])
})

test('commands are refused', () => {
  assert.throws(() => env({ BROKER_ID_COMMAND: 'hostname' }), /KAFKA_BROKER_ID instead/)
  assert.throws(() => env({ HOSTNAME_COMMAND: 'hostname' }), /never done here/)
  assert.deepEqual(env({ HOSTNAME_COMMAND: '' }).warnings, [], 'an empty one asks for nothing')
  assert.match(env({ CUSTOM_INIT_SCRIPT: 'echo secret' }).warnings.join(), /^CUSTOM_INIT_SCRIPT is not run/)
})

test('an empty broker id is none, as with wurstmeister', () => {
  assert.equal(env({ KAFKA_BROKER_ID: '' }).config.isSet('broker.id'), false)
  assert.equal(env({ KAFKA_BROKER_ID: '', KAFKA_NODE_ID: '4' }).config.number('broker.id'), 4)
})

test('a setting that two variables say differently is told, without the values', () => {
  const { config, warnings } = env({ KAFKA_SSL_KEY_PASSWORD: 'secret1', KAFKA_CFG_SSL_KEY_PASSWORD: 'secret2' })
  assert.equal(config.string('ssl.key.password'), 'secret1')
  assert.match(
    warnings[0]!,
    /KAFKA_CFG_SSL_KEY_PASSWORD and KAFKA_SSL_KEY_PASSWORD are one setting, ssl\.key\.password/,
  )
  assert.doesNotMatch(warnings.join(), /secret/)
  assert.deepEqual(env({ KAFKA_BROKER_ID: '3', KAFKA_CFG_BROKER_ID: '3' }).warnings, [])
})

test('topics to create', () => {
  const topics = env({ KAFKA_CREATE_TOPICS: 'a:3:1, b:1:1:compact,c' }).createTopics
  assert.deepEqual(topics, [
    { name: 'a', numPartitions: 3, replicationFactor: 1, cleanupPolicy: null },
    { name: 'b', numPartitions: 1, replicationFactor: 1, cleanupPolicy: 'compact' },
    { name: 'c', numPartitions: -1, replicationFactor: -1, cleanupPolicy: null },
  ])
  const lines = env({ KAFKA_CREATE_TOPICS: 'a:1:1\nb:1:1:delete\n', KAFKA_CREATE_TOPICS_SEPARATOR: '\n' }).createTopics
  assert.equal(lines.length, 2)
  // As in that image: the broker runs, and the other topics are made.
  const half = env({ KAFKA_CREATE_TOPICS: 'a:x:1,a:1:1:keep,b:1:1' })
  assert.deepEqual(
    half.createTopics.map(({ name }) => name),
    ['b'],
  )
  assert.match(half.warnings.join('\n'), /"x" is not a count.*left out\n.*"a:1:1:keep".*left out/)
  assert.throws(() => env({ ODRADEK_CREATE_TOPICS: 'a:x:1' }), /"x" is not a count/)
})

test('an unknown name is told with the nearest known one, a known one without effect once', () => {
  const { warnings } = loadConfig(
    file('num.partitons=3\nretention.ms=1\nzzz=1\nprocess.roles=broker\nnum.io.threads=4'),
  )
  assert.deepEqual(warnings, [
    'unknown setting num.partitons (from server.properties) is ignored: did you mean num.partitions?',
    "retention.ms (from server.properties) is a setting of topics and is ignored here: the broker's own names begin with log. or message.",
    'unknown setting zzz (from server.properties) is ignored',
    'set, known and without effect here: process.roles (KRaft); num.io.threads (threads)',
  ])
})

test('a wrong value ends the start with one sentence, a password is not shown', () => {
  assert.throws(
    () => loadConfig(file('num.partitions=0')),
    /Invalid value 0 for configuration num.partitions: Value must be at least 1 \(from server.properties\)/,
  )
  assert.throws(() => loadConfig(file('broker.id=1\nnode.id=2')), /set only one of them/)
})

test('a misspelt name finds its neighbour, a stranger none', () => {
  assert.equal(nearest('advertised.listner', brokerSettings.keys()), 'advertised.listeners')
  assert.equal(nearest('log.segmnet.bytes', brokerSettings.keys()), 'log.segment.bytes')
  assert.equal(nearest('completely.different.thing', brokerSettings.keys()), null)
})
