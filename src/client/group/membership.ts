/**
 * One member of a group of the classic protocol, towards its coordinator: joins, gets its part, beats, commits, leaves. Which
 * partitions mean what to whom is group-consumer.ts's.
 */
import type { Offset } from '../../base/kinds.ts'
import { NetError, type Timer } from '../../io/world.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { JoinGroupResponse } from '../../protocol/generated/011-join-group.js'
import { type Attempt, KafkaClient } from '../client.ts'
import type { BrokerConnection } from '../connection.ts'
import { Coordinators, GROUP } from '../coordinators.ts'
import { BrokerError } from '../errors.ts'
import { keyOf, type TopicPartition } from './assignors.ts'
import { type CommittedOffset, commitOffsets, fetchOffsets } from './offsets.ts'
import { CONSUMER_PROTOCOL_TYPE } from './protocol.ts'

export interface MembershipOptions {
  readonly groupId: string
  /** Static membership (KIP-345). */
  readonly instanceId: string | null
  readonly sessionTimeoutMs: number
  /** How long a rebalance waits for this member, and how long its application may be busy before it leaves: max.poll.interval.ms. */
  readonly rebalanceTimeoutMs: number
  readonly heartbeatIntervalMs: number
  /** The application was busy for too long, and the member has left until it asks again. */
  readonly onPollTimeout?: () => void
}

export interface OfferedProtocol {
  readonly name: string
  readonly metadata: Uint8Array
}

const JOIN_GRACE_MS = 30_000
const LEAVE_MS = 5_000
/** As Java says it: it is told in the broker's log. */
const CLOSING = 'the consumer is being closed'
const POLL_TIMEOUT = 'consumer poll timeout has expired.'

export class Membership {
  memberId = ''
  generation = -1
  /** Something asks for a new join: a rebalance, a lost session. */
  mustJoin = true
  /** What it read may be another's by now: the session was lost, not only the balance. */
  isLost = false
  /** Nothing that may pass: fenced, not authorized. */
  failure: Error | null = null
  /** Since when the application is busy with what it was given, and has not asked for more; null: it asks. */
  private busySinceMs: number | null = null
  private readonly client: KafkaClient
  private readonly coordinators: Coordinators
  private readonly options: MembershipOptions
  private beat: Timer | null = null
  private isJoining = false
  private isClosed = false

  /** Has connections of its own: a join waits for the others, and nothing else may wait behind it. */
  constructor(client: KafkaClient, options: MembershipOptions) {
    this.client = new KafkaClient(client.options)
    this.coordinators = new Coordinators(this.client)
    this.options = options
  }

  /** The application asks for more. */
  beginPoll(): void {
    this.busySinceMs = null
  }

  /** It is busy with what it was given. */
  endPoll(): void {
    this.busySinceMs = this.client.world.clock.monotonicMs()
  }

  /** Waits until everybody has joined; nothing beats until `sync` is through. null: the group does not know this member any more. Rejects with BrokerError or NetError. */
  async join(protocols: readonly OfferedProtocol[]): Promise<JoinGroupResponse | null> {
    this.isJoining = true
    this.stopBeating()
    const { groupId, instanceId, sessionTimeoutMs, rebalanceTimeoutMs } = this.options
    const timeoutMs = rebalanceTimeoutMs + JOIN_GRACE_MS
    for (;;) {
      const joined = await this.ask<JoinGroupResponse>('join', async (coordinator) => {
        const answer = await coordinator.request(
          ApiKey.JoinGroup,
          {
            groupId,
            sessionTimeoutMs,
            rebalanceTimeoutMs,
            memberId: this.memberId,
            groupInstanceId: instanceId,
            protocolType: CONSUMER_PROTOCOL_TYPE,
            protocols,
          },
          { timeoutMs },
        )
        // The coordinator names us first, so that a join that is lost leaves nobody behind (KIP-394).
        if (answer.errorCode === ErrorCode.MEMBER_ID_REQUIRED) this.memberId = answer.memberId
        const isFine = answer.errorCode === ErrorCode.MEMBER_ID_REQUIRED || this.meansJoin(answer.errorCode)
        return isFine || answer.errorCode === ErrorCode.NONE ? { value: answer } : { error: answer.errorCode }
      })
      if (joined.errorCode === ErrorCode.MEMBER_ID_REQUIRED) continue
      if (joined.errorCode !== ErrorCode.NONE) return null
      this.memberId = joined.memberId
      this.generation = joined.generationId
      return joined
    }
  }

  /** The own part, once the leader has given all. null: the group has to be joined again. */
  async sync(
    protocolName: string | null,
    assignments: readonly { memberId: string; assignment: Uint8Array }[],
  ): Promise<Uint8Array | null> {
    const { groupId, instanceId, rebalanceTimeoutMs } = this.options
    const body = {
      groupId,
      generationId: this.generation,
      memberId: this.memberId,
      groupInstanceId: instanceId,
      protocolType: CONSUMER_PROTOCOL_TYPE,
      protocolName,
      assignments,
    }
    const assignment = await this.ask<Uint8Array | null>('sync', async (coordinator) => {
      const answer = await coordinator.request(ApiKey.SyncGroup, body, {
        timeoutMs: rebalanceTimeoutMs + JOIN_GRACE_MS,
      })
      if (answer.errorCode === ErrorCode.NONE) return { value: answer.assignment }
      return this.meansJoin(answer.errorCode) ? { value: null } : { error: answer.errorCode }
    })
    if (assignment === null) return null
    this.mustJoin = false
    this.isLost = false
    this.isJoining = false
    this.scheduleBeat()
    return assignment
  }

  /** False: the group did not take all of it, since this member is no longer what it was, or a topic is gone. */
  async commit(offsets: readonly CommittedOffset[]): Promise<boolean> {
    if (offsets.length === 0) return true
    // Without a generation it would be taken as from nobody, once the group is empty: over what others committed since.
    if (this.isLost) return false
    const { groupId, instanceId } = this.options
    const { generation, memberId } = this
    const committer = { groupId, generation, memberId, instanceId }
    return this.ask<boolean>('commit', async (coordinator) => {
      const errorCode = await commitOffsets(coordinator, committer, offsets)
      if (errorCode === ErrorCode.NONE) return { value: true }
      // What is said of an earlier generation does not matter any more.
      if (this.generation !== generation) return { value: false }
      // A topic that was deleted meanwhile does not hold up the others, whose offsets are stored; it is asked again with the next commit.
      if (errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) return { value: false }
      return this.meansJoin(errorCode) ? { value: false } : { error: errorCode }
    })
  }

  /** By keyOf; what has none is left out. Waits for transactions that are about to commit some (KIP-447). */
  async committed(partitions: readonly TopicPartition[]): Promise<Map<string, Offset>> {
    const found = await this.ask<CommittedOffset[]>('fetch the offsets of', (coordinator) =>
      fetchOffsets(coordinator, this.options.groupId, partitions, true),
    )
    return new Map(found.map((one) => [keyOf(one), one.offset]))
  }

  async leave(): Promise<void> {
    this.isClosed = true
    this.stopBeating()
    try {
      await this.sayThatItGoes(this.memberId, CLOSING)
    } finally {
      this.close()
    }
  }

  /**
   * So that the others do not wait for the session of a dynamic member to end; a static one will be back. By a connection of its own, since the
   * other may be waiting in a join. A group that is not reached soon finds out by itself.
   */
  private async sayThatItGoes(memberId: string, reason: string): Promise<void> {
    const { groupId, instanceId } = this.options
    if (memberId === '' || instanceId !== null) return
    const client = new KafkaClient({ ...this.client.options, deliveryTimeoutMs: LEAVE_MS, requestTimeoutMs: LEAVE_MS })
    try {
      const body = { groupId, memberId, members: [{ memberId, reason }] }
      await new Coordinators(client).with(GROUP, groupId, `leave group ${groupId}`, async (coordinator) => {
        const { errorCode } = await coordinator.request(ApiKey.LeaveGroup, body)
        return MOVED.has(errorCode) ? { error: errorCode } : { value: null }
      })
    } catch (error) {
      // No failure of whoever goes: without beats the session ends by itself.
      if (!(error instanceof NetError) && !(error instanceof BrokerError)) throw error
    } finally {
      client.close()
    }
  }

  /** As Java's: the others get what this member does not come to; when its application asks again it joins as a new one. */
  private async leaveUntilAsked(): Promise<void> {
    const { memberId } = this
    this.lose(ErrorCode.UNKNOWN_MEMBER_ID)
    this.options.onPollTimeout?.()
    await this.sayThatItGoes(memberId, POLL_TIMEOUT)
  }

  /** Without a word to the group. */
  close(): void {
    this.isClosed = true
    this.stopBeating()
    this.client.close()
  }

  private ask<T>(what: string, attempt: (coordinator: BrokerConnection) => Promise<Attempt<T>>): Promise<T> {
    const { groupId } = this.options
    // A rebalance may have waited for minutes when the coordinator goes: there is still time to find the next one.
    const mayWaitLong = what === 'join' || what === 'sync'
    return this.coordinators.with(GROUP, groupId, `${what} group ${groupId}`, attempt, mayWaitLong)
  }

  /** True for the codes after which a member joins anew; remembers what was lost. */
  private meansJoin(errorCode: number): boolean {
    if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) {
      this.mustJoin = true
      return true
    }
    if (errorCode !== ErrorCode.UNKNOWN_MEMBER_ID && errorCode !== ErrorCode.ILLEGAL_GENERATION) return false
    this.lose(errorCode)
    return true
  }

  private lose(errorCode: number): void {
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.memberId = ''
    this.generation = -1
    this.mustJoin = true
    this.isLost = true
  }

  private get isBusyForTooLong(): boolean {
    const { clock } = this.client.world
    return this.busySinceMs !== null && clock.monotonicMs() - this.busySinceMs > this.options.rebalanceTimeoutMs
  }

  private scheduleBeat(): void {
    this.stopBeating()
    if (this.isClosed) return
    this.beat = this.client.world.clock.after(this.options.heartbeatIntervalMs, () => void this.sendBeat())
  }

  private stopBeating(): void {
    this.beat?.cancel()
    this.beat = null
  }

  private async sendBeat(): Promise<void> {
    const { groupId, instanceId } = this.options
    const { generation, memberId } = this
    const body = { groupId, generationId: generation, memberId, groupInstanceId: instanceId }
    try {
      if (this.isBusyForTooLong) return await this.leaveUntilAsked()
      const errorCode = await this.ask<number>('beat in', async (coordinator) => {
        const answer = await coordinator.request(ApiKey.Heartbeat, body)
        return MOVED.has(answer.errorCode) ? { error: answer.errorCode } : { value: answer.errorCode }
      })
      // What is said of an earlier generation does not matter any more.
      if (this.isClosed || this.isJoining || this.generation !== generation) return
      if (errorCode !== ErrorCode.NONE && !this.meansJoin(errorCode)) {
        throw new BrokerError(errorCode, `beat in group ${groupId}`)
      }
      // A rebalance waits for whoever is still at its records, for rebalanceTimeoutMs: until then the session goes on.
      if (!this.isLost) this.scheduleBeat()
    } catch (error) {
      if (!this.isClosed) this.failure = error as Error
    }
  }
}

const MOVED: ReadonlySet<number> = new Set([
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
])
