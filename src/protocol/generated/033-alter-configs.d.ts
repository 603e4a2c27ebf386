// Made by scripts/generate.ts from schema/messages/033-alter-configs. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AlterableConfig {
  name: string
  value: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface AlterableConfigInput {
  readonly name?: string
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

export interface AlterConfigsRequest {
  resources: AlterConfigsResource[]
  validateOnly: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface AlterConfigsRequestInput {
  readonly resources?: readonly AlterConfigsResourceInput[]
  readonly validateOnly?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterConfigsRequest(r: Reader, version: number): AlterConfigsRequest
export function writeAlterConfigsRequest(w: Writer, value: AlterConfigsRequestInput, version: number): void

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

export interface AlterConfigsResponse {
  throttleTimeMs: number
  responses: AlterConfigsResourceResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface AlterConfigsResponseInput {
  readonly throttleTimeMs?: number
  readonly responses?: readonly AlterConfigsResourceResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAlterConfigsResponse(r: Reader, version: number): AlterConfigsResponse
export function writeAlterConfigsResponse(w: Writer, value: AlterConfigsResponseInput, version: number): void
