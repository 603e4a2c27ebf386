// Made by scripts/generate.ts from schema/messages/005-stop-replica. Do not edit.

function readStopReplicaPartitionV0(r, v) {
  const topicName = r.string()
  const partitionIndex = r.int32()
  return { topicName, partitionIndex }
}

function readStopReplicaTopicV1(r, v) {
  const flex = v >= 2
  const name = (flex ? r.compactString() : r.string())
  const partitionIndexes = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) partitionIndexes.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitionIndexes, unknownTaggedFields: tags }
  return { name, partitionIndexes }
}

function readStopReplicaPartitionState(r, v) {
  const partitionIndex = r.int32()
  const leaderEpoch = r.int32()
  const deletePartition = r.bool()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, leaderEpoch, deletePartition, unknownTaggedFields: tags }
  return { partitionIndex, leaderEpoch, deletePartition }
}

function readStopReplicaTopicState(r, v) {
  const topicName = r.compactString()
  const partitionStates = []
  for (let n = r.compactCount(10); n > 0; n--) partitionStates.push(readStopReplicaPartitionState(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, partitionStates, unknownTaggedFields: tags }
  return { topicName, partitionStates }
}

export function readStopReplicaRequest(r, v) {
  const flex = v >= 2
  const controllerId = r.int32()
  const isKRaftController = v >= 4 ? r.bool() : false
  const controllerEpoch = r.int32()
  const brokerEpoch = v >= 1 ? r.int64() : -1
  const deletePartitions = v <= 2 ? r.bool() : false
  const ungroupedPartitions = []
  if (v <= 0) for (let n = r.count(6); n > 0; n--) ungroupedPartitions.push(readStopReplicaPartitionV0(r, v))
  const topics = []
  if (v >= 1 && v <= 2) for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readStopReplicaTopicV1(r, v))
  const topicStates = []
  if (v >= 3) for (let n = r.compactCount(3); n > 0; n--) topicStates.push(readStopReplicaTopicState(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { controllerId, isKRaftController, controllerEpoch, brokerEpoch, deletePartitions, ungroupedPartitions, topics, topicStates, unknownTaggedFields: tags }
  return { controllerId, isKRaftController, controllerEpoch, brokerEpoch, deletePartitions, ungroupedPartitions, topics, topicStates }
}

function writeStopReplicaPartitionV0(w, x, v) {
  w.string(x.topicName ?? '')
  w.int32(x.partitionIndex ?? 0)
}

function writeStopReplicaTopicV1(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.partitionIndexes
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

function writeStopReplicaPartitionState(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int32(x.leaderEpoch ?? -1)
  w.bool(x.deletePartition ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeStopReplicaTopicState(w, x, v) {
  w.compactString(x.topicName ?? '')
  {
    const a = x.partitionStates
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStopReplicaPartitionState(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeStopReplicaRequest(w, x, v) {
  const flex = v >= 2
  w.int32(x.controllerId ?? 0)
  if (v >= 4) w.bool(x.isKRaftController ?? false)
  w.int32(x.controllerEpoch ?? 0)
  if (v >= 1) w.int64(x.brokerEpoch ?? -1)
  if (v <= 2) w.bool(x.deletePartitions ?? false)
  if (v <= 0) {
    {
      const a = x.ungroupedPartitions
      const n = a == null ? 0 : a.length
      w.count(n)
      for (let i = 0; i < n; i++) writeStopReplicaPartitionV0(w, a[i], v)
    }
  }
  if (v >= 1 && v <= 2) {
    {
      const a = x.topics
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeStopReplicaTopicV1(w, a[i], v)
    }
  }
  if (v >= 3) {
    {
      const a = x.topicStates
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeStopReplicaTopicState(w, a[i], v)
    }
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

function readStopReplicaPartitionError(r, v) {
  const flex = v >= 2
  const topicName = (flex ? r.compactString() : r.string())
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topicName, partitionIndex, errorCode, unknownTaggedFields: tags }
  return { topicName, partitionIndex, errorCode }
}

export function readStopReplicaResponse(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const partitionErrors = []
  for (let n = (flex ? r.compactCount(8) : r.count(8)); n > 0; n--) partitionErrors.push(readStopReplicaPartitionError(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, partitionErrors, unknownTaggedFields: tags }
  return { errorCode, partitionErrors }
}

function writeStopReplicaPartitionError(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.topicName ?? '')
  else w.string(x.topicName ?? '')
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

export function writeStopReplicaResponse(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  {
    const a = x.partitionErrors
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeStopReplicaPartitionError(w, a[i], v)
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
