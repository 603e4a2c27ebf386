// Made by scripts/generate.ts from schema/messages/008-offset-commit. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface OffsetCommitRequestPartition {
  partitionIndex: number
  committedOffset: number
  /** Versions 6+; default -1 */
  committedLeaderEpoch: number
  /** Versions 1; default -1 */
  commitTimestamp: number
  committedMetadata: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetCommitRequestPartitionInput {
  readonly partitionIndex?: number
  readonly committedOffset?: number
  readonly committedLeaderEpoch?: number
  readonly commitTimestamp?: number
  readonly committedMetadata?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetCommitRequestTopic {
  /** Versions 0-9 */
  name: string
  /** Versions 10+ */
  topicId: string
  partitions: OffsetCommitRequestPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetCommitRequestTopicInput {
  readonly name?: string
  readonly topicId?: string
  readonly partitions?: readonly OffsetCommitRequestPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetCommitRequest {
  groupId: string
  /** Versions 1+; default -1 */
  generationIdOrMemberEpoch: number
  /** Versions 1+ */
  memberId: string
  /** Versions 7+ */
  groupInstanceId: string | null
  /** Versions 2-4; default -1 */
  retentionTimeMs: number
  topics: OffsetCommitRequestTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetCommitRequestInput {
  readonly groupId?: string
  readonly generationIdOrMemberEpoch?: number
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly retentionTimeMs?: number
  readonly topics?: readonly OffsetCommitRequestTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readOffsetCommitRequest(r: Reader, version: number): OffsetCommitRequest
export function writeOffsetCommitRequest(w: Writer, value: OffsetCommitRequestInput, version: number): void

export interface OffsetCommitResponsePartition {
  partitionIndex: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetCommitResponsePartitionInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetCommitResponseTopic {
  /** Versions 0-9 */
  name: string
  /** Versions 10+ */
  topicId: string
  partitions: OffsetCommitResponsePartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetCommitResponseTopicInput {
  readonly name?: string
  readonly topicId?: string
  readonly partitions?: readonly OffsetCommitResponsePartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetCommitResponse {
  /** Versions 3+ */
  throttleTimeMs: number
  topics: OffsetCommitResponseTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetCommitResponseInput {
  readonly throttleTimeMs?: number
  readonly topics?: readonly OffsetCommitResponseTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readOffsetCommitResponse(r: Reader, version: number): OffsetCommitResponse
export function writeOffsetCommitResponse(w: Writer, value: OffsetCommitResponseInput, version: number): void
