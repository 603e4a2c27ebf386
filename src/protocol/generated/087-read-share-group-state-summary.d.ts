// Made by scripts/generate.ts from schema/messages/087-read-share-group-state-summary. Do not edit.

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

export interface ReadStateSummaryData {
  topicId: string
  partitions: PartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReadStateSummaryDataInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReadShareGroupStateSummaryRequest {
  groupId: string
  topics: ReadStateSummaryData[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReadShareGroupStateSummaryRequestInput {
  readonly groupId?: string
  readonly topics?: readonly ReadStateSummaryDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readReadShareGroupStateSummaryRequest(r: Reader, version: number): ReadShareGroupStateSummaryRequest
export function writeReadShareGroupStateSummaryRequest(w: Writer, value: ReadShareGroupStateSummaryRequestInput, version: number): void

export interface PartitionResult {
  partition: number
  errorCode: number
  errorMessage: string | null
  stateEpoch: number
  leaderEpoch: number
  startOffset: number
  /** Versions 1+; default -1 */
  deliveryCompleteCount: number
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionResultInput {
  readonly partition?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly stateEpoch?: number
  readonly leaderEpoch?: number
  readonly startOffset?: number
  readonly deliveryCompleteCount?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReadStateSummaryResult {
  topicId: string
  partitions: PartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReadStateSummaryResultInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReadShareGroupStateSummaryResponse {
  results: ReadStateSummaryResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReadShareGroupStateSummaryResponseInput {
  readonly results?: readonly ReadStateSummaryResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readReadShareGroupStateSummaryResponse(r: Reader, version: number): ReadShareGroupStateSummaryResponse
export function writeReadShareGroupStateSummaryResponse(w: Writer, value: ReadShareGroupStateSummaryResponseInput, version: number): void
