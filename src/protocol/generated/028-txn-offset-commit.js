// Made by scripts/generate.ts from schema/messages/028-txn-offset-commit. Do not edit.

function readTxnOffsetCommitRequestPartition(r, v) {
  const flex = v >= 3
  const partitionIndex = r.int32()
  const committedOffset = r.int64()
  const committedLeaderEpoch = v >= 2 ? r.int32() : -1
  const committedMetadata = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata, unknownTaggedFields: tags }
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }
}

function readTxnOffsetCommitRequestTopic(r, v) {
  const flex = v >= 3
  const name = v <= 5 ? (flex ? r.compactString() : r.string()) : ''
  const topicId = v >= 6 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = (flex ? r.compactCount(18) : r.count(14)); n > 0; n--) partitions.push(readTxnOffsetCommitRequestPartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, topicId, partitions, unknownTaggedFields: tags }
  return { name, topicId, partitions }
}

export function readTxnOffsetCommitRequest(r, v) {
  const flex = v >= 3
  const transactionalId = (flex ? r.compactString() : r.string())
  const groupId = (flex ? r.compactString() : r.string())
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const generationIdOrMemberEpoch = v >= 3 ? r.int32() : -1
  const memberId = v >= 3 ? r.compactString() : ''
  const groupInstanceId = v >= 3 ? r.compactNullableString() : null
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readTxnOffsetCommitRequestTopic(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { transactionalId, groupId, producerId, producerEpoch, generationIdOrMemberEpoch, memberId, groupInstanceId, topics, unknownTaggedFields: tags }
  return { transactionalId, groupId, producerId, producerEpoch, generationIdOrMemberEpoch, memberId, groupInstanceId, topics }
}

function writeTxnOffsetCommitRequestPartition(w, x, v) {
  const flex = v >= 3
  w.int32(x.partitionIndex ?? 0)
  w.int64(x.committedOffset ?? 0)
  if (v >= 2) w.int32(x.committedLeaderEpoch ?? -1)
  if (flex) w.compactNullableString(x.committedMetadata ?? null)
  else w.nullableString(x.committedMetadata ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeTxnOffsetCommitRequestTopic(w, x, v) {
  const flex = v >= 3
  if (v <= 5) {
    if (flex) w.compactString(x.name ?? '')
    else w.string(x.name ?? '')
  }
  if (v >= 6) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeTxnOffsetCommitRequestPartition(w, a[i], v)
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

export function writeTxnOffsetCommitRequest(w, x, v) {
  const flex = v >= 3
  if (flex) w.compactString(x.transactionalId ?? '')
  else w.string(x.transactionalId ?? '')
  if (flex) w.compactString(x.groupId ?? '')
  else w.string(x.groupId ?? '')
  w.int64(x.producerId ?? 0)
  w.int16(x.producerEpoch ?? 0)
  if (v >= 3) w.int32(x.generationIdOrMemberEpoch ?? -1)
  if (v >= 3) w.compactString(x.memberId ?? '')
  if (v >= 3) w.compactNullableString(x.groupInstanceId ?? null)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeTxnOffsetCommitRequestTopic(w, a[i], v)
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

function readTxnOffsetCommitResponsePartition(r, v) {
  const flex = v >= 3
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, errorCode, unknownTaggedFields: tags }
  return { partitionIndex, errorCode }
}

function readTxnOffsetCommitResponseTopic(r, v) {
  const flex = v >= 3
  const name = v <= 5 ? (flex ? r.compactString() : r.string()) : ''
  const topicId = v >= 6 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = (flex ? r.compactCount(7) : r.count(6)); n > 0; n--) partitions.push(readTxnOffsetCommitResponsePartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, topicId, partitions, unknownTaggedFields: tags }
  return { name, topicId, partitions }
}

export function readTxnOffsetCommitResponse(r, v) {
  const flex = v >= 3
  const throttleTimeMs = r.int32()
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readTxnOffsetCommitResponseTopic(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, topics, unknownTaggedFields: tags }
  return { throttleTimeMs, topics }
}

function writeTxnOffsetCommitResponsePartition(w, x, v) {
  const flex = v >= 3
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.errorCode ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeTxnOffsetCommitResponseTopic(w, x, v) {
  const flex = v >= 3
  if (v <= 5) {
    if (flex) w.compactString(x.name ?? '')
    else w.string(x.name ?? '')
  }
  if (v >= 6) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeTxnOffsetCommitResponsePartition(w, a[i], v)
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

export function writeTxnOffsetCommitResponse(w, x, v) {
  const flex = v >= 3
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeTxnOffsetCommitResponseTopic(w, a[i], v)
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
