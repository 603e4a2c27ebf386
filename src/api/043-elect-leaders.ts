/**
 * ElectLeaders 0–2: the preferred replica, or from version 1 on any live one (unclean). Asked for all partitions, those
 * that need no election are left out of the answer.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  ElectLeadersRequest,
  ElectLeadersResponseInput,
  PartitionResultInput,
} from '../protocol/generated/043-elect-leaders.js'
import type { Handler } from './handler.ts'

const TYPES = ['preferred', 'unclean'] as const

interface PartitionOutcome {
  readonly topic: string
  readonly partition: number
  readonly error: number
  readonly message: string | null
}

export const handler: Handler<ElectLeadersRequest, ElectLeadersResponseInput> = {
  apiKey: ApiKey.ElectLeaders,
  minVersion: 0,
  maxVersion: 2,
  async handle(request, _context, services) {
    const partitions = request.topicPartitions === null ? null : distinct(request.topicPartitions)
    const type = TYPES[request.electionType]
    if (type === undefined) {
      const error = ErrorCode.UNKNOWN_SERVER_ERROR
      const outcomes = (partitions ?? []).map((place) => ({ ...place, error, message: null }))
      return { errorCode: error, replicaElectionResults: grouped(outcomes) }
    }
    const outcomes = await services.controller.electLeaders(type, partitions, request.timeoutMs)
    const told =
      partitions === null ? outcomes.filter(({ error }) => error !== ErrorCode.ELECTION_NOT_NEEDED) : outcomes
    return { errorCode: ErrorCode.NONE, replicaElectionResults: grouped(told) }
  },
}

function distinct(topics: NonNullable<ElectLeadersRequest['topicPartitions']>): { topic: string; partition: number }[] {
  const wanted = new Map<string, Set<number>>()
  for (const { topic, partitions } of topics) {
    const named = wanted.get(topic) ?? new Set<number>()
    for (const partition of partitions) named.add(partition)
    wanted.set(topic, named)
  }
  return [...wanted].flatMap(([topic, partitions]) => [...partitions].map((partition) => ({ topic, partition })))
}

function grouped(outcomes: readonly PartitionOutcome[]): ElectLeadersResponseInput['replicaElectionResults'] {
  const byTopic = Map.groupBy(outcomes, (outcome) => outcome.topic)
  return [...byTopic].map(([topic, ofTopic]) => ({
    topic,
    partitionResult: ofTopic.map(
      ({ partition, error, message }): PartitionResultInput => ({
        partitionId: partition,
        errorCode: error,
        errorMessage: message,
      }),
    ),
  }))
}
