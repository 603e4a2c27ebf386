// Made by scripts/generate.ts from schema/messages/049-alter-client-quotas. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AlterClientQuotasRequestEntityData {
  entityType: string
  entityName: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface AlterClientQuotasRequestEntityDataInput {
  readonly entityType?: string
  readonly entityName?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface OpData {
  key: string
  value: number
  remove: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface OpDataInput {
  readonly key?: string
  readonly value?: number
  readonly remove?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterClientQuotasRequestEntryData {
  entity: AlterClientQuotasRequestEntityData[]
  ops: OpData[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterClientQuotasRequestEntryDataInput {
  readonly entity?: readonly AlterClientQuotasRequestEntityDataInput[]
  readonly ops?: readonly OpDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterClientQuotasRequest {
  entries: AlterClientQuotasRequestEntryData[]
  validateOnly: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface AlterClientQuotasRequestInput {
  readonly entries?: readonly AlterClientQuotasRequestEntryDataInput[]
  readonly validateOnly?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterClientQuotasRequest(r: Reader, version: number): AlterClientQuotasRequest
export function writeAlterClientQuotasRequest(w: Writer, value: AlterClientQuotasRequestInput, version: number): void

export interface AlterClientQuotasResponseEntityData {
  entityType: string
  entityName: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface AlterClientQuotasResponseEntityDataInput {
  readonly entityType?: string
  readonly entityName?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterClientQuotasResponseEntryData {
  errorCode: number
  errorMessage: string | null
  entity: AlterClientQuotasResponseEntityData[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterClientQuotasResponseEntryDataInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly entity?: readonly AlterClientQuotasResponseEntityDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterClientQuotasResponse {
  throttleTimeMs: number
  entries: AlterClientQuotasResponseEntryData[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterClientQuotasResponseInput {
  readonly throttleTimeMs?: number
  readonly entries?: readonly AlterClientQuotasResponseEntryDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterClientQuotasResponse(r: Reader, version: number): AlterClientQuotasResponse
export function writeAlterClientQuotasResponse(w: Writer, value: AlterClientQuotasResponseInput, version: number): void
