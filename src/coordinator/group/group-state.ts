/**
 * The groups of one partition of __consumer_offsets. Offsets change when their records are committed and replayed; members
 * and timers of classic groups live in memory, and what of them is stored makes the group again after a load.
 */

import type { GroupMeters } from '../../metrics/group-metrics.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { GroupMetadataValueInput } from '../../protocol/generated/consumer-offsets.js'
import type { CoordinatorState, PartitionAccess, TransactionWrite } from '../runtime/contract.ts'
import { type DeadlineName, Effects } from './classic/effects.ts'
import { ClassicGroup } from './classic/group.ts'
import {
  answerJoin,
  answerSync,
  type ClassicLimits,
  joinTimeIsOver,
  maybePrepareRebalance,
  notJoined,
  scheduleSession,
  syncTimeIsOver,
} from './classic/rebalance.ts'
import { sessionIsOver } from './classic/sessions.ts'
import { written } from './classic/sync.ts'
import { expiredOffsets } from './expiry.ts'
import { GroupOffsets, type OffsetPlace } from './offsets.ts'
import type { GroupRecord, OffsetRecord } from './records.ts'

/** Tombstones of one write; more go out in several, each of which fits a batch. */
const PIECE_BYTES = 256 * 1024
const RECORD_OVERHEAD = 64
/** Looked at in one go, when offsets expire. */
const GROUPS_PER_TURN = 2000

export interface Group {
  classic: ClassicGroup
  readonly offsets: GroupOffsets
  /** Offsets outside transactions on their way into the log, write by write. */
  readonly committing: Set<readonly OffsetRecord[]>
  /** While the log is read: the last metadata seen. */
  stored: GroupMetadataValueInput | null
}

export class GroupPartition implements CoordinatorState<GroupRecord> {
  readonly groups = new Map<string, Group>()
  /** By producer: the groups that its open transaction has offsets of. */
  private readonly inTransactions = new Map<number, Set<string>>()
  private readonly access: PartitionAccess<GroupRecord>
  private readonly limits: ClassicLimits
  private readonly meters: GroupMeters
  private isUnloaded = false
  private isExpiring = false

  constructor(access: PartitionAccess<GroupRecord>, limits: ClassicLimits, meters: GroupMeters) {
    this.access = access
    this.limits = limits
    this.meters = meters
  }

  // ── From the log ──────────────────────────────────────────────────────────────────────────────────────────────────

  replay(record: GroupRecord, producerId: number, loading: boolean): void {
    if (record.type === 'group') {
      // What is committed now is in memory already.
      if (loading) this.getOrMake(record.group).stored = record.value
      return
    }
    const { offsets } = this.getOrMake(record.group)
    if (producerId === -1) {
      offsets.apply(record.topic, record.partition, record.value)
      return
    }
    offsets.applyPending(producerId, record.topic, record.partition, record.value)
    const groups = this.inTransactions.get(producerId)
    if (groups === undefined) this.inTransactions.set(producerId, new Set([record.group]))
    else groups.add(record.group)
  }

  endTransaction(producerId: number, commit: boolean): void {
    for (const groupId of this.inTransactions.get(producerId) ?? [])
      this.groups.get(groupId)?.offsets.endTransaction(producerId, commit)
    this.inTransactions.delete(producerId)
  }

  loaded(): void {
    for (const [groupId, group] of [...this.groups]) {
      const { stored } = group
      group.stored = null
      if (stored === null) {
        if (group.offsets.isEmpty) this.groups.delete(groupId)
        continue
      }
      group.classic = ClassicGroup.fromRecord(groupId, stored)
      this.decide(group, (fx) => {
        for (const member of group.classic.members.values()) scheduleSession(member, fx)
        if (group.classic.members.size > this.limits.groupMaxSize) maybePrepareRebalance(group.classic, fx, this.limits)
      })
    }
  }

  unloaded(): void {
    this.isUnloaded = true
    for (const group of this.groups.values()) {
      const fx = new Effects(this.access.world.clock.wallMs())
      group.classic.become('Dead', fx.wallMs)
      for (const member of group.classic.members.values()) {
        answerJoin(group.classic, member, notJoined(member.memberId, ErrorCode.NOT_COORDINATOR), fx)
        answerSync(group.classic, member, ErrorCode.NOT_COORDINATOR, fx)
      }
      for (const reply of fx.replies) reply()
    }
    this.groups.clear()
  }

  // ── Decisions ─────────────────────────────────────────────────────────────────────────────────────────────────────

  getOrMake(groupId: string): Group {
    let group = this.groups.get(groupId)
    if (group === undefined) {
      const classic = new ClassicGroup(groupId, this.access.world.clock.wallMs())
      group = { classic, offsets: new GroupOffsets(), committing: new Set(), stored: null }
      this.groups.set(groupId, group)
    }
    return group
  }

  /** Runs a decision and does what it asks for. */
  decide<T>(group: Group, decision: (fx: Effects) => T): T {
    const fx = new Effects(this.access.world.clock.wallMs())
    const result = decision(fx)
    for (const { name, delayMs } of fx.deadlines) this.setDeadline(group, name, delayMs)
    for (const { value, purpose } of fx.writes) {
      this.access.write([{ type: 'group', group: group.classic.groupId, value }], (error) => {
        if (!this.isUnloaded) this.decide(group, (next) => written(group.classic, purpose, error, next, this.limits))
      })
    }
    this.meters.completedRebalances += fx.completedRebalances
    for (const reply of fx.replies) reply()
    return result
  }

  private setDeadline(group: Group, name: DeadlineName, delayMs: number | null): void {
    const { deadlines } = this.access
    const text = deadlineText(group.classic.groupId, name)
    if (delayMs === null) deadlines.cancel(text)
    else if (!deadlines.move(text, delayMs))
      deadlines.set(text, delayMs, () => this.missed(group.classic.groupId, name))
  }

  private missed(groupId: string, name: DeadlineName): void {
    const group = this.groups.get(groupId)
    if (group === undefined) return
    const { classic } = group
    this.decide(group, (fx) => {
      if (name.of === 'member') sessionIsOver(classic, name.memberId, fx, this.limits)
      else if (name.of === 'join') joinTimeIsOver(classic, fx, this.limits)
      else syncTimeIsOver(classic, fx, this.limits)
    })
  }

  // ── Offsets and groups that go ────────────────────────────────────────────────────────────────────────────────────

  writeOffsets(group: Group, records: readonly OffsetRecord[], done: (error: number) => void): void {
    group.committing.add(records)
    this.access.write(records, (error) => {
      this.whenKnown(error, () => group.committing.delete(records))
      if (error === ErrorCode.NONE) this.meters.offsetCommits += records.length
      done(error)
    })
  }

  /** As part of a transaction. From now on nobody may rely on what was committed for these places. */
  writePending(
    of: TransactionWrite,
    { offsets }: Group,
    records: readonly OffsetRecord[],
    done: (error: number) => void,
  ): void {
    offsets.beginPending(records)
    this.access.writeInTransaction(of, records, (error) => {
      this.whenKnown(error, () => offsets.endPending(records))
      if (error === ErrorCode.NONE) this.meters.offsetCommits += records.length
      done(error)
    })
  }

  /** What took too long may be committed yet: until that is known, it is under way. */
  private whenKnown(error: number, settle: () => void): void {
    if (error === ErrorCode.REQUEST_TIMED_OUT) this.access.afterWrites(settle)
    else settle()
  }

  /**
   * Decides on what is committed, after all that is under way now; more may have come meanwhile. `lost` when the leadership goes
   * before.
   */
  whenQuiet(call: () => void, lost: () => void = () => {}): void {
    this.access.afterWrites(() => (this.isUnloaded ? lost() : call()))
  }

  forget(groupId: string, places: readonly OffsetPlace[], done: (error: number) => void): void {
    this.writeInPieces(
      places.map((place) => tombstone(groupId, place)),
      done,
    )
  }

  /**
   * The group is empty: it and its offsets go, with those that are on their way into the log; nothing more is taken from now on.
   * `done` with NONE when that is committed.
   */
  deleteGroup(group: Group, done: (error: number) => void): void {
    const { classic } = group
    const since = classic.stateSinceMs
    classic.become('Dead', this.access.world.clock.wallMs())
    const ended = (error: number) => {
      if (error === ErrorCode.NONE) {
        if (this.groups.get(classic.groupId) === group) this.groups.delete(classic.groupId)
      } else if (classic.is('Dead')) classic.become('Empty', since)
      done(error)
    }
    this.whenQuiet(
      () => this.writeInPieces(tombstones(group), ended),
      () => ended(ErrorCode.NOT_LEADER_OR_FOLLOWER),
    )
  }

  /** Piece by piece: there may be very many groups. */
  expire(nowMs: number, retentionMs: number): void {
    if (this.isExpiring) return
    this.isExpiring = true
    this.expireFrom(this.groups.values(), nowMs, retentionMs)
  }

  private expireFrom(groups: Iterator<Group>, nowMs: number, retentionMs: number): void {
    for (let left = GROUPS_PER_TURN; left > 0; left--) {
      const next = groups.next()
      if (next.done || this.isUnloaded) {
        this.isExpiring = false
        return
      }
      this.expireGroup(next.value, nowMs, retentionMs)
    }
    this.access.world.turn.later(() => this.expireFrom(groups, nowMs, retentionMs))
  }

  private expireGroup(group: Group, nowMs: number, retentionMs: number): void {
    const { classic, offsets } = group
    if (classic.is('Dead')) return
    // What is being committed is not old.
    const old = expiredOffsets(classic, offsets, nowMs, retentionMs)
    const expired = old.filter((place) => !isBeingCommitted(group, place))
    this.forgetOffsets(group, expired, (error) => {
      if (error === ErrorCode.NONE) this.meters.offsetExpirations += expired.length
    })
  }

  /** An empty group that has nothing else goes with them, as in Apache. */
  forgetOffsets(group: Group, places: readonly OffsetPlace[], done: (error: number) => void): void {
    const { classic, offsets } = group
    const isStill = classic.is('Empty') && !offsets.hasPending && group.committing.size === 0
    const allGone = isStill && classic.pendingMembers.size === 0 && areAll(offsets, places)
    if (allGone) this.deleteGroup(group, done)
    else this.forget(classic.groupId, places, done)
  }

  /**
   * Topics were deleted. What is committed from now on is of topics that were made anew, so the removals go into the log before
   * it, and behind all that is under way.
   */
  forgetPartitions(places: readonly OffsetPlace[]): void {
    const byTopic = Map.groupBy(places, ({ topic }) => topic)
    for (const group of this.groups.values()) {
      if (group.classic.is('Dead')) continue
      const gone = goneOf(group, byTopic)
      if (gone.length > 0) this.forgetOffsets(group, gone, () => {})
    }
  }

  private writeInPieces(records: readonly GroupRecord[], done: (error: number) => void): void {
    let first: number = ErrorCode.NONE
    let left = 1
    const ended = (error: number) => {
      if (first === ErrorCode.NONE) first = error
      if (--left === 0) done(first)
    }
    let piece: GroupRecord[] = []
    let size = 0
    for (const record of records) {
      piece.push(record)
      size += record.group.length * 3 + (record.type === 'offset' ? record.topic.length * 3 : 0) + RECORD_OVERHEAD
      if (size < PIECE_BYTES) continue
      left++
      this.access.write(piece, ended)
      piece = []
      size = 0
    }
    this.access.write(piece, ended)
  }
}

/** Whether nothing stays but for these places, whichever come twice. */
function areAll(offsets: GroupOffsets, places: readonly OffsetPlace[]): boolean {
  if (places.length < offsets.size) return false
  const named = new Set(places.map(placeText))
  for (const place of offsets.places()) if (!named.has(placeText(place))) return false
  return true
}

function placeText({ topic, partition }: OffsetPlace): string {
  return `${partition} ${topic}`
}

function isBeingCommitted({ committing }: Group, { topic, partition }: OffsetPlace): boolean {
  for (const records of committing)
    if (records.some((one) => one.topic === topic && one.partition === partition)) return true
  return false
}

/** Those places that the group has something of. There may be many of both: what it has nothing of is not looked at. */
function goneOf(group: Group, byTopic: ReadonlyMap<string, readonly OffsetPlace[]>): OffsetPlace[] {
  const topics = new Set<string>()
  for (const topic of group.offsets.topicNames()) if (byTopic.has(topic)) topics.add(topic)
  for (const records of group.committing) for (const { topic } of records) if (byTopic.has(topic)) topics.add(topic)
  const isHere = (place: OffsetPlace) =>
    group.offsets.has(place.topic, place.partition) || isBeingCommitted(group, place)
  return [...topics].flatMap((topic) => byTopic.get(topic)!.filter(isHere))
}

/** Of all that is stored of a group. */
function tombstones({ classic, offsets }: Group): GroupRecord[] {
  const { groupId } = classic
  // With those of transactions, which would bring the group back.
  const records: GroupRecord[] = Array.from(offsets.places(), (place) => tombstone(groupId, place))
  // A group without a generation has stored offsets only.
  if (classic.generationId > 0) records.push({ type: 'group', group: groupId, value: null })
  return records
}

function tombstone(group: string, { topic, partition }: OffsetPlace): GroupRecord {
  return { type: 'offset', group, topic, partition, value: null }
}

/** The length tells where a group's name ends, whatever is in it. */
function deadlineText(groupId: string, name: DeadlineName): string {
  return `${name.of} ${groupId.length} ${groupId}${name.of === 'member' ? name.memberId : ''}`
}
