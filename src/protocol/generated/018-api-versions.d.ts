// Made by scripts/generate.ts from schema/messages/018-api-versions. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ApiVersionsRequest {
  /** Versions 3+ */
  clientSoftwareName: string
  /** Versions 3+ */
  clientSoftwareVersion: string
  /** Versions 5+ */
  clusterId: string | null
  /** Versions 5+; default -1 */
  nodeId: number
  unknownTaggedFields?: TaggedField[]
}

export interface ApiVersionsRequestInput {
  readonly clientSoftwareName?: string
  readonly clientSoftwareVersion?: string
  readonly clusterId?: string | null
  readonly nodeId?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readApiVersionsRequest(r: Reader, version: number): ApiVersionsRequest
export function writeApiVersionsRequest(w: Writer, value: ApiVersionsRequestInput, version: number): void

export interface ApiVersion {
  apiKey: number
  minVersion: number
  maxVersion: number
  unknownTaggedFields?: TaggedField[]
}

export interface ApiVersionInput {
  readonly apiKey?: number
  readonly minVersion?: number
  readonly maxVersion?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface SupportedFeatureKey {
  /** Versions 3+ */
  name: string
  /** Versions 3+ */
  minVersion: number
  /** Versions 3+ */
  maxVersion: number
  unknownTaggedFields?: TaggedField[]
}

export interface SupportedFeatureKeyInput {
  readonly name?: string
  readonly minVersion?: number
  readonly maxVersion?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface FinalizedFeatureKey {
  /** Versions 3+ */
  name: string
  /** Versions 3+ */
  maxVersionLevel: number
  /** Versions 3+ */
  minVersionLevel: number
  unknownTaggedFields?: TaggedField[]
}

export interface FinalizedFeatureKeyInput {
  readonly name?: string
  readonly maxVersionLevel?: number
  readonly minVersionLevel?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ApiVersionsResponse {
  errorCode: number
  apiKeys: ApiVersion[]
  /** Versions 1+ */
  throttleTimeMs: number
  /** Versions 3+ */
  supportedFeatures: SupportedFeatureKey[]
  /** Versions 3+; default -1 */
  finalizedFeaturesEpoch: number
  /** Versions 3+ */
  finalizedFeatures: FinalizedFeatureKey[]
  /** Versions 3+ */
  zkMigrationReady: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface ApiVersionsResponseInput {
  readonly errorCode?: number
  readonly apiKeys?: readonly ApiVersionInput[]
  readonly throttleTimeMs?: number
  readonly supportedFeatures?: readonly SupportedFeatureKeyInput[]
  readonly finalizedFeaturesEpoch?: number
  readonly finalizedFeatures?: readonly FinalizedFeatureKeyInput[]
  readonly zkMigrationReady?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readApiVersionsResponse(r: Reader, version: number): ApiVersionsResponse
export function writeApiVersionsResponse(w: Writer, value: ApiVersionsResponseInput, version: number): void
