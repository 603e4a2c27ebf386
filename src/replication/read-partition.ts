/** One partition of a Fetch: may it be served, up to where, and where histories part (KIP-320, KIP-595's diverging epoch). */

import type { Uuid } from '../base/kinds.ts'
import { ZERO_UUID } from '../base/kinds.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { LogSlice, PartitionLog } from '../storage/contract.ts'
import type { FetchPartitionParams, FetchPartitionResult } from './contract.ts'
import type { Partition } from './partition.ts'

/** Consumers may read from followers from this version of Fetch on (KIP-392). */
const FIRST_VERSION_THAT_READS_FOLLOWERS = 11

/** `partition` null: answered with `absence`. */
export function readPartition(
  partition: Partition | null,
  absence: number,
  topicId: Uuid | null,
  params: FetchPartitionParams,
): FetchPartitionResult | Promise<FetchPartitionResult> {
  if (partition === null) return failedRead(absence, null)
  const refused = refusal(partition, topicId, params)
  if (refused !== ErrorCode.NONE) return failedRead(refused, partition)
  const log = partition.log!
  if (params.replicaId < 0) partition.meters.totalFetchRequests++
  const diverging = divergence(log, params)
  if (diverging === 'out of range') return failedRead(ErrorCode.OFFSET_OUT_OF_RANGE, partition)
  if (diverging !== null) return { ...describe(partition, log), ...NOTHING, divergingEpoch: diverging }

  const isFollower = params.replicaId >= 0
  const highWatermark = log.highWatermark
  const lastStableOffset = partition.lastStableOffset
  const upTo = isFollower ? log.logEndOffset : params.committedOnly ? lastStableOffset : highWatermark
  if (params.fetchOffset < log.logStartOffset || params.fetchOffset > log.logEndOffset) {
    return failedRead(ErrorCode.OFFSET_OUT_OF_RANGE, partition)
  }
  if (params.fetchOffset >= upTo)
    return finish(partition, log, params.committedOnly ? NOTHING_COMMITTED : NOTHING, highWatermark, lastStableOffset)
  // Apache fails to read with a negative limit.
  if (params.maxBytes < 0) return failedRead(ErrorCode.UNKNOWN_SERVER_ERROR, partition)
  const slice = log.read(params.fetchOffset, upTo, params.maxBytes, params.atLeastOne, params.committedOnly)
  if (slice instanceof Promise)
    return slice.then((found) => finish(partition, log, found, highWatermark, lastStableOffset))
  return finish(partition, log, slice, highWatermark, lastStableOffset)
}

function refusal(partition: Partition, topicId: Uuid | null, params: FetchPartitionParams): number {
  if (topicId !== null && topicId !== ZERO_UUID && partition.topicId !== null && partition.topicId !== topicId)
    return ErrorCode.INCONSISTENT_TOPIC_ID
  if (partition.offline) return ErrorCode.KAFKA_STORAGE_ERROR
  const fenced = partition.checkEpoch(params.currentLeaderEpoch)
  if (fenced !== ErrorCode.NONE) return fenced
  const mayBeFollower =
    params.replicaId < 0 && params.apiVersion >= FIRST_VERSION_THAT_READS_FOLLOWERS && partition.leaderId !== -1
  if (!partition.isLeader && !mayBeFollower) return ErrorCode.NOT_LEADER_OR_FOLLOWER
  if (partition.log === null) return ErrorCode.NOT_LEADER_OR_FOLLOWER
  // A follower that the controller has not assigned (yet) is told to wait for a newer epoch (3.3+), if it knows epochs.
  if (
    params.replicaId >= 0 &&
    (params.replicaId === partition.leaderId || !partition.assignment.includes(params.replicaId))
  ) {
    return params.currentLeaderEpoch === -1 ? ErrorCode.NOT_LEADER_OR_FOLLOWER : ErrorCode.UNKNOWN_LEADER_EPOCH
  }
  return ErrorCode.NONE
}

function divergence(
  log: PartitionLog,
  params: FetchPartitionParams,
): { epoch: number; endOffset: number } | 'out of range' | null {
  if (params.lastFetchedEpoch < 0) return null
  const end = log.endOffsetForEpoch(params.lastFetchedEpoch)
  if (end.leaderEpoch === -1 || end.endOffset === -1) return 'out of range'
  if (end.leaderEpoch < params.lastFetchedEpoch || end.endOffset < params.fetchOffset)
    return { epoch: end.leaderEpoch, endOffset: end.endOffset }
  return null
}

const NOTHING: LogSlice = { error: ErrorCode.NONE, records: [], byteLength: 0, abortedTransactions: null }
const NOTHING_COMMITTED: LogSlice = { error: ErrorCode.NONE, records: [], byteLength: 0, abortedTransactions: [] }

function describe(partition: Partition, log: PartitionLog) {
  return {
    highWatermark: log.highWatermark,
    lastStableOffset: partition.lastStableOffset,
    logStartOffset: log.logStartOffset,
    divergingEpoch: null,
    currentLeader: null,
    preferredReadReplica: -1,
  }
}

/** The watermarks are those that bounded the read: reading them twice could show what is not committed (KAFKA-9807). */
function finish(
  partition: Partition,
  log: PartitionLog,
  slice: LogSlice,
  highWatermark: number,
  lastStableOffset: number,
): FetchPartitionResult {
  if (slice.error !== ErrorCode.NONE) return failedRead(slice.error, partition)
  partition.meters.bytesOut += slice.byteLength
  return {
    error: slice.error,
    records: slice.records,
    byteLength: slice.byteLength,
    abortedTransactions: slice.abortedTransactions,
    highWatermark,
    lastStableOffset,
    logStartOffset: log.logStartOffset,
    divergingEpoch: null,
    currentLeader: null,
    preferredReadReplica: -1,
  }
}

function failedRead(error: number, partition: Partition | null): FetchPartitionResult {
  if (partition !== null) partition.meters.failedFetchRequests++
  const knowsLeader =
    partition !== null && (error === ErrorCode.NOT_LEADER_OR_FOLLOWER || error === ErrorCode.FENCED_LEADER_EPOCH)
  return {
    error,
    records: [],
    byteLength: 0,
    abortedTransactions: null,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    divergingEpoch: null,
    currentLeader: knowsLeader ? { leaderId: partition.leaderId, leaderEpoch: partition.leaderEpoch } : null,
    preferredReadReplica: -1,
  }
}
