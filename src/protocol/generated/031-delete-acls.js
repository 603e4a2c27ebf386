// Made by scripts/generate.ts from schema/messages/031-delete-acls. Do not edit.

function readDeleteAclsFilter(r, v) {
  const flex = v >= 2
  const resourceTypeFilter = r.int8()
  const resourceNameFilter = (flex ? r.compactNullableString() : r.nullableString())
  const patternTypeFilter = v >= 1 ? r.int8() : 3
  const principalFilter = (flex ? r.compactNullableString() : r.nullableString())
  const hostFilter = (flex ? r.compactNullableString() : r.nullableString())
  const operation = r.int8()
  const permissionType = r.int8()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { resourceTypeFilter, resourceNameFilter, patternTypeFilter, principalFilter, hostFilter, operation, permissionType, unknownTaggedFields: tags }
  return { resourceTypeFilter, resourceNameFilter, patternTypeFilter, principalFilter, hostFilter, operation, permissionType }
}

export function readDeleteAclsRequest(r, v) {
  const flex = v >= 2
  const filters = []
  for (let n = (flex ? r.compactCount(8) : r.count(9)); n > 0; n--) filters.push(readDeleteAclsFilter(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { filters, unknownTaggedFields: tags }
  return { filters }
}

function writeDeleteAclsFilter(w, x, v) {
  const flex = v >= 2
  w.int8(x.resourceTypeFilter ?? 0)
  if (flex) w.compactNullableString(x.resourceNameFilter ?? null)
  else w.nullableString(x.resourceNameFilter ?? null)
  if (v >= 1) w.int8(x.patternTypeFilter ?? 3)
  if (flex) w.compactNullableString(x.principalFilter ?? null)
  else w.nullableString(x.principalFilter ?? null)
  if (flex) w.compactNullableString(x.hostFilter ?? null)
  else w.nullableString(x.hostFilter ?? null)
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

export function writeDeleteAclsRequest(w, x, v) {
  const flex = v >= 2
  {
    const a = x.filters
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDeleteAclsFilter(w, a[i], v)
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

function readDeleteAclsMatchingAcl(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const resourceType = r.int8()
  const resourceName = (flex ? r.compactString() : r.string())
  const patternType = v >= 1 ? r.int8() : 3
  const principal = (flex ? r.compactString() : r.string())
  const host = (flex ? r.compactString() : r.string())
  const operation = r.int8()
  const permissionType = r.int8()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, errorMessage, resourceType, resourceName, patternType, principal, host, operation, permissionType, unknownTaggedFields: tags }
  return { errorCode, errorMessage, resourceType, resourceName, patternType, principal, host, operation, permissionType }
}

function readDeleteAclsFilterResult(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const matchingAcls = []
  for (let n = (flex ? r.compactCount(11) : r.count(13)); n > 0; n--) matchingAcls.push(readDeleteAclsMatchingAcl(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, errorMessage, matchingAcls, unknownTaggedFields: tags }
  return { errorCode, errorMessage, matchingAcls }
}

export function readDeleteAclsResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const filterResults = []
  for (let n = (flex ? r.compactCount(5) : r.count(8)); n > 0; n--) filterResults.push(readDeleteAclsFilterResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, filterResults, unknownTaggedFields: tags }
  return { throttleTimeMs, filterResults }
}

function writeDeleteAclsMatchingAcl(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  w.int8(x.resourceType ?? 0)
  if (flex) w.compactString(x.resourceName ?? '')
  else w.string(x.resourceName ?? '')
  if (v >= 1) w.int8(x.patternType ?? 3)
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

function writeDeleteAclsFilterResult(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  {
    const a = x.matchingAcls
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDeleteAclsMatchingAcl(w, a[i], v)
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

export function writeDeleteAclsResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.filterResults
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDeleteAclsFilterResult(w, a[i], v)
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
