/** CreateTopics: checks in Apache's order and words, then the nodes; the controller's watch does the rest. */
import type { BrokerId, Uuid } from '../../base/kinds.ts'
import { ZERO_UUID } from '../../base/kinds.ts'
import type { TreeOperation } from '../../metadata/contract.ts'
import { NodeError } from '../../metadata/contract.ts'
import { NodeFormatError } from '../../metadata/nodes/json.ts'
import { configTypePath, deleteTopicPath, Paths, topicPath } from '../../metadata/nodes/paths.ts'
import { encodeConfig } from '../../metadata/nodes/small-nodes.ts'
import { assignmentOf, decodeTopic, encodeTopic } from '../../metadata/nodes/topic-nodes.ts'
import { randomUuid, unlessMissing } from '../../metadata/setup.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { assignReplicas } from '../assign-replicas.ts'
import type { Controller, CreatedTopic, Mutations, NewTopic, Outcome } from '../contract.ts'
import { waitForMetadata } from '../metadata-wait.ts'
import { collisionKey, mayCollide, topicNameProblem } from '../topic-name.ts'
import type { AdminParts } from './admin.ts'
import { areLed, DONE, outcomeOf, Refusal, spend, TIMED_OUT } from './admin.ts'
import { internalTopic } from './internal-topics.ts'

/** What one request may make, all its topics together: it must not allocate what it likes. */
export const PARTITIONS_MAX = 200_000
/** Topics of a request that are checked and written at the same time: they share fsyncs. */
const AT_ONCE = 100

type Assignment = ReadonlyMap<number, readonly BrokerId[]>

interface Plan {
  readonly topic: NewTopic
  readonly assignment: Assignment
  readonly topicId: Uuid
}

export async function createTopics(
  parts: AdminParts,
  asked: readonly NewTopic[],
  options: Parameters<Controller['createTopics']>[1],
): Promise<CreatedTopic[]> {
  const own = (name: string) => (options.internal ? internalTopic(name, parts.config, parts.metadata.current) : null)
  const topics = asked.map((topic) => own(topic.name) ?? topic)
  const results = new Map<NewTopic, CreatedTopic>()
  const plans: Plan[] = []
  const budget = { partitions: PARTITIONS_MAX }
  for (const window of windows(topics)) {
    const outcomes = await Promise.all(window.map((topic) => createOne(parts, topic, options, budget)))
    for (const [index, outcome] of outcomes.entries()) {
      if ('error' in outcome) results.set(window[index]!, failed(window[index]!, outcome))
      else plans.push(outcome)
    }
  }
  // Waited for together.
  const deadlineMs = parts.clock.monotonicMs() + options.timeoutMs
  for (const plan of plans) {
    const outcome = options.validateOnly ? DONE : await waitForLeaders(parts, plan, options.timeoutMs, deadlineMs)
    results.set(plan.topic, finished(plan, outcome))
  }
  return topics.map((topic) => results.get(topic)!)
}

/** Names that may collide with one before them come in a later window, which sees what was made. */
function* windows(topics: readonly NewTopic[]): Generator<NewTopic[]> {
  let window: NewTopic[] = []
  let keys = new Set<string>()
  for (const topic of topics) {
    const key = collisionKey(topic.name)
    if (window.length >= AT_ONCE || keys.has(key)) {
      yield window
      window = []
      keys = new Set()
    }
    window.push(topic)
    keys.add(key)
  }
  if (window.length > 0) yield window
}

interface Budget {
  partitions: number
}

async function createOne(
  parts: AdminParts,
  topic: NewTopic,
  { validateOnly, mutations }: { validateOnly: boolean; mutations?: Mutations | null },
  budget: Budget,
): Promise<Plan | Outcome> {
  try {
    const assignment = planAssignment(parts, topic, budget)
    await validate(parts, topic, assignment)
    const plan = { topic, assignment, topicId: validateOnly ? ZERO_UUID : randomUuid(parts.entropy) }
    if (validateOnly) return plan
    spend(mutations, assignment.size)
    await write(parts, plan)
    return plan
  } catch (error) {
    return outcomeOf(error, parts.logger)
  }
}

async function waitForLeaders(
  parts: AdminParts,
  { topic, assignment }: Plan,
  timeoutMs: number,
  deadlineMs: number,
): Promise<Outcome> {
  // Apache: the topic is made, and a timeout of nothing has passed.
  if (timeoutMs <= 0) return TIMED_OUT
  const leftMs = Math.max(0, deadlineMs - parts.clock.monotonicMs())
  const led = await waitForMetadata(parts.metadata, parts.clock, leftMs, (metadata) =>
    areLed(metadata, topic.name, assignment.keys()),
  )
  return led ? DONE : TIMED_OUT
}

function failed(topic: NewTopic, outcome: Outcome): CreatedTopic {
  return { ...outcome, name: topic.name, topicId: ZERO_UUID, numPartitions: -1, replicationFactor: -1 }
}

function finished({ topic, assignment, topicId }: Plan, outcome: Outcome): CreatedTopic {
  const [first] = assignment.values()
  const counts = { numPartitions: assignment.size, replicationFactor: first?.length ?? -1 }
  return { ...outcome, name: topic.name, topicId, ...counts }
}

// ── Checks ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function planAssignment(parts: AdminParts, topic: NewTopic, budget: Budget): Assignment {
  const { name, numPartitions, replicationFactor, assignments, configs } = topic
  if (parts.metadata.current.topics.has(name)) throw exists(name)
  const nulls = [...configs].filter(([, value]) => value === null).map(([config]) => config)
  if (nulls.length > 0) {
    throw new Refusal(ErrorCode.INVALID_CONFIG, `Null value not supported for topic configs: ${nulls.join(',')}`)
  }
  if ((numPartitions !== -1 || replicationFactor !== -1) && assignments.size > 0) {
    throw new Refusal(
      ErrorCode.INVALID_REQUEST,
      'Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time.',
    )
  }
  if (assignments.size > 0) return assignments
  const partitions = numPartitions === -1 ? parts.config.number('num.partitions') : numPartitions
  const factor = replicationFactor === -1 ? parts.config.number('default.replication.factor') : replicationFactor
  return place(parts, partitions, factor, { firstPartition: 0, start: null }, budget)
}

/** Shared with CreatePartitions. */
export function place(
  parts: AdminParts,
  partitions: number,
  replicationFactor: number,
  where: { firstPartition: number; start: number | null },
  budget: Budget,
): Map<number, BrokerId[]> {
  const brokers = [...parts.metadata.current.brokers.values()]
  if (partitions <= 0) throw new Refusal(ErrorCode.INVALID_PARTITIONS, 'Number of partitions must be larger than 0.')
  if (replicationFactor <= 0) {
    throw new Refusal(ErrorCode.INVALID_REPLICATION_FACTOR, 'Replication factor must be larger than 0.')
  }
  if (replicationFactor > brokers.length) {
    throw new Refusal(
      ErrorCode.INVALID_REPLICATION_FACTOR,
      `Replication factor: ${replicationFactor} larger than available brokers: ${brokers.length}.`,
    )
  }
  if (partitions > budget.partitions) {
    throw new Refusal(
      ErrorCode.INVALID_PARTITIONS,
      `${partitions} partitions are too many: one request makes ${PARTITIONS_MAX} at most.`,
    )
  }
  budget.partitions -= partitions
  const placement = { partitions, replicationFactor, ...where }
  return assignReplicas(brokers, placement, (below) => parts.entropy.below(below))
}

function exists(name: string): Refusal {
  return new Refusal(ErrorCode.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`)
}

async function validate(parts: AdminParts, topic: NewTopic, assignment: Assignment): Promise<void> {
  const { name } = topic
  const problem = topicNameProblem(name)
  if (problem !== null) throw new Refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, problem)
  const [marked, there] = await Promise.all([
    parts.tree.exists(deleteTopicPath(name)),
    parts.tree.exists(topicPath(name)),
  ])
  if (marked !== null) {
    throw new Refusal(ErrorCode.TOPIC_ALREADY_EXISTS, `Topic '${name}' is marked for deletion.`)
  }
  if (there !== null) throw exists(name)
  if (mayCollide(name)) await refuseCollision(parts, name)
  validateAssignment(parts, assignment)
  if (topic.isOwn) return
  const configProblem = parts.topicConfigsProblem(settingsOf(topic))
  if (configProblem !== null) throw new Refusal(ErrorCode.INVALID_CONFIG, configProblem)
}

async function refuseCollision(parts: AdminParts, name: string): Promise<void> {
  const key = collisionKey(name)
  const { names } = await parts.tree.children(Paths.topics)
  const colliding = names.filter((other) => other !== name && mayCollide(other) && collisionKey(other) === key)
  if (colliding.length === 0) return
  throw new Refusal(
    ErrorCode.INVALID_TOPIC_EXCEPTION,
    `Topic '${name}' collides with existing topics: ${colliding.join(', ')}`,
  )
}

function validateAssignment(parts: AdminParts, assignment: Assignment): void {
  const lists = [...assignment.values()]
  if (new Set(lists.map((replicas) => replicas.length)).size !== 1) {
    throw invalidAssignment('All partitions should have the same number of replicas')
  }
  for (const replicas of lists) {
    if (new Set(replicas).size === replicas.length) continue
    throw invalidAssignment(`Duplicate replica assignment found: ${assignmentText(assignment)}`)
  }
  refuseImpossible(parts, assignment)
  // Consecutive from 0, whatever the order they were named in.
  for (let partition = 0; partition < assignment.size; partition++) {
    if (!assignment.has(partition))
      throw invalidAssignment('partitions should be a consecutive 0-based integer sequence')
  }
}

/**
 * Apache in ZooKeeper mode takes these and leaves a topic that can neither be used nor deleted; with KRaft it refuses, as
 * here.
 */
function refuseImpossible(parts: AdminParts, assignment: Assignment): void {
  const { brokers } = parts.metadata.current
  for (const replicas of assignment.values()) {
    if (replicas.length === 0)
      throw invalidAssignment('The manual partition assignment includes an empty replica list.')
    const unknown = replicas.find((broker) => !brokers.has(broker))
    if (unknown === undefined) continue
    throw invalidAssignment(
      `The manual partition assignment includes broker ${unknown}, but no such broker is registered.`,
    )
  }
}

export function invalidAssignment(message: string): Refusal {
  return new Refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message)
}

/** As Scala prints a map of lists, which clients show to their users. */
function assignmentText(assignment: Assignment): string {
  const entries = [...assignment].map(([partition, replicas]) => `${partition} -> ArrayBuffer(${replicas.join(', ')})`)
  return `HashMap(${entries.join(', ')})`
}

function settingsOf(topic: NewTopic): Map<string, string> {
  const settings = new Map<string, string>()
  for (const [name, value] of topic.configs) {
    if (value !== null) settings.set(name, value)
  }
  return settings
}

// ── Nodes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Settings and topic in one transaction: neither is there without the other. */
async function write(parts: AdminParts, { topic, assignment, topicId }: Plan): Promise<void> {
  const { name } = topic
  const settings = settingsOf(topic)
  const entity = { type: 'topics', name } as const
  const path = `${configTypePath('topics')}/${name}`
  const partitions = new Map([...assignment].map(([index, replicas]) => [index, assignmentOf(replicas)]))
  const create: TreeOperation = {
    op: 'create',
    path: topicPath(name),
    data: encodeTopic({ topicId, partitions }),
    mode: 'persistent',
  }
  for (;;) {
    const left = (await parts.tree.exists(path)) !== null
    const data = encodeConfig(settings)
    const config: TreeOperation = left
      ? { op: 'set', path, data, version: -1 }
      : { op: 'create', path, data, mode: 'persistent' }
    // Known before the controller can ask a broker to make the first log with them.
    parts.configs.learn(entity, settings)
    try {
      await parts.tree.multi([config, create])
      return
    } catch (error) {
      await parts.configs.refresh(entity)
      if (!(error instanceof NodeError)) throw error
      if (error.index === 1 && error.kind === 'node-exists') {
        // By ourselves, with the answer lost and the request sent again: nobody else knows this id.
        if ((await idOf(parts, name)) === topicId) return
        throw exists(name)
      }
      // The settings of a topic of that name came or went meanwhile.
      if (error.index !== 0 || (error.kind !== 'node-exists' && error.kind !== 'no-node')) throw error
    }
  }
}

/** null: there is no such topic, or its node cannot be read. */
async function idOf(parts: AdminParts, name: string): Promise<Uuid | null> {
  const there = await unlessMissing(parts.tree.get(topicPath(name)))
  try {
    return there && decodeTopic(name, there.data).topicId
  } catch (error) {
    if (error instanceof NodeFormatError) return null
    throw error
  }
}
