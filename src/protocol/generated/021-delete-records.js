// Made by scripts/generate.ts from schema/messages/021-delete-records. Do not edit.

function readDeleteRecordsPartition(r, v) {
  const flex = v >= 2
  const partitionIndex = r.int32()
  const offset = r.int64()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, offset, unknownTaggedFields: tags }
  return { partitionIndex, offset }
}

function readDeleteRecordsTopic(r, v) {
  const flex = v >= 2
  const name = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(13) : r.count(12)); n > 0; n--) partitions.push(readDeleteRecordsPartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

export function readDeleteRecordsRequest(r, v) {
  const flex = v >= 2
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readDeleteRecordsTopic(r, v))
  const timeoutMs = r.int32()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topics, timeoutMs, unknownTaggedFields: tags }
  return { topics, timeoutMs }
}

function writeDeleteRecordsPartition(w, x, v) {
  const flex = v >= 2
  w.int32(x.partitionIndex ?? 0)
  w.int64(x.offset ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeDeleteRecordsTopic(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDeleteRecordsPartition(w, a[i], v)
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

export function writeDeleteRecordsRequest(w, x, v) {
  const flex = v >= 2
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDeleteRecordsTopic(w, a[i], v)
  }
  w.int32(x.timeoutMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readDeleteRecordsPartitionResult(r, v) {
  const flex = v >= 2
  const partitionIndex = r.int32()
  const lowWatermark = r.int64()
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, lowWatermark, errorCode, unknownTaggedFields: tags }
  return { partitionIndex, lowWatermark, errorCode }
}

function readDeleteRecordsTopicResult(r, v) {
  const flex = v >= 2
  const name = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(15) : r.count(14)); n > 0; n--) partitions.push(readDeleteRecordsPartitionResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

export function readDeleteRecordsResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readDeleteRecordsTopicResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, topics, unknownTaggedFields: tags }
  return { throttleTimeMs, topics }
}

function writeDeleteRecordsPartitionResult(w, x, v) {
  const flex = v >= 2
  w.int32(x.partitionIndex ?? 0)
  w.int64(x.lowWatermark ?? 0)
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

function writeDeleteRecordsTopicResult(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDeleteRecordsPartitionResult(w, a[i], v)
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

export function writeDeleteRecordsResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDeleteRecordsTopicResult(w, a[i], v)
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
