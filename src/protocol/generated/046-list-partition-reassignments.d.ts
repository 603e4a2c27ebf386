// Made by scripts/generate.ts from schema/messages/046-list-partition-reassignments. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ListPartitionReassignmentsTopics {
  name: string
  partitionIndexes: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListPartitionReassignmentsTopicsInput {
  readonly name?: string
  readonly partitionIndexes?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ListPartitionReassignmentsRequest {
  /** default 60000 */
  timeoutMs: number
  topics: ListPartitionReassignmentsTopics[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface ListPartitionReassignmentsRequestInput {
  readonly timeoutMs?: number
  readonly topics?: readonly ListPartitionReassignmentsTopicsInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListPartitionReassignmentsRequest(r: Reader, version: number): ListPartitionReassignmentsRequest
export function writeListPartitionReassignmentsRequest(w: Writer, value: ListPartitionReassignmentsRequestInput, version: number): void

export interface OngoingPartitionReassignment {
  partitionIndex: number
  replicas: number[]
  addingReplicas: number[]
  removingReplicas: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface OngoingPartitionReassignmentInput {
  readonly partitionIndex?: number
  readonly replicas?: readonly number[]
  readonly addingReplicas?: readonly number[]
  readonly removingReplicas?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OngoingTopicReassignment {
  name: string
  partitions: OngoingPartitionReassignment[]
  unknownTaggedFields?: TaggedField[]
}

export interface OngoingTopicReassignmentInput {
  readonly name?: string
  readonly partitions?: readonly OngoingPartitionReassignmentInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ListPartitionReassignmentsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  topics: OngoingTopicReassignment[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListPartitionReassignmentsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly topics?: readonly OngoingTopicReassignmentInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListPartitionReassignmentsResponse(r: Reader, version: number): ListPartitionReassignmentsResponse
export function writeListPartitionReassignmentsResponse(w: Writer, value: ListPartitionReassignmentsResponseInput, version: number): void
