// Made by scripts/generate.ts from schema/messages/021-delete-records. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DeleteRecordsPartition {
  partitionIndex: number
  offset: number
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteRecordsPartitionInput {
  readonly partitionIndex?: number
  readonly offset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteRecordsTopic {
  name: string
  partitions: DeleteRecordsPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteRecordsTopicInput {
  readonly name?: string
  readonly partitions?: readonly DeleteRecordsPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteRecordsRequest {
  topics: DeleteRecordsTopic[]
  timeoutMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteRecordsRequestInput {
  readonly topics?: readonly DeleteRecordsTopicInput[]
  readonly timeoutMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteRecordsRequest(r: Reader, version: number): DeleteRecordsRequest
export function writeDeleteRecordsRequest(w: Writer, value: DeleteRecordsRequestInput, version: number): void

export interface DeleteRecordsPartitionResult {
  partitionIndex: number
  lowWatermark: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteRecordsPartitionResultInput {
  readonly partitionIndex?: number
  readonly lowWatermark?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteRecordsTopicResult {
  name: string
  partitions: DeleteRecordsPartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteRecordsTopicResultInput {
  readonly name?: string
  readonly partitions?: readonly DeleteRecordsPartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteRecordsResponse {
  throttleTimeMs: number
  topics: DeleteRecordsTopicResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteRecordsResponseInput {
  readonly throttleTimeMs?: number
  readonly topics?: readonly DeleteRecordsTopicResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteRecordsResponse(r: Reader, version: number): DeleteRecordsResponse
export function writeDeleteRecordsResponse(w: Writer, value: DeleteRecordsResponseInput, version: number): void
