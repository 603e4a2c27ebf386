/**
 * The life of a partition: new, online (led), offline (not led), gone. Elections happen on the way to online.
 *
 *     to           from
 *     new          non-existent
 *     online       new, online, offline
 *     offline      new, online, offline
 *     non-existent offline
 */
import type { BrokerId } from '../base/kinds.ts'
import type { TreeOperation } from '../metadata/contract.ts'
import { NodeError } from '../metadata/contract.ts'
import { NodeFormatError } from '../metadata/nodes/json.ts'
import { partitionPath, partitionStatePath, partitionsPath } from '../metadata/nodes/paths.ts'
import type { LeaderAndIsr } from '../metadata/nodes/topic-nodes.ts'
import { decodeState, encodeState, NO_LEADER } from '../metadata/nodes/topic-nodes.ts'
import { isNodeError } from '../metadata/setup.ts'
import type { PartitionContext, PartitionPhase, TopicContext } from './context.ts'
import { partitionName } from './context.ts'
import type { ControllerCore } from './core.ts'
import { withBatch } from './core.ts'
import type { WriteResult } from './fenced-tree.ts'
import type { Election, Strategy } from './leader-selection.ts'
import { selectLeader, strategyName } from './leader-selection.ts'
import type { RequestBatch } from './request-batch.ts'

/** Why a partition did not get where it should; the text is shown to admins. */
export class StateChangeFailure extends Error {}

export type ElectionResult = LeaderAndIsr | Error

const LEGAL_FROM: Readonly<Record<PartitionPhase, readonly PartitionPhase[]>> = {
  new: ['non-existent'],
  online: ['new', 'online', 'offline'],
  offline: ['new', 'online', 'offline'],
  'non-existent': ['offline'],
}

export class PartitionMachine {
  readonly #core: ControllerCore

  constructor(core: ControllerCore) {
    this.#core = core
  }

  /** After a failover: where each partition stands, from what the tree says. Then elects for those without a leader. */
  async start(): Promise<void> {
    const { context } = this.#core
    for (const partition of context.partitions()) {
      const { leadership } = partition
      if (leadership === null) partition.phase = 'new'
      else partition.phase = context.isReplicaOnline(partition, leadership.leader) ? 'online' : 'offline'
    }
    await this.electForLeaderless()
  }

  /** All that are new or offline, save those of topics that are being deleted. */
  electForLeaderless(): Promise<Map<PartitionContext, ElectionResult>> {
    const partitions = [...this.#core.context.partitions()].filter(
      (partition) => (partition.phase === 'offline' || partition.phase === 'new') && partition.topic.deletion === 'no',
    )
    return this.toOnline(partitions, 'offline')
  }

  toNew(partitions: readonly PartitionContext[]): void {
    for (const partition of this.#legal(partitions, 'new')) partition.phase = 'new'
  }

  toOffline(partitions: readonly PartitionContext[]): void {
    for (const partition of this.#legal(partitions, 'offline')) partition.phase = 'offline'
  }

  toNonExistent(partitions: readonly PartitionContext[]): void {
    for (const partition of this.#legal(partitions, 'non-existent')) partition.phase = 'non-existent'
  }

  async toOnline(
    partitions: readonly PartitionContext[],
    strategy: Strategy,
  ): Promise<Map<PartitionContext, ElectionResult>> {
    const results = new Map<PartitionContext, ElectionResult>()
    if (partitions.length === 0) return results
    const legal = this.#legal(partitions, 'online')
    const unborn = legal.filter((partition) => partition.phase === 'new')
    const born = legal.filter((partition) => partition.phase !== 'new')
    await withBatch(this.#core, async (batch) => {
      await this.#initialize(unborn, batch, results)
      await this.#elect(born, strategy, batch, results)
    })
    for (const [partition, result] of results) {
      if (!(result instanceof Error)) continue
      this.#core.logger.warn('A partition has no leader', {
        partition: partitionName(partition),
        reason: result.message,
      })
    }
    return results
  }

  #legal(partitions: readonly PartitionContext[], target: PartitionPhase): PartitionContext[] {
    return partitions.filter((partition) => {
      if (LEGAL_FROM[target].includes(partition.phase)) return true
      this.#core.logger.error('A partition cannot change its state so', {
        partition: partitionName(partition),
        from: partition.phase,
        to: target,
      })
      return false
    })
  }

  // ── The first leader ──────────────────────────────────────────────────────────────────────────────────────────────

  async #initialize(
    partitions: readonly PartitionContext[],
    batch: RequestBatch,
    results: Map<PartitionContext, ElectionResult>,
  ): Promise<void> {
    const { context } = this.#core
    const chosen: { partition: PartitionContext; state: LeaderAndIsr }[] = []
    for (const partition of partitions) {
      const live = partition.assignment.replicas.filter((broker) => context.isReplicaOnline(partition, broker))
      const [leader] = live
      if (leader === undefined) {
        results.set(partition, noReplicaAlive(this.#core, partition))
        continue
      }
      const state = { leader, leaderEpoch: 0, isr: live, recovering: false, controllerEpoch: context.epoch, version: 0 }
      chosen.push({ partition, state })
    }
    const written = await this.#createStates(chosen)
    const older: PartitionContext[] = []
    for (const [index, { partition, state }] of chosen.entries()) {
      const outcome = written[index]!
      if ('error' in outcome && !(await this.#isThere(partition, state, outcome.error))) {
        this.#noteRefusal(outcome.error)
        results.set(partition, outcome.error)
        // Of a topic that was there before, with this name: it is led on from where that one was.
        if (outcome.error.kind === 'node-exists') older.push(partition)
        continue
      }
      partition.leadership = state
      partition.phase = 'online'
      results.set(partition, state)
      batch.leaderAndIsr(state.isr, partition, true)
    }
    for (const partition of older) partition.phase = 'offline'
    await this.#elect(older, 'offline', batch, results)
  }

  /** Written by us, with the answer lost and the request sent again. */
  async #isThere(partition: PartitionContext, state: LeaderAndIsr, error: NodeError): Promise<boolean> {
    if (error.kind !== 'node-exists') return false
    const there = await this.#readState(partition)
    return !(there instanceof Error) && JSON.stringify(there) === JSON.stringify(state)
  }

  async #createStates(chosen: readonly { partition: PartitionContext; state: LeaderAndIsr }[]): Promise<WriteResult[]> {
    const topics = new Set<TopicContext>(chosen.map(({ partition }) => partition.topic))
    const create = (path: string, data: Uint8Array | null): TreeOperation => ({
      op: 'create',
      path,
      data,
      mode: 'persistent',
    })
    // Asked for without waiting in between: the tree answers in the order of asking. Parents that are there already are
    // no error; whether the state itself was made is what counts.
    const [ofTopics, ofPartitions, states] = await Promise.all([
      this.#core.fenced.writeAll([...topics].map((topic) => create(partitionsPath(topic.name), null))),
      this.#core.fenced.writeAll(
        chosen.map(({ partition }) => create(partitionPath(partition.topic.name, partition.index), null)),
      ),
      this.#core.fenced.writeAll(
        chosen.map(({ partition, state }) =>
          create(partitionStatePath(partition.topic.name, partition.index), encodeState(state)),
        ),
      ),
    ])
    for (const parent of [...ofTopics, ...ofPartitions]) 'error' in parent && this.#noteRefusal(parent.error)
    return states
  }

  // ── A leader after the first ──────────────────────────────────────────────────────────────────────────────────────

  async #elect(
    partitions: readonly PartitionContext[],
    strategy: Strategy,
    batch: RequestBatch,
    results: Map<PartitionContext, ElectionResult>,
  ): Promise<void> {
    let remaining = partitions
    while (remaining.length > 0) remaining = await this.#electOnce(remaining, strategy, batch, results)
  }

  /** Returns those whose state changed meanwhile. */
  async #electOnce(
    partitions: readonly PartitionContext[],
    strategy: Strategy,
    batch: RequestBatch,
    results: Map<PartitionContext, ElectionResult>,
  ): Promise<PartitionContext[]> {
    const again: PartitionContext[] = []
    const chosen: { partition: PartitionContext; election: Election; state: LeaderAndIsr }[] = []
    const states = await Promise.all(partitions.map((partition) => this.#readState(partition)))
    for (const [index, partition] of partitions.entries()) {
      const before = states[index]!
      const decided = before instanceof Error ? before : this.#decide(partition, before, strategy)
      if (decided instanceof Error) results.set(partition, decided)
      else chosen.push({ partition, ...decided })
    }
    const written = await this.#core.fenced.writeAll(
      chosen.map(({ partition, state }) => ({
        op: 'set',
        path: partitionStatePath(partition.topic.name, partition.index),
        data: encodeState(state),
        version: state.version,
      })),
    )
    for (const [index, { partition, election, state }] of chosen.entries()) {
      const outcome = written[index]!
      if ('error' in outcome) {
        if (outcome.error.kind === 'bad-version') again.push(partition)
        else {
          this.#noteRefusal(outcome.error)
          results.set(partition, outcome.error)
        }
        continue
      }
      partition.leadership = { ...state, version: state.version + 1 }
      partition.phase = 'online'
      results.set(partition, partition.leadership)
      batch.leaderAndIsr(election.recipients, partition, false)
    }
    return again
  }

  #decide(
    partition: PartitionContext,
    before: LeaderAndIsr,
    strategy: Strategy,
  ): { election: Election; state: LeaderAndIsr } | Error {
    const { context } = this.#core
    if (before.controllerEpoch > context.epoch) {
      return new StateChangeFailure(
        `Aborted leader election for partition ${partitionName(partition)} since the LeaderAndIsr path was already ` +
          `written by another controller with epoch ${before.controllerEpoch}.`,
      )
    }
    const isLiveOrShuttingDown = (broker: BrokerId): boolean => context.isReplicaOnline(partition, broker, true)
    const election = selectLeader(strategy, before, {
      assignment: partition.assignment.replicas,
      target: partition.assignment.replicas.filter((broker) => !partition.assignment.removing.includes(broker)),
      isLive: (broker) => context.isReplicaOnline(partition, broker),
      isLiveOrShuttingDown,
      isShuttingDown: (broker) => context.shuttingDown.has(broker),
      uncleanAllowed: this.#core.isUncleanElectionEnabled(partition.topic.name),
    })
    if (election === null) {
      return new StateChangeFailure(
        `Failed to elect leader for partition ${partitionName(partition)} under strategy ${strategyName[strategy]}`,
      )
    }
    const state = {
      leader: election.leader,
      leaderEpoch: before.leaderEpoch + 1,
      isr: election.isr,
      recovering: election.recovering,
      controllerEpoch: context.epoch,
      version: before.version,
    }
    return { election, state }
  }

  async #readState(partition: PartitionContext): Promise<LeaderAndIsr | Error> {
    try {
      return await readState(this.#core, partition)
    } catch (error) {
      if (error instanceof NodeError || error instanceof NodeFormatError) return error
      throw error
    }
  }

  #noteRefusal(error: NodeError): void {
    if (error.kind === 'storage') this.#core.retryLater()
  }
}

export async function readState(core: ControllerCore, partition: PartitionContext): Promise<LeaderAndIsr> {
  const { data, stat } = await core.tree.get(partitionStatePath(partition.topic.name, partition.index))
  return decodeState(partition.topic.name, partition.index, data, stat.version)
}

/** null: there is none yet, or none that can be read. */
export async function readLeadership(core: ControllerCore, partition: PartitionContext): Promise<LeaderAndIsr | null> {
  try {
    return await readState(core, partition)
  } catch (error) {
    // Made just before a crash: the partition gets its first leader now.
    if (isNodeError(error, 'no-node')) return null
    if (error instanceof NodeFormatError) {
      core.logger.error('The state of a partition is not readable', {
        partition: partitionName(partition),
        reason: error.message,
      })
      return null
    }
    throw error
  }
}

function noReplicaAlive(core: ControllerCore, partition: PartitionContext): StateChangeFailure {
  return new StateChangeFailure(
    `No replica of partition ${partitionName(partition)} is alive: assigned [${partition.assignment.replicas.join(',')}], ` +
      `live brokers are [${core.context.brokerIds.filter((broker) => core.context.isLive(broker)).join(',')}].`,
  )
}

export function isLed(partition: PartitionContext): boolean {
  return partition.leadership !== null && partition.leadership.leader !== NO_LEADER
}
