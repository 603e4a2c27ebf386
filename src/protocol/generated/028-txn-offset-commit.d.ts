// Made by scripts/generate.ts from schema/messages/028-txn-offset-commit. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface TxnOffsetCommitRequestPartition {
  partitionIndex: number
  committedOffset: number
  /** Versions 2+; default -1 */
  committedLeaderEpoch: number
  committedMetadata: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface TxnOffsetCommitRequestPartitionInput {
  readonly partitionIndex?: number
  readonly committedOffset?: number
  readonly committedLeaderEpoch?: number
  readonly committedMetadata?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TxnOffsetCommitRequestTopic {
  /** Versions 0-5 */
  name: string
  /** Versions 6+ */
  topicId: string
  partitions: TxnOffsetCommitRequestPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface TxnOffsetCommitRequestTopicInput {
  readonly name?: string
  readonly topicId?: string
  readonly partitions?: readonly TxnOffsetCommitRequestPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TxnOffsetCommitRequest {
  transactionalId: string
  groupId: string
  producerId: number
  producerEpoch: number
  /** Versions 3+; default -1 */
  generationIdOrMemberEpoch: number
  /** Versions 3+ */
  memberId: string
  /** Versions 3+ */
  groupInstanceId: string | null
  topics: TxnOffsetCommitRequestTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface TxnOffsetCommitRequestInput {
  readonly transactionalId?: string
  readonly groupId?: string
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly generationIdOrMemberEpoch?: number
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly topics?: readonly TxnOffsetCommitRequestTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readTxnOffsetCommitRequest(r: Reader, version: number): TxnOffsetCommitRequest
export function writeTxnOffsetCommitRequest(w: Writer, value: TxnOffsetCommitRequestInput, version: number): void

export interface TxnOffsetCommitResponsePartition {
  partitionIndex: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface TxnOffsetCommitResponsePartitionInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TxnOffsetCommitResponseTopic {
  /** Versions 0-5 */
  name: string
  /** Versions 6+ */
  topicId: string
  partitions: TxnOffsetCommitResponsePartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface TxnOffsetCommitResponseTopicInput {
  readonly name?: string
  readonly topicId?: string
  readonly partitions?: readonly TxnOffsetCommitResponsePartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TxnOffsetCommitResponse {
  throttleTimeMs: number
  topics: TxnOffsetCommitResponseTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface TxnOffsetCommitResponseInput {
  readonly throttleTimeMs?: number
  readonly topics?: readonly TxnOffsetCommitResponseTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readTxnOffsetCommitResponse(r: Reader, version: number): TxnOffsetCommitResponse
export function writeTxnOffsetCommitResponse(w: Writer, value: TxnOffsetCommitResponseInput, version: number): void
