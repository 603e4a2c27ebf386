/**
 * Appends to partitions led here: may this be appended, and when is it acknowledged? acks=1 waits for the operating system,
 * acks=all for the high watermark.
 */
import type { Uuid } from '../base/kinds.ts'
import type { Clock, Timer } from '../io/world.ts'
import type { TopicMeters } from '../metrics/topic-metrics.ts'
import {
  BATCH_HEADER_BYTES,
  baseSequenceAt,
  isTransactionalAt,
  magicAt,
  producerEpochAt,
  producerIdAt,
} from '../protocol/batch/header.ts'
import { ErrorCode, errorName } from '../protocol/error-codes.ts'
import { type AppendOptions, type AppendResult, NOTHING_TO_VERIFY } from '../storage/contract.ts'
import type { OwnAppend, ProduceAppend, ProduceOptions, TransactionSupport, Verified } from './contract.ts'
import type { Partition } from './partition.ts'
import type { Verification } from './verification.ts'

/** How exact a produce timeout is. */
const EXPIRY_PERIOD_MS = 100
/** Refusals for which Apache tells no start of the log. */
const TELLS_NO_START: ReadonlySet<number> = new Set([
  ErrorCode.CORRUPT_MESSAGE,
  ErrorCode.MESSAGE_TOO_LARGE,
  ErrorCode.RECORD_LIST_TOO_LARGE,
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.KAFKA_STORAGE_ERROR,
])

const OWN = { acks: -1, topicId: null }

export class Appends {
  private readonly clock: Clock
  private readonly verification: Verification
  private readonly awaited = new Set<Partition>()
  private expiry: Timer | null = null
  private isStopped = false

  constructor(clock: Clock, verification: Verification) {
    this.clock = clock
    this.verification = verification
  }

  /** Of a Produce request. */
  fromClient(
    partition: Partition,
    records: Uint8Array,
    options: ProduceOptions,
  ): ProduceAppend | Promise<ProduceAppend> {
    const refused = refusal(partition, options)
    if (refused !== null) return refused
    partition.meters.totalProduceRequests++
    return isTransactional(records)
      ? this.ofTransaction(partition, records, options)
      : this.appendChecked(partition, records, options, undefined)
  }

  private ofTransaction(
    partition: Partition,
    records: Uint8Array,
    options: ProduceOptions,
  ): ProduceAppend | Promise<ProduceAppend> {
    const batch = {
      producerId: producerIdAt(records, 0),
      epoch: producerEpochAt(records, 0),
      sequence: baseSequenceAt(records, 0),
    }
    // Of nobody, or of somebody that cannot be: the log says so.
    if (batch.producerId < 0 || !Number.isSafeInteger(batch.producerId) || options.transactionalId === null) {
      return this.appendChecked(partition, records, options, NOTHING_TO_VERIFY)
    }
    const request = {
      partition,
      transactionalId: options.transactionalId,
      batch,
      support: supportOfProduce(options.apiVersion),
    }
    const append = ({ error, guard }: Verified) => {
      if (error !== ErrorCode.NONE) return unverified(partition, error, options.apiVersion)
      return refusal(partition, options) ?? this.appendChecked(partition, records, options, guard)
    }
    const verified = this.verification.verify(request)
    return verified instanceof Promise ? verified.then(append) : append(verified)
  }

  private appendChecked(
    partition: Partition,
    records: Uint8Array,
    { acks, apiVersion, timeoutMs }: ProduceOptions,
    guard: number | undefined,
  ): ProduceAppend | Promise<ProduceAppend> {
    const append: AppendOptions = {
      leaderEpoch: partition.leaderEpoch,
      apiVersion,
      origin: 'client',
      mustFlush: acks === -1 && partition.inSyncReplicas.length === 1,
      guard,
    }
    return this.appendTo(partition, records, append, acks, this.clock.monotonicMs() + timeoutMs)
  }

  /** Of the broker itself: acks=all. */
  own(partition: Partition, records: Uint8Array, options: OwnAppend): ProduceAppend | Promise<ProduceAppend> {
    const refused = refusal(partition, OWN)
    if (refused !== null) return { ...refused, errorMessage: null }
    const { markerOf, guard, timeoutMs } = options
    const append: AppendOptions = {
      leaderEpoch: partition.leaderEpoch,
      apiVersion: 0,
      origin: markerOf === undefined ? 'coordinator' : 'marker',
      mustFlush: partition.inSyncReplicas.length === 1,
      transactionVersion: markerOf,
      guard,
    }
    const deadlineMs = timeoutMs === undefined ? Number.POSITIVE_INFINITY : this.clock.monotonicMs() + timeoutMs
    return this.appendTo(partition, records, append, -1, deadlineMs)
  }

  private appendTo(
    partition: Partition,
    records: Uint8Array,
    options: AppendOptions,
    acks: number,
    deadlineMs: number,
  ): ProduceAppend | Promise<ProduceAppend> {
    const { meters, takenBack } = partition
    const bytes = records.length
    // Our bug (ADR 11): what the log believes of itself cannot be trusted any more.
    const distrust = (error: unknown): never => {
      partition.goOffline()
      throw error
    }
    let appended: AppendResult | Promise<AppendResult>
    try {
      appended = partition.log!.append(records, options)
    } catch (error) {
      return distrust(error)
    }
    if (!(appended instanceof Promise)) {
      count(meters, appended, bytes)
      return this.acknowledge(partition, appended, acks, deadlineMs)
    }
    return appended.then((result) => {
      // The disk was full meanwhile: what was given an offset may be gone, and another append may have that offset now.
      const isLost = result.error === ErrorCode.NONE && partition.takenBack !== takenBack
      const settled = isLost ? failedAppend(ErrorCode.KAFKA_STORAGE_ERROR, null, null) : result
      count(meters, settled, bytes)
      return this.acknowledge(partition, settled, acks, deadlineMs)
    }, distrust)
  }

  private acknowledge(
    partition: Partition,
    result: AppendResult,
    acks: number,
    deadlineMs: number,
  ): ProduceAppend | Promise<ProduceAppend> {
    const answer: ProduceAppend = Object.assign(result as ProduceAppend & { currentLeader: null }, {
      currentLeader: null,
    })
    if (result.error !== ErrorCode.NONE) {
      if (partition.log === null || result.ofRequest || TELLS_NO_START.has(result.error)) return answer
      return { ...answer, logStartOffset: partition.log.logStartOffset }
    }
    if (acks === 0) return answer
    const end = result.lastOffset + 1
    const log = partition.log
    if (log === null) return failedAppend(ErrorCode.NOT_LEADER_OR_FOLLOWER, null, null)
    if (acks === 1) {
      if (log.writtenOffset >= end) return answer
      return new Promise((resolve) =>
        partition.waitForWrite(end, deadlineMs, (error) =>
          resolve(error === ErrorCode.NONE ? answer : failedAppend(error, null, null)),
        ),
      )
    }
    if (partition.highWatermark >= end) {
      return partition.isUnderMinIsr ? failedAppend(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND, null, null) : answer
    }
    return new Promise((resolve) =>
      partition.waitForHighWatermark(end, deadlineMs, (error) =>
        resolve(error === ErrorCode.NONE ? answer : failedAppend(error, null, null)),
      ),
    )
  }

  /** Requests wait for this partition: they may time out. */
  watchTimeouts(partition: Partition): void {
    this.awaited.add(partition)
    if (this.expiry !== null || this.isStopped) return
    this.expiry = this.clock.every(EXPIRY_PERIOD_MS, () => {
      const nowMs = this.clock.monotonicMs()
      for (const waiting of this.awaited) {
        waiting.expireWaiters(nowMs)
        if (!waiting.isAwaited) this.awaited.delete(waiting)
      }
      if (this.awaited.size > 0) return
      this.expiry?.cancel()
      this.expiry = null
    })
  }

  forget(partition: Partition): void {
    this.awaited.delete(partition)
  }

  stop(): void {
    this.isStopped = true
    this.expiry?.cancel()
    this.awaited.clear()
  }
}

/** Why the partition takes nothing now; null: it does. */
function refusal(
  partition: Partition,
  { acks, topicId }: { acks: number; topicId: Uuid | null },
): ProduceAppend | null {
  if (partition.offline) return failedAppend(ErrorCode.KAFKA_STORAGE_ERROR, null, null)
  if (!partition.isLeader || partition.log === null)
    return failedAppend(ErrorCode.NOT_LEADER_OR_FOLLOWER, null, currentLeader(partition))
  if (topicId !== null && partition.topicId !== null && partition.topicId !== topicId) {
    return failedAppend(ErrorCode.UNKNOWN_TOPIC_ID, null, null)
  }
  const inSync = partition.inSyncReplicas.length
  if (acks !== -1 || inSync >= partition.minInsyncReplicas) return null
  const asked = `min.insync.replicas asks for ${partition.minInsyncReplicas}`
  const message = `${inSync} replicas of ${partition.topicPartition} are in sync, and ${asked}`
  return failedAppend(ErrorCode.NOT_ENOUGH_REPLICAS, message, null)
}

/**
 * The coordinator did not agree, or could not be asked. NOT_ENOUGH_REPLICAS is the error at which producers of all ages send
 * again without a look at the metadata.
 */
function unverified(partition: Partition, error: number, apiVersion: number): ProduceAppend {
  switch (error) {
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
      return failedAppend(error, null, currentLeader(partition))
    case ErrorCode.INVALID_TXN_STATE:
      return failedAppend(error, 'The partition is not part of the transaction.', null)
    case ErrorCode.CONCURRENT_TRANSACTIONS:
      if (supportOfProduce(apiVersion) === 'adds partitions') return failedAppend(error, null, null)
      break
    case ErrorCode.NETWORK_EXCEPTION:
    case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
    case ErrorCode.COORDINATOR_NOT_AVAILABLE:
    case ErrorCode.NOT_COORDINATOR:
      break
    default:
      return failedAppend(error, null, null)
  }
  const message = `It could not be verified that the partition is part of the transaction: ${errorName(error)}.`
  return failedAppend(ErrorCode.NOT_ENOUGH_REPLICAS, message, null)
}

/** By the version of Produce. */
function supportOfProduce(apiVersion: number): TransactionSupport {
  if (apiVersion >= 12) return 'adds partitions'
  return apiVersion === 11 ? 'abortable errors' : 'old errors'
}

function currentLeader(partition: Partition): { leaderId: number; leaderEpoch: number } {
  return { leaderId: partition.leaderId, leaderEpoch: partition.leaderEpoch }
}

/** Of the first batch: a Produce request of a version that knows transactions has one for each partition. */
function isTransactional(records: Uint8Array): boolean {
  return records.length >= BATCH_HEADER_BYTES && magicAt(records, 0) === 2 && isTransactionalAt(records, 0)
}

function count(meters: TopicMeters, result: AppendResult, bytes: number): void {
  if (result.error === ErrorCode.NONE) {
    if (result.duplicate) return
    meters.bytesIn += bytes
    meters.messagesIn += result.lastOffset - result.firstOffset + 1
    return
  }
  meters.failedProduceRequests++
  if (result.error === ErrorCode.MESSAGE_TOO_LARGE) meters.bytesRejected += bytes
  else if (result.error === ErrorCode.CORRUPT_MESSAGE) meters.invalidMessageCrcRecords++
  else if (result.error === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER) meters.invalidOffsetOrSequenceRecords++
}

export function failedAppend(
  error: number,
  message: string | null,
  leader: ProduceAppend['currentLeader'],
): ProduceAppend {
  return {
    error,
    errorMessage: message,
    recordErrors: [],
    firstOffset: -1,
    lastOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    duplicate: false,
    currentLeader: leader,
  }
}
