/** ListConfigResources 0–1 (KIP-714, KIP-1142): version 0 lists client-metrics subscriptions alone; an empty list of types is all. */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  ConfigResourceInput,
  ListConfigResourcesRequest,
  ListConfigResourcesResponseInput,
} from '../protocol/generated/074-list-config-resources.js'
import { ResourceType } from './config-resources.ts'
import type { BrokerServices, Handler } from './handler.ts'

/** In the order in which Apache lists them. */
const TYPES: readonly number[] = [
  ResourceType.GROUP,
  ResourceType.CLIENT_METRICS,
  ResourceType.BROKER_LOGGER,
  ResourceType.BROKER,
  ResourceType.TOPIC,
]

export const handler: Handler<ListConfigResourcesRequest, ListConfigResourcesResponseInput> = {
  apiKey: ApiKey.ListConfigResources,
  minVersion: 0,
  maxVersion: 1,
  handle({ resourceTypes }, context, services) {
    const asked = new Set(context.apiVersion === 0 ? [ResourceType.CLIENT_METRICS] : resourceTypes)
    for (const type of asked) {
      if (!TYPES.includes(type)) return { errorCode: ErrorCode.UNSUPPORTED_VERSION, configResources: [] }
    }
    const wanted = asked.size === 0 ? TYPES : TYPES.filter((type) => asked.has(type))
    const configResources: ConfigResourceInput[] = wanted.flatMap((resourceType) =>
      namesOf(resourceType, services).map((resourceName) => ({ resourceName, resourceType })),
    )
    return { errorCode: ErrorCode.NONE, configResources }
  },
}

function namesOf(type: number, services: BrokerServices): string[] {
  const { current } = services.metadata
  switch (type) {
    case ResourceType.GROUP:
      return services.dynamicConfigs.names('groups')
    case ResourceType.CLIENT_METRICS:
      return services.dynamicConfigs.names('client-metrics')
    case ResourceType.TOPIC:
      return [...current.topics.keys()]
    default:
      return [...current.brokers.keys()].map(String)
  }
}
