/**
 * What this broker knows of the cluster, from UpdateMetadata requests. Every request makes a new picture that shares
 * what did not change. Brokers and the controller's id are replaced by every request, partitions are merged: leader -2
 * removes one, -1 says that it has no leader.
 */
import type { BrokerId, Uuid } from '../../base/kinds.ts'
import { ZERO_UUID } from '../../base/kinds.ts'
import type { Logger } from '../../base/logger.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type {
  UpdateMetadataPartitionStateInput,
  UpdateMetadataRequestInput,
} from '../../protocol/generated/006-update-metadata.js'
import type { ClusterMetadata, LiveBroker, MetadataCache, PartitionState } from '../contract.ts'
import { SecurityProtocolName } from '../nodes/security-protocol.ts'
import { LayeredMap } from './layered-map.ts'

/** The leader that UpdateMetadata names for a partition that is being deleted. */
export const LEADER_DURING_DELETE = -2

type Partitions = LayeredMap<number, PartitionState>

class Picture implements ClusterMetadata {
  readonly controllerId: BrokerId
  readonly brokers: ReadonlyMap<BrokerId, LiveBroker>
  readonly topics: LayeredMap<string, Partitions>
  readonly ids: LayeredMap<string, Uuid>
  readonly names: LayeredMap<Uuid, string>

  constructor(
    controllerId: BrokerId,
    brokers: ReadonlyMap<BrokerId, LiveBroker>,
    topics: LayeredMap<string, Partitions>,
    ids: LayeredMap<string, Uuid>,
    names: LayeredMap<Uuid, string>,
  ) {
    this.controllerId = controllerId
    this.brokers = brokers
    this.topics = topics
    this.ids = ids
    this.names = names
  }

  topicId(topic: string): Uuid | null {
    return this.ids.get(topic) ?? null
  }

  topicName(topicId: Uuid): string | null {
    return this.names.get(topicId) ?? null
  }

  partition(topic: string, partition: number): PartitionState | null {
    return this.topics.get(topic)?.get(partition) ?? null
  }
}

export interface MetadataUpdate {
  /** STALE_CONTROLLER_EPOCH: nothing was taken over. */
  readonly error: number
  /** Partitions that are known no more. */
  readonly removed: readonly { topic: string; partition: number }[]
}

export class ClusterMetadataCache implements MetadataCache {
  readonly #listeners = new Set<(metadata: ClusterMetadata) => void>()
  readonly #logger: Logger
  #picture = new Picture(-1, new Map(), LayeredMap.empty(), LayeredMap.empty(), LayeredMap.empty())
  #controllerEpoch = 0

  constructor(logger: Logger) {
    this.#logger = logger
  }

  get current(): ClusterMetadata {
    return this.#picture
  }

  /** The highest seen. */
  get controllerEpoch(): number {
    return this.#controllerEpoch
  }

  onChange(listener: (metadata: ClusterMetadata) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  update(request: UpdateMetadataRequestInput): MetadataUpdate {
    const controllerEpoch = request.controllerEpoch ?? 0
    if (controllerEpoch < this.#controllerEpoch) return { error: ErrorCode.STALE_CONTROLLER_EPOCH, removed: [] }
    this.#controllerEpoch = controllerEpoch
    const merge = new Merge(this.#picture)
    for (const topic of request.topicStates ?? []) {
      merge.topic(topic.topicName ?? '', topic.topicId ?? ZERO_UUID, topic.partitionStates ?? [])
    }
    // Versions 0 to 4 list partitions flat and know no topic ids.
    for (const state of request.ungroupedPartitionStates ?? []) {
      merge.topic(state.topicName ?? '', ZERO_UUID, [state])
    }
    this.#picture = merge.finish(request.controllerId ?? -1, readBrokers(request))
    for (const listener of [...this.#listeners]) this.#tell(listener)
    return { error: ErrorCode.NONE, removed: merge.removed }
  }

  #tell(listener: (metadata: ClusterMetadata) => void): void {
    try {
      listener(this.#picture)
    } catch (error) {
      this.#logger.error('A listener of the metadata cache failed', { error: String(error) })
    }
  }
}

class Merge {
  readonly #from: Picture
  readonly #topics = new Map<string, Map<number, PartitionState | null>>()
  readonly #ids = new Map<string, Uuid | null>()
  readonly removed: { topic: string; partition: number }[] = []

  constructor(from: Picture) {
    this.#from = from
  }

  topic(name: string, id: Uuid, states: readonly UpdateMetadataPartitionStateInput[]): void {
    this.#ids.set(name, id === ZERO_UUID ? null : id)
    let changes = this.#topics.get(name)
    if (changes === undefined) this.#topics.set(name, (changes = new Map()))
    for (const state of states) {
      const partition = state.partitionIndex ?? 0
      if (state.leader === LEADER_DURING_DELETE) {
        changes.set(partition, null)
        this.removed.push({ topic: name, partition })
      } else changes.set(partition, readPartition(name, state))
    }
  }

  finish(controllerId: BrokerId, brokers: ReadonlyMap<BrokerId, LiveBroker>): Picture {
    const topics = new Map<string, Partitions | null>()
    const ids = new Map<string, Uuid | null>()
    const names = new Map<Uuid, string | null>()
    for (const [name, changes] of this.#topics) {
      const partitions = (this.#from.topics.get(name) ?? LayeredMap.empty<number, PartitionState>()).with(changes)
      topics.set(name, partitions.size === 0 ? null : partitions)
      const before = this.#from.ids.get(name)
      const id = partitions.size === 0 ? null : (this.#ids.get(name) ?? null)
      if (before !== undefined && before !== id) names.set(before, null)
      if (id !== null) names.set(id, name)
      ids.set(name, id)
    }
    const from = this.#from
    return new Picture(controllerId, brokers, from.topics.with(topics), from.ids.with(ids), from.names.with(names))
  }
}

function readPartition(topic: string, state: UpdateMetadataPartitionStateInput): PartitionState {
  const replicas = state.replicas ?? []
  const isr = state.isr ?? []
  return {
    topic,
    partition: state.partitionIndex ?? 0,
    controllerEpoch: state.controllerEpoch ?? 0,
    leader: state.leader ?? -1,
    leaderEpoch: state.leaderEpoch ?? 0,
    // Mostly all replicas are in sync: one array for both.
    isr: sameIds(isr, replicas) ? replicas : isr,
    zkVersion: state.zkVersion ?? 0,
    replicas,
    offlineReplicas: state.offlineReplicas?.length ? state.offlineReplicas : NO_IDS,
  }
}

const NO_IDS: readonly BrokerId[] = []

function sameIds(a: readonly BrokerId[], b: readonly BrokerId[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index])
}

function readBrokers(request: UpdateMetadataRequestInput): ReadonlyMap<BrokerId, LiveBroker> {
  const brokers = new Map<BrokerId, LiveBroker>()
  for (const broker of request.liveBrokers ?? []) {
    const endpoints = (broker.endpoints ?? []).map((endpoint) => ({
      listener: endpoint.listener || (SecurityProtocolName[endpoint.securityProtocol ?? 0] ?? ''),
      securityProtocol: SecurityProtocolName[endpoint.securityProtocol ?? 0] ?? '',
      host: endpoint.host ?? '',
      port: endpoint.port ?? -1,
    }))
    const id = broker.id ?? -1
    brokers.set(id, { id, endpoints, rack: broker.rack ?? null })
  }
  return brokers
}
