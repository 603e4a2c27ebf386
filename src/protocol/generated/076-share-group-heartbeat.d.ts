// Made by scripts/generate.ts from schema/messages/076-share-group-heartbeat. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ShareGroupHeartbeatRequest {
  groupId: string
  memberId: string
  memberEpoch: number
  rackId: string | null
  subscribedTopicNames: string[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupHeartbeatRequestInput {
  readonly groupId?: string
  readonly memberId?: string
  readonly memberEpoch?: number
  readonly rackId?: string | null
  readonly subscribedTopicNames?: readonly string[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupHeartbeatRequest(r: Reader, version: number): ShareGroupHeartbeatRequest
export function writeShareGroupHeartbeatRequest(w: Writer, value: ShareGroupHeartbeatRequestInput, version: number): void

export interface Assignment {
  topicPartitions: TopicPartitions[]
  unknownTaggedFields?: TaggedField[]
}

export interface AssignmentInput {
  readonly topicPartitions?: readonly TopicPartitionsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopicPartitions {
  topicId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicPartitionsInput {
  readonly topicId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareGroupHeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  memberId: string | null
  memberEpoch: number
  heartbeatIntervalMs: number
  assignment: Assignment | null
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupHeartbeatResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly memberId?: string | null
  readonly memberEpoch?: number
  readonly heartbeatIntervalMs?: number
  readonly assignment?: AssignmentInput | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupHeartbeatResponse(r: Reader, version: number): ShareGroupHeartbeatResponse
export function writeShareGroupHeartbeatResponse(w: Writer, value: ShareGroupHeartbeatResponseInput, version: number): void
