// Made by scripts/generate.ts from schema/messages/045-alter-partition-reassignments. Do not edit.

function readReassignablePartition(r, v) {
  const partitionIndex = r.int32()
  let replicas = null
  {
    let n = r.compactNullableCount(4)
    replicas = n < 0 ? null : []
    for (; n > 0; n--) replicas.push(r.int32())
  }
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, replicas, unknownTaggedFields: tags }
  return { partitionIndex, replicas }
}

function readReassignableTopic(r, v) {
  const name = r.compactString()
  const partitions = []
  for (let n = r.compactCount(6); n > 0; n--) partitions.push(readReassignablePartition(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

export function readAlterPartitionReassignmentsRequest(r, v) {
  const timeoutMs = r.int32()
  const allowReplicationFactorChange = v >= 1 ? r.bool() : true
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readReassignableTopic(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { timeoutMs, allowReplicationFactorChange, topics, unknownTaggedFields: tags }
  return { timeoutMs, allowReplicationFactorChange, topics }
}

function writeReassignablePartition(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  {
    const a = x.replicas
    const n = a == null ? -1 : a.length
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

function writeReassignableTopic(w, x, v) {
  w.compactString(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeReassignablePartition(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeAlterPartitionReassignmentsRequest(w, x, v) {
  w.int32(x.timeoutMs ?? 60000)
  if (v >= 1) w.bool(x.allowReplicationFactorChange ?? true)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeReassignableTopic(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readReassignablePartitionResponse(r, v) {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, errorCode, errorMessage, unknownTaggedFields: tags }
  return { partitionIndex, errorCode, errorMessage }
}

function readReassignableTopicResponse(r, v) {
  const name = r.compactString()
  const partitions = []
  for (let n = r.compactCount(8); n > 0; n--) partitions.push(readReassignablePartitionResponse(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

export function readAlterPartitionReassignmentsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const allowReplicationFactorChange = v >= 1 ? r.bool() : true
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const responses = []
  for (let n = r.compactCount(3); n > 0; n--) responses.push(readReassignableTopicResponse(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses, unknownTaggedFields: tags }
  return { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses }
}

function writeReassignablePartitionResponse(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeReassignableTopicResponse(w, x, v) {
  w.compactString(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeReassignablePartitionResponse(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeAlterPartitionReassignmentsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  if (v >= 1) w.bool(x.allowReplicationFactorChange ?? true)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  {
    const a = x.responses
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeReassignableTopicResponse(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
