/** PushTelemetry 0 (KIP-714): takes what a client measured. Served when telemetry is switched on. */
import { ApiKey } from '../protocol/apis.ts'
import type { PushTelemetryRequest, PushTelemetryResponseInput } from '../protocol/generated/072-push-telemetry.js'
import { telemetryClient, telemetryOf } from './071-get-telemetry-subscriptions.ts'
import type { Handler } from './handler.ts'

export const handler: Handler<PushTelemetryRequest, PushTelemetryResponseInput> = {
  apiKey: ApiKey.PushTelemetry,
  minVersion: 0,
  maxVersion: 0,
  async handle(request, context, services) {
    const { clientInstanceId: instanceId, subscriptionId, terminating, compressionType, metrics } = request
    const push = { instanceId, subscriptionId, terminating, compressionType, metrics }
    return { errorCode: await telemetryOf(services).push(push, telemetryClient(context)) }
  },
}
