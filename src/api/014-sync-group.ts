/** SyncGroup 0–5. Version 3 names static members, 5 says which protocol the assignment is for. */
import { syncFailed } from '../coordinator/group/classic/sync.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { SyncGroupRequest, SyncGroupResponseInput } from '../protocol/generated/014-sync-group.js'
import type { Handler } from './handler.ts'

const FIRST_WITH_PROTOCOL = 5

export const handler: Handler<SyncGroupRequest, SyncGroupResponseInput> = {
  apiKey: ApiKey.SyncGroup,
  minVersion: 0,
  maxVersion: 5,
  handle(request, { apiVersion }, services) {
    const { groupId, memberId, groupInstanceId, generationId, protocolType, protocolName } = request
    if (apiVersion >= FIRST_WITH_PROTOCOL && (protocolType === null || protocolName === null)) {
      return syncFailed(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
    }
    const assignments = new Map<string, Uint8Array>()
    // The frame goes, the assignments stay.
    for (const { memberId: id, assignment } of request.assignments) assignments.set(id, new Uint8Array(assignment))
    const told = { memberId, groupInstanceId, generationId, protocolType, protocolName, assignments }
    return services.groups.sync(groupId, told)
  },
}
