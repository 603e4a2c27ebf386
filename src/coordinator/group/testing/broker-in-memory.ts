/** Logs, replicas and the coordinator of groups on a disk in memory: a broker without its sockets and its controller. */
import { type Logger, silentLogger } from '../../../base/logger.ts'
import type { Plan } from '../../../io/fault/disk.ts'
import type { MemoryDisk } from '../../../io/memory/disk.ts'
import type { MemoryWorld } from '../../../io/memory/world.ts'
import type { MetadataCache } from '../../../metadata/contract.ts'
import { GroupMeters } from '../../../metrics/group-metrics.ts'
import { ReplicaManager } from '../../../replication/replica-manager.ts'
import { makeCleaner } from '../../../storage/cleaner/cleaner-test-kit.ts'
import { isStorageOffline } from '../../../storage/log-manager-params.ts'
import { type Broker, start } from '../../../storage/log-manager-test-kit.ts'
import { CoordinatorRuntime } from '../../runtime/runtime.ts'
import { GroupCoordinator, type GroupLimits } from '../coordinator.ts'
import type { GroupPartition } from '../group-state.ts'
import type { GroupRecord } from '../records.ts'
import { GROUP_TOPIC, groupKind } from '../start.ts'

export const DATA_TOPIC = 't'
const TOPICS: Readonly<Record<string, string>> = {
  [GROUP_TOPIC]: 'K7jQ0mDdR0Kf9gMZyT7nXQ',
  [DATA_TOPIC]: 'usutpTHrQ8W5nLy19E6hpQ',
}
const PARTITIONS = 2
/** Small segments: rolls belong to the story. */
const SETTINGS = { segmentBytes: 900, indexIntervalBytes: 120, fileDeleteDelayMs: 1000 }
/** Compacted as often as can be, with nothing kept longer than it must. */
const COMPACTED = { ...SETTINGS, compact: true, delete: false, minCleanableDirtyRatio: 0, deleteRetentionMs: 0 }
const CLEANER_BACKOFF_MS = 500

export interface MemoryBrokerOptions {
  readonly disk?: MemoryDisk
  readonly plan?: Plan
  readonly limits?: Partial<GroupLimits>
  /** Of the leaders: higher at each start, as a controller gives them. */
  readonly leaderEpoch?: number
  readonly logger?: Logger
  /** All topics but the data's, by a cleaner. */
  readonly compacts?: boolean
  /** Names and ids of topics besides. */
  readonly moreTopics?: Readonly<Record<string, string>>
  /** Before anything is led: for other coordinators. */
  readonly made?: (broker: MemoryBroker) => void
}

export class MemoryBroker {
  readonly groups: GroupCoordinator
  readonly meters = new GroupMeters()
  readonly replicas: ReplicaManager
  readonly metadata: MetadataCache
  private readonly storage: Broker

  private constructor(
    storage: Broker,
    names: readonly string[],
    { limits = {}, logger = silentLogger }: MemoryBrokerOptions,
  ) {
    this.storage = storage
    const { world, manager } = storage
    const topics = new Map(names.map((topic) => [topic, { size: PARTITIONS }]))
    const partition = (topic: string) => (topics.has(topic) ? { leader: 1 } : null)
    const current = { topics, brokers: new Set([1]), partition }
    const metadata = { current, onChange: () => () => {} } as unknown as MetadataCache
    this.metadata = metadata
    this.replicas = new ReplicaManager({
      world,
      logger,
      brokerId: 1,
      logs: manager,
      metadata,
      highWatermarkCheckpointMs: 5000,
      isStorageOffline,
      isInternalTopic: (topic) => topic !== DATA_TOPIC,
    })
    const all: GroupLimits = {
      initialRebalanceDelayMs: 0,
      groupMaxSize: 100,
      minSessionTimeoutMs: 1,
      maxSessionTimeoutMs: 1_000_000,
      offsetMetadataMaxBytes: 100,
      ...limits,
    }
    const runtime = new CoordinatorRuntime<GroupRecord, GroupPartition>({
      world,
      logger,
      replicas: this.replicas,
      metadata,
      kind: groupKind(all, this.meters),
      partitionsConfigured: PARTITIONS,
      loadPieceBytes: 1000,
      writeTimeoutMs: 5000,
      compression: 0,
    })
    this.groups = new GroupCoordinator(runtime, all, this.meters)
  }

  static async start(options: MemoryBrokerOptions = {}): Promise<MemoryBroker> {
    const { disk, plan, leaderEpoch = 0, logger = silentLogger, moreTopics, compacts = false } = options
    const topics = { ...TOPICS, ...moreTopics }
    const names = Object.keys(topics)
    const settings = new Map(names.map((topic) => [topic, compacts && topic !== DATA_TOPIC ? COMPACTED : SETTINGS]))
    const storage = await start({ disk, plan, settings, logger })
    const broker = new MemoryBroker(storage, names, options)
    if (compacts) makeCleaner(storage, { backoffMs: CLEANER_BACKOFF_MS }).start()
    options.made?.(broker)
    const isNew = leaderEpoch === 0
    const partitionStates = Array.from({ length: PARTITIONS }, (_, partitionIndex) => ({
      partitionIndex,
      controllerEpoch: 1,
      leader: 1,
      leaderEpoch,
      isr: [1],
      partitionEpoch: leaderEpoch,
      replicas: [1],
      isNew,
    }))
    const topicStates = Object.entries(topics).map(([topicName, topicId]) => ({ topicName, topicId, partitionStates }))
    await broker.replicas.becomeLeaderOrFollower({ controllerId: 1, controllerEpoch: 1, topicStates })
    await broker.world.settle()
    return broker
  }

  get world(): MemoryWorld {
    return this.storage.world
  }

  get disk(): MemoryDisk {
    return this.storage.disk
  }

  get offlineFolders(): readonly string[] {
    return this.storage.manager.offlineLogDirs
  }

  async stop(): Promise<void> {
    this.groups.stop()
    this.replicas.stop()
    await this.storage.manager.close()
    await this.storage.dirs.release()
  }
}
