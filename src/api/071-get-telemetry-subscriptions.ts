/** GetTelemetrySubscriptions 0 (KIP-714): what a client shall push, and how often. Served when telemetry is switched on. */
import { assert } from '../base/assert.ts'
import { ACCEPTED_COMPRESSION, type ClientTelemetry, type TelemetryClient } from '../metrics/telemetry/telemetry.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponseInput,
} from '../protocol/generated/071-get-telemetry-subscriptions.js'
import type { BrokerServices, Handler, RequestContext } from './handler.ts'

export const handler: Handler<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponseInput> = {
  apiKey: ApiKey.GetTelemetrySubscriptions,
  minVersion: 0,
  maxVersion: 0,
  async handle({ clientInstanceId }, context, services) {
    const telemetry = telemetryOf(services)
    const asked = await telemetry.subscriptionsOf(clientInstanceId, telemetryClient(context))
    if (asked.error !== ErrorCode.NONE) return { errorCode: asked.error }
    return {
      errorCode: ErrorCode.NONE,
      clientInstanceId: asked.instanceId,
      subscriptionId: asked.subscriptionId,
      acceptedCompressionTypes: ACCEPTED_COMPRESSION,
      pushIntervalMs: asked.intervalMs,
      telemetryMaxBytes: telemetry.maxBytes,
      deltaTemporality: true,
      requestedMetrics: asked.metrics,
    }
  },
}

export function telemetryOf({ telemetry }: BrokerServices): ClientTelemetry {
  assert(telemetry !== undefined, 'telemetry is served without a receiver')
  return telemetry
}

export function telemetryClient(context: RequestContext): TelemetryClient {
  return {
    clientId: context.clientId ?? '',
    softwareName: context.clientSoftwareName,
    softwareVersion: context.clientSoftwareVersion,
    host: context.remoteHost,
    port: context.remotePort,
  }
}
