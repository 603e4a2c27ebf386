/** Where each partition's offset would go. Nothing is changed here. */
import type { Offset } from '../../base/kinds.ts'
import { keyOf, type TopicPartition } from '../../client/group/assignors.ts'
import type { CommittedOffset } from '../../client/group/offsets.ts'
import { askMetadata, type Cluster, EARLIEST, LATEST, offsetsOf, topicsOf } from '../cluster.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { byPlace } from './lag.ts'
import { type FileOffset, parseTopicPartitions, type Scenario } from './scenario.ts'

export interface PlannedOffset extends TopicPartition {
  /** What is committed now; null: nothing. */
  readonly old: Offset | null
  readonly new: Offset
  /** What was asked for lies outside the log. */
  readonly cut: { readonly asked: Offset; readonly side: 'lower' | 'higher' } | null
  /** No record is as new as the time that was asked for: the end was taken. */
  readonly isAfterAll: boolean
}

export class NothingToShiftError extends CommandError {
  readonly partition: string

  constructor(partition: string) {
    super(ExitCode.FAILED, `${partition} has no committed offset that could be shifted`)
    this.partition = partition
  }
}

/** `topics` (t or t:0,1) null: all that the group has offsets of, but what is not there any more, which goes to `leftOut`. */
export async function planReset(
  cluster: Cluster,
  committed: readonly CommittedOffset[],
  topics: readonly string[] | null,
  scenario: Exclude<Scenario, { kind: 'file' }>,
  leftOut: (place: TopicPartition) => void,
): Promise<PlannedOffset[]> {
  const wanted = topics === null ? await thoseThere(cluster, committed, leftOut) : await partitionsOf(cluster, topics)
  const askedFor = (): null => null
  return plan(cluster, committed, wanted, scenario, askedFor)
}

export async function planFromFile(
  cluster: Cluster,
  committed: readonly CommittedOffset[],
  lines: readonly FileOffset[],
): Promise<PlannedOffset[]> {
  const asked = new Map(lines.map((line) => [keyOf(line), line.offset]))
  return plan(cluster, committed, lines, { kind: 'current' }, (one) => asked.get(keyOf(one)) ?? null)
}

/** Partitions that are there; the others, of topics that were deleted or made anew with fewer, go to `leftOut`. */
export async function thoseThere<P extends TopicPartition>(
  cluster: Cluster,
  places: readonly P[],
  leftOut: (place: P) => void,
): Promise<P[]> {
  const names = [...new Set(places.map(({ topic }) => topic))]
  if (names.length === 0) return []
  const { topics } = await askMetadata(cluster, names, false)
  const there = new Set(
    topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex }) => keyOf({ topic: name ?? '', partition: partitionIndex })),
    ),
  )
  return places.filter((place) => {
    const isThere = there.has(keyOf(place))
    if (!isThere) leftOut(place)
    return isThere
  })
}

async function partitionsOf(cluster: Cluster, texts: readonly string[]): Promise<TopicPartition[]> {
  const wanted = texts.map(parseTopicPartitions)
  const found: TopicPartition[] = []
  for (const { topic, partitions } of wanted) {
    const [info] = await topicsOf(cluster, [topic])
    const all = info!.partitions.map(({ partition }) => partition)
    for (const partition of partitions ?? all) found.push({ topic, partition })
  }
  return found
}

async function plan(
  cluster: Cluster,
  committed: readonly CommittedOffset[],
  wanted: readonly TopicPartition[],
  scenario: Exclude<Scenario, { kind: 'file' }>,
  askedFor: (one: TopicPartition) => Offset | null,
): Promise<PlannedOffset[]> {
  const olds = new Map(committed.map((one) => [keyOf(one), one.offset]))
  const planned: PlannedOffset[] = []
  for (const topic of new Set(wanted.map((one) => one.topic))) {
    const numbers = new Set(wanted.filter((one) => one.topic === topic).map(({ partition }) => partition))
    const [info] = await topicsOf(cluster, [topic])
    const partitions = info!.partitions.filter(({ partition }) => numbers.delete(partition))
    for (const missing of numbers) throw new CommandError(ExitCode.NOT_FOUND, `${topic} has no partition ${missing}`)
    const starts = await offsetsOf(cluster, topic, partitions, EARLIEST)
    const ends = await offsetsOf(cluster, topic, partitions, LATEST)
    const times =
      scenario.kind === 'time'
        ? await offsetsOf(cluster, topic, partitions, scenario.timestamp)
        : new Map<number, null>()
    for (const { partition } of partitions) {
      const start = starts.get(partition) ?? null
      const end = ends.get(partition) ?? null
      if (start === null || end === null) {
        throw new CommandError(ExitCode.FAILED, `${topic}-${partition} has no leader now`)
      }
      const place = { topic, partition }
      const old = olds.get(keyOf(place)) ?? null
      if (scenario.kind === 'shift' && old === null) throw new NothingToShiftError(keyOf(place))
      const decided = decide(scenario, { old, start, end, ofTime: times.get(partition) ?? -1, asked: askedFor(place) })
      planned.push({ ...place, old, ...decided })
    }
  }
  return planned.sort(byPlace)
}

interface Facts {
  readonly old: Offset | null
  readonly start: Offset
  readonly end: Offset
  /** -1: no record is as new. */
  readonly ofTime: Offset
  /** From a file. */
  readonly asked: Offset | null
}

export function decide(
  scenario: Exclude<Scenario, { kind: 'file' }>,
  { old, start, end, ofTime, asked }: Facts,
): Pick<PlannedOffset, 'new' | 'cut' | 'isAfterAll'> {
  if (asked !== null) return within(asked, start, end)
  switch (scenario.kind) {
    case 'earliest':
      return { new: start, cut: null, isAfterAll: false }
    case 'latest':
      return { new: end, cut: null, isAfterAll: false }
    case 'current':
      // Without a commit a consumer would begin at the end.
      return old === null ? { new: end, cut: null, isAfterAll: false } : within(old, start, end)
    case 'offset':
      return within(scenario.offset, start, end)
    case 'shift':
      return within(old! + scenario.by, start, end)
    case 'time':
      return ofTime < 0 ? { new: end, cut: null, isAfterAll: true } : { new: ofTime, cut: null, isAfterAll: false }
  }
}

function within(asked: Offset, start: Offset, end: Offset): Pick<PlannedOffset, 'new' | 'cut' | 'isAfterAll'> {
  if (asked < start) return { new: start, cut: { asked, side: 'lower' }, isAfterAll: false }
  if (asked > end) return { new: end, cut: { asked, side: 'higher' }, isAfterAll: false }
  return { new: asked, cut: null, isAfterAll: false }
}
