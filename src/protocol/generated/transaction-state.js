// Made by scripts/generate.ts from schema/records/transaction-state. Do not edit.
const NO_TAGS = Object.freeze([])

export function readTransactionLogKey(r, v) {
  const transactionalId = r.string()
  return { transactionalId }
}

export function writeTransactionLogKey(w, x, v) {
  w.string(x.transactionalId ?? '')
}

function readPartitionsSchema(r, v) {
  const flex = v >= 1
  const topic = (flex ? r.compactString() : r.string())
  const partitionIds = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) partitionIds.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topic, partitionIds, unknownTaggedFields: tags }
  return { topic, partitionIds }
}

export function readTransactionLogValue(r, v) {
  const flex = v >= 1
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const transactionTimeoutMs = r.int32()
  const transactionStatus = r.int8()
  let transactionPartitions = null
  {
    let n = (flex ? r.compactNullableCount(3) : r.nullableCount(6))
    transactionPartitions = n < 0 ? null : []
    for (; n > 0; n--) transactionPartitions.push(readPartitionsSchema(r, v))
  }
  const transactionLastUpdateTimestampMs = r.int64()
  const transactionStartTimestampMs = r.int64()
  let previousProducerId = -1
  let nextProducerId = -1
  let nextProducerEpoch = -1
  let clientTransactionVersion = 0
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0) {
        previousProducerId = r.int64()
      } else if (tag === 1) {
        nextProducerId = r.int64()
      } else if (tag === 2) {
        clientTransactionVersion = r.int16()
      } else if (tag === 3) {
        nextProducerEpoch = r.int16()
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { producerId, previousProducerId, nextProducerId, producerEpoch, nextProducerEpoch, transactionTimeoutMs, transactionStatus, transactionPartitions, transactionLastUpdateTimestampMs, transactionStartTimestampMs, clientTransactionVersion, unknownTaggedFields: tags }
  return { producerId, previousProducerId, nextProducerId, producerEpoch, nextProducerEpoch, transactionTimeoutMs, transactionStatus, transactionPartitions, transactionLastUpdateTimestampMs, transactionStartTimestampMs, clientTransactionVersion }
}

function writePartitionsSchema(w, x, v) {
  const flex = v >= 1
  if (flex) w.compactString(x.topic ?? '')
  else w.string(x.topic ?? '')
  {
    const a = x.partitionIds
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

export function writeTransactionLogValue(w, x, v) {
  const flex = v >= 1
  w.int64(x.producerId ?? 0)
  w.int16(x.producerEpoch ?? 0)
  w.int32(x.transactionTimeoutMs ?? 0)
  w.int8(x.transactionStatus ?? 0)
  {
    const a = x.transactionPartitions
    const n = a == null ? -1 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writePartitionsSchema(w, a[i], v)
  }
  w.int64(x.transactionLastUpdateTimestampMs ?? 0)
  w.int64(x.transactionStartTimestampMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = (x.previousProducerId ?? -1) !== -1
    const has1 = (x.nextProducerId ?? -1) !== -1
    const has2 = (x.clientTransactionVersion ?? 0) !== 0
    const has3 = (x.nextProducerEpoch ?? -1) !== -1
    w.uvarint(tags.length + (has0 ? 1 : 0) + (has1 ? 1 : 0) + (has2 ? 1 : 0) + (has3 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      w.int64(x.previousProducerId ?? -1)
      w.endTag(mark)
    }
    if (has1) {
      next = w.unknownTags(tags, next, 1)
      const mark = w.beginTag(1)
      w.int64(x.nextProducerId ?? -1)
      w.endTag(mark)
    }
    if (has2) {
      next = w.unknownTags(tags, next, 2)
      const mark = w.beginTag(2)
      w.int16(x.clientTransactionVersion ?? 0)
      w.endTag(mark)
    }
    if (has3) {
      next = w.unknownTags(tags, next, 3)
      const mark = w.beginTag(3)
      w.int16(x.nextProducerEpoch ?? -1)
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}

export const RecordType = Object.freeze({
  TransactionLog: 0,
})
