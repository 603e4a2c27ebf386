// Apache Kafka's own command-line tools, run by their main classes.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { apacheTool, jars, type ToolsVersion } from '../apache/apache.ts'
import { type Case, type Client, type Context, createTopic, expect } from '../lib/client.ts'
import { type RunOptions, type RunResult, tail, Unavailable } from '../lib/process.ts'

const T = 'org.apache.kafka.tools'

/** Those that speak to brokers alone. */
type Version = Exclude<ToolsVersion, '2.8.2'>

/** Where 3.9.2 keeps what 4.x moved. */
const MAIN: Record<Version, { producer: string; dump: string; versions: string }> = {
  '3.9.2': {
    producer: 'kafka.tools.ConsoleProducer',
    dump: 'kafka.tools.DumpLogSegments',
    versions: 'kafka.admin.BrokerApiVersionsCommand',
  },
  '4.3.1': {
    producer: `${T}.ConsoleProducer`,
    dump: `${T}.DumpLogSegments`,
    versions: `${T}.BrokerApiVersionsCommand`,
  },
}

type Tool = (mainClass: string, args: string[], options?: RunOptions) => Promise<RunResult>

function tools(version: Version): Client {
  return {
    name: `Apache tools ${version}`,
    async prepare(context: Context) {
      await jars(version === '3.9.2' ? 'kafka-3.9.2' : 'tools-4.3.1')
      const tool: Tool = async (mainClass, args, options) => {
        const result = await apacheTool(version, mainClass, args, options)
        const name = mainClass.split('.').at(-1)
        if (result.timedOut) throw new Error(`${name} did not end:\n${tail(result.stdout)}${tail(result.stderr)}`)
        return result
      }
      return toolCases(context, version, tool)
    },
  }
}

function toolCases(context: Context, version: Version, tool: Tool): Case[] {
  const cases: Case[] = [
    { name: 'kafka-broker-api-versions', run: () => apiVersions(context, version, tool) },
    { name: 'kafka-topics: create, list, describe, alter, delete', run: () => topics(context, tool) },
    { name: 'kafka-topics: mistakes', run: () => topicMistakes(context, tool) },
  ]
  for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
    const run = () => consoleRoundTrip(context, version, tool, codec)
    cases.push({ name: `kafka-console-producer ${codec}, kafka-console-consumer --partition, kafka-dump-log`, run })
  }
  cases.push(
    { name: 'kafka-get-offsets', run: () => getOffsets(context, tool) },
    { name: 'kafka-configs: topics', run: () => topicConfigs(context, tool) },
    { name: 'kafka-configs: brokers', run: () => brokerConfigs(context, version, tool) },
    { name: 'kafka-delete-records', run: () => deleteRecords(context, tool) },
    { name: 'kafka-log-dirs', run: () => logDirs(context, tool) },
    { name: 'kafka-leader-election', run: () => leaderElection(context, tool) },
    { name: 'kafka-cluster cluster-id', run: () => clusterId(context, tool) },
    {
      name: 'kafka-producer-perf-test, kafka-dump-log of what it wrote',
      run: () => producerPerformance(context, version, tool),
    },
    { name: 'kafka-verifiable-producer', run: () => verifiableProducer(context, tool) },
    { name: 'kafka-e2e-latency', run: () => endToEnd(context, tool) },
  )
  return cases
}

function bootstrap(context: Context): string[] {
  return ['--bootstrap-server', context.bootstrap]
}

function expectEnd(result: RunResult, what: string): void {
  expect(result.code === 0, `${what} ended with ${result.code}:\n${tail(result.stdout)}${tail(result.stderr)}`)
}

function expectText(result: RunResult, pattern: RegExp, what: string): void {
  const text = result.stdout + result.stderr
  expect(pattern.test(text), `${what} did not print ${pattern}:\n${tail(text)}`)
}

async function apiVersions(context: Context, version: Version, tool: Tool): Promise<void> {
  const result = await tool(MAIN[version].versions, bootstrap(context))
  expectEnd(result, 'kafka-broker-api-versions')
  expectText(result, /Produce\(0\): \d+ to \d+ \[usable: \d+\]/, 'kafka-broker-api-versions')
}

async function topics(context: Context, tool: Tool): Promise<void> {
  const topic = context.name('tools-topic')
  const command = (args: string[]) => tool(`${T}.TopicCommand`, [...bootstrap(context), ...args])
  const create = ['--create', '--topic', topic, '--partitions', '2', '--config', 'retention.ms=3600000']
  expectText(await command(create), /Created topic/, 'create')
  const listed = await command(['--list'])
  expect(listed.stdout.split('\n').includes(topic), 'list does not name the topic')
  const described = await command(['--describe', '--topic', topic])
  expectText(described, /PartitionCount: 2\s+ReplicationFactor: 1\s+Configs: .*retention\.ms=3600000/, 'describe')
  expectText(described, /Partition: 1\s+Leader: \d+\s+Replicas: \d+\s+Isr: \d+/, 'describe')
  expectEnd(await command(['--alter', '--topic', topic, '--partitions', '4']), 'alter')
  expectText(await command(['--describe', '--topic', topic]), /PartitionCount: 4/, 'describe after alter')
  expectEnd(await command(['--delete', '--topic', topic]), 'delete')
  await sleep(200)
  const after = await command(['--list'])
  expect(!after.stdout.split('\n').includes(topic), 'the topic is listed after it was deleted')
}

async function topicMistakes(context: Context, tool: Tool): Promise<void> {
  const topic = context.name('tools-bad')
  await createTopic(context.bootstrap, topic, 2)
  const command = (args: string[]) => tool(`${T}.TopicCommand`, [...bootstrap(context), ...args])
  expectText(await command(['--create', '--topic', topic]), /TopicExistsException/, 'create again')
  const wide = ['--create', '--topic', `${topic}-w`, '--replication-factor', '99']
  expectText(await command(wide), /InvalidReplicationFactorException/, 'create with 99 replicas')
  const fewer = ['--alter', '--topic', topic, '--partitions', '1']
  expectText(await command(fewer), /InvalidPartitionsException|partitions/i, 'fewer partitions')
  const badConfig = ['--create', '--topic', `${topic}-c`, '--config', 'retention.ms=abc']
  expectText(await command(badConfig), /Invalid value abc/, 'a setting that is no number')
}

async function produceLines(
  context: Context,
  version: Version,
  tool: Tool,
  topic: string,
  text: string[],
  codec: string,
) {
  const args = [...bootstrap(context), '--topic', topic, '--compression-codec', codec, '--request-required-acks', 'all']
  const stdin = `${text.join('\n')}\n`
  expectEnd(await tool(MAIN[version].producer, args, { stdin }), 'kafka-console-producer')
}

async function consumeLines(
  context: Context,
  tool: Tool,
  topic: string,
  offset: string,
  count: number,
): Promise<string[]> {
  const args = [...bootstrap(context), '--topic', topic, '--partition', '0', '--offset', offset]
  const result = await tool(`${T}.consumer.ConsoleConsumer`, [
    ...args,
    '--max-messages',
    `${count}`,
    '--timeout-ms',
    '20000',
  ])
  expectEnd(result, 'kafka-console-consumer')
  return result.stdout.trimEnd().split('\n')
}

async function consoleRoundTrip(context: Context, version: Version, tool: Tool, codec: string): Promise<void> {
  const topic = context.name('tools-console')
  await createTopic(context.bootstrap, topic)
  const sent = Array.from({ length: 300 }, (_, i) => `number ${i} ${'y'.repeat(i % 50)}`)
  await produceLines(context, version, tool, topic, sent, codec)
  const read = await consumeLines(context, tool, topic, 'earliest', 300)
  expect(read.join('\n') === sent.join('\n'), `read back:\n${tail(read.join('\n'), 300)}`)
  const last = await consumeLines(context, tool, topic, '299', 1)
  expect(last[0] === sent[299], `offset 299 is ${last[0]}`)
  if (context.brokerDataDir) {
    const expected = [/offset: 299 .*payload: number 299/, new RegExp(`compresscodec: ${codec}`, 'i')]
    await dumpLog(join(context.brokerDataDir, `${topic}-0`), version, tool, expected)
  }
}

async function dumpLog(dir: string, version: Version, tool: Tool, expected: RegExp[]): Promise<void> {
  const files = readdirSync(dir).filter((name) => /\.(log|index|timeindex)$/.test(name))
  expect(files.length >= 1, `${dir} holds ${files.join(', ')}`)
  const paths = files.map((name) => join(dir, name)).join(',')
  const result = await tool(MAIN[version].dump, ['--files', paths, '--print-data-log', '--deep-iteration'])
  expectEnd(result, 'kafka-dump-log')
  for (const text of expected) expectText(result, text, 'kafka-dump-log')
  const complaint = /isvalid: false|Mismatches in|Non-secutive|Found timestamp mismatch|Found out of order/
  expect(!complaint.test(result.stdout), `kafka-dump-log complains:\n${tail(result.stdout)}`)
}

async function getOffsets(context: Context, tool: Tool): Promise<void> {
  const topic = context.name('tools-offsets')
  await createTopic(context.bootstrap, topic, 2)
  await tool(`${T}.ProducerPerformance`, perfArgs(context, topic, 100))
  const ask = async (time: string) => {
    const result = await tool(`${T}.GetOffsetShell`, [...bootstrap(context), '--topic', topic, '--time', time])
    expectEnd(result, 'kafka-get-offsets')
    const found = [...result.stdout.matchAll(/^\S+:\d+:(-?\d+)$/gm)].map((match) => Number(match[1]))
    return found.reduce((sum, offset) => sum + offset, 0)
  }
  expect((await ask('latest')) === 100, 'latest is not 100')
  expect((await ask('earliest')) === 0, 'earliest is not 0')
  const newest = await ask('max-timestamp')
  expect(newest >= 0 && newest < 100, `max-timestamp is ${newest}`)
  expect((await ask(`${Date.now() - 3_600_000}`)) === 0, 'an hour ago is not 0')
}

/** The same in every release. */
const CONFIG_MAIN = 'kafka.admin.ConfigCommand'

async function topicConfigs(context: Context, tool: Tool): Promise<void> {
  const topic = context.name('tools-config')
  await createTopic(context.bootstrap, topic)
  const entity = ['--entity-type', 'topics', '--entity-name', topic]
  const command = (args: string[]) => tool(CONFIG_MAIN, [...bootstrap(context), ...entity, ...args])
  expectEnd(await command(['--alter', '--add-config', 'retention.ms=123456,max.message.bytes=2000']), 'alter')
  const described = await command(['--describe'])
  expectText(described, /retention\.ms=123456/, 'describe')
  expectText(described, /max\.message\.bytes=2000/, 'describe')
  expectEnd(await command(['--alter', '--delete-config', 'retention.ms']), 'delete-config')
  const after = await command(['--describe'])
  expect(!/retention\.ms=123456/.test(after.stdout), 'the deleted setting is still described')
  expectText(await command(['--describe', '--all']), /segment\.bytes=1073741824/, 'describe --all')
  expectText(
    await command(['--alter', '--add-config', 'retention.ms=-5']),
    /InvalidConfigurationException/,
    'a bad value',
  )
}

async function brokerConfigs(context: Context, version: Version, tool: Tool): Promise<void> {
  const command = (args: string[]) => tool(CONFIG_MAIN, [...bootstrap(context), '--entity-type', 'brokers', ...args])
  const one = ['--entity-name', '1']
  expectEnd(await command([...one, '--alter', '--add-config', 'log.retention.ms=7200000']), 'alter broker 1')
  expectText(await command([...one, '--describe']), /log\.retention\.ms=7200000/, 'describe broker 1')
  expectEnd(await command([...one, '--alter', '--delete-config', 'log.retention.ms']), 'delete-config of broker 1')
  const byDefault = ['--entity-default']
  expectEnd(await command([...byDefault, '--alter', '--add-config', 'message.max.bytes=1500000']), 'alter the default')
  expectText(await command([...byDefault, '--describe']), /message\.max\.bytes=1500000/, 'describe the default')
  expectEnd(
    await command([...byDefault, '--alter', '--delete-config', 'message.max.bytes']),
    'delete-config of the default',
  )
  const readOnly = await command([...one, '--alter', '--add-config', 'broker.rack=here'])
  expectText(
    readOnly,
    /Cannot update these configs dynamically|InvalidRequestException/,
    `a read-only setting (${version})`,
  )
}

async function deleteRecords(context: Context, tool: Tool): Promise<void> {
  const topic = context.name('tools-delete')
  await createTopic(context.bootstrap, topic)
  await tool(`${T}.ProducerPerformance`, perfArgs(context, topic, 50))
  const file = join(context.work, 'delete-records.json')
  writeFileSync(file, JSON.stringify({ version: 1, partitions: [{ topic, partition: 0, offset: 20 }] }))
  const result = await tool(`${T}.DeleteRecordsCommand`, [...bootstrap(context), '--offset-json-file', file])
  expectEnd(result, 'kafka-delete-records')
  expectText(result, /low_watermark: 20/, 'kafka-delete-records')
  const offsets = await tool(`${T}.GetOffsetShell`, [...bootstrap(context), '--topic', topic, '--time', 'earliest'])
  expectText(offsets, /:0:20/, 'kafka-get-offsets')
}

async function logDirs(context: Context, tool: Tool): Promise<void> {
  const topic = context.name('tools-dirs')
  await createTopic(context.bootstrap, topic)
  await tool(`${T}.ProducerPerformance`, perfArgs(context, topic, 50))
  const result = await tool(`${T}.LogDirsCommand`, [...bootstrap(context), '--describe', '--topic-list', topic])
  expectEnd(result, 'kafka-log-dirs')
  const json = /^\{.*\}$/m.exec(result.stdout)?.[0]
  expect(json !== undefined, `no JSON in:\n${result.stdout}`)
  const described = JSON.parse(json) as {
    brokers: {
      logDirs: { error: string | null; partitions: { partition: string; size: number; offsetLag: number }[] }[]
    }[]
  }
  const partitions = described.brokers.flatMap(({ logDirs }) => logDirs.flatMap(({ partitions: of }) => of))
  const found = partitions.find(({ partition }) => partition === `${topic}-0`)
  expect(found !== undefined && found.size > 50 * 100, `the partition is described as ${JSON.stringify(found)}`)
}

async function leaderElection(context: Context, tool: Tool): Promise<void> {
  const topic = context.name('tools-election')
  await createTopic(context.bootstrap, topic)
  const args = ['--election-type', 'PREFERRED', '--topic', topic, '--partition', '0']
  const result = await tool(`${T}.LeaderElectionCommand`, [...bootstrap(context), ...args])
  expectText(result, /Valid replica already elected/, 'kafka-leader-election')
}

async function clusterId(context: Context, tool: Tool): Promise<void> {
  const result = await tool(`${T}.ClusterTool`, ['cluster-id', ...bootstrap(context)])
  expectText(result, /Cluster ID: \S+/, 'kafka-cluster')
}

function perfArgs(context: Context, topic: string, count: number): string[] {
  const load = ['--topic', topic, '--num-records', `${count}`, '--record-size', '150', '--throughput', '-1']
  return [...load, '--producer-props', `bootstrap.servers=${context.bootstrap}`, 'acks=all']
}

async function producerPerformance(context: Context, version: Version, tool: Tool): Promise<void> {
  const topic = context.name('tools-perf')
  await createTopic(context.bootstrap, topic, 4)
  const result = await tool(`${T}.ProducerPerformance`, perfArgs(context, topic, 20_000))
  expectEnd(result, 'kafka-producer-perf-test')
  expectText(result, /20000 records sent/, 'kafka-producer-perf-test')
  if (!context.brokerDataDir) return
  const dir = join(context.brokerDataDir, `${topic}-0`)
  await dumpLog(dir, version, tool, [/baseOffset: 0 lastOffset: \d+/])
}

async function verifiableProducer(context: Context, tool: Tool): Promise<void> {
  const topic = context.name('tools-verifiable')
  await createTopic(context.bootstrap, topic)
  const args = [...bootstrap(context), '--topic', topic, '--max-messages', '500', '--acks', '-1']
  const result = await tool(`${T}.VerifiableProducer`, args)
  expectEnd(result, 'kafka-verifiable-producer')
  expectText(result, /"sent":500,"acked":500|"acked":500/, 'kafka-verifiable-producer')
}

async function endToEnd(context: Context, tool: Tool): Promise<void> {
  const topic = context.name('tools-e2e')
  await createTopic(context.bootstrap, topic)
  const result = await tool(`${T}.EndToEndLatency`, e2eArgs(context, topic))
  if (/UnrecognizedOption|is not a recognized option/.test(result.stderr)) throw new Unavailable('other flags')
  expectText(result, /Percentiles: 50th = \d+/, 'kafka-e2e-latency')
}

function e2eArgs(context: Context, topic: string): string[] {
  return [context.bootstrap, topic, '200', 'all', '100']
}

export const apacheTools392: Client = tools('3.9.2')
export const apacheTools431: Client = tools('4.3.1')
