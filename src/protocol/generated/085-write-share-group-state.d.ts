// Made by scripts/generate.ts from schema/messages/085-write-share-group-state. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

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

export interface PartitionData {
  partition: number
  stateEpoch: number
  leaderEpoch: number
  startOffset: number
  /** Versions 1+; default -1 */
  deliveryCompleteCount: number
  stateBatches: StateBatch[]
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionDataInput {
  readonly partition?: number
  readonly stateEpoch?: number
  readonly leaderEpoch?: number
  readonly startOffset?: number
  readonly deliveryCompleteCount?: number
  readonly stateBatches?: readonly StateBatchInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface WriteStateData {
  topicId: string
  partitions: PartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface WriteStateDataInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface WriteShareGroupStateRequest {
  groupId: string
  topics: WriteStateData[]
  unknownTaggedFields?: TaggedField[]
}

export interface WriteShareGroupStateRequestInput {
  readonly groupId?: string
  readonly topics?: readonly WriteStateDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readWriteShareGroupStateRequest(r: Reader, version: number): WriteShareGroupStateRequest
export function writeWriteShareGroupStateRequest(w: Writer, value: WriteShareGroupStateRequestInput, version: number): void

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

export interface WriteStateResult {
  topicId: string
  partitions: PartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface WriteStateResultInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface WriteShareGroupStateResponse {
  results: WriteStateResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface WriteShareGroupStateResponseInput {
  readonly results?: readonly WriteStateResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readWriteShareGroupStateResponse(r: Reader, version: number): WriteShareGroupStateResponse
export function writeWriteShareGroupStateResponse(w: Writer, value: WriteShareGroupStateResponseInput, version: number): void
