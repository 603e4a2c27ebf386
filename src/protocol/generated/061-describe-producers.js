// Made by scripts/generate.ts from schema/messages/061-describe-producers. Do not edit.

function readTopicRequest(r, v) {
  const name = r.compactString()
  const partitionIndexes = []
  for (let n = r.compactCount(4); n > 0; n--) partitionIndexes.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, partitionIndexes, unknownTaggedFields: tags }
  return { name, partitionIndexes }
}

export function readDescribeProducersRequest(r, v) {
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readTopicRequest(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topics, unknownTaggedFields: tags }
  return { topics }
}

function writeTopicRequest(w, x, v) {
  w.compactString(x.name ?? '')
  {
    const a = x.partitionIndexes
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

export function writeDescribeProducersRequest(w, x, v) {
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicRequest(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readProducerState(r, v) {
  const producerId = r.int64()
  const producerEpoch = r.int32()
  const lastSequence = r.int32()
  const lastTimestamp = r.int64()
  const coordinatorEpoch = r.int32()
  const currentTxnStartOffset = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset, unknownTaggedFields: tags }
  return { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset }
}

function readPartitionResponse(r, v) {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const activeProducers = []
  for (let n = r.compactCount(37); n > 0; n--) activeProducers.push(readProducerState(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, errorCode, errorMessage, activeProducers, unknownTaggedFields: tags }
  return { partitionIndex, errorCode, errorMessage, activeProducers }
}

function readTopicResponse(r, v) {
  const name = r.compactString()
  const partitions = []
  for (let n = r.compactCount(9); n > 0; n--) partitions.push(readPartitionResponse(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

export function readDescribeProducersResponse(r, v) {
  const throttleTimeMs = r.int32()
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readTopicResponse(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, topics, unknownTaggedFields: tags }
  return { throttleTimeMs, topics }
}

function writeProducerState(w, x, v) {
  w.int64(x.producerId ?? 0)
  w.int32(x.producerEpoch ?? 0)
  w.int32(x.lastSequence ?? -1)
  w.int64(x.lastTimestamp ?? -1)
  w.int32(x.coordinatorEpoch ?? 0)
  w.int64(x.currentTxnStartOffset ?? -1)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writePartitionResponse(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  {
    const a = x.activeProducers
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeProducerState(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopicResponse(w, x, v) {
  w.compactString(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writePartitionResponse(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDescribeProducersResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicResponse(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
