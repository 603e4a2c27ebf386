/**
 * Consumer groups of the classic protocol, as request handlers see them: each call finds the group's partition, decides, and
 * answers when what had to be stored is committed.
 */
import type { GroupMeters } from '../../metrics/group-metrics.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { fitsString } from '../../protocol/writer.ts'
import type { OwnTransaction } from '../../replication/contract.ts'
import type { Marker } from '../runtime/contract.ts'
import { coordinatorError, isTooLarge } from '../runtime/errors.ts'
import type { CoordinatorRuntime } from '../runtime/runtime.ts'
import type { JoinReply, SyncReply } from './classic/effects.ts'
import type { ClassicGroup } from './classic/group.ts'
import { type JoinRequest, joinGroup } from './classic/join.ts'
import { type ClassicLimits, notJoined } from './classic/rebalance.ts'
import { checkCommit, heartbeat, leave } from './classic/sessions.ts'
import { CONSUMER_PROTOCOL_TYPE, subscribedTopics } from './classic/subscription.ts'
import { type SyncRequest, syncFailed, syncGroup } from './classic/sync.ts'
import type { Group, GroupPartition } from './group-state.ts'
import type { CommittedOffset, OffsetPlace } from './offsets.ts'
import type { GroupRecord, OffsetRecord } from './records.ts'

export interface GroupLimits extends ClassicLimits {
  /** In characters. */
  readonly offsetMetadataMaxBytes: number
}

export interface MemberRef {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly generationId: number
}

export interface OffsetToCommit extends OffsetPlace {
  readonly value: CommittedOffset
}

export interface GroupListing {
  readonly groupId: string
  readonly protocolType: string
  readonly groupState: string
  readonly groupType: string
}

export const CLASSIC_TYPE = 'classic'

/** Looked at in one go, when groups are listed. */
const LISTED_PER_TURN = 20_000

type Runtime = CoordinatorRuntime<GroupRecord, GroupPartition>

export class GroupCoordinator {
  readonly limits: GroupLimits
  private readonly runtime: Runtime
  private readonly meters: GroupMeters
  private readonly onStop: () => void

  constructor(runtime: Runtime, limits: GroupLimits, meters: GroupMeters, onStop: () => void = () => {}) {
    this.runtime = runtime
    this.limits = limits
    this.meters = meters
    this.onStop = onStop
  }

  get topic(): string {
    return this.runtime.topic
  }

  get isServing(): boolean {
    return this.runtime.isServing
  }

  partitionOf(groupId: string): number {
    return this.runtime.partitionOf(groupId)
  }

  stop(): void {
    this.onStop()
    this.runtime.stop()
  }

  // ── Members ───────────────────────────────────────────────────────────────────────────────────────────────────────

  join(groupId: string, request: JoinRequest): Promise<JoinReply> | JoinReply {
    const state = this.stateOf(groupId, false)
    if (typeof state === 'number') return notJoined(request.memberId, state)
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.limits
    if (request.sessionTimeoutMs < minSessionTimeoutMs || request.sessionTimeoutMs > maxSessionTimeoutMs) {
      return notJoined(request.memberId, ErrorCode.INVALID_SESSION_TIMEOUT)
    }
    if (!areStorable(groupId, request)) return notJoined('', ErrorCode.UNKNOWN_SERVER_ERROR)
    // Who has a member id has it from a group that exists.
    const group = request.memberId === '' ? state.getOrMake(groupId) : state.groups.get(groupId)
    if (group === undefined) return notJoined(request.memberId, ErrorCode.UNKNOWN_MEMBER_ID)
    return new Promise((resolve) =>
      state.decide(group, (fx) => joinGroup(group.classic, request, resolve, fx, this.limits)),
    )
  }

  sync(groupId: string, request: SyncRequest): Promise<SyncReply> | SyncReply {
    const state = this.stateOf(groupId, false)
    // The rebalance is lost with the coordinator that had it: join again. Older clients do not know the other error.
    if (state === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) return syncFailed(ErrorCode.REBALANCE_IN_PROGRESS)
    if (typeof state === 'number') return syncFailed(state)
    const group = state.groups.get(groupId)
    if (group === undefined) return syncFailed(ErrorCode.UNKNOWN_MEMBER_ID)
    return new Promise((resolve) => state.decide(group, (fx) => syncGroup(group.classic, request, resolve, fx)))
  }

  heartbeat(groupId: string, member: MemberRef): number {
    const state = this.stateOf(groupId, false)
    // Nothing is known yet; the member is told when it is.
    if (state === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) return ErrorCode.NONE
    if (typeof state === 'number') return state
    const group = state.groups.get(groupId)
    if (group === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
    return state.decide(group, (fx) => heartbeat(group.classic, member, fx))
  }

  /** One ErrorCode for all, or one for each. */
  leave(
    groupId: string,
    members: readonly { memberId: string; groupInstanceId: string | null }[],
  ): { error: number; errors: readonly number[] } {
    const state = this.stateOf(groupId, false)
    if (typeof state === 'number') return { error: state, errors: [] }
    const group = state.groups.get(groupId)
    if (group === undefined) return { error: ErrorCode.NONE, errors: members.map(() => ErrorCode.UNKNOWN_MEMBER_ID) }
    if (group.classic.is('Dead')) return { error: ErrorCode.COORDINATOR_NOT_AVAILABLE, errors: [] }
    const errors = members.map(({ memberId, groupInstanceId }) =>
      state.decide(group, (fx) => leave(group.classic, memberId, groupInstanceId, fx, this.limits)),
    )
    return { error: ErrorCode.NONE, errors }
  }

  // ── Offsets ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** One ErrorCode for all of them. `missingGroup`: what a member of a group that does not exist is told. */
  commit(
    groupId: string,
    member: MemberRef,
    offsets: readonly OffsetToCommit[],
    missingGroup: number = ErrorCode.ILLEGAL_GENERATION,
  ): Promise<number> | number {
    const state = this.stateOf(groupId, true)
    if (typeof state === 'number') return state
    if (!state.groups.has(groupId) && member.generationId >= 0) return missingGroup
    if (!fitsString(groupId)) return ErrorCode.UNKNOWN_SERVER_ERROR
    const group = state.getOrMake(groupId)
    const refused = state.decide(group, (fx) => checkCommit(group.classic, member, false, fx))
    if (refused !== ErrorCode.NONE || offsets.length === 0) return refused
    return new Promise((resolve) =>
      state.writeOffsets(group, recordsOf(groupId, offsets), (error) => resolve(commitError(error))),
    )
  }

  /** The same as part of a transaction: they count when it is committed. */
  async commitInTransaction(
    groupId: string,
    member: MemberRef,
    of: OwnTransaction,
    offsets: readonly OffsetToCommit[],
    missingGroup: number,
  ): Promise<number> {
    const before = this.stateOf(groupId, false)
    if (typeof before === 'number') return before
    // Nobody could end its transaction, and nobody else may be asked.
    if (of.producerId < 0) return ErrorCode.INVALID_PRODUCER_ID_MAPPING
    if (!fitsString(groupId)) return ErrorCode.UNKNOWN_SERVER_ERROR
    const { error, guard } = await this.runtime.verify(groupId, of)
    // Clients try again at this one, and look for no other coordinator.
    if (error === ErrorCode.NETWORK_EXCEPTION) return ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
    if (error !== ErrorCode.NONE) return commitError(error)
    const state = this.stateOf(groupId, false)
    if (typeof state === 'number') return state
    if (!state.groups.has(groupId) && member.generationId >= 0) return missingGroup
    const group = state.getOrMake(groupId)
    const refused = state.decide(group, (fx) => checkCommit(group.classic, member, true, fx))
    if (refused !== ErrorCode.NONE) return refused
    const { producerId, producerEpoch } = of
    return new Promise((resolve) =>
      state.writePending({ producerId, producerEpoch, guard }, group, recordsOf(groupId, offsets), (error) =>
        resolve(commitError(error)),
      ),
    )
  }

  /** A transaction with offsets in this partition of the topic ends; resolves when the marker is committed and counts. */
  writeMarker(partition: number, marker: Marker): Promise<number> {
    return new Promise((resolve) => this.runtime.writeMarker(partition, marker, resolve))
  }

  /** The group (null: nobody knows it) to read offsets from, or the ErrorCode. */
  offsetsOf(groupId: string): Group['offsets'] | null | number {
    const state = this.stateOf(groupId, true)
    if (typeof state === 'number') return state
    const group = state.groups.get(groupId)
    return group === undefined || group.classic.is('Dead') ? null : group.offsets
  }

  /** ErrorCode for all, or by partition. */
  deleteOffsets(
    groupId: string,
    places: readonly OffsetPlace[],
  ): Promise<{ error: number; errors: readonly number[] }> {
    const state = this.stateOf(groupId, false)
    if (typeof state === 'number') return Promise.resolve({ error: state, errors: [] })
    return new Promise((resolve) =>
      state.whenQuiet(
        () => {
          const group = state.groups.get(groupId)
          const plan = group === undefined ? ErrorCode.GROUP_ID_NOT_FOUND : planDeletion(group.classic, places)
          if (typeof plan === 'number') return resolve({ error: plan, errors: [] })
          const going = places.filter((_, i) => plan[i] === ErrorCode.NONE)
          const stored = going.filter(({ topic, partition }) => group!.offsets.has(topic, partition))
          if (going.length === 0) return resolve({ error: ErrorCode.NONE, errors: plan })
          state.forgetOffsets(group!, stored, (error) => {
            if (error === ErrorCode.NONE) this.meters.offsetDeletions += stored.length
            resolve({ error: coordinatorError(error), errors: plan })
          })
        },
        () => resolve({ error: ErrorCode.NOT_COORDINATOR, errors: [] }),
      ),
    )
  }

  /** Topics are gone, and with them what was committed for them. */
  onPartitionsRemoved(places: readonly OffsetPlace[]): void {
    if (places.length === 0) return
    for (const state of this.runtime.states()) state.forgetPartitions(places)
  }

  expire(nowMs: number, retentionMs: number): void {
    for (const state of this.runtime.states()) state.expire(nowMs, retentionMs)
  }

  /** Everything that is committed, group by group. */
  *committed(): Iterable<OffsetPlace & { group: string; offset: number }> {
    for (const state of this.runtime.states()) {
      for (const [group, { offsets }] of state.groups) {
        for (const [topic, partitions] of offsets.topics) {
          for (const [partition, { offset }] of partitions) yield { group, topic, partition, offset }
        }
      }
    }
  }

  get committedCount(): number {
    let count = 0
    for (const state of this.runtime.states()) for (const { offsets } of state.groups.values()) count += offsets.size
    return count
  }

  // ── Groups ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** null: there is no such group. A number: the ErrorCode. */
  describe(groupId: string): ClassicGroup | null | number {
    const state = this.stateOf(groupId, true)
    if (typeof state === 'number') return state
    return state.groups.get(groupId)?.classic ?? null
  }

  /** Those that `isWanted` takes. Other work gets its turns: there may be very many. */
  async list(
    isWanted: (group: ClassicGroup) => boolean = () => true,
  ): Promise<{ error: number; groups: GroupListing[] }> {
    if (!this.isServing) return { error: ErrorCode.COORDINATOR_NOT_AVAILABLE, groups: [] }
    const wasLoading = this.runtime.isLoading
    const groups: GroupListing[] = []
    let left = LISTED_PER_TURN
    for (const classic of this.all()) {
      // One that is being deleted is gone for whoever asks.
      if (!classic.is('Dead') && isWanted(classic)) {
        const { groupId, protocolType, state } = classic
        groups.push({ groupId, protocolType: protocolType ?? '', groupState: state, groupType: CLASSIC_TYPE })
      }
      if (--left > 0) continue
      left = LISTED_PER_TURN
      await this.runtime.nextTurn()
    }
    const isWhole = !wasLoading && !this.runtime.isLoading
    return { error: isWhole ? ErrorCode.NONE : ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, groups }
  }

  *all(): Iterable<ClassicGroup> {
    for (const state of this.runtime.states()) for (const { classic } of state.groups.values()) yield classic
  }

  /** How many there are, of all states or of one. */
  count(state: string | null): number {
    let count = 0
    for (const { groups } of this.runtime.states()) {
      if (state === null) count += groups.size
      else for (const { classic } of groups.values()) if (classic.state === state) count++
    }
    return count
  }

  delete(groupId: string): Promise<number> {
    const state = this.stateOf(groupId, true)
    if (typeof state === 'number') return Promise.resolve(state)
    return new Promise((resolve) =>
      state.whenQuiet(
        () => {
          const group = state.groups.get(groupId)
          if (group === undefined || group.classic.is('Dead')) return resolve(ErrorCode.GROUP_ID_NOT_FOUND)
          if (!group.classic.is('Empty')) return resolve(ErrorCode.NON_EMPTY_GROUP)
          state.deleteGroup(group, (error) => resolve(coordinatorError(error)))
        },
        () => resolve(ErrorCode.NOT_COORDINATOR),
      ),
    )
  }

  /** Offsets may be kept under the empty name (the first consumers did); members need a group with one. */
  private stateOf(groupId: string, mayBeEmpty: boolean): GroupPartition | number {
    if (groupId === '' && !mayBeEmpty) return ErrorCode.INVALID_GROUP_ID
    return this.runtime.stateOf(groupId)
  }
}

/** What the group's record and the answers would repeat: nothing of it may be cut, or two names could become one. */
function areStorable(groupId: string, request: JoinRequest): boolean {
  const { memberId, newMemberId, groupInstanceId, clientId, protocolType, protocols } = request
  const names = [groupId, memberId, newMemberId, groupInstanceId ?? '', clientId, protocolType]
  return names.every(fitsString) && protocols.every(({ name }) => fitsString(name))
}

function recordsOf(group: string, offsets: readonly OffsetToCommit[]): OffsetRecord[] {
  return offsets.map(({ topic, partition, value }) => ({ type: 'offset', group, topic, partition, value }))
}

function commitError(error: number): number {
  return isTooLarge(error) ? ErrorCode.INVALID_COMMIT_OFFSET_SIZE : coordinatorError(error)
}

/** What somebody reads, or may read, stays; while other than consumers are members, all stays. */
function planDeletion(group: ClassicGroup, places: readonly OffsetPlace[]): number | number[] {
  if (group.is('Dead')) return ErrorCode.GROUP_ID_NOT_FOUND
  if (group.is('Empty')) return places.map(() => ErrorCode.NONE)
  if (group.protocolType !== CONSUMER_PROTOCOL_TYPE) return ErrorCode.NON_EMPTY_GROUP
  const topics = subscribedTopics(group)
  const mayRead = (topic: string) => topics === null || topics.has(topic)
  return places.map(({ topic }) => (mayRead(topic) ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE))
}
