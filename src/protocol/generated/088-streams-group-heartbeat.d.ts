// Made by scripts/generate.ts from schema/messages/088-streams-group-heartbeat. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface CopartitionGroup {
  sourceTopics: number[]
  sourceTopicRegex: number[]
  repartitionSourceTopics: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface CopartitionGroupInput {
  readonly sourceTopics?: readonly number[]
  readonly sourceTopicRegex?: readonly number[]
  readonly repartitionSourceTopics?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface Subtopology {
  subtopologyId: string
  sourceTopics: string[]
  sourceTopicRegex: string[]
  stateChangelogTopics: TopicInfo[]
  repartitionSinkTopics: string[]
  repartitionSourceTopics: TopicInfo[]
  copartitionGroups: CopartitionGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface SubtopologyInput {
  readonly subtopologyId?: string
  readonly sourceTopics?: readonly string[]
  readonly sourceTopicRegex?: readonly string[]
  readonly stateChangelogTopics?: readonly TopicInfoInput[]
  readonly repartitionSinkTopics?: readonly string[]
  readonly repartitionSourceTopics?: readonly TopicInfoInput[]
  readonly copartitionGroups?: readonly CopartitionGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface Topology {
  epoch: number
  subtopologies: Subtopology[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopologyInput {
  readonly epoch?: number
  readonly subtopologies?: readonly SubtopologyInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface KeyValue {
  key: string
  value: string
  unknownTaggedFields?: TaggedField[]
}

export interface KeyValueInput {
  readonly key?: string
  readonly value?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopicInfo {
  name: string
  partitions: number
  replicationFactor: number
  topicConfigs: KeyValue[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicInfoInput {
  readonly name?: string
  readonly partitions?: number
  readonly replicationFactor?: number
  readonly topicConfigs?: readonly KeyValueInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupHeartbeatRequestEndpoint {
  host: string
  port: number
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupHeartbeatRequestEndpointInput {
  readonly host?: string
  readonly port?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TaskOffset {
  subtopologyId: string
  partition: number
  offset: number
  unknownTaggedFields?: TaggedField[]
}

export interface TaskOffsetInput {
  readonly subtopologyId?: string
  readonly partition?: number
  readonly offset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupHeartbeatRequestTaskIds {
  subtopologyId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupHeartbeatRequestTaskIdsInput {
  readonly subtopologyId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupHeartbeatRequest {
  groupId: string
  memberId: string
  memberEpoch: number
  endpointInformationEpoch: number
  instanceId: string | null
  rackId: string | null
  /** default -1 */
  rebalanceTimeoutMs: number
  topology: Topology | null
  activeTasks: StreamsGroupHeartbeatRequestTaskIds[] | null
  standbyTasks: StreamsGroupHeartbeatRequestTaskIds[] | null
  warmupTasks: StreamsGroupHeartbeatRequestTaskIds[] | null
  processId: string | null
  userEndpoint: StreamsGroupHeartbeatRequestEndpoint | null
  clientTags: KeyValue[] | null
  taskOffsets: TaskOffset[] | null
  taskEndOffsets: TaskOffset[] | null
  shutdownApplication: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupHeartbeatRequestInput {
  readonly groupId?: string
  readonly memberId?: string
  readonly memberEpoch?: number
  readonly endpointInformationEpoch?: number
  readonly instanceId?: string | null
  readonly rackId?: string | null
  readonly rebalanceTimeoutMs?: number
  readonly topology?: TopologyInput | null
  readonly activeTasks?: readonly StreamsGroupHeartbeatRequestTaskIdsInput[] | null
  readonly standbyTasks?: readonly StreamsGroupHeartbeatRequestTaskIdsInput[] | null
  readonly warmupTasks?: readonly StreamsGroupHeartbeatRequestTaskIdsInput[] | null
  readonly processId?: string | null
  readonly userEndpoint?: StreamsGroupHeartbeatRequestEndpointInput | null
  readonly clientTags?: readonly KeyValueInput[] | null
  readonly taskOffsets?: readonly TaskOffsetInput[] | null
  readonly taskEndOffsets?: readonly TaskOffsetInput[] | null
  readonly shutdownApplication?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupHeartbeatRequest(r: Reader, version: number): StreamsGroupHeartbeatRequest
export function writeStreamsGroupHeartbeatRequest(w: Writer, value: StreamsGroupHeartbeatRequestInput, version: number): void

export interface EndpointToPartitions {
  userEndpoint: StreamsGroupHeartbeatResponseEndpoint
  activePartitions: TopicPartition[]
  standbyPartitions: TopicPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface EndpointToPartitionsInput {
  readonly userEndpoint?: StreamsGroupHeartbeatResponseEndpointInput
  readonly activePartitions?: readonly TopicPartitionInput[]
  readonly standbyPartitions?: readonly TopicPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface Status {
  statusCode: number
  statusDetail: string
  unknownTaggedFields?: TaggedField[]
}

export interface StatusInput {
  readonly statusCode?: number
  readonly statusDetail?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopicPartition {
  topic: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicPartitionInput {
  readonly topic?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupHeartbeatResponseTaskIds {
  subtopologyId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupHeartbeatResponseTaskIdsInput {
  readonly subtopologyId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupHeartbeatResponseEndpoint {
  host: string
  port: number
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupHeartbeatResponseEndpointInput {
  readonly host?: string
  readonly port?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupHeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  memberId: string
  memberEpoch: number
  heartbeatIntervalMs: number
  /** Versions 0 */
  acceptableRecoveryLagLegacy: number
  taskOffsetIntervalMs: number
  /** Versions 1+; default -1 */
  acceptableRecoveryLag: number
  status: Status[] | null
  activeTasks: StreamsGroupHeartbeatResponseTaskIds[] | null
  standbyTasks: StreamsGroupHeartbeatResponseTaskIds[] | null
  warmupTasks: StreamsGroupHeartbeatResponseTaskIds[] | null
  /** Versions 1+ */
  topologyDescriptionRequired: boolean
  endpointInformationEpoch: number
  partitionsByUserEndpoint: EndpointToPartitions[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupHeartbeatResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly memberId?: string
  readonly memberEpoch?: number
  readonly heartbeatIntervalMs?: number
  readonly acceptableRecoveryLagLegacy?: number
  readonly taskOffsetIntervalMs?: number
  readonly acceptableRecoveryLag?: number
  readonly status?: readonly StatusInput[] | null
  readonly activeTasks?: readonly StreamsGroupHeartbeatResponseTaskIdsInput[] | null
  readonly standbyTasks?: readonly StreamsGroupHeartbeatResponseTaskIdsInput[] | null
  readonly warmupTasks?: readonly StreamsGroupHeartbeatResponseTaskIdsInput[] | null
  readonly topologyDescriptionRequired?: boolean
  readonly endpointInformationEpoch?: number
  readonly partitionsByUserEndpoint?: readonly EndpointToPartitionsInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupHeartbeatResponse(r: Reader, version: number): StreamsGroupHeartbeatResponse
export function writeStreamsGroupHeartbeatResponse(w: Writer, value: StreamsGroupHeartbeatResponseInput, version: number): void
