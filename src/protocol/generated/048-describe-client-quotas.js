// Made by scripts/generate.ts from schema/messages/048-describe-client-quotas. Do not edit.

function readComponentData(r, v) {
  const flex = v >= 1
  const entityType = (flex ? r.compactString() : r.string())
  const matchType = r.int8()
  const match = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { entityType, matchType, match, unknownTaggedFields: tags }
  return { entityType, matchType, match }
}

export function readDescribeClientQuotasRequest(r, v) {
  const flex = v >= 1
  const components = []
  for (let n = (flex ? r.compactCount(4) : r.count(5)); n > 0; n--) components.push(readComponentData(r, v))
  const strict = r.bool()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { components, strict, unknownTaggedFields: tags }
  return { components, strict }
}

function writeComponentData(w, x, v) {
  const flex = v >= 1
  if (flex) w.compactString(x.entityType ?? '')
  else w.string(x.entityType ?? '')
  w.int8(x.matchType ?? 0)
  if (flex) w.compactNullableString(x.match ?? null)
  else w.nullableString(x.match ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeDescribeClientQuotasRequest(w, x, v) {
  const flex = v >= 1
  {
    const a = x.components
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeComponentData(w, a[i], v)
  }
  w.bool(x.strict ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readEntityData(r, v) {
  const flex = v >= 1
  const entityType = (flex ? r.compactString() : r.string())
  const entityName = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { entityType, entityName, unknownTaggedFields: tags }
  return { entityType, entityName }
}

function readValueData(r, v) {
  const flex = v >= 1
  const key = (flex ? r.compactString() : r.string())
  const value_ = r.float64()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { key, value: value_, unknownTaggedFields: tags }
  return { key, value: value_ }
}

function readEntryData(r, v) {
  const flex = v >= 1
  const entity = []
  for (let n = (flex ? r.compactCount(3) : r.count(4)); n > 0; n--) entity.push(readEntityData(r, v))
  const values = []
  for (let n = (flex ? r.compactCount(10) : r.count(10)); n > 0; n--) values.push(readValueData(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { entity, values, unknownTaggedFields: tags }
  return { entity, values }
}

export function readDescribeClientQuotasResponse(r, v) {
  const flex = v >= 1
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  let entries = null
  {
    let n = (flex ? r.compactNullableCount(3) : r.nullableCount(8))
    entries = n < 0 ? null : []
    for (; n > 0; n--) entries.push(readEntryData(r, v))
  }
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, entries, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, entries }
}

function writeEntityData(w, x, v) {
  const flex = v >= 1
  if (flex) w.compactString(x.entityType ?? '')
  else w.string(x.entityType ?? '')
  if (flex) w.compactNullableString(x.entityName ?? null)
  else w.nullableString(x.entityName ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeValueData(w, x, v) {
  const flex = v >= 1
  if (flex) w.compactString(x.key ?? '')
  else w.string(x.key ?? '')
  w.float64(x.value ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeEntryData(w, x, v) {
  const flex = v >= 1
  {
    const a = x.entity
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeEntityData(w, a[i], v)
  }
  {
    const a = x.values
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeValueData(w, a[i], v)
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

export function writeDescribeClientQuotasResponse(w, x, v) {
  const flex = v >= 1
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  {
    const a = x.entries
    const n = a == null ? -1 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeEntryData(w, a[i], v)
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
