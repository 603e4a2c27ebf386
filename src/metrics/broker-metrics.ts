/** Gauges that are read from the broker's state when the page is asked for. */
import type { Registry, SampleWriter } from './registry.ts'
import type { TopicFilter } from './topic-filter.ts'

/** A partition as the page needs it; replication's own have this shape. */
export interface PartitionView {
  readonly topic: string
  readonly partition: number
  readonly log: {
    readonly size: number
    readonly logStartOffset: number
    readonly logEndOffset: number
    readonly oldestTransactionMs: number
  } | null
  /** -1: none */
  readonly leaderId: number
  readonly isLeader: boolean
  readonly inSyncReplicas: readonly number[]
  readonly assignment: readonly number[]
  readonly highWatermark: number
  readonly lastStableOffset: number
  readonly isUnderReplicated: boolean
  readonly isUnderMinIsr: boolean
}

export interface BrokerView {
  /** Of this broker. */
  partitions(): Iterable<PartitionView>
  liveBrokers(): number
  isController(): boolean
  /** Of the cluster; told by the controller, 0 elsewhere. */
  offlinePartitions(): number
  /** Of the cluster; told by the controller, 0 elsewhere. */
  topics(): number
  /** Of the cluster; told by the controller, 0 elsewhere. */
  clusterPartitions(): number
  offlineLogDirs(): readonly string[]
  logDirs(): readonly string[]
  /** 0 not running, 1 starting, 2 recovering, 3 running, 6 pending controlled shutdown, 7 shutting down */
  brokerState(): number
  minInsyncReplicas(topic: string): number
  /** A transaction that last wrote before it should have ended long ago. */
  lateBeforeMs(): number
}

export function registerBrokerMetrics(registry: Registry, view: BrokerView, filter: TopicFilter): void {
  registerReplicas(registry, view)
  registerController(registry, view)
  registerLogDirs(registry, view)
  registerPartitions(registry, view, filter)
  registry.gauge('kafka_brokers', 'Live brokers of the cluster.', () => view.liveBrokers())
  registry.gauge('kafka_server_kafkaserver_brokerstate', 'What the broker is doing; 3: running.', () =>
    view.brokerState(),
  )
}

function count<T>(items: Iterable<T>, counts: (item: T) => boolean): number {
  let found = 0
  for (const item of items) if (counts(item)) found++
  return found
}

function registerReplicas(registry: Registry, view: BrokerView): void {
  const gauge = (name: string, help: string, counts: (partition: PartitionView) => boolean): void => {
    registry.gauge(`kafka_server_replicamanager_${name}`, help, () => count(view.partitions(), counts))
  }
  const isAtMinIsr = (p: PartitionView): boolean => p.inSyncReplicas.length === view.minInsyncReplicas(p.topic)
  gauge('partitioncount', 'Replicas on this broker.', () => true)
  gauge('leadercount', 'Partitions that this broker leads.', (p) => p.isLeader)
  gauge(
    'underreplicatedpartitions',
    'Led partitions that lack a replica in sync.',
    (p) => p.isLeader && p.isUnderReplicated,
  )
  gauge(
    'underminisrpartitioncount',
    'Led partitions whose ISR is below its minimum.',
    (p) => p.isLeader && p.isUnderMinIsr,
  )
  gauge(
    'atminisrpartitioncount',
    'Led partitions whose ISR is just at its minimum.',
    (p) => p.isLeader && isAtMinIsr(p),
  )
  gauge(
    'partitionswithlatetransactionscount',
    'Led partitions with a transaction that is open longer than any may be.',
    (p) => p.isLeader && isLate(p.log?.oldestTransactionMs ?? -1, view.lateBeforeMs()),
  )
  gauge('offlinereplicacount', 'Replicas on this broker whose folder is offline.', (p) => p.log === null)
}

function isLate(oldestTransactionMs: number, lateBeforeMs: number): boolean {
  return oldestTransactionMs > 0 && oldestTransactionMs < lateBeforeMs
}

function registerController(registry: Registry, view: BrokerView): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    registry.gauge(`kafka_controller_kafkacontroller_${name}`, help, () => (view.isController() ? read() : 0))
  }
  gauge('activecontrollercount', '1 on the broker that is the controller.', () => 1)
  gauge('offlinepartitionscount', 'Partitions of the cluster without a leader.', () => view.offlinePartitions())
  gauge('globaltopiccount', 'Topics of the cluster.', () => view.topics())
  gauge('globalpartitioncount', 'Partitions of the cluster.', () => view.clusterPartitions())
  gauge('activebrokercount', 'Live brokers of the cluster.', () => view.liveBrokers())
}

function registerLogDirs(registry: Registry, view: BrokerView): void {
  registry.gauge(
    'kafka_log_logmanager_offlinelogdirectorycount',
    'Log folders that failed.',
    () => view.offlineLogDirs().length,
  )
  registry.add('gauge', 'kafka_log_logmanager_logdirectoryoffline', '1 for a log folder that failed.', (writer) => {
    const offline = new Set(view.offlineLogDirs())
    for (const logDirectory of view.logDirs()) writer.sample(offline.has(logDirectory) ? 1 : 0, { logDirectory })
  })
}

function registerPartitions(registry: Registry, view: BrokerView, filter: TopicFilter): void {
  const family = (name: string, help: string, read: (partition: PartitionView) => number | null): void => {
    registry.add('gauge', name, help, (writer: SampleWriter) => {
      for (const partition of filter.partitions(view.partitions())) {
        const value = read(partition)
        if (value !== null) writer.sample(value, { topic: partition.topic, partition: partition.partition })
      }
    })
  }
  family('kafka_log_log_size', 'Bytes of a partition on this broker.', (p) => p.log?.size ?? null)
  family(
    'kafka_log_log_logstartoffset',
    'First offset of a partition on this broker.',
    (p) => p.log?.logStartOffset ?? null,
  )
  family('kafka_log_log_logendoffset', 'Next offset of a partition on this broker.', (p) => p.log?.logEndOffset ?? null)
  family('kafka_cluster_partition_underreplicated', '1 when a led partition lacks a replica in sync.', (p) =>
    p.isLeader ? Number(p.isUnderReplicated) : null,
  )
  family('kafka_cluster_partition_insyncreplicascount', 'Members of the ISR of a led partition.', (p) =>
    p.isLeader ? p.inSyncReplicas.length : null,
  )
  family('kafka_cluster_partition_laststableoffsetlag', 'High watermark less last stable offset.', (p) =>
    p.isLeader ? p.highWatermark - p.lastStableOffset : null,
  )
  family('kafka_topic_partition_current_offset', 'High watermark of a led partition.', (p) =>
    p.isLeader ? p.highWatermark : null,
  )
  family('kafka_topic_partition_oldest_offset', 'First offset of a led partition.', (p) =>
    p.isLeader ? (p.log?.logStartOffset ?? null) : null,
  )
  family('kafka_topic_partition_in_sync_replica', 'Members of the ISR of a led partition.', (p) =>
    p.isLeader ? p.inSyncReplicas.length : null,
  )
  family('kafka_topic_partition_replicas', 'Replicas of a led partition.', (p) =>
    p.isLeader ? p.assignment.length : null,
  )
  family('kafka_topic_partition_leader', 'The broker that leads a partition.', (p) => p.leaderId)
  family('kafka_topic_partition_under_replicated_partition', '1 when a led partition lacks a replica in sync.', (p) =>
    p.isLeader ? Number(p.isUnderReplicated) : null,
  )
}
