// Made by scripts/generate.ts from schema/messages/030-create-acls. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AclCreation {
  resourceType: number
  resourceName: string
  /** Versions 1+; default 3 */
  resourcePatternType: number
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTaggedFields?: TaggedField[]
}

export interface AclCreationInput {
  readonly resourceType?: number
  readonly resourceName?: string
  readonly resourcePatternType?: number
  readonly principal?: string
  readonly host?: string
  readonly operation?: number
  readonly permissionType?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreateAclsRequest {
  creations: AclCreation[]
  unknownTaggedFields?: TaggedField[]
}

export interface CreateAclsRequestInput {
  readonly creations?: readonly AclCreationInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readCreateAclsRequest(r: Reader, version: number): CreateAclsRequest
export function writeCreateAclsRequest(w: Writer, value: CreateAclsRequestInput, version: number): void

export interface AclCreationResult {
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface AclCreationResultInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreateAclsResponse {
  throttleTimeMs: number
  results: AclCreationResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface CreateAclsResponseInput {
  readonly throttleTimeMs?: number
  readonly results?: readonly AclCreationResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readCreateAclsResponse(r: Reader, version: number): CreateAclsResponse
export function writeCreateAclsResponse(w: Writer, value: CreateAclsResponseInput, version: number): void
