/** JoinGroup. */
import { ErrorCode } from '../../../protocol/error-codes.ts'
import type { Answer, Effects, JoinReply, StaticReplacement } from './effects.ts'
import { type ClassicGroup, type Member, NO_BYTES, type Protocol } from './group.ts'
import { checkMember } from './member-check.ts'
import {
  answerJoin,
  answerSync,
  type ClassicLimits,
  joined,
  maybeCompleteJoin,
  maybePrepareRebalance,
  notJoined,
  prepareRebalance,
  scheduleSession,
} from './rebalance.ts'

/**
 * A member that waits for its first answer cannot send heartbeats, and a client that went away cannot be told from one that
 * waits: so it waits this long at most.
 */
const NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60_000

/**
 * Given an id, and not joined yet: clients that ask and never come would fill the memory for as long as their sessions last. The
 * oldest is forgotten for the newest; should it come after all, it is UNKNOWN_MEMBER_ID and begins anew.
 */
const PENDING_MEMBERS_MAX = 10_000

export interface JoinRequest {
  /** '': none yet */
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly protocolType: string
  /** Memory of their own. */
  readonly protocols: readonly Protocol[]
  /** Version 4+: a new dynamic member is given an id first, and joins with it. */
  readonly needsKnownMemberId: boolean
  /** Version 9+ */
  readonly supportsSkippingAssignment: boolean
  /** For a member that has none: its id to be. */
  readonly newMemberId: string
}

export function joinGroup(
  group: ClassicGroup,
  request: JoinRequest,
  answer: Answer<JoinReply>,
  fx: Effects,
  limits: ClassicLimits,
): void {
  const { memberId } = request
  if (!hasRoom(group, memberId, limits)) {
    group.remove(memberId)
    fx.deadline({ of: 'member', memberId }, null)
    fx.reply(answer, notJoined('', ErrorCode.GROUP_MAX_SIZE_REACHED))
  } else if (group.is('Dead')) {
    fx.reply(answer, notJoined(memberId, ErrorCode.COORDINATOR_NOT_AVAILABLE))
  } else if (!group.supports(request.protocolType, request.protocols)) {
    fx.reply(answer, notJoined(memberId, ErrorCode.INCONSISTENT_GROUP_PROTOCOL))
  } else if (memberId !== '') {
    joinAsKnown(group, request, answer, fx, limits)
  } else if (request.groupInstanceId !== null) {
    joinAsStatic(group, request, request.groupInstanceId, answer, fx, limits)
  } else if (request.needsKnownMemberId) {
    if (group.pendingMembers.size >= PENDING_MEMBERS_MAX) forgetOldestPending(group, fx)
    group.pendingMembers.add(request.newMemberId)
    fx.deadline({ of: 'member', memberId: request.newMemberId }, request.sessionTimeoutMs)
    fx.reply(answer, notJoined(request.newMemberId, ErrorCode.MEMBER_ID_REQUIRED))
  } else {
    addMember(group, request, request.newMemberId, answer, fx, limits)
  }
  maybeCompleteJoin(group, fx)
}

function forgetOldestPending(group: ClassicGroup, fx: Effects): void {
  for (const memberId of group.pendingMembers) {
    group.remove(memberId)
    fx.deadline({ of: 'member', memberId }, null)
    return
  }
}

/** While a rebalance gathers its members those who came first are in, so that a group that is too large shrinks. */
function hasRoom(group: ClassicGroup, memberId: string, limits: ClassicLimits): boolean {
  const member = group.members.get(memberId)
  switch (group.state) {
    case 'Empty':
    case 'Dead':
      return true
    case 'PreparingRebalance':
      return (member !== undefined && member.join !== null) || group.awaitingJoin < limits.groupMaxSize
    default:
      return member !== undefined || group.members.size < limits.groupMaxSize
  }
}

function addMember(
  group: ClassicGroup,
  request: JoinRequest,
  memberId: string,
  answer: Answer<JoinReply>,
  fx: Effects,
  limits: ClassicLimits,
): void {
  if (group.is('PreparingRebalance') && group.generationId === 0) group.newMemberAdded = true
  group.add({
    memberId,
    groupInstanceId: request.groupInstanceId,
    clientId: request.clientId,
    clientHost: request.clientHost,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
    protocolType: request.protocolType,
    protocols: request.protocols,
    assignment: NO_BYTES,
    join: answer,
    sync: null,
    isNew: true,
  })
  fx.deadline({ of: 'member', memberId }, NEW_MEMBER_JOIN_TIMEOUT_MS)
  maybePrepareRebalance(group, fx, limits)
}

function updateAndRebalance(
  group: ClassicGroup,
  member: Member,
  request: JoinRequest,
  answer: Answer<JoinReply>,
  fx: Effects,
  limits: ClassicLimits,
): void {
  takeOver(group, member, request, answer, fx)
  maybePrepareRebalance(group, fx, limits)
}

/** A member that asks again while it waits has given up the connection on which it asked before. */
function takeOver(
  group: ClassicGroup,
  member: Member,
  request: JoinRequest,
  answer: Answer<JoinReply>,
  fx: Effects,
): void {
  group.update(member, request.protocols, request.rebalanceTimeoutMs, request.sessionTimeoutMs)
  answerJoin(group, member, notJoined(member.memberId, ErrorCode.REBALANCE_IN_PROGRESS), fx)
  group.setJoin(member, answer)
}

function joinAsKnown(
  group: ClassicGroup,
  request: JoinRequest,
  answer: Answer<JoinReply>,
  fx: Effects,
  limits: ClassicLimits,
): void {
  const { memberId, groupInstanceId } = request
  if (group.pendingMembers.has(memberId)) {
    // Only dynamic members are given an id before they join.
    if (groupInstanceId !== null) fx.reply(answer, notJoined('', ErrorCode.UNKNOWN_SERVER_ERROR))
    else addMember(group, request, memberId, answer, fx, limits)
    return
  }
  const error = checkMember(group, memberId, groupInstanceId)
  if (error !== ErrorCode.NONE) {
    fx.reply(answer, notJoined(memberId, error))
    return
  }
  const member = group.members.get(memberId)!
  const isLeader = group.leader === memberId
  const isSame = sameProtocols(member.protocols, request.protocols)
  switch (group.state) {
    case 'CompletingRebalance':
      // The same again: the first answer was lost.
      if (isSame) {
        fx.reply(answer, joined(group, memberId, isLeader ? group.memberList() : []))
        return
      }
      break
    case 'Stable':
      // The leader asks for a rebalance by joining: what it watches may have changed (partitions of topics).
      if (isSame && !isLeader) {
        fx.reply(answer, joined(group, memberId, []))
        return
      }
      break
    case 'PreparingRebalance':
      break
    default:
      fx.reply(answer, notJoined(memberId, ErrorCode.UNKNOWN_MEMBER_ID))
      return
  }
  updateAndRebalance(group, member, request, answer, fx, limits)
}

function sameProtocols(a: readonly Protocol[], b: readonly Protocol[]): boolean {
  if (a.length !== b.length) return false
  return a.every(({ name, metadata }, i) => {
    const other = b[i]!
    return name === other.name && Buffer.compare(metadata, other.metadata) === 0
  })
}

// ── Static members ──────────────────────────────────────────────────────────────────────────────────────────────────

function joinAsStatic(
  group: ClassicGroup,
  request: JoinRequest,
  instanceId: string,
  answer: Answer<JoinReply>,
  fx: Effects,
  limits: ClassicLimits,
): void {
  const { newMemberId } = request
  const oldMemberId = group.staticMembers.get(instanceId)
  if (oldMemberId === undefined) {
    addMember(group, request, newMemberId, answer, fx, limits)
    return
  }
  const member = group.members.get(oldMemberId)!
  const replacement: StaticReplacement = {
    member,
    instanceId,
    oldMemberId,
    newMemberId,
    oldLeader: group.leader,
    oldProtocols: member.protocols,
    oldRebalanceTimeoutMs: member.rebalanceTimeoutMs,
    oldSessionTimeoutMs: member.sessionTimeoutMs,
    generationId: group.generationId,
    skipsAssignment: request.supportsSkippingAssignment,
    answer,
  }
  // Whoever used the name before is fenced at once.
  answerJoin(group, member, notJoined(oldMemberId, ErrorCode.FENCED_INSTANCE_ID), fx)
  answerSync(group, member, ErrorCode.FENCED_INSTANCE_ID, fx)
  group.rename(member, newMemberId)
  fx.deadline({ of: 'member', memberId: oldMemberId }, null)
  scheduleSession(member, fx)
  takeOver(group, member, request, answer, fx)
  if (group.is('CompletingRebalance')) {
    // The leader may assign to the old member id, which nobody has any more.
    prepareRebalance(group, fx, limits)
  } else if (group.is('Stable')) {
    // The protocol stays the same: so does the assignment, and only the new member id is stored (KIP-345).
    if (group.selectProtocol() !== group.protocolName) {
      maybePrepareRebalance(group, fx, limits)
      return
    }
    const assignments = new Map([...group.members].map(([id, { assignment }]) => [id, assignment]))
    fx.write(group.toRecord(assignments), { for: 'static member', replacement })
  }
}

/** The new member id of a static member is stored, or cannot be. */
export function staticMemberStored(group: ClassicGroup, replaced: StaticReplacement, error: number, fx: Effects): void {
  const { member, newMemberId, answer } = replaced
  // Somebody else took the name meanwhile, or a rebalance began, which answers.
  const isMoot = member.join !== answer || !group.is('Stable') || group.generationId !== replaced.generationId
  if (isMoot) return
  if (error !== ErrorCode.NONE) {
    group.setJoin(member, null)
    group.update(member, replaced.oldProtocols, replaced.oldRebalanceTimeoutMs, replaced.oldSessionTimeoutMs)
    group.rename(member, replaced.oldMemberId)
    fx.deadline({ of: 'member', memberId: newMemberId }, null)
    scheduleSession(member, fx)
    fx.reply(answer, {
      ...joined(group, '', []),
      leader: replaced.oldLeader ?? '',
      errorCode: error,
    })
    return
  }
  const isLeader = group.leader === newMemberId
  // Before version 9 a leader that came back is told its old id as the leader's: so it assigns nothing that would be ignored.
  const reply = replaced.skipsAssignment
    ? { ...joined(group, newMemberId, isLeader ? group.memberList() : []), skipAssignment: isLeader }
    : { ...joined(group, newMemberId, []), leader: replaced.oldLeader ?? '' }
  answerJoin(group, member, reply, fx)
  scheduleSession(member, fx)
}
