// Made by scripts/generate.ts from schema/messages/040-expire-delegation-token. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ExpireDelegationTokenRequest {
  hmac: Uint8Array
  expiryTimePeriodMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface ExpireDelegationTokenRequestInput {
  readonly hmac?: Uint8Array
  readonly expiryTimePeriodMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readExpireDelegationTokenRequest(r: Reader, version: number): ExpireDelegationTokenRequest
export function writeExpireDelegationTokenRequest(w: Writer, value: ExpireDelegationTokenRequestInput, version: number): void

export interface ExpireDelegationTokenResponse {
  errorCode: number
  expiryTimestampMs: number
  throttleTimeMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface ExpireDelegationTokenResponseInput {
  readonly errorCode?: number
  readonly expiryTimestampMs?: number
  readonly throttleTimeMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readExpireDelegationTokenResponse(r: Reader, version: number): ExpireDelegationTokenResponse
export function writeExpireDelegationTokenResponse(w: Writer, value: ExpireDelegationTokenResponseInput, version: number): void
