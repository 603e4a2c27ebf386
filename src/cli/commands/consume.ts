/** `odradek consume`: prints records of partitions from one place on, to another or for ever. */
import type { Offset } from '../../base/kinds.ts'
import { ApiKey } from '../../protocol/apis.ts'
import * as header from '../../protocol/batch/header.ts'
import { batchPositions, openRecords } from '../../protocol/batch/iterate.ts'
import { ErrorCode, errorName, isRetriable } from '../../protocol/error-codes.ts'
import type { FetchResponse } from '../../protocol/generated/001-fetch.js'
import { AbortedRanges } from '../aborted-ranges.ts'
import {
  byLeader,
  type Cluster,
  EARLIEST,
  LATEST,
  offsetsOf,
  type PartitionInfo,
  topicsOf,
  wholeNumber,
} from '../cluster.ts'
import { type ConnectFlags, withCluster } from '../connect.ts'
import { CommandError, ExitCode, exitCodeOf, usageError } from '../exit.ts'
import { type OffsetPoint, type OffsetSpec, parseOffsetSpec } from '../offset-spec.ts'
import { type PrintedRecord, type RecordFormatter, recordFormatter } from '../record-format.ts'
import { isGone, write } from '../stdout.ts'

export interface ConsumeFlags extends ConnectFlags {
  readonly partition?: string
  readonly offset: string
  readonly fromBeginning?: boolean
  readonly tail?: string
  readonly count?: string
  readonly exit?: boolean
  readonly format: string
  readonly isolation: string
}

/** With topic ids (13 and later) nothing here would change. */
const FETCH_VERSION_MAX = 12
const FETCH_BYTES_MAX = 50 * 1024 * 1024
const PARTITION_BYTES_MAX = 1024 * 1024
const MAX_WAIT_MS = 500
const RETRY_MS = 100

interface Position {
  readonly partition: number
  leader: number
  next: Offset
  /** Exclusive; null: none. */
  readonly end: Offset | null
}

export async function consume(topic: string, flags: ConsumeFlags): Promise<void> {
  const format = recordFormatter(flags.format)
  const wanted = flags.partition === undefined ? null : parsePartitions(flags.partition)
  const countMax = wholeNumber(flags.count, '-n', 0, Number.MAX_SAFE_INTEGER) ?? Number.POSITIVE_INFINITY
  await withCluster(flags, async (cluster) => {
    const spec = parseOffsetSpec(offsetText(flags), cluster.nowMs())
    const isolation = flags.isolation === 'read_committed' ? 1 : 0
    const partitions = await partitionsOf(cluster, topic, wanted)
    const bounded: OffsetSpec = flags.exit && spec.to === null ? { ...spec, to: { at: 'end' } } : spec
    const positions = await resolve(cluster, topic, partitions, bounded, isolation)
    await new Consumer(cluster, topic, positions, { format, countMax, isolation }).run()
  })
}

function offsetText(flags: ConsumeFlags): string {
  if (flags.tail !== undefined) return `-${wholeNumber(flags.tail, '--tail', 0, Number.MAX_SAFE_INTEGER)}`
  return flags.fromBeginning ? 'start' : flags.offset
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
  return partitions.map(({ partition, leader }) => {
    const next = from.get(partition) ?? null
    if (next === null) throw new CommandError(ExitCode.FAILED, `${topic}-${partition} has no leader now`)
    return { partition, leader, next, end: to?.get(partition) ?? null }
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

type FetchedPartition = FetchResponse['responses'][number]['partitions'][number]

class Consumer {
  readonly #cluster: Cluster
  readonly #topic: string
  readonly #positions: Map<number, Position>
  readonly #format: RecordFormatter
  readonly #isolation: number
  #left: number

  constructor(
    cluster: Cluster,
    topic: string,
    positions: readonly Position[],
    options: { format: RecordFormatter; countMax: number; isolation: number },
  ) {
    this.#cluster = cluster
    this.#topic = topic
    this.#positions = new Map(positions.map((position) => [position.partition, position]))
    this.#format = options.format
    this.#left = options.countMax
    this.#isolation = options.isolation
  }

  async run(): Promise<void> {
    for (;;) {
      const open = [...this.#positions.values()].filter(({ next, end }) => end === null || next < end)
      if (open.length === 0 || this.#left <= 0 || isGone()) return
      const groups = [...byLeader(open)]
      await Promise.all(groups.map(([leader, positions]) => this.#fetch(leader, positions, groups.length)))
    }
  }

  async #fetch(leader: number, positions: readonly Position[], leaders: number): Promise<void> {
    const partitions = positions.map(({ partition, next }) => ({
      partition,
      fetchOffset: next,
      currentLeaderEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: PARTITION_BYTES_MAX,
    }))
    const body = {
      replicaId: -1,
      maxWaitMs: leaders > 1 ? MAX_WAIT_MS / 5 : MAX_WAIT_MS,
      minBytes: 1,
      maxBytes: FETCH_BYTES_MAX,
      isolationLevel: this.#isolation,
      sessionId: 0,
      sessionEpoch: -1,
      topics: [{ topic: this.#topic, partitions }],
    }
    const answer = await this.#cluster.request<FetchResponse>(ApiKey.Fetch, body, {
      to: leader,
      maxVersion: FETCH_VERSION_MAX,
    })
    for (const fetched of answer.responses.flatMap((topic) => topic.partitions)) {
      if (fetched.errorCode === ErrorCode.NONE) await this.#print(fetched)
      else await this.#recover(fetched)
    }
  }

  async #recover({ partitionIndex, errorCode }: FetchedPartition): Promise<void> {
    const name = errorName(errorCode)
    if (!isRetriable(errorCode) || errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      const { next } = this.#positions.get(partitionIndex)!
      throw new CommandError(exitCodeOf(name), `${this.#topic}-${partitionIndex} at offset ${next}: (${name})`)
    }
    await this.#cluster.sleep(RETRY_MS)
    for (const { partition, leader } of await partitionsOf(this.#cluster, this.#topic, new Set([partitionIndex]))) {
      if (leader >= 0) this.#positions.get(partition)!.leader = leader
    }
  }

  async #print(fetched: FetchedPartition): Promise<void> {
    const position = this.#positions.get(fetched.partitionIndex)!
    const bytes = fetched.records
    if (bytes === null || bytes.length === 0) return
    const aborted = this.#isolation === 1 ? new AbortedRanges(fetched.abortedTransactions ?? []) : null
    for (const at of batchPositions(bytes)) {
      if (magicIsTwo(bytes, at)) {
        const last = header.lastOffsetAt(bytes, at)
        const hidden = header.isControlAt(bytes, at) || (aborted?.hides(bytes, at) ?? false)
        if (header.isControlAt(bytes, at)) aborted?.marker(bytes, at)
        if (!hidden && last >= position.next) await this.#printBatch(bytes, at, position)
        if (this.#left <= 0) return
        position.next = Math.max(position.next, last + 1)
      } else await this.#printBatch(bytes, at, position)
      if (position.end !== null && position.next >= position.end) return
    }
  }

  async #printBatch(bytes: Uint8Array, at: number, position: Position): Promise<void> {
    const timestampType = magicIsTwo(bytes, at) ? header.timestampTypeAt(bytes, at) : 'CreateTime'
    const walk = openRecords(bytes, at)
    const chunks: Uint8Array[] = []
    while (walk.next() && this.#left > 0) {
      if (walk.offset < position.next) continue
      if (position.end !== null && walk.offset >= position.end) break
      const record: PrintedRecord = {
        topic: this.#topic,
        partition: position.partition,
        offset: walk.offset,
        timestamp: walk.timestamp,
        timestampType,
        key: walk.key(),
        value: walk.value(),
        headers: walk.headers(),
      }
      const printed = this.#format(record)
      chunks.push(typeof printed === 'string' ? Buffer.from(printed) : printed)
      position.next = walk.offset + 1
      this.#left--
    }
    await write(Buffer.concat(chunks))
  }
}

function magicIsTwo(bytes: Uint8Array, at: number): boolean {
  return header.magicAt(bytes, at) === 2
}
