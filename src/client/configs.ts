/** Settings of topics, brokers, loggers, groups and client metrics (KIP-133, KIP-339), and quotas of clients (KIP-546). */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { failure } from './admin.ts'
import type { KafkaClient } from './client.ts'
import { BrokerError } from './errors.ts'

export const ResourceType = { TOPIC: 2, BROKER: 4, BROKER_LOGGER: 8, CLIENT_METRICS: 16, GROUP: 32 } as const

/** Who set a value, as DescribeConfigs numbers it. */
export const ConfigSource = {
  TOPIC: 1,
  BROKER: 2,
  DEFAULT_BROKER: 3,
  STATIC: 4,
  DEFAULT: 5,
  BROKER_LOGGER: 6,
  CLIENT_METRICS: 7,
  GROUP: 8,
} as const

export interface ConfigSynonym {
  readonly name: string
  readonly value: string | null
  readonly source: number
}

export interface ConfigEntry {
  readonly name: string
  /** null: sensitive, or without a value. */
  readonly value: string | null
  readonly readOnly: boolean
  readonly isSensitive: boolean
  /** ConfigSource */
  readonly configSource: number
  /** Where the value could come from, the strongest first. */
  readonly synonyms: readonly ConfigSynonym[]
  readonly documentation: string | null
}

/** `name` '' with BROKER: the cluster's default. Rejects with a BrokerError. */
export async function describeConfigs(
  client: KafkaClient,
  resourceType: number,
  name: string,
  options: { documentation?: boolean } = {},
): Promise<ConfigEntry[]> {
  const resource = { resourceType, resourceName: name, configurationKeys: null }
  const body = { resources: [resource], includeSynonyms: true, includeDocumentation: options.documentation ?? false }
  const broker = brokerOf(resourceType, name)
  const { results } =
    broker === null
      ? await client.toAny(ApiKey.DescribeConfigs, body)
      : await client.toBroker(broker, ApiKey.DescribeConfigs, body)
  const result = results[0]!
  const error = failure(result.errorCode, `describe the settings of ${name}`, result.errorMessage)
  if (error !== null) throw error
  return result.configs
}

export interface ConfigChange {
  readonly name: string
  /** null: back to what it is without being set. */
  readonly value: string | null
}

const SET = 0
const DELETE = 1

/** Rejects with a BrokerError. */
export async function alterConfigs(
  client: KafkaClient,
  resourceType: number,
  name: string,
  changes: readonly ConfigChange[],
  options: { validateOnly?: boolean } = {},
): Promise<void> {
  const configs = changes.map((change) => ({
    name: change.name,
    configOperation: change.value === null ? DELETE : SET,
    value: change.value,
  }))
  const body = {
    resources: [{ resourceType, resourceName: name, configs }],
    validateOnly: options.validateOnly ?? false,
  }
  const broker = brokerOf(resourceType, name)
  const { responses } =
    broker === null
      ? await client.toController(ApiKey.IncrementalAlterConfigs, body)
      : await client.toBroker(broker, ApiKey.IncrementalAlterConfigs, body)
  const { errorCode, errorMessage } = responses[0]!
  const error = failure(errorCode, `alter the settings of ${name}`, errorMessage)
  if (error !== null) throw error
}

/** Its own settings, and its loggers, a broker alone knows. */
function brokerOf(resourceType: number, name: string): number | null {
  const isOwn = resourceType === ResourceType.BROKER || resourceType === ResourceType.BROKER_LOGGER
  return isOwn && /^[0-9]{1,10}$/.test(name) ? Number(name) : null
}

/** Names of groups or client metrics that have settings (KIP-1142; before it the broker only knows client metrics). */
export async function listConfigResources(client: KafkaClient, resourceType: number): Promise<string[]> {
  const { errorCode, configResources } = await client.toAny(ApiKey.ListConfigResources, {
    resourceTypes: [resourceType],
  })
  if (errorCode !== ErrorCode.NONE) throw new BrokerError(errorCode, 'list what has settings')
  return configResources.map(({ resourceName }) => resourceName).sort()
}

// ── Quotas ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export type QuotaEntityType = 'user' | 'client-id' | 'ip'

/** name null: the default. */
export interface QuotaEntity {
  readonly type: QuotaEntityType
  readonly name: string | null
}

export interface QuotaEntry {
  readonly entity: readonly QuotaEntity[]
  readonly values: readonly { readonly key: string; readonly value: number }[]
}

/** `name` undefined: whichever. */
export interface QuotaFilter {
  readonly type: QuotaEntityType
  readonly name?: string | null
}

const EXACT = 0
const DEFAULT = 1
const ANY = 2

/** `strict`: of just these types and no others. Rejects with a BrokerError. */
export async function describeQuotas(
  client: KafkaClient,
  filters: readonly QuotaFilter[],
  strict: boolean,
): Promise<QuotaEntry[]> {
  const components = filters.map(({ type, name }) => ({
    entityType: type,
    matchType: name === undefined ? ANY : name === null ? DEFAULT : EXACT,
    match: name ?? null,
  }))
  const answer = await client.toAny(ApiKey.DescribeClientQuotas, { components, strict })
  const error = failure(answer.errorCode, 'describe quotas', answer.errorMessage)
  if (error !== null) throw error
  return (answer.entries ?? []).map(({ entity, values }) => ({
    entity: entity.map(({ entityType, entityName }) => ({ type: entityType as QuotaEntityType, name: entityName })),
    values,
  }))
}

export interface QuotaChange {
  readonly key: string
  /** null: no limit of its own any more. */
  readonly value: number | null
}

/** Rejects with a BrokerError. */
export async function alterQuotas(
  client: KafkaClient,
  entity: readonly QuotaEntity[],
  changes: readonly QuotaChange[],
  options: { validateOnly?: boolean } = {},
): Promise<void> {
  const entry = {
    entity: entity.map(({ type, name }) => ({ entityType: type, entityName: name })),
    ops: changes.map(({ key, value }) => ({ key, value: value ?? 0, remove: value === null })),
  }
  const body = { entries: [entry], validateOnly: options.validateOnly ?? false }
  const { entries } = await client.toController(ApiKey.AlterClientQuotas, body)
  const { errorCode, errorMessage } = entries[0]!
  const error = failure(errorCode, 'alter quotas', errorMessage)
  if (error !== null) throw error
}
