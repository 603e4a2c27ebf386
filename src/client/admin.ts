/** What the command line asks of a cluster, one call each. Per-item failures come back; the call itself rejects for NetErrors. */
import type { Offset, Uuid } from '../base/kinds.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { KafkaClient } from './client.ts'
import { BrokerError } from './errors.ts'

export interface TopicToCreate {
  readonly name: string
  /** -1 or left out: the broker's default. */
  readonly numPartitions?: number
  readonly replicationFactor?: number
  readonly assignments?: readonly { readonly partitionIndex: number; readonly brokerIds: readonly number[] }[]
  readonly configs?: readonly { readonly name: string; readonly value: string | null }[]
}

/** `error` null: done. */
export interface TopicOutcome {
  readonly name: string
  readonly topicId: Uuid | null
  readonly error: BrokerError | null
}

const ADMIN_TIMEOUT_MS = 30_000

export async function createTopics(
  client: KafkaClient,
  topics: readonly TopicToCreate[],
  options: { timeoutMs?: number; validateOnly?: boolean } = {},
): Promise<TopicOutcome[]> {
  const { timeoutMs = ADMIN_TIMEOUT_MS, validateOnly = false } = options
  const body = {
    topics: topics.map(({ name, numPartitions = -1, replicationFactor = -1, assignments = [], configs = [] }) => ({
      name,
      // With an assignment the counts must be left open.
      numPartitions: assignments.length > 0 ? -1 : numPartitions,
      replicationFactor: assignments.length > 0 ? -1 : replicationFactor,
      assignments,
      configs,
    })),
    timeoutMs,
    validateOnly,
  }
  const response = await client.toController(ApiKey.CreateTopics, body, { timeoutMs: timeoutMs + ADMIN_TIMEOUT_MS })
  return response.topics.map(({ name, topicId, errorCode, errorMessage }) => ({
    name,
    topicId,
    error: failure(errorCode, `create topic ${name}`, errorMessage),
  }))
}

export async function deleteTopics(
  client: KafkaClient,
  names: readonly string[],
  options: { timeoutMs?: number } = {},
): Promise<TopicOutcome[]> {
  const { timeoutMs = ADMIN_TIMEOUT_MS } = options
  // Versions up to 5 have a list of names, later ones a list of topics; what a version lacks is not written.
  const body = { topicNames: names, topics: names.map((name) => ({ name })), timeoutMs }
  const response = await client.toController(ApiKey.DeleteTopics, body, { timeoutMs: timeoutMs + ADMIN_TIMEOUT_MS })
  return response.responses.map(({ name, topicId, errorCode, errorMessage }) => ({
    name: name ?? '',
    topicId,
    error: failure(errorCode, `delete topic ${name}`, errorMessage),
  }))
}

export async function createPartitions(
  client: KafkaClient,
  topics: readonly {
    readonly name: string
    readonly count: number
    /** Brokers of the new ones; left out: the controller chooses. */
    readonly assignments?: readonly (readonly number[])[] | null
  }[],
  options: { timeoutMs?: number; validateOnly?: boolean } = {},
): Promise<TopicOutcome[]> {
  const { timeoutMs = ADMIN_TIMEOUT_MS, validateOnly = false } = options
  const body = {
    topics: topics.map(({ name, count, assignments }) => ({
      name,
      count,
      assignments: assignments?.map((brokerIds) => ({ brokerIds })) ?? null,
    })),
    timeoutMs,
    validateOnly,
  }
  const response = await client.toController(ApiKey.CreatePartitions, body, { timeoutMs: timeoutMs + ADMIN_TIMEOUT_MS })
  return response.results.map(({ name, errorCode, errorMessage }) => ({
    name,
    topicId: null,
    error: failure(errorCode, `add partitions to topic ${name}`, errorMessage),
  }))
}

export interface FoundOffset {
  /** -1: nothing found */
  readonly offset: Offset
  readonly timestamp: number
  readonly leaderEpoch: number
}

export const LATEST = -1
export const EARLIEST = -2
export const MAX_TIMESTAMP = -3

/** `timestamp`: milliseconds, or LATEST, EARLIEST, MAX_TIMESTAMP. Rejects with a BrokerError for an unknown partition. */
export function findOffset(
  client: KafkaClient,
  topic: string,
  partition: number,
  timestamp: number,
): Promise<FoundOffset> {
  return client.withLeader<FoundOffset>(
    topic,
    partition,
    `list offsets of ${topic}-${partition}`,
    async (leader, epoch) => {
      const asked = { partitionIndex: partition, timestamp, currentLeaderEpoch: epoch, maxNumOffsets: 1 }
      const body = { replicaId: -1, isolationLevel: 0, topics: [{ name: topic, partitions: [asked] }] }
      const { topics } = await leader.request(ApiKey.ListOffsets, body)
      const found = topics[0]?.partitions[0]
      if (found === undefined) return { error: ErrorCode.UNKNOWN_SERVER_ERROR }
      if (found.errorCode !== ErrorCode.NONE) return { error: found.errorCode }
      const offset = found.oldStyleOffsets[0] ?? found.offset
      return { value: { offset, timestamp: found.timestamp, leaderEpoch: found.leaderEpoch } }
    },
  )
}

/** Everything before `offset` goes (-1: all up to the high watermark); answers the new start of the log. */
export function deleteRecords(client: KafkaClient, topic: string, partition: number, offset: Offset): Promise<Offset> {
  return client.withLeader<Offset>(topic, partition, `delete records of ${topic}-${partition}`, async (leader) => {
    const body = {
      topics: [{ name: topic, partitions: [{ partitionIndex: partition, offset }] }],
      timeoutMs: ADMIN_TIMEOUT_MS,
    }
    const { topics } = await leader.request(ApiKey.DeleteRecords, body)
    const answer = topics[0]?.partitions[0]
    if (answer === undefined) return { error: ErrorCode.UNKNOWN_SERVER_ERROR }
    return answer.errorCode === ErrorCode.NONE ? { value: answer.lowWatermark } : { error: answer.errorCode }
  })
}

/** null: no failure. */
export function failure(code: number, what: string, detail: string | null): BrokerError | null {
  return code === ErrorCode.NONE ? null : new BrokerError(code, what, detail)
}
