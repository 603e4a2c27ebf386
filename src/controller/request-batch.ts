/**
 * Gathers what a step of the controller has to tell the brokers: at most one LeaderAndIsr, one UpdateMetadata and one
 * StopReplica for each, sent in that order.
 */
import type { BrokerId } from '../base/kinds.ts'
import { ZERO_UUID } from '../base/kinds.ts'
import { LEADER_DURING_DELETE } from '../metadata/cache/metadata-cache.ts'
import { securityProtocolNumber } from '../metadata/nodes/security-protocol.ts'
import type { RegisteredBroker } from '../metadata/setup.ts'
import { ApiKey } from '../protocol/apis.ts'
import type {
  LeaderAndIsrPartitionStateInput,
  LeaderAndIsrRequestInput,
  LeaderAndIsrResponse,
} from '../protocol/generated/004-leader-and-isr.js'
import type { StopReplicaRequestInput, StopReplicaResponse } from '../protocol/generated/005-stop-replica.js'
import type {
  UpdateMetadataBrokerInput,
  UpdateMetadataPartitionStateInput,
  UpdateMetadataRequestInput,
} from '../protocol/generated/006-update-metadata.js'
import type { ChannelManager } from './channels.ts'
import type { ControllerContext, PartitionContext, TopicContext } from './context.ts'

/** Leader epoch of a StopReplica for a topic that is being deleted: passes every check of epochs. */
const EPOCH_DURING_DELETE = -2
const NO_EPOCH = -1

export interface BatchOwner {
  readonly brokerId: BrokerId
  readonly context: ControllerContext
  readonly channels: ChannelManager
  /** The listener that brokers use among themselves. */
  readonly interBrokerListener: () => string
  readonly onLeaderAndIsrResponse: (broker: BrokerId, response: LeaderAndIsrResponse) => void
  /** Only for deletions. */
  readonly onStopReplicaResponse: (
    broker: BrokerId,
    asked: readonly PartitionContext[],
    response: StopReplicaResponse,
  ) => void
}

export class RequestBatch {
  readonly #owner: BatchOwner
  /** By broker; the value says whether the replica is new. */
  readonly #leaderAndIsr = new Map<BrokerId, Map<PartitionContext, boolean>>()
  readonly #stop = new Map<BrokerId, Map<PartitionContext, boolean>>()
  readonly #updateTo = new Set<BrokerId>()
  readonly #update = new Set<PartitionContext>()

  constructor(owner: BatchOwner) {
    this.#owner = owner
  }

  /** Tells `brokers` who leads, and all brokers too, by UpdateMetadata. */
  leaderAndIsr(brokers: readonly BrokerId[], partition: PartitionContext, isNew: boolean): void {
    for (const broker of brokers) {
      const states = listOf(this.#leaderAndIsr, broker)
      states.set(partition, isNew || (states.get(partition) ?? false))
    }
    this.updateMetadata(this.#owner.context.brokerIds, [partition])
  }

  updateMetadata(brokers: readonly BrokerId[], partitions: Iterable<PartitionContext>): void {
    for (const broker of brokers) this.#updateTo.add(broker)
    for (const partition of partitions) this.#update.add(partition)
  }

  stopReplica(broker: BrokerId, partition: PartitionContext, remove: boolean): void {
    const states = listOf(this.#stop, broker)
    states.set(partition, remove || (states.get(partition) ?? false))
  }

  send(): void {
    this.#sendLeaderAndIsr()
    this.#sendUpdateMetadata()
    this.#sendStopReplica()
  }

  #sendLeaderAndIsr(): void {
    const { context, channels, brokerId } = this.#owner
    for (const [broker, states] of this.#leaderAndIsr) {
      const registered = context.brokers.get(broker)
      if (registered === undefined) continue
      const leaders = new Set<BrokerId>()
      const topics = new Map<TopicContext, LeaderAndIsrPartitionStateInput[]>()
      for (const [partition, isNew] of states) {
        if (partition.leadership === null) continue
        leaders.add(partition.leadership.leader)
        pushTo(topics, partition.topic, leaderAndIsrState(partition, isNew))
      }
      if (topics.size === 0) continue
      const request: LeaderAndIsrRequestInput = {
        controllerId: brokerId,
        controllerEpoch: context.epoch,
        brokerEpoch: registered.epoch,
        topicStates: [...topics].map(([topic, partitionStates]) => ({
          topicName: topic.name,
          topicId: topic.id,
          partitionStates,
        })),
        liveLeaders: this.#liveLeaders(leaders),
      }
      channels.send(broker, ApiKey.LeaderAndIsr, request, (response) =>
        this.#owner.onLeaderAndIsrResponse(broker, response as LeaderAndIsrResponse),
      )
    }
  }

  #liveLeaders(leaders: ReadonlySet<BrokerId>): NonNullable<LeaderAndIsrRequestInput['liveLeaders']> {
    const listener = this.#owner.interBrokerListener()
    const live: { brokerId: BrokerId; hostName: string; port: number }[] = []
    for (const leader of leaders) {
      const broker = this.#owner.context.brokers.get(leader)
      const endpoint = broker?.endpoints.find((candidate) => candidate.listener === listener) ?? broker?.endpoints[0]
      if (endpoint !== undefined) live.push({ brokerId: leader, hostName: endpoint.host, port: endpoint.port })
    }
    return live
  }

  #sendUpdateMetadata(): void {
    const { context, channels, brokerId } = this.#owner
    if (this.#updateTo.size === 0) return
    const topics = new Map<TopicContext, UpdateMetadataPartitionStateInput[]>()
    for (const partition of this.#update) {
      // Not elected yet: there is nothing to tell.
      if (partition.leadership !== null) pushTo(topics, partition.topic, updateMetadataState(context, partition))
    }
    const topicStates = [...topics].map(([topic, partitionStates]) => ({
      topicName: topic.name,
      topicId: topic.id === ZERO_UUID ? ZERO_UUID : topic.id,
      partitionStates,
    }))
    const liveBrokers = [...context.brokers.values()].map(liveBroker)
    for (const broker of this.#updateTo) {
      const registered = context.brokers.get(broker)
      if (registered === undefined) continue
      const request: UpdateMetadataRequestInput = {
        controllerId: brokerId,
        controllerEpoch: context.epoch,
        brokerEpoch: registered.epoch,
        topicStates,
        liveBrokers,
      }
      channels.send(broker, ApiKey.UpdateMetadata, request)
    }
  }

  #sendStopReplica(): void {
    const { context, channels, brokerId } = this.#owner
    for (const [broker, states] of this.#stop) {
      const registered = context.brokers.get(broker)
      if (registered === undefined) continue
      const topics = new Map<
        TopicContext,
        { partitionIndex: number; leaderEpoch: number; deletePartition: boolean }[]
      >()
      const deleted: PartitionContext[] = []
      for (const [partition, remove] of states) {
        const leaderEpoch =
          partition.topic.deletion === 'no' ? (partition.leadership?.leaderEpoch ?? NO_EPOCH) : EPOCH_DURING_DELETE
        pushTo(topics, partition.topic, { partitionIndex: partition.index, leaderEpoch, deletePartition: remove })
        if (remove) deleted.push(partition)
      }
      const request: StopReplicaRequestInput = {
        controllerId: brokerId,
        controllerEpoch: context.epoch,
        brokerEpoch: registered.epoch,
        topicStates: [...topics].map(([topic, partitionStates]) => ({ topicName: topic.name, partitionStates })),
      }
      const answered = (response: object): void =>
        this.#owner.onStopReplicaResponse(broker, deleted, response as StopReplicaResponse)
      channels.send(broker, ApiKey.StopReplica, request, deleted.length > 0 ? answered : null)
    }
  }
}

function leaderAndIsrState(partition: PartitionContext, isNew: boolean): LeaderAndIsrPartitionStateInput {
  const leadership = partition.leadership!
  return {
    partitionIndex: partition.index,
    controllerEpoch: leadership.controllerEpoch,
    leader: leadership.leader,
    leaderEpoch: leadership.leaderEpoch,
    isr: leadership.isr,
    partitionEpoch: leadership.version,
    replicas: partition.assignment.replicas,
    addingReplicas: partition.assignment.adding,
    removingReplicas: partition.assignment.removing,
    isNew,
    leaderRecoveryState: leadership.recovering ? 1 : 0,
  }
}

function updateMetadataState(
  context: ControllerContext,
  partition: PartitionContext,
): UpdateMetadataPartitionStateInput {
  const leadership = partition.leadership!
  const deleting = partition.topic.deletion !== 'no'
  const { replicas } = partition.assignment
  return {
    partitionIndex: partition.index,
    controllerEpoch: leadership.controllerEpoch,
    leader: deleting ? LEADER_DURING_DELETE : leadership.leader,
    leaderEpoch: deleting ? 0 : leadership.leaderEpoch,
    isr: leadership.isr,
    zkVersion: deleting ? 0 : leadership.version,
    replicas,
    offlineReplicas: replicas.filter((broker) => !context.isReplicaOnline(partition, broker)),
  }
}

function liveBroker(broker: RegisteredBroker): UpdateMetadataBrokerInput {
  return {
    id: broker.id,
    endpoints: broker.endpoints.map((endpoint) => ({
      port: endpoint.port,
      host: endpoint.host,
      listener: endpoint.listener,
      securityProtocol: securityProtocolNumber(endpoint.securityProtocol),
    })),
    rack: broker.rack,
  }
}

function listOf<K, A, B>(lists: Map<K, Map<A, B>>, key: K): Map<A, B> {
  let list = lists.get(key)
  if (list === undefined) lists.set(key, (list = new Map()))
  return list
}

function pushTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
