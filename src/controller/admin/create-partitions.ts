/** CreatePartitions: checks in Apache's order and words, then the topic's node anew. */
import type { BrokerId } from '../../base/kinds.ts'
import { NodeError } from '../../metadata/contract.ts'
import { topicPath } from '../../metadata/nodes/paths.ts'
import type { ReplicaAssignment, TopicNode } from '../../metadata/nodes/topic-nodes.ts'
import { assignmentOf, decodeTopic, encodeTopic, isReassigned } from '../../metadata/nodes/topic-nodes.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { Controller, Mutations, Outcome } from '../contract.ts'
import { waitForMetadata } from '../metadata-wait.ts'
import type { AdminParts } from './admin.ts'
import { areLed, DONE, outcomeOf, Refusal, spend, TIMED_OUT } from './admin.ts'
import { invalidAssignment, PARTITIONS_MAX, place } from './create-topics.ts'

export interface MorePartitions {
  readonly name: string
  /** How many there shall be. */
  readonly count: number
  readonly assignments: readonly (readonly BrokerId[])[] | null
}

export async function createPartitions(
  parts: AdminParts,
  topics: readonly MorePartitions[],
  options: Parameters<Controller['createPartitions']>[1],
  isQueuedForDeletion: (topic: string) => boolean,
): Promise<(Outcome & { name: string })[]> {
  const deadlineMs = parts.clock.monotonicMs() + options.timeoutMs
  const budget = { partitions: PARTITIONS_MAX }
  const outcomes: Promise<Outcome & { name: string }>[] = []
  for (const topic of topics) {
    const outcome = await addOne(parts, topic, options, isQueuedForDeletion, budget)
    outcomes.push(finish(parts, topic, outcome, options, deadlineMs))
  }
  return Promise.all(outcomes)
}

async function finish(
  parts: AdminParts,
  { name, count }: MorePartitions,
  outcome: Outcome,
  options: { timeoutMs: number; validateOnly: boolean },
  deadlineMs: number,
): Promise<Outcome & { name: string }> {
  if (outcome.error !== ErrorCode.NONE || options.validateOnly) return { name, ...outcome }
  if (options.timeoutMs <= 0) return { name, ...TIMED_OUT }
  const leftMs = Math.max(0, deadlineMs - parts.clock.monotonicMs())
  const all = Array.from({ length: count }, (_, partition) => partition)
  const led = await waitForMetadata(parts.metadata, parts.clock, leftMs, (metadata) => areLed(metadata, name, all))
  return { name, ...(led ? DONE : TIMED_OUT) }
}

async function addOne(
  parts: AdminParts,
  topic: MorePartitions,
  { validateOnly, mutations }: { validateOnly: boolean; mutations?: Mutations | null },
  isQueuedForDeletion: (topic: string) => boolean,
  budget: { partitions: number },
): Promise<Outcome> {
  let isSpent = false
  try {
    for (;;) {
      if (isQueuedForDeletion(topic.name)) {
        throw new Refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, 'The topic is queued for deletion.')
      }
      const node = await readTopic(parts, topic.name)
      const partitions = plan(parts, topic, node, budget)
      if (validateOnly) return DONE
      if (!isSpent) spend(mutations, partitions.size - node.partitions.size)
      isSpent = true
      if (await write(parts, topic.name, { ...node, partitions }, node.version)) return DONE
    }
  } catch (error) {
    return outcomeOf(error, parts.logger)
  }
}

async function readTopic(parts: AdminParts, name: string): Promise<TopicNode & { version: number }> {
  const unknown = new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `The topic '${name}' does not exist.`)
  try {
    const { data, stat } = await parts.tree.get(topicPath(name))
    const node = decodeTopic(name, data)
    if (node.partitions.size === 0) throw unknown
    return { ...node, version: stat.version }
  } catch (error) {
    // A name that cannot be one of a topic cannot stand in the tree either.
    if (error instanceof NodeError && (error.kind === 'no-node' || error.kind === 'bad-arguments')) throw unknown
    throw error
  }
}

/** False: the node changed meanwhile. */
async function write(parts: AdminParts, name: string, node: TopicNode, version: number): Promise<boolean> {
  const path = topicPath(name)
  const wanted = encodeTopic(node)
  try {
    await parts.tree.set(path, wanted, version)
    return true
  } catch (error) {
    if (!(error instanceof NodeError) || error.kind !== 'bad-version') throw error
    // By ourselves, with the answer lost and the request sent again.
    const { data } = await parts.tree.get(path)
    return data !== null && Buffer.compare(data, wanted) === 0
  }
}

function plan(
  parts: AdminParts,
  topic: MorePartitions,
  node: TopicNode,
  budget: { partitions: number },
): Map<number, ReplicaAssignment> {
  const { name, count, assignments } = topic
  if ([...node.partitions.values()].some(isReassigned)) {
    throw new Refusal(
      ErrorCode.REASSIGNMENT_IN_PROGRESS,
      `A partition reassignment is in progress for the topic '${name}'.`,
    )
  }
  const existing = node.partitions.size
  if (count < existing) {
    throw new Refusal(
      ErrorCode.INVALID_PARTITIONS,
      `Topic currently has ${existing} partitions, which is higher than the requested ${count}.`,
    )
  }
  if (count === existing) {
    throw new Refusal(ErrorCode.INVALID_PARTITIONS, `Topic already has ${existing} partitions.`)
  }
  const first = node.partitions.get(0)
  if (first === undefined) throw new Error(`topic ${name} has no partition 0`)
  const added =
    assignments === null
      ? place(
          parts,
          count - existing,
          first.replicas.length,
          {
            firstPartition: existing,
            start: startIndex(parts, first.replicas[0] ?? 0),
          },
          budget,
        )
      : checkedAssignments(parts, assignments, existing, count - existing, first.replicas.length)
  const partitions = new Map(node.partitions)
  for (const [index, replicas] of added) partitions.set(index, assignmentOf(replicas))
  return partitions
}

/** New partitions go on where those before began: at the first replica of partition 0. */
function startIndex(parts: AdminParts, firstBroker: BrokerId): number {
  const ids = brokerIds(parts)
  return Math.max(
    0,
    ids.findIndex((id) => id >= firstBroker),
  )
}

function brokerIds(parts: AdminParts): BrokerId[] {
  return [...parts.metadata.current.brokers.keys()].sort((a, b) => a - b)
}

function checkedAssignments(
  parts: AdminParts,
  assignments: readonly (readonly BrokerId[])[],
  firstPartition: number,
  increment: number,
  replicationFactor: number,
): Map<number, readonly BrokerId[]> {
  const known = new Set(brokerIds(parts))
  const unknown = [...new Set(assignments.flat())].filter((id) => !known.has(id))
  if (unknown.length > 0) {
    throw invalidAssignment(`Unknown broker(s) in replica assignment: ${unknown.join(', ')}.`)
  }
  if (assignments.length !== increment) {
    throw invalidAssignment(
      `Increasing the number of partitions by ${increment} but ${assignments.length} assignments provided.`,
    )
  }
  const added = new Map(assignments.map((replicas, index) => [firstPartition + index, replicas]))
  for (const [partition, replicas] of added) {
    if (replicas.length === 0) {
      throw invalidAssignment(`Cannot have replication factor of 0 for partition id ${partition}.`)
    }
    if (new Set(replicas).size === replicas.length) continue
    throw invalidAssignment(
      `Duplicate brokers not allowed in replica assignment: ${replicas.join(', ')} for partition id ${partition}.`,
    )
  }
  const different = [...added].filter(([, replicas]) => replicas.length !== replicationFactor)
  if (different.length > 0) {
    throw invalidAssignment(
      `Inconsistent replication factor between partitions, partition 0 has ${replicationFactor} while partitions ` +
        `[${different.map(([partition]) => partition).join(', ')}] have replication factors ` +
        `[${different.map(([, replicas]) => replicas.length).join(', ')}], respectively.`,
    )
  }
  return added
}
