/** Whether a request comes from the member that it says (KIP-345: a static member that was replaced is fenced). */
import { ErrorCode } from '../../../protocol/error-codes.ts'
import type { ClassicGroup } from './group.ts'

export function checkMember(group: ClassicGroup, memberId: string, groupInstanceId: string | null): number {
  if (groupInstanceId !== null) {
    const current = group.staticMembers.get(groupInstanceId)
    if (current === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
    if (current !== memberId) return ErrorCode.FENCED_INSTANCE_ID
  }
  return group.members.has(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID
}

/** The same with the generation; a group that is being deleted is not served. */
export function checkGeneration(
  group: ClassicGroup,
  memberId: string,
  groupInstanceId: string | null,
  generationId: number,
): number {
  if (group.is('Dead')) return ErrorCode.COORDINATOR_NOT_AVAILABLE
  const error = checkMember(group, memberId, groupInstanceId)
  if (error !== ErrorCode.NONE) return error
  return generationId === group.generationId ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION
}
