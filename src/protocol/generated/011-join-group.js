// Made by scripts/generate.ts from schema/messages/011-join-group. Do not edit.
const NO_BYTES = new Uint8Array(0)

function readJoinGroupRequestProtocol(r, v) {
  const flex = v >= 6
  const name = (flex ? r.compactString() : r.string())
  const metadata = (flex ? r.compactBytes() : r.bytes())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, metadata, unknownTaggedFields: tags }
  return { name, metadata }
}

export function readJoinGroupRequest(r, v) {
  const flex = v >= 6
  const groupId = (flex ? r.compactString() : r.string())
  const sessionTimeoutMs = r.int32()
  const rebalanceTimeoutMs = v >= 1 ? r.int32() : -1
  const memberId = (flex ? r.compactString() : r.string())
  const groupInstanceId = v >= 5 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const protocolType = (flex ? r.compactString() : r.string())
  const protocols = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) protocols.push(readJoinGroupRequestProtocol(r, v))
  const reason = v >= 8 ? r.compactNullableString() : null
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groupId, sessionTimeoutMs, rebalanceTimeoutMs, memberId, groupInstanceId, protocolType, protocols, reason, unknownTaggedFields: tags }
  return { groupId, sessionTimeoutMs, rebalanceTimeoutMs, memberId, groupInstanceId, protocolType, protocols, reason }
}

function writeJoinGroupRequestProtocol(w, x, v) {
  const flex = v >= 6
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  if (flex) w.compactBytes(x.metadata ?? NO_BYTES)
  else w.bytes(x.metadata ?? NO_BYTES)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeJoinGroupRequest(w, x, v) {
  const flex = v >= 6
  if (flex) w.compactString(x.groupId ?? '')
  else w.string(x.groupId ?? '')
  w.int32(x.sessionTimeoutMs ?? 0)
  if (v >= 1) w.int32(x.rebalanceTimeoutMs ?? -1)
  if (flex) w.compactString(x.memberId ?? '')
  else w.string(x.memberId ?? '')
  if (v >= 5) {
    if (flex) w.compactNullableString(x.groupInstanceId ?? null)
    else w.nullableString(x.groupInstanceId ?? null)
  }
  if (flex) w.compactString(x.protocolType ?? '')
  else w.string(x.protocolType ?? '')
  {
    const a = x.protocols
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeJoinGroupRequestProtocol(w, a[i], v)
  }
  if (v >= 8) w.compactNullableString(x.reason ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readJoinGroupResponseMember(r, v) {
  const flex = v >= 6
  const memberId = (flex ? r.compactString() : r.string())
  const groupInstanceId = v >= 5 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const metadata = (flex ? r.compactBytes() : r.bytes())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { memberId, groupInstanceId, metadata, unknownTaggedFields: tags }
  return { memberId, groupInstanceId, metadata }
}

export function readJoinGroupResponse(r, v) {
  const flex = v >= 6
  const throttleTimeMs = v >= 2 ? r.int32() : 0
  const errorCode = r.int16()
  const generationId = r.int32()
  const protocolType = v >= 7 ? r.compactNullableString() : null
  const protocolName = (v >= 7 ? (flex ? r.compactNullableString() : r.nullableString()) : (flex ? r.compactString() : r.string()))
  const leader = (flex ? r.compactString() : r.string())
  const skipAssignment = v >= 9 ? r.bool() : false
  const memberId = (flex ? r.compactString() : r.string())
  const members = []
  for (let n = (flex ? r.compactCount(4) : r.count(6)); n > 0; n--) members.push(readJoinGroupResponseMember(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, generationId, protocolType, protocolName, leader, skipAssignment, memberId, members, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, generationId, protocolType, protocolName, leader, skipAssignment, memberId, members }
}

function writeJoinGroupResponseMember(w, x, v) {
  const flex = v >= 6
  if (flex) w.compactString(x.memberId ?? '')
  else w.string(x.memberId ?? '')
  if (v >= 5) {
    if (flex) w.compactNullableString(x.groupInstanceId ?? null)
    else w.nullableString(x.groupInstanceId ?? null)
  }
  if (flex) w.compactBytes(x.metadata ?? NO_BYTES)
  else w.bytes(x.metadata ?? NO_BYTES)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeJoinGroupResponse(w, x, v) {
  const flex = v >= 6
  if (v >= 2) w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.int32(x.generationId ?? -1)
  if (v >= 7) w.compactNullableString(x.protocolType ?? null)
  if (v >= 7) {
    if (flex) w.compactNullableString(x.protocolName ?? null)
    else w.nullableString(x.protocolName ?? null)
  } else {
    if (flex) w.compactString(x.protocolName ?? '')
    else w.string(x.protocolName ?? '')
  }
  if (flex) w.compactString(x.leader ?? '')
  else w.string(x.leader ?? '')
  if (v >= 9) w.bool(x.skipAssignment ?? false)
  if (flex) w.compactString(x.memberId ?? '')
  else w.string(x.memberId ?? '')
  {
    const a = x.members
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeJoinGroupResponseMember(w, a[i], v)
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
