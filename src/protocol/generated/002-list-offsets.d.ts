// Made by scripts/generate.ts from schema/messages/002-list-offsets. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ListOffsetsPartition {
  partitionIndex: number
  /** Versions 4+; default -1 */
  currentLeaderEpoch: number
  timestamp: number
  /** Versions 0; default 1 */
  maxNumOffsets: number
  unknownTaggedFields?: TaggedField[]
}

export interface ListOffsetsPartitionInput {
  readonly partitionIndex?: number
  readonly currentLeaderEpoch?: number
  readonly timestamp?: number
  readonly maxNumOffsets?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ListOffsetsTopic {
  name: string
  partitions: ListOffsetsPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListOffsetsTopicInput {
  readonly name?: string
  readonly partitions?: readonly ListOffsetsPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ListOffsetsRequest {
  replicaId: number
  /** Versions 2+ */
  isolationLevel: number
  topics: ListOffsetsTopic[]
  /** Versions 10+ */
  timeoutMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface ListOffsetsRequestInput {
  readonly replicaId?: number
  readonly isolationLevel?: number
  readonly topics?: readonly ListOffsetsTopicInput[]
  readonly timeoutMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListOffsetsRequest(r: Reader, version: number): ListOffsetsRequest
export function writeListOffsetsRequest(w: Writer, value: ListOffsetsRequestInput, version: number): void

export interface ListOffsetsPartitionResponse {
  partitionIndex: number
  errorCode: number
  /** Versions 0 */
  oldStyleOffsets: number[]
  /** Versions 1+; default -1 */
  timestamp: number
  /** Versions 1+; default -1 */
  offset: number
  /** Versions 4+; default -1 */
  leaderEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface ListOffsetsPartitionResponseInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly oldStyleOffsets?: readonly number[]
  readonly timestamp?: number
  readonly offset?: number
  readonly leaderEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ListOffsetsTopicResponse {
  name: string
  partitions: ListOffsetsPartitionResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListOffsetsTopicResponseInput {
  readonly name?: string
  readonly partitions?: readonly ListOffsetsPartitionResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ListOffsetsResponse {
  /** Versions 2+ */
  throttleTimeMs: number
  topics: ListOffsetsTopicResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListOffsetsResponseInput {
  readonly throttleTimeMs?: number
  readonly topics?: readonly ListOffsetsTopicResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListOffsetsResponse(r: Reader, version: number): ListOffsetsResponse
export function writeListOffsetsResponse(w: Writer, value: ListOffsetsResponseInput, version: number): void
