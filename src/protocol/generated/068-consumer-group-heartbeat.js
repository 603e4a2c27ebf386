// Made by scripts/generate.ts from schema/messages/068-consumer-group-heartbeat. Do not edit.

function readConsumerGroupHeartbeatRequestTopicPartitions(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readConsumerGroupHeartbeatRequest(r, v) {
  const groupId = r.compactString()
  const memberId = r.compactString()
  const memberEpoch = r.int32()
  const instanceId = r.compactNullableString()
  const rackId = r.compactNullableString()
  const rebalanceTimeoutMs = r.int32()
  let subscribedTopicNames = null
  {
    let n = r.compactNullableCount(1)
    subscribedTopicNames = n < 0 ? null : []
    for (; n > 0; n--) subscribedTopicNames.push(r.compactString())
  }
  const subscribedTopicRegex = v >= 1 ? r.compactNullableString() : null
  const serverAssignor = r.compactNullableString()
  let topicPartitions = null
  {
    let n = r.compactNullableCount(18)
    topicPartitions = n < 0 ? null : []
    for (; n > 0; n--) topicPartitions.push(readConsumerGroupHeartbeatRequestTopicPartitions(r, v))
  }
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, memberId, memberEpoch, instanceId, rackId, rebalanceTimeoutMs, subscribedTopicNames, subscribedTopicRegex, serverAssignor, topicPartitions, unknownTaggedFields: tags }
  return { groupId, memberId, memberEpoch, instanceId, rackId, rebalanceTimeoutMs, subscribedTopicNames, subscribedTopicRegex, serverAssignor, topicPartitions }
}

function writeConsumerGroupHeartbeatRequestTopicPartitions(w, x, v) {
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

export function writeConsumerGroupHeartbeatRequest(w, x, v) {
  w.compactString(x.groupId ?? '')
  w.compactString(x.memberId ?? '')
  w.int32(x.memberEpoch ?? 0)
  w.compactNullableString(x.instanceId ?? null)
  w.compactNullableString(x.rackId ?? null)
  w.int32(x.rebalanceTimeoutMs ?? -1)
  {
    const a = x.subscribedTopicNames
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  if (v >= 1) w.compactNullableString(x.subscribedTopicRegex ?? null)
  w.compactNullableString(x.serverAssignor ?? null)
  {
    const a = x.topicPartitions
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeConsumerGroupHeartbeatRequestTopicPartitions(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readAssignment(r, v) {
  const topicPartitions = []
  for (let n = r.compactCount(18); n > 0; n--) topicPartitions.push(readConsumerGroupHeartbeatResponseTopicPartitions(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicPartitions, unknownTaggedFields: tags }
  return { topicPartitions }
}

function readConsumerGroupHeartbeatResponseTopicPartitions(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readConsumerGroupHeartbeatResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const memberId = r.compactNullableString()
  const memberEpoch = r.int32()
  const heartbeatIntervalMs = r.int32()
  const assignment = (r.int8() < 0 ? null : readAssignment(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment }
}

function writeAssignment(w, x, v) {
  {
    const a = x.topicPartitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeConsumerGroupHeartbeatResponseTopicPartitions(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeConsumerGroupHeartbeatResponseTopicPartitions(w, x, v) {
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

export function writeConsumerGroupHeartbeatResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  w.compactNullableString(x.memberId ?? null)
  w.int32(x.memberEpoch ?? 0)
  w.int32(x.heartbeatIntervalMs ?? 0)
  if (x.assignment == null) w.int8(-1)
  else {
    w.int8(1)
    writeAssignment(w, x.assignment, v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
