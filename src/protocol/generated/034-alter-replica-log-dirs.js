// Made by scripts/generate.ts from schema/messages/034-alter-replica-log-dirs. Do not edit.

function readAlterReplicaLogDirTopic(r, v) {
  const flex = v >= 2
  const name = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) partitions.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

function readAlterReplicaLogDir(r, v) {
  const flex = v >= 2
  const path = (flex ? r.compactString() : r.string())
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readAlterReplicaLogDirTopic(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { path, topics, unknownTaggedFields: tags }
  return { path, topics }
}

export function readAlterReplicaLogDirsRequest(r, v) {
  const flex = v >= 2
  const dirs = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) dirs.push(readAlterReplicaLogDir(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { dirs, unknownTaggedFields: tags }
  return { dirs }
}

function writeAlterReplicaLogDirTopic(w, x, v) {
  const flex = v >= 2
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

function writeAlterReplicaLogDir(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.path ?? '')
  else w.string(x.path ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterReplicaLogDirTopic(w, a[i], v)
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

export function writeAlterReplicaLogDirsRequest(w, x, v) {
  const flex = v >= 2
  {
    const a = x.dirs
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterReplicaLogDir(w, a[i], v)
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

function readAlterReplicaLogDirPartitionResult(r, v) {
  const flex = v >= 2
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, errorCode, unknownTaggedFields: tags }
  return { partitionIndex, errorCode }
}

function readAlterReplicaLogDirTopicResult(r, v) {
  const flex = v >= 2
  const topicName = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(7) : r.count(6)); n > 0; n--) partitions.push(readAlterReplicaLogDirPartitionResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topicName, partitions, unknownTaggedFields: tags }
  return { topicName, partitions }
}

export function readAlterReplicaLogDirsResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const results = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) results.push(readAlterReplicaLogDirTopicResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, results, unknownTaggedFields: tags }
  return { throttleTimeMs, results }
}

function writeAlterReplicaLogDirPartitionResult(w, x, v) {
  const flex = v >= 2
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

function writeAlterReplicaLogDirTopicResult(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.topicName ?? '')
  else w.string(x.topicName ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterReplicaLogDirPartitionResult(w, a[i], v)
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

export function writeAlterReplicaLogDirsResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeAlterReplicaLogDirTopicResult(w, a[i], v)
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
