// Made by scripts/generate.ts from schema/messages/031-delete-acls. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DeleteAclsFilter {
  resourceTypeFilter: number
  resourceNameFilter: string | null
  /** Versions 1+; default 3 */
  patternTypeFilter: number
  principalFilter: string | null
  hostFilter: string | null
  operation: number
  permissionType: number
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteAclsFilterInput {
  readonly resourceTypeFilter?: number
  readonly resourceNameFilter?: string | null
  readonly patternTypeFilter?: number
  readonly principalFilter?: string | null
  readonly hostFilter?: string | null
  readonly operation?: number
  readonly permissionType?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteAclsRequest {
  filters: DeleteAclsFilter[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteAclsRequestInput {
  readonly filters?: readonly DeleteAclsFilterInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteAclsRequest(r: Reader, version: number): DeleteAclsRequest
export function writeDeleteAclsRequest(w: Writer, value: DeleteAclsRequestInput, version: number): void

export interface DeleteAclsMatchingAcl {
  errorCode: number
  errorMessage: string | null
  resourceType: number
  resourceName: string
  /** Versions 1+; default 3 */
  patternType: number
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteAclsMatchingAclInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly resourceType?: number
  readonly resourceName?: string
  readonly patternType?: number
  readonly principal?: string
  readonly host?: string
  readonly operation?: number
  readonly permissionType?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteAclsFilterResult {
  errorCode: number
  errorMessage: string | null
  matchingAcls: DeleteAclsMatchingAcl[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteAclsFilterResultInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly matchingAcls?: readonly DeleteAclsMatchingAclInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteAclsResponse {
  throttleTimeMs: number
  filterResults: DeleteAclsFilterResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteAclsResponseInput {
  readonly throttleTimeMs?: number
  readonly filterResults?: readonly DeleteAclsFilterResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteAclsResponse(r: Reader, version: number): DeleteAclsResponse
export function writeDeleteAclsResponse(w: Writer, value: DeleteAclsResponseInput, version: number): void
