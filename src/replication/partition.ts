/**
 * One partition on this broker: who leads it, in which epoch, who is in sync, and how far the high watermark is. The
 * controller's LeaderAndIsr changes it (reference: LeaderAndIsr handling, KIP-101, KIP-320); appends move the high watermark.
 */
import { assert } from '../base/assert.ts'
import type { BrokerId, LeaderEpoch, Offset, TopicPartition, Uuid } from '../base/kinds.ts'
import { topicPartition } from '../base/kinds.ts'
import { TopicMeters } from '../metrics/topic-metrics.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { PartitionLog } from '../storage/contract.ts'
import { AckQueue } from './ack-queue.ts'
import type { ReplicaPartition } from './contract.ts'
import { Watches } from './watchers.ts'

export interface LeaderState {
  readonly leader: BrokerId
  readonly leaderEpoch: LeaderEpoch
  readonly isr: readonly BrokerId[]
  readonly partitionEpoch: number
  readonly replicas: readonly BrokerId[]
  readonly controllerEpoch: number
}

export class Partition implements ReplicaPartition {
  readonly topic: string
  readonly partition: number
  readonly topicPartition: TopicPartition
  private readonly brokerId: BrokerId
  log: PartitionLog | null = null
  topicId: Uuid | null = null
  leaderId: BrokerId = -1
  leaderEpoch: LeaderEpoch = -1
  partitionEpoch = -1
  controllerEpoch = -1
  inSyncReplicas: readonly BrokerId[] = []
  assignment: readonly BrokerId[] = []
  /** Where the current leader epoch began; a latest offset below it is not told yet (KIP-207). */
  leaderEpochStartOffset: Offset = 0
  /** How often a full disk took appends back: an append that was under way meanwhile may be among them. */
  takenBack = 0
  /** Its folder failed: everything is answered KAFKA_STORAGE_ERROR until the broker starts again. */
  offline = false
  /** Offline for want of room: it is tried again by and by. */
  awaitsRoom = false

  /** acks=1, waiting for the operating system. */
  readonly awaitingWrite = new AckQueue()
  /** acks=all, waiting for the high watermark. */
  readonly awaitingHighWatermark = new AckQueue()
  readonly consumerWatches = new Watches()
  readonly followerWatches = new Watches()
  /** Told when a waiter was added, so that someone looks after its timeout. */
  private readonly onWaiting: (partition: Partition) => void
  readonly meters: TopicMeters

  constructor(
    brokerId: BrokerId,
    topic: string,
    partition: number,
    onWaiting: (partition: Partition) => void,
    meters = new TopicMeters(),
  ) {
    this.brokerId = brokerId
    this.topic = topic
    this.partition = partition
    this.topicPartition = topicPartition(topic, partition)
    this.onWaiting = onWaiting
    this.meters = meters
  }

  get isLeader(): boolean {
    return this.leaderId === this.brokerId && !this.offline
  }

  get highWatermark(): Offset {
    return this.log === null ? 0 : this.log.highWatermark
  }

  get lastStableOffset(): Offset {
    if (this.log === null) return 0
    const unstable = this.log.firstUnstableOffset
    return unstable === null ? this.log.highWatermark : Math.min(unstable, this.log.highWatermark)
  }

  get minInsyncReplicas(): number {
    const configured = this.log === null ? 1 : this.log.config.minInsyncReplicas
    return Math.min(configured, Math.max(this.assignment.length, 1))
  }

  get isUnderReplicated(): boolean {
    return this.isLeader && this.inSyncReplicas.length < this.assignment.length
  }

  get isUnderMinIsr(): boolean {
    return this.isLeader && this.inSyncReplicas.length < this.minInsyncReplicas
  }

  /** Takes the log over: the one of a fresh partition, or the one that a move between folders left. */
  attachLog(log: PartitionLog): void {
    if (this.log !== null && this.log !== log) {
      this.log.onStable = null
      this.log.onAppendsLost = null
      log.highWatermark = Math.max(log.highWatermark, Math.min(this.log.highWatermark, log.logEndOffset))
    }
    this.log = log
    log.onStable = () => this.onLogAdvanced()
    log.onAppendsLost = (from) => {
      this.takenBack++
      this.awaitingWrite.failAbove(from, ErrorCode.KAFKA_STORAGE_ERROR)
      this.awaitingHighWatermark.failAbove(from, ErrorCode.KAFKA_STORAGE_ERROR)
    }
    // A log that takes another's place may have what is waited for already, and then tells nobody.
    this.onLogAdvanced()
  }

  /**
   * The order matters: the log knows the epoch and where it starts before a client is served, and has it on disk before
   * the first record of it, else a peer cannot tell where histories part (KIP-101).
   */
  async becomeLeader(state: LeaderState): Promise<void> {
    assert(this.log !== null, 'a leader has a log')
    const isNewEpoch = state.leaderEpoch > this.leaderEpoch
    if (isNewEpoch) {
      this.leaderEpochStartOffset = this.log.logEndOffset
      await this.log.assignLeaderEpoch(state.leaderEpoch)
    }
    this.adopt(state)
    this.advanceHighWatermark()
    if (isNewEpoch) this.wakeAll()
  }

  becomeFollower(state: LeaderState): void {
    this.adopt(state)
    this.failWaiters(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    this.wakeAll()
  }

  goOffline(awaitsRoom = false): void {
    this.offline = true
    this.awaitsRoom = awaitsRoom
    this.failWaiters(ErrorCode.KAFKA_STORAGE_ERROR)
    this.wakeAll()
  }

  /** There was room at last. */
  comeBack(): void {
    this.offline = false
    this.awaitsRoom = false
  }

  /** The replica leaves this broker, or its topic is deleted. */
  stop(): void {
    if (this.log !== null) {
      this.log.onStable = null
      this.log.onAppendsLost = null
    }
    this.leaderId = -1
    this.failWaiters(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    this.wakeAll()
  }

  /** NONE, or why this broker does not serve the epoch that a client believes in (KIP-320); -1 is not checked. */
  checkEpoch(currentLeaderEpoch: LeaderEpoch): number {
    if (currentLeaderEpoch === -1 || currentLeaderEpoch === this.leaderEpoch) return ErrorCode.NONE
    return currentLeaderEpoch < this.leaderEpoch ? ErrorCode.FENCED_LEADER_EPOCH : ErrorCode.UNKNOWN_LEADER_EPOCH
  }

  waitForWrite(endOffset: Offset, deadlineMs: number, settle: (error: number) => void): void {
    this.awaitingWrite.add({ endOffset, deadlineMs, settle })
    this.onWaiting(this)
  }

  waitForHighWatermark(endOffset: Offset, deadlineMs: number, settle: (error: number) => void): void {
    this.awaitingHighWatermark.add({ endOffset, deadlineMs, settle })
    this.onWaiting(this)
  }

  get isAwaited(): boolean {
    return this.awaitingWrite.size > 0 || this.awaitingHighWatermark.size > 0
  }

  expireWaiters(nowMs: number): void {
    this.awaitingWrite.expire(nowMs, ErrorCode.REQUEST_TIMED_OUT)
    this.awaitingHighWatermark.expire(nowMs, ErrorCode.REQUEST_TIMED_OUT)
  }

  /**
   * The smallest end of the in-sync replicas; ours counts as far as it may be acknowledged. It stands still while fewer
   * than min.insync.replicas are in sync (KIP-966's rule, 3.7) and never goes back on a leader.
   */
  advanceHighWatermark(): boolean {
    if (!this.isLeader || this.log === null) return false
    if (this.inSyncReplicas.length < this.minInsyncReplicas) return false
    if (this.inSyncReplicas.some((id) => id !== this.brokerId)) return false // held by a replica whose end is not known
    const end = this.log.stableEndOffset
    if (end <= this.log.highWatermark) return false
    this.log.highWatermark = end
    return true
  }

  wakeAll(): void {
    this.consumerWatches.fireAll()
    this.followerWatches.fireAll()
  }

  private onLogAdvanced(): void {
    if (this.log === null) return
    const moved = this.advanceHighWatermark()
    this.awaitingWrite.reach(this.log.writtenOffset, ErrorCode.NONE)
    if (moved)
      this.awaitingHighWatermark.reach(
        this.log.highWatermark,
        this.isUnderMinIsr ? ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND : ErrorCode.NONE,
      )
    this.followerWatches.fireAll()
    if (moved) this.consumerWatches.fireAll()
  }

  private adopt(state: LeaderState): void {
    this.leaderId = state.leader
    this.leaderEpoch = state.leaderEpoch
    this.partitionEpoch = state.partitionEpoch
    this.controllerEpoch = state.controllerEpoch
    this.inSyncReplicas = state.isr
    this.assignment = state.replicas
  }

  private failWaiters(error: number): void {
    this.awaitingWrite.failAll(error)
    this.awaitingHighWatermark.failAll(error)
  }
}
