// Made by scripts/generate.ts from schema/messages/042-delete-groups. Do not edit.

export function readDeleteGroupsRequest(r, v) {
  const flex = v >= 2
  const groupsNames = []
  for (let n = (flex ? r.compactCount(1) : r.count(2)); n > 0; n--) groupsNames.push((flex ? r.compactString() : r.string()))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groupsNames, unknownTaggedFields: tags }
  return { groupsNames }
}

export function writeDeleteGroupsRequest(w, x, v) {
  const flex = v >= 2
  {
    const a = x.groupsNames
    const n = a == null ? 0 : a.length
    if (flex) {
      w.compactCount(n)
      for (let i = 0; i < n; i++) w.compactString(a[i])
    } else {
      w.count(n)
      for (let i = 0; i < n; i++) w.string(a[i])
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

function readDeletableGroupResult(r, v) {
  const flex = v >= 2
  const groupId = (flex ? r.compactString() : r.string())
  const errorCode = r.int16()
  const errorMessage = v >= 3 ? r.compactNullableString() : null
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groupId, errorCode, errorMessage, unknownTaggedFields: tags }
  return { groupId, errorCode, errorMessage }
}

export function readDeleteGroupsResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const results = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) results.push(readDeletableGroupResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, results, unknownTaggedFields: tags }
  return { throttleTimeMs, results }
}

function writeDeletableGroupResult(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.groupId ?? '')
  else w.string(x.groupId ?? '')
  w.int16(x.errorCode ?? 0)
  if (v >= 3) w.compactNullableString(x.errorMessage ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeDeleteGroupsResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDeletableGroupResult(w, a[i], v)
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
