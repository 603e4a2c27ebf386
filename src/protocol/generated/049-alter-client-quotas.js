// Made by scripts/generate.ts from schema/messages/049-alter-client-quotas. Do not edit.

function readAlterClientQuotasRequestEntityData(r, v) {
  const flex = v >= 1
  const entityType = (flex ? r.compactString() : r.string())
  const entityName = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { entityType, entityName, unknownTaggedFields: tags }
  return { entityType, entityName }
}

function readOpData(r, v) {
  const flex = v >= 1
  const key = (flex ? r.compactString() : r.string())
  const value_ = r.float64()
  const remove = r.bool()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { key, value: value_, remove, unknownTaggedFields: tags }
  return { key, value: value_, remove }
}

function readAlterClientQuotasRequestEntryData(r, v) {
  const flex = v >= 1
  const entity = []
  for (let n = (flex ? r.compactCount(3) : r.count(4)); n > 0; n--) entity.push(readAlterClientQuotasRequestEntityData(r, v))
  const ops = []
  for (let n = (flex ? r.compactCount(11) : r.count(11)); n > 0; n--) ops.push(readOpData(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { entity, ops, unknownTaggedFields: tags }
  return { entity, ops }
}

export function readAlterClientQuotasRequest(r, v) {
  const flex = v >= 1
  const entries = []
  for (let n = (flex ? r.compactCount(3) : r.count(8)); n > 0; n--) entries.push(readAlterClientQuotasRequestEntryData(r, v))
  const validateOnly = r.bool()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { entries, validateOnly, unknownTaggedFields: tags }
  return { entries, validateOnly }
}

function writeAlterClientQuotasRequestEntityData(w, x, v) {
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

function writeOpData(w, x, v) {
  const flex = v >= 1
  if (flex) w.compactString(x.key ?? '')
  else w.string(x.key ?? '')
  w.float64(x.value ?? 0)
  w.bool(x.remove ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeAlterClientQuotasRequestEntryData(w, x, v) {
  const flex = v >= 1
  {
    const a = x.entity
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterClientQuotasRequestEntityData(w, a[i], v)
  }
  {
    const a = x.ops
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeOpData(w, a[i], v)
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

export function writeAlterClientQuotasRequest(w, x, v) {
  const flex = v >= 1
  {
    const a = x.entries
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterClientQuotasRequestEntryData(w, a[i], v)
  }
  w.bool(x.validateOnly ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readAlterClientQuotasResponseEntityData(r, v) {
  const flex = v >= 1
  const entityType = (flex ? r.compactString() : r.string())
  const entityName = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { entityType, entityName, unknownTaggedFields: tags }
  return { entityType, entityName }
}

function readAlterClientQuotasResponseEntryData(r, v) {
  const flex = v >= 1
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const entity = []
  for (let n = (flex ? r.compactCount(3) : r.count(4)); n > 0; n--) entity.push(readAlterClientQuotasResponseEntityData(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, errorMessage, entity, unknownTaggedFields: tags }
  return { errorCode, errorMessage, entity }
}

export function readAlterClientQuotasResponse(r, v) {
  const flex = v >= 1
  const throttleTimeMs = r.int32()
  const entries = []
  for (let n = (flex ? r.compactCount(5) : r.count(8)); n > 0; n--) entries.push(readAlterClientQuotasResponseEntryData(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, entries, unknownTaggedFields: tags }
  return { throttleTimeMs, entries }
}

function writeAlterClientQuotasResponseEntityData(w, x, v) {
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

function writeAlterClientQuotasResponseEntryData(w, x, v) {
  const flex = v >= 1
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  {
    const a = x.entity
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterClientQuotasResponseEntityData(w, a[i], v)
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

export function writeAlterClientQuotasResponse(w, x, v) {
  const flex = v >= 1
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.entries
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterClientQuotasResponseEntryData(w, a[i], v)
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
