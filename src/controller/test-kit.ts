/** A controller over a tree in memory, with brokers that only keep what they are told. For tests. */
import { type Logger, silentLogger } from '../base/logger.ts'
import { loadConfig } from '../config/load.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { ClusterMetadataCache } from '../metadata/cache/metadata-cache.ts'
import { encodeBroker } from '../metadata/nodes/broker-node.ts'
import { brokerPath } from '../metadata/nodes/paths.ts'
import { ensureTopLevelPaths, registerBroker } from '../metadata/setup.ts'
import type { EmbeddedTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { openMemoryTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { LeaderAndIsrRequestInput, LeaderAndIsrResponse } from '../protocol/generated/004-leader-and-isr.js'
import type { StopReplicaRequestInput, StopReplicaResponse } from '../protocol/generated/005-stop-replica.js'
import type { UpdateMetadataRequestInput } from '../protocol/generated/006-update-metadata.js'
import type { ControllerChannels } from './channels.ts'
import type { SupportedFeature } from './contract.ts'
import { ControllerRuntime } from './runtime.ts'
import { TreeConfigs } from './tree-configs.ts'

export interface Told {
  readonly broker: number
  readonly apiKey: number
  readonly request: object
}

/** Answers for all brokers; remembers what was said. */
export class FakeBrokers implements ControllerChannels {
  readonly told: Told[] = []
  readonly caches = new Map<number, ClusterMetadataCache>()
  /** Partitions ("topic-0") whose folder is offline, by broker. */
  readonly broken = new Map<number, Set<string>>()
  /** Brokers that do not answer. */
  readonly silent = new Set<number>()
  readonly #waiting: (() => void)[] = []

  cache(broker: number): ClusterMetadataCache {
    let cache = this.caches.get(broker)
    if (cache === undefined) this.caches.set(broker, (cache = new ClusterMetadataCache(silentLogger)))
    return cache
  }

  async send(broker: number, apiKey: number, request: object): Promise<object> {
    while (this.silent.has(broker)) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.told.push({ broker, apiKey, request })
    switch (apiKey) {
      case ApiKey.LeaderAndIsr:
        return this.#leaderAndIsr(broker, request)
      case ApiKey.StopReplica:
        return this.#stopReplica(broker, request)
      default:
        return { errorCode: this.cache(broker).update(request as UpdateMetadataRequestInput).error }
    }
  }

  speak(broker: number): void {
    this.silent.delete(broker)
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #errorOf(broker: number, topic: string, partition: number): number {
    const isBroken = this.broken.get(broker)?.has(`${topic}-${partition}`) ?? false
    return isBroken ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.NONE
  }

  #leaderAndIsr(broker: number, request: LeaderAndIsrRequestInput): LeaderAndIsrResponse {
    const topics = (request.topicStates ?? []).map(({ topicName, topicId, partitionStates }) => ({
      topicId: topicId!,
      partitionErrors: partitionStates!.map(({ partitionIndex }) => ({
        topicName: '',
        partitionIndex: partitionIndex!,
        errorCode: this.#errorOf(broker, topicName!, partitionIndex!),
      })),
    }))
    return { errorCode: ErrorCode.NONE, partitionErrors: [], topics }
  }

  #stopReplica(broker: number, request: StopReplicaRequestInput): StopReplicaResponse {
    const partitionErrors = (request.topicStates ?? []).flatMap(({ topicName, partitionStates }) =>
      partitionStates!.map(({ partitionIndex }) => ({
        topicName: topicName!,
        partitionIndex: partitionIndex!,
        errorCode: this.#errorOf(broker, topicName!, partitionIndex!),
      })),
    )
    return { errorCode: ErrorCode.NONE, partitionErrors }
  }

  /** One short line for each request of a kind, and forgets them. */
  take(): string[] {
    return this.told.splice(0).map(({ broker, apiKey, request }) => `${broker} ${shortly(apiKey, request)}`)
  }
}

function shortly(apiKey: number, request: object): string {
  switch (apiKey) {
    case ApiKey.LeaderAndIsr:
      return `lisr ${((request as LeaderAndIsrRequestInput).topicStates ?? [])
        .flatMap(({ topicName, partitionStates }) =>
          partitionStates!.map(
            (state) =>
              `${topicName}-${state.partitionIndex} leader=${state.leader} epoch=${state.leaderEpoch} isr=[${state.isr}]` +
              `${state.isNew ? ' new' : ''}`,
          ),
        )
        .join(', ')}`
    case ApiKey.StopReplica:
      return `stop ${((request as StopReplicaRequestInput).topicStates ?? [])
        .flatMap(({ topicName, partitionStates }) =>
          partitionStates!.map(
            (state) =>
              `${topicName}-${state.partitionIndex} epoch=${state.leaderEpoch}${state.deletePartition ? ' delete' : ''}`,
          ),
        )
        .join(', ')}`
    default:
      return `umr [${((request as UpdateMetadataRequestInput).liveBrokers ?? []).map(({ id }) => id)}] ${(
        (request as UpdateMetadataRequestInput).topicStates ?? []
      )
        .flatMap(({ topicName, partitionStates }) =>
          partitionStates!.map((state) => `${topicName}-${state.partitionIndex} leader=${state.leader}`),
        )
        .join(', ')}`.trimEnd()
  }
}

export interface Kit {
  readonly world: MemoryWorld
  readonly tree: EmbeddedTree
  readonly brokers: FakeBrokers
  readonly configs: TreeConfigs
  readonly controller: ControllerRuntime
  /** Registers one more broker, as if from elsewhere: a persistent node does for it. */
  join(id: number, rack?: string | null): Promise<void>
  leave(id: number): Promise<void>
  settle(): Promise<void>
  data(path: string): Promise<string | null>
  close(): Promise<void>
}

export interface KitOptions {
  readonly brokerId?: number
  readonly rack?: string | null
  readonly tree?: EmbeddedTree
  readonly world?: MemoryWorld
  readonly overrides?: Record<string, string>
  readonly others?: readonly number[]
  readonly features?: readonly SupportedFeature[]
  /** Of the controller. */
  readonly logger?: Logger
}

function endpointsOf(id: number) {
  return [{ listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: '127.0.0.1', port: 9592 + (id - 7) }]
}

export async function startKit(options: KitOptions = {}): Promise<Kit> {
  const world = options.world ?? new MemoryWorld()
  const tree = options.tree ?? openMemoryTree({ clock: world.clock, logger: silentLogger })
  const brokerId = options.brokerId ?? 7
  const brokers = new FakeBrokers()
  const { config } = loadConfig({ flags: new Map(Object.entries(options.overrides ?? {})) })
  await ensureTopLevelPaths(tree)
  const joinTree = async (id: number, rack: string | null = null): Promise<void> => {
    const node = { id, endpoints: endpointsOf(id), rack, features: {} }
    await tree.create(brokerPath(id), encodeBroker(node, world.clock.wallMs()), 'persistent')
  }
  for (const id of options.others ?? []) await joinTree(id)
  const self = { id: brokerId, endpoints: endpointsOf(brokerId), rack: options.rack ?? null, features: {} }
  await registerBroker(tree, self, world.clock)
  const configs = await TreeConfigs.start({ tree, clock: world.clock, logger: silentLogger })
  const controller = await ControllerRuntime.start({
    tree,
    requestTree: tree,
    requestLimitMs: 30_000,
    world,
    logger: options.logger ?? silentLogger,
    brokerId,
    channels: brokers,
    metadata: brokers.cache(brokerId),
    configs,
    config,
    topicConfigsProblem: (overrides) => config.topicConfigsProblem(overrides),
    interBrokerListener: () => 'PLAINTEXT',
    supportedFeatures: options.features ?? [],
    ensureRegistered: async () => {
      await registerBroker(tree, self, world.clock)
    },
  })
  const settle = async (): Promise<void> => {
    await world.settle()
    await controller.idle()
    await world.settle()
  }
  await settle()
  return {
    world,
    tree,
    brokers,
    configs,
    controller,
    settle,
    join: async (id, rack = null) => {
      await joinTree(id, rack)
      await settle()
    },
    leave: async (id) => {
      await tree.delete(brokerPath(id), -1)
      await settle()
    },
    data: async (path) => {
      const { data } = await tree.get(path)
      return data === null ? null : Buffer.from(data).toString()
    },
    close: async () => {
      await controller.stop()
      configs.close()
      await tree.close()
    },
  }
}
