/**
 * A consumer as a member of a group (classic protocol). At least once: what the caller calls processed is committed, at rebalances,
 * from time to time, and at the end; nothing else is.
 */
import type { Offset } from '../../base/kinds.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { EARLIEST, findOffset, LATEST } from '../admin.ts'
import type { KafkaClient, TopicView } from '../client.ts'
import type { ConsumerOptions } from '../consumer.ts'
import { BrokerError } from '../errors.ts'
import { type FetchedPartition, Fetcher } from '../fetcher.ts'
import { pause } from '../pause.ts'
import { ASSIGNORS, type Assignor, keyOf, type TopicPartition } from './assignors.ts'
import { Membership } from './membership.ts'
import { decodeAssignment, decodeSubscription, encodeAssignment, encodeSubscription } from './protocol.ts'

export interface GroupConsumerOptions extends ConsumerOptions {
  readonly groupId: string
  /** Topics by name, or all that match and are not internal. */
  readonly topics: readonly string[] | RegExp
  /** Names of assignors, the first the most wanted. As in Java: with one among them that is not cooperative, all partitions are given up before a join. */
  readonly assignors?: readonly string[]
  readonly instanceId?: string | null
  readonly sessionTimeoutMs?: number
  readonly heartbeatIntervalMs?: number
  /**
   * max.poll.interval.ms: how long a rebalance waits for this member, and how long it may take between polls. Beyond that it leaves, and joins
   * anew with the next poll; until then it commits nothing.
   */
  readonly rebalanceTimeoutMs?: number
  /** That was the case. */
  readonly onPollTimeout?: () => void
  /** Where a partition without a committed offset begins. */
  readonly autoOffsetReset?: 'earliest' | 'latest' | 'none'
  readonly autoCommit?: boolean
  readonly autoCommitIntervalMs?: number
  readonly metadataMaxAgeMs?: number
  /** Topics that are named and not there are made, where the broker does such. */
  readonly allowAutoTopicCreation?: boolean
  readonly onRevoked?: (partitions: readonly TopicPartition[]) => void
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => void
}

/** As in Java. */
export const SESSION_TIMEOUT_MS = 45_000
export const HEARTBEAT_INTERVAL_MS = 3_000
const CLOSE_MS = 5_000

export class GroupConsumer {
  private readonly client: KafkaClient
  private readonly options: GroupConsumerOptions
  private readonly assignors: readonly Assignor[]
  private readonly membership: Membership
  private readonly fetcher: Fetcher
  private owned: TopicPartition[] = []
  private ownedSince = -1
  private readonly processedTo = new Map<string, Offset>()
  private readonly committedTo = new Map<string, Offset>()
  private committedAtMs = 0
  private lookedAtMs = Number.NEGATIVE_INFINITY
  /** What the topics looked like when the group was joined; another picture asks for a new join. */
  private joinedView = ''

  /** Throws for an assignor that there is not. */
  constructor(client: KafkaClient, options: GroupConsumerOptions) {
    this.client = client
    this.options = options
    const names = options.assignors ?? ['range', 'cooperative-sticky']
    this.assignors = names.map((name) => {
      const assignor = ASSIGNORS.get(name)
      if (assignor !== undefined) return assignor
      throw new Error(`there is no assignor ${name}, there are ${[...ASSIGNORS.keys()].join(', ')}`)
    })
    this.membership = new Membership(client, {
      groupId: options.groupId,
      instanceId: options.instanceId ?? null,
      sessionTimeoutMs: options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
      rebalanceTimeoutMs: options.rebalanceTimeoutMs ?? 300_000,
      onPollTimeout: options.onPollTimeout,
    })
    this.fetcher = new Fetcher(client, {
      ...options,
      onOutOfRange: (topic, partition) => this.reset({ topic, partition }),
    })
  }

  get assignment(): readonly TopicPartition[] {
    return this.owned
  }

  get memberId(): string {
    return this.membership.memberId
  }

  /** Takes part in rebalances, commits what is due, and gives what has come. Rejects with BrokerError or NetError. */
  async poll(): Promise<FetchedPartition[]> {
    this.membership.beginPoll()
    try {
      if (this.membership.failure !== null) throw this.membership.failure
      const { clock } = this.client.world
      const topics = await this.look()
      if (this.membership.mustJoin) await this.join(topics)
      const dueMs = this.committedAtMs + (this.options.autoCommitIntervalMs ?? 5_000)
      if (clock.monotonicMs() >= dueMs) await this.commitByItself()
      return await this.fetcher.poll()
    } finally {
      this.membership.endPoll()
    }
  }

  /** Everything of the partition before `nextOffset` is done with. */
  processed(topic: string, partition: number, nextOffset: Offset): void {
    this.processedTo.set(keyOf({ topic, partition }), nextOffset)
  }

  /** Whether all that this member reads has been fetched up to `ends` (by keyOf); what is not among them counts as reached. */
  hasReached(ends: ReadonlyMap<string, Offset>): boolean {
    if (this.membership.mustJoin) return false
    return this.owned.every(({ topic, partition }) => {
      const end = ends.get(keyOf({ topic, partition }))
      return end === undefined || this.fetcher.positionOf(topic, partition) >= end
    })
  }

  /** What was called processed since the last time. */
  async commit(): Promise<void> {
    this.committedAtMs = this.client.world.clock.monotonicMs()
    const offsets = this.owned.flatMap((one) => {
      const offset = this.processedTo.get(keyOf(one))
      return offset === undefined || offset === this.committedTo.get(keyOf(one)) ? [] : [{ ...one, offset }]
    })
    if (!(await this.membership.commit(offsets))) return
    for (const one of offsets) this.committedTo.set(keyOf(one), one.offset)
  }

  private async commitByItself(): Promise<void> {
    if (this.options.autoCommit !== false) await this.commit()
  }

  /** Commits (unless autoCommit is off) and leaves. May be called while a poll is under way, which then fails. */
  async close(): Promise<void> {
    try {
      if (this.membership.isLost || this.membership.failure !== null) return
      await this.commitAtLast()
    } finally {
      await this.membership.leave()
    }
  }

  /** Whoever ends does not wait for a broker that is gone: what is not committed comes again. */
  private async commitAtLast(): Promise<void> {
    const { over, cancel } = pause(this.client.world.clock, CLOSE_MS)
    try {
      await Promise.race([this.commitByItself(), over])
    } finally {
      cancel()
    }
  }

  // ── Topics ──────────────────────────────────────────────────────────────────────────────────────────────────────

  private lastTopics: TopicView[] = []

  /** The wanted topics that are there, looked up again when the picture is old. */
  private async look(): Promise<TopicView[]> {
    const { topics: wanted, metadataMaxAgeMs = 300_000, allowAutoTopicCreation = false } = this.options
    const nowMs = this.client.world.clock.monotonicMs()
    const isFresh = nowMs - this.lookedAtMs < metadataMaxAgeMs
    if (isFresh && (this.lastTopics.length > 0 || nowMs - this.lookedAtMs < 1_000)) return this.lastTopics
    const { topics } = await this.client.persist('look up the topics', async () => ({
      value: await this.client.metadata(wanted instanceof RegExp ? null : wanted, { allowAutoTopicCreation }),
    }))
    for (const { name, errorCode } of topics) {
      if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED || errorCode === ErrorCode.INVALID_TOPIC_EXCEPTION)
        throw new BrokerError(errorCode, `read topic ${name}`)
    }
    this.lookedAtMs = nowMs
    this.lastTopics = topics
      .filter(({ name, partitions, isInternal }) => {
        if (partitions.length === 0) return false
        return wanted instanceof RegExp ? wanted.test(name) && !isInternal : true
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    if (viewOf(this.lastTopics) !== this.joinedView) this.membership.mustJoin = true
    return this.lastTopics
  }

  /** For the leader: topics that other members want are looked up, too. */
  private async partitionCounts(names: ReadonlySet<string>): Promise<Map<string, number>> {
    const { topics } = await this.client.persist('look up the topics', async () => ({
      value: await this.client.metadata([...names]),
    }))
    return new Map(
      topics.filter(({ partitions }) => partitions.length > 0).map(({ name, partitions }) => [name, partitions.length]),
    )
  }

  // ── Rebalance ───────────────────────────────────────────────────────────────────────────────────────────────────

  private async join(topics: readonly TopicView[]): Promise<void> {
    const isCooperative = this.assignors.every((one) => one.isCooperative)
    while (this.membership.mustJoin) {
      if (!this.membership.isLost) await this.commitByItself()
      if (!isCooperative || this.membership.isLost) this.giveUp(this.owned)
      this.joinedView = viewOf(topics)
      const names = this.options.topics instanceof RegExp ? topics.map(({ name }) => name) : this.options.topics
      const subscription = encodeSubscription(names, this.owned, this.ownedSince)
      const joined = await this.membership.join(this.assignors.map(({ name }) => ({ name, metadata: subscription })))
      if (joined === null) continue
      const isLeader = joined.leader === joined.memberId && joined.members.length > 0
      const given = isLeader ? await this.assignAll(joined.protocolName, joined.members) : []
      const own = await this.membership.sync(joined.protocolName, given)
      if (own !== null) await this.take(decodeAssignment(own))
    }
  }

  private async assignAll(
    protocolName: string | null,
    members: readonly { memberId: string; groupInstanceId: string | null; metadata: Uint8Array }[],
  ): Promise<{ memberId: string; assignment: Uint8Array }[]> {
    const assignor = ASSIGNORS.get(protocolName ?? '')
    if (assignor === undefined) {
      throw new BrokerError(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, `assign the partitions by "${protocolName}"`)
    }
    const subscribers = members.map(({ memberId, groupInstanceId, metadata }) => ({
      memberId,
      instanceId: groupInstanceId,
      ...decodeSubscription(metadata),
    }))
    const counts = await this.partitionCounts(new Set(subscribers.flatMap(({ topics }) => topics)))
    return [...assignor.assign(subscribers, counts)].map(([memberId, partitions]) => ({
      memberId,
      assignment: encodeAssignment(partitions),
    }))
  }

  private async take(given: readonly TopicPartition[]): Promise<void> {
    const now = new Set(given.map(keyOf))
    const before = new Set(this.owned.map(keyOf))
    const lost = this.owned.filter((one) => !now.has(keyOf(one)))
    const gained = given.filter((one) => !before.has(keyOf(one)))
    if (lost.length > 0) {
      await this.commitByItself()
      this.giveUp(lost)
      // Another gets them in the rebalance that this asks for (KIP-429).
      this.membership.mustJoin = true
    }
    this.ownedSince = this.membership.generation
    if (gained.length > 0) {
      const committed = await this.membership.committed(gained)
      for (const one of gained) {
        const offset = committed.get(keyOf(one)) ?? -1
        this.committedTo.delete(keyOf(one))
        const from = offset >= 0 ? offset : await this.reset(one)
        // Committed, too: where a member began, the next one goes on, although nothing came in between.
        if (offset < 0) this.processedTo.set(keyOf(one), from)
        this.fetcher.add(one.topic, one.partition, from)
      }
      this.owned = [...this.owned, ...gained]
    }
    this.options.onAssigned?.(gained)
  }

  private giveUp(partitions: readonly TopicPartition[]): void {
    const gone = new Set(partitions.map(keyOf))
    if (gone.size === 0) return
    for (const one of partitions) {
      this.fetcher.remove(one.topic, one.partition)
      this.processedTo.delete(keyOf(one))
    }
    this.owned = this.owned.filter((one) => !gone.has(keyOf(one)))
    this.options.onRevoked?.(partitions)
  }

  private async reset({ topic, partition }: TopicPartition): Promise<Offset> {
    const { autoOffsetReset = 'latest' } = this.options
    if (autoOffsetReset === 'none') {
      throw new BrokerError(
        ErrorCode.OFFSET_OUT_OF_RANGE,
        `begin ${topic}-${partition}`,
        'the group has no offset of it',
      )
    }
    const timestamp = autoOffsetReset === 'earliest' ? EARLIEST : LATEST
    return (await findOffset(this.client, topic, partition, timestamp)).offset
  }
}

function viewOf(topics: readonly TopicView[]): string {
  return topics.map(({ name, partitions }) => `${name} ${partitions.length}`).join(',')
}
