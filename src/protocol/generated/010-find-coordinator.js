// Made by scripts/generate.ts from schema/messages/010-find-coordinator. Do not edit.

export function readFindCoordinatorRequest(r, v) {
  const flex = v >= 3
  const key = v <= 3 ? (flex ? r.compactString() : r.string()) : ''
  const keyType = v >= 1 ? r.int8() : 0
  const coordinatorKeys = []
  if (v >= 4) for (let n = r.compactCount(1); n > 0; n--) coordinatorKeys.push(r.compactString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { key, keyType, coordinatorKeys, unknownTaggedFields: tags }
  return { key, keyType, coordinatorKeys }
}

export function writeFindCoordinatorRequest(w, x, v) {
  const flex = v >= 3
  if (v <= 3) {
    if (flex) w.compactString(x.key ?? '')
    else w.string(x.key ?? '')
  }
  if (v >= 1) w.int8(x.keyType ?? 0)
  if (v >= 4) {
    {
      const a = x.coordinatorKeys
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) w.compactString(a[i])
    }
  }
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readCoordinator(r, v) {
  const key = r.compactString()
  const nodeId = r.int32()
  const host = r.compactString()
  const port = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { key, nodeId, host, port, errorCode, errorMessage, unknownTaggedFields: tags }
  return { key, nodeId, host, port, errorCode, errorMessage }
}

export function readFindCoordinatorResponse(r, v) {
  const flex = v >= 3
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  const errorCode = v <= 3 ? r.int16() : 0
  const errorMessage = v >= 1 && v <= 3 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const nodeId = v <= 3 ? r.int32() : 0
  const host = v <= 3 ? (flex ? r.compactString() : r.string()) : ''
  const port = v <= 3 ? r.int32() : 0
  const coordinators = []
  if (v >= 4) for (let n = r.compactCount(14); n > 0; n--) coordinators.push(readCoordinator(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators }
}

function writeCoordinator(w, x, v) {
  w.compactString(x.key ?? '')
  w.int32(x.nodeId ?? 0)
  w.compactString(x.host ?? '')
  w.int32(x.port ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeFindCoordinatorResponse(w, x, v) {
  const flex = v >= 3
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  if (v <= 3) w.int16(x.errorCode ?? 0)
  if (v >= 1 && v <= 3) {
    if (flex) w.compactNullableString(x.errorMessage ?? null)
    else w.nullableString(x.errorMessage ?? null)
  }
  if (v <= 3) w.int32(x.nodeId ?? 0)
  if (v <= 3) {
    if (flex) w.compactString(x.host ?? '')
    else w.string(x.host ?? '')
  }
  if (v <= 3) w.int32(x.port ?? 0)
  if (v >= 4) {
    {
      const a = x.coordinators
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeCoordinator(w, a[i], v)
    }
  }
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}
