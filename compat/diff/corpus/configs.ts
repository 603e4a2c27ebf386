// DescribeConfigs, AlterConfigs, IncrementalAlterConfigs, ListConfigResources.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario, Talk } from '../talk.ts'

const TOPIC = 2
const BROKER = 4
const LOGGER = 8
const CLIENT_METRICS = 16
const GROUP = 32

function resource(resourceType: number, resourceName: string, configurationKeys: string[] | null = null): Body {
  return { resourceType, resourceName, configurationKeys }
}

const describeConfigs: Scenario = {
  api: ApiKey.DescribeConfigs,
  name: 'resources',
  async run(talk, version) {
    const topic = await talk.topic('t', 1, { 'retention.ms': '5555', 'segment.bytes': '2097152' })
    const ask = (label: string, resources: Body[], more: Body = {}) =>
      talk.ask(label, ApiKey.DescribeConfigs, version, { resources, ...more })
    const synonyms = version >= 1 ? { includeSynonyms: true } : {}
    await ask('a topic', [resource(TOPIC, topic)])
    await ask('a topic with synonyms', [resource(TOPIC, topic)], synonyms)
    if (version >= 3)
      await ask('a topic with documentation', [resource(TOPIC, topic, ['retention.ms'])], {
        includeDocumentation: true,
      })
    await ask('two settings of it', [resource(TOPIC, topic, ['retention.ms', 'cleanup.policy'])])
    await ask('an unknown setting of it', [resource(TOPIC, topic, ['no.such'])])
    await ask('no settings of it', [resource(TOPIC, topic, [])])
    await ask('an unknown topic', [resource(TOPIC, talk.name('unknown'))])
    await ask('a bad topic name', [resource(TOPIC, 'a/b')])
    await ask('an empty topic name', [resource(TOPIC, '')])
    await ask('the broker', [resource(BROKER, '1')])
    await ask(
      'the broker with synonyms',
      [resource(BROKER, '1', ['log.retention.ms', 'log.retention.hours', 'num.network.threads', 'message.max.bytes'])],
      synonyms,
    )
    await ask('the default of brokers', [resource(BROKER, '')])
    await ask('another broker', [resource(BROKER, '99')])
    await ask('a broker that is no number', [resource(BROKER, 'x')])
    await ask('loggers of another broker', [resource(LOGGER, '99')])
    await ask('loggers without a broker', [resource(LOGGER, '')])
    await ask('an unknown kind', [resource(3, 'x')])
    await ask('kind 0', [resource(0, 'x')])
    await ask('nothing', [])
    await ask('two at once', [resource(TOPIC, topic, ['retention.ms']), resource(TOPIC, talk.name('unknown'))])
    const loggers = await talk.prepare(ApiKey.DescribeConfigs, version, { resources: [resource(LOGGER, '1')] })
    talk.note('loggers', { code: loggers.results[0].errorCode, some: loggers.results[0].configs.length > 0 })
  },
}

/** Settings of a topic that were set, as DescribeConfigs tells them. */
async function noteSet(talk: Talk, label: string, kind: number, name: string): Promise<void> {
  // A broker of Apache in ZooKeeper mode hears of its new settings a moment after the answer.
  if (kind === BROKER) await sleep(300)
  const answer = await talk.prepare(ApiKey.DescribeConfigs, 1, {
    resources: [resource(kind, name)],
    includeSynonyms: false,
  })
  const source = { [TOPIC]: 1, [BROKER]: name === '' ? 3 : 2 }[kind]
  const set = answer.results[0].configs.filter((one: Body) => one.configSource === source)
  talk.note(
    label,
    set.map((one: Body) => ({ name: one.name, value: one.value, isSensitive: one.isSensitive })),
  )
}

const alterConfigs: Scenario = {
  api: ApiKey.AlterConfigs,
  name: 'replacing',
  async run(talk, version) {
    const topic = await talk.topic('t', 1, { 'segment.bytes': '2097152' })
    const ask = (label: string, configs: Body[], more: Body = {}, resourceType = TOPIC, resourceName = topic) =>
      talk.ask(label, ApiKey.AlterConfigs, version, {
        resources: [{ resourceType, resourceName, configs }],
        validateOnly: false,
        ...more,
      })
    await ask('validate only', [{ name: 'retention.ms', value: '7' }], { validateOnly: true })
    await noteSet(talk, 'validate only: afterwards', TOPIC, topic)
    await ask('one', [{ name: 'retention.ms', value: '777' }])
    await noteSet(talk, 'one: afterwards', TOPIC, topic)
    await ask('a bad value', [{ name: 'retention.ms', value: 'x' }])
    await ask('an unknown setting', [{ name: 'no.such', value: 'x' }])
    await ask('a null value', [{ name: 'retention.ms', value: null }])
    await ask('twice', [
      { name: 'retention.ms', value: '1' },
      { name: 'retention.ms', value: '2' },
    ])
    await noteSet(talk, 'twice: afterwards', TOPIC, topic)
    await ask('none', [])
    await noteSet(talk, 'none: afterwards', TOPIC, topic)
    await ask('an unknown topic', [{ name: 'retention.ms', value: '1' }], {}, TOPIC, talk.name('unknown'))
    await ask('a bad topic name', [{ name: 'retention.ms', value: '1' }], {}, TOPIC, 'a/b')
    await ask('another broker', [{ name: 'log.retention.ms', value: '1' }], {}, BROKER, '99')
    await ask('a read-only setting of the broker', [{ name: 'broker.rack', value: 'r' }], {}, BROKER, '1')
    await ask(
      'an unknown setting of the broker',
      [{ name: 'no.such', value: 'r' }],
      { validateOnly: true },
      BROKER,
      '1',
    )
    await ask('kind 0', [{ name: 'a', value: 'r' }], {}, 0, 'x')
    await ask('loggers', [{ name: 'root', value: 'INFO' }], { validateOnly: true }, LOGGER, '1')
    const same = [1, 2].map(() => ({
      resourceType: TOPIC,
      resourceName: topic,
      configs: [{ name: 'retention.ms', value: '1' }],
    }))
    await talk.ask('a resource twice', ApiKey.AlterConfigs, version, { resources: same, validateOnly: false })
    await talk.ask('nothing', ApiKey.AlterConfigs, version, { resources: [], validateOnly: false })
  },
}

const SET = 0
const DELETE = 1
const APPEND = 2
const SUBTRACT = 3

const incremental: Scenario = {
  api: ApiKey.IncrementalAlterConfigs,
  name: 'topics',
  async run(talk, version) {
    const topic = await talk.topic('t', 1, { 'segment.bytes': '2097152' })
    const ask = (label: string, configs: Body[], more: Body = {}, resourceName = topic) =>
      talk.ask(label, ApiKey.IncrementalAlterConfigs, version, {
        resources: [{ resourceType: TOPIC, resourceName, configs }],
        validateOnly: false,
        ...more,
      })
    const op = (configOperation: number, name: string, value: string | null) => ({ name, configOperation, value })
    await ask('validate only', [op(SET, 'retention.ms', '7')], { validateOnly: true })
    await ask('set', [op(SET, 'retention.ms', '777')])
    await noteSet(talk, 'set: afterwards', TOPIC, topic)
    await ask('delete', [op(DELETE, 'retention.ms', null)])
    await noteSet(talk, 'delete: afterwards', TOPIC, topic)
    await ask('delete what is not set', [op(DELETE, 'retention.ms', null)])
    await ask('delete with a value', [op(DELETE, 'segment.bytes', '5')])
    await noteSet(talk, 'delete with a value: afterwards', TOPIC, topic)
    await ask('append to a list', [op(APPEND, 'leader.replication.throttled.replicas', '0:1')])
    await ask('append the same', [op(APPEND, 'leader.replication.throttled.replicas', '0:1')])
    await ask('append two more', [op(APPEND, 'leader.replication.throttled.replicas', '1:1,2:1')])
    await noteSet(talk, 'append: afterwards', TOPIC, topic)
    await ask('subtract', [op(SUBTRACT, 'leader.replication.throttled.replicas', '1:1')])
    await ask('subtract what is not there', [op(SUBTRACT, 'leader.replication.throttled.replicas', '9:9')])
    await noteSet(talk, 'subtract: afterwards', TOPIC, topic)
    await ask('append to a number', [op(APPEND, 'retention.ms', '1')])
    await ask('subtract from a number', [op(SUBTRACT, 'retention.ms', '1')])
    await ask('operation 9', [op(9, 'retention.ms', '1')])
    await ask('a bad value', [op(SET, 'retention.ms', 'x')])
    await ask('a null value', [op(SET, 'retention.ms', null)])
    await ask('an unknown setting', [op(SET, 'no.such', '1')])
    await ask('delete an unknown setting', [op(DELETE, 'no.such', null)])
    await ask('an empty name', [op(SET, '', '1')])
    await ask('twice', [op(SET, 'retention.ms', '1'), op(SET, 'retention.ms', '2')])
    await ask('good and bad', [op(SET, 'retention.ms', '1'), op(SET, 'segment.bytes', 'x')])
    await noteSet(talk, 'good and bad: afterwards', TOPIC, topic)
    await ask('an unknown topic', [op(SET, 'retention.ms', '1')], {}, talk.name('unknown'))
    await ask('none', [])
  },
}

const incrementalOthers: Scenario = {
  api: ApiKey.IncrementalAlterConfigs,
  name: 'brokers, loggers, client metrics',
  async run(talk, version) {
    const ask = (
      label: string,
      resourceType: number,
      resourceName: string,
      configs: [number, string, string | null][],
      validateOnly = false,
    ) =>
      talk.ask(label, ApiKey.IncrementalAlterConfigs, version, {
        resources: [
          {
            resourceType,
            resourceName,
            configs: configs.map(([configOperation, name, value]) => ({ name, configOperation, value })),
          },
        ],
        validateOnly,
      })
    await ask('broker: set', BROKER, '1', [[SET, 'log.retention.ms', '7200000']])
    await noteSet(talk, 'broker: set: afterwards', BROKER, '1')
    await ask('broker: delete', BROKER, '1', [[DELETE, 'log.retention.ms', null]])
    await noteSet(talk, 'broker: delete: afterwards', BROKER, '1')
    await ask('default: set', BROKER, '', [[SET, 'message.max.bytes', '1500000']])
    await noteSet(talk, 'default: set: afterwards', BROKER, '')
    await ask('default: delete', BROKER, '', [[DELETE, 'message.max.bytes', null]])
    const tries: [string, string][] = [
      ['broker.rack', 'x'],
      ['listeners', 'PLAINTEXT://:1'],
      ['num.partitions', '3'],
      ['log.retention.ms', 'x'],
      ['log.segment.bytes', '1'],
      ['no.such.setting', '1'],
      ['log.cleaner.threads', '2'],
      ['num.io.threads', '0'],
      ['num.io.threads', '3'],
      ['num.io.threads', '4'],
      ['num.io.threads', '16'],
      ['num.io.threads', '17'],
      ['log.cleaner.threads', '3'],
      ['sasl.login.refresh.buffer.seconds', '5'],
      ['listener.name.plaintext.max.connection.creation.rate', '5'],
      ['listener.name.plaintext.num.network.threads', '9'],
      ['max.connections.per.ip', '5'],
      ['min.insync.replicas', '2'],
      ['compression.type', 'gzip'],
      ['auto.create.topics.enable', 'false'],
      ['log.message.timestamp.type', 'x'],
      ['unclean.leader.election.enable', 'true'],
      ['max.connections', '100'],
      ['max.connection.creation.rate', '5'],
      ['ssl.keystore.location', '/x'],
      ['advertised.listeners', 'PLAINTEXT://h:1'],
      ['log.flush.interval.ms', '5'],
      ['log.roll.ms', '0'],
      ['background.threads', '3'],
    ]
    for (const [name, value] of tries) {
      await ask(`broker: validate ${name}=${value}`, BROKER, '1', [[SET, name, value]], true)
      await ask(`default: validate ${name}=${value}`, BROKER, '', [[SET, name, value]], true)
    }
    await ask('another broker', BROKER, '99', [[SET, 'log.retention.ms', '1']])
    await ask('a broker that is no number', BROKER, 'x', [[SET, 'log.retention.ms', '1']])
    await ask('loggers: an unknown one', LOGGER, '1', [[SET, 'no.such.logger', 'INFO']])
    await ask('loggers: an unknown level', LOGGER, '1', [[SET, 'root', 'LOUD']], true)
    await ask('loggers: another broker', LOGGER, '99', [[SET, 'root', 'INFO']])
    await ask('client metrics', CLIENT_METRICS, talk.name('cm'), [[SET, 'interval.ms', '100']], true)
    await ask('groups', GROUP, talk.name('g'), [[SET, 'consumer.session.timeout.ms', '50000']], true)
    await ask('kind 0', 0, 'x', [[SET, 'a', '1']])
    await ask('kind 3', 3, 'x', [[SET, 'a', '1']])
    await ask('kind 127', 127, 'x', [[SET, 'a', '1']])
  },
}

const listResources: Scenario = {
  api: ApiKey.ListConfigResources,
  name: 'kinds',
  async run(talk, version) {
    if (version === 0) {
      await talk.ask('client metrics', ApiKey.ListConfigResources, 0, {})
      return
    }
    const topic = await talk.topic('t')
    const ask = (label: string, resourceTypes: number[]) =>
      talk.ask(label, ApiKey.ListConfigResources, version, { resourceTypes })
    await ask('brokers', [BROKER])
    await ask('loggers', [LOGGER])
    await ask('client metrics', [CLIENT_METRICS])
    await ask('groups', [GROUP])
    await ask('an unknown kind', [3])
    await ask('kind 0', [0])
    const all = await talk.prepare(ApiKey.ListConfigResources, version, { resourceTypes: [] })
    const found = all.configResources.filter((one: Body) => one.resourceName === topic || one.resourceType !== TOPIC)
    talk.note('all', {
      code: all.errorCode,
      found: [...found].sort((a: Body, b: Body) => a.resourceType - b.resourceType),
    })
  },
}

export const configScenarios: readonly Scenario[] = [
  describeConfigs,
  alterConfigs,
  incremental,
  incrementalOthers,
  listResources,
]
