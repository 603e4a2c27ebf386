// Made by scripts/generate.ts from schema/messages/057-update-features. Do not edit.

function readFeatureUpdateKey(r, v) {
  const feature = r.compactString()
  const maxVersionLevel = r.int16()
  const allowDowngrade = v <= 0 ? r.bool() : false
  const upgradeType = v >= 1 ? r.int8() : 1
  const tags = r.unknownTags()
  if (tags !== undefined) return { feature, maxVersionLevel, allowDowngrade, upgradeType, unknownTaggedFields: tags }
  return { feature, maxVersionLevel, allowDowngrade, upgradeType }
}

export function readUpdateFeaturesRequest(r, v) {
  const timeoutMs = r.int32()
  const featureUpdates = []
  for (let n = r.compactCount(5); n > 0; n--) featureUpdates.push(readFeatureUpdateKey(r, v))
  const validateOnly = v >= 1 ? r.bool() : false
  const tags = r.unknownTags()
  if (tags !== undefined) return { timeoutMs, featureUpdates, validateOnly, unknownTaggedFields: tags }
  return { timeoutMs, featureUpdates, validateOnly }
}

function writeFeatureUpdateKey(w, x, v) {
  w.compactString(x.feature ?? '')
  w.int16(x.maxVersionLevel ?? 0)
  if (v <= 0) w.bool(x.allowDowngrade ?? false)
  if (v >= 1) w.int8(x.upgradeType ?? 1)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeUpdateFeaturesRequest(w, x, v) {
  w.int32(x.timeoutMs ?? 60000)
  {
    const a = x.featureUpdates
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeFeatureUpdateKey(w, a[i], v)
  }
  if (v >= 1) w.bool(x.validateOnly ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readUpdatableFeatureResult(r, v) {
  const feature = r.compactString()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { feature, errorCode, errorMessage, unknownTaggedFields: tags }
  return { feature, errorCode, errorMessage }
}

export function readUpdateFeaturesResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const results = []
  if (v <= 1) for (let n = r.compactCount(5); n > 0; n--) results.push(readUpdatableFeatureResult(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, results, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, results }
}

function writeUpdatableFeatureResult(w, x, v) {
  w.compactString(x.feature ?? '')
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeUpdateFeaturesResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  if (v <= 1) {
    {
      const a = x.results
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeUpdatableFeatureResult(w, a[i], v)
    }
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
