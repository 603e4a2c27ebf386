// Made by scripts/generate.ts from schema/messages/029-describe-acls. Do not edit.

export function readDescribeAclsRequest(r, v) {
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

export function writeDescribeAclsRequest(w, x, v) {
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

function readAclDescription(r, v) {
  const flex = v >= 2
  const principal = (flex ? r.compactString() : r.string())
  const host = (flex ? r.compactString() : r.string())
  const operation = r.int8()
  const permissionType = r.int8()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { principal, host, operation, permissionType, unknownTaggedFields: tags }
  return { principal, host, operation, permissionType }
}

function readDescribeAclsResource(r, v) {
  const flex = v >= 2
  const resourceType = r.int8()
  const resourceName = (flex ? r.compactString() : r.string())
  const patternType = v >= 1 ? r.int8() : 3
  const acls = []
  for (let n = (flex ? r.compactCount(5) : r.count(6)); n > 0; n--) acls.push(readAclDescription(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { resourceType, resourceName, patternType, acls, unknownTaggedFields: tags }
  return { resourceType, resourceName, patternType, acls }
}

export function readDescribeAclsResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const resources = []
  for (let n = (flex ? r.compactCount(5) : r.count(7)); n > 0; n--) resources.push(readDescribeAclsResource(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, resources, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, resources }
}

function writeAclDescription(w, x, v) {
  const flex = v >= 2
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

function writeDescribeAclsResource(w, x, v) {
  const flex = v >= 2
  w.int8(x.resourceType ?? 0)
  if (flex) w.compactString(x.resourceName ?? '')
  else w.string(x.resourceName ?? '')
  if (v >= 1) w.int8(x.patternType ?? 3)
  {
    const a = x.acls
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAclDescription(w, a[i], v)
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

export function writeDescribeAclsResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  {
    const a = x.resources
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribeAclsResource(w, a[i], v)
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
