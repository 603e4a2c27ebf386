// Made by scripts/generate.ts from schema/messages/091-alter-share-group-offsets. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AlterShareGroupOffsetsRequestPartition {
  partitionIndex: number
  startOffset: number
  unknownTaggedFields?: TaggedField[]
}

export interface AlterShareGroupOffsetsRequestPartitionInput {
  readonly partitionIndex?: number
  readonly startOffset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterShareGroupOffsetsRequestTopic {
  topicName: string
  partitions: AlterShareGroupOffsetsRequestPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterShareGroupOffsetsRequestTopicInput {
  readonly topicName?: string
  readonly partitions?: readonly AlterShareGroupOffsetsRequestPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterShareGroupOffsetsRequest {
  groupId: string
  topics: AlterShareGroupOffsetsRequestTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterShareGroupOffsetsRequestInput {
  readonly groupId?: string
  readonly topics?: readonly AlterShareGroupOffsetsRequestTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterShareGroupOffsetsRequest(r: Reader, version: number): AlterShareGroupOffsetsRequest
export function writeAlterShareGroupOffsetsRequest(w: Writer, value: AlterShareGroupOffsetsRequestInput, version: number): void

export interface AlterShareGroupOffsetsResponsePartition {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface AlterShareGroupOffsetsResponsePartitionInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterShareGroupOffsetsResponseTopic {
  topicName: string
  topicId: string
  partitions: AlterShareGroupOffsetsResponsePartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterShareGroupOffsetsResponseTopicInput {
  readonly topicName?: string
  readonly topicId?: string
  readonly partitions?: readonly AlterShareGroupOffsetsResponsePartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterShareGroupOffsetsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  responses: AlterShareGroupOffsetsResponseTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterShareGroupOffsetsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly responses?: readonly AlterShareGroupOffsetsResponseTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterShareGroupOffsetsResponse(r: Reader, version: number): AlterShareGroupOffsetsResponse
export function writeAlterShareGroupOffsetsResponse(w: Writer, value: AlterShareGroupOffsetsResponseInput, version: number): void
