// Made by scripts/generate.ts from schema/messages/012-heartbeat. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface HeartbeatRequest {
  groupId: string
  generationId: number
  memberId: string
  /** Versions 3+ */
  groupInstanceId: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface HeartbeatRequestInput {
  readonly groupId?: string
  readonly generationId?: number
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readHeartbeatRequest(r: Reader, version: number): HeartbeatRequest
export function writeHeartbeatRequest(w: Writer, value: HeartbeatRequestInput, version: number): void

export interface HeartbeatResponse {
  /** Versions 1+ */
  throttleTimeMs: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface HeartbeatResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readHeartbeatResponse(r: Reader, version: number): HeartbeatResponse
export function writeHeartbeatResponse(w: Writer, value: HeartbeatResponseInput, version: number): void
