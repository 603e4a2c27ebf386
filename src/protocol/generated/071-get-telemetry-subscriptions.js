// Made by scripts/generate.ts from schema/messages/071-get-telemetry-subscriptions. Do not edit.

export function readGetTelemetrySubscriptionsRequest(r, v) {
  const clientInstanceId = r.uuid()
  const tags = r.unknownTags()
  if (tags !== undefined) return { clientInstanceId, unknownTaggedFields: tags }
  return { clientInstanceId }
}

export function writeGetTelemetrySubscriptionsRequest(w, x, v) {
  w.uuid(x.clientInstanceId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readGetTelemetrySubscriptionsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const clientInstanceId = r.uuid()
  const subscriptionId = r.int32()
  const acceptedCompressionTypes = []
  for (let n = r.compactCount(1); n > 0; n--) acceptedCompressionTypes.push(r.int8())
  const pushIntervalMs = r.int32()
  const telemetryMaxBytes = r.int32()
  const deltaTemporality = r.bool()
  const requestedMetrics = []
  for (let n = r.compactCount(1); n > 0; n--) requestedMetrics.push(r.compactString())
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, clientInstanceId, subscriptionId, acceptedCompressionTypes, pushIntervalMs, telemetryMaxBytes, deltaTemporality, requestedMetrics, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, clientInstanceId, subscriptionId, acceptedCompressionTypes, pushIntervalMs, telemetryMaxBytes, deltaTemporality, requestedMetrics }
}

export function writeGetTelemetrySubscriptionsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.uuid(x.clientInstanceId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int32(x.subscriptionId ?? 0)
  {
    const a = x.acceptedCompressionTypes
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int8(a[i])
  }
  w.int32(x.pushIntervalMs ?? 0)
  w.int32(x.telemetryMaxBytes ?? 0)
  w.bool(x.deltaTemporality ?? false)
  {
    const a = x.requestedMetrics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
