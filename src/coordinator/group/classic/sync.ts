/** SyncGroup: the leader's assignment is stored, then everyone gets their part. */
import { ErrorCode } from '../../../protocol/error-codes.ts'
import { coordinatorError, isTooLarge } from '../../runtime/errors.ts'
import type { Answer, Effects, SyncReply, WritePurpose } from './effects.ts'
import { type ClassicGroup, NO_BYTES } from './group.ts'
import { staticMemberStored } from './join.ts'
import { checkGeneration } from './member-check.ts'
import { answerSync, type ClassicLimits, failAssignment, maybePrepareRebalance, scheduleSession } from './rebalance.ts'

export interface SyncRequest {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly generationId: number
  /** null: not told (before version 5) */
  readonly protocolType: string | null
  readonly protocolName: string | null
  /** Memory of their own. */
  readonly assignments: ReadonlyMap<string, Uint8Array>
}

export function syncFailed(errorCode: number): SyncReply {
  return { errorCode, protocolType: null, protocolName: null, assignment: NO_BYTES }
}

export function syncGroup(group: ClassicGroup, request: SyncRequest, answer: Answer<SyncReply>, fx: Effects): void {
  const error = refusal(group, request)
  if (error !== ErrorCode.NONE) {
    fx.reply(answer, syncFailed(error))
    return
  }
  const member = group.members.get(request.memberId)!
  switch (group.state) {
    case 'PreparingRebalance':
      fx.reply(answer, syncFailed(ErrorCode.REBALANCE_IN_PROGRESS))
      return
    case 'CompletingRebalance':
      // Asked again on another connection: the first one is answered, too.
      if (member.sync !== null) fx.reply(member.sync, syncFailed(ErrorCode.REBALANCE_IN_PROGRESS))
      member.sync = answer
      synced(group, request.memberId, fx)
      if (group.leader === request.memberId) storeAssignment(group, request, fx)
      return
    case 'Stable':
      synced(group, request.memberId, fx)
      member.sync = answer
      answerSync(group, member, ErrorCode.NONE, fx)
      scheduleSession(member, fx)
      return
    default:
      fx.reply(answer, syncFailed(ErrorCode.UNKNOWN_MEMBER_ID))
      return
  }
}

function refusal(group: ClassicGroup, request: SyncRequest): number {
  const { memberId, groupInstanceId, generationId, protocolType, protocolName } = request
  const error = checkGeneration(group, memberId, groupInstanceId, generationId)
  if (error !== ErrorCode.NONE) return error
  const otherType = protocolType !== null && protocolType !== group.protocolType
  const otherName = protocolName !== null && protocolName !== group.protocolName
  return otherType || otherName ? ErrorCode.INCONSISTENT_GROUP_PROTOCOL : ErrorCode.NONE
}

function synced(group: ClassicGroup, memberId: string, fx: Effects): void {
  group.pendingSync.delete(memberId)
  if (group.pendingSync.size === 0) fx.deadline({ of: 'sync' }, null)
}

function storeAssignment(group: ClassicGroup, request: SyncRequest, fx: Effects): void {
  const assignments = new Map<string, Uint8Array>()
  for (const memberId of group.members.keys()) {
    assignments.set(memberId, request.assignments.get(memberId) ?? NO_BYTES)
  }
  fx.write(group.toRecord(assignments), { for: 'assignment', generationId: group.generationId, assignments })
}

/** What a decision wrote is committed, or the append failed. */
export function written(
  group: ClassicGroup,
  purpose: WritePurpose,
  appendError: number,
  fx: Effects,
  limits: ClassicLimits,
): void {
  const error = groupError(appendError)
  if (purpose.for === 'static member') {
    staticMemberStored(group, purpose.replacement, error, fx)
    return
  }
  if (purpose.for === 'empty') return
  // Somebody joined or left meanwhile: the next generation gets its own assignment.
  if (!group.is('CompletingRebalance') || group.generationId !== purpose.generationId) return
  if (error !== ErrorCode.NONE) {
    failAssignment(group, error, fx)
    maybePrepareRebalance(group, fx, limits)
    return
  }
  for (const [memberId, assignment] of purpose.assignments) {
    const member = group.members.get(memberId)
    if (member !== undefined) member.assignment = assignment
  }
  for (const member of group.members.values()) {
    // From now on, since heartbeats are not expected of those who wait.
    if (answerSync(group, member, ErrorCode.NONE, fx)) scheduleSession(member, fx)
  }
  group.become('Stable', fx.wallMs)
  fx.completedRebalances++
}

function groupError(appendError: number): number {
  if (appendError === ErrorCode.REQUEST_TIMED_OUT) return ErrorCode.REBALANCE_IN_PROGRESS
  return isTooLarge(appendError) ? ErrorCode.UNKNOWN_SERVER_ERROR : coordinatorError(appendError)
}
