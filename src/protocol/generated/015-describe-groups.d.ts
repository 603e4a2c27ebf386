// Made by scripts/generate.ts from schema/messages/015-describe-groups. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeGroupsRequest {
  groups: string[]
  /** Versions 3+ */
  includeAuthorizedOperations: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeGroupsRequestInput {
  readonly groups?: readonly string[]
  readonly includeAuthorizedOperations?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeGroupsRequest(r: Reader, version: number): DescribeGroupsRequest
export function writeDescribeGroupsRequest(w: Writer, value: DescribeGroupsRequestInput, version: number): void

export interface DescribedGroupMember {
  memberId: string
  /** Versions 4+ */
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  memberMetadata: Uint8Array
  memberAssignment: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface DescribedGroupMemberInput {
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly clientId?: string
  readonly clientHost?: string
  readonly memberMetadata?: Uint8Array
  readonly memberAssignment?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribedGroup {
  errorCode: number
  /** Versions 6+ */
  errorMessage: string | null
  groupId: string
  groupState: string
  protocolType: string
  protocolData: string
  members: DescribedGroupMember[]
  /** Versions 3+; default -2147483648 */
  authorizedOperations: number
  unknownTaggedFields?: TaggedField[]
}

export interface DescribedGroupInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly groupId?: string
  readonly groupState?: string
  readonly protocolType?: string
  readonly protocolData?: string
  readonly members?: readonly DescribedGroupMemberInput[]
  readonly authorizedOperations?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeGroupsResponse {
  /** Versions 1+ */
  throttleTimeMs: number
  groups: DescribedGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeGroupsResponseInput {
  readonly throttleTimeMs?: number
  readonly groups?: readonly DescribedGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeGroupsResponse(r: Reader, version: number): DescribeGroupsResponse
export function writeDescribeGroupsResponse(w: Writer, value: DescribeGroupsResponseInput, version: number): void
