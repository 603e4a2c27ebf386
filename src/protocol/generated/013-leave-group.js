// Made by scripts/generate.ts from schema/messages/013-leave-group. Do not edit.

function readMemberIdentity(r, v) {
  const flex = v >= 4
  const memberId = (flex ? r.compactString() : r.string())
  const groupInstanceId = (flex ? r.compactNullableString() : r.nullableString())
  const reason = v >= 5 ? r.compactNullableString() : null
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { memberId, groupInstanceId, reason, unknownTaggedFields: tags }
  return { memberId, groupInstanceId, reason }
}

export function readLeaveGroupRequest(r, v) {
  const flex = v >= 4
  const groupId = (flex ? r.compactString() : r.string())
  const memberId = v <= 2 ? r.string() : ''
  const members = []
  if (v >= 3) for (let n = (flex ? r.compactCount(3) : r.count(4)); n > 0; n--) members.push(readMemberIdentity(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groupId, memberId, members, unknownTaggedFields: tags }
  return { groupId, memberId, members }
}

function writeMemberIdentity(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.memberId ?? '')
  else w.string(x.memberId ?? '')
  if (flex) w.compactNullableString(x.groupInstanceId ?? null)
  else w.nullableString(x.groupInstanceId ?? null)
  if (v >= 5) w.compactNullableString(x.reason ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeLeaveGroupRequest(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.groupId ?? '')
  else w.string(x.groupId ?? '')
  if (v <= 2) w.string(x.memberId ?? '')
  if (v >= 3) {
    {
      const a = x.members
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeMemberIdentity(w, a[i], v)
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

function readMemberResponse(r, v) {
  const flex = v >= 4
  const memberId = (flex ? r.compactString() : r.string())
  const groupInstanceId = (flex ? r.compactNullableString() : r.nullableString())
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { memberId, groupInstanceId, errorCode, unknownTaggedFields: tags }
  return { memberId, groupInstanceId, errorCode }
}

export function readLeaveGroupResponse(r, v) {
  const flex = v >= 4
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  const errorCode = r.int16()
  const members = []
  if (v >= 3) for (let n = (flex ? r.compactCount(5) : r.count(6)); n > 0; n--) members.push(readMemberResponse(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, members, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, members }
}

function writeMemberResponse(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.memberId ?? '')
  else w.string(x.memberId ?? '')
  if (flex) w.compactNullableString(x.groupInstanceId ?? null)
  else w.nullableString(x.groupInstanceId ?? null)
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

export function writeLeaveGroupResponse(w, x, v) {
  const flex = v >= 4
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  if (v >= 3) {
    {
      const a = x.members
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeMemberResponse(w, a[i], v)
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
