// Made by scripts/generate.ts from schema/messages/043-elect-leaders. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface TopicPartitions {
  topic: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicPartitionsInput {
  readonly topic?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ElectLeadersRequest {
  /** Versions 1+ */
  electionType: number
  topicPartitions: TopicPartitions[] | null
  /** default 60000 */
  timeoutMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface ElectLeadersRequestInput {
  readonly electionType?: number
  readonly topicPartitions?: readonly TopicPartitionsInput[] | null
  readonly timeoutMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readElectLeadersRequest(r: Reader, version: number): ElectLeadersRequest
export function writeElectLeadersRequest(w: Writer, value: ElectLeadersRequestInput, version: number): void

export interface PartitionResult {
  partitionId: number
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionResultInput {
  readonly partitionId?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ReplicaElectionResult {
  topic: string
  partitionResult: PartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface ReplicaElectionResultInput {
  readonly topic?: string
  readonly partitionResult?: readonly PartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ElectLeadersResponse {
  throttleTimeMs: number
  /** Versions 1+ */
  errorCode: number
  replicaElectionResults: ReplicaElectionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface ElectLeadersResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly replicaElectionResults?: readonly ReplicaElectionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readElectLeadersResponse(r: Reader, version: number): ElectLeadersResponse
export function writeElectLeadersResponse(w: Writer, value: ElectLeadersResponseInput, version: number): void
