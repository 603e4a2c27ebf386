// Made by scripts/generate.ts from schema/messages/037-create-partitions. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface CreatePartitionsAssignment {
  brokerIds: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface CreatePartitionsAssignmentInput {
  readonly brokerIds?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreatePartitionsTopic {
  name: string
  count: number
  assignments: CreatePartitionsAssignment[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface CreatePartitionsTopicInput {
  readonly name?: string
  readonly count?: number
  readonly assignments?: readonly CreatePartitionsAssignmentInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreatePartitionsRequest {
  topics: CreatePartitionsTopic[]
  timeoutMs: number
  validateOnly: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface CreatePartitionsRequestInput {
  readonly topics?: readonly CreatePartitionsTopicInput[]
  readonly timeoutMs?: number
  readonly validateOnly?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readCreatePartitionsRequest(r: Reader, version: number): CreatePartitionsRequest
export function writeCreatePartitionsRequest(w: Writer, value: CreatePartitionsRequestInput, version: number): void

export interface CreatePartitionsTopicResult {
  name: string
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface CreatePartitionsTopicResultInput {
  readonly name?: string
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreatePartitionsResponse {
  throttleTimeMs: number
  results: CreatePartitionsTopicResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface CreatePartitionsResponseInput {
  readonly throttleTimeMs?: number
  readonly results?: readonly CreatePartitionsTopicResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readCreatePartitionsResponse(r: Reader, version: number): CreatePartitionsResponse
export function writeCreatePartitionsResponse(w: Writer, value: CreatePartitionsResponseInput, version: number): void
