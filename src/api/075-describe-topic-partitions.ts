/**
 * DescribeTopicPartitions 0 (KIP-966): Metadata in pages. Topics come by name; a cursor says where the next page begins.
 * There are no eligible-leader replicas here: the lists are empty.
 */
import { ZERO_UUID } from '../base/kinds.ts'
import type { ClusterMetadata, PartitionState } from '../metadata/contract.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponseInput,
  DescribeTopicPartitionsResponsePartitionInput,
  DescribeTopicPartitionsResponseTopicInput,
} from '../protocol/generated/075-describe-topic-partitions.js'
import { ALL_TOPIC_OPERATIONS } from './authorized-operations.ts'
import { endpointOf } from './endpoints.ts'
import type { Handler } from './handler.ts'
import { isInternalTopic, isTopicNameGood } from './topic-names.ts'

export const handler: Handler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponseInput> = {
  apiKey: ApiKey.DescribeTopicPartitions,
  minVersion: 0,
  maxVersion: 0,
  handle(request, context, services) {
    const metadata = services.metadata.current
    const { cursor } = request
    const all = request.topics.length === 0
    const from = cursor?.topicName ?? ''
    const candidates = all ? metadata.topics.keys() : request.topics.map(({ name }) => name)
    const names = [...new Set(candidates)].filter((name) => name >= from).sort(byName)
    const cursorIsBad = cursor !== null && (cursor.partitionIndex < 0 || (!all && !names.includes(cursor.topicName)))
    if (cursorIsBad) {
      return {
        topics: request.topics.map(({ name }) => ({ errorCode: ErrorCode.INVALID_REQUEST, name, partitions: [] })),
      }
    }
    const limit = services.config.number('max.request.partition.size.limit')
    let left = Math.max(1, Math.min(limit, request.responsePartitionLimit))
    const topics: DescribeTopicPartitionsResponseTopicInput[] = []
    for (const name of names) {
      if (left === 0) return { topics, nextCursor: { topicName: name, partitionIndex: 0 } }
      const states = metadata.topics.get(name)
      if (states === undefined) {
        if (!all) topics.push(missing(name))
        continue
      }
      const first = name === cursor?.topicName ? cursor.partitionIndex : 0
      const end = Math.min(states.size, first + left)
      topics.push(describe(name, states, first, end, metadata, context.listener))
      if (end < states.size) return { topics, nextCursor: { topicName: name, partitionIndex: end } }
      left -= Math.max(0, end - first)
    }
    return { topics, nextCursor: null }
  },
}

/** Java's order of strings: by UTF-16 unit. */
function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function missing(name: string): DescribeTopicPartitionsResponseTopicInput {
  const isGood = isTopicNameGood(name)
  return {
    errorCode: isGood ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION,
    name,
    isInternal: isInternalTopic(name),
    partitions: [],
    topicAuthorizedOperations: ALL_TOPIC_OPERATIONS,
  }
}

function describe(
  name: string,
  states: ReadonlyMap<number, PartitionState>,
  first: number,
  end: number,
  metadata: ClusterMetadata,
  listener: string,
): DescribeTopicPartitionsResponseTopicInput {
  const partitions: DescribeTopicPartitionsResponsePartitionInput[] = []
  for (let index = first; index < end; index++) {
    const state = states.get(index)
    if (state !== undefined) partitions.push(describePartition(state, metadata, listener))
  }
  return {
    errorCode: ErrorCode.NONE,
    name,
    topicId: metadata.topicId(name) ?? ZERO_UUID,
    isInternal: isInternalTopic(name),
    partitions,
    topicAuthorizedOperations: ALL_TOPIC_OPERATIONS,
  }
}

function describePartition(
  state: PartitionState,
  metadata: ClusterMetadata,
  listener: string,
): DescribeTopicPartitionsResponsePartitionInput {
  const leader = metadata.brokers.get(state.leader)
  const isReachable = leader !== undefined && endpointOf(leader, listener) !== undefined
  const absence = leader === undefined ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.LISTENER_NOT_FOUND
  return {
    errorCode: isReachable ? ErrorCode.NONE : absence,
    partitionIndex: state.partition,
    leaderId: isReachable ? state.leader : -1,
    leaderEpoch: state.leaderEpoch,
    replicaNodes: state.replicas,
    isrNodes: state.isr,
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
    offlineReplicas: state.offlineReplicas,
  }
}
