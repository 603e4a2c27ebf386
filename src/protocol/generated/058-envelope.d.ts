// Made by scripts/generate.ts from schema/messages/058-envelope. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface EnvelopeRequest {
  requestData: Uint8Array
  requestPrincipal: Uint8Array | null
  clientHostAddress: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface EnvelopeRequestInput {
  readonly requestData?: Uint8Array
  readonly requestPrincipal?: Uint8Array | null
  readonly clientHostAddress?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readEnvelopeRequest(r: Reader, version: number): EnvelopeRequest
export function writeEnvelopeRequest(w: Writer, value: EnvelopeRequestInput, version: number): void

export interface EnvelopeResponse {
  responseData: Uint8Array | null
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface EnvelopeResponseInput {
  readonly responseData?: Uint8Array | null
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readEnvelopeResponse(r: Reader, version: number): EnvelopeResponse
export function writeEnvelopeResponse(w: Writer, value: EnvelopeResponseInput, version: number): void
