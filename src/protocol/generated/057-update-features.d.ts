// Made by scripts/generate.ts from schema/messages/057-update-features. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface FeatureUpdateKey {
  feature: string
  maxVersionLevel: number
  /** Versions 0 */
  allowDowngrade: boolean
  /** Versions 1+; default 1 */
  upgradeType: number
  unknownTaggedFields?: TaggedField[]
}

export interface FeatureUpdateKeyInput {
  readonly feature?: string
  readonly maxVersionLevel?: number
  readonly allowDowngrade?: boolean
  readonly upgradeType?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface UpdateFeaturesRequest {
  /** default 60000 */
  timeoutMs: number
  featureUpdates: FeatureUpdateKey[]
  /** Versions 1+ */
  validateOnly: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface UpdateFeaturesRequestInput {
  readonly timeoutMs?: number
  readonly featureUpdates?: readonly FeatureUpdateKeyInput[]
  readonly validateOnly?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readUpdateFeaturesRequest(r: Reader, version: number): UpdateFeaturesRequest
export function writeUpdateFeaturesRequest(w: Writer, value: UpdateFeaturesRequestInput, version: number): void

export interface UpdatableFeatureResult {
  /** Versions 0-1 */
  feature: string
  /** Versions 0-1 */
  errorCode: number
  /** Versions 0-1 */
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface UpdatableFeatureResultInput {
  readonly feature?: string
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface UpdateFeaturesResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  /** Versions 0-1 */
  results: UpdatableFeatureResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface UpdateFeaturesResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly results?: readonly UpdatableFeatureResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readUpdateFeaturesResponse(r: Reader, version: number): UpdateFeaturesResponse
export function writeUpdateFeaturesResponse(w: Writer, value: UpdateFeaturesResponseInput, version: number): void
