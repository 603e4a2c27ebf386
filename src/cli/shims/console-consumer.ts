/** kafka-console-consumer.sh */
import { EARLIEST, findOffset, LATEST } from '../../client/admin.ts'
import type { KafkaClient } from '../../client/client.ts'
import { type FetchedPartition, Fetcher } from '../../client/fetcher.ts'
import { GroupConsumer } from '../../client/group/group-consumer.ts'
import { type Pause, pause } from '../../client/pause.ts'
import { groupSettings } from '../commands/consume-group.ts'
import { withClient } from '../connect.ts'
import { ExitCode } from '../exit.ts'
import { type Interrupt, listenForInterrupt } from '../interrupt.ts'
import type { RecordFormatter } from '../record-format.ts'
import { RecordPrinter } from '../record-printer.ts'
import { Settings } from '../settings.ts'
import { isGone, write } from '../stdout.ts'
import { connectionSettings } from './console-producer.ts'
import { formatterOf } from './formatters.ts'
import { failureOf } from './java-errors.ts'
import { type Flags, UsageError } from './options.ts'
import { propertiesFrom } from './properties.ts'
import type { Shim } from './run.ts'
import { topicPattern } from './topic-filter.ts'

export const shim: Shim = {
  about: 'Read data from Kafka topics and write it to standard output.',
  flags: {
    'bootstrap-server': 'value',
    'consumer-property': 'many',
    'consumer.config': 'value',
    'enable-systest-events': 'flag',
    formatter: 'value',
    'formatter-config': 'value',
    'formatter-property': 'many',
    'from-beginning': 'flag',
    group: 'value',
    include: 'value',
    'isolation-level': 'value',
    'key-deserializer': 'value',
    'max-messages': 'value',
    offset: 'value',
    partition: 'value',
    property: 'many',
    'skip-message-on-error': 'flag',
    'timeout-ms': 'value',
    topic: 'value',
    'value-deserializer': 'value',
    whitelist: 'value',
  },
  run,
}

/** Where a partition begins without a committed offset, or when the log does not have the one that was asked for. */
const RESETS = ['latest', 'earliest', 'none'] as const

interface Wanted {
  readonly flags: Flags
  readonly settings: ReadonlyMap<string, string>
  readonly format: RecordFormatter
  readonly countMax: number
  /** Exit when nothing comes for so long. */
  readonly timeoutMs: number
  readonly readCommitted: boolean
  readonly reset: (typeof RESETS)[number]
  /** null: of this run alone. */
  readonly group: string | null
}

/** What gives records until somebody ends it. */
interface Source {
  poll(): Promise<readonly FetchedPartition[]>
  processed(topic: string, partition: number, nextOffset: number): void
  close(): Promise<void>
}

async function run(flags: Flags): Promise<number> {
  const wanted = await check(flags)
  if (typeof wanted === 'string') {
    process.stderr.write(`${wanted}\n`)
    return ExitCode.FAILED
  }
  const interrupt = listenForInterrupt()
  const connect = { bootstrapServer: flags.one('bootstrap-server')!, X: connectionSettings(wanted.settings) }
  try {
    await withClient(connect, async (client) => consume(client, wanted, await sourceOf(client, wanted), interrupt))
    return interrupt.exitCode()
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) throw error
    process.stderr.write(`ERROR Unknown error when running consumer: \n${failure.exception}: ${failure.message}\n`)
    return ExitCode.FAILED
  }
}

// ── What is asked for ───────────────────────────────────────────────────────────────────────────────────────────────

async function check(flags: Flags): Promise<Wanted | string> {
  flags.need('bootstrap-server')
  const topics = ['topic', 'include', 'whitelist'].filter((name) => flags.has(name))
  if (topics.length === 0 || (flags.has('topic') && topics.length > 1)) {
    throw new UsageError('Exactly one of --include/--topic is required. ')
  }
  checkPlace(flags)
  const settings = await propertiesFrom(flags, 'consumer.config', 'consumer-property')
  settings.set('client.id', settings.get('client.id') ?? 'console-consumer')
  const reset = settings.get('auto.offset.reset')
  if (flags.has('from-beginning') && reset !== undefined && reset !== 'earliest') {
    return `Can't simultaneously specify --from-beginning and 'auto.offset.reset=${reset}', please remove one option`
  }
  if (reset !== undefined && !(RESETS as readonly string[]).includes(reset)) {
    return `Invalid value ${reset} for configuration auto.offset.reset: String must be one of: ${RESETS.join(', ')}`
  }
  const isolation = flags.one('isolation-level') ?? settings.get('isolation.level') ?? 'read_uncommitted'
  if (isolation !== 'read_committed' && isolation !== 'read_uncommitted') {
    return `Invalid value ${isolation} for configuration isolation.level: String must be one of: read_committed, read_uncommitted`
  }
  const properties = await propertiesFrom(flags, 'formatter-config', 'property')
  for (const [name, value] of await propertiesFrom(flags, 'formatter-config', 'formatter-property')) {
    properties.set(name, value)
  }
  for (const part of ['key', 'value']) {
    const deserializer = flags.one(`${part}-deserializer`)
    if (deserializer !== undefined) properties.set(`${part}.deserializer`, deserializer)
  }
  return {
    flags,
    settings,
    format: formatterOf(flags.one('formatter'), properties),
    countMax: atLeast(flags.whole('max-messages'), 0),
    timeoutMs: atLeast(flags.whole('timeout-ms'), 0),
    readCommitted: isolation === 'read_committed',
    reset: flags.has('from-beginning') ? 'earliest' : ((reset as Wanted['reset']) ?? 'latest'),
    group: groupOf(flags, settings),
  }
}

function atLeast(value: number | undefined, least: number): number {
  return value === undefined || value < least ? Number.POSITIVE_INFINITY : value
}

function checkPlace(flags: Flags): void {
  const offset = flags.one('offset')
  if (flags.has('partition')) {
    flags.whole('partition')
    if (!flags.has('topic')) throw new UsageError('The topic is required when partition is specified.')
    if (flags.has('group')) throw new UsageError('Options group and partition cannot be specified together.')
  }
  if (offset === undefined) return
  if (!flags.has('partition')) throw new UsageError('The partition is required when offset is specified.')
  if (flags.has('from-beginning')) {
    throw new UsageError('Options from-beginning and offset cannot be specified together.')
  }
  if (!/^(?:earliest|latest|[0-9]{1,16})$/i.test(offset)) {
    throw new UsageError(
      `The provided offset value '${offset}' is incorrect. Valid values are 'earliest', 'latest', or a non-negative long.`,
    )
  }
}

function groupOf(flags: Flags, settings: ReadonlyMap<string, string>): string | null {
  const ids = new Set([flags.one('group'), settings.get('group.id')].filter((id) => id !== undefined))
  if (ids.size > 1) {
    const shown = [...ids].map((id) => `'${id}'`).join(', ')
    throw new UsageError(
      `The group ids provided in different places (directly using '--group', via '--consumer-property', or via '--consumer.config') do not match. Detected group ids: ${shown}`,
    )
  }
  return [...ids][0] ?? null
}

// ── Where records come from ─────────────────────────────────────────────────────────────────────────────────────────

async function sourceOf(client: KafkaClient, wanted: Wanted): Promise<Source> {
  const { flags, readCommitted } = wanted
  if (flags.has('partition')) {
    return partitionSource(client, flags.one('topic')!, flags.whole('partition')!, wanted)
  }
  const include = flags.one('include') ?? flags.one('whitelist')
  const settings = groupSettings(new Settings(wanted.settings))
  return new GroupConsumer(client, {
    ...settings,
    groupId: wanted.group ?? `console-consumer-${client.world.entropy.below(100_000)}`,
    topics: include === undefined ? [flags.one('topic')!] : topicPattern(include),
    readCommitted,
    autoOffsetReset: wanted.reset,
    allowAutoTopicCreation: wanted.settings.get('allow.auto.create.topics') !== 'false' && include === undefined,
    // A group that nobody named is not come back to.
    autoCommit: wanted.group === null ? false : settings.autoCommit,
  })
}

async function partitionSource(
  client: KafkaClient,
  topic: string,
  partition: number,
  { flags, reset, readCommitted }: Wanted,
): Promise<Source> {
  const onOutOfRange = async () => (await findOffset(client, topic, partition, timeOf(reset))).offset
  const fetcher = new Fetcher(client, { readCommitted, onOutOfRange: reset === 'none' ? undefined : onOutOfRange })
  const offset = flags.one('offset')?.toLowerCase() ?? reset
  const isTime = offset === 'earliest' || offset === 'latest' || offset === 'none'
  let isBegun = false
  return {
    async poll() {
      if (!isBegun) {
        const from = isTime ? await placeOf(client, topic, partition, timeOf(offset)) : Number(offset)
        if (from === null) {
          await client.world.clock.sleep(100)
          return []
        }
        fetcher.add(topic, partition, from)
        isBegun = true
      }
      return fetcher.poll()
    },
    processed() {},
    async close() {},
  }
}

function timeOf(place: string): number {
  return place === 'earliest' ? EARLIEST : LATEST
}

/** null: the partition is not there (yet). The topic is made where the broker does such. */
async function placeOf(client: KafkaClient, topic: string, partition: number, time: number): Promise<number | null> {
  const { topics } = await client.metadata([topic], { allowAutoTopicCreation: true })
  if (!topics[0]?.partitions.some((one) => one.partition === partition && one.leader >= 0)) return null
  return (await findOffset(client, topic, partition, time)).offset
}

// ── The loop ────────────────────────────────────────────────────────────────────────────────────────────────────────

async function consume(client: KafkaClient, wanted: Wanted, source: Source, interrupt: Interrupt): Promise<void> {
  const { clock } = client.world
  const printer = new RecordPrinter(wanted.format, wanted.countMax, wanted.flags.has('skip-message-on-error'))
  let polling: Promise<readonly FetchedPartition[]> | null = null
  let lastAtMs = clock.monotonicMs()
  let waiting: Pause | null = null
  try {
    while (!printer.isFull && !isGone() && !interrupt.isAsked()) {
      polling ??= source.poll()
      const leftMs = wanted.timeoutMs - (clock.monotonicMs() - lastAtMs)
      if (Number.isFinite(leftMs)) waiting = pause(clock, Math.max(0, leftMs))
      const first = waiting === null ? polling : Promise.race([polling, waiting.over])
      const polled = await interrupt.unlessAsked<readonly FetchedPartition[] | null>(first)
      waiting?.cancel()
      if (polled !== null) {
        polling = null
        if (await printAll(polled, printer, source)) lastAtMs = clock.monotonicMs()
      } else if (!interrupt.isAsked() && clock.monotonicMs() - lastAtMs >= wanted.timeoutMs) {
        process.stderr.write(
          'ERROR Error processing message, terminating consumer process: \norg.apache.kafka.common.errors.TimeoutException\n',
        )
        break
      }
    }
  } finally {
    waiting?.cancel()
    polling?.catch(() => {})
    await source.close()
    if (wanted.flags.has('enable-systest-events')) await write('shutdown_complete\n')
    process.stderr.write(`Processed a total of ${printer.count} messages\n`)
  }
}

async function printAll(polled: readonly FetchedPartition[], printer: RecordPrinter, source: Source): Promise<boolean> {
  let hasPrinted = false
  for (const fetched of polled) {
    const done = await printer.printFetched(fetched)
    if (fetched.records.length > 0) hasPrinted = true
    if (isGone()) break
    if (done !== null) source.processed(fetched.topic, fetched.partition, done)
    if (printer.isFull) break
  }
  return hasPrinted
}
