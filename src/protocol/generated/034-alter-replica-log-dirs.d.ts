// Made by scripts/generate.ts from schema/messages/034-alter-replica-log-dirs. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AlterReplicaLogDirTopic {
  name: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterReplicaLogDirTopicInput {
  readonly name?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterReplicaLogDir {
  path: string
  topics: AlterReplicaLogDirTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterReplicaLogDirInput {
  readonly path?: string
  readonly topics?: readonly AlterReplicaLogDirTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterReplicaLogDirsRequest {
  dirs: AlterReplicaLogDir[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterReplicaLogDirsRequestInput {
  readonly dirs?: readonly AlterReplicaLogDirInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterReplicaLogDirsRequest(r: Reader, version: number): AlterReplicaLogDirsRequest
export function writeAlterReplicaLogDirsRequest(w: Writer, value: AlterReplicaLogDirsRequestInput, version: number): void

export interface AlterReplicaLogDirPartitionResult {
  partitionIndex: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface AlterReplicaLogDirPartitionResultInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterReplicaLogDirTopicResult {
  topicName: string
  partitions: AlterReplicaLogDirPartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterReplicaLogDirTopicResultInput {
  readonly topicName?: string
  readonly partitions?: readonly AlterReplicaLogDirPartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterReplicaLogDirsResponse {
  throttleTimeMs: number
  results: AlterReplicaLogDirTopicResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterReplicaLogDirsResponseInput {
  readonly throttleTimeMs?: number
  readonly results?: readonly AlterReplicaLogDirTopicResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterReplicaLogDirsResponse(r: Reader, version: number): AlterReplicaLogDirsResponse
export function writeAlterReplicaLogDirsResponse(w: Writer, value: AlterReplicaLogDirsResponseInput, version: number): void
