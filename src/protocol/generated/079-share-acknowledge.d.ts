// Made by scripts/generate.ts from schema/messages/079-share-acknowledge. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AcknowledgementBatch {
  firstOffset: number
  lastOffset: number
  acknowledgeTypes: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface AcknowledgementBatchInput {
  readonly firstOffset?: number
  readonly lastOffset?: number
  readonly acknowledgeTypes?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AcknowledgePartition {
  partitionIndex: number
  acknowledgementBatches: AcknowledgementBatch[]
  unknownTaggedFields?: TaggedField[]
}

export interface AcknowledgePartitionInput {
  readonly partitionIndex?: number
  readonly acknowledgementBatches?: readonly AcknowledgementBatchInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AcknowledgeTopic {
  topicId: string
  partitions: AcknowledgePartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface AcknowledgeTopicInput {
  readonly topicId?: string
  readonly partitions?: readonly AcknowledgePartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareAcknowledgeRequest {
  groupId: string | null
  memberId: string | null
  shareSessionEpoch: number
  /** Versions 2+ */
  isRenewAck: boolean
  topics: AcknowledgeTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareAcknowledgeRequestInput {
  readonly groupId?: string | null
  readonly memberId?: string | null
  readonly shareSessionEpoch?: number
  readonly isRenewAck?: boolean
  readonly topics?: readonly AcknowledgeTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareAcknowledgeRequest(r: Reader, version: number): ShareAcknowledgeRequest
export function writeShareAcknowledgeRequest(w: Writer, value: ShareAcknowledgeRequestInput, version: number): void

export interface LeaderIdAndEpoch {
  leaderId: number
  leaderEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderIdAndEpochInput {
  readonly leaderId?: number
  readonly leaderEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface PartitionData {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  currentLeader: LeaderIdAndEpoch
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionDataInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly currentLeader?: LeaderIdAndEpochInput
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareAcknowledgeTopicResponse {
  topicId: string
  partitions: PartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareAcknowledgeTopicResponseInput {
  readonly topicId?: string
  readonly partitions?: readonly PartitionDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface NodeEndpoint {
  nodeId: number
  host: string
  port: number
  rack: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface NodeEndpointInput {
  readonly nodeId?: number
  readonly host?: string
  readonly port?: number
  readonly rack?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareAcknowledgeResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  /** Versions 2+ */
  acquisitionLockTimeoutMs: number
  responses: ShareAcknowledgeTopicResponse[]
  nodeEndpoints: NodeEndpoint[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareAcknowledgeResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly acquisitionLockTimeoutMs?: number
  readonly responses?: readonly ShareAcknowledgeTopicResponseInput[]
  readonly nodeEndpoints?: readonly NodeEndpointInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareAcknowledgeResponse(r: Reader, version: number): ShareAcknowledgeResponse
export function writeShareAcknowledgeResponse(w: Writer, value: ShareAcknowledgeResponseInput, version: number): void
