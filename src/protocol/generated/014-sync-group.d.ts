// Made by scripts/generate.ts from schema/messages/014-sync-group. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface SyncGroupRequestAssignment {
  memberId: string
  assignment: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface SyncGroupRequestAssignmentInput {
  readonly memberId?: string
  readonly assignment?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface SyncGroupRequest {
  groupId: string
  generationId: number
  memberId: string
  /** Versions 3+ */
  groupInstanceId: string | null
  /** Versions 5+ */
  protocolType: string | null
  /** Versions 5+ */
  protocolName: string | null
  assignments: SyncGroupRequestAssignment[]
  unknownTaggedFields?: TaggedField[]
}

export interface SyncGroupRequestInput {
  readonly groupId?: string
  readonly generationId?: number
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly protocolType?: string | null
  readonly protocolName?: string | null
  readonly assignments?: readonly SyncGroupRequestAssignmentInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readSyncGroupRequest(r: Reader, version: number): SyncGroupRequest
export function writeSyncGroupRequest(w: Writer, value: SyncGroupRequestInput, version: number): void

export interface SyncGroupResponse {
  /** Versions 1+ */
  throttleTimeMs: number
  errorCode: number
  /** Versions 5+ */
  protocolType: string | null
  /** Versions 5+ */
  protocolName: string | null
  assignment: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface SyncGroupResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly protocolType?: string | null
  readonly protocolName?: string | null
  readonly assignment?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readSyncGroupResponse(r: Reader, version: number): SyncGroupResponse
export function writeSyncGroupResponse(w: Writer, value: SyncGroupResponseInput, version: number): void
