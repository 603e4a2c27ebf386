// Made by scripts/generate.ts from schema/messages/044-incremental-alter-configs. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AlterableConfig {
  name: string
  configOperation: number
  value: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface AlterableConfigInput {
  readonly name?: string
  readonly configOperation?: number
  readonly value?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AlterConfigsResource {
  resourceType: number
  resourceName: string
  configs: AlterableConfig[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterConfigsResourceInput {
  readonly resourceType?: number
  readonly resourceName?: string
  readonly configs?: readonly AlterableConfigInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface IncrementalAlterConfigsRequest {
  resources: AlterConfigsResource[]
  validateOnly: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface IncrementalAlterConfigsRequestInput {
  readonly resources?: readonly AlterConfigsResourceInput[]
  readonly validateOnly?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readIncrementalAlterConfigsRequest(r: Reader, version: number): IncrementalAlterConfigsRequest
export function writeIncrementalAlterConfigsRequest(w: Writer, value: IncrementalAlterConfigsRequestInput, version: number): void

export interface AlterConfigsResourceResponse {
  errorCode: number
  errorMessage: string | null
  resourceType: number
  resourceName: string
  unknownTaggedFields?: TaggedField[]
}

export interface AlterConfigsResourceResponseInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly resourceType?: number
  readonly resourceName?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface IncrementalAlterConfigsResponse {
  throttleTimeMs: number
  responses: AlterConfigsResourceResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface IncrementalAlterConfigsResponseInput {
  readonly throttleTimeMs?: number
  readonly responses?: readonly AlterConfigsResourceResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readIncrementalAlterConfigsResponse(r: Reader, version: number): IncrementalAlterConfigsResponse
export function writeIncrementalAlterConfigsResponse(w: Writer, value: IncrementalAlterConfigsResponseInput, version: number): void
