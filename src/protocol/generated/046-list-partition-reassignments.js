// Made by scripts/generate.ts from schema/messages/046-list-partition-reassignments. Do not edit.

function readListPartitionReassignmentsTopics(r, v) {
  const name = r.compactString()
  const partitionIndexes = []
  for (let n = r.compactCount(4); n > 0; n--) partitionIndexes.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, partitionIndexes, unknownTaggedFields: tags }
  return { name, partitionIndexes }
}

export function readListPartitionReassignmentsRequest(r, v) {
  const timeoutMs = r.int32()
  let topics = null
  {
    let n = r.compactNullableCount(3)
    topics = n < 0 ? null : []
    for (; n > 0; n--) topics.push(readListPartitionReassignmentsTopics(r, v))
  }
  const tags = r.unknownTags()
  if (tags !== undefined) return { timeoutMs, topics, unknownTaggedFields: tags }
  return { timeoutMs, topics }
}

function writeListPartitionReassignmentsTopics(w, x, v) {
  w.compactString(x.name ?? '')
  {
    const a = x.partitionIndexes
    const n = a == null ? 0 : a.length
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

export function writeListPartitionReassignmentsRequest(w, x, v) {
  w.int32(x.timeoutMs ?? 60000)
  {
    const a = x.topics
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeListPartitionReassignmentsTopics(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readOngoingPartitionReassignment(r, v) {
  const partitionIndex = r.int32()
  const replicas = []
  for (let n = r.compactCount(4); n > 0; n--) replicas.push(r.int32())
  const addingReplicas = []
  for (let n = r.compactCount(4); n > 0; n--) addingReplicas.push(r.int32())
  const removingReplicas = []
  for (let n = r.compactCount(4); n > 0; n--) removingReplicas.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, replicas, addingReplicas, removingReplicas, unknownTaggedFields: tags }
  return { partitionIndex, replicas, addingReplicas, removingReplicas }
}

function readOngoingTopicReassignment(r, v) {
  const name = r.compactString()
  const partitions = []
  for (let n = r.compactCount(8); n > 0; n--) partitions.push(readOngoingPartitionReassignment(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

export function readListPartitionReassignmentsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readOngoingTopicReassignment(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, topics, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, topics }
}

function writeOngoingPartitionReassignment(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  {
    const a = x.replicas
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  {
    const a = x.addingReplicas
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  {
    const a = x.removingReplicas
    const n = a == null ? 0 : a.length
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

function writeOngoingTopicReassignment(w, x, v) {
  w.compactString(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeOngoingPartitionReassignment(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeListPartitionReassignmentsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeOngoingTopicReassignment(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
