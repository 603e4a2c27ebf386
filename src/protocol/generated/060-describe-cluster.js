// Made by scripts/generate.ts from schema/messages/060-describe-cluster. Do not edit.

export function readDescribeClusterRequest(r, v) {
  const includeClusterAuthorizedOperations = r.bool()
  const endpointType = v >= 1 ? r.int8() : 1
  const includeFencedBrokers = v >= 2 ? r.bool() : false
  const tags = r.unknownTags()
  if (tags !== undefined) return { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers, unknownTaggedFields: tags }
  return { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers }
}

export function writeDescribeClusterRequest(w, x, v) {
  w.bool(x.includeClusterAuthorizedOperations ?? false)
  if (v >= 1) w.int8(x.endpointType ?? 1)
  if (v >= 2) w.bool(x.includeFencedBrokers ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readDescribeClusterBroker(r, v) {
  const brokerId = r.int32()
  const host = r.compactString()
  const port = r.int32()
  const rack = r.compactNullableString()
  const isFenced = v >= 2 ? r.bool() : false
  const tags = r.unknownTags()
  if (tags !== undefined) return { brokerId, host, port, rack, isFenced, unknownTaggedFields: tags }
  return { brokerId, host, port, rack, isFenced }
}

export function readDescribeClusterResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const endpointType = v >= 1 ? r.int8() : 1
  const clusterId = r.compactString()
  const controllerId = r.int32()
  const brokers = []
  for (let n = r.compactCount(11); n > 0; n--) brokers.push(readDescribeClusterBroker(r, v))
  const clusterAuthorizedOperations = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, endpointType, clusterId, controllerId, brokers, clusterAuthorizedOperations, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, endpointType, clusterId, controllerId, brokers, clusterAuthorizedOperations }
}

function writeDescribeClusterBroker(w, x, v) {
  w.int32(x.brokerId ?? 0)
  w.compactString(x.host ?? '')
  w.int32(x.port ?? 0)
  w.compactNullableString(x.rack ?? null)
  if (v >= 2) w.bool(x.isFenced ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDescribeClusterResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  if (v >= 1) w.int8(x.endpointType ?? 1)
  w.compactString(x.clusterId ?? '')
  w.int32(x.controllerId ?? -1)
  {
    const a = x.brokers
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribeClusterBroker(w, a[i], v)
  }
  w.int32(x.clusterAuthorizedOperations ?? -2147483648)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
