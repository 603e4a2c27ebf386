// Made by scripts/generate.ts from schema/messages/083-initialize-share-group-state. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface PartitionData {
  partition: number
  stateEpoch: number
  startOffset: number
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionDataInput {
  readonly partition?: number
  readonly stateEpoch?: number
  readonly startOffset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface InitializeStateData {
  topicId: string
  partitions: PartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface InitializeStateDataInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface InitializeShareGroupStateRequest {
  groupId: string
  topics: InitializeStateData[]
  unknownTaggedFields?: TaggedField[]
}

export interface InitializeShareGroupStateRequestInput {
  readonly groupId?: string
  readonly topics?: readonly InitializeStateDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readInitializeShareGroupStateRequest(r: Reader, version: number): InitializeShareGroupStateRequest
export function writeInitializeShareGroupStateRequest(w: Writer, value: InitializeShareGroupStateRequestInput, version: number): void

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

export interface InitializeStateResult {
  topicId: string
  partitions: PartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface InitializeStateResultInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface InitializeShareGroupStateResponse {
  results: InitializeStateResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface InitializeShareGroupStateResponseInput {
  readonly results?: readonly InitializeStateResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readInitializeShareGroupStateResponse(r: Reader, version: number): InitializeShareGroupStateResponse
export function writeInitializeShareGroupStateResponse(w: Writer, value: InitializeShareGroupStateResponseInput, version: number): void
