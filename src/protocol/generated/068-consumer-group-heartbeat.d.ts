// Made by scripts/generate.ts from schema/messages/068-consumer-group-heartbeat. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ConsumerGroupHeartbeatRequestTopicPartitions {
  topicId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupHeartbeatRequestTopicPartitionsInput {
  readonly topicId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ConsumerGroupHeartbeatRequest {
  groupId: string
  memberId: string
  memberEpoch: number
  instanceId: string | null
  rackId: string | null
  /** default -1 */
  rebalanceTimeoutMs: number
  subscribedTopicNames: string[] | null
  /** Versions 1+ */
  subscribedTopicRegex: string | null
  serverAssignor: string | null
  topicPartitions: ConsumerGroupHeartbeatRequestTopicPartitions[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupHeartbeatRequestInput {
  readonly groupId?: string
  readonly memberId?: string
  readonly memberEpoch?: number
  readonly instanceId?: string | null
  readonly rackId?: string | null
  readonly rebalanceTimeoutMs?: number
  readonly subscribedTopicNames?: readonly string[] | null
  readonly subscribedTopicRegex?: string | null
  readonly serverAssignor?: string | null
  readonly topicPartitions?: readonly ConsumerGroupHeartbeatRequestTopicPartitionsInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupHeartbeatRequest(r: Reader, version: number): ConsumerGroupHeartbeatRequest
export function writeConsumerGroupHeartbeatRequest(w: Writer, value: ConsumerGroupHeartbeatRequestInput, version: number): void

export interface Assignment {
  topicPartitions: ConsumerGroupHeartbeatResponseTopicPartitions[]
  unknownTaggedFields?: TaggedField[]
}

export interface AssignmentInput {
  readonly topicPartitions?: readonly ConsumerGroupHeartbeatResponseTopicPartitionsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ConsumerGroupHeartbeatResponseTopicPartitions {
  topicId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupHeartbeatResponseTopicPartitionsInput {
  readonly topicId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ConsumerGroupHeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  memberId: string | null
  memberEpoch: number
  heartbeatIntervalMs: number
  assignment: Assignment | null
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupHeartbeatResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly memberId?: string | null
  readonly memberEpoch?: number
  readonly heartbeatIntervalMs?: number
  readonly assignment?: AssignmentInput | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupHeartbeatResponse(r: Reader, version: number): ConsumerGroupHeartbeatResponse
export function writeConsumerGroupHeartbeatResponse(w: Writer, value: ConsumerGroupHeartbeatResponseInput, version: number): void
