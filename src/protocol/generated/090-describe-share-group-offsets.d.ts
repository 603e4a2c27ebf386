// Made by scripts/generate.ts from schema/messages/090-describe-share-group-offsets. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeShareGroupOffsetsRequestTopic {
  topicName: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeShareGroupOffsetsRequestTopicInput {
  readonly topicName?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeShareGroupOffsetsRequestGroup {
  groupId: string
  topics: DescribeShareGroupOffsetsRequestTopic[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeShareGroupOffsetsRequestGroupInput {
  readonly groupId?: string
  readonly topics?: readonly DescribeShareGroupOffsetsRequestTopicInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeShareGroupOffsetsRequest {
  groups: DescribeShareGroupOffsetsRequestGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeShareGroupOffsetsRequestInput {
  readonly groups?: readonly DescribeShareGroupOffsetsRequestGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeShareGroupOffsetsRequest(r: Reader, version: number): DescribeShareGroupOffsetsRequest
export function writeDescribeShareGroupOffsetsRequest(w: Writer, value: DescribeShareGroupOffsetsRequestInput, version: number): void

export interface DescribeShareGroupOffsetsResponsePartition {
  partitionIndex: number
  startOffset: number
  leaderEpoch: number
  /** Versions 1+; default -1 */
  lag: number
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeShareGroupOffsetsResponsePartitionInput {
  readonly partitionIndex?: number
  readonly startOffset?: number
  readonly leaderEpoch?: number
  readonly lag?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeShareGroupOffsetsResponseTopic {
  topicName: string
  topicId: string
  partitions: DescribeShareGroupOffsetsResponsePartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeShareGroupOffsetsResponseTopicInput {
  readonly topicName?: string
  readonly topicId?: string
  readonly partitions?: readonly DescribeShareGroupOffsetsResponsePartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeShareGroupOffsetsResponseGroup {
  groupId: string
  topics: DescribeShareGroupOffsetsResponseTopic[]
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeShareGroupOffsetsResponseGroupInput {
  readonly groupId?: string
  readonly topics?: readonly DescribeShareGroupOffsetsResponseTopicInput[]
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeShareGroupOffsetsResponse {
  throttleTimeMs: number
  groups: DescribeShareGroupOffsetsResponseGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeShareGroupOffsetsResponseInput {
  readonly throttleTimeMs?: number
  readonly groups?: readonly DescribeShareGroupOffsetsResponseGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeShareGroupOffsetsResponse(r: Reader, version: number): DescribeShareGroupOffsetsResponse
export function writeDescribeShareGroupOffsetsResponse(w: Writer, value: DescribeShareGroupOffsetsResponseInput, version: number): void
