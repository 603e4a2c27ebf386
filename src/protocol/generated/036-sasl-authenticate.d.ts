// Made by scripts/generate.ts from schema/messages/036-sasl-authenticate. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface SaslAuthenticateRequest {
  authBytes: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface SaslAuthenticateRequestInput {
  readonly authBytes?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readSaslAuthenticateRequest(r: Reader, version: number): SaslAuthenticateRequest
export function writeSaslAuthenticateRequest(w: Writer, value: SaslAuthenticateRequestInput, version: number): void

export interface SaslAuthenticateResponse {
  errorCode: number
  errorMessage: string | null
  authBytes: Uint8Array
  /** Versions 1+ */
  sessionLifetimeMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface SaslAuthenticateResponseInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly authBytes?: Uint8Array
  readonly sessionLifetimeMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readSaslAuthenticateResponse(r: Reader, version: number): SaslAuthenticateResponse
export function writeSaslAuthenticateResponse(w: Writer, value: SaslAuthenticateResponseInput, version: number): void
