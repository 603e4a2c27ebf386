/** How a rebalance begins, goes on and ends. */
import { ErrorCode } from '../../../protocol/error-codes.ts'
import type { Effects, JoinReply } from './effects.ts'
import { type ClassicGroup, type Member, NO_BYTES } from './group.ts'

export interface ClassicLimits {
  readonly initialRebalanceDelayMs: number
  readonly groupMaxSize: number
  readonly minSessionTimeoutMs: number
  readonly maxSessionTimeoutMs: number
}

/** However short a rebalance timeout clients ask for, the wait for a static member is not a busy one. */
const RETRY_MS_MIN = 100

export function maybePrepareRebalance(group: ClassicGroup, fx: Effects, limits: ClassicLimits): void {
  if (group.canRebalance) prepareRebalance(group, fx, limits)
}

export function prepareRebalance(group: ClassicGroup, fx: Effects, limits: ClassicLimits): void {
  // Who waits for an assignment joins again.
  if (group.is('CompletingRebalance')) failAssignment(group, ErrorCode.REBALANCE_IN_PROGRESS, fx)
  fx.deadline({ of: 'sync' }, null)
  group.pendingSync.clear()
  const wasEmpty = group.is('Empty')
  group.become('PreparingRebalance', fx.wallMs)
  if (wasEmpty) {
    const delayMs = limits.initialRebalanceDelayMs
    group.initialJoin = { remainingMs: Math.max(group.rebalanceTimeoutMs - delayMs, 0) }
    fx.deadline({ of: 'join' }, delayMs)
    return
  }
  group.initialJoin = null
  if (group.haveAllJoined) completeJoin(group, fx)
  else fx.deadline({ of: 'join' }, group.rebalanceTimeoutMs)
}

/** Called when somebody joined, left, or was given up. */
export function maybeCompleteJoin(group: ClassicGroup, fx: Effects): void {
  if (!group.is('PreparingRebalance') || group.initialJoin !== null) return
  if (group.haveAllJoined) completeJoin(group, fx)
}

/** The time to join is over. The first rebalance of a group is prolonged while members come. */
export function joinTimeIsOver(group: ClassicGroup, fx: Effects, limits: ClassicLimits): void {
  if (!group.is('PreparingRebalance')) return
  const { initialJoin } = group
  if (initialJoin !== null && group.newMemberAdded && initialJoin.remainingMs !== 0) {
    group.newMemberAdded = false
    const delayMs = Math.min(limits.initialRebalanceDelayMs, initialJoin.remainingMs)
    group.initialJoin = { remainingMs: Math.max(initialJoin.remainingMs - delayMs, 0) }
    fx.deadline({ of: 'join' }, delayMs)
    return
  }
  completeJoin(group, fx)
}

function completeJoin(group: ClassicGroup, fx: Effects): void {
  group.initialJoin = null
  for (const member of [...group.members.values()]) {
    if (member.join !== null || member.groupInstanceId !== null) continue
    group.remove(member.memberId)
    fx.deadline({ of: 'member', memberId: member.memberId }, null)
  }
  if (group.members.size > 0 && !electJoinedLeader(group)) {
    // Static members only, and none is back: wait for one, or for the ends of their sessions.
    fx.deadline({ of: 'join' }, Math.max(group.rebalanceTimeoutMs, RETRY_MS_MIN))
    return
  }
  fx.deadline({ of: 'join' }, null)
  group.newMemberAdded = false
  group.pendingSync.clear()
  group.generationId++
  if (group.members.size === 0) {
    group.protocolName = null
    group.become('Empty', fx.wallMs)
    fx.write(group.toRecord(new Map()), { for: 'empty' })
    return
  }
  group.protocolName = group.selectProtocol()
  group.become('CompletingRebalance', fx.wallMs)
  const list = group.memberList()
  for (const member of group.members.values()) {
    answerJoin(group, member, joined(group, member.memberId, group.leader === member.memberId ? list : []), fx)
    scheduleSession(member, fx)
    member.isNew = false
    group.pendingSync.add(member.memberId)
  }
  fx.deadline({ of: 'sync' }, group.rebalanceTimeoutMs)
}

/** The leader stays when it is back; else somebody who is. */
function electJoinedLeader(group: ClassicGroup): boolean {
  const leader = group.leader === null ? undefined : group.members.get(group.leader)
  if (leader?.join) return true
  for (const member of group.members.values()) {
    if (member.join === null) continue
    group.leader = member.memberId
    return true
  }
  return false
}

/** Some members joined and never asked for their assignment: the others begin again without them. */
export function syncTimeIsOver(group: ClassicGroup, fx: Effects, limits: ClassicLimits): void {
  if (!group.is('CompletingRebalance') && !group.is('Stable')) return
  if (group.pendingSync.size === 0) return
  for (const memberId of [...group.pendingSync]) {
    // A static member whose return is being stored waits for the answer to its join.
    const member = group.members.get(memberId)
    if (member !== undefined) answerJoin(group, member, notJoined('', ErrorCode.UNKNOWN_MEMBER_ID), fx)
    group.remove(memberId)
    fx.deadline({ of: 'member', memberId }, null)
  }
  prepareRebalance(group, fx, limits)
}

// ── Members ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export function joined(group: ClassicGroup, memberId: string, members: JoinReply['members']): JoinReply {
  return {
    errorCode: ErrorCode.NONE,
    memberId,
    generationId: group.generationId,
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    leader: group.leader ?? '',
    skipAssignment: false,
    members,
  }
}

export function notJoined(memberId: string, errorCode: number): JoinReply {
  return {
    errorCode,
    memberId,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    members: [],
  }
}

export function answerJoin(group: ClassicGroup, member: Member, reply: JoinReply, fx: Effects): void {
  if (member.join === null) return
  fx.reply(member.join, reply)
  group.setJoin(member, null)
}

export function answerSync(group: ClassicGroup, member: Member, errorCode: number, fx: Effects): boolean {
  if (member.sync === null) return false
  const good = errorCode === ErrorCode.NONE
  fx.reply(member.sync, {
    errorCode,
    protocolType: good ? group.protocolType : null,
    protocolName: good ? group.protocolName : null,
    assignment: member.assignment,
  })
  member.sync = null
  return true
}

export function scheduleSession(member: Member, fx: Effects): void {
  fx.deadline({ of: 'member', memberId: member.memberId }, member.sessionTimeoutMs)
}

/** Nobody has an assignment; who waits for one is told why. */
export function failAssignment(group: ClassicGroup, errorCode: number, fx: Effects): void {
  for (const member of group.members.values()) {
    member.assignment = NO_BYTES
    if (answerSync(group, member, errorCode, fx)) scheduleSession(member, fx)
  }
}

/** Left, or silent for too long. A member that waits to join is told, so that it may begin anew. */
export function removeMember(group: ClassicGroup, member: Member, fx: Effects, limits: ClassicLimits): void {
  answerJoin(group, member, notJoined('', ErrorCode.UNKNOWN_MEMBER_ID), fx)
  answerSync(group, member, ErrorCode.UNKNOWN_MEMBER_ID, fx)
  group.remove(member.memberId)
  fx.deadline({ of: 'member', memberId: member.memberId }, null)
  if (group.is('Stable') || group.is('CompletingRebalance')) prepareRebalance(group, fx, limits)
  else maybeCompleteJoin(group, fx)
}
