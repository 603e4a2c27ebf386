/**
 * DescribeProducers 0: the producers that a leader knows of a partition (KIP-664). A partition that is named several times is
 * answered once: a short request gets no endless answer.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  DescribeProducersRequest,
  DescribeProducersResponseInput,
  PartitionResponseInput,
} from '../protocol/generated/061-describe-producers.js'
import type { BrokerServices, Handler } from './handler.ts'
import { isTopicNameGood, topicNameFault } from './topic-names.ts'

export const handler: Handler<DescribeProducersRequest, DescribeProducersResponseInput> = {
  apiKey: ApiKey.DescribeProducers,
  minVersion: 0,
  maxVersion: 0,
  handle(request, _context, services) {
    const wanted = new Map<string, Set<number>>()
    for (const { name, partitionIndexes } of request.topics) {
      const indexes = wanted.get(name) ?? new Set<number>()
      wanted.set(name, indexes)
      for (const index of partitionIndexes) indexes.add(index)
    }
    const topics = Array.from(wanted, ([name, indexes]) => ({
      name,
      partitions: Array.from(indexes, (index) => describe(name, index, services)),
    }))
    return { topics }
  },
}

function describe(topic: string, partitionIndex: number, services: BrokerServices): PartitionResponseInput {
  if (!isTopicNameGood(topic)) {
    return refused(partitionIndex, ErrorCode.INVALID_TOPIC_EXCEPTION, topicNameFault(topic))
  }
  const metadata = services.metadata.current
  if (!metadata.topics.has(topic)) {
    const message = 'This server does not host this topic-partition.'
    return refused(partitionIndex, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message)
  }
  const replica = services.replicas.partition(topic, partitionIndex)
  if (replica === null) {
    const isKnown = metadata.partition(topic, partitionIndex) !== null
    const error = isKnown ? ErrorCode.NOT_LEADER_OR_FOLLOWER : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    return refused(partitionIndex, error, null)
  }
  if (!replica.isLeader || replica.log === null) return refused(partitionIndex, ErrorCode.NOT_LEADER_OR_FOLLOWER, null)
  return { partitionIndex, errorCode: ErrorCode.NONE, activeProducers: replica.log.activeProducers() }
}

function refused(partitionIndex: number, errorCode: number, errorMessage: string | null): PartitionResponseInput {
  return { partitionIndex, errorCode, errorMessage, activeProducers: [] }
}
