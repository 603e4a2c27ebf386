/** DeleteGroups 0–3: empty groups, with their offsets. */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { DeleteGroupsRequest, DeleteGroupsResponseInput } from '../protocol/generated/042-delete-groups.js'
import type { Handler } from './handler.ts'

export const handler: Handler<DeleteGroupsRequest, DeleteGroupsResponseInput> = {
  apiKey: ApiKey.DeleteGroups,
  minVersion: 0,
  maxVersion: 3,
  async handle({ groupsNames }, _context, services) {
    const names = [...new Set(groupsNames)]
    const results = names.map(async (groupId) => {
      const errorCode = await services.groups.delete(groupId)
      const errorMessage = errorCode === ErrorCode.GROUP_ID_NOT_FOUND ? `Group ${groupId} not found.` : null
      return { groupId, errorCode, errorMessage }
    })
    return { results: await Promise.all(results) }
  },
}
