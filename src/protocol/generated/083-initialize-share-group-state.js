// Made by scripts/generate.ts from schema/messages/083-initialize-share-group-state. Do not edit.

function readPartitionData(r, v) {
  const partition = r.int32()
  const stateEpoch = r.int32()
  const startOffset = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partition, stateEpoch, startOffset, unknownTaggedFields: tags }
  return { partition, stateEpoch, startOffset }
}

function readInitializeStateData(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(17); n > 0; n--) partitions.push(readPartitionData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readInitializeShareGroupStateRequest(r, v) {
  const groupId = r.compactString()
  const topics = []
  for (let n = r.compactCount(18); n > 0; n--) topics.push(readInitializeStateData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, topics, unknownTaggedFields: tags }
  return { groupId, topics }
}

function writePartitionData(w, x, v) {
  w.int32(x.partition ?? 0)
  w.int32(x.stateEpoch ?? 0)
  w.int64(x.startOffset ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeInitializeStateData(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writePartitionData(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeInitializeShareGroupStateRequest(w, x, v) {
  w.compactString(x.groupId ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeInitializeStateData(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readPartitionResult(r, v) {
  const partition = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partition, errorCode, errorMessage, unknownTaggedFields: tags }
  return { partition, errorCode, errorMessage }
}

function readInitializeStateResult(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(8); n > 0; n--) partitions.push(readPartitionResult(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readInitializeShareGroupStateResponse(r, v) {
  const results = []
  for (let n = r.compactCount(18); n > 0; n--) results.push(readInitializeStateResult(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { results, unknownTaggedFields: tags }
  return { results }
}

function writePartitionResult(w, x, v) {
  w.int32(x.partition ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeInitializeStateResult(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writePartitionResult(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeInitializeShareGroupStateResponse(w, x, v) {
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeInitializeStateResult(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
