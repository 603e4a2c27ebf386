// Made by scripts/generate.ts from schema/messages/041-describe-delegation-token. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeDelegationTokenOwner {
  principalType: string
  principalName: string
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeDelegationTokenOwnerInput {
  readonly principalType?: string
  readonly principalName?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeDelegationTokenRequest {
  owners: DescribeDelegationTokenOwner[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeDelegationTokenRequestInput {
  readonly owners?: readonly DescribeDelegationTokenOwnerInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeDelegationTokenRequest(r: Reader, version: number): DescribeDelegationTokenRequest
export function writeDescribeDelegationTokenRequest(w: Writer, value: DescribeDelegationTokenRequestInput, version: number): void

export interface DescribedDelegationTokenRenewer {
  principalType: string
  principalName: string
  unknownTaggedFields?: TaggedField[]
}

export interface DescribedDelegationTokenRenewerInput {
  readonly principalType?: string
  readonly principalName?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribedDelegationToken {
  principalType: string
  principalName: string
  /** Versions 3+ */
  tokenRequesterPrincipalType: string
  /** Versions 3+ */
  tokenRequesterPrincipalName: string
  issueTimestamp: number
  expiryTimestamp: number
  maxTimestamp: number
  tokenId: string
  hmac: Uint8Array
  renewers: DescribedDelegationTokenRenewer[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribedDelegationTokenInput {
  readonly principalType?: string
  readonly principalName?: string
  readonly tokenRequesterPrincipalType?: string
  readonly tokenRequesterPrincipalName?: string
  readonly issueTimestamp?: number
  readonly expiryTimestamp?: number
  readonly maxTimestamp?: number
  readonly tokenId?: string
  readonly hmac?: Uint8Array
  readonly renewers?: readonly DescribedDelegationTokenRenewerInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeDelegationTokenResponse {
  errorCode: number
  tokens: DescribedDelegationToken[]
  throttleTimeMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeDelegationTokenResponseInput {
  readonly errorCode?: number
  readonly tokens?: readonly DescribedDelegationTokenInput[]
  readonly throttleTimeMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeDelegationTokenResponse(r: Reader, version: number): DescribeDelegationTokenResponse
export function writeDescribeDelegationTokenResponse(w: Writer, value: DescribeDelegationTokenResponseInput, version: number): void
