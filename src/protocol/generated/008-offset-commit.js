// Made by scripts/generate.ts from schema/messages/008-offset-commit. Do not edit.

function readOffsetCommitRequestPartition(r, v) {
  const flex = v >= 8
  const partitionIndex = r.int32()
  const committedOffset = r.int64()
  const committedLeaderEpoch = v >= 6 ? r.int32() : -1
  const commitTimestamp = v === 1 ? r.int64() : -1
  const committedMetadata = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, committedOffset, committedLeaderEpoch, commitTimestamp, committedMetadata, unknownTaggedFields: tags }
  return { partitionIndex, committedOffset, committedLeaderEpoch, commitTimestamp, committedMetadata }
}

function readOffsetCommitRequestTopic(r, v) {
  const flex = v >= 8
  const name = v <= 9 ? (flex ? r.compactString() : r.string()) : ''
  const topicId = v >= 10 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = (flex ? r.compactCount(18) : r.count(14)); n > 0; n--) partitions.push(readOffsetCommitRequestPartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, topicId, partitions, unknownTaggedFields: tags }
  return { name, topicId, partitions }
}

export function readOffsetCommitRequest(r, v) {
  const flex = v >= 8
  const groupId = (flex ? r.compactString() : r.string())
  const generationIdOrMemberEpoch = v >= 1 ? r.int32() : -1
  const memberId = v >= 1 ? (flex ? r.compactString() : r.string()) : ''
  const groupInstanceId = v >= 7 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const retentionTimeMs = v >= 2 && v <= 4 ? r.int64() : -1
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readOffsetCommitRequestTopic(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics, unknownTaggedFields: tags }
  return { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics }
}

function writeOffsetCommitRequestPartition(w, x, v) {
  const flex = v >= 8
  w.int32(x.partitionIndex ?? 0)
  w.int64(x.committedOffset ?? 0)
  if (v >= 6) w.int32(x.committedLeaderEpoch ?? -1)
  if (v === 1) w.int64(x.commitTimestamp ?? -1)
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

function writeOffsetCommitRequestTopic(w, x, v) {
  const flex = v >= 8
  if (v <= 9) {
    if (flex) w.compactString(x.name ?? '')
    else w.string(x.name ?? '')
  }
  if (v >= 10) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeOffsetCommitRequestPartition(w, a[i], v)
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

export function writeOffsetCommitRequest(w, x, v) {
  const flex = v >= 8
  if (flex) w.compactString(x.groupId ?? '')
  else w.string(x.groupId ?? '')
  if (v >= 1) w.int32(x.generationIdOrMemberEpoch ?? -1)
  if (v >= 1) {
    if (flex) w.compactString(x.memberId ?? '')
    else w.string(x.memberId ?? '')
  }
  if (v >= 7) {
    if (flex) w.compactNullableString(x.groupInstanceId ?? null)
    else w.nullableString(x.groupInstanceId ?? null)
  }
  if (v >= 2 && v <= 4) w.int64(x.retentionTimeMs ?? -1)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeOffsetCommitRequestTopic(w, a[i], v)
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

function readOffsetCommitResponsePartition(r, v) {
  const flex = v >= 8
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, errorCode, unknownTaggedFields: tags }
  return { partitionIndex, errorCode }
}

function readOffsetCommitResponseTopic(r, v) {
  const flex = v >= 8
  const name = v <= 9 ? (flex ? r.compactString() : r.string()) : ''
  const topicId = v >= 10 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = (flex ? r.compactCount(7) : r.count(6)); n > 0; n--) partitions.push(readOffsetCommitResponsePartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, topicId, partitions, unknownTaggedFields: tags }
  return { name, topicId, partitions }
}

export function readOffsetCommitResponse(r, v) {
  const flex = v >= 8
  const throttleTimeMs = v >= 3 ? r.int32() : 0
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readOffsetCommitResponseTopic(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, topics, unknownTaggedFields: tags }
  return { throttleTimeMs, topics }
}

function writeOffsetCommitResponsePartition(w, x, v) {
  const flex = v >= 8
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

function writeOffsetCommitResponseTopic(w, x, v) {
  const flex = v >= 8
  if (v <= 9) {
    if (flex) w.compactString(x.name ?? '')
    else w.string(x.name ?? '')
  }
  if (v >= 10) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeOffsetCommitResponsePartition(w, a[i], v)
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

export function writeOffsetCommitResponse(w, x, v) {
  const flex = v >= 8
  if (v >= 3) w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeOffsetCommitResponseTopic(w, a[i], v)
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
