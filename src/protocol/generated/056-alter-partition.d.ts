// Made by scripts/generate.ts from schema/messages/056-alter-partition. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface BrokerState {
  /** Versions 3+ */
  brokerId: number
  /** Versions 3+; default -1 */
  brokerEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface BrokerStateInput {
  readonly brokerId?: number
  readonly brokerEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterPartitionRequestPartitionData {
  partitionIndex: number
  leaderEpoch: number
  /** Versions 0-2 */
  newIsr: number[]
  /** Versions 3+ */
  newIsrWithEpochs: BrokerState[]
  /** Versions 1+ */
  leaderRecoveryState: number
  partitionEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface AlterPartitionRequestPartitionDataInput {
  readonly partitionIndex?: number
  readonly leaderEpoch?: number
  readonly newIsr?: readonly number[]
  readonly newIsrWithEpochs?: readonly BrokerStateInput[]
  readonly leaderRecoveryState?: number
  readonly partitionEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterPartitionRequestTopicData {
  /** Versions 0-1 */
  topicName: string
  /** Versions 2+ */
  topicId: string
  partitions: AlterPartitionRequestPartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterPartitionRequestTopicDataInput {
  readonly topicName?: string
  readonly topicId?: string
  readonly partitions?: readonly AlterPartitionRequestPartitionDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterPartitionRequest {
  brokerId: number
  /** default -1 */
  brokerEpoch: number
  topics: AlterPartitionRequestTopicData[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterPartitionRequestInput {
  readonly brokerId?: number
  readonly brokerEpoch?: number
  readonly topics?: readonly AlterPartitionRequestTopicDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterPartitionRequest(r: Reader, version: number): AlterPartitionRequest
export function writeAlterPartitionRequest(w: Writer, value: AlterPartitionRequestInput, version: number): void

export interface AlterPartitionResponsePartitionData {
  partitionIndex: number
  errorCode: number
  leaderId: number
  leaderEpoch: number
  isr: number[]
  /** Versions 1+ */
  leaderRecoveryState: number
  partitionEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface AlterPartitionResponsePartitionDataInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly leaderId?: number
  readonly leaderEpoch?: number
  readonly isr?: readonly number[]
  readonly leaderRecoveryState?: number
  readonly partitionEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterPartitionResponseTopicData {
  /** Versions 0-1 */
  topicName: string
  /** Versions 2+ */
  topicId: string
  partitions: AlterPartitionResponsePartitionData[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterPartitionResponseTopicDataInput {
  readonly topicName?: string
  readonly topicId?: string
  readonly partitions?: readonly AlterPartitionResponsePartitionDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterPartitionResponse {
  throttleTimeMs: number
  errorCode: number
  topics: AlterPartitionResponseTopicData[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterPartitionResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly topics?: readonly AlterPartitionResponseTopicDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterPartitionResponse(r: Reader, version: number): AlterPartitionResponse
export function writeAlterPartitionResponse(w: Writer, value: AlterPartitionResponseInput, version: number): void
