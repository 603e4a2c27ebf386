/** Reactions to topics and partitions that appear in the tree. Whoever makes a topic only writes nodes. */
import { ZERO_UUID } from '../base/kinds.ts'
import type { Watch } from '../metadata/contract.ts'
import { NodeFormatError } from '../metadata/nodes/json.ts'
import { configTypePath, deleteTopicPath, Paths, topicPath } from '../metadata/nodes/paths.ts'
import type { TopicNode } from '../metadata/nodes/topic-nodes.ts'
import { decodeTopic, encodeTopic } from '../metadata/nodes/topic-nodes.ts'
import { isNodeError, randomUuid } from '../metadata/setup.ts'
import type { PartitionContext, TopicContext } from './context.ts'
import type { ControllerCore } from './core.ts'
import type { PartitionMachine } from './partition-machine.ts'
import type { ReplicaMachine } from './replica-machine.ts'
import type { TopicDeletion } from './topic-deletion.ts'

export interface TopicWatches {
  readonly topics: Watch
  readonly deleteTopics: Watch
  topic(name: string): Watch
}

export class TopicEvents {
  readonly #core: ControllerCore
  readonly #partitions: PartitionMachine
  readonly #replicas: ReplicaMachine
  readonly #deletion: TopicDeletion
  readonly #watches: TopicWatches
  readonly #isDeletionEnabled: () => boolean
  /** Told of, and not taken over yet. */
  readonly #changed = new Set<string>()

  constructor(
    core: ControllerCore,
    machines: { partitions: PartitionMachine; replicas: ReplicaMachine; deletion: TopicDeletion },
    watches: TopicWatches,
    isDeletionEnabled: () => boolean,
  ) {
    this.#core = core
    this.#partitions = machines.partitions
    this.#replicas = machines.replicas
    this.#deletion = machines.deletion
    this.#watches = watches
    this.#isDeletionEnabled = isDeletionEnabled
  }

  /** Reads a topic's node (arming its watch) and takes it into the context; null when it is gone. */
  async load(name: string): Promise<TopicContext | null> {
    const { context } = this.#core
    const node = await this.#read(name)
    if (node === null) return null
    const topicId = node.topicId === ZERO_UUID ? await this.#giveId(name, node) : node.topicId
    const topic = context.addTopic(name, topicId)
    for (const [index, assignment] of node.partitions) context.addPartition(topic, index, assignment)
    return topic
  }

  async #read(name: string): Promise<(TopicNode & { version: number }) | null> {
    try {
      const { data, stat } = await this.#core.tree.get(topicPath(name), this.#watches.topic(name))
      return { ...decodeTopic(name, data), version: stat.version }
    } catch (error) {
      if (isNodeError(error, 'no-node')) return null
      if (!(error instanceof NodeFormatError)) throw error
      // One node that nobody can read must not keep the others from being served.
      this.#core.logger.error('A topic is left out', { topic: name, reason: error.message })
      return null
    }
  }

  /** Topics made by old tools have no id. */
  async #giveId(name: string, node: TopicNode & { version: number }): Promise<string> {
    const topicId = randomUuid(this.#core.entropy)
    await this.#core.fenced.write({
      op: 'set',
      path: topicPath(name),
      data: encodeTopic({ ...node, topicId }),
      version: node.version,
    })
    return topicId
  }

  /** The children of /brokers/topics changed. */
  async onTopicsChanged(): Promise<void> {
    const { context, tree, logger } = this.#core
    const { names } = await tree.children(Paths.topics, this.#watches.topics)
    const there = new Set(names)
    for (const topic of [...context.topics.values()]) {
      if (!there.has(topic.name) && !this.#deletion.isFinishing(topic)) context.removeTopic(topic)
    }
    const loaded = await Promise.allSettled(
      names.filter((name) => !context.topics.has(name)).map((name) => this.load(name)),
    )
    // Those that could be read come up; the rest is tried again.
    const topics = loaded.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value) || [])
    for (const topic of topics) {
      logger.info('New topic', { topic: topic.name, topicId: topic.id, partitions: topic.partitions.size })
    }
    await this.#bringUp(topics.flatMap((topic) => [...topic.partitions.values()]))
    const failed = loaded.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #bringUp(partitions: readonly PartitionContext[]): Promise<void> {
    const replicas = this.#core.context.replicasOf(partitions)
    this.#partitions.toNew(partitions)
    await this.#replicas.change(replicas, 'new')
    await this.#partitions.toOnline(partitions, 'offline')
    await this.#replicas.change(replicas, 'online')
  }

  /** The data of /brokers/topics/T changed: partitions were added, or the id was lost to an old tool. */
  async onTopicChanged(name: string): Promise<void> {
    this.#changed.add(name)
    await this.#takeOver(name)
    this.#changed.delete(name)
  }

  /** Those that could not be taken over when it was told of them. */
  async takeOverChanges(): Promise<void> {
    for (const name of [...this.#changed]) await this.onTopicChanged(name)
  }

  async #takeOver(name: string): Promise<void> {
    const { context } = this.#core
    const topic = context.topics.get(name)
    // It could not be read before.
    if (topic === undefined) return this.onTopicsChanged()
    const node = await this.#read(name)
    if (node === null) return
    const added = [...node.partitions].filter(([index]) => !topic.partitions.has(index))
    if (added.length > 0 && topic.deletion !== 'no') return this.#restore(topic, node.version)
    if (node.topicId === ZERO_UUID && topic.id !== ZERO_UUID) await this.#restoreId(topic, node)
    if (added.length === 0) return
    const partitions = added.map(([index, assignment]) => context.addPartition(topic, index, assignment))
    this.#core.logger.info('New partitions', { topic: name, partitions: partitions.map(({ index }) => index) })
    await this.#bringUp(partitions)
  }

  /** KAFKA-14190: tools from before topic ids rewrite the node without it; replicas would refuse a new one. */
  async #restoreId(topic: TopicContext, node: TopicNode & { version: number }): Promise<void> {
    await this.#core.fenced.write({
      op: 'set',
      path: topicPath(topic.name),
      data: encodeTopic({ ...node, topicId: topic.id }),
      version: node.version,
    })
  }

  /** A topic that is being deleted gets no new partitions. */
  async #restore(topic: TopicContext, version: number): Promise<void> {
    const partitions = new Map([...topic.partitions].map(([index, { assignment }]) => [index, assignment]))
    if (partitions.size === 0) return
    await this.#core.fenced.write({
      op: 'set',
      path: topicPath(topic.name),
      data: encodeTopic({ topicId: topic.id, partitions }),
      version,
    })
  }

  /** The children of /admin/delete_topics changed. */
  async onDeletionsChanged(): Promise<void> {
    if (!(await this.queueDeletions())) return
    await this.#deletion.resume()
  }

  /** Takes over what /admin/delete_topics asks for; true when something is to be deleted. */
  async queueDeletions(): Promise<boolean> {
    const { context, tree, fenced } = this.#core
    const { names } = await tree.children(Paths.deleteTopics, this.#watches.deleteTopics)
    const enabled = this.#isDeletionEnabled()
    const topics: TopicContext[] = []
    for (const name of names) {
      const topic = context.topics.get(name)
      if (topic === undefined || !enabled) {
        this.#core.logger.warn('A deletion is not carried out', {
          topic: name,
          reason: enabled ? 'there is no such topic' : 'delete.topic.enable is false',
        })
        // A deletion that a crash cut short may have left the settings.
        if (topic === undefined) await fenced.remove(`${configTypePath('topics')}/${name}`)
        await fenced.remove(deleteTopicPath(name))
        this.#deletion.passOver(name)
      } else if (topic.deletion === 'no') topics.push(topic)
    }
    this.#deletion.queue(topics)
    return topics.length > 0
  }
}
