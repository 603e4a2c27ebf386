// Made by scripts/generate.ts from schema/messages/033-alter-configs. Do not edit.

function readAlterableConfig(r, v) {
  const flex = v >= 2
  const name = (flex ? r.compactString() : r.string())
  const value_ = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, value: value_, unknownTaggedFields: tags }
  return { name, value: value_ }
}

function readAlterConfigsResource(r, v) {
  const flex = v >= 2
  const resourceType = r.int8()
  const resourceName = (flex ? r.compactString() : r.string())
  const configs = []
  for (let n = (flex ? r.compactCount(3) : r.count(4)); n > 0; n--) configs.push(readAlterableConfig(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { resourceType, resourceName, configs, unknownTaggedFields: tags }
  return { resourceType, resourceName, configs }
}

export function readAlterConfigsRequest(r, v) {
  const flex = v >= 2
  const resources = []
  for (let n = (flex ? r.compactCount(4) : r.count(7)); n > 0; n--) resources.push(readAlterConfigsResource(r, v))
  const validateOnly = r.bool()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { resources, validateOnly, unknownTaggedFields: tags }
  return { resources, validateOnly }
}

function writeAlterableConfig(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  if (flex) w.compactNullableString(x.value ?? null)
  else w.nullableString(x.value ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeAlterConfigsResource(w, x, v) {
  const flex = v >= 2
  w.int8(x.resourceType ?? 0)
  if (flex) w.compactString(x.resourceName ?? '')
  else w.string(x.resourceName ?? '')
  {
    const a = x.configs
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterableConfig(w, a[i], v)
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

export function writeAlterConfigsRequest(w, x, v) {
  const flex = v >= 2
  {
    const a = x.resources
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterConfigsResource(w, a[i], v)
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

function readAlterConfigsResourceResponse(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const resourceType = r.int8()
  const resourceName = (flex ? r.compactString() : r.string())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, errorMessage, resourceType, resourceName, unknownTaggedFields: tags }
  return { errorCode, errorMessage, resourceType, resourceName }
}

export function readAlterConfigsResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const responses = []
  for (let n = (flex ? r.compactCount(6) : r.count(7)); n > 0; n--) responses.push(readAlterConfigsResourceResponse(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, responses, unknownTaggedFields: tags }
  return { throttleTimeMs, responses }
}

function writeAlterConfigsResourceResponse(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  w.int8(x.resourceType ?? 0)
  if (flex) w.compactString(x.resourceName ?? '')
  else w.string(x.resourceName ?? '')
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeAlterConfigsResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.responses
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterConfigsResourceResponse(w, a[i], v)
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
