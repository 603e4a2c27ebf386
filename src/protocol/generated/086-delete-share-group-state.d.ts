// Made by scripts/generate.ts from schema/messages/086-delete-share-group-state. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface PartitionData {
  partition: number
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionDataInput {
  readonly partition?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteStateData {
  topicId: string
  partitions: PartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteStateDataInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteShareGroupStateRequest {
  groupId: string
  topics: DeleteStateData[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteShareGroupStateRequestInput {
  readonly groupId?: string
  readonly topics?: readonly DeleteStateDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteShareGroupStateRequest(r: Reader, version: number): DeleteShareGroupStateRequest
export function writeDeleteShareGroupStateRequest(w: Writer, value: DeleteShareGroupStateRequestInput, version: number): void

export interface PartitionResult {
  partition: number
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionResultInput {
  readonly partition?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteStateResult {
  topicId: string
  partitions: PartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteStateResultInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteShareGroupStateResponse {
  results: DeleteStateResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteShareGroupStateResponseInput {
  readonly results?: readonly DeleteStateResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteShareGroupStateResponse(r: Reader, version: number): DeleteShareGroupStateResponse
export function writeDeleteShareGroupStateResponse(w: Writer, value: DeleteShareGroupStateResponseInput, version: number): void
