// Made by scripts/generate.ts from schema/messages/009-offset-fetch. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface OffsetFetchRequestTopic {
  /** Versions 0-7 */
  name: string
  /** Versions 0-7 */
  partitionIndexes: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchRequestTopicInput {
  readonly name?: string
  readonly partitionIndexes?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetFetchRequestTopics {
  /** Versions 8-9 */
  name: string
  /** Versions 10+ */
  topicId: string
  /** Versions 8+ */
  partitionIndexes: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchRequestTopicsInput {
  readonly name?: string
  readonly topicId?: string
  readonly partitionIndexes?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetFetchRequestGroup {
  /** Versions 8+ */
  groupId: string
  /** Versions 9+ */
  memberId: string | null
  /** Versions 9+; default -1 */
  memberEpoch: number
  /** Versions 8+ */
  topics: OffsetFetchRequestTopics[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchRequestGroupInput {
  readonly groupId?: string
  readonly memberId?: string | null
  readonly memberEpoch?: number
  readonly topics?: readonly OffsetFetchRequestTopicsInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetFetchRequest {
  /** Versions 0-7 */
  groupId: string
  /** Versions 0-7 */
  topics: OffsetFetchRequestTopic[] | null
  /** Versions 8+ */
  groups: OffsetFetchRequestGroup[]
  /** Versions 7+ */
  requireStable: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchRequestInput {
  readonly groupId?: string
  readonly topics?: readonly OffsetFetchRequestTopicInput[] | null
  readonly groups?: readonly OffsetFetchRequestGroupInput[]
  readonly requireStable?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readOffsetFetchRequest(r: Reader, version: number): OffsetFetchRequest
export function writeOffsetFetchRequest(w: Writer, value: OffsetFetchRequestInput, version: number): void

export interface OffsetFetchResponsePartition {
  /** Versions 0-7 */
  partitionIndex: number
  /** Versions 0-7 */
  committedOffset: number
  /** Versions 5-7; default -1 */
  committedLeaderEpoch: number
  /** Versions 0-7 */
  metadata: string | null
  /** Versions 0-7 */
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchResponsePartitionInput {
  readonly partitionIndex?: number
  readonly committedOffset?: number
  readonly committedLeaderEpoch?: number
  readonly metadata?: string | null
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetFetchResponseTopic {
  /** Versions 0-7 */
  name: string
  /** Versions 0-7 */
  partitions: OffsetFetchResponsePartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchResponseTopicInput {
  readonly name?: string
  readonly partitions?: readonly OffsetFetchResponsePartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetFetchResponsePartitions {
  /** Versions 8+ */
  partitionIndex: number
  /** Versions 8+ */
  committedOffset: number
  /** Versions 8+; default -1 */
  committedLeaderEpoch: number
  /** Versions 8+ */
  metadata: string | null
  /** Versions 8+ */
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchResponsePartitionsInput {
  readonly partitionIndex?: number
  readonly committedOffset?: number
  readonly committedLeaderEpoch?: number
  readonly metadata?: string | null
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetFetchResponseTopics {
  /** Versions 8-9 */
  name: string
  /** Versions 10+ */
  topicId: string
  /** Versions 8+ */
  partitions: OffsetFetchResponsePartitions[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchResponseTopicsInput {
  readonly name?: string
  readonly topicId?: string
  readonly partitions?: readonly OffsetFetchResponsePartitionsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetFetchResponseGroup {
  /** Versions 8+ */
  groupId: string
  /** Versions 8+ */
  topics: OffsetFetchResponseTopics[]
  /** Versions 8+ */
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchResponseGroupInput {
  readonly groupId?: string
  readonly topics?: readonly OffsetFetchResponseTopicsInput[]
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OffsetFetchResponse {
  /** Versions 3+ */
  throttleTimeMs: number
  /** Versions 0-7 */
  topics: OffsetFetchResponseTopic[]
  /** Versions 2-7 */
  errorCode: number
  /** Versions 8+ */
  groups: OffsetFetchResponseGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetFetchResponseInput {
  readonly throttleTimeMs?: number
  readonly topics?: readonly OffsetFetchResponseTopicInput[]
  readonly errorCode?: number
  readonly groups?: readonly OffsetFetchResponseGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readOffsetFetchResponse(r: Reader, version: number): OffsetFetchResponse
export function writeOffsetFetchResponse(w: Writer, value: OffsetFetchResponseInput, version: number): void
