/** ListGroups 0–5: the groups that this broker coordinates. Version 4 filters by state, 5 by type. */
import { CLASSIC_TYPE } from '../coordinator/group/coordinator.ts'
import { ApiKey } from '../protocol/apis.ts'
import type { ListGroupsRequest, ListGroupsResponseInput } from '../protocol/generated/016-list-groups.js'
import type { Handler } from './handler.ts'

export const handler: Handler<ListGroupsRequest, ListGroupsResponseInput> = {
  apiKey: ApiKey.ListGroups,
  minVersion: 0,
  maxVersion: 5,
  async handle({ statesFilter, typesFilter }, _context, services) {
    const states = new Set(statesFilter.map((state) => state.toLowerCase()))
    const hasType = typesFilter.length === 0 || typesFilter.some((type) => type.toLowerCase() === CLASSIC_TYPE)
    const { error, groups } = await services.groups.list(
      ({ state }) => hasType && (states.size === 0 || states.has(state.toLowerCase())),
    )
    return { errorCode: error, groups }
  },
}
