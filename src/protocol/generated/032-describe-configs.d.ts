// Made by scripts/generate.ts from schema/messages/032-describe-configs. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeConfigsResource {
  resourceType: number
  resourceName: string
  configurationKeys: string[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeConfigsResourceInput {
  readonly resourceType?: number
  readonly resourceName?: string
  readonly configurationKeys?: readonly string[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeConfigsRequest {
  resources: DescribeConfigsResource[]
  /** Versions 1+ */
  includeSynonyms: boolean
  /** Versions 3+ */
  includeDocumentation: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeConfigsRequestInput {
  readonly resources?: readonly DescribeConfigsResourceInput[]
  readonly includeSynonyms?: boolean
  readonly includeDocumentation?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeConfigsRequest(r: Reader, version: number): DescribeConfigsRequest
export function writeDescribeConfigsRequest(w: Writer, value: DescribeConfigsRequestInput, version: number): void

export interface DescribeConfigsSynonym {
  /** Versions 1+ */
  name: string
  /** Versions 1+ */
  value: string | null
  /** Versions 1+ */
  source: number
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeConfigsSynonymInput {
  readonly name?: string
  readonly value?: string | null
  readonly source?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeConfigsResourceResult {
  name: string
  value: string | null
  readOnly: boolean
  /** Versions 0 */
  isDefault: boolean
  /** Versions 1+; default -1 */
  configSource: number
  isSensitive: boolean
  /** Versions 1+ */
  synonyms: DescribeConfigsSynonym[]
  /** Versions 3+ */
  configType: number
  /** Versions 3+ */
  documentation: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeConfigsResourceResultInput {
  readonly name?: string
  readonly value?: string | null
  readonly readOnly?: boolean
  readonly isDefault?: boolean
  readonly configSource?: number
  readonly isSensitive?: boolean
  readonly synonyms?: readonly DescribeConfigsSynonymInput[]
  readonly configType?: number
  readonly documentation?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeConfigsResult {
  errorCode: number
  errorMessage: string | null
  resourceType: number
  resourceName: string
  configs: DescribeConfigsResourceResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeConfigsResultInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly resourceType?: number
  readonly resourceName?: string
  readonly configs?: readonly DescribeConfigsResourceResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeConfigsResponse {
  throttleTimeMs: number
  results: DescribeConfigsResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeConfigsResponseInput {
  readonly throttleTimeMs?: number
  readonly results?: readonly DescribeConfigsResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeConfigsResponse(r: Reader, version: number): DescribeConfigsResponse
export function writeDescribeConfigsResponse(w: Writer, value: DescribeConfigsResponseInput, version: number): void
