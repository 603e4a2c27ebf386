/** LeaveGroup 0–5. Version 3 takes several members, also by the instance id alone (an administrator removes them). */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { LeaveGroupRequest, LeaveGroupResponseInput } from '../protocol/generated/013-leave-group.js'
import type { Handler } from './handler.ts'

const FIRST_WITH_MEMBERS = 3

export const handler: Handler<LeaveGroupRequest, LeaveGroupResponseInput> = {
  apiKey: ApiKey.LeaveGroup,
  minVersion: 0,
  maxVersion: 5,
  handle(request, { apiVersion }, services) {
    const many = apiVersion >= FIRST_WITH_MEMBERS
    const members = many ? request.members : [{ memberId: request.memberId, groupInstanceId: null }]
    const { error, errors } = services.groups.leave(request.groupId, members)
    if (!many) return { errorCode: error === ErrorCode.NONE ? errors[0]! : error }
    const answers = errors.map((errorCode, i) => {
      const { memberId, groupInstanceId } = members[i]!
      return { memberId, groupInstanceId, errorCode }
    })
    return { errorCode: error, members: answers }
  },
}
