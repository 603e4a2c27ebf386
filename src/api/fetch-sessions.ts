/**
 * Fetch sessions (KIP-227). A client names its partitions once; later requests carry what changed, and answers only
 * partitions that have news. Sessions and the partitions in them are bounded: a client that gets none (id 0) sends
 * everything each time, which always works.
 */
import { assert } from '../base/assert.ts'
import type { LeaderEpoch, Offset, Uuid } from '../base/kinds.ts'
import { INT32_MAX } from '../base/kinds.ts'
import type { Entropy } from '../io/world.ts'
import { ErrorCode } from '../protocol/error-codes.ts'

export const NO_SESSION = 0
const INITIAL_EPOCH = 0
const FINAL_EPOCH = -1
/** A session that was used within this time only gives way to a follower's, or to a larger one. */
const EVICTION_MS = 120_000
/** Partitions over all sessions. */
const PARTITIONS_MAX = 200_000

/** What an answer says about a partition, as far as it may be worth saying again. */
export interface PartitionNews {
  readonly errorCode: number
  readonly highWatermark: Offset
  readonly logStartOffset: Offset
  readonly preferredReadReplica: number
  readonly hasRecords: boolean
  readonly hasDivergingEpoch: boolean
}

/** One partition of a fetch, and in a session what was last said about it. */
export class FetchPartition {
  /** '' while the id is not known. */
  topic: string
  readonly topicId: Uuid | null
  readonly partition: number
  fetchOffset: Offset = 0
  maxBytes = 0
  currentLeaderEpoch: LeaderEpoch = -1
  lastFetchedEpoch: LeaderEpoch = -1
  logStartOffset: Offset = -1
  /** As last answered; -1: answer again whatever it is. */
  private toldHighWatermark: Offset = -1
  private toldLogStartOffset: Offset = -1

  constructor(topic: string, topicId: Uuid | null, partition: number) {
    this.topic = topic
    this.topicId = topicId
    this.partition = partition
  }

  /** Whether an incremental answer must have this partition; remembers what it says. */
  hasNews(answer: PartitionNews): boolean {
    let news = answer.hasRecords || answer.hasDivergingEpoch || answer.preferredReadReplica >= 0
    if (this.toldHighWatermark !== answer.highWatermark) {
      this.toldHighWatermark = answer.highWatermark
      news = true
    }
    if (this.toldLogStartOffset !== answer.logStartOffset) {
      this.toldLogStartOffset = answer.logStartOffset
      news = true
    }
    if (answer.errorCode !== ErrorCode.NONE) {
      // So that the end of the error is told as well.
      this.toldHighWatermark = -1
      news = true
    }
    return news
  }
}

export class FetchSession {
  readonly id: number
  readonly isFollower: boolean
  readonly usesTopicIds: boolean
  /** In the order of serving: one that got records goes to the end. */
  readonly partitions = new Map<string, FetchPartition>()
  epoch = INITIAL_EPOCH
  readonly createdMs: number
  lastUsedMs: number
  /** Partitions counted for it in the cache. */
  counted = 0

  constructor(id: number, isFollower: boolean, usesTopicIds: boolean, nowMs: number) {
    this.id = id
    this.isFollower = isFollower
    this.usesTopicIds = usesTopicIds
    this.createdMs = nowMs
    this.lastUsedMs = nowMs
  }

  served(partition: FetchPartition): void {
    const key = partitionKey(partition)
    if (this.partitions.delete(key)) this.partitions.set(key, partition)
  }
}

export function partitionKey(partition: {
  readonly topic: string
  readonly topicId: Uuid | null
  readonly partition: number
}): string {
  return `${partition.topicId ?? partition.topic}:${partition.partition}`
}

export function nextEpoch(epoch: number): number {
  if (epoch < 0) return FINAL_EPOCH
  return epoch === INT32_MAX ? 1 : epoch + 1
}

/** What a request asks for: partitions to serve, and the session they belong to. */
export type FetchPlan =
  | { readonly kind: 'error'; readonly errorCode: number }
  /** Everything is answered. `mayStart`: a session is made with the answer. */
  | { readonly kind: 'full'; readonly partitions: FetchPartition[]; readonly mayStart: boolean }
  | { readonly kind: 'incremental'; readonly partitions: FetchPartition[]; readonly session: FetchSession }

export interface FetchAsk {
  readonly sessionId: number
  readonly sessionEpoch: number
  readonly usesTopicIds: boolean
  readonly partitions: FetchPartition[]
  readonly forgotten: readonly string[]
}

export class FetchSessions {
  private readonly sessions = new Map<number, FetchSession>()
  private readonly slots: () => number
  private readonly entropy: Entropy
  private partitionCount = 0

  /** `slots`: max.incremental.fetch.session.cache.slots. */
  constructor(slots: () => number, entropy: Entropy) {
    this.slots = slots
    this.entropy = entropy
  }

  get size(): number {
    return this.sessions.size
  }
  get partitionTotal(): number {
    return this.partitionCount
  }

  plan(ask: FetchAsk, nowMs: number): FetchPlan {
    const { sessionId, sessionEpoch, partitions } = ask
    if (sessionEpoch === INITIAL_EPOCH || sessionEpoch === FINAL_EPOCH) {
      if (sessionId !== NO_SESSION) this.remove(sessionId)
      return { kind: 'full', partitions, mayStart: sessionEpoch === INITIAL_EPOCH }
    }
    const session = this.sessions.get(sessionId)
    if (session === undefined) return { kind: 'error', errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND }
    if (session.epoch !== sessionEpoch) return { kind: 'error', errorCode: ErrorCode.INVALID_FETCH_SESSION_EPOCH }
    if (session.usesTopicIds !== ask.usesTopicIds) {
      return { kind: 'error', errorCode: ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR }
    }
    for (const partition of partitions) update(session, partition)
    for (const key of ask.forgotten) session.partitions.delete(key)
    this.recount(session)
    // An empty session is over, and answered as one; one that has grown beyond all bounds is forgotten.
    if (session.partitions.size === 0) {
      this.remove(sessionId)
      return { kind: 'full', partitions: [], mayStart: false }
    }
    if (this.partitionCount > PARTITIONS_MAX) {
      this.remove(sessionId)
      return { kind: 'error', errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND }
    }
    session.lastUsedMs = nowMs
    session.epoch = nextEpoch(sessionEpoch)
    this.toEnd(session)
    return { kind: 'incremental', partitions: [...session.partitions.values()], session }
  }

  /** A new session, or null when there is no place for it. Its first incremental request has epoch 1. */
  create(
    partitions: readonly FetchPartition[],
    isFollower: boolean,
    usesTopicIds: boolean,
    nowMs: number,
  ): FetchSession | null {
    if (partitions.length > PARTITIONS_MAX) return null
    while (this.sessions.size >= this.slots() || this.partitionCount + partitions.length > PARTITIONS_MAX) {
      if (!this.evict(partitions.length, isFollower, nowMs)) return null
    }
    const session = new FetchSession(this.newId(), isFollower, usesTopicIds, nowMs)
    for (const partition of partitions) session.partitions.set(partitionKey(partition), partition)
    session.epoch = nextEpoch(INITIAL_EPOCH)
    this.sessions.set(session.id, session)
    this.recount(session)
    return session
  }

  private remove(sessionId: number): void {
    const session = this.sessions.get(sessionId)
    if (session === undefined) return
    this.sessions.delete(sessionId)
    this.partitionCount -= session.counted
    assert(this.partitionCount >= 0, 'fetch sessions count their partitions wrongly')
  }

  private recount(session: FetchSession): void {
    this.partitionCount += session.partitions.size - session.counted
    session.counted = session.partitions.size
  }

  /** The map is in order of use. */
  private toEnd(session: FetchSession): void {
    this.sessions.delete(session.id)
    this.sessions.set(session.id, session)
  }

  /**
   * Makes room for a session of `size` partitions: one not used for long goes first; a follower's displaces a consumer's; and
   * one that has had its time gives way to a larger one (KIP-227, "Cache slots").
   */
  private evict(size: number, isFollower: boolean, nowMs: number): boolean {
    const oldest = this.sessions.values().next().value
    if (oldest === undefined) return false
    if (nowMs - oldest.lastUsedMs > EVICTION_MS) {
      this.remove(oldest.id)
      return true
    }
    let smallest: FetchSession | null = null
    for (const session of this.sessions.values()) {
      if (session.isFollower) continue
      const mayGo = isFollower || (nowMs - session.createdMs > EVICTION_MS && session.counted < size)
      if (mayGo && (smallest === null || session.counted < smallest.counted)) smallest = session
    }
    if (smallest === null) return false
    this.remove(smallest.id)
    return true
  }

  private newId(): number {
    let id = 0
    do {
      id = 1 + this.entropy.below(INT32_MAX)
    } while (this.sessions.has(id))
    return id
  }
}

function update(session: FetchSession, asked: FetchPartition): void {
  const key = partitionKey(asked)
  const known = session.partitions.get(key)
  if (known === undefined) {
    session.partitions.set(key, asked)
    return
  }
  known.fetchOffset = asked.fetchOffset
  known.maxBytes = asked.maxBytes
  known.currentLeaderEpoch = asked.currentLeaderEpoch
  known.lastFetchedEpoch = asked.lastFetchedEpoch
  known.logStartOffset = asked.logStartOffset
}
