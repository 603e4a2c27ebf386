// Made by scripts/generate.ts from schema/messages/030-create-acls. Do not edit.

function readAclCreation(r, v) {
  const flex = v >= 2
  const resourceType = r.int8()
  const resourceName = (flex ? r.compactString() : r.string())
  const resourcePatternType = v >= 1 ? r.int8() : 3
  const principal = (flex ? r.compactString() : r.string())
  const host = (flex ? r.compactString() : r.string())
  const operation = r.int8()
  const permissionType = r.int8()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType, unknownTaggedFields: tags }
  return { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType }
}

export function readCreateAclsRequest(r, v) {
  const flex = v >= 2
  const creations = []
  for (let n = (flex ? r.compactCount(8) : r.count(9)); n > 0; n--) creations.push(readAclCreation(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { creations, unknownTaggedFields: tags }
  return { creations }
}

function writeAclCreation(w, x, v) {
  const flex = v >= 2
  w.int8(x.resourceType ?? 0)
  if (flex) w.compactString(x.resourceName ?? '')
  else w.string(x.resourceName ?? '')
  if (v >= 1) w.int8(x.resourcePatternType ?? 3)
  if (flex) w.compactString(x.principal ?? '')
  else w.string(x.principal ?? '')
  if (flex) w.compactString(x.host ?? '')
  else w.string(x.host ?? '')
  w.int8(x.operation ?? 0)
  w.int8(x.permissionType ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeCreateAclsRequest(w, x, v) {
  const flex = v >= 2
  {
    const a = x.creations
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAclCreation(w, a[i], v)
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

function readAclCreationResult(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, errorMessage, unknownTaggedFields: tags }
  return { errorCode, errorMessage }
}

export function readCreateAclsResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const results = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) results.push(readAclCreationResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, results, unknownTaggedFields: tags }
  return { throttleTimeMs, results }
}

function writeAclCreationResult(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeCreateAclsResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAclCreationResult(w, a[i], v)
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
