// Made by scripts/generate.ts from schema/messages/074-list-config-resources. Do not edit.

export function readListConfigResourcesRequest(r, v) {
  const resourceTypes = []
  if (v >= 1) for (let n = r.compactCount(1); n > 0; n--) resourceTypes.push(r.int8())
  const tags = r.unknownTags()
  if (tags !== undefined) return { resourceTypes, unknownTaggedFields: tags }
  return { resourceTypes }
}

export function writeListConfigResourcesRequest(w, x, v) {
  if (v >= 1) {
    {
      const a = x.resourceTypes
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) w.int8(a[i])
    }
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readConfigResource(r, v) {
  const resourceName = r.compactString()
  const resourceType = v >= 1 ? r.int8() : 16
  const tags = r.unknownTags()
  if (tags !== undefined) return { resourceName, resourceType, unknownTaggedFields: tags }
  return { resourceName, resourceType }
}

export function readListConfigResourcesResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const configResources = []
  for (let n = r.compactCount(2); n > 0; n--) configResources.push(readConfigResource(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, configResources, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, configResources }
}

function writeConfigResource(w, x, v) {
  w.compactString(x.resourceName ?? '')
  if (v >= 1) w.int8(x.resourceType ?? 16)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeListConfigResourcesResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  {
    const a = x.configResources
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeConfigResource(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
