// Made by scripts/generate.ts from schema/messages/075-describe-topic-partitions. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface TopicRequest {
  name: string
  unknownTaggedFields?: TaggedField[]
}

export interface TopicRequestInput {
  readonly name?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeTopicPartitionsRequestCursor {
  topicName: string
  partitionIndex: number
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeTopicPartitionsRequestCursorInput {
  readonly topicName?: string
  readonly partitionIndex?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeTopicPartitionsRequest {
  topics: TopicRequest[]
  /** default 2000 */
  responsePartitionLimit: number
  cursor: DescribeTopicPartitionsRequestCursor | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeTopicPartitionsRequestInput {
  readonly topics?: readonly TopicRequestInput[]
  readonly responsePartitionLimit?: number
  readonly cursor?: DescribeTopicPartitionsRequestCursorInput | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeTopicPartitionsRequest(r: Reader, version: number): DescribeTopicPartitionsRequest
export function writeDescribeTopicPartitionsRequest(w: Writer, value: DescribeTopicPartitionsRequestInput, version: number): void

export interface DescribeTopicPartitionsResponsePartition {
  errorCode: number
  partitionIndex: number
  leaderId: number
  /** default -1 */
  leaderEpoch: number
  replicaNodes: number[]
  isrNodes: number[]
  eligibleLeaderReplicas: number[] | null
  lastKnownElr: number[] | null
  offlineReplicas: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeTopicPartitionsResponsePartitionInput {
  readonly errorCode?: number
  readonly partitionIndex?: number
  readonly leaderId?: number
  readonly leaderEpoch?: number
  readonly replicaNodes?: readonly number[]
  readonly isrNodes?: readonly number[]
  readonly eligibleLeaderReplicas?: readonly number[] | null
  readonly lastKnownElr?: readonly number[] | null
  readonly offlineReplicas?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeTopicPartitionsResponseTopic {
  errorCode: number
  name: string | null
  topicId: string
  isInternal: boolean
  partitions: DescribeTopicPartitionsResponsePartition[]
  /** default -2147483648 */
  topicAuthorizedOperations: number
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeTopicPartitionsResponseTopicInput {
  readonly errorCode?: number
  readonly name?: string | null
  readonly topicId?: string
  readonly isInternal?: boolean
  readonly partitions?: readonly DescribeTopicPartitionsResponsePartitionInput[]
  readonly topicAuthorizedOperations?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeTopicPartitionsResponseCursor {
  topicName: string
  partitionIndex: number
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeTopicPartitionsResponseCursorInput {
  readonly topicName?: string
  readonly partitionIndex?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeTopicPartitionsResponse {
  throttleTimeMs: number
  topics: DescribeTopicPartitionsResponseTopic[]
  nextCursor: DescribeTopicPartitionsResponseCursor | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeTopicPartitionsResponseInput {
  readonly throttleTimeMs?: number
  readonly topics?: readonly DescribeTopicPartitionsResponseTopicInput[]
  readonly nextCursor?: DescribeTopicPartitionsResponseCursorInput | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeTopicPartitionsResponse(r: Reader, version: number): DescribeTopicPartitionsResponse
export function writeDescribeTopicPartitionsResponse(w: Writer, value: DescribeTopicPartitionsResponseInput, version: number): void
