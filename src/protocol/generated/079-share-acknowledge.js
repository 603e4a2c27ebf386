// Made by scripts/generate.ts from schema/messages/079-share-acknowledge. Do not edit.
const NOTHING = Object.freeze({})

function readAcknowledgementBatch(r, v) {
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  const acknowledgeTypes = []
  for (let n = r.compactCount(1); n > 0; n--) acknowledgeTypes.push(r.int8())
  const tags = r.unknownTags()
  if (tags !== undefined) return { firstOffset, lastOffset, acknowledgeTypes, unknownTaggedFields: tags }
  return { firstOffset, lastOffset, acknowledgeTypes }
}

function readAcknowledgePartition(r, v) {
  const partitionIndex = r.int32()
  const acknowledgementBatches = []
  for (let n = r.compactCount(18); n > 0; n--) acknowledgementBatches.push(readAcknowledgementBatch(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, acknowledgementBatches, unknownTaggedFields: tags }
  return { partitionIndex, acknowledgementBatches }
}

function readAcknowledgeTopic(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(6); n > 0; n--) partitions.push(readAcknowledgePartition(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readShareAcknowledgeRequest(r, v) {
  const groupId = r.compactNullableString()
  const memberId = r.compactNullableString()
  const shareSessionEpoch = r.int32()
  const isRenewAck = v >= 2 ? r.bool() : false
  const topics = []
  for (let n = r.compactCount(18); n > 0; n--) topics.push(readAcknowledgeTopic(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, memberId, shareSessionEpoch, isRenewAck, topics, unknownTaggedFields: tags }
  return { groupId, memberId, shareSessionEpoch, isRenewAck, topics }
}

function writeAcknowledgementBatch(w, x, v) {
  w.int64(x.firstOffset ?? 0)
  w.int64(x.lastOffset ?? 0)
  {
    const a = x.acknowledgeTypes
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int8(a[i])
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAcknowledgePartition(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  {
    const a = x.acknowledgementBatches
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAcknowledgementBatch(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAcknowledgeTopic(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAcknowledgePartition(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeShareAcknowledgeRequest(w, x, v) {
  w.compactNullableString(x.groupId ?? null)
  w.compactNullableString(x.memberId ?? null)
  w.int32(x.shareSessionEpoch ?? 0)
  if (v >= 2) w.bool(x.isRenewAck ?? false)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAcknowledgeTopic(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readLeaderIdAndEpoch(r, v) {
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { leaderId, leaderEpoch, unknownTaggedFields: tags }
  return { leaderId, leaderEpoch }
}

function readPartitionData(r, v) {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const currentLeader = readLeaderIdAndEpoch(r, v)
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, errorCode, errorMessage, currentLeader, unknownTaggedFields: tags }
  return { partitionIndex, errorCode, errorMessage, currentLeader }
}

function readShareAcknowledgeTopicResponse(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(17); n > 0; n--) partitions.push(readPartitionData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

function readNodeEndpoint(r, v) {
  const nodeId = r.int32()
  const host = r.compactString()
  const port = r.int32()
  const rack = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { nodeId, host, port, rack, unknownTaggedFields: tags }
  return { nodeId, host, port, rack }
}

export function readShareAcknowledgeResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const acquisitionLockTimeoutMs = v >= 2 ? r.int32() : 0
  const responses = []
  for (let n = r.compactCount(18); n > 0; n--) responses.push(readShareAcknowledgeTopicResponse(r, v))
  const nodeEndpoints = []
  for (let n = r.compactCount(11); n > 0; n--) nodeEndpoints.push(readNodeEndpoint(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints }
}

function writeLeaderIdAndEpoch(w, x, v) {
  w.int32(x.leaderId ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writePartitionData(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  writeLeaderIdAndEpoch(w, x.currentLeader ?? NOTHING, v)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeShareAcknowledgeTopicResponse(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writePartitionData(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeNodeEndpoint(w, x, v) {
  w.int32(x.nodeId ?? 0)
  w.compactString(x.host ?? '')
  w.int32(x.port ?? 0)
  w.compactNullableString(x.rack ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeShareAcknowledgeResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  if (v >= 2) w.int32(x.acquisitionLockTimeoutMs ?? 0)
  {
    const a = x.responses
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeShareAcknowledgeTopicResponse(w, a[i], v)
  }
  {
    const a = x.nodeEndpoints
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeNodeEndpoint(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
