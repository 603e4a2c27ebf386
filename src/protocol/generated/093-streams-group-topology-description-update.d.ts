// Made by scripts/generate.ts from schema/messages/093-streams-group-topology-description-update. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface TopologyDescription {
  subtopologies: TopologyDescriptionSubtopology[]
  globalStores: TopologyDescriptionGlobalStore[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopologyDescriptionInput {
  readonly subtopologies?: readonly TopologyDescriptionSubtopologyInput[]
  readonly globalStores?: readonly TopologyDescriptionGlobalStoreInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopologyDescriptionSubtopology {
  subtopologyId: string
  nodes: TopologyDescriptionNode[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopologyDescriptionSubtopologyInput {
  readonly subtopologyId?: string
  readonly nodes?: readonly TopologyDescriptionNodeInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopologyDescriptionNode {
  name: string
  nodeType: number
  sourceTopics: string[]
  sinkTopic: string | null
  stores: string[]
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
  source: TopologyDescriptionNode
  processor: TopologyDescriptionNode
  unknownTaggedFields?: TaggedField[]
}

export interface TopologyDescriptionGlobalStoreInput {
  readonly source?: TopologyDescriptionNodeInput
  readonly processor?: TopologyDescriptionNodeInput
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupTopologyDescriptionUpdateRequest {
  groupId: string
  memberId: string
  topologyEpoch: number
  topologyDescription: TopologyDescription
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupTopologyDescriptionUpdateRequestInput {
  readonly groupId?: string
  readonly memberId?: string
  readonly topologyEpoch?: number
  readonly topologyDescription?: TopologyDescriptionInput
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupTopologyDescriptionUpdateRequest(r: Reader, version: number): StreamsGroupTopologyDescriptionUpdateRequest
export function writeStreamsGroupTopologyDescriptionUpdateRequest(w: Writer, value: StreamsGroupTopologyDescriptionUpdateRequestInput, version: number): void

export interface StreamsGroupTopologyDescriptionUpdateResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupTopologyDescriptionUpdateResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupTopologyDescriptionUpdateResponse(r: Reader, version: number): StreamsGroupTopologyDescriptionUpdateResponse
export function writeStreamsGroupTopologyDescriptionUpdateResponse(w: Writer, value: StreamsGroupTopologyDescriptionUpdateResponseInput, version: number): void
