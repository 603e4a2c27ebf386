// Made by scripts/generate.ts from schema/messages/011-join-group. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface JoinGroupRequestProtocol {
  name: string
  metadata: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface JoinGroupRequestProtocolInput {
  readonly name?: string
  readonly metadata?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface JoinGroupRequest {
  groupId: string
  sessionTimeoutMs: number
  /** Versions 1+; default -1 */
  rebalanceTimeoutMs: number
  memberId: string
  /** Versions 5+ */
  groupInstanceId: string | null
  protocolType: string
  protocols: JoinGroupRequestProtocol[]
  /** Versions 8+ */
  reason: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface JoinGroupRequestInput {
  readonly groupId?: string
  readonly sessionTimeoutMs?: number
  readonly rebalanceTimeoutMs?: number
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly protocolType?: string
  readonly protocols?: readonly JoinGroupRequestProtocolInput[]
  readonly reason?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readJoinGroupRequest(r: Reader, version: number): JoinGroupRequest
export function writeJoinGroupRequest(w: Writer, value: JoinGroupRequestInput, version: number): void

export interface JoinGroupResponseMember {
  memberId: string
  /** Versions 5+ */
  groupInstanceId: string | null
  metadata: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface JoinGroupResponseMemberInput {
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly metadata?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface JoinGroupResponse {
  /** Versions 2+ */
  throttleTimeMs: number
  errorCode: number
  /** default -1 */
  generationId: number
  /** Versions 7+ */
  protocolType: string | null
  protocolName: string | null
  leader: string
  /** Versions 9+ */
  skipAssignment: boolean
  memberId: string
  members: JoinGroupResponseMember[]
  unknownTaggedFields?: TaggedField[]
}

export interface JoinGroupResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly generationId?: number
  readonly protocolType?: string | null
  readonly protocolName?: string | null
  readonly leader?: string
  readonly skipAssignment?: boolean
  readonly memberId?: string
  readonly members?: readonly JoinGroupResponseMemberInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readJoinGroupResponse(r: Reader, version: number): JoinGroupResponse
export function writeJoinGroupResponse(w: Writer, value: JoinGroupResponseInput, version: number): void
