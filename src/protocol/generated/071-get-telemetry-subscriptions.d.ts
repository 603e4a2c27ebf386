// Made by scripts/generate.ts from schema/messages/071-get-telemetry-subscriptions. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface GetTelemetrySubscriptionsRequest {
  clientInstanceId: string
  unknownTaggedFields?: TaggedField[]
}

export interface GetTelemetrySubscriptionsRequestInput {
  readonly clientInstanceId?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readGetTelemetrySubscriptionsRequest(r: Reader, version: number): GetTelemetrySubscriptionsRequest
export function writeGetTelemetrySubscriptionsRequest(w: Writer, value: GetTelemetrySubscriptionsRequestInput, version: number): void

export interface GetTelemetrySubscriptionsResponse {
  throttleTimeMs: number
  errorCode: number
  clientInstanceId: string
  subscriptionId: number
  acceptedCompressionTypes: number[]
  pushIntervalMs: number
  telemetryMaxBytes: number
  deltaTemporality: boolean
  requestedMetrics: string[]
  unknownTaggedFields?: TaggedField[]
}

export interface GetTelemetrySubscriptionsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly clientInstanceId?: string
  readonly subscriptionId?: number
  readonly acceptedCompressionTypes?: readonly number[]
  readonly pushIntervalMs?: number
  readonly telemetryMaxBytes?: number
  readonly deltaTemporality?: boolean
  readonly requestedMetrics?: readonly string[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readGetTelemetrySubscriptionsResponse(r: Reader, version: number): GetTelemetrySubscriptionsResponse
export function writeGetTelemetrySubscriptionsResponse(w: Writer, value: GetTelemetrySubscriptionsResponseInput, version: number): void
