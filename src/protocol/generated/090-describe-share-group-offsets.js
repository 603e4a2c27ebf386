// Made by scripts/generate.ts from schema/messages/090-describe-share-group-offsets. Do not edit.

function readDescribeShareGroupOffsetsRequestTopic(r, v) {
  const topicName = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, partitions, unknownTaggedFields: tags }
  return { topicName, partitions }
}

function readDescribeShareGroupOffsetsRequestGroup(r, v) {
  const groupId = r.compactString()
  let topics = null
  {
    let n = r.compactNullableCount(3)
    topics = n < 0 ? null : []
    for (; n > 0; n--) topics.push(readDescribeShareGroupOffsetsRequestTopic(r, v))
  }
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, topics, unknownTaggedFields: tags }
  return { groupId, topics }
}

export function readDescribeShareGroupOffsetsRequest(r, v) {
  const groups = []
  for (let n = r.compactCount(3); n > 0; n--) groups.push(readDescribeShareGroupOffsetsRequestGroup(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { groups, unknownTaggedFields: tags }
  return { groups }
}

function writeDescribeShareGroupOffsetsRequestTopic(w, x, v) {
  w.compactString(x.topicName ?? '')
  {
    const a = x.partitions
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

function writeDescribeShareGroupOffsetsRequestGroup(w, x, v) {
  w.compactString(x.groupId ?? '')
  {
    const a = x.topics
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribeShareGroupOffsetsRequestTopic(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDescribeShareGroupOffsetsRequest(w, x, v) {
  {
    const a = x.groups
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribeShareGroupOffsetsRequestGroup(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readDescribeShareGroupOffsetsResponsePartition(r, v) {
  const partitionIndex = r.int32()
  const startOffset = r.int64()
  const leaderEpoch = r.int32()
  const lag = v >= 1 ? r.int64() : -1
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage, unknownTaggedFields: tags }
  return { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage }
}

function readDescribeShareGroupOffsetsResponseTopic(r, v) {
  const topicName = r.compactString()
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(20); n > 0; n--) partitions.push(readDescribeShareGroupOffsetsResponsePartition(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, topicId, partitions, unknownTaggedFields: tags }
  return { topicName, topicId, partitions }
}

function readDescribeShareGroupOffsetsResponseGroup(r, v) {
  const groupId = r.compactString()
  const topics = []
  for (let n = r.compactCount(19); n > 0; n--) topics.push(readDescribeShareGroupOffsetsResponseTopic(r, v))
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, topics, errorCode, errorMessage, unknownTaggedFields: tags }
  return { groupId, topics, errorCode, errorMessage }
}

export function readDescribeShareGroupOffsetsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const groups = []
  for (let n = r.compactCount(6); n > 0; n--) groups.push(readDescribeShareGroupOffsetsResponseGroup(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, groups, unknownTaggedFields: tags }
  return { throttleTimeMs, groups }
}

function writeDescribeShareGroupOffsetsResponsePartition(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int64(x.startOffset ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  if (v >= 1) w.int64(x.lag ?? -1)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeDescribeShareGroupOffsetsResponseTopic(w, x, v) {
  w.compactString(x.topicName ?? '')
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribeShareGroupOffsetsResponsePartition(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeDescribeShareGroupOffsetsResponseGroup(w, x, v) {
  w.compactString(x.groupId ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribeShareGroupOffsetsResponseTopic(w, a[i], v)
  }
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDescribeShareGroupOffsetsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.groups
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribeShareGroupOffsetsResponseGroup(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
