/** All that the controller knows; rebuilt from the tree at every failover. Changed by events alone. */
import type { BrokerId, Uuid } from '../base/kinds.ts'
import { ZERO_UUID } from '../base/kinds.ts'
import type { LeaderAndIsr, ReplicaAssignment } from '../metadata/nodes/topic-nodes.ts'
import { isReassigned } from '../metadata/nodes/topic-nodes.ts'
import type { RegisteredBroker } from '../metadata/setup.ts'

export type PartitionPhase = 'non-existent' | 'new' | 'online' | 'offline'
export type ReplicaPhase =
  | 'non-existent'
  | 'new'
  | 'online'
  | 'offline'
  | 'deletion-started'
  | 'deletion-successful'
  | 'deletion-ineligible'

/** A map of a few brokers: the pairs in one array, since every partition has one. */
export class ReplicaPhases {
  #pairs: (BrokerId | ReplicaPhase)[] = []

  get(broker: BrokerId): ReplicaPhase | undefined {
    const at = this.#find(broker)
    return at < 0 ? undefined : (this.#pairs[at + 1] as ReplicaPhase)
  }

  set(broker: BrokerId, phase: ReplicaPhase): void {
    const at = this.#find(broker)
    // Not pushed: that would make room for many more.
    if (at < 0) this.#pairs = [...this.#pairs, broker, phase]
    else this.#pairs[at + 1] = phase
  }

  delete(broker: BrokerId): void {
    const at = this.#find(broker)
    if (at >= 0) this.#pairs.splice(at, 2)
  }

  /** Brokers are numbers and phases are not. */
  #find(broker: BrokerId): number {
    return this.#pairs.indexOf(broker)
  }
}

export interface PartitionContext {
  readonly topic: TopicContext
  readonly index: number
  assignment: ReplicaAssignment
  /** null: not elected yet */
  leadership: LeaderAndIsr | null
  phase: PartitionPhase
  readonly replicas: ReplicaPhases
}

export interface TopicContext {
  readonly name: string
  /** ZERO_UUID: none yet */
  id: Uuid
  readonly partitions: Map<number, PartitionContext>
  deletion: 'no' | 'queued' | 'started'
  /** Its deletion waits: a replica is offline, or it is being reassigned. */
  deletionBlocked: boolean
}

export interface Replica {
  readonly partition: PartitionContext
  readonly broker: BrokerId
}

export function partitionName(partition: PartitionContext): string {
  return `${partition.topic.name}-${partition.index}`
}

export class ControllerContext {
  /** 0 before the first election. */
  epoch = 0
  /** Version of /controller_epoch: fences every write. */
  epochVersion = -1
  /** Registered, those that are shutting down among them. */
  readonly brokers = new Map<BrokerId, RegisteredBroker>()
  readonly shuttingDown = new Set<BrokerId>()
  readonly topics = new Map<string, TopicContext>()
  readonly #topicNames = new Map<Uuid, string>()
  /** Those that move to other replicas. */
  readonly reassigning = new Set<PartitionContext>()
  /** Replicas in log folders that failed, until their broker starts again. */
  readonly offlineReplicas = new Map<BrokerId, Set<PartitionContext>>()

  clear(): void {
    this.brokers.clear()
    this.shuttingDown.clear()
    this.topics.clear()
    this.#topicNames.clear()
    this.offlineReplicas.clear()
    this.reassigning.clear()
  }

  topicName(id: Uuid): string | null {
    return this.#topicNames.get(id) ?? null
  }

  addTopic(name: string, id: Uuid): TopicContext {
    const topic: TopicContext = { name, id, partitions: new Map(), deletion: 'no', deletionBlocked: false }
    this.topics.set(name, topic)
    if (id !== ZERO_UUID) this.#topicNames.set(id, name)
    return topic
  }

  setTopicId(topic: TopicContext, id: Uuid): void {
    topic.id = id
    this.#topicNames.set(id, topic.name)
  }

  removeTopic(topic: TopicContext): void {
    this.topics.delete(topic.name)
    this.#topicNames.delete(topic.id)
    for (const partition of topic.partitions.values()) {
      this.reassigning.delete(partition)
      for (const partitions of this.offlineReplicas.values()) partitions.delete(partition)
    }
  }

  addPartition(topic: TopicContext, index: number, assignment: ReplicaAssignment): PartitionContext {
    const partition: PartitionContext = {
      topic,
      index,
      assignment,
      leadership: null,
      phase: 'non-existent',
      replicas: new ReplicaPhases(),
    }
    topic.partitions.set(index, partition)
    this.setAssignment(partition, assignment)
    return partition
  }

  setAssignment(partition: PartitionContext, assignment: ReplicaAssignment): void {
    partition.assignment = assignment
    if (isReassigned(assignment)) this.reassigning.add(partition)
    else this.reassigning.delete(partition)
  }

  partition(topic: string, index: number): PartitionContext | null {
    return this.topics.get(topic)?.partitions.get(index) ?? null
  }

  *partitions(): Generator<PartitionContext> {
    for (const topic of this.topics.values()) yield* topic.partitions.values()
  }

  replicasOf(partitions: Iterable<PartitionContext>): Replica[] {
    const replicas: Replica[] = []
    for (const partition of partitions) {
      for (const broker of partition.assignment.replicas) replicas.push({ partition, broker })
    }
    return replicas
  }

  replicasOn(brokers: ReadonlySet<BrokerId>): Replica[] {
    return this.replicasOf(this.partitions()).filter((replica) => brokers.has(replica.broker))
  }

  /** Registered and not about to stop. */
  isLive(broker: BrokerId): boolean {
    return this.brokers.has(broker) && !this.shuttingDown.has(broker)
  }

  isReplicaOnline(partition: PartitionContext, broker: BrokerId, countShuttingDown = false): boolean {
    const registered = countShuttingDown ? this.brokers.has(broker) : this.isLive(broker)
    return registered && !(this.offlineReplicas.get(broker)?.has(partition) ?? false)
  }

  get brokerIds(): BrokerId[] {
    return [...this.brokers.keys()].sort((a, b) => a - b)
  }

  partitionsWithOfflineLeader(): PartitionContext[] {
    return [...this.partitions()].filter(
      (partition) =>
        partition.topic.deletion === 'no' &&
        partition.leadership !== null &&
        !this.isReplicaOnline(partition, partition.leadership.leader),
    )
  }

  hasReassignment(topic: TopicContext): boolean {
    for (const partition of topic.partitions.values()) {
      if (isReassigned(partition.assignment)) return true
    }
    return false
  }

  hasOfflineReplica(topic: TopicContext): boolean {
    return this.replicasOf(topic.partitions.values()).some(
      ({ partition, broker }) => !this.isReplicaOnline(partition, broker),
    )
  }
}
