/** How AlterConfigs and IncrementalAlterConfigs change one resource: check, then write to the tree. */
import {
  type Alteration,
  type Altered,
  applyAlterations,
  checkBroker,
  checkClientMetrics,
  checkGroup,
  checkTopic,
  type Refusal,
} from '../config/alter.ts'
import type { SettingScope } from '../config/setting.ts'
import type { ChangeOfConfigs, ConfigEntity } from '../controller/contract.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { brokerEntity, brokerNumber, ResourceError, ResourceType, refusedAs, storeOf } from './config-resources.ts'
import type { BrokerServices } from './handler.ts'
import { storeRefusal } from './store-refusal.ts'

export interface ResourceAnswer {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
}

export interface AlterResource {
  readonly resourceType: number
  readonly resourceName: string
  readonly alterations: readonly Alteration[]
  /** AlterConfigs: what is not named is removed. */
  readonly replacesAll: boolean
}

const NAMED_TYPES = new Set<number>(Object.values(ResourceType))

/** One answer per resource, in order; a resource that is named twice is refused each time. When nobody can get the answer, nothing more is done. */
export async function alterResources<Resource extends { resourceType: number; resourceName: string }>(
  resources: readonly Resource[],
  isGone: () => boolean,
  alter: (resource: Resource) => Promise<void>,
): Promise<ResourceAnswer[]> {
  const key = (resource: Resource): string => `${resource.resourceType} ${resource.resourceName}`
  const counts = new Map<string, number>()
  for (const resource of resources) counts.set(key(resource), (counts.get(key(resource)) ?? 0) + 1)
  const answers: ResourceAnswer[] = []
  for (const resource of resources) {
    if (isGone()) break
    const { resourceType, resourceName } = resource
    try {
      if (counts.get(key(resource)) !== 1) throw invalidRequest('Each resource must appear at most once.')
      await alter(resource)
      answers.push({ errorCode: ErrorCode.NONE, errorMessage: null, resourceType, resourceName })
    } catch (error) {
      if (!(error instanceof ResourceError)) throw error
      const errorMessage = error.code === ErrorCode.UNKNOWN_SERVER_ERROR ? null : error.message
      answers.push({ errorCode: error.code, errorMessage, resourceType, resourceName })
    }
  }
  return answers
}

export function invalidRequest(message: string): ResourceError {
  return new ResourceError(ErrorCode.INVALID_REQUEST, message)
}

export function refuseDuplicateNames(names: readonly string[]): void {
  if (new Set(names).size !== names.length) throw invalidRequest('Error due to duplicate config keys')
}

export function refuseUnknownType(resourceType: number): void {
  if (!NAMED_TYPES.has(resourceType)) throw invalidRequest(`Unknown resource type ${resourceType}`)
}

/** Every type but loggers, which are not in the tree. */
export async function alterInTree(
  resource: AlterResource,
  validateOnly: boolean,
  services: BrokerServices,
): Promise<void> {
  const { entity, scope } = target(resource, services)
  const change: ChangeOfConfigs = (before) => {
    const start = resource.replacesAll ? new Map<string, string>() : before
    const altered = applyAlterations(scope, start, resource.alterations, (name) => listInEffect(scope, name, services))
    if ('refused' in altered) throw refusedAs(altered)
    const refusal = check(resource, altered, entity, services)
    if (refusal !== null) throw refusedAs(refusal)
    return validateOnly ? before : altered.values
  }
  await orRefuse(services.dynamicConfigs.alter(entity, change))
}

async function orRefuse(asked: Promise<void>): Promise<void> {
  try {
    await asked
  } catch (error) {
    const refusal = storeRefusal(error)
    throw refusal === null ? error : new ResourceError(refusal.code, refusal.message)
  }
}

function target(
  { resourceType, resourceName }: AlterResource,
  services: BrokerServices,
): { entity: ConfigEntity; scope: SettingScope } {
  switch (resourceType) {
    case ResourceType.TOPIC:
      refuseTopic(resourceName, services)
      return { entity: { type: 'topics', name: resourceName }, scope: 'topic' }
    case ResourceType.BROKER:
      refuseBroker(resourceName, services)
      return { entity: brokerEntity(services, resourceName), scope: 'broker' }
    case ResourceType.CLIENT_METRICS:
      if (resourceName === '') throw invalidRequest("Subscription name can't be empty")
      return { entity: { type: 'client-metrics', name: resourceName }, scope: 'client-metrics' }
    case ResourceType.GROUP:
      if (resourceName === '') throw invalidRequest('Default group resources are not allowed.')
      return { entity: { type: 'groups', name: resourceName }, scope: 'group' }
    default:
      throw invalidRequest(`Unknown resource type ${resourceType}`)
  }
}

function refuseTopic(name: string, services: BrokerServices): void {
  if (name === '') throw invalidRequest('Default topic resources are not allowed.')
  if (services.metadata.current.topics.has(name)) return
  throw new ResourceError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `The topic '${name}' does not exist.`)
}

function refuseBroker(name: string, services: BrokerServices): void {
  if (name === '') return
  const id = brokerNumber(name)
  if (id === null) throw invalidRequest(`Node id must be an integer, but it is: ${name}`)
  if (id === services.brokerId) return
  throw invalidRequest(`Unexpected broker id, expected ${services.brokerId}, but received ${name}`)
}

/** What a list without a value of its own starts from. */
function listInEffect(scope: SettingScope, name: string, services: BrokerServices): readonly string[] {
  const store = storeOf(services)
  if (scope === 'broker') return store.list(name)
  if (scope !== 'topic') return []
  const { plain } = store.topicValue(name, new Map())
  return Array.isArray(plain) ? plain : []
}

function check(
  { resourceType, resourceName, alterations }: AlterResource,
  { values }: Exclude<Altered, Refusal>,
  entity: ConfigEntity,
  services: BrokerServices,
): Refusal | null {
  const store = storeOf(services)
  switch (resourceType) {
    case ResourceType.TOPIC:
      return checkTopic(store, entity.name, values)
    case ResourceType.BROKER:
      return checkBroker(store, values, new Set(alterations.map(({ name }) => name)), resourceName === '')
    case ResourceType.CLIENT_METRICS:
      return checkClientMetrics(values)
    default:
      return checkGroup(store, values)
  }
}
