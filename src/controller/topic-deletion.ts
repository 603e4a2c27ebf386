/**
 * Deletes topics that stand in /admin/delete_topics. One whose replicas are not all there, or which is being reassigned,
 * waits. Steps: brokers forget the topic (leader -2), its replicas are stopped and removed, then its nodes.
 */
import type { BrokerId } from '../base/kinds.ts'
import { topicPartition } from '../base/kinds.ts'
import { configTypePath, deleteTopicPath, topicPath } from '../metadata/nodes/paths.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { StopReplicaResponse } from '../protocol/generated/005-stop-replica.js'
import type { PartitionContext, Replica, TopicContext } from './context.ts'
import { partitionName } from './context.ts'
import type { ControllerCore } from './core.ts'
import { withBatch } from './core.ts'
import type { PartitionMachine } from './partition-machine.ts'
import type { ReplicaMachine } from './replica-machine.ts'

export interface DeletionHooks {
  settingsGone(topic: string): void
  /** All its nodes are. */
  gone(topic: string): void
}

export class TopicDeletion {
  readonly #core: ControllerCore
  readonly #partitions: PartitionMachine
  readonly #replicas: ReplicaMachine
  readonly #hooks: DeletionHooks

  constructor(core: ControllerCore, partitions: PartitionMachine, replicas: ReplicaMachine, hooks: DeletionHooks) {
    this.#core = core
    this.#partitions = partitions
    this.#replicas = replicas
    this.#hooks = hooks
  }

  /** Marks topics; `resume` goes on from there. */
  queue(topics: Iterable<TopicContext>): void {
    const { context } = this.#core
    for (const topic of topics) {
      if (topic.deletion === 'no') topic.deletion = 'queued'
      topic.deletionBlocked = context.hasOfflineReplica(topic) || context.hasReassignment(topic)
    }
  }

  /** Something that deletions may have waited for has happened. */
  unblock(topics: Iterable<TopicContext>): void {
    for (const topic of topics) topic.deletionBlocked = false
  }

  async resume(): Promise<void> {
    const ready: TopicContext[] = []
    for (const topic of [...this.#core.context.topics.values()]) {
      if (topic.deletion === 'no') continue
      if (this.isFinishing(topic)) {
        await this.#complete(topic)
        continue
      }
      const phases = this.#phases(topic)
      const started = phases.includes('deletion-started')
      if (!started && phases.includes('deletion-ineligible') && !topic.deletionBlocked) {
        await this.#replicas.change(this.#in(topic, 'deletion-ineligible'), 'offline')
        topic.deletion = 'queued'
      }
      if (topic.deletion === 'queued' && !topic.deletionBlocked && !started) ready.push(topic)
    }
    if (ready.length > 0) await this.#begin(ready)
  }

  /** The mark of a topic that is not there, or may not be deleted, was taken away. */
  passOver(topic: string): void {
    this.#hooks.gone(topic)
  }

  /** Its logs are gone everywhere, its nodes are going. */
  isFinishing(topic: TopicContext): boolean {
    return topic.deletion === 'started' && this.#phases(topic).every((phase) => phase === 'deletion-successful')
  }

  #phases(topic: TopicContext): string[] {
    return this.#core.context
      .replicasOf(topic.partitions.values())
      .map(({ partition, broker }) => partition.replicas.get(broker) ?? 'non-existent')
  }

  #in(topic: TopicContext, phase: string): Replica[] {
    return this.#core.context
      .replicasOf(topic.partitions.values())
      .filter(({ partition, broker }) => partition.replicas.get(broker) === phase)
  }

  async #begin(topics: readonly TopicContext[]): Promise<void> {
    const { context } = this.#core
    const partitions = topics.flatMap((topic) => [...topic.partitions.values()])
    const alive = partitions.filter((partition) => partition.phase !== 'non-existent')
    this.#partitions.toOffline(alive)
    this.#partitions.toNonExistent(alive)
    for (const topic of topics) topic.deletion = 'started'
    // First of all brokers stop serving what is about to go.
    await withBatch(this.#core, (batch) => batch.updateMetadata(context.brokerIds, partitions))
    const dead: Replica[] = []
    const there: Replica[] = []
    for (const replica of context.replicasOf(partitions)) {
      if (replica.partition.replicas.get(replica.broker) === 'deletion-successful') continue
      if (context.isReplicaOnline(replica.partition, replica.broker)) there.push(replica)
      else dead.push(replica)
    }
    await this.#replicas.change(
      dead.filter(({ partition, broker }) => partition.replicas.get(broker) !== 'deletion-ineligible'),
      'deletion-ineligible',
    )
    await this.#replicas.change(there, 'offline')
    const stopped: Replica[] = []
    for (const replica of there) {
      if (replica.partition.replicas.get(replica.broker) === 'offline') stopped.push(replica)
      // Its state could not be written (a full disk): tried again.
      else replica.partition.topic.deletion = 'queued'
    }
    await this.#replicas.change(stopped, 'deletion-started')
    for (const { partition } of dead) partition.topic.deletionBlocked = true
    // Without replicas there is nothing to wait for.
    if (topics.some((topic) => this.isFinishing(topic))) await this.resume()
  }

  /** A broker answered the StopReplica that deletes. */
  async onStopped(
    broker: BrokerId,
    asked: readonly PartitionContext[],
    failed: ReadonlySet<PartitionContext>,
  ): Promise<void> {
    const started = asked
      .filter((partition) => partition.replicas.get(broker) === 'deletion-started')
      .map((partition) => ({ partition, broker }))
    await this.fail(started.filter(({ partition }) => failed.has(partition)))
    await this.#replicas.change(
      started.filter(({ partition }) => !failed.has(partition)),
      'deletion-successful',
    )
    await this.resume()
  }

  /** Replicas that cannot be deleted now: their topics wait until the broker is there again. */
  async fail(replicas: readonly Replica[]): Promise<void> {
    if (replicas.length === 0) return
    const allowed = replicas.filter(({ partition, broker }) =>
      ['offline', 'deletion-started'].includes(partition.replicas.get(broker) ?? ''),
    )
    await this.#replicas.change(allowed, 'deletion-ineligible')
    for (const { partition } of replicas) partition.topic.deletionBlocked = true
    await this.resume()
  }

  async #complete(topic: TopicContext): Promise<void> {
    const { context, fenced, logger } = this.#core
    const { name } = topic
    // The mark goes last: after a crash before that the controller finds it and begins again. Whoever makes a topic of
    // this name waits for the mark to go, so its settings must be forgotten before.
    await fenced.removeAll(topicPath(name))
    await fenced.remove(`${configTypePath('topics')}/${name}`)
    this.#hooks.settingsGone(name)
    await fenced.remove(deleteTopicPath(name))
    await this.#replicas.change(this.#in(topic, 'deletion-successful'), 'non-existent')
    context.removeTopic(topic)
    logger.info('Deleted a topic', { topic: name, topicId: topic.id })
    this.#hooks.gone(name)
  }
}

/** Of the replicas that a broker was asked to delete, those that it could not. */
export function failedOf(asked: readonly PartitionContext[], response: StopReplicaResponse): Set<PartitionContext> {
  if (response.errorCode !== ErrorCode.NONE) return new Set(asked)
  const byName = new Map(asked.map((partition) => [partitionName(partition), partition]))
  const failed = new Set<PartitionContext>()
  for (const { topicName, partitionIndex, errorCode } of response.partitionErrors) {
    const partition = byName.get(topicPartition(topicName, partitionIndex))
    if (errorCode !== ErrorCode.NONE && partition !== undefined) failed.add(partition)
  }
  return failed
}
