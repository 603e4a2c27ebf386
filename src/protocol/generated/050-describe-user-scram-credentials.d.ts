// Made by scripts/generate.ts from schema/messages/050-describe-user-scram-credentials. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface UserName {
  name: string
  unknownTaggedFields?: TaggedField[]
}

export interface UserNameInput {
  readonly name?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeUserScramCredentialsRequest {
  users: UserName[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeUserScramCredentialsRequestInput {
  readonly users?: readonly UserNameInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeUserScramCredentialsRequest(r: Reader, version: number): DescribeUserScramCredentialsRequest
export function writeDescribeUserScramCredentialsRequest(w: Writer, value: DescribeUserScramCredentialsRequestInput, version: number): void

export interface CredentialInfo {
  mechanism: number
  iterations: number
  unknownTaggedFields?: TaggedField[]
}

export interface CredentialInfoInput {
  readonly mechanism?: number
  readonly iterations?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeUserScramCredentialsResult {
  user: string
  errorCode: number
  errorMessage: string | null
  credentialInfos: CredentialInfo[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeUserScramCredentialsResultInput {
  readonly user?: string
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly credentialInfos?: readonly CredentialInfoInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeUserScramCredentialsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  results: DescribeUserScramCredentialsResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeUserScramCredentialsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly results?: readonly DescribeUserScramCredentialsResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeUserScramCredentialsResponse(r: Reader, version: number): DescribeUserScramCredentialsResponse
export function writeDescribeUserScramCredentialsResponse(w: Writer, value: DescribeUserScramCredentialsResponseInput, version: number): void
