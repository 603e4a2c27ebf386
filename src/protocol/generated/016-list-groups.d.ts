// Made by scripts/generate.ts from schema/messages/016-list-groups. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ListGroupsRequest {
  /** Versions 4+ */
  statesFilter: string[]
  /** Versions 5+ */
  typesFilter: string[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListGroupsRequestInput {
  readonly statesFilter?: readonly string[]
  readonly typesFilter?: readonly string[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListGroupsRequest(r: Reader, version: number): ListGroupsRequest
export function writeListGroupsRequest(w: Writer, value: ListGroupsRequestInput, version: number): void

export interface ListedGroup {
  groupId: string
  protocolType: string
  /** Versions 4+ */
  groupState: string
  /** Versions 5+ */
  groupType: string
  unknownTaggedFields?: TaggedField[]
}

export interface ListedGroupInput {
  readonly groupId?: string
  readonly protocolType?: string
  readonly groupState?: string
  readonly groupType?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ListGroupsResponse {
  /** Versions 1+ */
  throttleTimeMs: number
  errorCode: number
  groups: ListedGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListGroupsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly groups?: readonly ListedGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListGroupsResponse(r: Reader, version: number): ListGroupsResponse
export function writeListGroupsResponse(w: Writer, value: ListGroupsResponseInput, version: number): void
