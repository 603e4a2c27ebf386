// Made by scripts/generate.ts from schema/messages/004-leader-and-isr. Do not edit.

function readLeaderAndIsrTopicState(r, v) {
  const flex = v >= 4
  const topicName = (flex ? r.compactString() : r.string())
  const topicId = v >= 5 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitionStates = []
  for (let n = (flex ? r.compactCount(26) : r.count(29)); n > 0; n--) partitionStates.push(readLeaderAndIsrPartitionState(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topicName, topicId, partitionStates, unknownTaggedFields: tags }
  return { topicName, topicId, partitionStates }
}

function readLeaderAndIsrLiveLeader(r, v) {
  const flex = v >= 4
  const brokerId = r.int32()
  const hostName = (flex ? r.compactString() : r.string())
  const port = r.int32()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { brokerId, hostName, port, unknownTaggedFields: tags }
  return { brokerId, hostName, port }
}

function readLeaderAndIsrPartitionState(r, v) {
  const flex = v >= 4
  const topicName = v <= 1 ? r.string() : ''
  const partitionIndex = r.int32()
  const controllerEpoch = r.int32()
  const leader = r.int32()
  const leaderEpoch = r.int32()
  const isr = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) isr.push(r.int32())
  const partitionEpoch = r.int32()
  const replicas = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) replicas.push(r.int32())
  const addingReplicas = []
  if (v >= 3) for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) addingReplicas.push(r.int32())
  const removingReplicas = []
  if (v >= 3) for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) removingReplicas.push(r.int32())
  const isNew = v >= 1 ? r.bool() : false
  const leaderRecoveryState = v >= 6 ? r.int8() : 0
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topicName, partitionIndex, controllerEpoch, leader, leaderEpoch, isr, partitionEpoch, replicas, addingReplicas, removingReplicas, isNew, leaderRecoveryState, unknownTaggedFields: tags }
  return { topicName, partitionIndex, controllerEpoch, leader, leaderEpoch, isr, partitionEpoch, replicas, addingReplicas, removingReplicas, isNew, leaderRecoveryState }
}

export function readLeaderAndIsrRequest(r, v) {
  const flex = v >= 4
  const controllerId = r.int32()
  const isKRaftController = v >= 7 ? r.bool() : false
  const controllerEpoch = r.int32()
  const brokerEpoch = v >= 2 ? r.int64() : -1
  const type = v >= 5 ? r.int8() : 0
  const ungroupedPartitionStates = []
  if (v <= 1) for (let n = r.count(30); n > 0; n--) ungroupedPartitionStates.push(readLeaderAndIsrPartitionState(r, v))
  const topicStates = []
  if (v >= 2) for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topicStates.push(readLeaderAndIsrTopicState(r, v))
  const liveLeaders = []
  for (let n = (flex ? r.compactCount(10) : r.count(10)); n > 0; n--) liveLeaders.push(readLeaderAndIsrLiveLeader(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { controllerId, isKRaftController, controllerEpoch, brokerEpoch, type, ungroupedPartitionStates, topicStates, liveLeaders, unknownTaggedFields: tags }
  return { controllerId, isKRaftController, controllerEpoch, brokerEpoch, type, ungroupedPartitionStates, topicStates, liveLeaders }
}

function writeLeaderAndIsrTopicState(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.topicName ?? '')
  else w.string(x.topicName ?? '')
  if (v >= 5) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitionStates
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeLeaderAndIsrPartitionState(w, a[i], v)
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

function writeLeaderAndIsrLiveLeader(w, x, v) {
  const flex = v >= 4
  w.int32(x.brokerId ?? 0)
  if (flex) w.compactString(x.hostName ?? '')
  else w.string(x.hostName ?? '')
  w.int32(x.port ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeLeaderAndIsrPartitionState(w, x, v) {
  const flex = v >= 4
  if (v <= 1) w.string(x.topicName ?? '')
  w.int32(x.partitionIndex ?? 0)
  w.int32(x.controllerEpoch ?? 0)
  w.int32(x.leader ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  {
    const a = x.isr
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  w.int32(x.partitionEpoch ?? 0)
  {
    const a = x.replicas
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  if (v >= 3) {
    {
      const a = x.addingReplicas
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) w.int32(a[i])
    }
  }
  if (v >= 3) {
    {
      const a = x.removingReplicas
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) w.int32(a[i])
    }
  }
  if (v >= 1) w.bool(x.isNew ?? false)
  if (v >= 6) w.int8(x.leaderRecoveryState ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeLeaderAndIsrRequest(w, x, v) {
  const flex = v >= 4
  w.int32(x.controllerId ?? 0)
  if (v >= 7) w.bool(x.isKRaftController ?? false)
  w.int32(x.controllerEpoch ?? 0)
  if (v >= 2) w.int64(x.brokerEpoch ?? -1)
  if (v >= 5) w.int8(x.type ?? 0)
  if (v <= 1) {
    {
      const a = x.ungroupedPartitionStates
      const n = a == null ? 0 : a.length
      w.count(n)
      for (let i = 0; i < n; i++) writeLeaderAndIsrPartitionState(w, a[i], v)
    }
  }
  if (v >= 2) {
    {
      const a = x.topicStates
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeLeaderAndIsrTopicState(w, a[i], v)
    }
  }
  {
    const a = x.liveLeaders
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeLeaderAndIsrLiveLeader(w, a[i], v)
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

function readLeaderAndIsrTopicError(r, v) {
  const topicId = r.uuid()
  const partitionErrors = []
  for (let n = r.compactCount(7); n > 0; n--) partitionErrors.push(readLeaderAndIsrPartitionError(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitionErrors, unknownTaggedFields: tags }
  return { topicId, partitionErrors }
}

function readLeaderAndIsrPartitionError(r, v) {
  const flex = v >= 4
  const topicName = v <= 4 ? (flex ? r.compactString() : r.string()) : ''
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topicName, partitionIndex, errorCode, unknownTaggedFields: tags }
  return { topicName, partitionIndex, errorCode }
}

export function readLeaderAndIsrResponse(r, v) {
  const flex = v >= 4
  const errorCode = r.int16()
  const partitionErrors = []
  if (v <= 4) for (let n = (flex ? r.compactCount(8) : r.count(8)); n > 0; n--) partitionErrors.push(readLeaderAndIsrPartitionError(r, v))
  const topics = []
  if (v >= 5) for (let n = r.compactCount(18); n > 0; n--) topics.push(readLeaderAndIsrTopicError(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, partitionErrors, topics, unknownTaggedFields: tags }
  return { errorCode, partitionErrors, topics }
}

function writeLeaderAndIsrTopicError(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitionErrors
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeLeaderAndIsrPartitionError(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeLeaderAndIsrPartitionError(w, x, v) {
  const flex = v >= 4
  if (v <= 4) {
    if (flex) w.compactString(x.topicName ?? '')
    else w.string(x.topicName ?? '')
  }
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

export function writeLeaderAndIsrResponse(w, x, v) {
  const flex = v >= 4
  w.int16(x.errorCode ?? 0)
  if (v <= 4) {
    {
      const a = x.partitionErrors
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeLeaderAndIsrPartitionError(w, a[i], v)
    }
  }
  if (v >= 5) {
    {
      const a = x.topics
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeLeaderAndIsrTopicError(w, a[i], v)
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
