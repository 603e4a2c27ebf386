// Made by scripts/generate.ts from schema/messages/002-list-offsets. Do not edit.

function readListOffsetsPartition(r, v) {
  const flex = v >= 6
  const partitionIndex = r.int32()
  const currentLeaderEpoch = v >= 4 ? r.int32() : -1
  const timestamp = r.int64()
  const maxNumOffsets = v <= 0 ? r.int32() : 1
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, currentLeaderEpoch, timestamp, maxNumOffsets, unknownTaggedFields: tags }
  return { partitionIndex, currentLeaderEpoch, timestamp, maxNumOffsets }
}

function readListOffsetsTopic(r, v) {
  const flex = v >= 6
  const name = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(17) : r.count(12)); n > 0; n--) partitions.push(readListOffsetsPartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

export function readListOffsetsRequest(r, v) {
  const flex = v >= 6
  const replicaId = r.int32()
  const isolationLevel = v >= 2 ? r.int8() : 0
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readListOffsetsTopic(r, v))
  const timeoutMs = v >= 10 ? r.int32() : 0
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { replicaId, isolationLevel, topics, timeoutMs, unknownTaggedFields: tags }
  return { replicaId, isolationLevel, topics, timeoutMs }
}

function writeListOffsetsPartition(w, x, v) {
  const flex = v >= 6
  w.int32(x.partitionIndex ?? 0)
  if (v >= 4) w.int32(x.currentLeaderEpoch ?? -1)
  w.int64(x.timestamp ?? 0)
  if (v <= 0) w.int32(x.maxNumOffsets ?? 1)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeListOffsetsTopic(w, x, v) {
  const flex = v >= 6
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeListOffsetsPartition(w, a[i], v)
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

export function writeListOffsetsRequest(w, x, v) {
  const flex = v >= 6
  w.int32(x.replicaId ?? 0)
  if (v >= 2) w.int8(x.isolationLevel ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeListOffsetsTopic(w, a[i], v)
  }
  if (v >= 10) w.int32(x.timeoutMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readListOffsetsPartitionResponse(r, v) {
  const flex = v >= 6
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const oldStyleOffsets = []
  if (v <= 0) for (let n = r.count(8); n > 0; n--) oldStyleOffsets.push(r.int64())
  const timestamp = v >= 1 ? r.int64() : -1
  const offset = v >= 1 ? r.int64() : -1
  const leaderEpoch = v >= 4 ? r.int32() : -1
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, errorCode, oldStyleOffsets, timestamp, offset, leaderEpoch, unknownTaggedFields: tags }
  return { partitionIndex, errorCode, oldStyleOffsets, timestamp, offset, leaderEpoch }
}

function readListOffsetsTopicResponse(r, v) {
  const flex = v >= 6
  const name = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(27) : r.count(10)); n > 0; n--) partitions.push(readListOffsetsPartitionResponse(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

export function readListOffsetsResponse(r, v) {
  const flex = v >= 6
  const throttleTimeMs = v >= 2 ? r.int32() : 0
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readListOffsetsTopicResponse(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, topics, unknownTaggedFields: tags }
  return { throttleTimeMs, topics }
}

function writeListOffsetsPartitionResponse(w, x, v) {
  const flex = v >= 6
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.errorCode ?? 0)
  if (v <= 0) {
    {
      const a = x.oldStyleOffsets
      const n = a == null ? 0 : a.length
      w.count(n)
      for (let i = 0; i < n; i++) w.int64(a[i])
    }
  }
  if (v >= 1) w.int64(x.timestamp ?? -1)
  if (v >= 1) w.int64(x.offset ?? -1)
  if (v >= 4) w.int32(x.leaderEpoch ?? -1)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeListOffsetsTopicResponse(w, x, v) {
  const flex = v >= 6
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeListOffsetsPartitionResponse(w, a[i], v)
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

export function writeListOffsetsResponse(w, x, v) {
  const flex = v >= 6
  if (v >= 2) w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeListOffsetsTopicResponse(w, a[i], v)
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
