// Made by scripts/generate.ts from schema/messages/048-describe-client-quotas. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ComponentData {
  entityType: string
  matchType: number
  match: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface ComponentDataInput {
  readonly entityType?: string
  readonly matchType?: number
  readonly match?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeClientQuotasRequest {
  components: ComponentData[]
  strict: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeClientQuotasRequestInput {
  readonly components?: readonly ComponentDataInput[]
  readonly strict?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeClientQuotasRequest(r: Reader, version: number): DescribeClientQuotasRequest
export function writeDescribeClientQuotasRequest(w: Writer, value: DescribeClientQuotasRequestInput, version: number): void

export interface EntityData {
  entityType: string
  entityName: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface EntityDataInput {
  readonly entityType?: string
  readonly entityName?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ValueData {
  key: string
  value: number
  unknownTaggedFields?: TaggedField[]
}

export interface ValueDataInput {
  readonly key?: string
  readonly value?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface EntryData {
  entity: EntityData[]
  values: ValueData[]
  unknownTaggedFields?: TaggedField[]
}

export interface EntryDataInput {
  readonly entity?: readonly EntityDataInput[]
  readonly values?: readonly ValueDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeClientQuotasResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  entries: EntryData[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeClientQuotasResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly entries?: readonly EntryDataInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeClientQuotasResponse(r: Reader, version: number): DescribeClientQuotasResponse
export function writeDescribeClientQuotasResponse(w: Writer, value: DescribeClientQuotasResponseInput, version: number): void
