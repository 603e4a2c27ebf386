// Made by scripts/generate.ts from schema/messages/045-alter-partition-reassignments. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ReassignablePartition {
  partitionIndex: number
  replicas: number[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface ReassignablePartitionInput {
  readonly partitionIndex?: number
  readonly replicas?: readonly number[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReassignableTopic {
  name: string
  partitions: ReassignablePartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReassignableTopicInput {
  readonly name?: string
  readonly partitions?: readonly ReassignablePartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterPartitionReassignmentsRequest {
  /** default 60000 */
  timeoutMs: number
  /** Versions 1+; default true */
  allowReplicationFactorChange: boolean
  topics: ReassignableTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterPartitionReassignmentsRequestInput {
  readonly timeoutMs?: number
  readonly allowReplicationFactorChange?: boolean
  readonly topics?: readonly ReassignableTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterPartitionReassignmentsRequest(r: Reader, version: number): AlterPartitionReassignmentsRequest
export function writeAlterPartitionReassignmentsRequest(w: Writer, value: AlterPartitionReassignmentsRequestInput, version: number): void

export interface ReassignablePartitionResponse {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface ReassignablePartitionResponseInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReassignableTopicResponse {
  name: string
  partitions: ReassignablePartitionResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReassignableTopicResponseInput {
  readonly name?: string
  readonly partitions?: readonly ReassignablePartitionResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterPartitionReassignmentsResponse {
  throttleTimeMs: number
  /** Versions 1+; default true */
  allowReplicationFactorChange: boolean
  errorCode: number
  errorMessage: string | null
  responses: ReassignableTopicResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterPartitionReassignmentsResponseInput {
  readonly throttleTimeMs?: number
  readonly allowReplicationFactorChange?: boolean
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly responses?: readonly ReassignableTopicResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterPartitionReassignmentsResponse(r: Reader, version: number): AlterPartitionReassignmentsResponse
export function writeAlterPartitionReassignmentsResponse(w: Writer, value: AlterPartitionReassignmentsResponseInput, version: number): void
