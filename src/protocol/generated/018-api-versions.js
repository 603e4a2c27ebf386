// Made by scripts/generate.ts from schema/messages/018-api-versions. Do not edit.
const NO_TAGS = Object.freeze([])

export function readApiVersionsRequest(r, v) {
  const flex = v >= 3
  const clientSoftwareName = v >= 3 ? r.compactString() : ''
  const clientSoftwareVersion = v >= 3 ? r.compactString() : ''
  const clusterId = v >= 5 ? r.compactNullableString() : null
  const nodeId = v >= 5 ? r.int32() : -1
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { clientSoftwareName, clientSoftwareVersion, clusterId, nodeId, unknownTaggedFields: tags }
  return { clientSoftwareName, clientSoftwareVersion, clusterId, nodeId }
}

export function writeApiVersionsRequest(w, x, v) {
  const flex = v >= 3
  if (v >= 3) w.compactString(x.clientSoftwareName ?? '')
  if (v >= 3) w.compactString(x.clientSoftwareVersion ?? '')
  if (v >= 5) w.compactNullableString(x.clusterId ?? null)
  if (v >= 5) w.int32(x.nodeId ?? -1)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readApiVersion(r, v) {
  const flex = v >= 3
  const apiKey = r.int16()
  const minVersion = r.int16()
  const maxVersion = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { apiKey, minVersion, maxVersion, unknownTaggedFields: tags }
  return { apiKey, minVersion, maxVersion }
}

function readSupportedFeatureKey(r, v) {
  const name = r.compactString()
  const minVersion = r.int16()
  const maxVersion = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, minVersion, maxVersion, unknownTaggedFields: tags }
  return { name, minVersion, maxVersion }
}

function readFinalizedFeatureKey(r, v) {
  const name = r.compactString()
  const maxVersionLevel = r.int16()
  const minVersionLevel = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, maxVersionLevel, minVersionLevel, unknownTaggedFields: tags }
  return { name, maxVersionLevel, minVersionLevel }
}

export function readApiVersionsResponse(r, v) {
  const flex = v >= 3
  const errorCode = r.int16()
  const apiKeys = []
  for (let n = (flex ? r.compactCount(7) : r.count(6)); n > 0; n--) apiKeys.push(readApiVersion(r, v))
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  let supportedFeatures = []
  let finalizedFeaturesEpoch = -1
  let finalizedFeatures = []
  let zkMigrationReady = false
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0) {
        supportedFeatures = []
        for (let n = r.compactCount(6); n > 0; n--) supportedFeatures.push(readSupportedFeatureKey(r, v))
      } else if (tag === 1) {
        finalizedFeaturesEpoch = r.int64()
      } else if (tag === 2) {
        finalizedFeatures = []
        for (let n = r.compactCount(6); n > 0; n--) finalizedFeatures.push(readFinalizedFeatureKey(r, v))
      } else if (tag === 3) {
        zkMigrationReady = r.bool()
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { errorCode, apiKeys, throttleTimeMs, supportedFeatures, finalizedFeaturesEpoch, finalizedFeatures, zkMigrationReady, unknownTaggedFields: tags }
  return { errorCode, apiKeys, throttleTimeMs, supportedFeatures, finalizedFeaturesEpoch, finalizedFeatures, zkMigrationReady }
}

function writeApiVersion(w, x, v) {
  const flex = v >= 3
  w.int16(x.apiKey ?? 0)
  w.int16(x.minVersion ?? 0)
  w.int16(x.maxVersion ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeSupportedFeatureKey(w, x, v) {
  w.compactString(x.name ?? '')
  w.int16(x.minVersion ?? 0)
  w.int16(x.maxVersion ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeFinalizedFeatureKey(w, x, v) {
  w.compactString(x.name ?? '')
  w.int16(x.maxVersionLevel ?? 0)
  w.int16(x.minVersionLevel ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeApiVersionsResponse(w, x, v) {
  const flex = v >= 3
  w.int16(x.errorCode ?? 0)
  {
    const a = x.apiKeys
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeApiVersion(w, a[i], v)
  }
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = x.supportedFeatures != null && x.supportedFeatures.length > 0
    const has1 = (x.finalizedFeaturesEpoch ?? -1) !== -1
    const has2 = x.finalizedFeatures != null && x.finalizedFeatures.length > 0
    const has3 = (x.zkMigrationReady ?? false) !== false
    w.uvarint(tags.length + (has0 ? 1 : 0) + (has1 ? 1 : 0) + (has2 ? 1 : 0) + (has3 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      {
        const a = x.supportedFeatures
        const n = a == null ? 0 : a.length
        w.compactCount(n)
        for (let i = 0; i < n; i++) writeSupportedFeatureKey(w, a[i], v)
      }
      w.endTag(mark)
    }
    if (has1) {
      next = w.unknownTags(tags, next, 1)
      const mark = w.beginTag(1)
      w.int64(x.finalizedFeaturesEpoch ?? -1)
      w.endTag(mark)
    }
    if (has2) {
      next = w.unknownTags(tags, next, 2)
      const mark = w.beginTag(2)
      {
        const a = x.finalizedFeatures
        const n = a == null ? 0 : a.length
        w.compactCount(n)
        for (let i = 0; i < n; i++) writeFinalizedFeatureKey(w, a[i], v)
      }
      w.endTag(mark)
    }
    if (has3) {
      next = w.unknownTags(tags, next, 3)
      const mark = w.beginTag(3)
      w.bool(x.zkMigrationReady ?? false)
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}
