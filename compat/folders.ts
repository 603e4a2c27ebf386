// One data folder, two kinds of broker: node compat/folders.ts [--only text]
//   taken over by Apache Kafka 3.9.2 what the broker wrote, and by the broker (after `odradek adopt`) what Apache Kafka wrote,
//   each after a clean stop and after kill -9: the same records at the same offsets, the same groups with what they committed,
//   and both go on from there;
//   a broker that is killed with SIGKILL again and again while it cleans a log: kafka-dump-log reads what is left without a complaint,
//   both kinds of broker open it, and the last value of each key is there;
//   two brokers on one folder, of either kind: the second refuses, and says why.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  type ApacheProcess,
  apacheTool,
  type Properties,
  restartApache392,
  startApache392,
  startZooKeeper,
} from './apache/apache.ts'
import { environmentName, startOdradek } from './lib/broker.ts'
import { compatDir } from './lib/cache.ts'
import { expect } from './lib/client.ts'
import { freePort } from './lib/net.ts'
import { run, runOk, tail } from './lib/process.ts'
import { CLEANED_TOPIC, CLEANED_TOPIC_CONFIGS, killedWhileCleaning } from './proofs/cleaned-crash.ts'
import { dumpedOffsets, dumpLog, filesOf } from './proofs/dump-log.ts'
import { OFFSETS_TOPIC_CONFIGS, readGroups, writeGroups } from './proofs/folder-groups.ts'
import {
  compareStories,
  goOn,
  type PartitionView,
  readStory,
  storyTopics,
  type WrittenStory,
  writeStory,
} from './proofs/folder-story.ts'
import { readFolderFacts, writeZooKeeperNodes } from './proofs/zookeeper-nodes.ts'

const { values: flags } = parseArgs({
  options: { only: { type: 'string' }, keep: { type: 'boolean', default: false } },
})

const MAIN = [join(compatDir, '..', 'src', 'cli', 'main.ts')]
const NODE_ARGS = ['--disable-warning=ExperimentalWarning', ...MAIN]
/** One broker id for both kinds. What DeleteRecords moved is written down soon, not within a minute, as is the default. */
const SETTINGS: Properties = {
  'broker.id': 1,
  'log.initial.task.delay.ms': 500,
  'log.flush.start.offset.checkpoint.interval.ms': 500,
  'log.cleaner.backoff.ms': 300,
  'group.initial.rebalance.delay.ms': 0,
  'offsets.topic.num.partitions': 4,
}
const OURS: Properties = { ...SETTINGS, 'odradek.admin.listeners': '' }

type End = 'clean stop' | 'kill -9'

interface Written {
  groups: string[]
  story: WrittenStory
  views: Map<string, PartitionView>
}

const root = mkdtempSync(join(tmpdir(), 'odradek-folders-'))
const stopAtEnd: (() => Promise<void>)[] = []

async function writeAndEnd(broker: { address: string; stop(): Promise<void>; kill(): Promise<void> }, end: End) {
  const story = await writeStory(broker.address)
  await writeGroups(broker.address)
  const views = await readStory(broker.address)
  const groups = await readGroups(broker.address)
  await sleep(1500)
  await (end === 'clean stop' ? broker.stop() : broker.kill())
  return { story, views, groups }
}

/** Reads what the other one serves, lets it go on, restarts nothing: every difference is a sentence. */
async function expectSame(address: string, { story, views, groups }: Written): Promise<void> {
  const differences = compareStories(views, await readStory(address))
  const now = await readGroups(address)
  differences.push(...groups.filter((line) => !now.includes(line)).map((line) => `missing: ${line}`))
  differences.push(...now.filter((line) => !groups.includes(line)).map((line) => `not written: ${line}`))
  expect(differences.length === 0, `${differences.length} differences:\n${differences.slice(0, 10).join('\n')}`)
  await goOn(address, story)
}

async function zooKeeper(dir: string): Promise<ApacheProcess> {
  mkdirSync(dir, { recursive: true })
  const zk = await startZooKeeper({ dir })
  stopAtEnd.push(() => zk.kill())
  return zk
}

async function apacheOn(dir: string, zkPort: number, more: Properties = {}): Promise<ApacheProcess> {
  const broker = await restartApache392({
    dir,
    zkPort,
    overrides: { ...SETTINGS, 'log.dirs': join(dir, 'data'), ...more },
  })
  stopAtEnd.push(() => broker.kill())
  return broker
}

async function odradekOn(dir: string, more: Properties = {}) {
  const broker = await startOdradek({ dir, overrides: { ...OURS, ...more } })
  stopAtEnd.push(() => broker.kill())
  return broker
}

const topicConfigs = new Map([
  ...storyTopics.map(({ name, configs }) => [name, configs] as const),
  ['__consumer_offsets', OFFSETS_TOPIC_CONFIGS] as const,
])

async function ours(end: End): Promise<string> {
  const dir = join(root, `ours-${end.replaceAll(' ', '')}`)
  const written = await writeAndEnd(await odradekOn(dir), end)
  await verifyFolder(join(dir, 'data'))
  const dumped = await dumpFolder(join(dir, 'data'), written.views)
  const zk = await zooKeeper(join(dir, 'zookeeper'))
  await writeZooKeeperNodes(zk.address, readFolderFacts(join(dir, 'data')), topicConfigs)
  const apache = await apacheOn(dir, zk.port)
  await expectSame(apache.address, written)
  await consoleConsumer(apache.address, written.views)
  await apache.stop()
  await zk.kill()
  // And back again: the folder has its own metadata, Apache's records are there, too.
  const back = await odradekOn(dir)
  const after = await readStory(back.address)
  const expected = written.views.get('story-gzip-0')!.latest + 3
  expect(
    after.get('story-gzip-0')?.latest === expected,
    `back again, story-gzip-0 ends at ${after.get('story-gzip-0')?.latest}`,
  )
  await back.stop()
  return `${summary(written)}, ${dumped}`
}

async function theirs(end: End): Promise<string> {
  const dir = join(root, `theirs-${end.replaceAll(' ', '')}`)
  const zk = await zooKeeper(join(dir, 'zookeeper'))
  const written = await writeAndEnd(await apacheOn(dir, zk.port), end)
  await zk.kill()
  await verifyFolder(join(dir, 'data'))
  const refused = await odradekMayNotStart(dir)
  expect(/odradek adopt/.test(refused), `without adopting it said: ${refused}`)
  const adopted = await runOk(process.execPath, [...NODE_ARGS, 'adopt', join(dir, 'data')])
  expect(/topics, \d+ partitions are taken over/.test(adopted.stdout), adopted.stdout)
  const broker = await odradekOn(dir)
  await expectSame(broker.address, written)
  await broker.stop()
  const again = await odradekOn(dir)
  const after = await readStory(again.address)
  const expected = written.views.get('story-gzip-0')!.latest + 3
  expect(
    after.get('story-gzip-0')?.latest === expected,
    `after a restart story-gzip-0 ends at ${after.get('story-gzip-0')?.latest}`,
  )
  await again.stop()
  return summary(written)
}

// ── Killed while it cleans ──────────────────────────────────────────────────────────────────────────────────────────

const CLEANING_KILLS = 6
/** So slow that it is often killed in the middle of a segment. */
const SLOW_CLEANER: Properties = {
  'log.cleaner.backoff.ms': 20,
  'log.cleaner.io.max.bytes.per.second': 400_000,
  'zookeeper.session.timeout.ms': 3000,
}
const CLEANED_CONFIGS = new Map([[CLEANED_TOPIC, CLEANED_TOPIC_CONFIGS]])

/** Odradek goes on in the folder after each kill; what it left is also opened by Apache Kafka, as a copy. */
async function cleaningOurs(): Promise<string> {
  return await killedWhileCleaning({
    dir: join(root, 'cleaning-ours'),
    kills: CLEANING_KILLS,
    start: (dir) => odradekOn(dir, SLOW_CLEANER),
    verify: (dir) => verifyFolder(join(dir, 'data')),
    openElsewhere: async (dir) => {
      const zk = await zooKeeper(join(dir, 'zookeeper'))
      await writeZooKeeperNodes(zk.address, readFolderFacts(join(dir, 'data')), CLEANED_CONFIGS)
      return await apacheOn(dir, zk.port)
    },
  })
}

/** The other way round. */
async function cleaningTheirs(): Promise<string> {
  const dir = join(root, 'cleaning-theirs')
  const zk = await zooKeeper(join(dir, 'zookeeper'))
  return await killedWhileCleaning({
    dir,
    kills: CLEANING_KILLS,
    start: (own) => apacheOn(own, zk.port, SLOW_CLEANER),
    verify: (own) => verifyFolder(join(own, 'data')),
    openElsewhere: async (copy) => {
      await runOk(process.execPath, [...NODE_ARGS, 'adopt', join(copy, 'data')])
      return await odradekOn(copy)
    },
  })
}

function summary({ views, groups }: Written): string {
  const records = [...views.values()].reduce((sum, view) => sum + view.records, 0)
  return `${views.size} partitions, ${records} records, ${groups.length} facts about groups`
}

/** Our own `odradek log verify` finds nothing wrong, whoever wrote it. */
async function verifyFolder(dataDir: string): Promise<void> {
  await runOk(process.execPath, [...NODE_ARGS, 'log', 'verify', dataDir])
}

/** Apache's kafka-dump-log over every file: it finds nothing wrong, and counts as many records. */
async function dumpFolder(dataDir: string, views: Map<string, PartitionView>): Promise<string> {
  let segments = 0
  for (const [name, view] of views) {
    const dir = join(dataDir, name)
    const logs = filesOf(dir, 'log')
    segments += logs.length
    await dumpLog(filesOf(dir, 'log', 'index', 'timeindex', 'snapshot'), '--verify-index-only')
    const dumped = await dumpLog(logs)
    const offsets = dumpedOffsets(dumped)
    const seen = offsets.filter((offset) => offset >= view.earliest).length
    // Of a compacted topic the view has keys, and what is not cleaned yet comes on top.
    const isCompacted = name.startsWith('story-compacted')
    expect(
      isCompacted ? seen >= view.records && seen < view.latest / 2 : seen === view.records,
      `kafka-dump-log ${name} has ${seen} records, not ${view.records}:\n${tail(dumped)}`,
    )
  }
  return `kafka-dump-log agrees on ${segments} segments`
}

async function consoleConsumer(address: string, views: Map<string, PartitionView>): Promise<void> {
  const wanted = views.get('story-zstd-0')!.records
  const args = ['--bootstrap-server', address, '--topic', 'story-zstd', '--partition', '0', '--offset', 'earliest']
  const result = await apacheTool('3.9.2', 'org.apache.kafka.tools.consumer.ConsoleConsumer', [
    ...args,
    '--max-messages',
    String(wanted),
    '--timeout-ms',
    '20000',
  ])
  const lines = result.stdout.trimEnd().split('\n').length
  expect(lines === wanted, `kafka-console-consumer gave ${lines} of ${wanted} records:\n${tail(result.stderr)}`)
}

// ── Two on one folder ───────────────────────────────────────────────────────────────────────────────────────────────

/** What it said when it ended by itself. */
async function odradekMayNotStart(dir: string): Promise<string> {
  const settings: Properties = {
    ...OURS,
    listeners: `PLAINTEXT://127.0.0.1:${await freePort()}`,
    'log.dirs': join(dir, 'data'),
  }
  const env = Object.fromEntries(Object.entries(settings).map(([key, value]) => [environmentName(key), String(value)]))
  const result = await run(process.execPath, [...NODE_ARGS, 'start'], { env, timeoutMs: 20_000 })
  expect(!result.timedOut && result.code !== 0, `a second one started, or ended with ${result.code}`)
  return result.stderr.trim()
}

async function apacheMayNotStart(dir: string, zkPort: number): Promise<string> {
  const elsewhere = `${dir}-second`
  const overrides = { ...SETTINGS, 'broker.id': 1, 'log.dirs': join(dir, 'data') }
  try {
    const broker = await startApache392({ dir: elsewhere, zkPort, overrides, limitMs: 30_000 })
    await broker.kill()
  } catch {
    return readFileSync(join(elsewhere, 'kafka.log'), 'utf8')
  }
  throw new Error('a second one started')
}

async function twoOnOurs(): Promise<string> {
  const dir = join(root, 'two-ours')
  const first = await odradekOn(dir)
  const said = await odradekMayNotStart(dir)
  expect(/lock|another|in use|used by/i.test(said) && said.split('\n').length <= 3, `the second said: ${said}`)
  await writeStory(first.address)
  const zk = await zooKeeper(join(dir, 'zookeeper'))
  await writeZooKeeperNodes(zk.address, readFolderFacts(join(dir, 'data')), topicConfigs)
  const apache = await apacheMayNotStart(dir, zk.port)
  expect(/Failed to acquire lock on file/.test(apache), `Apache Kafka said: ${tail(apache)}`)
  expect(first.running(), 'the first one has ended')
  await first.stop()
  await zk.kill()
  return `"${said}"`
}

async function twoOnTheirs(): Promise<string> {
  const dir = join(root, 'two-theirs')
  const zk = await zooKeeper(join(dir, 'zookeeper'))
  const first = await apacheOn(dir, zk.port)
  const said = await odradekMayNotStart(dir)
  expect(/lock|another|in use|used by/i.test(said) && said.split('\n').length <= 3, `the second said: ${said}`)
  const adopted = await run(process.execPath, [...NODE_ARGS, 'adopt', join(dir, 'data')])
  expect(adopted.code !== 0, 'a folder was adopted while Apache Kafka runs on it')
  expect(first.running(), 'the first one has ended')
  await first.stop()
  await zk.kill()
  return `"${said}"; adopt: "${adopted.stderr.trim()}"`
}

// ── All of it ───────────────────────────────────────────────────────────────────────────────────────────────────────

const proofs: readonly (readonly [string, () => Promise<string>])[] = [
  ['Apache Kafka opens what Odradek wrote, clean stop', () => ours('clean stop')],
  ['Apache Kafka opens what Odradek wrote, kill -9', () => ours('kill -9')],
  ['Odradek adopts what Apache Kafka wrote, clean stop', () => theirs('clean stop')],
  ['Odradek adopts what Apache Kafka wrote, kill -9', () => theirs('kill -9')],
  ['Odradek is killed while it cleans, Apache Kafka opens what is left', cleaningOurs],
  ['Apache Kafka is killed while it cleans, Odradek adopts what is left', cleaningTheirs],
  ['two brokers on a folder of Odradek', twoOnOurs],
  ['two brokers on a folder of Apache Kafka', twoOnTheirs],
]

let failed = 0
const chosen = proofs.filter(([name]) => name.includes(flags.only ?? ''))
try {
  for (const [name, prove] of chosen) {
    const from = performance.now()
    try {
      const what = await prove()
      console.log(`passed  ${name} (${((performance.now() - from) / 1000).toFixed(1)} s): ${what}`)
    } catch (error) {
      failed++
      console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
    for (const stop of stopAtEnd.splice(0).reverse()) await stop()
  }
} finally {
  if (flags.keep) console.log(`files are kept in ${root}`)
  else rmSync(root, { recursive: true, force: true })
}
console.log(`${chosen.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 && chosen.length > 0 ? 0 : 1)
