// Made by scripts/generate.ts from schema/messages/075-describe-topic-partitions. Do not edit.

function readTopicRequest(r, v) {
  const name = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, unknownTaggedFields: tags }
  return { name }
}

function readDescribeTopicPartitionsRequestCursor(r, v) {
  const topicName = r.compactString()
  const partitionIndex = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, partitionIndex, unknownTaggedFields: tags }
  return { topicName, partitionIndex }
}

export function readDescribeTopicPartitionsRequest(r, v) {
  const topics = []
  for (let n = r.compactCount(2); n > 0; n--) topics.push(readTopicRequest(r, v))
  const responsePartitionLimit = r.int32()
  const cursor = (r.int8() < 0 ? null : readDescribeTopicPartitionsRequestCursor(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topics, responsePartitionLimit, cursor, unknownTaggedFields: tags }
  return { topics, responsePartitionLimit, cursor }
}

function writeTopicRequest(w, x, v) {
  w.compactString(x.name ?? '')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeDescribeTopicPartitionsRequestCursor(w, x, v) {
  w.compactString(x.topicName ?? '')
  w.int32(x.partitionIndex ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDescribeTopicPartitionsRequest(w, x, v) {
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicRequest(w, a[i], v)
  }
  w.int32(x.responsePartitionLimit ?? 2000)
  if (x.cursor == null) w.int8(-1)
  else {
    w.int8(1)
    writeDescribeTopicPartitionsRequestCursor(w, x.cursor, v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readDescribeTopicPartitionsResponsePartition(r, v) {
  const errorCode = r.int16()
  const partitionIndex = r.int32()
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  const replicaNodes = []
  for (let n = r.compactCount(4); n > 0; n--) replicaNodes.push(r.int32())
  const isrNodes = []
  for (let n = r.compactCount(4); n > 0; n--) isrNodes.push(r.int32())
  let eligibleLeaderReplicas = null
  {
    let n = r.compactNullableCount(4)
    eligibleLeaderReplicas = n < 0 ? null : []
    for (; n > 0; n--) eligibleLeaderReplicas.push(r.int32())
  }
  let lastKnownElr = null
  {
    let n = r.compactNullableCount(4)
    lastKnownElr = n < 0 ? null : []
    for (; n > 0; n--) lastKnownElr.push(r.int32())
  }
  const offlineReplicas = []
  for (let n = r.compactCount(4); n > 0; n--) offlineReplicas.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, eligibleLeaderReplicas, lastKnownElr, offlineReplicas, unknownTaggedFields: tags }
  return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, eligibleLeaderReplicas, lastKnownElr, offlineReplicas }
}

function readDescribeTopicPartitionsResponseTopic(r, v) {
  const errorCode = r.int16()
  const name = r.compactNullableString()
  const topicId = r.uuid()
  const isInternal = r.bool()
  const partitions = []
  for (let n = r.compactCount(20); n > 0; n--) partitions.push(readDescribeTopicPartitionsResponsePartition(r, v))
  const topicAuthorizedOperations = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations, unknownTaggedFields: tags }
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations }
}

function readDescribeTopicPartitionsResponseCursor(r, v) {
  const topicName = r.compactString()
  const partitionIndex = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, partitionIndex, unknownTaggedFields: tags }
  return { topicName, partitionIndex }
}

export function readDescribeTopicPartitionsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const topics = []
  for (let n = r.compactCount(26); n > 0; n--) topics.push(readDescribeTopicPartitionsResponseTopic(r, v))
  const nextCursor = (r.int8() < 0 ? null : readDescribeTopicPartitionsResponseCursor(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, topics, nextCursor, unknownTaggedFields: tags }
  return { throttleTimeMs, topics, nextCursor }
}

function writeDescribeTopicPartitionsResponsePartition(w, x, v) {
  w.int16(x.errorCode ?? 0)
  w.int32(x.partitionIndex ?? 0)
  w.int32(x.leaderId ?? 0)
  w.int32(x.leaderEpoch ?? -1)
  {
    const a = x.replicaNodes
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  {
    const a = x.isrNodes
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  {
    const a = x.eligibleLeaderReplicas
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  {
    const a = x.lastKnownElr
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  {
    const a = x.offlineReplicas
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeDescribeTopicPartitionsResponseTopic(w, x, v) {
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.name ?? null)
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.bool(x.isInternal ?? false)
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribeTopicPartitionsResponsePartition(w, a[i], v)
  }
  w.int32(x.topicAuthorizedOperations ?? -2147483648)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeDescribeTopicPartitionsResponseCursor(w, x, v) {
  w.compactString(x.topicName ?? '')
  w.int32(x.partitionIndex ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDescribeTopicPartitionsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribeTopicPartitionsResponseTopic(w, a[i], v)
  }
  if (x.nextCursor == null) w.int8(-1)
  else {
    w.int8(1)
    writeDescribeTopicPartitionsResponseCursor(w, x.nextCursor, v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
