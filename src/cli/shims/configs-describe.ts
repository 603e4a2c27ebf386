/** kafka-configs.sh --describe, of all but quotas. */
import type { KafkaClient } from '../../client/client.ts'
import {
  type ConfigEntry,
  ConfigSource,
  describeConfigs,
  listConfigResources,
  ResourceType,
} from '../../client/configs.ts'
import { write } from '../stdout.ts'
import type { Entity } from './configs-entities.ts'

export const RESOURCES: Readonly<Record<string, { type: number; singular: string; own: number }>> = {
  topics: { type: ResourceType.TOPIC, singular: 'topic', own: ConfigSource.TOPIC },
  brokers: { type: ResourceType.BROKER, singular: 'broker', own: ConfigSource.BROKER },
  'broker-loggers': { type: ResourceType.BROKER_LOGGER, singular: 'broker-logger', own: ConfigSource.BROKER_LOGGER },
  'client-metrics': { type: ResourceType.CLIENT_METRICS, singular: 'client-metric', own: ConfigSource.CLIENT_METRICS },
  groups: { type: ResourceType.GROUP, singular: 'group', own: ConfigSource.GROUP },
}

const SOURCE_NAMES: Readonly<Record<number, string>> = {
  [ConfigSource.TOPIC]: 'DYNAMIC_TOPIC_CONFIG',
  [ConfigSource.BROKER]: 'DYNAMIC_BROKER_CONFIG',
  [ConfigSource.DEFAULT_BROKER]: 'DYNAMIC_DEFAULT_BROKER_CONFIG',
  [ConfigSource.STATIC]: 'STATIC_BROKER_CONFIG',
  [ConfigSource.DEFAULT]: 'DEFAULT_CONFIG',
  [ConfigSource.BROKER_LOGGER]: 'DYNAMIC_BROKER_LOGGER_CONFIG',
  [ConfigSource.CLIENT_METRICS]: 'DYNAMIC_CLIENT_METRICS_CONFIG',
  [ConfigSource.GROUP]: 'DYNAMIC_GROUP_CONFIG',
}

export async function describeEntity(client: KafkaClient, { type, name }: Entity, isAll: boolean): Promise<void> {
  for (const one of name === undefined ? await namesOf(client, type) : [name]) {
    const { type: resourceType, singular } = RESOURCES[type]!
    const whose = one === null ? `Default configs for ${type} in the cluster` : null
    await write(`${whose ?? `${isAll ? 'All' : 'Dynamic'} configs for ${singular} ${one}`} are:\n`)
    const entries = await describeConfigs(client, resourceType, one ?? '')
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (isAll || isOwn(type, one, entry)) await write(line(entry))
    }
  }
}

/** null among them: the default. */
async function namesOf(client: KafkaClient, type: string): Promise<(string | null)[]> {
  if (type === 'topics') {
    const { topics } = await client.metadata(null)
    return topics.map(({ name }) => name).sort()
  }
  if (type === 'client-metrics' || type === 'groups') return listConfigResources(client, RESOURCES[type]!.type)
  const { brokers } = await client.metadata([])
  const ids = brokers.map(({ id }) => id).sort((a, b) => a - b)
  return [...ids.map(String), ...(type === 'brokers' ? [null] : [])]
}

/** Set for just this one. A logger has a level whoever set it. */
export function isOwn(type: string, name: string | null, { configSource }: ConfigEntry): boolean {
  if (type === 'broker-loggers') return true
  if (type === 'brokers' && name === null) return configSource === ConfigSource.DEFAULT_BROKER
  return configSource === RESOURCES[type]!.own
}

function line({ name, value, isSensitive, synonyms }: ConfigEntry): string {
  const from = synonyms.map((one) => `${SOURCE_NAMES[one.source] ?? 'UNKNOWN'}:${one.name}=${one.value}`)
  return `  ${name}=${value} sensitive=${isSensitive} synonyms={${from.join(', ')}}\n`
}
