// Made by scripts/generate.ts from schema/messages/015-describe-groups. Do not edit.
const NO_BYTES = new Uint8Array(0)

export function readDescribeGroupsRequest(r, v) {
  const flex = v >= 5
  const groups = []
  for (let n = (flex ? r.compactCount(1) : r.count(2)); n > 0; n--) groups.push((flex ? r.compactString() : r.string()))
  const includeAuthorizedOperations = v >= 3 ? r.bool() : false
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groups, includeAuthorizedOperations, unknownTaggedFields: tags }
  return { groups, includeAuthorizedOperations }
}

export function writeDescribeGroupsRequest(w, x, v) {
  const flex = v >= 5
  {
    const a = x.groups
    const n = a == null ? 0 : a.length
    if (flex) {
      w.compactCount(n)
      for (let i = 0; i < n; i++) w.compactString(a[i])
    } else {
      w.count(n)
      for (let i = 0; i < n; i++) w.string(a[i])
    }
  }
  if (v >= 3) w.bool(x.includeAuthorizedOperations ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readDescribedGroupMember(r, v) {
  const flex = v >= 5
  const memberId = (flex ? r.compactString() : r.string())
  const groupInstanceId = v >= 4 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const clientId = (flex ? r.compactString() : r.string())
  const clientHost = (flex ? r.compactString() : r.string())
  const memberMetadata = (flex ? r.compactBytes() : r.bytes())
  const memberAssignment = (flex ? r.compactBytes() : r.bytes())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment, unknownTaggedFields: tags }
  return { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment }
}

function readDescribedGroup(r, v) {
  const flex = v >= 5
  const errorCode = r.int16()
  const errorMessage = v >= 6 ? r.compactNullableString() : null
  const groupId = (flex ? r.compactString() : r.string())
  const groupState = (flex ? r.compactString() : r.string())
  const protocolType = (flex ? r.compactString() : r.string())
  const protocolData = (flex ? r.compactString() : r.string())
  const members = []
  for (let n = (flex ? r.compactCount(7) : r.count(14)); n > 0; n--) members.push(readDescribedGroupMember(r, v))
  const authorizedOperations = v >= 3 ? r.int32() : -2147483648
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, errorMessage, groupId, groupState, protocolType, protocolData, members, authorizedOperations, unknownTaggedFields: tags }
  return { errorCode, errorMessage, groupId, groupState, protocolType, protocolData, members, authorizedOperations }
}

export function readDescribeGroupsResponse(r, v) {
  const flex = v >= 5
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  const groups = []
  for (let n = (flex ? r.compactCount(12) : r.count(14)); n > 0; n--) groups.push(readDescribedGroup(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, groups, unknownTaggedFields: tags }
  return { throttleTimeMs, groups }
}

function writeDescribedGroupMember(w, x, v) {
  const flex = v >= 5
  if (flex) w.compactString(x.memberId ?? '')
  else w.string(x.memberId ?? '')
  if (v >= 4) {
    if (flex) w.compactNullableString(x.groupInstanceId ?? null)
    else w.nullableString(x.groupInstanceId ?? null)
  }
  if (flex) w.compactString(x.clientId ?? '')
  else w.string(x.clientId ?? '')
  if (flex) w.compactString(x.clientHost ?? '')
  else w.string(x.clientHost ?? '')
  if (flex) w.compactBytes(x.memberMetadata ?? NO_BYTES)
  else w.bytes(x.memberMetadata ?? NO_BYTES)
  if (flex) w.compactBytes(x.memberAssignment ?? NO_BYTES)
  else w.bytes(x.memberAssignment ?? NO_BYTES)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeDescribedGroup(w, x, v) {
  const flex = v >= 5
  w.int16(x.errorCode ?? 0)
  if (v >= 6) w.compactNullableString(x.errorMessage ?? null)
  if (flex) w.compactString(x.groupId ?? '')
  else w.string(x.groupId ?? '')
  if (flex) w.compactString(x.groupState ?? '')
  else w.string(x.groupState ?? '')
  if (flex) w.compactString(x.protocolType ?? '')
  else w.string(x.protocolType ?? '')
  if (flex) w.compactString(x.protocolData ?? '')
  else w.string(x.protocolData ?? '')
  {
    const a = x.members
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribedGroupMember(w, a[i], v)
  }
  if (v >= 3) w.int32(x.authorizedOperations ?? -2147483648)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeDescribeGroupsResponse(w, x, v) {
  const flex = v >= 5
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.groups
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribedGroup(w, a[i], v)
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
