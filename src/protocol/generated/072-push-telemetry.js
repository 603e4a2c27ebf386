// Made by scripts/generate.ts from schema/messages/072-push-telemetry. Do not edit.
const NO_BYTES = new Uint8Array(0)

export function readPushTelemetryRequest(r, v) {
  const clientInstanceId = r.uuid()
  const subscriptionId = r.int32()
  const terminating = r.bool()
  const compressionType = r.int8()
  const metrics = r.compactBytes()
  const tags = r.unknownTags()
  if (tags !== undefined) return { clientInstanceId, subscriptionId, terminating, compressionType, metrics, unknownTaggedFields: tags }
  return { clientInstanceId, subscriptionId, terminating, compressionType, metrics }
}

export function writePushTelemetryRequest(w, x, v) {
  w.uuid(x.clientInstanceId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int32(x.subscriptionId ?? 0)
  w.bool(x.terminating ?? false)
  w.int8(x.compressionType ?? 0)
  w.compactBytes(x.metrics ?? NO_BYTES)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readPushTelemetryResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode }
}

export function writePushTelemetryResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
