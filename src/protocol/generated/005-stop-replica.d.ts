// Made by scripts/generate.ts from schema/messages/005-stop-replica. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface StopReplicaPartitionV0 {
  /** Versions 0 */
  topicName: string
  /** Versions 0 */
  partitionIndex: number
  unknownTaggedFields?: TaggedField[]
}

export interface StopReplicaPartitionV0Input {
  readonly topicName?: string
  readonly partitionIndex?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StopReplicaTopicV1 {
  /** Versions 1-2 */
  name: string
  /** Versions 1-2 */
  partitionIndexes: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface StopReplicaTopicV1Input {
  readonly name?: string
  readonly partitionIndexes?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StopReplicaPartitionState {
  /** Versions 3+ */
  partitionIndex: number
  /** Versions 3+; default -1 */
  leaderEpoch: number
  /** Versions 3+ */
  deletePartition: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface StopReplicaPartitionStateInput {
  readonly partitionIndex?: number
  readonly leaderEpoch?: number
  readonly deletePartition?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StopReplicaTopicState {
  /** Versions 3+ */
  topicName: string
  /** Versions 3+ */
  partitionStates: StopReplicaPartitionState[]
  unknownTaggedFields?: TaggedField[]
}

export interface StopReplicaTopicStateInput {
  readonly topicName?: string
  readonly partitionStates?: readonly StopReplicaPartitionStateInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StopReplicaRequest {
  controllerId: number
  /** Versions 4+ */
  isKRaftController: boolean
  controllerEpoch: number
  /** Versions 1+; default -1 */
  brokerEpoch: number
  /** Versions 0-2 */
  deletePartitions: boolean
  /** Versions 0 */
  ungroupedPartitions: StopReplicaPartitionV0[]
  /** Versions 1-2 */
  topics: StopReplicaTopicV1[]
  /** Versions 3+ */
  topicStates: StopReplicaTopicState[]
  unknownTaggedFields?: TaggedField[]
}

export interface StopReplicaRequestInput {
  readonly controllerId?: number
  readonly isKRaftController?: boolean
  readonly controllerEpoch?: number
  readonly brokerEpoch?: number
  readonly deletePartitions?: boolean
  readonly ungroupedPartitions?: readonly StopReplicaPartitionV0Input[]
  readonly topics?: readonly StopReplicaTopicV1Input[]
  readonly topicStates?: readonly StopReplicaTopicStateInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStopReplicaRequest(r: Reader, version: number): StopReplicaRequest
export function writeStopReplicaRequest(w: Writer, value: StopReplicaRequestInput, version: number): void

export interface StopReplicaPartitionError {
  topicName: string
  partitionIndex: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface StopReplicaPartitionErrorInput {
  readonly topicName?: string
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StopReplicaResponse {
  errorCode: number
  partitionErrors: StopReplicaPartitionError[]
  unknownTaggedFields?: TaggedField[]
}

export interface StopReplicaResponseInput {
  readonly errorCode?: number
  readonly partitionErrors?: readonly StopReplicaPartitionErrorInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStopReplicaResponse(r: Reader, version: number): StopReplicaResponse
export function writeStopReplicaResponse(w: Writer, value: StopReplicaResponseInput, version: number): void
