/** Reactions to brokers that come, go, come back quickly, move to other addresses, or lose a log folder. */
import type { BrokerId } from '../base/kinds.ts'
import type { Watch } from '../metadata/contract.ts'
import { NodeFormatError } from '../metadata/nodes/json.ts'
import { Paths } from '../metadata/nodes/paths.ts'
import { decodeLogDirEvent, decodePartitions } from '../metadata/nodes/small-nodes.ts'
import type { RegisteredBroker } from '../metadata/setup.ts'
import { brokerIds, isNodeError, readBrokers } from '../metadata/setup.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { LeaderAndIsrResponse } from '../protocol/generated/004-leader-and-isr.js'
import type { PartitionContext, Replica } from './context.ts'
import type { ControllerCore } from './core.ts'
import { withBatch } from './core.ts'
import type { PartitionMachine } from './partition-machine.ts'
import { readLeadership } from './partition-machine.ts'
import type { ReplicaMachine } from './replica-machine.ts'
import type { TopicDeletion } from './topic-deletion.ts'

export interface BrokerWatches {
  readonly brokers: Watch
  readonly logDirEvents: Watch
  readonly isrChanges: Watch
  broker(id: BrokerId): Watch
}

export class BrokerEvents {
  readonly #core: ControllerCore
  readonly #partitions: PartitionMachine
  readonly #replicas: ReplicaMachine
  readonly #deletion: TopicDeletion
  readonly #watches: BrokerWatches

  constructor(
    core: ControllerCore,
    machines: { partitions: PartitionMachine; replicas: ReplicaMachine; deletion: TopicDeletion },
    watches: BrokerWatches,
  ) {
    this.#core = core
    this.#partitions = machines.partitions
    this.#replicas = machines.replicas
    this.#deletion = machines.deletion
    this.#watches = watches
  }

  /** At failover: all brokers with their epochs, and a watch on the data of each. */
  async load(): Promise<void> {
    const { context, channels, tree } = this.#core
    for (const broker of await this.#read(await brokerIds(tree))) {
      context.brokers.set(broker.id, broker)
      channels.add(broker.id)
    }
  }

  /** Of those that can be read; each is watched from then on. One that cannot is what it was before. */
  #read(ids: readonly BrokerId[]): Promise<RegisteredBroker[]> {
    const { tree, logger } = this.#core
    return readBrokers(tree, ids, {
      watch: (id) => this.#watches.broker(id),
      unreadable: (broker, reason) => logger.error('The node of a broker is passed over', { broker, reason }),
    })
  }

  /** The children of /brokers/ids changed, or the data of one of them. */
  async onBrokersChanged(): Promise<void> {
    const { context, channels, tree } = this.#core
    const ids = await brokerIds(tree, this.#watches.brokers)
    const now = await this.#read(ids)
    const added = now.filter((broker) => !context.brokers.has(broker.id))
    const dead = context.brokerIds.filter((id) => !ids.includes(id))
    // Same id, newer registration: it was away for a moment, and its replicas with it.
    const bounced = now.filter((broker) => {
      const known = context.brokers.get(broker.id)
      return known !== undefined && broker.epoch > known.epoch
    })
    // Addresses may change while it is there.
    const moved = now.filter((broker) => {
      const known = context.brokers.get(broker.id)
      return known !== undefined && broker.epoch === known.epoch && !isSame(broker, known)
    })
    for (const broker of moved) context.brokers.set(broker.id, broker)
    for (const id of dead) channels.remove(id)
    for (const { id } of bounced) channels.remove(id)
    for (const { id } of [...added, ...bounced]) channels.add(id)
    if (added.length > 0) await this.#onStarted(added)
    if (bounced.length > 0) {
      await this.#onFailed(bounced.map((broker) => broker.id))
      await this.#onStarted(bounced)
    }
    if (dead.length > 0) await this.#onFailed(dead)
    if (moved.length > 0) await withBatch(this.#core, (batch) => batch.updateMetadata(context.brokerIds, []))
  }

  async #onStarted(brokers: readonly RegisteredBroker[]): Promise<void> {
    const { context, logger } = this.#core
    const existing = context.brokerIds
    const ids = brokers.map((broker) => broker.id)
    logger.info('Brokers started', { brokers: ids })
    for (const broker of brokers) {
      context.brokers.set(broker.id, broker)
      context.offlineReplicas.delete(broker.id)
    }
    // The others learn of the new ones; the new ones learn everything, before they are told what to host.
    await withBatch(this.#core, (batch) => batch.updateMetadata(existing, []))
    await withBatch(this.#core, (batch) => batch.updateMetadata(ids, context.partitions()))
    const replicas = context.replicasOn(new Set(ids))
    await this.#replicas.change(
      replicas.filter((replica) => replica.partition.topic.deletion === 'no'),
      'online',
    )
    await this.#partitions.electForLeaderless()
    const deleting = new Set(replicas.map((replica) => replica.partition.topic).filter((t) => t.deletion !== 'no'))
    if (deleting.size > 0) {
      this.#deletion.unblock([...deleting].filter((topic) => !context.hasOfflineReplica(topic)))
      await this.#deletion.resume()
    }
  }

  async #onFailed(ids: readonly BrokerId[]): Promise<void> {
    const { context, logger } = this.#core
    logger.info('Brokers left', { brokers: ids })
    for (const id of ids) {
      context.brokers.delete(id)
      context.shuttingDown.delete(id)
      context.offlineReplicas.delete(id)
    }
    await this.#onReplicasOffline(context.replicasOn(new Set(ids)))
  }

  async #onReplicasOffline(replicas: readonly Replica[]): Promise<void> {
    const { context } = this.#core
    const kept = replicas.filter(({ partition }) => partition.topic.deletion === 'no')
    const deleting = replicas.filter(({ partition }) => partition.topic.deletion !== 'no')
    this.#partitions.toOffline(context.partitionsWithOfflineLeader())
    const elected = await this.#partitions.electForLeaderless()
    await this.#replicas.change(kept, 'offline')
    await this.#deletion.fail(deleting)
    const toldNothing = kept.length === 0 && [...elected.values()].every((result) => result instanceof Error)
    if (toldNothing) await withBatch(this.#core, (batch) => batch.updateMetadata(context.brokerIds, []))
  }

  // ── Log folders ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** A broker says that a folder of it failed: asks it for each of its replicas, and hears which are gone. */
  async onLogDirEvents(): Promise<void> {
    const { context, tree } = this.#core
    const { names } = await tree.children(Paths.logDirEvents, this.#watches.logDirEvents)
    if (names.length === 0) return
    const paths = names.map((name) => `${Paths.logDirEvents}/${name}`)
    const brokers = new Set<BrokerId>()
    for (const path of paths) {
      const broker = await this.#readNotification(path, (data) => decodeLogDirEvent(path, data))
      if (broker !== null && context.brokers.has(broker)) brokers.add(broker)
    }
    await this.#replicas.change(
      context.replicasOn(brokers).filter(({ partition }) => partition.topic.deletion === 'no'),
      'online',
    )
    await Promise.all(paths.map((path) => this.#core.fenced.remove(path)))
  }

  /** null: it is gone, or says nothing. One that cannot be read must not keep those after it from being heard. */
  async #readNotification<T>(path: string, decode: (data: Uint8Array | null) => T): Promise<T | null> {
    try {
      return decode((await this.#core.tree.get(path)).data)
    } catch (error) {
      if (isNodeError(error, 'no-node')) return null
      if (!(error instanceof NodeFormatError)) throw error
      this.#core.logger.error('A notification is passed over', { reason: error.message })
      return null
    }
  }

  /** Only KAFKA_STORAGE_ERROR says anything: the replica's folder is offline. */
  async onLeaderAndIsrResponse(broker: BrokerId, response: LeaderAndIsrResponse): Promise<void> {
    const { context, logger } = this.#core
    if (response.errorCode !== ErrorCode.NONE) {
      logger.error('A broker refused a LeaderAndIsr request', { broker, errorCode: response.errorCode })
      return
    }
    const offline: PartitionContext[] = []
    for (const { topic, index, errorCode } of partitionErrors(response, (id) => context.topicName(id))) {
      if (errorCode !== ErrorCode.KAFKA_STORAGE_ERROR) continue
      const partition = context.partition(topic, index)
      if (partition !== null && !context.offlineReplicas.get(broker)?.has(partition)) offline.push(partition)
    }
    if (offline.length === 0) return
    const known = context.offlineReplicas.get(broker) ?? new Set()
    for (const partition of offline) known.add(partition)
    context.offlineReplicas.set(broker, known)
    await this.#onReplicasOffline(offline.map((partition) => ({ partition, broker })))
  }

  // ── ISR changes that leaders of older brokers write themselves ────────────────────────────────────────────────────

  async onIsrChanges(): Promise<void> {
    const { context, tree } = this.#core
    const { names } = await tree.children(Paths.isrChanges, this.#watches.isrChanges)
    if (names.length === 0) return
    const changed: PartitionContext[] = []
    for (const name of names) {
      const path = `${Paths.isrChanges}/${name}`
      const partitions = await this.#readNotification(path, (data) => decodePartitions(path, data))
      for (const { topic, partition } of partitions ?? []) {
        const found = context.partition(topic, partition)
        if (found === null || found.leadership === null) continue
        const leadership = await readLeadership(this.#core, found)
        if (leadership === null) continue
        found.leadership = leadership
        changed.push(found)
      }
    }
    if (changed.length > 0) {
      await withBatch(this.#core, (batch) => batch.updateMetadata(context.brokerIds, changed))
    }
    await Promise.all(names.map((name) => this.#core.fenced.remove(`${Paths.isrChanges}/${name}`)))
  }
}

function* partitionErrors(
  response: LeaderAndIsrResponse,
  nameOf: (id: string) => string | null,
): Generator<{ topic: string; index: number; errorCode: number }> {
  for (const { topicId, partitionErrors } of response.topics ?? []) {
    const topic = nameOf(topicId)
    if (topic === null) continue
    for (const { partitionIndex, errorCode } of partitionErrors) yield { topic, index: partitionIndex, errorCode }
  }
  for (const { topicName, partitionIndex, errorCode } of response.partitionErrors ?? []) {
    yield { topic: topicName, index: partitionIndex, errorCode }
  }
}

/** As far as others are told. */
function isSame(a: RegisteredBroker, b: RegisteredBroker): boolean {
  return JSON.stringify([a.endpoints, a.features]) === JSON.stringify([b.endpoints, b.features])
}
