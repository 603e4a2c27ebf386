// Made by scripts/generate.ts from schema/messages/084-read-share-group-state. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface PartitionData {
  partition: number
  leaderEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionDataInput {
  readonly partition?: number
  readonly leaderEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReadStateData {
  topicId: string
  partitions: PartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReadStateDataInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReadShareGroupStateRequest {
  groupId: string
  topics: ReadStateData[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReadShareGroupStateRequestInput {
  readonly groupId?: string
  readonly topics?: readonly ReadStateDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readReadShareGroupStateRequest(r: Reader, version: number): ReadShareGroupStateRequest
export function writeReadShareGroupStateRequest(w: Writer, value: ReadShareGroupStateRequestInput, version: number): void

export interface StateBatch {
  firstOffset: number
  lastOffset: number
  deliveryState: number
  deliveryCount: number
  unknownTaggedFields?: TaggedField[]
}

export interface StateBatchInput {
  readonly firstOffset?: number
  readonly lastOffset?: number
  readonly deliveryState?: number
  readonly deliveryCount?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface PartitionResult {
  partition: number
  errorCode: number
  errorMessage: string | null
  stateEpoch: number
  startOffset: number
  stateBatches: StateBatch[]
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionResultInput {
  readonly partition?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly stateEpoch?: number
  readonly startOffset?: number
  readonly stateBatches?: readonly StateBatchInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReadStateResult {
  topicId: string
  partitions: PartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReadStateResultInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReadShareGroupStateResponse {
  results: ReadStateResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReadShareGroupStateResponseInput {
  readonly results?: readonly ReadStateResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readReadShareGroupStateResponse(r: Reader, version: number): ReadShareGroupStateResponse
export function writeReadShareGroupStateResponse(w: Writer, value: ReadShareGroupStateResponseInput, version: number): void
