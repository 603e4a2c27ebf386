// Made by scripts/generate.ts from schema/messages/013-leave-group. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface MemberIdentity {
  /** Versions 3+ */
  memberId: string
  /** Versions 3+ */
  groupInstanceId: string | null
  /** Versions 5+ */
  reason: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface MemberIdentityInput {
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly reason?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface LeaveGroupRequest {
  groupId: string
  /** Versions 0-2 */
  memberId: string
  /** Versions 3+ */
  members: MemberIdentity[]
  unknownTaggedFields?: TaggedField[]
}

export interface LeaveGroupRequestInput {
  readonly groupId?: string
  readonly memberId?: string
  readonly members?: readonly MemberIdentityInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readLeaveGroupRequest(r: Reader, version: number): LeaveGroupRequest
export function writeLeaveGroupRequest(w: Writer, value: LeaveGroupRequestInput, version: number): void

export interface MemberResponse {
  /** Versions 3+ */
  memberId: string
  /** Versions 3+ */
  groupInstanceId: string | null
  /** Versions 3+ */
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface MemberResponseInput {
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface LeaveGroupResponse {
  /** Versions 1+ */
  throttleTimeMs: number
  errorCode: number
  /** Versions 3+ */
  members: MemberResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface LeaveGroupResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly members?: readonly MemberResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readLeaveGroupResponse(r: Reader, version: number): LeaveGroupResponse
export function writeLeaveGroupResponse(w: Writer, value: LeaveGroupResponseInput, version: number): void
