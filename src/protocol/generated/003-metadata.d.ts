// Made by scripts/generate.ts from schema/messages/003-metadata. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface MetadataRequestTopic {
  /** Versions 10+ */
  topicId: string
  name: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface MetadataRequestTopicInput {
  readonly topicId?: string
  readonly name?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface MetadataRequest {
  topics: MetadataRequestTopic[] | null
  /** Versions 4+; default true */
  allowAutoTopicCreation: boolean
  /** Versions 8-10 */
  includeClusterAuthorizedOperations: boolean
  /** Versions 8+ */
  includeTopicAuthorizedOperations: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface MetadataRequestInput {
  readonly topics?: readonly MetadataRequestTopicInput[] | null
  readonly allowAutoTopicCreation?: boolean
  readonly includeClusterAuthorizedOperations?: boolean
  readonly includeTopicAuthorizedOperations?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readMetadataRequest(r: Reader, version: number): MetadataRequest
export function writeMetadataRequest(w: Writer, value: MetadataRequestInput, version: number): void

export interface MetadataResponseBroker {
  nodeId: number
  host: string
  port: number
  /** Versions 1+ */
  rack: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface MetadataResponseBrokerInput {
  readonly nodeId?: number
  readonly host?: string
  readonly port?: number
  readonly rack?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface MetadataResponsePartition {
  errorCode: number
  partitionIndex: number
  leaderId: number
  /** Versions 7+; default -1 */
  leaderEpoch: number
  replicaNodes: number[]
  isrNodes: number[]
  /** Versions 5+ */
  offlineReplicas: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface MetadataResponsePartitionInput {
  readonly errorCode?: number
  readonly partitionIndex?: number
  readonly leaderId?: number
  readonly leaderEpoch?: number
  readonly replicaNodes?: readonly number[]
  readonly isrNodes?: readonly number[]
  readonly offlineReplicas?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface MetadataResponseTopic {
  errorCode: number
  name: string | null
  /** Versions 10+ */
  topicId: string
  /** Versions 1+ */
  isInternal: boolean
  partitions: MetadataResponsePartition[]
  /** Versions 8+; default -2147483648 */
  topicAuthorizedOperations: number
  unknownTaggedFields?: TaggedField[]
}

export interface MetadataResponseTopicInput {
  readonly errorCode?: number
  readonly name?: string | null
  readonly topicId?: string
  readonly isInternal?: boolean
  readonly partitions?: readonly MetadataResponsePartitionInput[]
  readonly topicAuthorizedOperations?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface MetadataResponse {
  /** Versions 3+ */
  throttleTimeMs: number
  brokers: MetadataResponseBroker[]
  /** Versions 2+ */
  clusterId: string | null
  /** Versions 1+; default -1 */
  controllerId: number
  topics: MetadataResponseTopic[]
  /** Versions 8-10; default -2147483648 */
  clusterAuthorizedOperations: number
  /** Versions 13+ */
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface MetadataResponseInput {
  readonly throttleTimeMs?: number
  readonly brokers?: readonly MetadataResponseBrokerInput[]
  readonly clusterId?: string | null
  readonly controllerId?: number
  readonly topics?: readonly MetadataResponseTopicInput[]
  readonly clusterAuthorizedOperations?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readMetadataResponse(r: Reader, version: number): MetadataResponse
export function writeMetadataResponse(w: Writer, value: MetadataResponseInput, version: number): void
