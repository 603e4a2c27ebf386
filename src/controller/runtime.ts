/** The controller of this broker: in the race for /controller, and at work when it has won. */
import type { BrokerId } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { BrokerConfig } from '../config/contract.ts'
import type { Timer, World } from '../io/world.ts'
import type { MetadataCache, NodeTree, SessionEvent, Watch } from '../metadata/contract.ts'
import { NodeError } from '../metadata/contract.ts'
import { Paths } from '../metadata/nodes/paths.ts'
import { isNodeError, notAllowedText } from '../metadata/setup.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { AdminParts } from './admin/admin.ts'
import { isAway, isLedThere, TIMED_OUT } from './admin/admin.ts'
import { createPartitions } from './admin/create-partitions.ts'
import { createTopics } from './admin/create-topics.ts'
import { deleteTopics } from './admin/delete-topics.ts'
import { updateFeatures } from './admin/update-features.ts'
import { BrokerEvents } from './brokers.ts'
import type { ControllerChannels } from './channels.ts'
import { ChannelManager } from './channels.ts'
import type { PartitionContext } from './context.ts'
import { ControllerContext } from './context.ts'
import type {
  Controller,
  CreatedTopic,
  FeatureUpdate,
  Mutations,
  NewTopic,
  OngoingReassignment,
  Outcome,
  Place,
  SupportedFeature,
  WantedReplicas,
} from './contract.ts'
import type { ControllerCore } from './core.ts'
import { readController, tryElection } from './election.ts'
import type { ElectionType, PartitionElection } from './elections.ts'
import { electLeaders, rebalanceLeaders } from './elections.ts'
import { EventQueue } from './event-queue.ts'
import type { Machinery } from './failover.ts'
import { failover } from './failover.ts'
import { ControllerMovedError, FencedTree } from './fenced-tree.ts'
import { GoneTopics } from './gone-topics.ts'
import { waitForMetadata } from './metadata-wait.ts'
import { runPreferredElection, runReassignment } from './old-tools.ts'
import { PartitionMachine } from './partition-machine.ts'
import { Reassignments } from './reassignments.ts'
import { ReplicaMachine } from './replica-machine.ts'
import { failedOf, TopicDeletion } from './topic-deletion.ts'
import { TopicEvents } from './topics.ts'
import type { TreeConfigs } from './tree-configs.ts'
import { makeWatches } from './watches.ts'

/** After a failover that failed, or writes that a full disk refused. */
const RETRY_MS = 1000
const FIRST_REBALANCE_MS = 5000

export interface ControllerOptions {
  readonly tree: NodeTree
  /** The same for requests: it gives up waiting for a store that is away. */
  readonly requestTree: NodeTree
  /** As long a request waits for the controller's queue, which stands still while the store is away; null: to its end. */
  readonly requestLimitMs: number | null
  readonly world: Pick<World, 'clock' | 'entropy'>
  readonly logger: Logger
  readonly brokerId: BrokerId
  readonly channels: ControllerChannels
  readonly metadata: MetadataCache
  readonly configs: TreeConfigs
  readonly config: BrokerConfig
  /** What is wrong with all of a topic's settings together, in Kafka's words; null: nothing. */
  readonly topicConfigsProblem: (configs: ReadonlyMap<string, string>) => string | null
  readonly supportedFeatures: readonly SupportedFeature[]
  /** The listener that brokers use among themselves. */
  readonly interBrokerListener: () => string
  /** Sees to it that the broker is registered in the session that there is now; before any election. */
  readonly ensureRegistered?: () => Promise<void>
}

export class ControllerRuntime implements Controller {
  readonly #options: ControllerOptions
  readonly #logger: Logger
  readonly #queue: EventQueue
  readonly #machinery: Machinery
  readonly #admin: AdminParts
  readonly #timers: Timer[] = []
  readonly #gone: GoneTopics
  #retry: Timer | null = null
  #active = false
  /** /controller is ours, and nobody is at work: it has to be given back. */
  #mustLeave = false
  #stopped = false

  private constructor(options: ControllerOptions) {
    this.#options = options
    this.#logger = options.logger
    this.#queue = new EventQueue(options.logger, (event, error) => this.#onEventError(event.name, error))
    this.#gone = new GoneTopics(options.tree, options.world.clock)
    this.#machinery = this.#build()
    this.#admin = { ...options, tree: options.requestTree, clock: options.world.clock, entropy: options.world.entropy }
  }

  /** Resolves when the first election is over, and the failover if it was won. */
  static async start(options: ControllerOptions): Promise<ControllerRuntime> {
    const runtime = new ControllerRuntime(options)
    options.tree.onSession((event) => runtime.#onSession(event))
    runtime.#queue.put({ name: 'start', run: () => runtime.#begin() })
    await runtime.#queue.idle()
    return runtime
  }

  get isActive(): boolean {
    return this.#active
  }

  get controllerEpoch(): number {
    return this.#machinery.core.context.epoch
  }

  /** Counts for metrics. */
  get stats(): { topics: number; partitions: number; offlinePartitions: number; brokers: number } {
    const { context } = this.#machinery.core
    let partitions = 0
    let offlinePartitions = 0
    for (const partition of this.#active ? context.partitions() : []) {
      partitions++
      if (partition.topic.deletion === 'no' && !isServed(context, partition)) offlinePartitions++
    }
    return { topics: context.topics.size, partitions, offlinePartitions, brokers: context.brokers.size }
  }

  /** Resolves when nothing is left to do. For tests and the stop. */
  idle(): Promise<void> {
    return this.#queue.idle()
  }

  /** Resolves when brokers have answered what the controller has sent them: after a failover they know what they lead. */
  requestsAnswered(): Promise<void> {
    return this.#machinery.core.channels.idle()
  }

  /** Lets go of the office (its node goes with the session). */
  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    this.#retry?.cancel()
    await this.#queue.close({ name: 'stop', run: async () => this.#resign() })
  }

  // ── Admin ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  createTopics(
    topics: readonly NewTopic[],
    options: Parameters<Controller['createTopics']>[1],
  ): Promise<CreatedTopic[]> {
    return createTopics(this.#admin, topics, options)
  }

  deleteTopics(
    names: readonly string[],
    timeoutMs: number,
    mutations: Mutations | null = null,
  ): Promise<(Outcome & { name: string })[]> {
    const options = { timeoutMs, mutations }
    return deleteTopics(this.#admin, names, options, (name, leftMs) => this.#untilGone(name, leftMs))
  }

  createPartitions(
    topics: readonly { name: string; count: number; assignments: readonly (readonly BrokerId[])[] | null }[],
    options: Parameters<Controller['createPartitions']>[1],
  ): Promise<(Outcome & { name: string })[]> {
    const { context } = this.#machinery.core
    const isQueued = (topic: string): boolean => (context.topics.get(topic)?.deletion ?? 'no') !== 'no'
    return createPartitions(this.#admin, topics, options, isQueued)
  }

  async electLeaders(
    type: ElectionType,
    partitions: readonly { topic: string; partition: number }[] | null,
    timeoutMs: number,
  ): Promise<(Outcome & { topic: string; partition: number })[]> {
    const { clock } = this.#options.world
    const deadlineMs = clock.monotonicMs() + timeoutMs
    const wanted = partitions ?? this.#knownPartitions()
    const notController = (): PartitionElection[] =>
      wanted.map((place) => ({ ...place, error: ErrorCode.NOT_CONTROLLER, message: null, leader: -1 }))
    const { core, partitions: machine } = this.#machinery
    const outcomes = await this.#asController(
      'elect leaders',
      () => electLeaders(core, machine, type, wanted),
      notController,
    )
    return Promise.all(
      outcomes.map(async ({ leader, ...outcome }) => {
        if (outcome.error !== ErrorCode.NONE) return outcome
        const leftMs = Math.max(0, deadlineMs - clock.monotonicMs())
        const known = await waitForMetadata(this.#options.metadata, clock, leftMs, (metadata) => {
          const state = metadata.partition(outcome.topic, outcome.partition)
          return isLedThere(state) && state!.leader === leader
        })
        return known ? outcome : { ...outcome, ...TIMED_OUT }
      }),
    )
  }

  alterReassignments(wanted: readonly WantedReplicas[], keepsFactor: boolean): Promise<(Outcome & Place)[]> {
    return this.#asController(
      'reassign',
      () => this.#machinery.reassignments.alter(wanted, keepsFactor),
      () => wanted.map((one) => ({ ...one, error: ErrorCode.NOT_CONTROLLER, message: null })),
    )
  }

  listReassignments(wanted: readonly Place[] | null): Promise<OngoingReassignment[]> {
    return this.#asController(
      'list reassignments',
      async () => this.#machinery.reassignments.list(wanted),
      () => [],
    )
  }

  updateFeatures(updates: readonly FeatureUpdate[], validateOnly: boolean): Promise<Outcome> {
    const { tree, logger, brokerId, supportedFeatures: supported } = this.#options
    return this.#asController(
      'update features',
      () => updateFeatures({ tree, logger, brokerId, supported }, updates, validateOnly),
      () => ({ error: ErrorCode.NOT_CONTROLLER, message: null }),
    )
  }

  /** Runs `work` as an event of the active controller; answers `otherwise()` when this broker is not, or is no longer. */
  async #asController<T>(name: string, work: () => Promise<T>, otherwise: () => T): Promise<T> {
    if (!this.#active) return otherwise()
    // Whoever asked was answered otherwise, and may have asked somebody else.
    let isGivenUp = false
    const asked = this.#queue.ask(
      name,
      async () => (this.#active && !isGivenUp ? work() : otherwise()),
      () => new ControllerMovedError(),
    )
    try {
      return await this.#inTime(asked)
    } catch (error) {
      if (error instanceof ControllerMovedError || isAway(error)) return otherwise()
      throw error
    } finally {
      isGivenUp = true
    }
  }

  #inTime<T>(asked: Promise<T>): Promise<T> {
    const { requestLimitMs, world } = this.#options
    if (requestLimitMs === null) return asked
    return new Promise((resolve, reject) => {
      const timer = world.clock.after(requestLimitMs, () => reject(new ControllerMovedError()))
      asked.then(resolve, reject).finally(() => timer.cancel())
    })
  }

  #knownPartitions(): { topic: string; partition: number }[] {
    const all: { topic: string; partition: number }[] = []
    for (const [topic, partitions] of this.#options.metadata.current.topics) {
      for (const partition of partitions.keys()) all.push({ topic, partition })
    }
    return all
  }

  /** Waits for a deletion's last step, unless the deletion itself waits for a broker. */
  async #untilGone(name: string, timeoutMs: number): Promise<void> {
    const isBlocked = this.#machinery.core.context.topics.get(name)?.deletionBlocked ?? false
    if (this.#active && !isBlocked) await this.#gone.wait(name, timeoutMs)
  }

  // ── Building ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #build(): Machinery {
    const { tree, world, logger, config, configs, brokerId } = this.#options
    const context = new ControllerContext()
    const core: ControllerCore = {
      brokerId,
      context,
      tree,
      logger,
      clock: world.clock,
      entropy: world.entropy,
      supportedFeatures: this.#options.supportedFeatures,
      channels: new ChannelManager(this.#options.channels, world.clock, logger),
      fenced: new FencedTree(tree, () => context.epochVersion),
      interBrokerListener: this.#options.interBrokerListener,
      isUncleanElectionEnabled: (topic) =>
        config.topic(configs.get({ type: 'topics', name: topic })).uncleanLeaderElectionEnable,
      retryLater: () => this.#retryLater(),
      onLeaderAndIsrResponse: (broker, response) =>
        this.#event('leader and isr answered', () => this.#machinery.brokers.onLeaderAndIsrResponse(broker, response)),
      onStopReplicaResponse: (broker, asked, response) =>
        this.#event('stop replica answered', () =>
          this.#machinery.deletion.onStopped(broker, asked, failedOf(asked, response)),
        ),
    }
    const watches = makeWatches({
      event: (name, run) => this.#event(name, run),
      machinery: () => this.#machinery,
    })
    const partitions = new PartitionMachine(core)
    const replicas = new ReplicaMachine(core)
    const deletion = new TopicDeletion(core, partitions, replicas, {
      settingsGone: (topic) => configs.forget({ type: 'topics', name: topic }),
      gone: (topic) => this.#gone.tell(topic),
    })
    const machines = { partitions, replicas, deletion }
    const brokers = new BrokerEvents(core, machines, watches)
    const topics = new TopicEvents(core, machines, watches, () => config.boolean('delete.topic.enable'))
    const reassignments = new Reassignments(core, machines)
    return { core, ...machines, brokers, topics, reassignments, watches }
  }

  /** Something for the active controller alone. */
  #event(name: string, run: () => Promise<void>): void {
    this.#queue.put({
      name,
      run: async () => {
        if (this.#active) await run()
      },
    })
  }

  // ── In and out of office ──────────────────────────────────────────────────────────────────────────────────────────

  readonly #controllerWatch: Watch = () => {
    this.#queue.put({ name: 'controller changed', run: () => this.#onControllerChanged() })
  }

  async #onControllerChanged(): Promise<void> {
    const id = await readController(this.#options.tree, this.#controllerWatch)
    if (this.#active && id !== this.#options.brokerId) this.#resign()
    if (id === -1 && !this.#stopped) await this.#begin()
  }

  async #elect(): Promise<void> {
    const { tree, brokerId, world } = this.#options
    const id = await readController(tree, this.#controllerWatch)
    if (id !== -1 && id !== brokerId) {
      this.#logger.debug('Another broker is the controller', { controller: id })
      return
    }
    if (this.#active) return
    const elected = await tryElection(tree, brokerId, world.clock)
    if (elected === null) return
    const { context } = this.#machinery.core
    context.epoch = elected.epoch
    context.epochVersion = elected.epochVersion
    this.#active = true
    this.#mustLeave = false
    try {
      await failover(this.#machinery)
    } catch (error) {
      this.#giveUpOffice(error)
      return
    }
    this.#startTimers()
    this.#logger.info('This broker is the controller', {
      controllerEpoch: elected.epoch,
      brokers: context.brokers.size,
      topics: context.topics.size,
    })
  }

  /** A failover that failed leaves the office to whoever can do it; that may be this broker again. */
  #giveUpOffice(error: unknown): void {
    this.#resign()
    if (error instanceof ControllerMovedError) return
    this.#logger.error('This broker was elected controller and could not begin', { error: reasonOf(error) })
    this.#mustLeave = true
    // Not at once: what stood in the way may need a moment.
    this.#retryLater()
  }

  #resign(): void {
    const { context, channels } = this.#machinery.core
    if (this.#active) this.#logger.info('This broker is no longer the controller', { controllerEpoch: context.epoch })
    this.#active = false
    for (const timer of this.#timers.splice(0)) timer.cancel()
    channels.clear()
    context.clear()
    this.#gone.tellAll()
  }

  #onSession(event: SessionEvent): Promise<void> | void {
    if (this.#stopped) return
    if (event === 'expired') return this.#letGo()
    if (event === 'connected') this.#queue.put({ name: 'new session', run: () => this.#begin() })
  }

  /** Before a new session begins, and after what is under way: a controller without its node must not write. */
  #letGo(): Promise<void> {
    return new Promise((resolve) => {
      const run = async (): Promise<void> => {
        this.#mustLeave = false
        this.#resign()
        resolve()
      }
      this.#queue.clearAndPut({ name: 'session expired', run, drop: resolve })
    })
  }

  /** A broker that is not registered cannot lead, so it does not run for office either. */
  async #begin(): Promise<void> {
    if (this.#mustLeave) await this.#machinery.core.fenced.remove(Paths.controller)
    this.#mustLeave = false
    await this.#options.ensureRegistered?.()
    await this.#elect()
  }

  // ── Errors, timers ────────────────────────────────────────────────────────────────────────────────────────────────

  async #onEventError(name: string, error: unknown): Promise<void> {
    if (error instanceof ControllerMovedError) {
      this.#mustLeave = false
      await this.#onControllerChanged().catch((second: unknown) => this.#logEventError(name, second))
      return
    }
    if (this.#stopped && error instanceof NodeError) return
    this.#logEventError(name, error)
    if (error instanceof NodeError) this.#retryLater()
  }

  #logEventError(name: string, error: unknown): void {
    this.#logger.error('An event of the controller failed', { event: name, error: reasonOf(error) })
  }

  #retryLater(): void {
    if (this.#retry !== null || this.#stopped) return
    this.#retry = this.#options.world.clock.after(RETRY_MS, () => {
      this.#retry = null
      this.#queue.put({ name: 'try again', run: () => (this.#active ? this.#catchUp() : this.#begin()) })
    })
  }

  /** Whatever an event left undone. */
  async #catchUp(): Promise<void> {
    const { topics, partitions, deletion, brokers, reassignments } = this.#machinery
    await brokers.onBrokersChanged()
    await brokers.onLogDirEvents()
    await brokers.onIsrChanges()
    await topics.onTopicsChanged()
    await topics.takeOverChanges()
    await topics.queueDeletions()
    await partitions.electForLeaderless()
    await reassignments.resume()
    await runReassignment(this.#machinery, true)
    await runPreferredElection(this.#machinery)
    await deletion.resume()
  }

  #startTimers(): void {
    const { config, world } = this.#options
    const rebalance = (): void => {
      if (!config.boolean('auto.leader.rebalance.enable')) return
      this.#event('rebalance leaders', () => {
        const percentage = config.number('leader.imbalance.per.broker.percentage')
        return rebalanceLeaders(this.#machinery.core, this.#machinery.partitions, percentage)
      })
    }
    this.#timers.push(
      world.clock.after(FIRST_REBALANCE_MS, rebalance),
      world.clock.every(config.number('leader.imbalance.check.interval.seconds') * 1000, rebalance),
    )
  }
}

/** A sentence for what an operator can mend, else all that there is to see. */
function reasonOf(error: unknown): string {
  if (isNodeError(error, 'no-auth')) return notAllowedText(error.path)
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function isServed(context: ControllerContext, partition: PartitionContext): boolean {
  return partition.leadership !== null && context.isReplicaOnline(partition, partition.leadership.leader)
}
