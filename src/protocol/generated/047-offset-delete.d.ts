// Made by scripts/generate.ts from schema/messages/047-offset-delete. Do not edit.

import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface OffsetDeleteRequestPartition {
  partitionIndex: number
}

export interface OffsetDeleteRequestPartitionInput {
  readonly partitionIndex?: number
}

export interface OffsetDeleteRequestTopic {
  name: string
  partitions: OffsetDeleteRequestPartition[]
}

export interface OffsetDeleteRequestTopicInput {
  readonly name?: string
  readonly partitions?: readonly OffsetDeleteRequestPartitionInput[]
}

export interface OffsetDeleteRequest {
  groupId: string
  topics: OffsetDeleteRequestTopic[]
}

export interface OffsetDeleteRequestInput {
  readonly groupId?: string
  readonly topics?: readonly OffsetDeleteRequestTopicInput[]
}

export function readOffsetDeleteRequest(r: Reader, version: number): OffsetDeleteRequest
export function writeOffsetDeleteRequest(w: Writer, value: OffsetDeleteRequestInput, version: number): void

export interface OffsetDeleteResponsePartition {
  partitionIndex: number
  errorCode: number
}

export interface OffsetDeleteResponsePartitionInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
}

export interface OffsetDeleteResponseTopic {
  name: string
  partitions: OffsetDeleteResponsePartition[]
}

export interface OffsetDeleteResponseTopicInput {
  readonly name?: string
  readonly partitions?: readonly OffsetDeleteResponsePartitionInput[]
}

export interface OffsetDeleteResponse {
  errorCode: number
  throttleTimeMs: number
  topics: OffsetDeleteResponseTopic[]
}

export interface OffsetDeleteResponseInput {
  readonly errorCode?: number
  readonly throttleTimeMs?: number
  readonly topics?: readonly OffsetDeleteResponseTopicInput[]
}

export function readOffsetDeleteResponse(r: Reader, version: number): OffsetDeleteResponse
export function writeOffsetDeleteResponse(w: Writer, value: OffsetDeleteResponseInput, version: number): void
