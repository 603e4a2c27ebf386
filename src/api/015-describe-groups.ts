/** DescribeGroups 0–6. A group that nobody knows is Dead, without an error before version 6. Members' data is told while stable. */
import type { ClassicGroup } from '../coordinator/group/classic/group.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  DescribedGroupInput,
  DescribeGroupsRequest,
  DescribeGroupsResponseInput,
} from '../protocol/generated/015-describe-groups.js'
import { ALL_GROUP_OPERATIONS, ALL_GROUP_OPERATIONS_WITH_CONFIGS, OPERATIONS_UNKNOWN } from './authorized-operations.ts'
import type { Handler } from './handler.ts'

const FIRST_WITH_NOT_FOUND = 6

export const handler: Handler<DescribeGroupsRequest, DescribeGroupsResponseInput> = {
  apiKey: ApiKey.DescribeGroups,
  minVersion: 0,
  maxVersion: 6,
  handle(request, { apiVersion }, services) {
    const all = apiVersion < FIRST_WITH_NOT_FOUND ? ALL_GROUP_OPERATIONS : ALL_GROUP_OPERATIONS_WITH_CONFIGS
    const authorizedOperations = request.includeAuthorizedOperations ? all : OPERATIONS_UNKNOWN
    const names = [...new Set(request.groups)]
    const groups = names.map((groupId): DescribedGroupInput => {
      const found = services.groups.describe(groupId)
      if (typeof found === 'number') return { groupId, errorCode: found }
      if (found !== null) return { ...describe(found), authorizedOperations }
      const dead = { groupId, groupState: 'Dead' }
      if (apiVersion < FIRST_WITH_NOT_FOUND) return { ...dead, authorizedOperations }
      return { ...dead, errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: `Group ${groupId} not found.` }
    })
    return { groups }
  },
}

function describe(group: ClassicGroup): DescribedGroupInput {
  const isStable = group.is('Stable')
  return {
    groupId: group.groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: isStable ? (group.protocolName ?? '') : '',
    members: [...group.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      ...(isStable ? { memberMetadata: group.metadataOf(member), memberAssignment: member.assignment } : {}),
    })),
  }
}
