/** The tools under Apache's names: what they print is compared with Apache's own in compat; here it is held. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CommandKit } from '../testing/command.ts'

let kit: CommandKit
before(async () => {
  kit = await CommandKit.start()
})
after(() => kit.stop())

const tool = (name: string, args: readonly string[], input = '') =>
  kit.run([`kafka-${name}.sh`, '--bootstrap-server', kit.broker.bootstrapServers, ...args], input)

/** Its stdout; the exit code has to be 0. */
async function ok(name: string, args: readonly string[], input = ''): Promise<string> {
  const { code, out, err } = await tool(name, args, input)
  assert.equal(code, 0, `${name} ${args.join(' ')}: ${out}${err}`)
  return out
}

test('kafka-topics.sh: create, list, describe, alter, delete', async () => {
  const create = ['--create', '--topic', 'ta', '--partitions', '2', '--config', 'retention.ms=1000']
  assert.equal(await ok('topics', create), 'Created topic ta.\n')
  const again = await tool('topics', create)
  assert.equal(again.code, 1)
  assert.equal(again.out, "Error while executing topic command : Topic 'ta' already exists.\n")
  assert.equal(await ok('topics', [...create, '--if-not-exists']), '')
  assert.equal(await ok('topics', ['--list', '--topic', 't.*']), 'ta\n')
  assert.equal(await ok('topics', ['--list', '--topic', 'nothing']), '\n')
  const described = await ok('topics', ['--describe', '--topic', 'ta'])
  assert.match(
    described,
    /^Topic: ta\tTopicId: [\w-]{22}\tPartitionCount: 2\tReplicationFactor: 1\tConfigs: retention\.ms=1000\n\tTopic: ta\tPartition: 0\tLeader: 1\tReplicas: 1\tIsr: 1\tElr: \tLastKnownElr: \n\tTopic: ta\tPartition: 1\t/,
  )
  assert.equal(await ok('topics', ['--describe', '--under-replicated-partitions']), '')
  assert.equal(await ok('topics', ['--alter', '--topic', 'ta', '--partitions', '3']), '')
  assert.match(await ok('topics', ['--describe', '--topic', 'ta']), /PartitionCount: 3/)
  assert.equal(await ok('topics', ['--delete', '--topic', 'ta']), '')
  const gone = await tool('topics', ['--describe', '--topic', 'ta'])
  assert.deepEqual(
    [gone.code, gone.out],
    [1, "Error while executing topic command : Topic 'Optional[ta]' does not exist as expected\n"],
  )
  assert.equal(await ok('topics', ['--describe', '--topic', 'ta', '--if-exists']), '')
})

test('kafka-console-producer.sh: what was read is sent, whatever ends it', async () => {
  const late = ['--timeout', '600000', '--property', 'parse.key=true', '--property', 'key.separator=:']
  const wrong = await tool('console-producer', ['--topic', 'cwrong', ...late], 'k:a\nno key\n')
  assert.deepEqual([wrong.code, wrong.out], [1, ''])
  assert.match(wrong.err, /No key separator found on line number 2: 'no key'/)
  const bootstrap = ['--bootstrap-server', kit.broker.bootstrapServers]
  const typing = kit.start(['kafka-console-producer.sh', ...bootstrap, '--topic', 'ctyped', ...late], null)
  typing.child.stdin!.write('k:a\n')
  // The topic is made for the line.
  while (!(await ok('topics', ['--list'])).includes('ctyped')) {}
  typing.child.kill('SIGINT')
  const typed = await typing.ended
  assert.deepEqual([typed.code, typed.err], [130, ''])
  for (const topic of ['cwrong', 'ctyped']) {
    const read = ['--topic', topic, '--from-beginning', '--timeout-ms', '5000', '--max-messages', '1']
    assert.equal(await ok('console-consumer', read), 'a\n')
  }
})

test('kafka-console-consumer.sh: whoever has --max-messages does not wait for --timeout-ms', {
  timeout: 60_000,
}, async () => {
  await ok('console-producer', ['--topic', 'cmax'], 'a\n')
  const one = ['--topic', 'cmax', '--from-beginning', '--max-messages', '1', '--timeout-ms', '300000']
  assert.equal(await ok('console-consumer', one), 'a\n')
  assert.equal(await ok('console-consumer', [...one, '--partition', '0']), 'a\n')
})

test('a wrong command line ends with 1, what is wrong, and the flags', async () => {
  const cases: [string, string[], RegExp][] = [
    ['topics', ['--nonsense'], /^nonsense is not a recognized option\n/],
    ['topics', ['--list', '--create'], /^Command must include exactly one action: /],
    ['topics', ['--create'], /^Missing required argument "\[topic\]"\n/],
    ['topics', ['--create', '--topic', 'x', '--partitions'], /^Option partitions requires an argument\n/],
    ['topics', ['--create', '--topic', 'x', '--topic', 'y'], /^Found multiple arguments for option topic/],
    ['topics', ['--delete', '--topic', 'x', '--partitions', '2'], /^Option "\[partitions\]" can't be used with option/],
    ['topics', ['--create', '--topic', 'x', '--if-exists'], /^Option "\[if-exists\]" can't be used with option/],
    ['topics', ['--describe', '--if-exists'], /^--topic or --topic-id is required to describe a topic\n/],
    ['consumer-groups', ['--describe'], /^Option \[describe\] takes one of these options: /],
    ['consumer-groups', ['--list', '--state', 'x'], /^Invalid state list 'x'\. Valid states are: /],
    ['consumer-groups', ['--reset-offsets', '--group', 'g', '--to-latest', '--execute'], /^One of the reset scopes/],
    ['consumer-groups', ['--delete', '--group', 'g', '--topic', 't'], /^The consumer does not support topic-specific/],
    [
      'consumer-groups',
      ['--describe', '--group', 'g', '--topic', 't'],
      /^Option "\[topic\]" can't be used with option/,
    ],
    ['consumer-groups', ['--list', '--group', 'g'], /^Option "\[group\]" can't be used with option "\[list\]"/],
    ['consumer-groups', ['--list', '--verbose'], /^Option\(s\) \[verbose\] are unavailable given other options/],
    ['consumer-groups', ['--delete', '--group', 'g', '--execute'], /^Option\(s\) \[execute\] are unavailable/],
    ['consumer-groups', ['--delete-offsets', '--group', 'g', '--topic', 't:a'], /^Invalid partition 'a' specified in/],
    ['console-consumer', [], /^Exactly one of --include\/--topic is required\. \n/],
    ['console-consumer', ['--topic', 'x', '--offset', '3'], /^The partition is required when offset is specified\.\n/],
    [
      'console-consumer',
      ['--topic', 'x', '--consumer-property', 'auto.offset.reset=foo'],
      /^Invalid value foo for configuration auto\.offset\.reset: /,
    ],
    ['console-consumer', ['--topic', 'x', '--formatter', 'a.B'], /^a\.B: classes cannot be loaded/],
    ['console-producer', [], /^Missing required argument "\[topic\]"\n/],
    ['configs', ['--describe', '--alter'], /^Command must include exactly one action: /],
    ['configs', ['--describe', '--entity-type', 'x'], /^Invalid entity type x, /],
    [
      'configs',
      ['--describe', '--entity-type', 'topics', '--entity-name', 'x', '--entity-name', 'y'],
      /^More entity names specified than entity types\n/,
    ],
    ['configs', ['--alter', '--topic', 'x'], /^At least one of --add-config, /],
  ]
  for (const [name, args, expected] of cases) {
    const { code, out, err } = await tool(name, args)
    assert.deepEqual([code, out], [1, ''], `${name} ${args.join(' ')}`)
    assert.match(err, expected)
  }
})

test('console producer and consumer: keys, headers, null markers, formats, partitions', async () => {
  await ok('topics', ['--create', '--topic', 'ca'])
  const parse = ['parse.key=true', 'parse.headers=true', 'key.separator=;', 'headers.delimiter=;', 'null.marker=NULL']
  const properties = (...all: string[]) => all.flatMap((one) => ['--property', one])
  const lines = 'h1:v1,h2:NULL;k;v\nNULL;NULL;NULL\n'
  assert.equal(await ok('console-producer', ['--topic', 'ca', ...properties(...parse)], lines), '')
  await ok('console-producer', ['--topic', 'ca', '--compression-codec', '--sync'], 'third\n')
  const all = ['print.key=true', 'print.headers=true', 'print.offset=true', 'print.partition=true']
  const read = ['--topic', 'ca', '--from-beginning', '--max-messages', '3']
  assert.equal(
    await ok('console-consumer', [...read, ...properties(...all)]),
    'Partition:0\tOffset:0\th1:v1,h2:null\tk\tv\nPartition:0\tOffset:1\tNO_HEADERS\tnull\tnull\nPartition:0\tOffset:2\tNO_HEADERS\tnull\tthird\n',
  )
  const other = ['print.key=true', 'key.separator=|', 'null.literal=NIL', 'line.separator=#']
  assert.equal(await ok('console-consumer', [...read, ...properties(...other)]), 'k|v#NIL|NIL#NIL|third#')
  const from = await tool('console-consumer', [
    '--topic',
    'ca',
    '--partition',
    '0',
    '--offset',
    '2',
    '--timeout-ms',
    '3000',
  ])
  assert.deepEqual([from.code, from.out], [0, 'third\n'])
  assert.match(from.err, /TimeoutException\nProcessed a total of 1 messages\n$/)
  const beyond = ['--topic', 'ca', '--partition', '0', '--offset', '99', '--max-messages', '3', '--timeout-ms', '3000']
  assert.equal(await ok('console-consumer', beyond), '')
  const resetting = ['--consumer-property', 'auto.offset.reset=earliest']
  assert.equal((await ok('console-consumer', [...beyond, ...resetting])).split('\n').length, 4)
  await ok('console-consumer', ['--topic', 'cnew', '--timeout-ms', '2000'])
  assert.equal(await ok('topics', ['--list', '--topic', 'cnew']), 'cnew\n')
  const bad = await tool('console-producer', ['--topic', 'ca', '--property', 'parse.key=true'], 'no key\n')
  assert.equal(bad.code, 1)
  assert.match(bad.err, /No key separator found on line number 1: 'no key'/)
  const number = await tool('console-consumer', [...read, '--value-deserializer', 'LongDeserializer'])
  assert.equal(number.code, 1)
  assert.match(number.err, /Size of data received by LongDeserializer is not 8/)
})

test('consumer groups: list, describe, reset, delete, and what their topic holds', async () => {
  await ok('topics', ['--create', '--topic', 'ga', '--partitions', '1'])
  await ok('console-producer', ['--topic', 'ga'], 'a\nb\n')
  const consume = ['--topic', 'ga', '--group', 'gr', '--from-beginning', '--max-messages']
  assert.equal(await ok('console-consumer', [...consume, '1']), 'a\n')
  assert.equal(await ok('console-consumer', [...consume, '1']), 'b\n')
  const groups = (...args: string[]) => ok('consumer-groups', args)
  assert.ok((await groups('--list')).split('\n').includes('gr'))
  assert.match(
    await groups('--list', '--state', 'Empty', '--type'),
    /^GROUP +TYPE +STATE +[\s\S]*\ngr +Classic +Empty +\n/,
  )
  assert.equal(
    await groups('--describe', '--group', 'gr'),
    '\nGROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID     HOST            CLIENT-ID\n' +
      'gr              ga              0          2               2               0               -               -               -\n',
  )
  assert.equal(await groups('--describe', '--group', 'none'), "\nError: Consumer group 'none' does not exist.\n")
  assert.equal(
    await groups('--describe', '--members', '--group', 'none'),
    "\nError: Consumer group 'none' does not exist.\n\nGROUP           CONSUMER-ID     HOST            CLIENT-ID       #PARTITIONS     \n",
  )
  const header = `\n${'GROUP'.padEnd(30)} ${'TOPIC'.padEnd(30)} PARTITION  NEW-OFFSET     \n`
  const row = (offset: string) => `${'gr'.padEnd(30)} ${'ga'.padEnd(30)} 0          ${offset.padEnd(15)}\n`
  const reset = ['--reset-offsets', '--group', 'gr']
  const shifted = await tool('consumer-groups', [
    '--reset-offsets',
    '--group',
    'new',
    '--topic',
    'ga',
    '--shift-by',
    '1',
  ])
  assert.deepEqual([shifted.code, shifted.out], [1, ''])
  assert.match(shifted.err, /^Cannot shift offset for partition ga-0 since there is no current committed offset$/m)
  assert.equal(await groups(...reset, '--topic', 'ga', '--shift-by', '-1', '--execute'), header + row('1'))
  assert.equal(await groups(...reset, '--all-topics', '--to-latest', '--export', '--dry-run'), 'ga,0,2\n\n')
  writeFileSync(join(kit.folder, 'reset.csv'), 'ga,0,0\n')
  assert.equal(await groups(...reset, '--from-file', 'reset.csv', '--dry-run'), header + row('0'))
  // Where the group's records are: the hash of "gr" is 3307, and there are 50 partitions. Members came, committed, and went.
  const whole = ['--offset', 'earliest', '--timeout-ms', '3000']
  const internal = ['--topic', '__consumer_offsets', '--partition', '7', ...whole]
  const java = 'org.apache.kafka.tools.consumer.OffsetsMessageFormatter'
  const commits = (await ok('console-consumer', [...internal, '--formatter', java])).trimEnd().split('\n')
  const [first] = commits.map((line) => JSON.parse(line)).filter(({ key }) => key.data.group === 'gr')
  assert.deepEqual(first.key, { version: 1, data: { group: 'gr', topic: 'ga', partition: 0 } })
  assert.equal(first.value.data.offset, 1)
  const old = 'kafka.coordinator.group.GroupMetadataManager$GroupMetadataMessageFormatter'
  const words = await ok('console-consumer', [...internal, '--formatter', old])
  assert.match(
    words,
    /^gr::GroupMetadata\(groupId=gr, generation=\d+, protocolType=Some\(consumer\), currentState=Empty, members=HashMap\(\)\)$/m,
  )
  assert.match(await groups('--delete-offsets', '--group', 'gr', '--topic', 'ga'), /^ga +0 +Successful +$/m)
  // Those were all that it had.
  assert.equal(await groups('--describe', '--group', 'gr'), "\nError: Consumer group 'gr' does not exist.\n")
  await groups(...reset, '--topic', 'ga', '--to-earliest', '--execute')
  assert.equal(
    await groups('--delete', '--group', 'gr'),
    "Deletion of requested consumer groups ('gr') was successful.\n",
  )
})

test('a signal ends the console consumer in order, with the code of the signal', async () => {
  await ok('console-producer', ['--topic', 'sig'], 'a\n')
  const consumer = kit.start([
    'kafka-console-consumer.sh',
    ...['--bootstrap-server', kit.broker.bootstrapServers, '--topic', 'sig', '--from-beginning', '--group', 'sg'],
  ])
  await consumer.until((out) => out === 'a\n')
  consumer.child.kill('SIGINT')
  const { code, err } = await consumer.ended
  assert.deepEqual([code, err], [130, 'Processed a total of 1 messages\n'])
  assert.match(await ok('consumer-groups', ['--describe', '--group', 'sg']), /^sg +sig +0 +1 +1 +0 +- +- +-$/m)
})

test('kafka-configs.sh: topics and brokers', async () => {
  await ok('topics', ['--create', '--topic', 'co'])
  const configs = (...args: string[]) => ok('configs', args)
  const topic = ['--entity-type', 'topics', '--entity-name', 'co']
  const done = 'Completed updating config for topic co.\n'
  assert.equal(await configs('--alter', ...topic, '--add-config', 'retention.ms=1000,flush.messages=[5]'), done)
  const described = await configs('--describe', '--topic', 'co')
  assert.match(
    described,
    /^Dynamic configs for topic co are:\n {2}flush\.messages=5 sensitive=false synonyms=\{DYNAMIC_TOPIC_CONFIG:flush\.messages=5, DEFAULT_CONFIG:/,
  )
  assert.equal(await configs('--alter', ...topic, '--delete-config', 'flush.messages'), done)
  assert.equal(
    await configs('--describe', ...topic),
    'Dynamic configs for topic co are:\n  retention.ms=1000 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:retention.ms=1000}\n',
  )
  const invalid = await tool('configs', ['--alter', ...topic, '--delete-config', 'nonsense'])
  assert.deepEqual([invalid.code, invalid.err], [1, 'Invalid config(s): nonsense\n'])
  assert.equal(
    await configs('--alter', '--broker-defaults', '--add-config', 'message.max.bytes=2000000'),
    'Completed updating default config for brokers in the cluster.\n',
  )
  assert.match(
    await configs('--describe', '--entity-type', 'brokers'),
    /^Dynamic configs for broker 1 are:\nDefault configs for brokers in the cluster are:\n {2}message\.max\.bytes=2000000 /,
  )
  const wrong = await tool('configs', ['--alter', '--topic', 'co', '--add-config', 'retention.ms=abc'])
  assert.equal(wrong.code, 1)
  assert.match(wrong.err, /InvalidConfigurationException: .*Invalid value abc for configuration retention\.ms/)
})

test('the files in bin run from anywhere, and through a link', () => {
  const bin = join(import.meta.dirname, '../../../bin')
  symlinkSync(join(bin, 'kafka-topics.sh'), join(kit.folder, 'kafka-topics.sh'))
  for (const file of [join(bin, 'kafka-configs.sh'), join(kit.folder, 'kafka-topics.sh')]) {
    const { status, stdout, stderr } = spawnSync(file, ['--version'], { encoding: 'utf8', cwd: kit.folder })
    assert.deepEqual([status, stdout, stderr], [0, '3.9.2\n', ''], file)
  }
})
