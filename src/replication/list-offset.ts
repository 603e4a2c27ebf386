/** ListOffsets for one partition: a timestamp, or one of Kafka's sentinels. */
import { CorruptionError } from '../base/errors.ts'
import type { Offset, TimestampMs } from '../base/kinds.ts'
import { DiskError } from '../io/world.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { PartitionLog, TimestampAndOffset } from '../storage/contract.ts'
import type { ListOffsetResult } from './contract.ts'
import type { Partition } from './partition.ts'

const LATEST = -1
const EARLIEST = -2
const MAX_TIMESTAMP = -3
const EARLIEST_LOCAL = -4
const LATEST_TIERED = -5
const EARLIEST_PENDING_UPLOAD = -6
/** A replica id: a tool that may see what is not committed. */
const DEBUGGING_CONSUMER = -2
const CONSUMER = -1

export interface ListOffsetOptions {
  readonly replicaId: number
  readonly currentLeaderEpoch: number
  readonly committedOnly: boolean
}

export async function listOffset(
  partition: Partition,
  timestamp: number,
  options: ListOffsetOptions,
): Promise<ListOffsetResult> {
  const error = refusal(partition, options)
  if (error !== ErrorCode.NONE) return failed(error)
  const log = partition.log!
  const end = readableEnd(partition, log, options)
  // After an election the high watermark may lag behind what was already told: better no answer than an older one (KIP-207).
  const isClient = options.replicaId === -1
  if (isClient && timestamp === LATEST && end < partition.leaderEpochStartOffset && !options.committedOnly)
    return failed(ErrorCode.OFFSET_NOT_AVAILABLE)
  try {
    return { error: ErrorCode.NONE, found: await find(log, timestamp, end) }
  } catch (error) {
    if (!(error instanceof DiskError) && !(error instanceof CorruptionError)) throw error
    return failed(ErrorCode.KAFKA_STORAGE_ERROR)
  }
}

/** ListOffsets 0. As Apache: a segment counts from the last time that its file was written, the end from now on. */
export async function listSegmentOffsets(
  partition: Partition,
  timestamp: number,
  nowMs: TimestampMs,
  options: { replicaId: number; maxOffsets: number },
): Promise<{ error: number; offsets: Offset[] }> {
  const error = refusal(partition, { ...options, currentLeaderEpoch: -1 })
  if (error !== ErrorCode.NONE) return { error, offsets: [] }
  if (options.maxOffsets < 0) return { error: ErrorCode.UNKNOWN_SERVER_ERROR, offsets: [] }
  const log = partition.log!
  const bases = log.segmentBases()
  const starts = bases.map((base) => Math.max(base, log.logStartOffset))
  const hasEnd = log.logEndOffset > bases.at(-1)!
  if (hasEnd) starts.push(log.logEndOffset)
  let last = timestamp === EARLIEST ? 0 : starts.length - 1
  try {
    for (; timestamp !== EARLIEST && timestamp !== LATEST && last >= 0; last--) {
      const isEnd = last === bases.length
      const modifiedMs = isEnd ? nowMs : await log.segmentModifiedMs(bases[last]!)
      if (modifiedMs !== null && modifiedMs <= timestamp) break
    }
  } catch (failure) {
    if (!(failure instanceof DiskError) && !(failure instanceof CorruptionError)) throw failure
    return { error: ErrorCode.KAFKA_STORAGE_ERROR, offsets: [] }
  }
  const offsets = starts.slice(Math.max(0, last + 1 - options.maxOffsets), last + 1).reverse()
  const end = log.highWatermark
  if (options.replicaId !== CONSUMER || (offsets[0] ?? 0) <= end) return { error: ErrorCode.NONE, offsets }
  return { error: ErrorCode.NONE, offsets: [end, ...offsets.filter((offset) => offset <= end)] }
}

function refusal(partition: Partition, options: { replicaId: number; currentLeaderEpoch: number }): number {
  if (partition.offline) return ErrorCode.KAFKA_STORAGE_ERROR
  const fenced = partition.checkEpoch(options.currentLeaderEpoch)
  if (fenced !== ErrorCode.NONE) return fenced
  const fromLeaderOnly = options.replicaId !== DEBUGGING_CONSUMER
  if (partition.log === null || (fromLeaderOnly && !partition.isLeader)) return ErrorCode.NOT_LEADER_OR_FOLLOWER
  return ErrorCode.NONE
}

function readableEnd(partition: Partition, log: PartitionLog, options: ListOffsetOptions): Offset {
  if (options.replicaId !== -1) return log.logEndOffset
  return options.committedOnly ? partition.lastStableOffset : log.highWatermark
}

async function find(log: PartitionLog, timestamp: number, end: Offset): Promise<TimestampAndOffset | null> {
  switch (timestamp) {
    case LATEST:
      return { timestamp: -1, offset: end, leaderEpoch: log.latestEpoch }
    case EARLIEST:
    case EARLIEST_LOCAL:
      return { timestamp: -1, offset: log.logStartOffset, leaderEpoch: log.epochForOffset(log.logStartOffset) }
    case LATEST_TIERED:
    case EARLIEST_PENDING_UPLOAD:
      return { timestamp: -1, offset: -1, leaderEpoch: -1 } // nothing is tiered
    case MAX_TIMESTAMP:
      return below(await log.offsetOfMaxTimestamp(), end)
    default:
      return below(await log.offsetForTimestamp(timestamp), end)
  }
}

function below(found: TimestampAndOffset | null, end: Offset): TimestampAndOffset | null {
  return found !== null && found.offset < end ? found : null
}

function failed(error: number): ListOffsetResult {
  return { error, found: null }
}
