// Made by scripts/generate.ts from schema/messages/074-list-config-resources. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ListConfigResourcesRequest {
  /** Versions 1+ */
  resourceTypes: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListConfigResourcesRequestInput {
  readonly resourceTypes?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListConfigResourcesRequest(r: Reader, version: number): ListConfigResourcesRequest
export function writeListConfigResourcesRequest(w: Writer, value: ListConfigResourcesRequestInput, version: number): void

export interface ConfigResource {
  resourceName: string
  /** Versions 1+; default 16 */
  resourceType: number
  unknownTaggedFields?: TaggedField[]
}

export interface ConfigResourceInput {
  readonly resourceName?: string
  readonly resourceType?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ListConfigResourcesResponse {
  throttleTimeMs: number
  errorCode: number
  configResources: ConfigResource[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListConfigResourcesResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly configResources?: readonly ConfigResourceInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListConfigResourcesResponse(r: Reader, version: number): ListConfigResourcesResponse
export function writeListConfigResourcesResponse(w: Writer, value: ListConfigResourcesResponseInput, version: number): void
