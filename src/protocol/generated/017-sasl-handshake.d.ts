// Made by scripts/generate.ts from schema/messages/017-sasl-handshake. Do not edit.

import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface SaslHandshakeRequest {
  mechanism: string
}

export interface SaslHandshakeRequestInput {
  readonly mechanism?: string
}

export function readSaslHandshakeRequest(r: Reader, version: number): SaslHandshakeRequest
export function writeSaslHandshakeRequest(w: Writer, value: SaslHandshakeRequestInput, version: number): void

export interface SaslHandshakeResponse {
  errorCode: number
  mechanisms: string[]
}

export interface SaslHandshakeResponseInput {
  readonly errorCode?: number
  readonly mechanisms?: readonly string[]
}

export function readSaslHandshakeResponse(r: Reader, version: number): SaslHandshakeResponse
export function writeSaslHandshakeResponse(w: Writer, value: SaslHandshakeResponseInput, version: number): void
