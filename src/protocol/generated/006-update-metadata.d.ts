// Made by scripts/generate.ts from schema/messages/006-update-metadata. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface UpdateMetadataTopicState {
  /** Versions 5+ */
  topicName: string
  /** Versions 7+ */
  topicId: string
  /** Versions 5+ */
  partitionStates: UpdateMetadataPartitionState[]
  unknownTaggedFields?: TaggedField[]
}

export interface UpdateMetadataTopicStateInput {
  readonly topicName?: string
  readonly topicId?: string
  readonly partitionStates?: readonly UpdateMetadataPartitionStateInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface UpdateMetadataEndpoint {
  /** Versions 1+ */
  port: number
  /** Versions 1+ */
  host: string
  /** Versions 3+ */
  listener: string
  /** Versions 1+ */
  securityProtocol: number
  unknownTaggedFields?: TaggedField[]
}

export interface UpdateMetadataEndpointInput {
  readonly port?: number
  readonly host?: string
  readonly listener?: string
  readonly securityProtocol?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface UpdateMetadataBroker {
  id: number
  /** Versions 0 */
  v0Host: string
  /** Versions 0 */
  v0Port: number
  /** Versions 1+ */
  endpoints: UpdateMetadataEndpoint[]
  /** Versions 2+ */
  rack: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface UpdateMetadataBrokerInput {
  readonly id?: number
  readonly v0Host?: string
  readonly v0Port?: number
  readonly endpoints?: readonly UpdateMetadataEndpointInput[]
  readonly rack?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface UpdateMetadataPartitionState {
  /** Versions 0-4 */
  topicName: string
  partitionIndex: number
  controllerEpoch: number
  leader: number
  leaderEpoch: number
  isr: number[]
  zkVersion: number
  replicas: number[]
  /** Versions 4+ */
  offlineReplicas: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface UpdateMetadataPartitionStateInput {
  readonly topicName?: string
  readonly partitionIndex?: number
  readonly controllerEpoch?: number
  readonly leader?: number
  readonly leaderEpoch?: number
  readonly isr?: readonly number[]
  readonly zkVersion?: number
  readonly replicas?: readonly number[]
  readonly offlineReplicas?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface UpdateMetadataRequest {
  controllerId: number
  /** Versions 8+ */
  isKRaftController: boolean
  /** Versions 8+ */
  type: number
  controllerEpoch: number
  /** Versions 5+; default -1 */
  brokerEpoch: number
  /** Versions 0-4 */
  ungroupedPartitionStates: UpdateMetadataPartitionState[]
  /** Versions 5+ */
  topicStates: UpdateMetadataTopicState[]
  liveBrokers: UpdateMetadataBroker[]
  unknownTaggedFields?: TaggedField[]
}

export interface UpdateMetadataRequestInput {
  readonly controllerId?: number
  readonly isKRaftController?: boolean
  readonly type?: number
  readonly controllerEpoch?: number
  readonly brokerEpoch?: number
  readonly ungroupedPartitionStates?: readonly UpdateMetadataPartitionStateInput[]
  readonly topicStates?: readonly UpdateMetadataTopicStateInput[]
  readonly liveBrokers?: readonly UpdateMetadataBrokerInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readUpdateMetadataRequest(r: Reader, version: number): UpdateMetadataRequest
export function writeUpdateMetadataRequest(w: Writer, value: UpdateMetadataRequestInput, version: number): void

export interface UpdateMetadataResponse {
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface UpdateMetadataResponseInput {
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readUpdateMetadataResponse(r: Reader, version: number): UpdateMetadataResponse
export function writeUpdateMetadataResponse(w: Writer, value: UpdateMetadataResponseInput, version: number): void
