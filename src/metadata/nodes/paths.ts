/** Where things stand in the node tree; the names are Apache Kafka's. */
import type { BrokerId } from '../../base/kinds.ts'

export const Paths = {
  clusterId: '/cluster/id',
  brokerIds: '/brokers/ids',
  brokerSequence: '/brokers/seqid',
  topics: '/brokers/topics',
  controller: '/controller',
  controllerEpoch: '/controller_epoch',
  deleteTopics: '/admin/delete_topics',
  reassignPartitions: '/admin/reassign_partitions',
  preferredElection: '/admin/preferred_replica_election',
  isrChanges: '/isr_change_notification',
  logDirEvents: '/log_dir_event_notification',
  producerIdBlock: '/latest_producer_id_block',
  feature: '/feature',
  config: '/config',
  configChanges: '/config/changes',
} as const

/** Made at the start of every broker, with their parents, without data. */
export const PERSISTENT_PATHS: readonly string[] = [
  '/consumers',
  Paths.brokerIds,
  Paths.topics,
  Paths.configChanges,
  Paths.deleteTopics,
  Paths.brokerSequence,
  Paths.isrChanges,
  Paths.producerIdBlock,
  Paths.logDirEvents,
  '/config/topics',
  '/config/clients',
  '/config/users',
  '/config/brokers',
  '/config/ips',
]

export function brokerPath(id: BrokerId): string {
  return `${Paths.brokerIds}/${id}`
}

export function topicPath(topic: string): string {
  return `${Paths.topics}/${topic}`
}

export function partitionsPath(topic: string): string {
  return `${Paths.topics}/${topic}/partitions`
}

export function partitionPath(topic: string, partition: number): string {
  return `${Paths.topics}/${topic}/partitions/${partition}`
}

export function partitionStatePath(topic: string, partition: number): string {
  return `${Paths.topics}/${topic}/partitions/${partition}/state`
}

export function deleteTopicPath(topic: string): string {
  return `${Paths.deleteTopics}/${topic}`
}

export function configTypePath(type: string): string {
  return `${Paths.config}/${type}`
}

export const CONFIG_CHANGE_PREFIX = `${Paths.configChanges}/config_change_`

/** The number behind a sequential name; -1 when there is none. */
export function sequenceOf(name: string): number {
  const digits = name.slice(-10)
  return /^\d{10}$/.test(digits) ? Number(digits) : -1
}

/**
 * Names that may hold anything (groups, users, client ids) as one part of a path: Apache's way, which is URL encoding
 * with %20 and %2A. "." and ".." cannot stand in a path, so their dots are encoded too. `<default>` is a name of its own.
 */
export function sanitize(name: string): string {
  if (name === '.' || name === '..') return name.replaceAll('.', '%2E')
  return encodeURIComponent(name).replace(/[!'()~*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** null: not something that `sanitize` made. */
export function desanitize(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
