// Made by scripts/generate.ts from schema/messages/091-alter-share-group-offsets. Do not edit.

function readAlterShareGroupOffsetsRequestPartition(r, v) {
  const partitionIndex = r.int32()
  const startOffset = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, startOffset, unknownTaggedFields: tags }
  return { partitionIndex, startOffset }
}

function readAlterShareGroupOffsetsRequestTopic(r, v) {
  const topicName = r.compactString()
  const partitions = []
  for (let n = r.compactCount(13); n > 0; n--) partitions.push(readAlterShareGroupOffsetsRequestPartition(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, partitions, unknownTaggedFields: tags }
  return { topicName, partitions }
}

export function readAlterShareGroupOffsetsRequest(r, v) {
  const groupId = r.compactString()
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readAlterShareGroupOffsetsRequestTopic(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, topics, unknownTaggedFields: tags }
  return { groupId, topics }
}

function writeAlterShareGroupOffsetsRequestPartition(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int64(x.startOffset ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAlterShareGroupOffsetsRequestTopic(w, x, v) {
  w.compactString(x.topicName ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAlterShareGroupOffsetsRequestPartition(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeAlterShareGroupOffsetsRequest(w, x, v) {
  w.compactString(x.groupId ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAlterShareGroupOffsetsRequestTopic(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readAlterShareGroupOffsetsResponsePartition(r, v) {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, errorCode, errorMessage, unknownTaggedFields: tags }
  return { partitionIndex, errorCode, errorMessage }
}

function readAlterShareGroupOffsetsResponseTopic(r, v) {
  const topicName = r.compactString()
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(8); n > 0; n--) partitions.push(readAlterShareGroupOffsetsResponsePartition(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, topicId, partitions, unknownTaggedFields: tags }
  return { topicName, topicId, partitions }
}

export function readAlterShareGroupOffsetsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const responses = []
  for (let n = r.compactCount(19); n > 0; n--) responses.push(readAlterShareGroupOffsetsResponseTopic(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, responses, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, responses }
}

function writeAlterShareGroupOffsetsResponsePartition(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAlterShareGroupOffsetsResponseTopic(w, x, v) {
  w.compactString(x.topicName ?? '')
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAlterShareGroupOffsetsResponsePartition(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeAlterShareGroupOffsetsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  {
    const a = x.responses
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAlterShareGroupOffsetsResponseTopic(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
