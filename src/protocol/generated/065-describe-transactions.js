// Made by scripts/generate.ts from schema/messages/065-describe-transactions. Do not edit.

export function readDescribeTransactionsRequest(r, v) {
  const transactionalIds = []
  for (let n = r.compactCount(1); n > 0; n--) transactionalIds.push(r.compactString())
  const tags = r.unknownTags()
  if (tags !== undefined) return { transactionalIds, unknownTaggedFields: tags }
  return { transactionalIds }
}

export function writeDescribeTransactionsRequest(w, x, v) {
  {
    const a = x.transactionalIds
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readTopicData(r, v) {
  const topic = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topic, partitions, unknownTaggedFields: tags }
  return { topic, partitions }
}

function readTransactionState(r, v) {
  const errorCode = r.int16()
  const transactionalId = r.compactString()
  const transactionState = r.compactString()
  const transactionTimeoutMs = r.int32()
  const transactionStartTimeMs = r.int64()
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readTopicData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { errorCode, transactionalId, transactionState, transactionTimeoutMs, transactionStartTimeMs, producerId, producerEpoch, topics, unknownTaggedFields: tags }
  return { errorCode, transactionalId, transactionState, transactionTimeoutMs, transactionStartTimeMs, producerId, producerEpoch, topics }
}

export function readDescribeTransactionsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const transactionStates = []
  for (let n = r.compactCount(28); n > 0; n--) transactionStates.push(readTransactionState(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, transactionStates, unknownTaggedFields: tags }
  return { throttleTimeMs, transactionStates }
}

function writeTopicData(w, x, v) {
  w.compactString(x.topic ?? '')
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

function writeTransactionState(w, x, v) {
  w.int16(x.errorCode ?? 0)
  w.compactString(x.transactionalId ?? '')
  w.compactString(x.transactionState ?? '')
  w.int32(x.transactionTimeoutMs ?? 0)
  w.int64(x.transactionStartTimeMs ?? 0)
  w.int64(x.producerId ?? 0)
  w.int16(x.producerEpoch ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicData(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDescribeTransactionsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.transactionStates
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTransactionState(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
