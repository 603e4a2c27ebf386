// Made by scripts/generate.ts from schema/messages/038-create-delegation-token. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface CreatableRenewers {
  principalType: string
  principalName: string
  unknownTaggedFields?: TaggedField[]
}

export interface CreatableRenewersInput {
  readonly principalType?: string
  readonly principalName?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface CreateDelegationTokenRequest {
  /** Versions 3+ */
  ownerPrincipalType: string | null
  /** Versions 3+ */
  ownerPrincipalName: string | null
  renewers: CreatableRenewers[]
  maxLifetimeMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface CreateDelegationTokenRequestInput {
  readonly ownerPrincipalType?: string | null
  readonly ownerPrincipalName?: string | null
  readonly renewers?: readonly CreatableRenewersInput[]
  readonly maxLifetimeMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readCreateDelegationTokenRequest(r: Reader, version: number): CreateDelegationTokenRequest
export function writeCreateDelegationTokenRequest(w: Writer, value: CreateDelegationTokenRequestInput, version: number): void

export interface CreateDelegationTokenResponse {
  errorCode: number
  principalType: string
  principalName: string
  /** Versions 3+ */
  tokenRequesterPrincipalType: string
  /** Versions 3+ */
  tokenRequesterPrincipalName: string
  issueTimestampMs: number
  expiryTimestampMs: number
  maxTimestampMs: number
  tokenId: string
  hmac: Uint8Array
  throttleTimeMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface CreateDelegationTokenResponseInput {
  readonly errorCode?: number
  readonly principalType?: string
  readonly principalName?: string
  readonly tokenRequesterPrincipalType?: string
  readonly tokenRequesterPrincipalName?: string
  readonly issueTimestampMs?: number
  readonly expiryTimestampMs?: number
  readonly maxTimestampMs?: number
  readonly tokenId?: string
  readonly hmac?: Uint8Array
  readonly throttleTimeMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readCreateDelegationTokenResponse(r: Reader, version: number): CreateDelegationTokenResponse
export function writeCreateDelegationTokenResponse(w: Writer, value: CreateDelegationTokenResponseInput, version: number): void
