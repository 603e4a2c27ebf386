// Made by scripts/generate.ts from schema/messages/029-describe-acls. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeAclsRequest {
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

export interface DescribeAclsRequestInput {
  readonly resourceTypeFilter?: number
  readonly resourceNameFilter?: string | null
  readonly patternTypeFilter?: number
  readonly principalFilter?: string | null
  readonly hostFilter?: string | null
  readonly operation?: number
  readonly permissionType?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeAclsRequest(r: Reader, version: number): DescribeAclsRequest
export function writeDescribeAclsRequest(w: Writer, value: DescribeAclsRequestInput, version: number): void

export interface AclDescription {
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTaggedFields?: TaggedField[]
}

export interface AclDescriptionInput {
  readonly principal?: string
  readonly host?: string
  readonly operation?: number
  readonly permissionType?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeAclsResource {
  resourceType: number
  resourceName: string
  /** Versions 1+; default 3 */
  patternType: number
  acls: AclDescription[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeAclsResourceInput {
  readonly resourceType?: number
  readonly resourceName?: string
  readonly patternType?: number
  readonly acls?: readonly AclDescriptionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeAclsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  resources: DescribeAclsResource[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeAclsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly resources?: readonly DescribeAclsResourceInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeAclsResponse(r: Reader, version: number): DescribeAclsResponse
export function writeDescribeAclsResponse(w: Writer, value: DescribeAclsResponseInput, version: number): void
