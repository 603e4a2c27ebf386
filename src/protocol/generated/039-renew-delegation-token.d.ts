// Made by scripts/generate.ts from schema/messages/039-renew-delegation-token. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface RenewDelegationTokenRequest {
  hmac: Uint8Array
  renewPeriodMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface RenewDelegationTokenRequestInput {
  readonly hmac?: Uint8Array
  readonly renewPeriodMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readRenewDelegationTokenRequest(r: Reader, version: number): RenewDelegationTokenRequest
export function writeRenewDelegationTokenRequest(w: Writer, value: RenewDelegationTokenRequestInput, version: number): void

export interface RenewDelegationTokenResponse {
  errorCode: number
  expiryTimestampMs: number
  throttleTimeMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface RenewDelegationTokenResponseInput {
  readonly errorCode?: number
  readonly expiryTimestampMs?: number
  readonly throttleTimeMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readRenewDelegationTokenResponse(r: Reader, version: number): RenewDelegationTokenResponse
export function writeRenewDelegationTokenResponse(w: Writer, value: RenewDelegationTokenResponseInput, version: number): void
