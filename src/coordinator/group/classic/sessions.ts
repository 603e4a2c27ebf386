/** Heartbeat, LeaveGroup, sessions that end, and who may commit offsets. */
import { ErrorCode } from '../../../protocol/error-codes.ts'
import type { Effects } from './effects.ts'
import type { ClassicGroup } from './group.ts'
import { checkGeneration, checkMember } from './member-check.ts'
import { type ClassicLimits, maybeCompleteJoin, removeMember, scheduleSession } from './rebalance.ts'

export function heartbeat(
  group: ClassicGroup,
  request: { memberId: string; groupInstanceId: string | null; generationId: number },
  fx: Effects,
): number {
  const error = checkGeneration(group, request.memberId, request.groupInstanceId, request.generationId)
  if (error !== ErrorCode.NONE) return error
  if (group.is('Empty')) return ErrorCode.UNKNOWN_MEMBER_ID
  scheduleSession(group.members.get(request.memberId)!, fx)
  return group.is('PreparingRebalance') ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE
}

/** One member of a LeaveGroup. Without a member id: removed by whoever administers the group, by its instance id. */
export function leave(
  group: ClassicGroup,
  memberId: string,
  groupInstanceId: string | null,
  fx: Effects,
  limits: ClassicLimits,
): number {
  if (memberId === '') {
    const current = groupInstanceId === null ? undefined : group.staticMembers.get(groupInstanceId)
    if (current === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
    removeMember(group, group.members.get(current)!, fx, limits)
    return ErrorCode.NONE
  }
  if (group.pendingMembers.has(memberId)) {
    forgetPending(group, memberId, fx)
    return ErrorCode.NONE
  }
  const error = checkMember(group, memberId, groupInstanceId)
  if (error === ErrorCode.NONE) removeMember(group, group.members.get(memberId)!, fx, limits)
  return error
}

function forgetPending(group: ClassicGroup, memberId: string, fx: Effects): void {
  group.remove(memberId)
  fx.deadline({ of: 'member', memberId }, null)
  maybeCompleteJoin(group, fx)
}

export function sessionIsOver(group: ClassicGroup, memberId: string, fx: Effects, limits: ClassicLimits): void {
  if (group.is('Dead')) return
  if (group.pendingMembers.has(memberId)) {
    forgetPending(group, memberId, fx)
    return
  }
  const member = group.members.get(memberId)
  if (member === undefined) return
  // Who waits for us cannot send heartbeats; its session begins anew with the answer.
  if (!member.isNew && (member.join !== null || member.sync !== null)) return
  removeMember(group, member, fx, limits)
}

/** NONE: the commit may be stored. A commit of a member is a sign of life, but for one in a transaction: a producer sent it. */
export function checkCommit(
  group: ClassicGroup,
  request: { memberId: string; groupInstanceId: string | null; generationId: number },
  isTransactional: boolean,
  fx: Effects,
): number {
  const { memberId, groupInstanceId, generationId } = request
  if (group.is('Dead')) return ErrorCode.COORDINATOR_NOT_AVAILABLE
  // Simple consumers and administrators, as long as nobody else is responsible.
  if (generationId < 0 && group.is('Empty')) return ErrorCode.NONE
  if (generationId >= 0 || memberId !== '' || groupInstanceId !== null) {
    const error = checkGeneration(group, memberId, groupInstanceId, generationId)
    if (error !== ErrorCode.NONE) return error
  } else {
    // Older versions of TxnOffsetCommit tell neither member nor generation.
    return isTransactional ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID
  }
  if (isTransactional) return ErrorCode.NONE
  if (group.is('CompletingRebalance')) return ErrorCode.REBALANCE_IN_PROGRESS
  scheduleSession(group.members.get(memberId)!, fx)
  return ErrorCode.NONE
}
