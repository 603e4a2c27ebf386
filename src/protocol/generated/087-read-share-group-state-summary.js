// Made by scripts/generate.ts from schema/messages/087-read-share-group-state-summary. Do not edit.

function readPartitionData(r, v) {
  const partition = r.int32()
  const leaderEpoch = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partition, leaderEpoch, unknownTaggedFields: tags }
  return { partition, leaderEpoch }
}

function readReadStateSummaryData(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(9); n > 0; n--) partitions.push(readPartitionData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readReadShareGroupStateSummaryRequest(r, v) {
  const groupId = r.compactString()
  const topics = []
  for (let n = r.compactCount(18); n > 0; n--) topics.push(readReadStateSummaryData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, topics, unknownTaggedFields: tags }
  return { groupId, topics }
}

function writePartitionData(w, x, v) {
  w.int32(x.partition ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeReadStateSummaryData(w, x, v) {
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

export function writeReadShareGroupStateSummaryRequest(w, x, v) {
  w.compactString(x.groupId ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeReadStateSummaryData(w, a[i], v)
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
  const stateEpoch = r.int32()
  const leaderEpoch = r.int32()
  const startOffset = r.int64()
  const deliveryCompleteCount = v >= 1 ? r.int32() : -1
  const tags = r.unknownTags()
  if (tags !== undefined) return { partition, errorCode, errorMessage, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, unknownTaggedFields: tags }
  return { partition, errorCode, errorMessage, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount }
}

function readReadStateSummaryResult(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(24); n > 0; n--) partitions.push(readPartitionResult(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readReadShareGroupStateSummaryResponse(r, v) {
  const results = []
  for (let n = r.compactCount(18); n > 0; n--) results.push(readReadStateSummaryResult(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { results, unknownTaggedFields: tags }
  return { results }
}

function writePartitionResult(w, x, v) {
  w.int32(x.partition ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  w.int32(x.stateEpoch ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  w.int64(x.startOffset ?? 0)
  if (v >= 1) w.int32(x.deliveryCompleteCount ?? -1)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeReadStateSummaryResult(w, x, v) {
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

export function writeReadShareGroupStateSummaryResponse(w, x, v) {
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeReadStateSummaryResult(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
