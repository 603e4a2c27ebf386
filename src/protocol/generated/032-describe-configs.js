// Made by scripts/generate.ts from schema/messages/032-describe-configs. Do not edit.

function readDescribeConfigsResource(r, v) {
  const flex = v >= 4
  const resourceType = r.int8()
  const resourceName = (flex ? r.compactString() : r.string())
  let configurationKeys = null
  {
    let n = (flex ? r.compactNullableCount(1) : r.nullableCount(2))
    configurationKeys = n < 0 ? null : []
    for (; n > 0; n--) configurationKeys.push((flex ? r.compactString() : r.string()))
  }
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { resourceType, resourceName, configurationKeys, unknownTaggedFields: tags }
  return { resourceType, resourceName, configurationKeys }
}

export function readDescribeConfigsRequest(r, v) {
  const flex = v >= 4
  const resources = []
  for (let n = (flex ? r.compactCount(4) : r.count(7)); n > 0; n--) resources.push(readDescribeConfigsResource(r, v))
  const includeSynonyms = v >= 1 ? r.bool() : false
  const includeDocumentation = v >= 3 ? r.bool() : false
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { resources, includeSynonyms, includeDocumentation, unknownTaggedFields: tags }
  return { resources, includeSynonyms, includeDocumentation }
}

function writeDescribeConfigsResource(w, x, v) {
  const flex = v >= 4
  w.int8(x.resourceType ?? 0)
  if (flex) w.compactString(x.resourceName ?? '')
  else w.string(x.resourceName ?? '')
  {
    const a = x.configurationKeys
    const n = a == null ? -1 : a.length
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

export function writeDescribeConfigsRequest(w, x, v) {
  const flex = v >= 4
  {
    const a = x.resources
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribeConfigsResource(w, a[i], v)
  }
  if (v >= 1) w.bool(x.includeSynonyms ?? false)
  if (v >= 3) w.bool(x.includeDocumentation ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readDescribeConfigsSynonym(r, v) {
  const flex = v >= 4
  const name = (flex ? r.compactString() : r.string())
  const value_ = (flex ? r.compactNullableString() : r.nullableString())
  const source = r.int8()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, value: value_, source, unknownTaggedFields: tags }
  return { name, value: value_, source }
}

function readDescribeConfigsResourceResult(r, v) {
  const flex = v >= 4
  const name = (flex ? r.compactString() : r.string())
  const value_ = (flex ? r.compactNullableString() : r.nullableString())
  const readOnly = r.bool()
  const isDefault = v <= 0 ? r.bool() : false
  const configSource = v >= 1 ? r.int8() : -1
  const isSensitive = r.bool()
  const synonyms = []
  if (v >= 1) for (let n = (flex ? r.compactCount(4) : r.count(5)); n > 0; n--) synonyms.push(readDescribeConfigsSynonym(r, v))
  const configType = v >= 3 ? r.int8() : 0
  const documentation = v >= 3 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, value: value_, readOnly, isDefault, configSource, isSensitive, synonyms, configType, documentation, unknownTaggedFields: tags }
  return { name, value: value_, readOnly, isDefault, configSource, isSensitive, synonyms, configType, documentation }
}

function readDescribeConfigsResult(r, v) {
  const flex = v >= 4
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const resourceType = r.int8()
  const resourceName = (flex ? r.compactString() : r.string())
  const configs = []
  for (let n = (flex ? r.compactCount(9) : r.count(7)); n > 0; n--) configs.push(readDescribeConfigsResourceResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, errorMessage, resourceType, resourceName, configs, unknownTaggedFields: tags }
  return { errorCode, errorMessage, resourceType, resourceName, configs }
}

export function readDescribeConfigsResponse(r, v) {
  const flex = v >= 4
  const throttleTimeMs = r.int32()
  const results = []
  for (let n = (flex ? r.compactCount(7) : r.count(11)); n > 0; n--) results.push(readDescribeConfigsResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, results, unknownTaggedFields: tags }
  return { throttleTimeMs, results }
}

function writeDescribeConfigsSynonym(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  if (flex) w.compactNullableString(x.value ?? null)
  else w.nullableString(x.value ?? null)
  w.int8(x.source ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeDescribeConfigsResourceResult(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  if (flex) w.compactNullableString(x.value ?? null)
  else w.nullableString(x.value ?? null)
  w.bool(x.readOnly ?? false)
  if (v <= 0) w.bool(x.isDefault ?? false)
  if (v >= 1) w.int8(x.configSource ?? -1)
  w.bool(x.isSensitive ?? false)
  if (v >= 1) {
    {
      const a = x.synonyms
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeDescribeConfigsSynonym(w, a[i], v)
    }
  }
  if (v >= 3) w.int8(x.configType ?? 0)
  if (v >= 3) {
    if (flex) w.compactNullableString(x.documentation ?? null)
    else w.nullableString(x.documentation ?? null)
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

function writeDescribeConfigsResult(w, x, v) {
  const flex = v >= 4
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  w.int8(x.resourceType ?? 0)
  if (flex) w.compactString(x.resourceName ?? '')
  else w.string(x.resourceName ?? '')
  {
    const a = x.configs
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribeConfigsResourceResult(w, a[i], v)
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

export function writeDescribeConfigsResponse(w, x, v) {
  const flex = v >= 4
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribeConfigsResult(w, a[i], v)
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
