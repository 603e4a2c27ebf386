// Made by scripts/generate.ts from schema/messages/035-describe-log-dirs. Do not edit.

function readDescribableLogDirTopic(r, v) {
  const flex = v >= 2
  const topic = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) partitions.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topic, partitions, unknownTaggedFields: tags }
  return { topic, partitions }
}

export function readDescribeLogDirsRequest(r, v) {
  const flex = v >= 2
  let topics = null
  {
    let n = (flex ? r.compactNullableCount(3) : r.nullableCount(6))
    topics = n < 0 ? null : []
    for (; n > 0; n--) topics.push(readDescribableLogDirTopic(r, v))
  }
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topics, unknownTaggedFields: tags }
  return { topics }
}

function writeDescribableLogDirTopic(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.topic ?? '')
  else w.string(x.topic ?? '')
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

export function writeDescribeLogDirsRequest(w, x, v) {
  const flex = v >= 2
  {
    const a = x.topics
    const n = a == null ? -1 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribableLogDirTopic(w, a[i], v)
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

function readDescribeLogDirsPartition(r, v) {
  const flex = v >= 2
  const partitionIndex = r.int32()
  const partitionSize = r.int64()
  const offsetLag = r.int64()
  const isFutureKey = r.bool()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, partitionSize, offsetLag, isFutureKey, unknownTaggedFields: tags }
  return { partitionIndex, partitionSize, offsetLag, isFutureKey }
}

function readDescribeLogDirsTopic(r, v) {
  const flex = v >= 2
  const name = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(22) : r.count(21)); n > 0; n--) partitions.push(readDescribeLogDirsPartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

function readDescribeLogDirsResult(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const logDir = (flex ? r.compactString() : r.string())
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readDescribeLogDirsTopic(r, v))
  const totalBytes = v >= 4 ? r.int64() : -1
  const usableBytes = v >= 4 ? r.int64() : -1
  const isCordoned = v >= 5 ? r.bool() : false
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned, unknownTaggedFields: tags }
  return { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned }
}

export function readDescribeLogDirsResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const errorCode = v >= 3 ? r.int16() : 0
  const results = []
  for (let n = (flex ? r.compactCount(5) : r.count(8)); n > 0; n--) results.push(readDescribeLogDirsResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, results, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, results }
}

function writeDescribeLogDirsPartition(w, x, v) {
  const flex = v >= 2
  w.int32(x.partitionIndex ?? 0)
  w.int64(x.partitionSize ?? 0)
  w.int64(x.offsetLag ?? 0)
  w.bool(x.isFutureKey ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeDescribeLogDirsTopic(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribeLogDirsPartition(w, a[i], v)
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

function writeDescribeLogDirsResult(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactString(x.logDir ?? '')
  else w.string(x.logDir ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribeLogDirsTopic(w, a[i], v)
  }
  if (v >= 4) w.int64(x.totalBytes ?? -1)
  if (v >= 4) w.int64(x.usableBytes ?? -1)
  if (v >= 5) w.bool(x.isCordoned ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeDescribeLogDirsResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  if (v >= 3) w.int16(x.errorCode ?? 0)
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribeLogDirsResult(w, a[i], v)
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
