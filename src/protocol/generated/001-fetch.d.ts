// Made by scripts/generate.ts from schema/messages/001-fetch. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { RecordsInput, Writer } from '../writer.ts'

export interface ReplicaState {
  /** Versions 15+; default -1 */
  replicaId: number
  /** Versions 15+; default -1 */
  replicaEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface ReplicaStateInput {
  readonly replicaId?: number
  readonly replicaEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface FetchPartition {
  partition: number
  /** Versions 9+; default -1 */
  currentLeaderEpoch: number
  fetchOffset: number
  /** Versions 12+; default -1 */
  lastFetchedEpoch: number
  /** Versions 5+; default -1 */
  logStartOffset: number
  partitionMaxBytes: number
  /** Versions 17+ */
  replicaDirectoryId: string
  /** Versions 18+; default max */
  highWatermark: number
  unknownTaggedFields?: TaggedField[]
}

export interface FetchPartitionInput {
  readonly partition?: number
  readonly currentLeaderEpoch?: number
  readonly fetchOffset?: number
  readonly lastFetchedEpoch?: number
  readonly logStartOffset?: number
  readonly partitionMaxBytes?: number
  readonly replicaDirectoryId?: string
  readonly highWatermark?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface FetchTopic {
  /** Versions 0-12 */
  topic: string
  /** Versions 13+ */
  topicId: string
  partitions: FetchPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface FetchTopicInput {
  readonly topic?: string
  readonly topicId?: string
  readonly partitions?: readonly FetchPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ForgottenTopic {
  /** Versions 7-12 */
  topic: string
  /** Versions 13+ */
  topicId: string
  /** Versions 7+ */
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface ForgottenTopicInput {
  readonly topic?: string
  readonly topicId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface FetchRequest {
  /** Versions 12+ */
  clusterId: string | null
  /** Versions 0-14; default -1 */
  replicaId: number
  /** Versions 15+ */
  replicaState: ReplicaState
  maxWaitMs: number
  minBytes: number
  /** Versions 3+; default 2147483647 */
  maxBytes: number
  /** Versions 4+ */
  isolationLevel: number
  /** Versions 7+ */
  sessionId: number
  /** Versions 7+; default -1 */
  sessionEpoch: number
  topics: FetchTopic[]
  /** Versions 7+ */
  forgottenTopicsData: ForgottenTopic[]
  /** Versions 11+ */
  rackId: string
  unknownTaggedFields?: TaggedField[]
}

export interface FetchRequestInput {
  readonly clusterId?: string | null
  readonly replicaId?: number
  readonly replicaState?: ReplicaStateInput
  readonly maxWaitMs?: number
  readonly minBytes?: number
  readonly maxBytes?: number
  readonly isolationLevel?: number
  readonly sessionId?: number
  readonly sessionEpoch?: number
  readonly topics?: readonly FetchTopicInput[]
  readonly forgottenTopicsData?: readonly ForgottenTopicInput[]
  readonly rackId?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readFetchRequest(r: Reader, version: number): FetchRequest
export function writeFetchRequest(w: Writer, value: FetchRequestInput, version: number): void

export interface EpochEndOffset {
  /** Versions 12+; default -1 */
  epoch: number
  /** Versions 12+; default -1 */
  endOffset: number
  unknownTaggedFields?: TaggedField[]
}

export interface EpochEndOffsetInput {
  readonly epoch?: number
  readonly endOffset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface LeaderIdAndEpoch {
  /** Versions 12+; default -1 */
  leaderId: number
  /** Versions 12+; default -1 */
  leaderEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderIdAndEpochInput {
  readonly leaderId?: number
  readonly leaderEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface SnapshotId {
  /** Versions 12+; default -1 */
  endOffset: number
  /** Versions 12+; default -1 */
  epoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface SnapshotIdInput {
  readonly endOffset?: number
  readonly epoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AbortedTransaction {
  /** Versions 4+ */
  producerId: number
  /** Versions 4+ */
  firstOffset: number
  unknownTaggedFields?: TaggedField[]
}

export interface AbortedTransactionInput {
  readonly producerId?: number
  readonly firstOffset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface PartitionData {
  partitionIndex: number
  errorCode: number
  highWatermark: number
  /** Versions 4+; default -1 */
  lastStableOffset: number
  /** Versions 5+; default -1 */
  logStartOffset: number
  /** Versions 12+ */
  divergingEpoch: EpochEndOffset
  /** Versions 12+ */
  currentLeader: LeaderIdAndEpoch
  /** Versions 12+ */
  snapshotId: SnapshotId
  /** Versions 4+ */
  abortedTransactions: AbortedTransaction[] | null
  /** Versions 11+; default -1 */
  preferredReadReplica: number
  records: Uint8Array | null
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionDataInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly highWatermark?: number
  readonly lastStableOffset?: number
  readonly logStartOffset?: number
  readonly divergingEpoch?: EpochEndOffsetInput
  readonly currentLeader?: LeaderIdAndEpochInput
  readonly snapshotId?: SnapshotIdInput
  readonly abortedTransactions?: readonly AbortedTransactionInput[] | null
  readonly preferredReadReplica?: number
  readonly records?: RecordsInput
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface FetchableTopicResponse {
  /** Versions 0-12 */
  topic: string
  /** Versions 13+ */
  topicId: string
  partitions: PartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface FetchableTopicResponseInput {
  readonly topic?: string
  readonly topicId?: string
  readonly partitions?: readonly PartitionDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface NodeEndpoint {
  /** Versions 16+ */
  nodeId: number
  /** Versions 16+ */
  host: string
  /** Versions 16+ */
  port: number
  /** Versions 16+ */
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

export interface FetchResponse {
  /** Versions 1+ */
  throttleTimeMs: number
  /** Versions 7+ */
  errorCode: number
  /** Versions 7+ */
  sessionId: number
  responses: FetchableTopicResponse[]
  /** Versions 16+ */
  nodeEndpoints: NodeEndpoint[]
  unknownTaggedFields?: TaggedField[]
}

export interface FetchResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly sessionId?: number
  readonly responses?: readonly FetchableTopicResponseInput[]
  readonly nodeEndpoints?: readonly NodeEndpointInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readFetchResponse(r: Reader, version: number): FetchResponse
export function writeFetchResponse(w: Writer, value: FetchResponseInput, version: number): void
