// Made by scripts/generate.ts from schema/messages/043-elect-leaders. Do not edit.

function readTopicPartitions(r, v) {
  const flex = v >= 2
  const topic = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) partitions.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topic, partitions, unknownTaggedFields: tags }
  return { topic, partitions }
}

export function readElectLeadersRequest(r, v) {
  const flex = v >= 2
  const electionType = v >= 1 ? r.int8() : 0
  let topicPartitions = null
  {
    let n = (flex ? r.compactNullableCount(3) : r.nullableCount(6))
    topicPartitions = n < 0 ? null : []
    for (; n > 0; n--) topicPartitions.push(readTopicPartitions(r, v))
  }
  const timeoutMs = r.int32()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { electionType, topicPartitions, timeoutMs, unknownTaggedFields: tags }
  return { electionType, topicPartitions, timeoutMs }
}

function writeTopicPartitions(w, x, v) {
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

export function writeElectLeadersRequest(w, x, v) {
  const flex = v >= 2
  if (v >= 1) w.int8(x.electionType ?? 0)
  {
    const a = x.topicPartitions
    const n = a == null ? -1 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeTopicPartitions(w, a[i], v)
  }
  w.int32(x.timeoutMs ?? 60000)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readPartitionResult(r, v) {
  const flex = v >= 2
  const partitionId = r.int32()
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionId, errorCode, errorMessage, unknownTaggedFields: tags }
  return { partitionId, errorCode, errorMessage }
}

function readReplicaElectionResult(r, v) {
  const flex = v >= 2
  const topic = (flex ? r.compactString() : r.string())
  const partitionResult = []
  for (let n = (flex ? r.compactCount(8) : r.count(8)); n > 0; n--) partitionResult.push(readPartitionResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topic, partitionResult, unknownTaggedFields: tags }
  return { topic, partitionResult }
}

export function readElectLeadersResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const errorCode = v >= 1 ? r.int16() : 0
  const replicaElectionResults = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) replicaElectionResults.push(readReplicaElectionResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, replicaElectionResults, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, replicaElectionResults }
}

function writePartitionResult(w, x, v) {
  const flex = v >= 2
  w.int32(x.partitionId ?? 0)
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeReplicaElectionResult(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.topic ?? '')
  else w.string(x.topic ?? '')
  {
    const a = x.partitionResult
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writePartitionResult(w, a[i], v)
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

export function writeElectLeadersResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  if (v >= 1) w.int16(x.errorCode ?? 0)
  {
    const a = x.replicaElectionResults
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeReplicaElectionResult(w, a[i], v)
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
