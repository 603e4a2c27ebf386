/**
 * Moves of partitions to other replicas (Kafka 2.4+). While one is under way the topic's node holds the union of old and
 * new replicas, with the maps of what is added and removed, so that any controller can go on:
 *
 *     replicas = target ++ origin    adding = replicas - origin    removing = replicas - target
 *
 * Those added follow the leader; once all of the target is in sync the rest is stopped and the node holds the target alone.
 */
import type { BrokerId } from '../base/kinds.ts'
import { NodeError } from '../metadata/contract.ts'
import { NodeFormatError } from '../metadata/nodes/json.ts'
import { partitionStatePath, topicPath } from '../metadata/nodes/paths.ts'
import type { ReplicaAssignment } from '../metadata/nodes/topic-nodes.ts'
import { assignmentOf, decodeTopic, encodeState, encodeTopic, isReassigned } from '../metadata/nodes/topic-nodes.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { DONE, outcomeOf, Refusal } from './admin/admin.ts'
import type { PartitionContext, ReplicaPhase } from './context.ts'
import { partitionName } from './context.ts'
import type { OngoingReassignment, Outcome, Place, WantedReplicas } from './contract.ts'
import type { ControllerCore } from './core.ts'
import { withBatch } from './core.ts'
import type { PartitionMachine } from './partition-machine.ts'
import { readState, StateChangeFailure } from './partition-machine.ts'
import type { ReplicaMachine } from './replica-machine.ts'
import type { TopicDeletion } from './topic-deletion.ts'

interface Machines {
  readonly partitions: PartitionMachine
  readonly replicas: ReplicaMachine
  readonly deletion: TopicDeletion
}

export class Reassignments {
  readonly #core: ControllerCore
  readonly #machines: Machines

  constructor(core: ControllerCore, machines: Machines) {
    this.#core = core
    this.#machines = machines
  }

  /** One outcome for each, in order. */
  async alter(wanted: readonly WantedReplicas[], keepsFactor: boolean): Promise<(Outcome & Place)[]> {
    const outcomes: (Outcome & Place)[] = []
    for (const one of wanted) {
      const { topic, partition } = one
      outcomes.push({ topic, partition, ...(await this.#alterOne(one, keepsFactor)) })
    }
    return outcomes
  }

  /** null: all that are under way. */
  list(wanted: readonly Place[] | null): OngoingReassignment[] {
    const { context } = this.#core
    const asked =
      wanted === null
        ? [...context.reassigning]
        : wanted.flatMap(({ topic, partition }) => context.partition(topic, partition) ?? [])
    return [...new Set(asked)]
      .filter(({ assignment }) => isReassigned(assignment))
      .map(({ topic, index, assignment }) => ({ topic: topic.name, partition: index, ...assignment }))
  }

  /** To just these replicas. */
  isUnderWay({ topic, partition, replicas }: WantedReplicas): boolean {
    const assignment = this.#core.context.partition(topic, partition)?.assignment
    if (assignment === undefined || !isReassigned(assignment)) return false
    return JSON.stringify(targetOf(assignment)) === JSON.stringify(replicas)
  }

  /** Completes those whose target is in sync by now. `announce`: brokers may not know of the others yet. */
  async resume(announce = false): Promise<void> {
    for (const partition of [...this.#core.context.reassigning]) {
      try {
        await this.#proceed(partition, announce)
      } catch (error) {
        // One that cannot go on now must not keep the others, or a new controller, from going on.
        if (!(error instanceof NodeError || error instanceof NodeFormatError)) throw error
        this.#core.logger.warn('A move of a partition waits', {
          partition: partitionName(partition),
          reason: error.message,
        })
        if (error instanceof NodeError) this.#core.retryLater()
      }
    }
  }

  async #alterOne({ topic, partition: index, replicas }: WantedReplicas, keepsFactor: boolean): Promise<Outcome> {
    const partition = this.#core.context.partition(topic, index)
    try {
      const target = this.#target(partition, replicas, keepsFactor)
      if (partition === null) {
        throw new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'The partition does not exist.')
      }
      if (partition.topic.deletion !== 'no') {
        throw new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'The topic is being deleted.')
      }
      await this.#begin(partition, reassigned(partition.assignment, target))
      return DONE
    } catch (error) {
      if (error instanceof NodeError && error.kind === 'storage') this.#core.retryLater()
      if (error instanceof Refusal || error instanceof NodeError) return outcomeOf(error, this.#core.logger)
      throw error
    }
  }

  /** Without a list the partition goes back to where it was. */
  #target(
    partition: PartitionContext | null,
    replicas: readonly BrokerId[] | null,
    keepsFactor: boolean,
  ): readonly BrokerId[] {
    if (replicas === null) {
      if (partition !== null && isReassigned(partition.assignment)) return originOf(partition.assignment)
      throw new Refusal(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, 'No partition reassignment is in progress.')
    }
    const origin = partition === null ? [] : originOf(partition.assignment)
    const problem = this.#problemOf(replicas, origin)
    if (problem !== null) throw new Refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, problem)
    if (keepsFactor && partition !== null && replicas.length !== origin.length) {
      throw new Refusal(
        ErrorCode.INVALID_REPLICATION_FACTOR,
        `The replication factor is changed from ${origin.length} to ${replicas.length}`,
      )
    }
    return replicas
  }

  #problemOf(replicas: readonly BrokerId[], origin: readonly BrokerId[]): string | null {
    const list = `[${replicas.join(', ')}]`
    if (replicas.length === 0) return 'Empty replica list specified in partition reassignment.'
    if (new Set(replicas).size !== replicas.length) {
      return `Duplicate replica ids in partition reassignment replica list: ${list}`
    }
    if (replicas.some((broker) => broker < 0)) return `Invalid broker id in replica list: ${list}`
    const { context } = this.#core
    const dead = replicas.filter((broker) => !origin.includes(broker) && !context.isLive(broker))
    if (dead.length === 0) return null
    const live = context.brokerIds.filter((broker) => context.isLive(broker))
    return `Replica assignment has brokers that are not alive. Replica list: [${dead.join(', ')}], live broker list: [${live.join(', ')}]`
  }

  async #begin(partition: PartitionContext, next: ReplicaAssignment): Promise<void> {
    const before = partition.assignment
    if (!isSame(before, next)) {
      await this.#writeAssignment(partition, next)
      this.#core.context.setAssignment(partition, next)
      // Targets of a reassignment that this one takes the place of.
      await this.#drop(partition, without(before.replicas, next.replicas))
    }
    await this.#proceed(partition, true)
  }

  async #proceed(partition: PartitionContext, announce: boolean): Promise<void> {
    if (partition.leadership === null) return
    partition.leadership = await readState(this.#core, partition)
    const { isr } = partition.leadership
    if (!targetOf(partition.assignment).every((broker) => isr.includes(broker))) {
      if (announce) await this.#announce(partition)
      return
    }
    try {
      await this.#complete(partition)
    } catch (error) {
      if (!(error instanceof StateChangeFailure)) throw error
      // Nobody of the target can lead: it goes on when brokers come back.
      this.#core.logger.warn('A move of a partition waits', {
        partition: partitionName(partition),
        reason: error.message,
      })
    }
  }

  /** The leader learns whom to expect, the new replicas whom to follow. */
  async #announce(partition: PartitionContext): Promise<void> {
    const { assignment } = partition
    this.#core.logger.info('A partition moves', { partition: partitionName(partition), ...assignment })
    await this.#bumpLeaderEpoch(partition, originOf(assignment))
    const added = assignment.adding.filter((broker) => partition.replicas.get(broker) === undefined)
    await this.#change(partition, added, 'new')
  }

  async #complete(partition: PartitionContext): Promise<void> {
    const { context } = this.#core
    const before = partition.assignment
    const target = targetOf(before)
    await this.#change(partition, before.adding, 'online')
    context.setAssignment(partition, assignmentOf(target))
    try {
      const leader = partition.leadership!.leader
      if (target.includes(leader) && context.isReplicaOnline(partition, leader)) {
        await this.#bumpLeaderEpoch(partition, target)
      } else {
        const result = (await this.#machines.partitions.toOnline([partition], 'reassign')).get(partition)
        if (result instanceof Error) throw result
      }
      await this.#drop(partition, before.removing)
      // Last, so that a controller after this one finds what is left to do.
      if (isReassigned(before)) await this.#writeAssignment(partition, partition.assignment)
    } catch (error) {
      context.setAssignment(partition, before)
      throw error
    }
    await withBatch(this.#core, (batch) => batch.updateMetadata(context.brokerIds, [partition]))
    this.#core.logger.info('A partition is where it should be', { partition: partitionName(partition), target })
    if (partition.topic.deletion === 'no' || context.hasReassignment(partition.topic)) return
    this.#machines.deletion.unblock([partition.topic])
    await this.#machines.deletion.resume()
  }

  async #drop(partition: PartitionContext, brokers: readonly BrokerId[]): Promise<void> {
    const there = brokers.filter((broker) => partition.replicas.get(broker) !== undefined)
    // Nobody waits for the answer: a broker that is away learns at its next start that it has no such replica.
    for (const phase of ['offline', 'deletion-started', 'deletion-successful', 'non-existent'] as const) {
      await this.#change(partition, there, phase)
    }
  }

  #change(partition: PartitionContext, brokers: readonly BrokerId[], phase: ReplicaPhase): Promise<void> {
    return this.#machines.replicas.change(
      brokers.map((broker) => ({ partition, broker })),
      phase,
    )
  }

  /** A new leader epoch for the same leader, which tells brokers apart what they heard before. */
  async #bumpLeaderEpoch(partition: PartitionContext, recipients: readonly BrokerId[]): Promise<void> {
    const { fenced, context } = this.#core
    for (;;) {
      const state = await readState(this.#core, partition)
      const next = { ...state, leaderEpoch: state.leaderEpoch + 1, controllerEpoch: context.epoch }
      try {
        await fenced.write({
          op: 'set',
          path: partitionStatePath(partition.topic.name, partition.index),
          data: encodeState(next),
          version: state.version,
        })
        partition.leadership = { ...next, version: state.version + 1 }
        break
      } catch (error) {
        if (!(error instanceof NodeError) || error.kind !== 'bad-version') throw error
      }
    }
    await withBatch(this.#core, (batch) => batch.leaderAndIsr(recipients, partition, false))
  }

  async #writeAssignment(partition: PartitionContext, assignment: ReplicaAssignment): Promise<void> {
    const path = topicPath(partition.topic.name)
    for (;;) {
      const { data, stat } = await this.#core.tree.get(path)
      const node = decodeTopic(partition.topic.name, data)
      const partitions = new Map(node.partitions).set(partition.index, assignment)
      try {
        await this.#core.fenced.write({
          op: 'set',
          path,
          data: encodeTopic({ ...node, partitions }),
          version: stat.version,
        })
        return
      } catch (error) {
        if (!(error instanceof NodeError) || error.kind !== 'bad-version') throw error
      }
    }
  }
}

function originOf({ replicas, adding }: ReplicaAssignment): readonly BrokerId[] {
  return without(replicas, adding)
}

function targetOf({ replicas, removing }: ReplicaAssignment): readonly BrokerId[] {
  return without(replicas, removing)
}

function reassigned(before: ReplicaAssignment, target: readonly BrokerId[]): ReplicaAssignment {
  const origin = originOf(before)
  const replicas = [...new Set([...target, ...origin])]
  return { replicas, adding: without(replicas, origin), removing: without(replicas, target) }
}

function without(replicas: readonly BrokerId[], others: readonly BrokerId[]): BrokerId[] {
  return replicas.filter((broker) => !others.includes(broker))
}

function isSame(a: ReplicaAssignment, b: ReplicaAssignment): boolean {
  const text = ({ replicas, adding, removing }: ReplicaAssignment): string =>
    JSON.stringify([replicas, adding, removing])
  return text(a) === text(b)
}
