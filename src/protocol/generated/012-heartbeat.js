// Made by scripts/generate.ts from schema/messages/012-heartbeat. Do not edit.

export function readHeartbeatRequest(r, v) {
  const flex = v >= 4
  const groupId = (flex ? r.compactString() : r.string())
  const generationId = r.int32()
  const memberId = (flex ? r.compactString() : r.string())
  const groupInstanceId = v >= 3 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groupId, generationId, memberId, groupInstanceId, unknownTaggedFields: tags }
  return { groupId, generationId, memberId, groupInstanceId }
}

export function writeHeartbeatRequest(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.groupId ?? '')
  else w.string(x.groupId ?? '')
  w.int32(x.generationId ?? 0)
  if (flex) w.compactString(x.memberId ?? '')
  else w.string(x.memberId ?? '')
  if (v >= 3) {
    if (flex) w.compactNullableString(x.groupInstanceId ?? null)
    else w.nullableString(x.groupInstanceId ?? null)
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

export function readHeartbeatResponse(r, v) {
  const flex = v >= 4
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode }
}

export function writeHeartbeatResponse(w, x, v) {
  const flex = v >= 4
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}
