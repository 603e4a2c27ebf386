// Made by scripts/generate.ts from schema/messages/024-add-partitions-to-txn. Do not edit.

function readAddPartitionsToTxnTransaction(r, v) {
  const transactionalId = r.compactString()
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const verifyOnly = r.bool()
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readAddPartitionsToTxnTopic(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { transactionalId, producerId, producerEpoch, verifyOnly, topics, unknownTaggedFields: tags }
  return { transactionalId, producerId, producerEpoch, verifyOnly, topics }
}

function readAddPartitionsToTxnTopic(r, v) {
  const flex = v >= 3
  const name = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) partitions.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

export function readAddPartitionsToTxnRequest(r, v) {
  const flex = v >= 3
  const transactions = []
  if (v >= 4) for (let n = r.compactCount(14); n > 0; n--) transactions.push(readAddPartitionsToTxnTransaction(r, v))
  const v3AndBelowTransactionalId = v <= 3 ? (flex ? r.compactString() : r.string()) : ''
  const v3AndBelowProducerId = v <= 3 ? r.int64() : 0
  const v3AndBelowProducerEpoch = v <= 3 ? r.int16() : 0
  const v3AndBelowTopics = []
  if (v <= 3) for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) v3AndBelowTopics.push(readAddPartitionsToTxnTopic(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { transactions, v3AndBelowTransactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics, unknownTaggedFields: tags }
  return { transactions, v3AndBelowTransactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics }
}

function writeAddPartitionsToTxnTransaction(w, x, v) {
  w.compactString(x.transactionalId ?? '')
  w.int64(x.producerId ?? 0)
  w.int16(x.producerEpoch ?? 0)
  w.bool(x.verifyOnly ?? false)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAddPartitionsToTxnTopic(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAddPartitionsToTxnTopic(w, x, v) {
  const flex = v >= 3
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
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

export function writeAddPartitionsToTxnRequest(w, x, v) {
  const flex = v >= 3
  if (v >= 4) {
    {
      const a = x.transactions
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeAddPartitionsToTxnTransaction(w, a[i], v)
    }
  }
  if (v <= 3) {
    if (flex) w.compactString(x.v3AndBelowTransactionalId ?? '')
    else w.string(x.v3AndBelowTransactionalId ?? '')
  }
  if (v <= 3) w.int64(x.v3AndBelowProducerId ?? 0)
  if (v <= 3) w.int16(x.v3AndBelowProducerEpoch ?? 0)
  if (v <= 3) {
    {
      const a = x.v3AndBelowTopics
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeAddPartitionsToTxnTopic(w, a[i], v)
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

function readAddPartitionsToTxnResult(r, v) {
  const transactionalId = r.compactString()
  const topicResults = []
  for (let n = r.compactCount(3); n > 0; n--) topicResults.push(readAddPartitionsToTxnTopicResult(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { transactionalId, topicResults, unknownTaggedFields: tags }
  return { transactionalId, topicResults }
}

function readAddPartitionsToTxnTopicResult(r, v) {
  const flex = v >= 3
  const name = (flex ? r.compactString() : r.string())
  const resultsByPartition = []
  for (let n = (flex ? r.compactCount(7) : r.count(6)); n > 0; n--) resultsByPartition.push(readAddPartitionsToTxnPartitionResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, resultsByPartition, unknownTaggedFields: tags }
  return { name, resultsByPartition }
}

function readAddPartitionsToTxnPartitionResult(r, v) {
  const flex = v >= 3
  const partitionIndex = r.int32()
  const partitionErrorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, partitionErrorCode, unknownTaggedFields: tags }
  return { partitionIndex, partitionErrorCode }
}

export function readAddPartitionsToTxnResponse(r, v) {
  const flex = v >= 3
  const throttleTimeMs = r.int32()
  const errorCode = v >= 4 ? r.int16() : 0
  const resultsByTransaction = []
  if (v >= 4) for (let n = r.compactCount(3); n > 0; n--) resultsByTransaction.push(readAddPartitionsToTxnResult(r, v))
  const resultsByTopicV3AndBelow = []
  if (v <= 3) for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) resultsByTopicV3AndBelow.push(readAddPartitionsToTxnTopicResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow }
}

function writeAddPartitionsToTxnResult(w, x, v) {
  w.compactString(x.transactionalId ?? '')
  {
    const a = x.topicResults
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAddPartitionsToTxnTopicResult(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAddPartitionsToTxnTopicResult(w, x, v) {
  const flex = v >= 3
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.resultsByPartition
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAddPartitionsToTxnPartitionResult(w, a[i], v)
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

function writeAddPartitionsToTxnPartitionResult(w, x, v) {
  const flex = v >= 3
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.partitionErrorCode ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeAddPartitionsToTxnResponse(w, x, v) {
  const flex = v >= 3
  w.int32(x.throttleTimeMs ?? 0)
  if (v >= 4) w.int16(x.errorCode ?? 0)
  if (v >= 4) {
    {
      const a = x.resultsByTransaction
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeAddPartitionsToTxnResult(w, a[i], v)
    }
  }
  if (v <= 3) {
    {
      const a = x.resultsByTopicV3AndBelow
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeAddPartitionsToTxnTopicResult(w, a[i], v)
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
