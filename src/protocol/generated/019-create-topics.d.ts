// Made by scripts/generate.ts from schema/messages/019-create-topics. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface CreatableReplicaAssignment {
  partitionIndex: number
  brokerIds: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface CreatableReplicaAssignmentInput {
  readonly partitionIndex?: number
  readonly brokerIds?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreatableTopicConfig {
  name: string
  value: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface CreatableTopicConfigInput {
  readonly name?: string
  readonly value?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreatableTopic {
  name: string
  numPartitions: number
  replicationFactor: number
  assignments: CreatableReplicaAssignment[]
  configs: CreatableTopicConfig[]
  unknownTaggedFields?: TaggedField[]
}

export interface CreatableTopicInput {
  readonly name?: string
  readonly numPartitions?: number
  readonly replicationFactor?: number
  readonly assignments?: readonly CreatableReplicaAssignmentInput[]
  readonly configs?: readonly CreatableTopicConfigInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreateTopicsRequest {
  topics: CreatableTopic[]
  /** default 60000 */
  timeoutMs: number
  /** Versions 1+ */
  validateOnly: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface CreateTopicsRequestInput {
  readonly topics?: readonly CreatableTopicInput[]
  readonly timeoutMs?: number
  readonly validateOnly?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readCreateTopicsRequest(r: Reader, version: number): CreateTopicsRequest
export function writeCreateTopicsRequest(w: Writer, value: CreateTopicsRequestInput, version: number): void

export interface CreatableTopicConfigs {
  /** Versions 5+ */
  name: string
  /** Versions 5+ */
  value: string | null
  /** Versions 5+ */
  readOnly: boolean
  /** Versions 5+; default -1 */
  configSource: number
  /** Versions 5+ */
  isSensitive: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface CreatableTopicConfigsInput {
  readonly name?: string
  readonly value?: string | null
  readonly readOnly?: boolean
  readonly configSource?: number
  readonly isSensitive?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreatableTopicResult {
  name: string
  /** Versions 7+ */
  topicId: string
  errorCode: number
  /** Versions 1+ */
  errorMessage: string | null
  /** Versions 5+ */
  topicConfigErrorCode: number
  /** Versions 5+; default -1 */
  numPartitions: number
  /** Versions 5+; default -1 */
  replicationFactor: number
  /** Versions 5+ */
  configs: CreatableTopicConfigs[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface CreatableTopicResultInput {
  readonly name?: string
  readonly topicId?: string
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly topicConfigErrorCode?: number
  readonly numPartitions?: number
  readonly replicationFactor?: number
  readonly configs?: readonly CreatableTopicConfigsInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreateTopicsResponse {
  /** Versions 2+ */
  throttleTimeMs: number
  topics: CreatableTopicResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface CreateTopicsResponseInput {
  readonly throttleTimeMs?: number
  readonly topics?: readonly CreatableTopicResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readCreateTopicsResponse(r: Reader, version: number): CreateTopicsResponse
export function writeCreateTopicsResponse(w: Writer, value: CreateTopicsResponseInput, version: number): void
