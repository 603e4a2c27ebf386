// Made by scripts/generate.ts from schema/messages/004-leader-and-isr. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface LeaderAndIsrTopicState {
  /** Versions 2+ */
  topicName: string
  /** Versions 5+ */
  topicId: string
  /** Versions 2+ */
  partitionStates: LeaderAndIsrPartitionState[]
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderAndIsrTopicStateInput {
  readonly topicName?: string
  readonly topicId?: string
  readonly partitionStates?: readonly LeaderAndIsrPartitionStateInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface LeaderAndIsrLiveLeader {
  brokerId: number
  hostName: string
  port: number
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderAndIsrLiveLeaderInput {
  readonly brokerId?: number
  readonly hostName?: string
  readonly port?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface LeaderAndIsrPartitionState {
  /** Versions 0-1 */
  topicName: string
  partitionIndex: number
  controllerEpoch: number
  leader: number
  leaderEpoch: number
  isr: number[]
  partitionEpoch: number
  replicas: number[]
  /** Versions 3+ */
  addingReplicas: number[]
  /** Versions 3+ */
  removingReplicas: number[]
  /** Versions 1+ */
  isNew: boolean
  /** Versions 6+ */
  leaderRecoveryState: number
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderAndIsrPartitionStateInput {
  readonly topicName?: string
  readonly partitionIndex?: number
  readonly controllerEpoch?: number
  readonly leader?: number
  readonly leaderEpoch?: number
  readonly isr?: readonly number[]
  readonly partitionEpoch?: number
  readonly replicas?: readonly number[]
  readonly addingReplicas?: readonly number[]
  readonly removingReplicas?: readonly number[]
  readonly isNew?: boolean
  readonly leaderRecoveryState?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface LeaderAndIsrRequest {
  controllerId: number
  /** Versions 7+ */
  isKRaftController: boolean
  controllerEpoch: number
  /** Versions 2+; default -1 */
  brokerEpoch: number
  /** Versions 5+ */
  type: number
  /** Versions 0-1 */
  ungroupedPartitionStates: LeaderAndIsrPartitionState[]
  /** Versions 2+ */
  topicStates: LeaderAndIsrTopicState[]
  liveLeaders: LeaderAndIsrLiveLeader[]
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderAndIsrRequestInput {
  readonly controllerId?: number
  readonly isKRaftController?: boolean
  readonly controllerEpoch?: number
  readonly brokerEpoch?: number
  readonly type?: number
  readonly ungroupedPartitionStates?: readonly LeaderAndIsrPartitionStateInput[]
  readonly topicStates?: readonly LeaderAndIsrTopicStateInput[]
  readonly liveLeaders?: readonly LeaderAndIsrLiveLeaderInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readLeaderAndIsrRequest(r: Reader, version: number): LeaderAndIsrRequest
export function writeLeaderAndIsrRequest(w: Writer, value: LeaderAndIsrRequestInput, version: number): void

export interface LeaderAndIsrTopicError {
  /** Versions 5+ */
  topicId: string
  /** Versions 5+ */
  partitionErrors: LeaderAndIsrPartitionError[]
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderAndIsrTopicErrorInput {
  readonly topicId?: string
  readonly partitionErrors?: readonly LeaderAndIsrPartitionErrorInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface LeaderAndIsrPartitionError {
  /** Versions 0-4 */
  topicName: string
  partitionIndex: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderAndIsrPartitionErrorInput {
  readonly topicName?: string
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface LeaderAndIsrResponse {
  errorCode: number
  /** Versions 0-4 */
  partitionErrors: LeaderAndIsrPartitionError[]
  /** Versions 5+ */
  topics: LeaderAndIsrTopicError[]
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderAndIsrResponseInput {
  readonly errorCode?: number
  readonly partitionErrors?: readonly LeaderAndIsrPartitionErrorInput[]
  readonly topics?: readonly LeaderAndIsrTopicErrorInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readLeaderAndIsrResponse(r: Reader, version: number): LeaderAndIsrResponse
export function writeLeaderAndIsrResponse(w: Writer, value: LeaderAndIsrResponseInput, version: number): void
