/** `odradek consume`: prints records of partitions from one place on, to another or for ever. */
import type { Offset } from '../../base/kinds.ts'
import type { KafkaClient } from '../../client/client.ts'
import { Fetcher } from '../../client/fetcher.ts'
import { type Cluster, EARLIEST, LATEST, offsetsOf, type PartitionInfo, topicsOf, wholeNumber } from '../cluster.ts'
import { type ConnectFlags, clusterOf, withClient } from '../connect.ts'
import { CommandError, ExitCode, usageError } from '../exit.ts'
import { type OffsetPoint, type OffsetSpec, parseOffsetSpec } from '../offset-spec.ts'
import { type RecordFormatter, recordFormatter } from '../record-format.ts'
import { RecordPrinter } from '../record-printer.ts'
import { GROUP_SETTINGS } from '../settings.ts'
import { isGone } from '../stdout.ts'

export interface ConsumeFlags extends ConnectFlags {
  readonly group?: string
  readonly partition?: string
  /** Without it: the end, or with a group what it has committed. */
  readonly offset?: string
  readonly fromBeginning?: boolean
  readonly tail?: string
  readonly count?: string
  readonly exit?: boolean
  readonly format: string
  readonly isolation: string
}

interface Position {
  readonly topic: string
  readonly partition: number
  readonly from: Offset
  /** Exclusive; null: none. */
  readonly end: Offset | null
}

export async function consume(topics: readonly string[], flags: ConsumeFlags): Promise<void> {
  const format = recordFormatter(flags.format)
  const countMax = wholeNumber(flags.count, '-n', 0, Number.MAX_SAFE_INTEGER) ?? Number.POSITIVE_INFINITY
  if (flags.group !== undefined) {
    const { consumeInGroup } = await import('./consume-group.ts')
    return withClient(
      flags,
      (client, settings) =>
        consumeInGroup(client, settings, { ...flags, topics, group: flags.group! }, format, countMax),
      GROUP_SETTINGS,
    )
  }
  const wanted = flags.partition === undefined ? null : parsePartitions(flags.partition)
  await withClient(flags, async (client) => {
    const cluster = clusterOf(client)
    const spec = parseOffsetSpec(offsetText(flags), cluster.nowMs())
    const isolation = flags.isolation === 'read_committed' ? 1 : 0
    const bounded: OffsetSpec = flags.exit && spec.to === null ? { ...spec, to: { at: 'end' } } : spec
    const positions: Position[] = []
    for (const topic of topics) {
      const partitions = await partitionsOf(cluster, topic, wanted)
      positions.push(...(await resolve(cluster, topic, partitions, bounded, isolation)))
    }
    await run(client, positions, format, countMax, isolation === 1)
  })
}

function offsetText(flags: ConsumeFlags): string {
  if (flags.tail !== undefined) return `-${wholeNumber(flags.tail, '--tail', 0, Number.MAX_SAFE_INTEGER)}`
  return flags.fromBeginning ? 'start' : (flags.offset ?? 'end')
}

function parsePartitions(text: string): Set<number> {
  const partitions = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^([0-9]{1,6})(?:-([0-9]{1,6}))?$/.exec(part.trim())
    if (match === null) throw usageError(`-p ${text}: write numbers, as 0,3,5-7`)
    for (let one = Number(match[1]); one <= Number(match[2] ?? match[1]); one++) partitions.add(one)
  }
  return partitions
}

async function partitionsOf(cluster: Cluster, topic: string, wanted: Set<number> | null): Promise<PartitionInfo[]> {
  const partitions = (await topicsOf(cluster, [topic])).flatMap((one) => one.partitions)
  const chosen = partitions.filter(({ partition }) => wanted?.has(partition) ?? true)
  const missing = [...(wanted ?? [])].filter((one) => !chosen.some(({ partition }) => partition === one))
  if (missing.length === 0) return chosen
  throw new CommandError(ExitCode.NOT_FOUND, `${topic} has no partition ${missing.join(', ')}`)
}

// ── From -o to offsets ──────────────────────────────────────────────────────────────────────────────────────────────

async function resolve(
  cluster: Cluster,
  topic: string,
  partitions: readonly PartitionInfo[],
  spec: OffsetSpec,
  isolation: number,
): Promise<Position[]> {
  const starts = await offsetsOf(cluster, topic, partitions, EARLIEST)
  const ends = await offsetsOf(cluster, topic, partitions, LATEST, isolation)
  const place = async (point: OffsetPoint): Promise<Map<number, number | null>> => {
    const times = point.at === 'time' ? await offsetsOf(cluster, topic, partitions, point.timestamp, isolation) : null
    return new Map(
      partitions.map(({ partition }) => {
        const start = starts.get(partition) ?? null
        const end = ends.get(partition) ?? null
        return [
          partition,
          start === null || end === null ? null : offsetAt(point, start, end, times?.get(partition) ?? -1),
        ]
      }),
    )
  }
  const from = await place(spec.from)
  const to = spec.to === null ? null : await place(spec.to)
  return partitions.map(({ partition }) => {
    const first = from.get(partition) ?? null
    if (first === null) throw new CommandError(ExitCode.FAILED, `${topic}-${partition} has no leader now`)
    return { topic, partition, from: first, end: to?.get(partition) ?? null }
  })
}

function offsetAt(point: OffsetPoint, start: Offset, end: Offset, ofTime: Offset): Offset {
  switch (point.at) {
    case 'start':
      return start
    case 'end':
      return end
    case 'offset':
      return point.offset
    case 'after-start':
      return Math.min(end, start + point.count)
    case 'before-end':
      return Math.max(start, end - point.count)
    case 'time':
      return ofTime < 0 ? end : ofTime
  }
}

// ── Fetching ────────────────────────────────────────────────────────────────────────────────────────────────────────

async function run(
  client: KafkaClient,
  positions: readonly Position[],
  format: RecordFormatter,
  countMax: number,
  readCommitted: boolean,
): Promise<void> {
  const fetcher = new Fetcher(client, { readCommitted, failsWhenGone: true })
  const printer = new RecordPrinter(format, countMax)
  const ends = new Map(positions.map(({ topic, partition, end }) => [`${topic}-${partition}`, end]))
  for (const { topic, partition, from, end } of positions) {
    if (end === null || from < end) fetcher.add(topic, partition, from)
  }
  while (fetcher.size > 0 && !printer.isFull && !isGone()) {
    for (const { topic, partition, records, nextOffset } of await fetcher.poll()) {
      const end = ends.get(`${topic}-${partition}`) ?? null
      await printer.print(end === null ? records : records.filter(({ offset }) => offset < end))
      if (end !== null && nextOffset >= end) fetcher.remove(topic, partition)
    }
  }
}
