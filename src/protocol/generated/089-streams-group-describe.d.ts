// Made by scripts/generate.ts from schema/messages/089-streams-group-describe. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface StreamsGroupDescribeRequest {
  groupIds: string[]
  includeAuthorizedOperations: boolean
  /** Versions 1+ */
  includeTopologyDescription: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupDescribeRequestInput {
  readonly groupIds?: readonly string[]
  readonly includeAuthorizedOperations?: boolean
  readonly includeTopologyDescription?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupDescribeRequest(r: Reader, version: number): StreamsGroupDescribeRequest
export function writeStreamsGroupDescribeRequest(w: Writer, value: StreamsGroupDescribeRequestInput, version: number): void

export interface Subtopology {
  subtopologyId: string
  sourceTopics: string[]
  repartitionSinkTopics: string[]
  stateChangelogTopics: TopicInfo[]
  repartitionSourceTopics: TopicInfo[]
  unknownTaggedFields?: TaggedField[]
}

export interface SubtopologyInput {
  readonly subtopologyId?: string
  readonly sourceTopics?: readonly string[]
  readonly repartitionSinkTopics?: readonly string[]
  readonly stateChangelogTopics?: readonly TopicInfoInput[]
  readonly repartitionSourceTopics?: readonly TopicInfoInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface Topology {
  epoch: number
  subtopologies: Subtopology[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface TopologyInput {
  readonly epoch?: number
  readonly subtopologies?: readonly SubtopologyInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface Member {
  memberId: string
  memberEpoch: number
  instanceId: string | null
  rackId: string | null
  clientId: string
  clientHost: string
  topologyEpoch: number
  processId: string
  userEndpoint: Endpoint | null
  clientTags: KeyValue[]
  taskOffsets: TaskOffset[]
  taskEndOffsets: TaskOffset[]
  assignment: Assignment
  targetAssignment: Assignment
  isClassic: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface MemberInput {
  readonly memberId?: string
  readonly memberEpoch?: number
  readonly instanceId?: string | null
  readonly rackId?: string | null
  readonly clientId?: string
  readonly clientHost?: string
  readonly topologyEpoch?: number
  readonly processId?: string
  readonly userEndpoint?: EndpointInput | null
  readonly clientTags?: readonly KeyValueInput[]
  readonly taskOffsets?: readonly TaskOffsetInput[]
  readonly taskEndOffsets?: readonly TaskOffsetInput[]
  readonly assignment?: AssignmentInput
  readonly targetAssignment?: AssignmentInput
  readonly isClassic?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribedGroup {
  errorCode: number
  errorMessage: string | null
  groupId: string
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  topology: Topology | null
  members: Member[]
  /** default -2147483648 */
  authorizedOperations: number
  /** Versions 1+ */
  topologyDescription: TopologyDescription | null
  /** Versions 1+ */
  topologyDescriptionStatus: number
  /** Versions 1+ */
  assignorName: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribedGroupInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly groupId?: string
  readonly groupState?: string
  readonly groupEpoch?: number
  readonly assignmentEpoch?: number
  readonly topology?: TopologyInput | null
  readonly members?: readonly MemberInput[]
  readonly authorizedOperations?: number
  readonly topologyDescription?: TopologyDescriptionInput | null
  readonly topologyDescriptionStatus?: number
  readonly assignorName?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface Endpoint {
  host: string
  port: number
  unknownTaggedFields?: TaggedField[]
}

export interface EndpointInput {
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

export interface Assignment {
  activeTasks: TaskIds[]
  standbyTasks: TaskIds[]
  warmupTasks: TaskIds[]
  unknownTaggedFields?: TaggedField[]
}

export interface AssignmentInput {
  readonly activeTasks?: readonly TaskIdsInput[]
  readonly standbyTasks?: readonly TaskIdsInput[]
  readonly warmupTasks?: readonly TaskIdsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TaskIds {
  subtopologyId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface TaskIdsInput {
  readonly subtopologyId?: string
  readonly partitions?: readonly number[]
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

export interface TopologyDescription {
  /** Versions 1+ */
  subtopologies: TopologyDescriptionSubtopology[]
  /** Versions 1+ */
  globalStores: TopologyDescriptionGlobalStore[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopologyDescriptionInput {
  readonly subtopologies?: readonly TopologyDescriptionSubtopologyInput[]
  readonly globalStores?: readonly TopologyDescriptionGlobalStoreInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopologyDescriptionSubtopology {
  /** Versions 1+ */
  subtopologyId: string
  /** Versions 1+ */
  nodes: TopologyDescriptionNode[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopologyDescriptionSubtopologyInput {
  readonly subtopologyId?: string
  readonly nodes?: readonly TopologyDescriptionNodeInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopologyDescriptionNode {
  /** Versions 1+ */
  name: string
  /** Versions 1+ */
  nodeType: number
  /** Versions 1+ */
  sourceTopics: string[]
  /** Versions 1+ */
  sinkTopic: string | null
  /** Versions 1+ */
  stores: string[]
  /** Versions 1+ */
  successors: string[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopologyDescriptionNodeInput {
  readonly name?: string
  readonly nodeType?: number
  readonly sourceTopics?: readonly string[]
  readonly sinkTopic?: string | null
  readonly stores?: readonly string[]
  readonly successors?: readonly string[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopologyDescriptionGlobalStore {
  /** Versions 1+ */
  source: TopologyDescriptionNode
  /** Versions 1+ */
  processor: TopologyDescriptionNode
  unknownTaggedFields?: TaggedField[]
}

export interface TopologyDescriptionGlobalStoreInput {
  readonly source?: TopologyDescriptionNodeInput
  readonly processor?: TopologyDescriptionNodeInput
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupDescribeResponse {
  throttleTimeMs: number
  groups: DescribedGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupDescribeResponseInput {
  readonly throttleTimeMs?: number
  readonly groups?: readonly DescribedGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupDescribeResponse(r: Reader, version: number): StreamsGroupDescribeResponse
export function writeStreamsGroupDescribeResponse(w: Writer, value: StreamsGroupDescribeResponseInput, version: number): void
