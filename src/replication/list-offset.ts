/** ListOffsets for one partition: a timestamp, or one of Kafka's sentinels. */
import { CorruptionError } from '../base/errors.ts'
import type { Offset } from '../base/kinds.ts'
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
  if (partition.offline) return failed(ErrorCode.KAFKA_STORAGE_ERROR)
  const fenced = partition.checkEpoch(options.currentLeaderEpoch)
  if (fenced !== ErrorCode.NONE) return failed(fenced)
  const log = partition.log
  const fromLeaderOnly = options.replicaId !== DEBUGGING_CONSUMER
  if (log === null || (fromLeaderOnly && !partition.isLeader)) return failed(ErrorCode.NOT_LEADER_OR_FOLLOWER)
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
