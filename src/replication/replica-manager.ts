/** The replicas of this broker: finds the partition, asks whether it may serve, reads and appends, and waits for acks. */

import type { BrokerId, Offset, TopicPartition, Uuid } from '../base/kinds.ts'
import { topicPartition } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { Timer, World } from '../io/world.ts'
import { DiskError } from '../io/world.ts'
import type { MetadataCache } from '../metadata/contract.ts'
import type { TopicMeters } from '../metrics/topic-metrics.ts'
import { NO_SEQUENCE } from '../protocol/batch/header.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { Logs } from '../storage/contract.ts'
import { isPassingFault } from '../storage/passing-fault.ts'
import { Appends, failedAppend } from './appends.ts'
import type {
  CoordinatedReplicas,
  FetchPartitionParams,
  FetchPartitionResult,
  LeadershipListener,
  ListOffsetResult,
  OwnAppend,
  OwnTransaction,
  ProduceAppend,
  ProduceOptions,
  Replicas,
  Verified,
} from './contract.ts'
import type {
  LeaderAndIsr,
  LeaderAndIsrOutcome,
  LeaderAndIsrPartition,
  ReplicaTable,
  StopReplica,
  StopReplicaOutcome,
} from './leader-and-isr.ts'
import { applyLeaderAndIsr, applyPartitionState, applyStopReplica } from './leader-and-isr.ts'
import { listOffset, listSegmentOffsets } from './list-offset.ts'
import { Partition } from './partition.ts'
import { readPartition } from './read-partition.ts'
import { APACHES_SETTINGS, Verification, type VerificationSettings } from './verification.ts'
import { Watch } from './watchers.ts'

/** How long a replica that found no room on its disk waits before it tries again. */
const RETRY_MS = 2000
const NO_TRANSACTION: OwnAppend = {}

export interface ReplicaManagerParams {
  readonly world: World
  readonly logger: Logger
  readonly brokerId: BrokerId
  readonly logs: Logs
  readonly metadata: MetadataCache
  /** replica.high.watermark.checkpoint.interval.ms */
  readonly highWatermarkCheckpointMs: number
  /** Which errors of the logs mean that a folder is gone. */
  readonly isStorageOffline: (error: unknown) => boolean
  /** What is counted for a topic; absent: nothing is. */
  readonly meters?: (topic: string) => TopicMeters
  /** How coordinators of transactions are asked; absent: with Apache's defaults. */
  readonly verification?: VerificationSettings
  /** Offsets topics and the like: DeleteRecords refuses them. */
  readonly isInternalTopic: (topic: string) => boolean
}

export class ReplicaManager implements Replicas, CoordinatedReplicas, ReplicaTable {
  readonly brokerId: BrokerId
  readonly logger: Logger
  readonly logs: Logs
  private readonly params: ReplicaManagerParams
  private readonly appends: Appends
  /** Its `verifier` is set once the coordinators of transactions are there. */
  readonly verification: Verification
  private readonly partitions = new Map<string, Map<number, Partition>>()
  private readonly namesOfIds = new Map<Uuid, string>()
  private readonly leadershipListeners = new Map<string, LeadershipListener>()
  private checkpoints: Timer | null = null
  private highestControllerEpoch = 0
  private controllerRequests: Promise<unknown> = Promise.resolve()
  private isStopped = false

  constructor(params: ReplicaManagerParams) {
    this.params = params
    this.verification = new Verification(params.world, params.verification ?? APACHES_SETTINGS)
    this.appends = new Appends(params.world.clock, this.verification)
    this.brokerId = params.brokerId
    this.logger = params.logger
    this.logs = params.logs
    params.logs.onLogDirOffline = (logDir, lost) => this.onLogDirOffline(logDir, lost)
    params.logs.onLogReplaced = (log) => this.find(log.topic, log.partition)?.attachLog(log)
  }

  // ── the table of partitions ───────────────────────────────────────────────────────────────────────────────────────

  find(topic: string, partition: number): Partition | null {
    return this.partitions.get(topic)?.get(partition) ?? null
  }

  partition(topic: string, partition: number): Partition | null {
    return this.find(topic, partition)
  }

  *all(): Iterable<Partition> {
    for (const ofTopic of this.partitions.values()) yield* ofTopic.values()
  }

  topicName(topicId: Uuid): string | null {
    return this.namesOfIds.get(topicId) ?? null
  }

  make(topic: string, index: number): Partition {
    const partition = new Partition(
      this.brokerId,
      topic,
      index,
      (waiting) => this.appends.watchTimeouts(waiting),
      this.params.meters?.(topic),
    )
    let ofTopic = this.partitions.get(topic)
    if (!ofTopic) this.partitions.set(topic, (ofTopic = new Map()))
    ofTopic.set(index, partition)
    return partition
  }

  drop(partition: Partition): void {
    const ofTopic = this.partitions.get(partition.topic)
    ofTopic?.delete(partition.partition)
    if (ofTopic?.size === 0) {
      this.partitions.delete(partition.topic)
      if (partition.topicId !== null) this.namesOfIds.delete(partition.topicId)
    }
    partition.stop()
    this.appends.forget(partition)
  }

  isPassing(error: unknown): boolean {
    return isPassingFault(error)
  }

  retryLater(topic: string, topicId: Uuid, state: LeaderAndIsrPartition): void {
    this.params.world.clock.after(RETRY_MS, () => {
      const retry = async () => {
        // Deleted, or told something newer, meanwhile.
        if (this.isStopped || this.find(topic, state.partitionIndex)?.awaitsRoom !== true) return
        await applyPartitionState(this, topic, topicId, state)
      }
      this.inControllerOrder(retry).catch((error) =>
        this.logger.error('a replica could not be opened', { topic, reason: String(error) }),
      )
    })
  }

  isStorageOffline(error: unknown): boolean {
    return error instanceof DiskError || this.params.isStorageOffline(error)
  }

  // ── from the controller ───────────────────────────────────────────────────────────────────────────────────────────

  becomeLeaderOrFollower(request: LeaderAndIsr): Promise<LeaderAndIsrOutcome> {
    return this.inControllerOrder(async () => {
      if (request.controllerEpoch < this.highestControllerEpoch)
        return { errorCode: ErrorCode.STALE_CONTROLLER_EPOCH, topics: [] }
      this.highestControllerEpoch = request.controllerEpoch
      const outcome = await applyLeaderAndIsr(this, request)
      for (const topic of request.topicStates) {
        if (this.partitions.has(topic.topicName)) this.namesOfIds.set(topic.topicId, topic.topicName)
        for (const { partitionIndex } of topic.partitionStates) this.tellLeadership(topic.topicName, partitionIndex)
      }
      // Only now is every replica known: a checkpoint written before would forget those that are not (section 4.3, step 5).
      this.checkpoints ??= this.params.world.clock.every(this.params.highWatermarkCheckpointMs, () => {
        this.logs
          .checkpointHighWatermarks()
          .catch((error) =>
            this.logger.error('the high-watermark checkpoint was not written', { reason: String(error) }),
          )
      })
      return outcome
    })
  }

  stopReplicas(request: StopReplica): Promise<StopReplicaOutcome> {
    return this.inControllerOrder(async () => {
      if (request.controllerEpoch < this.highestControllerEpoch)
        return { errorCode: ErrorCode.STALE_CONTROLLER_EPOCH, partitionErrors: [] }
      this.highestControllerEpoch = request.controllerEpoch
      const outcome = await applyStopReplica(this, request)
      for (const { topicName, partitionStates } of request.topicStates) {
        for (const { partitionIndex } of partitionStates) this.tellLeadership(topicName, partitionIndex)
      }
      return outcome
    })
  }

  watchLeadership(topic: string, listener: LeadershipListener): void {
    this.leadershipListeners.set(topic, listener)
  }

  private tellLeadership(topic: string, index: number): void {
    const listener = this.leadershipListeners.get(topic)
    if (listener === undefined) return
    const partition = this.find(topic, index)
    if (partition?.isLeader && partition.log !== null) listener.led(partition)
    else listener.notLed(index)
  }

  private inControllerOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.controllerRequests.then(work)
    this.controllerRequests = result.catch(() => {})
    return result
  }

  // ── produce ───────────────────────────────────────────────────────────────────────────────────────────────────────

  append(
    topic: string,
    index: number,
    records: Uint8Array,
    options: ProduceOptions,
  ): ProduceAppend | Promise<ProduceAppend> {
    const partition = this.find(topic, index)
    if (partition === null) return failedAppend(this.absence(topic, index), null, null)
    return this.appends.fromClient(partition, records, options)
  }

  appendOwn(
    topic: string,
    index: number,
    records: Uint8Array,
    options: OwnAppend = NO_TRANSACTION,
  ): ProduceAppend | Promise<ProduceAppend> {
    const partition = this.find(topic, index)
    if (partition === null) return failedAppend(this.absence(topic, index), null, null)
    return this.appends.own(partition, records, options)
  }

  verifyOwn(topic: string, index: number, of: OwnTransaction): Verified | Promise<Verified> {
    const partition = this.find(topic, index)
    if (partition === null) return { error: this.absence(topic, index), guard: undefined }
    const { transactionalId, producerId, producerEpoch, support } = of
    const batch = { producerId, epoch: producerEpoch, sequence: NO_SEQUENCE }
    return this.verification.verify({ partition, transactionalId, batch, support })
  }

  // ── fetch and offsets ─────────────────────────────────────────────────────────────────────────────────────────────

  read(
    topic: string,
    index: number,
    topicId: Uuid | null,
    params: FetchPartitionParams,
  ): FetchPartitionResult | Promise<FetchPartitionResult> {
    const partition = this.find(topic, index)
    return readPartition(partition, partition === null ? this.absence(topic, index) : ErrorCode.NONE, topicId, params)
  }

  waitForChange(
    partitions: readonly { topic: string; partition: number }[],
    followers: boolean,
    call: () => void,
  ): () => void {
    const watch = new Watch(call)
    for (const { topic, partition: index } of partitions) {
      const partition = this.find(topic, index)
      if (partition !== null) watch.on(followers ? partition.followerWatches : partition.consumerWatches)
    }
    return () => watch.cancel()
  }

  async listSegmentOffsets(
    topic: string,
    index: number,
    timestamp: number,
    options: { replicaId: number; maxOffsets: number },
  ) {
    const partition = this.find(topic, index)
    if (partition === null) return { error: this.absence(topic, index), offsets: [] }
    return listSegmentOffsets(partition, timestamp, this.params.world.clock.wallMs(), options)
  }

  async listOffset(
    topic: string,
    index: number,
    timestamp: number,
    options: { replicaId: number; currentLeaderEpoch: number; committedOnly: boolean; apiVersion: number },
  ): Promise<ListOffsetResult> {
    const partition = this.find(topic, index)
    if (partition === null) return { error: this.absence(topic, index), found: null }
    return listOffset(partition, timestamp, options)
  }

  async deleteRecords(
    topic: string,
    index: number,
    offset: Offset,
    _timeoutMs: number,
  ): Promise<{ error: number; lowWatermark: Offset }> {
    if (this.params.isInternalTopic(topic)) return { error: ErrorCode.INVALID_TOPIC_EXCEPTION, lowWatermark: -1 }
    const partition = this.find(topic, index)
    if (partition === null) return { error: this.absence(topic, index), lowWatermark: -1 }
    if (partition.offline) return { error: ErrorCode.KAFKA_STORAGE_ERROR, lowWatermark: -1 }
    const log = partition.log
    if (!partition.isLeader || log === null) return { error: ErrorCode.NOT_LEADER_OR_FOLLOWER, lowWatermark: -1 }
    if (!log.config.delete) return { error: ErrorCode.POLICY_VIOLATION, lowWatermark: -1 }
    const target = offset === -1 ? log.highWatermark : offset
    if (target < 0 || target > log.highWatermark) return { error: ErrorCode.OFFSET_OUT_OF_RANGE, lowWatermark: -1 }
    try {
      await log.advanceLogStartOffset(target)
      // What was deleted stays deleted: the new start is on disk before it is told.
      await this.logs.persistLogStarts(log.logDir)
    } catch (error) {
      if (!this.isStorageOffline(error)) throw error
      return { error: ErrorCode.KAFKA_STORAGE_ERROR, lowWatermark: -1 }
    }
    return { error: ErrorCode.NONE, lowWatermark: log.logStartOffset }
  }

  endOffsetForEpoch(
    topic: string,
    index: number,
    options: { replicaId: number; currentLeaderEpoch: number; leaderEpoch: number },
  ): { error: number; leaderEpoch: number; endOffset: Offset } {
    const partition = this.find(topic, index)
    const undefinedEnd = (error: number) => ({ error, leaderEpoch: -1, endOffset: -1 })
    if (partition === null) return undefinedEnd(this.absence(topic, index))
    if (partition.offline) return undefinedEnd(ErrorCode.KAFKA_STORAGE_ERROR)
    const fenced = partition.checkEpoch(options.currentLeaderEpoch)
    if (fenced !== ErrorCode.NONE) return undefinedEnd(fenced)
    if (!partition.isLeader || partition.log === null) return undefinedEnd(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    const end = partition.log.endOffsetForEpoch(options.leaderEpoch)
    return { error: ErrorCode.NONE, leaderEpoch: end.leaderEpoch, endOffset: end.endOffset }
  }

  // ── folders and the end ───────────────────────────────────────────────────────────────────────────────────────────

  private onLogDirOffline(logDir: string, lost: readonly TopicPartition[]): void {
    const names = new Set(lost)
    for (const partition of this.all()) {
      if (!names.has(topicPartition(partition.topic, partition.partition))) continue
      partition.goOffline()
      this.tellLeadership(partition.topic, partition.partition)
    }
    this.onFolderLost?.(logDir)
  }

  /** The broker's own reaction: tell the controller, or stop when no folder is left. */
  onFolderLost: ((logDir: string) => void) | null = null

  /** No more timers, and nobody waits any longer. The logs are closed by their owner. */
  stop(): void {
    this.isStopped = true
    this.checkpoints?.cancel()
    for (const partition of this.all()) partition.stop()
    this.appends.stop()
  }

  /** Why a partition that is not here is not here. */
  private absence(topic: string, index: number): number {
    return this.params.metadata.current.partition(topic, index) === null
      ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
      : ErrorCode.NOT_LEADER_OR_FOLLOWER
  }
}
