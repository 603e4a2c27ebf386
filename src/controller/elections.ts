/** Elections that somebody asks for: ElectLeaders, the old node, and the rebalancing of leaders. */
import type { BrokerId } from '../base/kinds.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { PartitionContext } from './context.ts'
import type { Outcome } from './contract.ts'
import type { ControllerCore } from './core.ts'
import type { PartitionMachine } from './partition-machine.ts'
import { StateChangeFailure } from './partition-machine.ts'

export type ElectionType = 'preferred' | 'unclean'

export interface PartitionElection extends Outcome {
  readonly topic: string
  readonly partition: number
  /** The leader elected, for error 0. */
  readonly leader: BrokerId
}

export async function electLeaders(
  core: ControllerCore,
  machine: PartitionMachine,
  type: ElectionType,
  wanted: readonly { topic: string; partition: number }[],
): Promise<PartitionElection[]> {
  const outcomes: PartitionElection[] = []
  const electable: PartitionContext[] = []
  for (const { topic, partition } of wanted) {
    const found = core.context.partition(topic, partition)
    const refusal = refusalOf(core, type, found)
    if (found !== null && refusal === null) electable.push(found)
    else outcomes.push({ topic, partition, leader: -1, ...refusal! })
  }
  const results = await machine.toOnline(electable, type)
  for (const partition of electable) {
    const place = { topic: partition.topic.name, partition: partition.index }
    const result = results.get(partition)
    if (result !== undefined && !(result instanceof Error)) {
      outcomes.push({ ...place, error: ErrorCode.NONE, message: null, leader: result.leader })
    } else outcomes.push({ ...place, ...failureOf(type, result), leader: -1 })
  }
  return outcomes
}

function refusalOf(core: ControllerCore, type: ElectionType, partition: PartitionContext | null): Outcome | null {
  if (partition === null) {
    return { error: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message: 'The partition does not exist.' }
  }
  if (partition.topic.deletion !== 'no') {
    return { error: ErrorCode.INVALID_TOPIC_EXCEPTION, message: 'The topic is being deleted' }
  }
  const leader = partition.leadership?.leader ?? -1
  const isNeeded =
    type === 'preferred' ? leader !== partition.assignment.replicas[0] : leader === -1 || !core.context.isLive(leader)
  if (isNeeded) return null
  return { error: ErrorCode.ELECTION_NOT_NEEDED, message: 'Leader election not needed for topic partition.' }
}

function failureOf(type: ElectionType, error: Error | undefined): Outcome {
  if (error instanceof StateChangeFailure) {
    const code =
      type === 'preferred' ? ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE : ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE
    return { error: code, message: error.message }
  }
  return { error: ErrorCode.UNKNOWN_SERVER_ERROR, message: error?.message ?? null }
}

/** Gives partitions back to their preferred leaders where a broker leads too few of those it should. */
export async function rebalanceLeaders(
  core: ControllerCore,
  machine: PartitionMachine,
  percentage: number,
): Promise<void> {
  const byPreferred = Map.groupBy(
    [...core.context.partitions()].filter(
      (partition) => partition.topic.deletion === 'no' && partition.assignment.replicas.length > 0,
    ),
    (partition) => partition.assignment.replicas[0]!,
  )
  for (const [broker, partitions] of byPreferred) {
    if (!core.context.isLive(broker)) continue
    const elsewhere = partitions.filter((partition) => partition.leadership?.leader !== broker)
    if (elsewhere.length / partitions.length <= percentage / 100) continue
    const movable = elsewhere.filter(
      (partition) =>
        partition.leadership?.isr.includes(broker) &&
        partition.assignment.adding.length === 0 &&
        partition.assignment.removing.length === 0 &&
        core.context.isReplicaOnline(partition, broker),
    )
    if (movable.length > 0) await machine.toOnline(movable, 'preferred')
  }
}
