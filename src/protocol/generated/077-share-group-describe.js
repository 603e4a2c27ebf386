// Made by scripts/generate.ts from schema/messages/077-share-group-describe. Do not edit.
const NOTHING = Object.freeze({})

export function readShareGroupDescribeRequest(r, v) {
  const groupIds = []
  for (let n = r.compactCount(1); n > 0; n--) groupIds.push(r.compactString())
  const includeAuthorizedOperations = r.bool()
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupIds, includeAuthorizedOperations, unknownTaggedFields: tags }
  return { groupIds, includeAuthorizedOperations }
}

export function writeShareGroupDescribeRequest(w, x, v) {
  {
    const a = x.groupIds
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  w.bool(x.includeAuthorizedOperations ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readMember(r, v) {
  const memberId = r.compactString()
  const rackId = r.compactNullableString()
  const memberEpoch = r.int32()
  const clientId = r.compactString()
  const clientHost = r.compactString()
  const subscribedTopicNames = []
  for (let n = r.compactCount(1); n > 0; n--) subscribedTopicNames.push(r.compactString())
  const assignment = readAssignment(r, v)
  const tags = r.unknownTags()
  if (tags !== undefined) return { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment, unknownTaggedFields: tags }
  return { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment }
}

function readDescribedGroup(r, v) {
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const groupId = r.compactString()
  const groupState = r.compactString()
  const groupEpoch = r.int32()
  const assignmentEpoch = r.int32()
  const assignorName = r.compactString()
  const members = []
  for (let n = r.compactCount(12); n > 0; n--) members.push(readMember(r, v))
  const authorizedOperations = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, assignorName, members, authorizedOperations, unknownTaggedFields: tags }
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, assignorName, members, authorizedOperations }
}

function readTopicPartitions(r, v) {
  const topicId = r.uuid()
  const topicName = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, topicName, partitions, unknownTaggedFields: tags }
  return { topicId, topicName, partitions }
}

function readAssignment(r, v) {
  const topicPartitions = []
  for (let n = r.compactCount(19); n > 0; n--) topicPartitions.push(readTopicPartitions(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicPartitions, unknownTaggedFields: tags }
  return { topicPartitions }
}

export function readShareGroupDescribeResponse(r, v) {
  const throttleTimeMs = r.int32()
  const groups = []
  for (let n = r.compactCount(20); n > 0; n--) groups.push(readDescribedGroup(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, groups, unknownTaggedFields: tags }
  return { throttleTimeMs, groups }
}

function writeMember(w, x, v) {
  w.compactString(x.memberId ?? '')
  w.compactNullableString(x.rackId ?? null)
  w.int32(x.memberEpoch ?? 0)
  w.compactString(x.clientId ?? '')
  w.compactString(x.clientHost ?? '')
  {
    const a = x.subscribedTopicNames
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  writeAssignment(w, x.assignment ?? NOTHING, v)
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
  w.compactString(x.assignorName ?? '')
  {
    const a = x.members
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeMember(w, a[i], v)
  }
  w.int32(x.authorizedOperations ?? -2147483648)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopicPartitions(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.compactString(x.topicName ?? '')
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

function writeAssignment(w, x, v) {
  {
    const a = x.topicPartitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicPartitions(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeShareGroupDescribeResponse(w, x, v) {
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
