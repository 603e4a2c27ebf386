/** The nodes that hold one thing: cluster id, controller, epoch, features, producer ids, settings, notifications. */
import type { BrokerId } from '../../base/kinds.ts'
import type { JsonObject } from './json.ts'
import {
  encode,
  integer,
  integers,
  isObject,
  NodeFormatError,
  objectText,
  own,
  parseObject,
  propertiesOrder,
  text,
} from './json.ts'
import { Paths } from './paths.ts'

// ── /cluster/id ─────────────────────────────────────────────────────────────────────────────────────────────────────

export function encodeClusterId(id: string): Uint8Array {
  return encode(`{"version":"1","id":${JSON.stringify(id)}}`)
}

export function decodeClusterId(data: Uint8Array | null): string {
  return text(Paths.clusterId, parseObject(Paths.clusterId, data), 'id')
}

// ── /controller and /controller_epoch ───────────────────────────────────────────────────────────────────────────────

export function encodeController(id: BrokerId, timestampMs: number): Uint8Array {
  return encode(`{"version":2,"brokerid":${id},"timestamp":"${timestampMs}","kraftControllerEpoch":-1}`)
}

/** `kraftControllerEpoch` above 0: a KRaft controller is taking the cluster over. */
export function decodeController(data: Uint8Array | null): { brokerId: BrokerId; kraftControllerEpoch: number } {
  const json = parseObject(Paths.controller, data)
  return {
    brokerId: integer(Paths.controller, json, 'brokerid'),
    kraftControllerEpoch: integer(Paths.controller, json, 'kraftControllerEpoch', -1),
  }
}

export function encodeControllerEpoch(epoch: number): Uint8Array {
  return encode(String(epoch))
}

export function decodeControllerEpoch(data: Uint8Array | null): number {
  const digits = Buffer.from(data ?? []).toString()
  if (!/^\d{1,10}$/.test(digits)) throw new NodeFormatError(Paths.controllerEpoch, 'it is not a number')
  return Number(digits)
}

// ── /feature ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface FeatureNode {
  readonly enabled: boolean
  /** Name to the finalized level. */
  readonly features: ReadonlyMap<string, number>
}

export function encodeFeature(node: FeatureNode): Uint8Array {
  const features = [...node.features].map(([name, level]) => [name, `{"max_version_level":${level}}`] as const)
  return encode(`{"features":${objectText(features)},"version":2,"status":${node.enabled ? 1 : 0}}`)
}

export function decodeFeature(data: Uint8Array | null): FeatureNode {
  const path = Paths.feature
  const json = parseObject(path, data)
  const version = integer(path, json, 'version')
  if (version !== 1 && version !== 2) throw new NodeFormatError(path, `its version is ${version}`)
  const all = own(json, 'features')
  const features = new Map<string, number>()
  for (const [name, levels] of Object.entries(isObject(all) ? all : {})) {
    if (isObject(levels)) features.set(name, integer(path, levels, 'max_version_level'))
  }
  return { enabled: integer(path, json, 'status') === 1, features }
}

// ── /latest_producer_id_block ───────────────────────────────────────────────────────────────────────────────────────

export interface ProducerIdBlock {
  readonly brokerId: BrokerId
  readonly first: number
  /** Belongs to the block. */
  readonly last: number
}

export function encodeProducerIdBlock(block: ProducerIdBlock): Uint8Array {
  return encode(`{"version":1,"broker":${block.brokerId},"block_start":"${block.first}","block_end":"${block.last}"}`)
}

/** null: no block was taken yet. */
export function decodeProducerIdBlock(data: Uint8Array | null): ProducerIdBlock | null {
  if (data === null || data.length === 0) return null
  const path = Paths.producerIdBlock
  const json = parseObject(path, data)
  const number = (key: string): number => {
    const value = Number(text(path, json, key))
    if (!Number.isSafeInteger(value) || value < 0) throw new NodeFormatError(path, `"${key}" is not a producer id`)
    return value
  }
  return { brokerId: integer(path, json, 'broker'), first: number('block_start'), last: number('block_end') }
}

// ── Settings and their notifications ────────────────────────────────────────────────────────────────────────────────

export function encodeConfig(values: ReadonlyMap<string, string>): Uint8Array {
  const entries = propertiesOrder(values.keys()).map((name) => [name, JSON.stringify(values.get(name))] as const)
  return encode(`{"version":1,"config":${objectText(entries)}}`)
}

export function decodeConfig(path: string, data: Uint8Array | null): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  // A user's node that only holds client ids below it has no data.
  if (data === null || data.length === 0) return values
  const config = own(parseObject(path, data), 'config')
  if (!isObject(config)) throw new NodeFormatError(path, 'it has no "config"')
  for (const [name, value] of Object.entries(config)) {
    if (typeof value !== 'string') throw new NodeFormatError(path, `"${name}" is not a text`)
    values.set(name, value)
  }
  return values
}

export function encodeConfigChange(entityPath: string): Uint8Array {
  return encode(`{"version":2,"entity_path":${JSON.stringify(entityPath)}}`)
}

/** The entity's path below /config; null when the version is not known. */
export function decodeConfigChange(path: string, data: Uint8Array | null): string | null {
  const json = parseObject(path, data)
  switch (integer(path, json, 'version')) {
    case 1:
      return `${text(path, json, 'entity_type')}/${text(path, json, 'entity_name')}`
    case 2:
      return text(path, json, 'entity_path')
    default:
      return null
  }
}

export function encodeLogDirEvent(brokerId: BrokerId): Uint8Array {
  return encode(`{"version":1,"broker":${brokerId},"event":1}`)
}

/** The broker with a failed log folder; null: another event. */
export function decodeLogDirEvent(path: string, data: Uint8Array | null): BrokerId | null {
  const json = parseObject(path, data)
  return integer(path, json, 'event') === 1 ? integer(path, json, 'broker') : null
}

/** Lists of partitions: ISR changes, the old preferred election. */
export function decodePartitions(path: string, data: Uint8Array | null): { topic: string; partition: number }[] {
  const list = own(parseObject(path, data), 'partitions')
  if (!Array.isArray(list)) throw new NodeFormatError(path, 'it has no "partitions"')
  return list.filter(isObject).map((entry: JsonObject) => ({
    topic: text(path, entry, 'topic'),
    partition: integer(path, entry, 'partition'),
  }))
}

/** /admin/reassign_partitions */
export interface WantedAssignment {
  readonly topic: string
  readonly partition: number
  readonly replicas: readonly BrokerId[]
}

export function decodeReassignment(data: Uint8Array | null): WantedAssignment[] {
  const path = Paths.reassignPartitions
  const list = own(parseObject(path, data), 'partitions')
  if (!Array.isArray(list)) throw new NodeFormatError(path, 'it has no "partitions"')
  return list.filter(isObject).map((entry: JsonObject) => ({
    topic: text(path, entry, 'topic'),
    partition: integer(path, entry, 'partition'),
    replicas: integers(path, own(entry, 'replicas')),
  }))
}

export function encodeReassignment(wanted: readonly WantedAssignment[]): Uint8Array {
  const partitions = wanted.map(({ topic, partition, replicas }) => ({ topic, partition, replicas }))
  return encode(JSON.stringify({ version: 1, partitions }))
}
