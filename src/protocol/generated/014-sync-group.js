// Made by scripts/generate.ts from schema/messages/014-sync-group. Do not edit.
const NO_BYTES = new Uint8Array(0)

function readSyncGroupRequestAssignment(r, v) {
  const flex = v >= 4
  const memberId = (flex ? r.compactString() : r.string())
  const assignment = (flex ? r.compactBytes() : r.bytes())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { memberId, assignment, unknownTaggedFields: tags }
  return { memberId, assignment }
}

export function readSyncGroupRequest(r, v) {
  const flex = v >= 4
  const groupId = (flex ? r.compactString() : r.string())
  const generationId = r.int32()
  const memberId = (flex ? r.compactString() : r.string())
  const groupInstanceId = v >= 3 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const protocolType = v >= 5 ? r.compactNullableString() : null
  const protocolName = v >= 5 ? r.compactNullableString() : null
  const assignments = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) assignments.push(readSyncGroupRequestAssignment(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groupId, generationId, memberId, groupInstanceId, protocolType, protocolName, assignments, unknownTaggedFields: tags }
  return { groupId, generationId, memberId, groupInstanceId, protocolType, protocolName, assignments }
}

function writeSyncGroupRequestAssignment(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.memberId ?? '')
  else w.string(x.memberId ?? '')
  if (flex) w.compactBytes(x.assignment ?? NO_BYTES)
  else w.bytes(x.assignment ?? NO_BYTES)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeSyncGroupRequest(w, x, v) {
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
  if (v >= 5) w.compactNullableString(x.protocolType ?? null)
  if (v >= 5) w.compactNullableString(x.protocolName ?? null)
  {
    const a = x.assignments
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeSyncGroupRequestAssignment(w, a[i], v)
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

export function readSyncGroupResponse(r, v) {
  const flex = v >= 4
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  const errorCode = r.int16()
  const protocolType = v >= 5 ? r.compactNullableString() : null
  const protocolName = v >= 5 ? r.compactNullableString() : null
  const assignment = (flex ? r.compactBytes() : r.bytes())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, protocolType, protocolName, assignment, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, protocolType, protocolName, assignment }
}

export function writeSyncGroupResponse(w, x, v) {
  const flex = v >= 4
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  if (v >= 5) w.compactNullableString(x.protocolType ?? null)
  if (v >= 5) w.compactNullableString(x.protocolName ?? null)
  if (flex) w.compactBytes(x.assignment ?? NO_BYTES)
  else w.bytes(x.assignment ?? NO_BYTES)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}
