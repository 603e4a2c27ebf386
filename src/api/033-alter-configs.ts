/** AlterConfigs 0–2: replaces all dynamic settings of a resource. IncrementalAlterConfigs is what clients use since 2.3. */
import { ApiKey } from '../protocol/apis.ts'
import type {
  AlterConfigsRequest,
  AlterConfigsResource,
  AlterConfigsResponseInput,
} from '../protocol/generated/033-alter-configs.js'
import {
  alterInTree,
  alterResources,
  invalidRequest,
  refuseDuplicateNames,
  refuseUnknownType,
} from './alter-resources.ts'
import { ResourceType } from './config-resources.ts'
import type { BrokerServices, Handler } from './handler.ts'

export const handler: Handler<AlterConfigsRequest, AlterConfigsResponseInput> = {
  apiKey: ApiKey.AlterConfigs,
  minVersion: 0,
  maxVersion: 2,
  async handle(request, { isGone }, services) {
    const alter = (resource: AlterConfigsResource) => alterOne(resource, request.validateOnly, services)
    return { responses: await alterResources(request.resources, isGone, alter) }
  },
}

async function alterOne(
  resource: AlterConfigsResource,
  validateOnly: boolean,
  services: BrokerServices,
): Promise<void> {
  const { resourceType, resourceName, configs } = resource
  refuseDuplicateNames(configs.map(({ name }) => name))
  refuseUnknownType(resourceType)
  if (resourceType === ResourceType.BROKER_LOGGER) throw invalidRequest(`Unknown resource type ${resourceType}`)
  const alterations = configs.map(({ name, value }) => ({ name, value, op: 'set' as const }))
  await alterInTree({ resourceType, resourceName, alterations, replacesAll: true }, validateOnly, services)
}
