/** The broker's registry, and the parts of the broker that fill it. */
import type { BrokerConfig } from '../config/contract.ts'
import type { DynamicConfigs } from '../controller/contract.ts'
import type { ControllerRuntime } from '../controller/runtime.ts'
import type { GroupCoordinator } from '../coordinator/group/coordinator.ts'
import type { TransactionCoordinator } from '../coordinator/transaction/coordinator.ts'
import type { ReadProcessStats } from '../io/process-stats.ts'
import type { Clock } from '../io/world.ts'
import type { MetadataCache } from '../metadata/contract.ts'
import { registerBrokerMetrics } from '../metrics/broker-metrics.ts'
import { GroupMeters, type GroupsView, registerGroupMetrics } from '../metrics/group-metrics.ts'
import { type LogCleanerView, registerLogCleanerMetrics } from '../metrics/log-cleaner-metrics.ts'
import { registerProcessMetrics } from '../metrics/process-metrics.ts'
import { Registry } from '../metrics/registry.ts'
import { RequestMetrics } from '../metrics/request-metrics.ts'
import { TopicFilter } from '../metrics/topic-filter.ts'
import { BrokerTopicMetrics } from '../metrics/topic-metrics.ts'
import { registerTransactionMetrics } from '../metrics/transaction-metrics.ts'
import { registerVerificationMetrics } from '../metrics/verification-metrics.ts'
import { registerZooKeeperMetrics, type ZooKeeperMeters } from '../metrics/zookeeper-metrics.ts'
import { apis } from '../protocol/apis.ts'
import type { ReplicaManager } from '../replication/replica-manager.ts'
import type { Logs } from '../storage/contract.ts'

/** So long after its time a transaction that is still open is told of; its coordinator is given that much. */
const LATE_TRANSACTION_MS = 5 * 60_000

export interface BrokerMetrics {
  readonly registry: Registry
  readonly requests: RequestMetrics
  readonly topics: BrokerTopicMetrics
  readonly groups: GroupMeters
  /** Once everything is there that gauges look at. */
  watch(parts: WatchedParts): void
}

export interface WatchedParts {
  readonly replicas: ReplicaManager
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly metadata: MetadataCache
  readonly controller: ControllerRuntime
  readonly logs: Logs
  readonly config: BrokerConfig
  readonly configs: DynamicConfigs
  readonly brokerState: () => number
  /** null: log.cleaner.enable is false. */
  readonly cleaner: LogCleanerView | null
}

export function makeBrokerMetrics(params: {
  config: BrokerConfig
  clock: Clock
  processStats?: ReadProcessStats
  /** null: the broker is alone. */
  zooKeeper: ZooKeeperMeters | null
}): BrokerMetrics {
  const { config, clock } = params
  const registry = new Registry()
  const filter = new TopicFilter({
    enabled: config.boolean('odradek.metrics.partitions.enable'),
    exclude: config.list('odradek.metrics.topics.exclude'),
    excludeGroups: config.list('odradek.metrics.groups.exclude'),
    partitionsMax: config.number('odradek.metrics.partitions.max'),
  })
  const requests = new RequestMetrics({
    registry,
    apiName: (key) => apis.get(key)?.name ?? null,
    monotonicMs: () => clock.monotonicMs(),
  })
  const topics = new BrokerTopicMetrics(registry, filter)
  const meters = new GroupMeters()
  if (params.zooKeeper) registerZooKeeperMetrics(registry, params.zooKeeper, () => clock.monotonicMs())
  if (params.processStats) registerProcessMetrics(registry, params.processStats)
  const watch = ({
    replicas,
    groups,
    transactions,
    metadata,
    controller,
    logs,
    config,
    configs,
    brokerState,
    cleaner,
  }: WatchedParts) => {
    registerBrokerMetrics(
      registry,
      {
        partitions: () => replicas.all(),
        liveBrokers: () => metadata.current.brokers.size,
        isController: () => controller.isActive,
        offlinePartitions: () => controller.stats.offlinePartitions,
        topics: () => controller.stats.topics,
        clusterPartitions: () => controller.stats.partitions,
        offlineLogDirs: () => logs.offlineLogDirs,
        logDirs: () => logs.logDirs,
        brokerState,
        lateBeforeMs: () => clock.wallMs() - config.number('transaction.max.timeout.ms') - LATE_TRANSACTION_MS,
        minInsyncReplicas: (topic) => config.topic(configs.get({ type: 'topics', name: topic })).minInsyncReplicas,
      },
      filter,
    )
    registerTransactionMetrics(registry, transactions)
    registerVerificationMetrics(registry, replicas.verification.meters, () => clock.monotonicMs())
    registerGroupMetrics(registry, groupsView(meters, groups, replicas), filter)
    if (cleaner !== null)
      registerLogCleanerMetrics(
        registry,
        cleaner,
        () => logs.logDirs,
        () => clock.monotonicMs(),
      )
    metadata.onChange((current) => {
      for (const topic of topics.names()) if (!current.topics.has(topic)) topics.forget(topic)
    })
  }
  return { registry, requests, topics, groups: meters, watch }
}

function groupsView(meters: GroupMeters, groups: GroupCoordinator, replicas: ReplicaManager): GroupsView {
  return {
    meters,
    groups: () => groups.all(),
    count: (state) => groups.count(state),
    committed: () => groups.committed(),
    committedCount: () => groups.committedCount,
    highWatermark: (topic, partition) => {
      const found = replicas.partition(topic, partition)
      return found?.isLeader ? found.highWatermark : null
    },
  }
}
