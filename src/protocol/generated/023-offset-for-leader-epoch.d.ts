// Made by scripts/generate.ts from schema/messages/023-offset-for-leader-epoch. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface OffsetForLeaderPartition {
  partition: number
  /** Versions 2+; default -1 */
  currentLeaderEpoch: number
  leaderEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetForLeaderPartitionInput {
  readonly partition?: number
  readonly currentLeaderEpoch?: number
  readonly leaderEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetForLeaderTopic {
  topic: string
  partitions: OffsetForLeaderPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetForLeaderTopicInput {
  readonly topic?: string
  readonly partitions?: readonly OffsetForLeaderPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetForLeaderEpochRequest {
  /** Versions 3+; default -2 */
  replicaId: number
  topics: OffsetForLeaderTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetForLeaderEpochRequestInput {
  readonly replicaId?: number
  readonly topics?: readonly OffsetForLeaderTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readOffsetForLeaderEpochRequest(r: Reader, version: number): OffsetForLeaderEpochRequest
export function writeOffsetForLeaderEpochRequest(w: Writer, value: OffsetForLeaderEpochRequestInput, version: number): void

export interface EpochEndOffset {
  errorCode: number
  partition: number
  /** Versions 1+; default -1 */
  leaderEpoch: number
  /** default -1 */
  endOffset: number
  unknownTaggedFields?: TaggedField[]
}

export interface EpochEndOffsetInput {
  readonly errorCode?: number
  readonly partition?: number
  readonly leaderEpoch?: number
  readonly endOffset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetForLeaderTopicResult {
  topic: string
  partitions: EpochEndOffset[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetForLeaderTopicResultInput {
  readonly topic?: string
  readonly partitions?: readonly EpochEndOffsetInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetForLeaderEpochResponse {
  /** Versions 2+ */
  throttleTimeMs: number
  topics: OffsetForLeaderTopicResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetForLeaderEpochResponseInput {
  readonly throttleTimeMs?: number
  readonly topics?: readonly OffsetForLeaderTopicResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readOffsetForLeaderEpochResponse(r: Reader, version: number): OffsetForLeaderEpochResponse
export function writeOffsetForLeaderEpochResponse(w: Writer, value: OffsetForLeaderEpochResponseInput, version: number): void
