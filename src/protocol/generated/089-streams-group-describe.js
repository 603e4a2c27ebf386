// Made by scripts/generate.ts from schema/messages/089-streams-group-describe. Do not edit.
const NOTHING = Object.freeze({})

export function readStreamsGroupDescribeRequest(r, v) {
  const groupIds = []
  for (let n = r.compactCount(1); n > 0; n--) groupIds.push(r.compactString())
  const includeAuthorizedOperations = r.bool()
  const includeTopologyDescription = v >= 1 ? r.bool() : false
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupIds, includeAuthorizedOperations, includeTopologyDescription, unknownTaggedFields: tags }
  return { groupIds, includeAuthorizedOperations, includeTopologyDescription }
}

export function writeStreamsGroupDescribeRequest(w, x, v) {
  {
    const a = x.groupIds
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  w.bool(x.includeAuthorizedOperations ?? false)
  if (v >= 1) w.bool(x.includeTopologyDescription ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readSubtopology(r, v) {
  const subtopologyId = r.compactString()
  const sourceTopics = []
  for (let n = r.compactCount(1); n > 0; n--) sourceTopics.push(r.compactString())
  const repartitionSinkTopics = []
  for (let n = r.compactCount(1); n > 0; n--) repartitionSinkTopics.push(r.compactString())
  const stateChangelogTopics = []
  for (let n = r.compactCount(9); n > 0; n--) stateChangelogTopics.push(readTopicInfo(r, v))
  const repartitionSourceTopics = []
  for (let n = r.compactCount(9); n > 0; n--) repartitionSourceTopics.push(readTopicInfo(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics, unknownTaggedFields: tags }
  return { subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics }
}

function readTopology(r, v) {
  const epoch = r.int32()
  let subtopologies = null
  {
    let n = r.compactNullableCount(6)
    subtopologies = n < 0 ? null : []
    for (; n > 0; n--) subtopologies.push(readSubtopology(r, v))
  }
  const tags = r.unknownTags()
  if (tags !== undefined) return { epoch, subtopologies, unknownTaggedFields: tags }
  return { epoch, subtopologies }
}

function readMember(r, v) {
  const memberId = r.compactString()
  const memberEpoch = r.int32()
  const instanceId = r.compactNullableString()
  const rackId = r.compactNullableString()
  const clientId = r.compactString()
  const clientHost = r.compactString()
  const topologyEpoch = r.int32()
  const processId = r.compactString()
  const userEndpoint = (r.int8() < 0 ? null : readEndpoint(r, v))
  const clientTags = []
  for (let n = r.compactCount(3); n > 0; n--) clientTags.push(readKeyValue(r, v))
  const taskOffsets = []
  for (let n = r.compactCount(14); n > 0; n--) taskOffsets.push(readTaskOffset(r, v))
  const taskEndOffsets = []
  for (let n = r.compactCount(14); n > 0; n--) taskEndOffsets.push(readTaskOffset(r, v))
  const assignment = readAssignment(r, v)
  const targetAssignment = readAssignment(r, v)
  const isClassic = r.bool()
  const tags = r.unknownTags()
  if (tags !== undefined) return { memberId, memberEpoch, instanceId, rackId, clientId, clientHost, topologyEpoch, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, assignment, targetAssignment, isClassic, unknownTaggedFields: tags }
  return { memberId, memberEpoch, instanceId, rackId, clientId, clientHost, topologyEpoch, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, assignment, targetAssignment, isClassic }
}

function readDescribedGroup(r, v) {
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const groupId = r.compactString()
  const groupState = r.compactString()
  const groupEpoch = r.int32()
  const assignmentEpoch = r.int32()
  const topology = (r.int8() < 0 ? null : readTopology(r, v))
  const members = []
  for (let n = r.compactCount(28); n > 0; n--) members.push(readMember(r, v))
  const authorizedOperations = r.int32()
  const topologyDescription = v >= 1 ? (r.int8() < 0 ? null : readTopologyDescription(r, v)) : null
  const topologyDescriptionStatus = v >= 1 ? r.int8() : 0
  const assignorName = v >= 1 ? r.compactNullableString() : null
  const tags = r.unknownTags()
  if (tags !== undefined) return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, topology, members, authorizedOperations, topologyDescription, topologyDescriptionStatus, assignorName, unknownTaggedFields: tags }
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, topology, members, authorizedOperations, topologyDescription, topologyDescriptionStatus, assignorName }
}

function readEndpoint(r, v) {
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

function readAssignment(r, v) {
  const activeTasks = []
  for (let n = r.compactCount(3); n > 0; n--) activeTasks.push(readTaskIds(r, v))
  const standbyTasks = []
  for (let n = r.compactCount(3); n > 0; n--) standbyTasks.push(readTaskIds(r, v))
  const warmupTasks = []
  for (let n = r.compactCount(3); n > 0; n--) warmupTasks.push(readTaskIds(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { activeTasks, standbyTasks, warmupTasks, unknownTaggedFields: tags }
  return { activeTasks, standbyTasks, warmupTasks }
}

function readTaskIds(r, v) {
  const subtopologyId = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, partitions, unknownTaggedFields: tags }
  return { subtopologyId, partitions }
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

function readTopologyDescription(r, v) {
  const subtopologies = []
  for (let n = r.compactCount(3); n > 0; n--) subtopologies.push(readTopologyDescriptionSubtopology(r, v))
  const globalStores = []
  for (let n = r.compactCount(15); n > 0; n--) globalStores.push(readTopologyDescriptionGlobalStore(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologies, globalStores, unknownTaggedFields: tags }
  return { subtopologies, globalStores }
}

function readTopologyDescriptionSubtopology(r, v) {
  const subtopologyId = r.compactString()
  const nodes = []
  for (let n = r.compactCount(7); n > 0; n--) nodes.push(readTopologyDescriptionNode(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, nodes, unknownTaggedFields: tags }
  return { subtopologyId, nodes }
}

function readTopologyDescriptionNode(r, v) {
  const name = r.compactString()
  const nodeType = r.int8()
  const sourceTopics = []
  for (let n = r.compactCount(1); n > 0; n--) sourceTopics.push(r.compactString())
  const sinkTopic = r.compactNullableString()
  const stores = []
  for (let n = r.compactCount(1); n > 0; n--) stores.push(r.compactString())
  const successors = []
  for (let n = r.compactCount(1); n > 0; n--) successors.push(r.compactString())
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, nodeType, sourceTopics, sinkTopic, stores, successors, unknownTaggedFields: tags }
  return { name, nodeType, sourceTopics, sinkTopic, stores, successors }
}

function readTopologyDescriptionGlobalStore(r, v) {
  const source = readTopologyDescriptionNode(r, v)
  const processor = readTopologyDescriptionNode(r, v)
  const tags = r.unknownTags()
  if (tags !== undefined) return { source, processor, unknownTaggedFields: tags }
  return { source, processor }
}

export function readStreamsGroupDescribeResponse(r, v) {
  const throttleTimeMs = r.int32()
  const groups = []
  for (let n = r.compactCount(20); n > 0; n--) groups.push(readDescribedGroup(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, groups, unknownTaggedFields: tags }
  return { throttleTimeMs, groups }
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
    const a = x.repartitionSinkTopics
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
    const a = x.repartitionSourceTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicInfo(w, a[i], v)
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
    const n = a == null ? -1 : a.length
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

function writeMember(w, x, v) {
  w.compactString(x.memberId ?? '')
  w.int32(x.memberEpoch ?? 0)
  w.compactNullableString(x.instanceId ?? null)
  w.compactNullableString(x.rackId ?? null)
  w.compactString(x.clientId ?? '')
  w.compactString(x.clientHost ?? '')
  w.int32(x.topologyEpoch ?? 0)
  w.compactString(x.processId ?? '')
  if (x.userEndpoint == null) w.int8(-1)
  else {
    w.int8(1)
    writeEndpoint(w, x.userEndpoint, v)
  }
  {
    const a = x.clientTags
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeKeyValue(w, a[i], v)
  }
  {
    const a = x.taskOffsets
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTaskOffset(w, a[i], v)
  }
  {
    const a = x.taskEndOffsets
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTaskOffset(w, a[i], v)
  }
  writeAssignment(w, x.assignment ?? NOTHING, v)
  writeAssignment(w, x.targetAssignment ?? NOTHING, v)
  w.bool(x.isClassic ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeDescribedGroup(w, x, v) {
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  w.compactString(x.groupId ?? '')
  w.compactString(x.groupState ?? '')
  w.int32(x.groupEpoch ?? 0)
  w.int32(x.assignmentEpoch ?? 0)
  if (x.topology == null) w.int8(-1)
  else {
    w.int8(1)
    writeTopology(w, x.topology, v)
  }
  {
    const a = x.members
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeMember(w, a[i], v)
  }
  w.int32(x.authorizedOperations ?? -2147483648)
  if (v >= 1) {
    if (x.topologyDescription == null) w.int8(-1)
    else {
      w.int8(1)
      writeTopologyDescription(w, x.topologyDescription, v)
    }
  }
  if (v >= 1) w.int8(x.topologyDescriptionStatus ?? 0)
  if (v >= 1) w.compactNullableString(x.assignorName ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeEndpoint(w, x, v) {
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

function writeAssignment(w, x, v) {
  {
    const a = x.activeTasks
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTaskIds(w, a[i], v)
  }
  {
    const a = x.standbyTasks
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTaskIds(w, a[i], v)
  }
  {
    const a = x.warmupTasks
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTaskIds(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTaskIds(w, x, v) {
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

function writeTopologyDescription(w, x, v) {
  {
    const a = x.subtopologies
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopologyDescriptionSubtopology(w, a[i], v)
  }
  {
    const a = x.globalStores
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopologyDescriptionGlobalStore(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopologyDescriptionSubtopology(w, x, v) {
  w.compactString(x.subtopologyId ?? '')
  {
    const a = x.nodes
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopologyDescriptionNode(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopologyDescriptionNode(w, x, v) {
  w.compactString(x.name ?? '')
  w.int8(x.nodeType ?? 0)
  {
    const a = x.sourceTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  w.compactNullableString(x.sinkTopic ?? null)
  {
    const a = x.stores
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  {
    const a = x.successors
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopologyDescriptionGlobalStore(w, x, v) {
  writeTopologyDescriptionNode(w, x.source ?? NOTHING, v)
  writeTopologyDescriptionNode(w, x.processor ?? NOTHING, v)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeStreamsGroupDescribeResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.groups
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribedGroup(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
