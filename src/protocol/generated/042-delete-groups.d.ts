// Made by scripts/generate.ts from schema/messages/042-delete-groups. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DeleteGroupsRequest {
  groupsNames: string[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteGroupsRequestInput {
  readonly groupsNames?: readonly string[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteGroupsRequest(r: Reader, version: number): DeleteGroupsRequest
export function writeDeleteGroupsRequest(w: Writer, value: DeleteGroupsRequestInput, version: number): void

export interface DeletableGroupResult {
  groupId: string
  errorCode: number
  /** Versions 3+ */
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface DeletableGroupResultInput {
  readonly groupId?: string
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteGroupsResponse {
  throttleTimeMs: number
  results: DeletableGroupResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteGroupsResponseInput {
  readonly throttleTimeMs?: number
  readonly results?: readonly DeletableGroupResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteGroupsResponse(r: Reader, version: number): DeleteGroupsResponse
export function writeDeleteGroupsResponse(w: Writer, value: DeleteGroupsResponseInput, version: number): void
