// Made by scripts/generate.ts from schema/messages/078-share-fetch. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { RecordsInput, Writer } from '../writer.ts'

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

export interface FetchPartition {
  partitionIndex: number
  acknowledgementBatches: AcknowledgementBatch[]
  unknownTaggedFields?: TaggedField[]
}

export interface FetchPartitionInput {
  readonly partitionIndex?: number
  readonly acknowledgementBatches?: readonly AcknowledgementBatchInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface FetchTopic {
  topicId: string
  partitions: FetchPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface FetchTopicInput {
  readonly topicId?: string
  readonly partitions?: readonly FetchPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ForgottenTopic {
  topicId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface ForgottenTopicInput {
  readonly topicId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareFetchRequest {
  groupId: string | null
  memberId: string | null
  shareSessionEpoch: number
  maxWaitMs: number
  minBytes: number
  /** default 2147483647 */
  maxBytes: number
  maxRecords: number
  batchSize: number
  /** Versions 2+ */
  shareAcquireMode: number
  /** Versions 2+ */
  isRenewAck: boolean
  topics: FetchTopic[]
  forgottenTopicsData: ForgottenTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareFetchRequestInput {
  readonly groupId?: string | null
  readonly memberId?: string | null
  readonly shareSessionEpoch?: number
  readonly maxWaitMs?: number
  readonly minBytes?: number
  readonly maxBytes?: number
  readonly maxRecords?: number
  readonly batchSize?: number
  readonly shareAcquireMode?: number
  readonly isRenewAck?: boolean
  readonly topics?: readonly FetchTopicInput[]
  readonly forgottenTopicsData?: readonly ForgottenTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareFetchRequest(r: Reader, version: number): ShareFetchRequest
export function writeShareFetchRequest(w: Writer, value: ShareFetchRequestInput, version: number): void

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

export interface AcquiredRecords {
  firstOffset: number
  lastOffset: number
  deliveryCount: number
  unknownTaggedFields?: TaggedField[]
}

export interface AcquiredRecordsInput {
  readonly firstOffset?: number
  readonly lastOffset?: number
  readonly deliveryCount?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface PartitionData {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  acknowledgeErrorCode: number
  acknowledgeErrorMessage: string | null
  currentLeader: LeaderIdAndEpoch
  records: Uint8Array | null
  acquiredRecords: AcquiredRecords[]
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionDataInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly acknowledgeErrorCode?: number
  readonly acknowledgeErrorMessage?: string | null
  readonly currentLeader?: LeaderIdAndEpochInput
  readonly records?: RecordsInput
  readonly acquiredRecords?: readonly AcquiredRecordsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareFetchableTopicResponse {
  topicId: string
  partitions: PartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareFetchableTopicResponseInput {
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

export interface ShareFetchResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  acquisitionLockTimeoutMs: number
  responses: ShareFetchableTopicResponse[]
  nodeEndpoints: NodeEndpoint[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareFetchResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly acquisitionLockTimeoutMs?: number
  readonly responses?: readonly ShareFetchableTopicResponseInput[]
  readonly nodeEndpoints?: readonly NodeEndpointInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareFetchResponse(r: Reader, version: number): ShareFetchResponse
export function writeShareFetchResponse(w: Writer, value: ShareFetchResponseInput, version: number): void
