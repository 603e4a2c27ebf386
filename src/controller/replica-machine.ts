/**
 * The life of a replica: new, online, offline, and the three steps of its deletion.
 *
 *     to                   from
 *     new                  non-existent
 *     online, offline      new, online, offline, deletion-ineligible
 *     deletion-started     offline
 *     deletion-successful  deletion-started
 *     deletion-ineligible  offline, deletion-started
 *     non-existent         deletion-successful
 */
import type { BrokerId } from '../base/kinds.ts'
import { NodeError } from '../metadata/contract.ts'
import { partitionStatePath } from '../metadata/nodes/paths.ts'
import type { LeaderAndIsr } from '../metadata/nodes/topic-nodes.ts'
import { encodeState, NO_LEADER } from '../metadata/nodes/topic-nodes.ts'
import type { PartitionContext, Replica, ReplicaPhase } from './context.ts'
import { partitionName } from './context.ts'
import type { ControllerCore } from './core.ts'
import { withBatch } from './core.ts'
import { readState } from './partition-machine.ts'
import type { RequestBatch } from './request-batch.ts'

const LEGAL_FROM: Readonly<Record<ReplicaPhase, readonly ReplicaPhase[]>> = {
  new: ['non-existent'],
  online: ['new', 'online', 'offline', 'deletion-ineligible'],
  offline: ['new', 'online', 'offline', 'deletion-ineligible'],
  'deletion-started': ['offline'],
  'deletion-successful': ['deletion-started'],
  'deletion-ineligible': ['offline', 'deletion-started'],
  'non-existent': ['deletion-successful'],
}

export class ReplicaMachine {
  readonly #core: ControllerCore

  constructor(core: ControllerCore) {
    this.#core = core
  }

  /** After a failover. Replicas that are not there begin as ineligible, in case their topic is being deleted. */
  async start(): Promise<void> {
    const { context } = this.#core
    const online: Replica[] = []
    const offline: Replica[] = []
    for (const replica of context.replicasOf(context.partitions())) {
      const isOnline = context.isReplicaOnline(replica.partition, replica.broker)
      replica.partition.replicas.set(replica.broker, isOnline ? 'online' : 'deletion-ineligible')
      ;(isOnline ? online : offline).push(replica)
    }
    await this.change(online, 'online')
    await this.change(offline, 'offline')
  }

  async change(replicas: readonly Replica[], target: ReplicaPhase): Promise<void> {
    const legal = replicas.filter((replica) => this.#isLegal(replica, target))
    if (legal.length === 0) return
    await withBatch(this.#core, async (batch) => {
      if (target === 'offline') await this.#toOffline(legal, batch)
      else for (const replica of legal) this.#enter(replica, target, batch)
    })
  }

  #isLegal({ partition, broker }: Replica, target: ReplicaPhase): boolean {
    const from = partition.replicas.get(broker) ?? 'non-existent'
    if (LEGAL_FROM[target].includes(from)) return true
    this.#core.logger.error('A replica cannot change its state so', {
      partition: partitionName(partition),
      broker,
      from,
      to: target,
    })
    return false
  }

  #enter({ partition, broker }: Replica, target: ReplicaPhase, batch: RequestBatch): void {
    switch (target) {
      case 'new':
        if (partition.leadership !== null) batch.leaderAndIsr([broker], partition, true)
        break
      case 'online':
        // One that is new was told when its partition got its leader.
        if (partition.replicas.get(broker) !== 'new' && partition.leadership !== null) {
          batch.leaderAndIsr([broker], partition, false)
        }
        break
      case 'deletion-started':
        batch.stopReplica(broker, partition, true)
        break
      case 'non-existent':
        partition.replicas.delete(broker)
        partition.assignment = {
          ...partition.assignment,
          replicas: partition.assignment.replicas.filter((id) => id !== broker),
        }
        return
    }
    partition.replicas.set(broker, target)
  }

  async #toOffline(replicas: readonly Replica[], batch: RequestBatch): Promise<void> {
    const { context } = this.#core
    for (const { partition, broker } of replicas) batch.stopReplica(broker, partition, false)
    const byBroker = Map.groupBy(replicas, (replica) => replica.broker)
    for (const [broker, ofBroker] of byBroker) {
      const led = ofBroker.map((replica) => replica.partition).filter((partition) => partition.leadership !== null)
      const shrunk = await this.#removeFromIsr(broker, led)
      for (const { partition } of ofBroker) {
        if (partition.leadership === null) batch.updateMetadata(context.brokerIds, [partition])
        else if (!shrunk.has(partition)) continue
        else if (partition.topic.deletion === 'no') {
          const others = partition.assignment.replicas.filter((id) => id !== broker)
          batch.leaderAndIsr(others, partition, false)
          batch.updateMetadata(context.brokerIds, [partition])
        }
        partition.replicas.set(broker, 'offline')
      }
    }
  }

  /** Returns the partitions whose state no longer counts on `broker`; what could not be written is left out. */
  async #removeFromIsr(broker: BrokerId, partitions: readonly PartitionContext[]): Promise<Set<PartitionContext>> {
    const done = new Set<PartitionContext>()
    let remaining = partitions
    while (remaining.length > 0) remaining = await this.#removeOnce(broker, remaining, done)
    return done
  }

  async #removeOnce(
    broker: BrokerId,
    partitions: readonly PartitionContext[],
    done: Set<PartitionContext>,
  ): Promise<PartitionContext[]> {
    const again: PartitionContext[] = []
    const changed: { partition: PartitionContext; state: LeaderAndIsr }[] = []
    const states = await Promise.all(partitions.map((partition) => this.#readState(partition)))
    for (const [index, partition] of partitions.entries()) {
      const state = states[index]!
      if (state instanceof Error || state.controllerEpoch > this.#core.context.epoch) continue
      if (state.isr.includes(broker)) {
        changed.push({ partition, state: without(broker, state, this.#core.context.epoch) })
      } else {
        partition.leadership = state
        done.add(partition)
      }
    }
    const written = await this.#core.fenced.writeAll(
      changed.map(({ partition, state }) => ({
        op: 'set',
        path: partitionStatePath(partition.topic.name, partition.index),
        data: encodeState(state),
        version: state.version,
      })),
    )
    for (const [index, { partition, state }] of changed.entries()) {
      const outcome = written[index]!
      if ('result' in outcome) {
        partition.leadership = { ...state, version: state.version + 1 }
        done.add(partition)
      } else if (outcome.error.kind === 'bad-version') again.push(partition)
      else if (outcome.error.kind === 'storage') this.#core.retryLater()
    }
    return again
  }

  async #readState(partition: PartitionContext): Promise<LeaderAndIsr | NodeError> {
    try {
      return await readState(this.#core, partition)
    } catch (error) {
      if (error instanceof NodeError) return error
      throw error
    }
  }
}

/** The last member stays in the ISR: it alone has everything. */
function without(broker: BrokerId, state: LeaderAndIsr, controllerEpoch: number): LeaderAndIsr {
  return {
    ...state,
    leader: state.leader === broker ? NO_LEADER : state.leader,
    leaderEpoch: state.leaderEpoch + 1,
    isr: state.isr.length === 1 ? state.isr : state.isr.filter((id) => id !== broker),
    controllerEpoch,
  }
}
