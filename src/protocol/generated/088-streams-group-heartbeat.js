// Made by scripts/generate.ts from schema/messages/088-streams-group-heartbeat. Do not edit.
const NOTHING = Object.freeze({})

function readCopartitionGroup(r, v) {
  const sourceTopics = []
  for (let n = r.compactCount(2); n > 0; n--) sourceTopics.push(r.int16())
  const sourceTopicRegex = []
  for (let n = r.compactCount(2); n > 0; n--) sourceTopicRegex.push(r.int16())
  const repartitionSourceTopics = []
  for (let n = r.compactCount(2); n > 0; n--) repartitionSourceTopics.push(r.int16())
  const tags = r.unknownTags()
  if (tags !== undefined) return { sourceTopics, sourceTopicRegex, repartitionSourceTopics, unknownTaggedFields: tags }
  return { sourceTopics, sourceTopicRegex, repartitionSourceTopics }
}

function readSubtopology(r, v) {
  const subtopologyId = r.compactString()
  const sourceTopics = []
  for (let n = r.compactCount(1); n > 0; n--) sourceTopics.push(r.compactString())
  const sourceTopicRegex = []
  for (let n = r.compactCount(1); n > 0; n--) sourceTopicRegex.push(r.compactString())
  const stateChangelogTopics = []
  for (let n = r.compactCount(9); n > 0; n--) stateChangelogTopics.push(readTopicInfo(r, v))
  const repartitionSinkTopics = []
  for (let n = r.compactCount(1); n > 0; n--) repartitionSinkTopics.push(r.compactString())
  const repartitionSourceTopics = []
  for (let n = r.compactCount(9); n > 0; n--) repartitionSourceTopics.push(readTopicInfo(r, v))
  const copartitionGroups = []
  for (let n = r.compactCount(4); n > 0; n--) copartitionGroups.push(readCopartitionGroup(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups, unknownTaggedFields: tags }
  return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups }
}

function readTopology(r, v) {
  const epoch = r.int32()
  const subtopologies = []
  for (let n = r.compactCount(8); n > 0; n--) subtopologies.push(readSubtopology(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { epoch, subtopologies, unknownTaggedFields: tags }
  return { epoch, subtopologies }
}

function readKeyValue(r, v) {
  const key = r.compactString()
  const value_ = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { key, value: value_, unknownTaggedFields: tags }
  return { key, value: value_ }
}

function readTopicInfo(r, v) {
  const name = r.compactString()
  const partitions = r.int32()
  const replicationFactor = r.int16()
  const topicConfigs = []
  for (let n = r.compactCount(3); n > 0; n--) topicConfigs.push(readKeyValue(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, partitions, replicationFactor, topicConfigs, unknownTaggedFields: tags }
  return { name, partitions, replicationFactor, topicConfigs }
}

function readStreamsGroupHeartbeatRequestEndpoint(r, v) {
  const host = r.compactString()
  const port = r.uint16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { host, port, unknownTaggedFields: tags }
  return { host, port }
}

function readTaskOffset(r, v) {
  const subtopologyId = r.compactString()
  const partition = r.int32()
  const offset = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, partition, offset, unknownTaggedFields: tags }
  return { subtopologyId, partition, offset }
}

function readStreamsGroupHeartbeatRequestTaskIds(r, v) {
  const subtopologyId = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, partitions, unknownTaggedFields: tags }
  return { subtopologyId, partitions }
}

export function readStreamsGroupHeartbeatRequest(r, v) {
  const groupId = r.compactString()
  const memberId = r.compactString()
  const memberEpoch = r.int32()
  const endpointInformationEpoch = r.int32()
  const instanceId = r.compactNullableString()
  const rackId = r.compactNullableString()
  const rebalanceTimeoutMs = r.int32()
  const topology = (r.int8() < 0 ? null : readTopology(r, v))
  let activeTasks = null
  {
    let n = r.compactNullableCount(3)
    activeTasks = n < 0 ? null : []
    for (; n > 0; n--) activeTasks.push(readStreamsGroupHeartbeatRequestTaskIds(r, v))
  }
  let standbyTasks = null
  {
    let n = r.compactNullableCount(3)
    standbyTasks = n < 0 ? null : []
    for (; n > 0; n--) standbyTasks.push(readStreamsGroupHeartbeatRequestTaskIds(r, v))
  }
  let warmupTasks = null
  {
    let n = r.compactNullableCount(3)
    warmupTasks = n < 0 ? null : []
    for (; n > 0; n--) warmupTasks.push(readStreamsGroupHeartbeatRequestTaskIds(r, v))
  }
  const processId = r.compactNullableString()
  const userEndpoint = (r.int8() < 0 ? null : readStreamsGroupHeartbeatRequestEndpoint(r, v))
  let clientTags = null
  {
    let n = r.compactNullableCount(3)
    clientTags = n < 0 ? null : []
    for (; n > 0; n--) clientTags.push(readKeyValue(r, v))
  }
  let taskOffsets = null
  {
    let n = r.compactNullableCount(14)
    taskOffsets = n < 0 ? null : []
    for (; n > 0; n--) taskOffsets.push(readTaskOffset(r, v))
  }
  let taskEndOffsets = null
  {
    let n = r.compactNullableCount(14)
    taskEndOffsets = n < 0 ? null : []
    for (; n > 0; n--) taskEndOffsets.push(readTaskOffset(r, v))
  }
  const shutdownApplication = r.bool()
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, memberId, memberEpoch, endpointInformationEpoch, instanceId, rackId, rebalanceTimeoutMs, topology, activeTasks, standbyTasks, warmupTasks, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, shutdownApplication, unknownTaggedFields: tags }
  return { groupId, memberId, memberEpoch, endpointInformationEpoch, instanceId, rackId, rebalanceTimeoutMs, topology, activeTasks, standbyTasks, warmupTasks, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, shutdownApplication }
}

function writeCopartitionGroup(w, x, v) {
  {
    const a = x.sourceTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int16(a[i])
  }
  {
    const a = x.sourceTopicRegex
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int16(a[i])
  }
  {
    const a = x.repartitionSourceTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int16(a[i])
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeSubtopology(w, x, v) {
  w.compactString(x.subtopologyId ?? '')
  {
    const a = x.sourceTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  {
    const a = x.sourceTopicRegex
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  {
    const a = x.stateChangelogTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicInfo(w, a[i], v)
  }
  {
    const a = x.repartitionSinkTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  {
    const a = x.repartitionSourceTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicInfo(w, a[i], v)
  }
  {
    const a = x.copartitionGroups
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeCopartitionGroup(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopology(w, x, v) {
  w.int32(x.epoch ?? 0)
  {
    const a = x.subtopologies
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeSubtopology(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeKeyValue(w, x, v) {
  w.compactString(x.key ?? '')
  w.compactString(x.value ?? '')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopicInfo(w, x, v) {
  w.compactString(x.name ?? '')
  w.int32(x.partitions ?? 0)
  w.int16(x.replicationFactor ?? 0)
  {
    const a = x.topicConfigs
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeKeyValue(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeStreamsGroupHeartbeatRequestEndpoint(w, x, v) {
  w.compactString(x.host ?? '')
  w.uint16(x.port ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTaskOffset(w, x, v) {
  w.compactString(x.subtopologyId ?? '')
  w.int32(x.partition ?? 0)
  w.int64(x.offset ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeStreamsGroupHeartbeatRequestTaskIds(w, x, v) {
  w.compactString(x.subtopologyId ?? '')
  {
    const a = x.partitions
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

export function writeStreamsGroupHeartbeatRequest(w, x, v) {
  w.compactString(x.groupId ?? '')
  w.compactString(x.memberId ?? '')
  w.int32(x.memberEpoch ?? 0)
  w.int32(x.endpointInformationEpoch ?? 0)
  w.compactNullableString(x.instanceId ?? null)
  w.compactNullableString(x.rackId ?? null)
  w.int32(x.rebalanceTimeoutMs ?? -1)
  if (x.topology == null) w.int8(-1)
  else {
    w.int8(1)
    writeTopology(w, x.topology, v)
  }
  {
    const a = x.activeTasks
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupHeartbeatRequestTaskIds(w, a[i], v)
  }
  {
    const a = x.standbyTasks
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupHeartbeatRequestTaskIds(w, a[i], v)
  }
  {
    const a = x.warmupTasks
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupHeartbeatRequestTaskIds(w, a[i], v)
  }
  w.compactNullableString(x.processId ?? null)
  if (x.userEndpoint == null) w.int8(-1)
  else {
    w.int8(1)
    writeStreamsGroupHeartbeatRequestEndpoint(w, x.userEndpoint, v)
  }
  {
    const a = x.clientTags
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeKeyValue(w, a[i], v)
  }
  {
    const a = x.taskOffsets
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTaskOffset(w, a[i], v)
  }
  {
    const a = x.taskEndOffsets
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTaskOffset(w, a[i], v)
  }
  w.bool(x.shutdownApplication ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readEndpointToPartitions(r, v) {
  const userEndpoint = readStreamsGroupHeartbeatResponseEndpoint(r, v)
  const activePartitions = []
  for (let n = r.compactCount(3); n > 0; n--) activePartitions.push(readTopicPartition(r, v))
  const standbyPartitions = []
  for (let n = r.compactCount(3); n > 0; n--) standbyPartitions.push(readTopicPartition(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { userEndpoint, activePartitions, standbyPartitions, unknownTaggedFields: tags }
  return { userEndpoint, activePartitions, standbyPartitions }
}

function readStatus(r, v) {
  const statusCode = r.int8()
  const statusDetail = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { statusCode, statusDetail, unknownTaggedFields: tags }
  return { statusCode, statusDetail }
}

function readTopicPartition(r, v) {
  const topic = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topic, partitions, unknownTaggedFields: tags }
  return { topic, partitions }
}

function readStreamsGroupHeartbeatResponseTaskIds(r, v) {
  const subtopologyId = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, partitions, unknownTaggedFields: tags }
  return { subtopologyId, partitions }
}

function readStreamsGroupHeartbeatResponseEndpoint(r, v) {
  const host = r.compactString()
  const port = r.uint16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { host, port, unknownTaggedFields: tags }
  return { host, port }
}

export function readStreamsGroupHeartbeatResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const memberId = r.compactString()
  const memberEpoch = r.int32()
  const heartbeatIntervalMs = r.int32()
  const acceptableRecoveryLagLegacy = v <= 0 ? r.int32() : 0
  const taskOffsetIntervalMs = r.int32()
  const acceptableRecoveryLag = v >= 1 ? r.int64() : -1
  let status = null
  {
    let n = r.compactNullableCount(3)
    status = n < 0 ? null : []
    for (; n > 0; n--) status.push(readStatus(r, v))
  }
  let activeTasks = null
  {
    let n = r.compactNullableCount(3)
    activeTasks = n < 0 ? null : []
    for (; n > 0; n--) activeTasks.push(readStreamsGroupHeartbeatResponseTaskIds(r, v))
  }
  let standbyTasks = null
  {
    let n = r.compactNullableCount(3)
    standbyTasks = n < 0 ? null : []
    for (; n > 0; n--) standbyTasks.push(readStreamsGroupHeartbeatResponseTaskIds(r, v))
  }
  let warmupTasks = null
  {
    let n = r.compactNullableCount(3)
    warmupTasks = n < 0 ? null : []
    for (; n > 0; n--) warmupTasks.push(readStreamsGroupHeartbeatResponseTaskIds(r, v))
  }
  const topologyDescriptionRequired = v >= 1 ? r.bool() : false
  const endpointInformationEpoch = r.int32()
  let partitionsByUserEndpoint = null
  {
    let n = r.compactNullableCount(7)
    partitionsByUserEndpoint = n < 0 ? null : []
    for (; n > 0; n--) partitionsByUserEndpoint.push(readEndpointToPartitions(r, v))
  }
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, acceptableRecoveryLagLegacy, taskOffsetIntervalMs, acceptableRecoveryLag, status, activeTasks, standbyTasks, warmupTasks, topologyDescriptionRequired, endpointInformationEpoch, partitionsByUserEndpoint, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, acceptableRecoveryLagLegacy, taskOffsetIntervalMs, acceptableRecoveryLag, status, activeTasks, standbyTasks, warmupTasks, topologyDescriptionRequired, endpointInformationEpoch, partitionsByUserEndpoint }
}

function writeEndpointToPartitions(w, x, v) {
  writeStreamsGroupHeartbeatResponseEndpoint(w, x.userEndpoint ?? NOTHING, v)
  {
    const a = x.activePartitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicPartition(w, a[i], v)
  }
  {
    const a = x.standbyPartitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicPartition(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeStatus(w, x, v) {
  w.int8(x.statusCode ?? 0)
  w.compactString(x.statusDetail ?? '')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopicPartition(w, x, v) {
  w.compactString(x.topic ?? '')
  {
    const a = x.partitions
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

function writeStreamsGroupHeartbeatResponseTaskIds(w, x, v) {
  w.compactString(x.subtopologyId ?? '')
  {
    const a = x.partitions
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

function writeStreamsGroupHeartbeatResponseEndpoint(w, x, v) {
  w.compactString(x.host ?? '')
  w.uint16(x.port ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeStreamsGroupHeartbeatResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  w.compactString(x.memberId ?? '')
  w.int32(x.memberEpoch ?? 0)
  w.int32(x.heartbeatIntervalMs ?? 0)
  if (v <= 0) w.int32(x.acceptableRecoveryLagLegacy ?? 0)
  w.int32(x.taskOffsetIntervalMs ?? 0)
  if (v >= 1) w.int64(x.acceptableRecoveryLag ?? -1)
  {
    const a = x.status
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStatus(w, a[i], v)
  }
  {
    const a = x.activeTasks
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupHeartbeatResponseTaskIds(w, a[i], v)
  }
  {
    const a = x.standbyTasks
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupHeartbeatResponseTaskIds(w, a[i], v)
  }
  {
    const a = x.warmupTasks
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupHeartbeatResponseTaskIds(w, a[i], v)
  }
  if (v >= 1) w.bool(x.topologyDescriptionRequired ?? false)
  w.int32(x.endpointInformationEpoch ?? 0)
  {
    const a = x.partitionsByUserEndpoint
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeEndpointToPartitions(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
