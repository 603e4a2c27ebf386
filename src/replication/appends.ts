/**
 * Appends to partitions led here: may this be appended, and when is it acknowledged? acks=1 waits for the operating system,
 * acks=all for the high watermark.
 */
import type { Clock, Timer } from '../io/world.ts'
import type { TopicMeters } from '../metrics/topic-metrics.ts'
import { BATCH_HEADER_BYTES, isTransactionalAt, magicAt } from '../protocol/batch/header.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { AppendOptions, AppendResult } from '../storage/contract.ts'
import type { OwnAppend, ProduceAppend, ProduceOptions } from './contract.ts'
import type { Partition } from './partition.ts'

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

export class Appends {
  private readonly clock: Clock
  private readonly awaited = new Set<Partition>()
  private expiry: Timer | null = null
  private isStopped = false

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Of a Produce request. */
  fromClient(
    partition: Partition,
    records: Uint8Array,
    options: ProduceOptions,
  ): ProduceAppend | Promise<ProduceAppend> {
    if (partition.offline) return failedAppend(ErrorCode.KAFKA_STORAGE_ERROR, null, null)
    if (!partition.isLeader || partition.log === null)
      return failedAppend(ErrorCode.NOT_LEADER_OR_FOLLOWER, null, currentLeader(partition))
    if (options.topicId !== null && partition.topicId !== null && partition.topicId !== options.topicId) {
      return failedAppend(ErrorCode.UNKNOWN_TOPIC_ID, null, null)
    }
    const alone = partition.inSyncReplicas.length === 1
    if (options.acks === -1 && partition.inSyncReplicas.length < partition.minInsyncReplicas) {
      return failedAppend(
        ErrorCode.NOT_ENOUGH_REPLICAS,
        `${partition.inSyncReplicas.length} replicas of ${partition.topicPartition} are in sync, and min.insync.replicas asks for ${partition.minInsyncReplicas}`,
        null,
      )
    }
    const { meters } = partition
    meters.totalProduceRequests++
    const deadlineMs = this.clock.monotonicMs() + options.timeoutMs
    if (isTransactional(records)) {
      // Nobody could end the transaction, and readers of committed records would wait behind it for ever.
      return failedAppend(ErrorCode.INVALID_PRODUCER_ID_MAPPING, 'Transactions are not served by this broker.', null)
    }
    return this.appendTo(
      partition,
      records,
      {
        leaderEpoch: partition.leaderEpoch,
        apiVersion: options.apiVersion,
        origin: 'client',
        mustFlush: options.acks === -1 && alone,
      },
      options.acks,
      deadlineMs,
    )
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
    let appended: AppendResult | Promise<AppendResult>
    try {
      appended = partition.log!.append(records, options)
    } catch (error) {
      // Our bug: what the log believes of itself cannot be trusted any more.
      partition.goOffline()
      throw error
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
    })
  }

  /** Of the broker itself: acks=all. */
  own(partition: Partition, records: Uint8Array, options: OwnAppend): ProduceAppend | Promise<ProduceAppend> {
    if (partition.offline) return failedAppend(ErrorCode.KAFKA_STORAGE_ERROR, null, null)
    if (!partition.isLeader || partition.log === null)
      return failedAppend(ErrorCode.NOT_LEADER_OR_FOLLOWER, null, currentLeader(partition))
    if (partition.inSyncReplicas.length < partition.minInsyncReplicas)
      return failedAppend(ErrorCode.NOT_ENOUGH_REPLICAS, null, null)
    const mustFlush = partition.inSyncReplicas.length === 1
    const { markerOf, timeoutMs } = options
    const append: AppendOptions = {
      leaderEpoch: partition.leaderEpoch,
      apiVersion: 0,
      origin: markerOf === undefined ? 'coordinator' : 'marker',
      mustFlush,
      transactionVersion: markerOf,
    }
    const deadlineMs = timeoutMs === undefined ? Number.POSITIVE_INFINITY : this.clock.monotonicMs() + timeoutMs
    return this.appendTo(partition, records, append, -1, deadlineMs)
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
