// Made by scripts/generate.ts from schema/messages/016-list-groups. Do not edit.

export function readListGroupsRequest(r, v) {
  const flex = v >= 3
  const statesFilter = []
  if (v >= 4) for (let n = r.compactCount(1); n > 0; n--) statesFilter.push(r.compactString())
  const typesFilter = []
  if (v >= 5) for (let n = r.compactCount(1); n > 0; n--) typesFilter.push(r.compactString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { statesFilter, typesFilter, unknownTaggedFields: tags }
  return { statesFilter, typesFilter }
}

export function writeListGroupsRequest(w, x, v) {
  const flex = v >= 3
  if (v >= 4) {
    {
      const a = x.statesFilter
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) w.compactString(a[i])
    }
  }
  if (v >= 5) {
    {
      const a = x.typesFilter
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

function readListedGroup(r, v) {
  const flex = v >= 3
  const groupId = (flex ? r.compactString() : r.string())
  const protocolType = (flex ? r.compactString() : r.string())
  const groupState = v >= 4 ? r.compactString() : ''
  const groupType = v >= 5 ? r.compactString() : ''
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groupId, protocolType, groupState, groupType, unknownTaggedFields: tags }
  return { groupId, protocolType, groupState, groupType }
}

export function readListGroupsResponse(r, v) {
  const flex = v >= 3
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  const errorCode = r.int16()
  const groups = []
  for (let n = (flex ? r.compactCount(3) : r.count(4)); n > 0; n--) groups.push(readListedGroup(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, groups, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, groups }
}

function writeListedGroup(w, x, v) {
  const flex = v >= 3
  if (flex) w.compactString(x.groupId ?? '')
  else w.string(x.groupId ?? '')
  if (flex) w.compactString(x.protocolType ?? '')
  else w.string(x.protocolType ?? '')
  if (v >= 4) w.compactString(x.groupState ?? '')
  if (v >= 5) w.compactString(x.groupType ?? '')
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeListGroupsResponse(w, x, v) {
  const flex = v >= 3
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  {
    const a = x.groups
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeListedGroup(w, a[i], v)
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
