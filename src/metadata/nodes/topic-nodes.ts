/** /brokers/topics/T and the state of its partitions. */
import type { BrokerId, LeaderEpoch, Uuid } from '../../base/kinds.ts'
import { ZERO_UUID } from '../../base/kinds.ts'
import { encode, integer, integers, isObject, NodeFormatError, objectText, own, parseObject } from './json.ts'
import { partitionStatePath, topicPath } from './paths.ts'

export interface ReplicaAssignment {
  /** All of them: while a reassignment runs, the union of old and new. */
  readonly replicas: readonly BrokerId[]
  readonly adding: readonly BrokerId[]
  readonly removing: readonly BrokerId[]
}

export interface TopicNode {
  /** ZERO_UUID: none yet */
  readonly topicId: Uuid
  readonly partitions: ReadonlyMap<number, ReplicaAssignment>
}

export const NO_BROKERS: readonly BrokerId[] = []

export function assignmentOf(replicas: readonly BrokerId[]): ReplicaAssignment {
  return { replicas, adding: NO_BROKERS, removing: NO_BROKERS }
}

export function isReassigned(assignment: ReplicaAssignment): boolean {
  return assignment.adding.length > 0 || assignment.removing.length > 0
}

export function encodeTopic(topic: TopicNode): Uint8Array {
  const sorted = [...topic.partitions].sort((a, b) => a[0] - b[0])
  const lists = (pick: (assignment: ReplicaAssignment) => readonly BrokerId[], all: boolean): string =>
    objectText(
      sorted
        .filter(([, assignment]) => all || pick(assignment).length > 0)
        .map(([partition, assignment]) => [String(partition), JSON.stringify(pick(assignment))] as const),
    )
  const entries: [string, string][] = [['partitions', lists((assignment) => assignment.replicas, true)]]
  if (topic.topicId !== ZERO_UUID) entries.push(['topic_id', JSON.stringify(topic.topicId)])
  entries.push(['adding_replicas', lists((assignment) => assignment.adding, false)])
  entries.push(['removing_replicas', lists((assignment) => assignment.removing, false)])
  entries.push(['version', topic.topicId === ZERO_UUID ? '2' : '3'])
  return encode(objectText(entries))
}

export function decodeTopic(topic: string, data: Uint8Array | null): TopicNode {
  const path = topicPath(topic)
  const json = parseObject(path, data)
  const id = own(json, 'topic_id')
  const replicas = readLists(path, own(json, 'partitions'))
  const adding = readLists(path, own(json, 'adding_replicas') ?? {})
  const removing = readLists(path, own(json, 'removing_replicas') ?? {})
  const partitions = new Map<number, ReplicaAssignment>()
  for (const [partition, list] of replicas) {
    partitions.set(partition, {
      replicas: list,
      adding: adding.get(partition) ?? NO_BROKERS,
      removing: removing.get(partition) ?? NO_BROKERS,
    })
  }
  return { topicId: typeof id === 'string' && isTopicId(id) ? id : ZERO_UUID, partitions }
}

function isTopicId(id: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(id)
}

function readLists(path: string, value: unknown): Map<number, readonly BrokerId[]> {
  if (!isObject(value)) throw new NodeFormatError(path, 'the partitions are not an object')
  const lists = new Map<number, readonly BrokerId[]>()
  for (const [key, list] of Object.entries(value)) {
    if (!/^\d{1,10}$/.test(key)) throw new NodeFormatError(path, `"${key}" is not a partition`)
    lists.set(Number(key), integers(path, list))
  }
  return lists
}

// ── The state of a partition ────────────────────────────────────────────────────────────────────────────────────────

export const NO_LEADER = -1

export interface LeaderAndIsr {
  /** -1: none */
  readonly leader: BrokerId
  readonly leaderEpoch: LeaderEpoch
  readonly isr: readonly BrokerId[]
  /** An unclean election whose leader has not yet told that it is through with it. */
  readonly recovering: boolean
  readonly controllerEpoch: number
  /** The version of the node, which is the partition epoch. */
  readonly version: number
}

export function encodeState(state: Omit<LeaderAndIsr, 'version'>): Uint8Array {
  return encode(
    `{"controller_epoch":${state.controllerEpoch},"leader":${state.leader},"version":1,${
      state.recovering ? '"leader_recovery_state":1,' : ''
    }"leader_epoch":${state.leaderEpoch},"isr":${JSON.stringify(state.isr)}}`,
  )
}

export function decodeState(topic: string, partition: number, data: Uint8Array | null, version: number): LeaderAndIsr {
  const path = partitionStatePath(topic, partition)
  const json = parseObject(path, data)
  return {
    leader: integer(path, json, 'leader'),
    leaderEpoch: integer(path, json, 'leader_epoch'),
    isr: integers(path, own(json, 'isr')),
    recovering: integer(path, json, 'leader_recovery_state', 0) === 1,
    controllerEpoch: integer(path, json, 'controller_epoch'),
    version,
  }
}
