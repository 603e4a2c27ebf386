// Made by scripts/generate.ts from schema/messages/003-metadata. Do not edit.

function readMetadataRequestTopic(r, v) {
  const flex = v >= 9
  const topicId = v >= 10 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const name = (v >= 10 ? (flex ? r.compactNullableString() : r.nullableString()) : (flex ? r.compactString() : r.string()))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topicId, name, unknownTaggedFields: tags }
  return { topicId, name }
}

export function readMetadataRequest(r, v) {
  const flex = v >= 9
  let topics = null
  {
    let n = (v >= 1 ? (flex ? r.compactNullableCount(2) : r.nullableCount(2)) : (flex ? r.compactCount(2) : r.count(2)))
    topics = n < 0 ? null : []
    for (; n > 0; n--) topics.push(readMetadataRequestTopic(r, v))
  }
  const allowAutoTopicCreation = v >= 4 ? r.bool() : true
  const includeClusterAuthorizedOperations = v >= 8 && v <= 10 ? r.bool() : false
  const includeTopicAuthorizedOperations = v >= 8 ? r.bool() : false
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topics, allowAutoTopicCreation, includeClusterAuthorizedOperations, includeTopicAuthorizedOperations, unknownTaggedFields: tags }
  return { topics, allowAutoTopicCreation, includeClusterAuthorizedOperations, includeTopicAuthorizedOperations }
}

function writeMetadataRequestTopic(w, x, v) {
  const flex = v >= 9
  if (v >= 10) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  if (v >= 10) {
    if (flex) w.compactNullableString(x.name ?? null)
    else w.nullableString(x.name ?? null)
  } else {
    if (flex) w.compactString(x.name ?? '')
    else w.string(x.name ?? '')
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

export function writeMetadataRequest(w, x, v) {
  const flex = v >= 9
  {
    const a = x.topics
    const n = a == null ? (v >= 1 ? -1 : 0) : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeMetadataRequestTopic(w, a[i], v)
  }
  if (v >= 4) w.bool(x.allowAutoTopicCreation ?? true)
  if (v >= 8 && v <= 10) w.bool(x.includeClusterAuthorizedOperations ?? false)
  if (v >= 8) w.bool(x.includeTopicAuthorizedOperations ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readMetadataResponseBroker(r, v) {
  const flex = v >= 9
  const nodeId = r.int32()
  const host = (flex ? r.compactString() : r.string())
  const port = r.int32()
  const rack = v >= 1 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { nodeId, host, port, rack, unknownTaggedFields: tags }
  return { nodeId, host, port, rack }
}

function readMetadataResponsePartition(r, v) {
  const flex = v >= 9
  const errorCode = r.int16()
  const partitionIndex = r.int32()
  const leaderId = r.int32()
  const leaderEpoch = v >= 7 ? r.int32() : -1
  const replicaNodes = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) replicaNodes.push(r.int32())
  const isrNodes = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) isrNodes.push(r.int32())
  const offlineReplicas = []
  if (v >= 5) for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) offlineReplicas.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas, unknownTaggedFields: tags }
  return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas }
}

function readMetadataResponseTopic(r, v) {
  const flex = v >= 9
  const errorCode = r.int16()
  const name = (v >= 12 ? (flex ? r.compactNullableString() : r.nullableString()) : (flex ? r.compactString() : r.string()))
  const topicId = v >= 10 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const isInternal = v >= 1 ? r.bool() : false
  const partitions = []
  for (let n = (flex ? r.compactCount(18) : r.count(18)); n > 0; n--) partitions.push(readMetadataResponsePartition(r, v))
  const topicAuthorizedOperations = v >= 8 ? r.int32() : -2147483648
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations, unknownTaggedFields: tags }
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations }
}

export function readMetadataResponse(r, v) {
  const flex = v >= 9
  const throttleTimeMs = v >= 3 ? r.int32() : 0
  const brokers = []
  for (let n = (flex ? r.compactCount(11) : r.count(10)); n > 0; n--) brokers.push(readMetadataResponseBroker(r, v))
  const clusterId = v >= 2 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const controllerId = v >= 1 ? r.int32() : -1
  const topics = []
  for (let n = (flex ? r.compactCount(10) : r.count(8)); n > 0; n--) topics.push(readMetadataResponseTopic(r, v))
  const clusterAuthorizedOperations = v >= 8 && v <= 10 ? r.int32() : -2147483648
  const errorCode = v >= 13 ? r.int16() : 0
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, brokers, clusterId, controllerId, topics, clusterAuthorizedOperations, errorCode, unknownTaggedFields: tags }
  return { throttleTimeMs, brokers, clusterId, controllerId, topics, clusterAuthorizedOperations, errorCode }
}

function writeMetadataResponseBroker(w, x, v) {
  const flex = v >= 9
  w.int32(x.nodeId ?? 0)
  if (flex) w.compactString(x.host ?? '')
  else w.string(x.host ?? '')
  w.int32(x.port ?? 0)
  if (v >= 1) {
    if (flex) w.compactNullableString(x.rack ?? null)
    else w.nullableString(x.rack ?? null)
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

function writeMetadataResponsePartition(w, x, v) {
  const flex = v >= 9
  w.int16(x.errorCode ?? 0)
  w.int32(x.partitionIndex ?? 0)
  w.int32(x.leaderId ?? 0)
  if (v >= 7) w.int32(x.leaderEpoch ?? -1)
  {
    const a = x.replicaNodes
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  {
    const a = x.isrNodes
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  if (v >= 5) {
    {
      const a = x.offlineReplicas
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) w.int32(a[i])
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

function writeMetadataResponseTopic(w, x, v) {
  const flex = v >= 9
  w.int16(x.errorCode ?? 0)
  if (v >= 12) {
    if (flex) w.compactNullableString(x.name ?? null)
    else w.nullableString(x.name ?? null)
  } else {
    if (flex) w.compactString(x.name ?? '')
    else w.string(x.name ?? '')
  }
  if (v >= 10) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  if (v >= 1) w.bool(x.isInternal ?? false)
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeMetadataResponsePartition(w, a[i], v)
  }
  if (v >= 8) w.int32(x.topicAuthorizedOperations ?? -2147483648)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeMetadataResponse(w, x, v) {
  const flex = v >= 9
  if (v >= 3) w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.brokers
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeMetadataResponseBroker(w, a[i], v)
  }
  if (v >= 2) {
    if (flex) w.compactNullableString(x.clusterId ?? null)
    else w.nullableString(x.clusterId ?? null)
  }
  if (v >= 1) w.int32(x.controllerId ?? -1)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeMetadataResponseTopic(w, a[i], v)
  }
  if (v >= 8 && v <= 10) w.int32(x.clusterAuthorizedOperations ?? -2147483648)
  if (v >= 13) w.int16(x.errorCode ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}
