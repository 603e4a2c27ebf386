// Made by scripts/generate.ts from schema/messages/051-alter-user-scram-credentials. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ScramCredentialDeletion {
  name: string
  mechanism: number
  unknownTaggedFields?: TaggedField[]
}

export interface ScramCredentialDeletionInput {
  readonly name?: string
  readonly mechanism?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ScramCredentialUpsertion {
  name: string
  mechanism: number
  iterations: number
  salt: Uint8Array
  saltedPassword: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface ScramCredentialUpsertionInput {
  readonly name?: string
  readonly mechanism?: number
  readonly iterations?: number
  readonly salt?: Uint8Array
  readonly saltedPassword?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterUserScramCredentialsRequest {
  deletions: ScramCredentialDeletion[]
  upsertions: ScramCredentialUpsertion[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterUserScramCredentialsRequestInput {
  readonly deletions?: readonly ScramCredentialDeletionInput[]
  readonly upsertions?: readonly ScramCredentialUpsertionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterUserScramCredentialsRequest(r: Reader, version: number): AlterUserScramCredentialsRequest
export function writeAlterUserScramCredentialsRequest(w: Writer, value: AlterUserScramCredentialsRequestInput, version: number): void

export interface AlterUserScramCredentialsResult {
  user: string
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface AlterUserScramCredentialsResultInput {
  readonly user?: string
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterUserScramCredentialsResponse {
  throttleTimeMs: number
  results: AlterUserScramCredentialsResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterUserScramCredentialsResponseInput {
  readonly throttleTimeMs?: number
  readonly results?: readonly AlterUserScramCredentialsResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterUserScramCredentialsResponse(r: Reader, version: number): AlterUserScramCredentialsResponse
export function writeAlterUserScramCredentialsResponse(w: Writer, value: AlterUserScramCredentialsResponseInput, version: number): void
