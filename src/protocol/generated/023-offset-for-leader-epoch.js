// Made by scripts/generate.ts from schema/messages/023-offset-for-leader-epoch. Do not edit.

function readOffsetForLeaderPartition(r, v) {
  const flex = v >= 4
  const partition = r.int32()
  const currentLeaderEpoch = v >= 2 ? r.int32() : -1
  const leaderEpoch = r.int32()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partition, currentLeaderEpoch, leaderEpoch, unknownTaggedFields: tags }
  return { partition, currentLeaderEpoch, leaderEpoch }
}

function readOffsetForLeaderTopic(r, v) {
  const flex = v >= 4
  const topic = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(13) : r.count(8)); n > 0; n--) partitions.push(readOffsetForLeaderPartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topic, partitions, unknownTaggedFields: tags }
  return { topic, partitions }
}

export function readOffsetForLeaderEpochRequest(r, v) {
  const flex = v >= 4
  const replicaId = v >= 3 ? r.int32() : -2
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readOffsetForLeaderTopic(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { replicaId, topics, unknownTaggedFields: tags }
  return { replicaId, topics }
}

function writeOffsetForLeaderPartition(w, x, v) {
  const flex = v >= 4
  w.int32(x.partition ?? 0)
  if (v >= 2) w.int32(x.currentLeaderEpoch ?? -1)
  w.int32(x.leaderEpoch ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeOffsetForLeaderTopic(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.topic ?? '')
  else w.string(x.topic ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeOffsetForLeaderPartition(w, a[i], v)
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

export function writeOffsetForLeaderEpochRequest(w, x, v) {
  const flex = v >= 4
  if (v >= 3) w.int32(x.replicaId ?? -2)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeOffsetForLeaderTopic(w, a[i], v)
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

function readEpochEndOffset(r, v) {
  const flex = v >= 4
  const errorCode = r.int16()
  const partition = r.int32()
  const leaderEpoch = v >= 1 ? r.int32() : -1
  const endOffset = r.int64()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, partition, leaderEpoch, endOffset, unknownTaggedFields: tags }
  return { errorCode, partition, leaderEpoch, endOffset }
}

function readOffsetForLeaderTopicResult(r, v) {
  const flex = v >= 4
  const topic = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(19) : r.count(14)); n > 0; n--) partitions.push(readEpochEndOffset(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topic, partitions, unknownTaggedFields: tags }
  return { topic, partitions }
}

export function readOffsetForLeaderEpochResponse(r, v) {
  const flex = v >= 4
  const throttleTimeMs = v >= 2 ? r.int32() : 0
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readOffsetForLeaderTopicResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, topics, unknownTaggedFields: tags }
  return { throttleTimeMs, topics }
}

function writeEpochEndOffset(w, x, v) {
  const flex = v >= 4
  w.int16(x.errorCode ?? 0)
  w.int32(x.partition ?? 0)
  if (v >= 1) w.int32(x.leaderEpoch ?? -1)
  w.int64(x.endOffset ?? -1)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeOffsetForLeaderTopicResult(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.topic ?? '')
  else w.string(x.topic ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeEpochEndOffset(w, a[i], v)
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

export function writeOffsetForLeaderEpochResponse(w, x, v) {
  const flex = v >= 4
  if (v >= 2) w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeOffsetForLeaderTopicResult(w, a[i], v)
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
