// Made by scripts/generate.ts from schema/messages/085-write-share-group-state. Do not edit.

function readStateBatch(r, v) {
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  const deliveryState = r.int8()
  const deliveryCount = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { firstOffset, lastOffset, deliveryState, deliveryCount, unknownTaggedFields: tags }
  return { firstOffset, lastOffset, deliveryState, deliveryCount }
}

function readPartitionData(r, v) {
  const partition = r.int32()
  const stateEpoch = r.int32()
  const leaderEpoch = r.int32()
  const startOffset = r.int64()
  const deliveryCompleteCount = v >= 1 ? r.int32() : -1
  const stateBatches = []
  for (let n = r.compactCount(20); n > 0; n--) stateBatches.push(readStateBatch(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches, unknownTaggedFields: tags }
  return { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches }
}

function readWriteStateData(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(22); n > 0; n--) partitions.push(readPartitionData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readWriteShareGroupStateRequest(r, v) {
  const groupId = r.compactString()
  const topics = []
  for (let n = r.compactCount(18); n > 0; n--) topics.push(readWriteStateData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, topics, unknownTaggedFields: tags }
  return { groupId, topics }
}

function writeStateBatch(w, x, v) {
  w.int64(x.firstOffset ?? 0)
  w.int64(x.lastOffset ?? 0)
  w.int8(x.deliveryState ?? 0)
  w.int16(x.deliveryCount ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writePartitionData(w, x, v) {
  w.int32(x.partition ?? 0)
  w.int32(x.stateEpoch ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  w.int64(x.startOffset ?? 0)
  if (v >= 1) w.int32(x.deliveryCompleteCount ?? -1)
  {
    const a = x.stateBatches
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStateBatch(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeWriteStateData(w, x, v) {
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

export function writeWriteShareGroupStateRequest(w, x, v) {
  w.compactString(x.groupId ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeWriteStateData(w, a[i], v)
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

function readWriteStateResult(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(8); n > 0; n--) partitions.push(readPartitionResult(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readWriteShareGroupStateResponse(r, v) {
  const results = []
  for (let n = r.compactCount(18); n > 0; n--) results.push(readWriteStateResult(r, v))
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

function writeWriteStateResult(w, x, v) {
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

export function writeWriteShareGroupStateResponse(w, x, v) {
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeWriteStateResult(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
