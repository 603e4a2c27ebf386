// Made by scripts/generate.ts from schema/messages/078-share-fetch. Do not edit.
const NO_BYTES = new Uint8Array(0)
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

function readFetchPartition(r, v) {
  const partitionIndex = r.int32()
  const acknowledgementBatches = []
  for (let n = r.compactCount(18); n > 0; n--) acknowledgementBatches.push(readAcknowledgementBatch(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, acknowledgementBatches, unknownTaggedFields: tags }
  return { partitionIndex, acknowledgementBatches }
}

function readFetchTopic(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(6); n > 0; n--) partitions.push(readFetchPartition(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

function readForgottenTopic(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readShareFetchRequest(r, v) {
  const groupId = r.compactNullableString()
  const memberId = r.compactNullableString()
  const shareSessionEpoch = r.int32()
  const maxWaitMs = r.int32()
  const minBytes = r.int32()
  const maxBytes = r.int32()
  const maxRecords = r.int32()
  const batchSize = r.int32()
  const shareAcquireMode = v >= 2 ? r.int8() : 0
  const isRenewAck = v >= 2 ? r.bool() : false
  const topics = []
  for (let n = r.compactCount(18); n > 0; n--) topics.push(readFetchTopic(r, v))
  const forgottenTopicsData = []
  for (let n = r.compactCount(18); n > 0; n--) forgottenTopicsData.push(readForgottenTopic(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, memberId, shareSessionEpoch, maxWaitMs, minBytes, maxBytes, maxRecords, batchSize, shareAcquireMode, isRenewAck, topics, forgottenTopicsData, unknownTaggedFields: tags }
  return { groupId, memberId, shareSessionEpoch, maxWaitMs, minBytes, maxBytes, maxRecords, batchSize, shareAcquireMode, isRenewAck, topics, forgottenTopicsData }
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

function writeFetchPartition(w, x, v) {
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

function writeFetchTopic(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeFetchPartition(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeForgottenTopic(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
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

export function writeShareFetchRequest(w, x, v) {
  w.compactNullableString(x.groupId ?? null)
  w.compactNullableString(x.memberId ?? null)
  w.int32(x.shareSessionEpoch ?? 0)
  w.int32(x.maxWaitMs ?? 0)
  w.int32(x.minBytes ?? 0)
  w.int32(x.maxBytes ?? 2147483647)
  w.int32(x.maxRecords ?? 0)
  w.int32(x.batchSize ?? 0)
  if (v >= 2) w.int8(x.shareAcquireMode ?? 0)
  if (v >= 2) w.bool(x.isRenewAck ?? false)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeFetchTopic(w, a[i], v)
  }
  {
    const a = x.forgottenTopicsData
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeForgottenTopic(w, a[i], v)
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

function readAcquiredRecords(r, v) {
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  const deliveryCount = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { firstOffset, lastOffset, deliveryCount, unknownTaggedFields: tags }
  return { firstOffset, lastOffset, deliveryCount }
}

function readPartitionData(r, v) {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const acknowledgeErrorCode = r.int16()
  const acknowledgeErrorMessage = r.compactNullableString()
  const currentLeader = readLeaderIdAndEpoch(r, v)
  const records = r.compactBytes()
  const acquiredRecords = []
  for (let n = r.compactCount(19); n > 0; n--) acquiredRecords.push(readAcquiredRecords(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, errorCode, errorMessage, acknowledgeErrorCode, acknowledgeErrorMessage, currentLeader, records, acquiredRecords, unknownTaggedFields: tags }
  return { partitionIndex, errorCode, errorMessage, acknowledgeErrorCode, acknowledgeErrorMessage, currentLeader, records, acquiredRecords }
}

function readShareFetchableTopicResponse(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(22); n > 0; n--) partitions.push(readPartitionData(r, v))
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

export function readShareFetchResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const acquisitionLockTimeoutMs = r.int32()
  const responses = []
  for (let n = r.compactCount(18); n > 0; n--) responses.push(readShareFetchableTopicResponse(r, v))
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

function writeAcquiredRecords(w, x, v) {
  w.int64(x.firstOffset ?? 0)
  w.int64(x.lastOffset ?? 0)
  w.int16(x.deliveryCount ?? 0)
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
  w.int16(x.acknowledgeErrorCode ?? 0)
  w.compactNullableString(x.acknowledgeErrorMessage ?? null)
  writeLeaderIdAndEpoch(w, x.currentLeader ?? NOTHING, v)
  w.compactRecords(x.records ?? NO_BYTES)
  {
    const a = x.acquiredRecords
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAcquiredRecords(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeShareFetchableTopicResponse(w, x, v) {
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

export function writeShareFetchResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  w.int32(x.acquisitionLockTimeoutMs ?? 0)
  {
    const a = x.responses
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeShareFetchableTopicResponse(w, a[i], v)
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
