// Made by scripts/generate.ts from schema/messages/072-push-telemetry. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface PushTelemetryRequest {
  clientInstanceId: string
  subscriptionId: number
  terminating: boolean
  compressionType: number
  metrics: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface PushTelemetryRequestInput {
  readonly clientInstanceId?: string
  readonly subscriptionId?: number
  readonly terminating?: boolean
  readonly compressionType?: number
  readonly metrics?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readPushTelemetryRequest(r: Reader, version: number): PushTelemetryRequest
export function writePushTelemetryRequest(w: Writer, value: PushTelemetryRequestInput, version: number): void

export interface PushTelemetryResponse {
  throttleTimeMs: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface PushTelemetryResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readPushTelemetryResponse(r: Reader, version: number): PushTelemetryResponse
export function writePushTelemetryResponse(w: Writer, value: PushTelemetryResponseInput, version: number): void
