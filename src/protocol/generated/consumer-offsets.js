// Made by scripts/generate.ts from schema/records/consumer-offsets. Do not edit.
const NO_BYTES = new Uint8Array(0)
const NO_TAGS = Object.freeze([])

export function readLegacyOffsetCommitKey(r, v) {
  const group = r.string()
  const topic = r.string()
  const partition = r.int32()
  return { group, topic, partition }
}

export function writeLegacyOffsetCommitKey(w, x, v) {
  w.string(x.group ?? '')
  w.string(x.topic ?? '')
  w.int32(x.partition ?? 0)
}

export function readLegacyOffsetCommitValue(r, v) {
  const offset = r.int64()
  const metadata = r.string()
  const commitTimestamp = r.int64()
  return { offset, metadata, commitTimestamp }
}

export function writeLegacyOffsetCommitValue(w, x, v) {
  w.int64(x.offset ?? 0)
  w.string(x.metadata ?? '')
  w.int64(x.commitTimestamp ?? 0)
}

export function readOffsetCommitKey(r, v) {
  const group = r.string()
  const topic = r.string()
  const partition = r.int32()
  return { group, topic, partition }
}

export function writeOffsetCommitKey(w, x, v) {
  w.string(x.group ?? '')
  w.string(x.topic ?? '')
  w.int32(x.partition ?? 0)
}

export function readOffsetCommitValue(r, v) {
  const flex = v >= 4
  const offset = r.int64()
  const leaderEpoch = v >= 3 ? r.int32() : -1
  const metadata = (flex ? r.compactString() : r.string())
  const commitTimestamp = r.int64()
  const expireTimestamp = v === 1 ? r.int64() : -1
  let topicId = 'AAAAAAAAAAAAAAAAAAAAAA'
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0) {
        topicId = r.uuid()
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId, unknownTaggedFields: tags }
  return { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId }
}

export function writeOffsetCommitValue(w, x, v) {
  const flex = v >= 4
  w.int64(x.offset ?? 0)
  if (v >= 3) w.int32(x.leaderEpoch ?? -1)
  if (flex) w.compactString(x.metadata ?? '')
  else w.string(x.metadata ?? '')
  w.int64(x.commitTimestamp ?? 0)
  if (v === 1) w.int64(x.expireTimestamp ?? -1)
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = (x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA') !== 'AAAAAAAAAAAAAAAAAAAAAA'
    w.uvarint(tags.length + (has0 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}

export function readGroupMetadataKey(r, v) {
  const group = r.string()
  return { group }
}

export function writeGroupMetadataKey(w, x, v) {
  w.string(x.group ?? '')
}

function readMemberMetadata(r, v) {
  const flex = v >= 4
  const memberId = (flex ? r.compactString() : r.string())
  const groupInstanceId = v >= 3 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const clientId = (flex ? r.compactString() : r.string())
  const clientHost = (flex ? r.compactString() : r.string())
  const rebalanceTimeout = v >= 1 ? r.int32() : -1
  const sessionTimeout = r.int32()
  const subscription = (flex ? r.compactBytes() : r.bytes())
  const assignment = (flex ? r.compactBytes() : r.bytes())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { memberId, groupInstanceId, clientId, clientHost, rebalanceTimeout, sessionTimeout, subscription, assignment, unknownTaggedFields: tags }
  return { memberId, groupInstanceId, clientId, clientHost, rebalanceTimeout, sessionTimeout, subscription, assignment }
}

export function readGroupMetadataValue(r, v) {
  const flex = v >= 4
  const protocolType = (flex ? r.compactString() : r.string())
  const generation = r.int32()
  const protocol = (flex ? r.compactNullableString() : r.nullableString())
  const leader = (flex ? r.compactNullableString() : r.nullableString())
  const currentStateTimestamp = v >= 2 ? r.int64() : -1
  const members = []
  for (let n = (flex ? r.compactCount(15) : r.count(18)); n > 0; n--) members.push(readMemberMetadata(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { protocolType, generation, protocol, leader, currentStateTimestamp, members, unknownTaggedFields: tags }
  return { protocolType, generation, protocol, leader, currentStateTimestamp, members }
}

function writeMemberMetadata(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.memberId ?? '')
  else w.string(x.memberId ?? '')
  if (v >= 3) {
    if (flex) w.compactNullableString(x.groupInstanceId ?? null)
    else w.nullableString(x.groupInstanceId ?? null)
  }
  if (flex) w.compactString(x.clientId ?? '')
  else w.string(x.clientId ?? '')
  if (flex) w.compactString(x.clientHost ?? '')
  else w.string(x.clientHost ?? '')
  if (v >= 1) w.int32(x.rebalanceTimeout ?? -1)
  w.int32(x.sessionTimeout ?? 0)
  if (flex) w.compactBytes(x.subscription ?? NO_BYTES)
  else w.bytes(x.subscription ?? NO_BYTES)
  if (flex) w.compactBytes(x.assignment ?? NO_BYTES)
  else w.bytes(x.assignment ?? NO_BYTES)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeGroupMetadataValue(w, x, v) {
  const flex = v >= 4
  if (flex) w.compactString(x.protocolType ?? '')
  else w.string(x.protocolType ?? '')
  w.int32(x.generation ?? 0)
  if (flex) w.compactNullableString(x.protocol ?? null)
  else w.nullableString(x.protocol ?? null)
  if (flex) w.compactNullableString(x.leader ?? null)
  else w.nullableString(x.leader ?? null)
  if (v >= 2) w.int64(x.currentStateTimestamp ?? -1)
  {
    const a = x.members
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeMemberMetadata(w, a[i], v)
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

export function readConsumerGroupMetadataKey(r, v) {
  const groupId = r.string()
  return { groupId }
}

export function writeConsumerGroupMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
}

export function readConsumerGroupMetadataValue(r, v) {
  const epoch = r.int32()
  let metadataHash = 0n
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      metadataHash = r.bigint64()
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { epoch, metadataHash, unknownTaggedFields: tags }
  return { epoch, metadataHash }
}

export function writeConsumerGroupMetadataValue(w, x, v) {
  w.int32(x.epoch ?? 0)
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.metadataHash ?? 0n) !== 0n
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    w.bigint64(x.metadataHash ?? 0n)
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export function readConsumerGroupPartitionMetadataKey(r, v) {
  const groupId = r.string()
  return { groupId }
}

export function writeConsumerGroupPartitionMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
}

function readPartitionMetadata(r, v) {
  const partition = r.int32()
  const racks = []
  for (let n = r.compactCount(1); n > 0; n--) racks.push(r.compactString())
  const tags = r.unknownTags()
  if (tags !== undefined) return { partition, racks, unknownTaggedFields: tags }
  return { partition, racks }
}

function readTopicMetadata(r, v) {
  const topicId = r.uuid()
  const topicName = r.compactString()
  const numPartitions = r.int32()
  const partitionMetadata = []
  for (let n = r.compactCount(6); n > 0; n--) partitionMetadata.push(readPartitionMetadata(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, topicName, numPartitions, partitionMetadata, unknownTaggedFields: tags }
  return { topicId, topicName, numPartitions, partitionMetadata }
}

export function readConsumerGroupPartitionMetadataValue(r, v) {
  const topics = []
  for (let n = r.compactCount(23); n > 0; n--) topics.push(readTopicMetadata(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topics, unknownTaggedFields: tags }
  return { topics }
}

function writePartitionMetadata(w, x, v) {
  w.int32(x.partition ?? 0)
  {
    const a = x.racks
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

function writeTopicMetadata(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.compactString(x.topicName ?? '')
  w.int32(x.numPartitions ?? 0)
  {
    const a = x.partitionMetadata
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writePartitionMetadata(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeConsumerGroupPartitionMetadataValue(w, x, v) {
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicMetadata(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readConsumerGroupMemberMetadataKey(r, v) {
  const groupId = r.string()
  const memberId = r.string()
  return { groupId, memberId }
}

export function writeConsumerGroupMemberMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.memberId ?? '')
}

function readClassicProtocol(r, v) {
  const name = r.compactString()
  const metadata = r.compactBytes()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, metadata, unknownTaggedFields: tags }
  return { name, metadata }
}

function readClassicMemberMetadata(r, v) {
  const sessionTimeoutMs = r.int32()
  const supportedProtocols = []
  for (let n = r.compactCount(3); n > 0; n--) supportedProtocols.push(readClassicProtocol(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { sessionTimeoutMs, supportedProtocols, unknownTaggedFields: tags }
  return { sessionTimeoutMs, supportedProtocols }
}

export function readConsumerGroupMemberMetadataValue(r, v) {
  const instanceId = r.compactNullableString()
  const rackId = r.compactNullableString()
  const clientId = r.compactString()
  const clientHost = r.compactString()
  const subscribedTopicNames = []
  for (let n = r.compactCount(1); n > 0; n--) subscribedTopicNames.push(r.compactString())
  const subscribedTopicRegex = r.compactNullableString()
  const rebalanceTimeoutMs = r.int32()
  const serverAssignor = r.compactNullableString()
  let classicMemberMetadata = defaultClassicMemberMetadata()
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      classicMemberMetadata = (r.uvarint() === 0 ? null : readClassicMemberMetadata(r, v))
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { instanceId, rackId, clientId, clientHost, subscribedTopicNames, subscribedTopicRegex, rebalanceTimeoutMs, serverAssignor, classicMemberMetadata, unknownTaggedFields: tags }
  return { instanceId, rackId, clientId, clientHost, subscribedTopicNames, subscribedTopicRegex, rebalanceTimeoutMs, serverAssignor, classicMemberMetadata }
}

function writeClassicProtocol(w, x, v) {
  w.compactString(x.name ?? '')
  w.compactBytes(x.metadata ?? NO_BYTES)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeClassicMemberMetadata(w, x, v) {
  w.int32(x.sessionTimeoutMs ?? 0)
  {
    const a = x.supportedProtocols
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeClassicProtocol(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeConsumerGroupMemberMetadataValue(w, x, v) {
  w.compactNullableString(x.instanceId ?? null)
  w.compactNullableString(x.rackId ?? null)
  w.compactString(x.clientId ?? '')
  w.compactString(x.clientHost ?? '')
  {
    const a = x.subscribedTopicNames
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  w.compactNullableString(x.subscribedTopicRegex ?? null)
  w.int32(x.rebalanceTimeoutMs ?? -1)
  w.compactNullableString(x.serverAssignor ?? null)
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.classicMemberMetadata === null || (x.classicMemberMetadata != null && !isDefaultClassicMemberMetadata(x.classicMemberMetadata)))
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    if (x.classicMemberMetadata == null) w.int8(0)
    else {
      w.int8(1)
      writeClassicMemberMetadata(w, x.classicMemberMetadata, v)
    }
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

function defaultClassicMemberMetadata() {
  return { sessionTimeoutMs: 0, supportedProtocols: [] }
}

function isDefaultClassicMemberMetadata(x) {
  return !((x.sessionTimeoutMs ?? 0) !== 0) && !(x.supportedProtocols != null && x.supportedProtocols.length > 0) && (x.unknownTaggedFields?.length ?? 0) === 0
}

export function readConsumerGroupTargetAssignmentMetadataKey(r, v) {
  const groupId = r.string()
  return { groupId }
}

export function writeConsumerGroupTargetAssignmentMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
}

export function readConsumerGroupTargetAssignmentMetadataValue(r, v) {
  const assignmentEpoch = r.int32()
  let assignmentTimestamp = 0
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      assignmentTimestamp = r.int64()
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { assignmentEpoch, assignmentTimestamp, unknownTaggedFields: tags }
  return { assignmentEpoch, assignmentTimestamp }
}

export function writeConsumerGroupTargetAssignmentMetadataValue(w, x, v) {
  w.int32(x.assignmentEpoch ?? 0)
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.assignmentTimestamp ?? 0) !== 0
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    w.int64(x.assignmentTimestamp ?? 0)
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export function readConsumerGroupTargetAssignmentMemberKey(r, v) {
  const groupId = r.string()
  const memberId = r.string()
  return { groupId, memberId }
}

export function writeConsumerGroupTargetAssignmentMemberKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.memberId ?? '')
}

function readConsumerGroupTargetAssignmentMemberValueTopicPartition(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readConsumerGroupTargetAssignmentMemberValue(r, v) {
  const topicPartitions = []
  for (let n = r.compactCount(18); n > 0; n--) topicPartitions.push(readConsumerGroupTargetAssignmentMemberValueTopicPartition(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicPartitions, unknownTaggedFields: tags }
  return { topicPartitions }
}

function writeConsumerGroupTargetAssignmentMemberValueTopicPartition(w, x, v) {
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

export function writeConsumerGroupTargetAssignmentMemberValue(w, x, v) {
  {
    const a = x.topicPartitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeConsumerGroupTargetAssignmentMemberValueTopicPartition(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readConsumerGroupCurrentMemberAssignmentKey(r, v) {
  const groupId = r.string()
  const memberId = r.string()
  return { groupId, memberId }
}

export function writeConsumerGroupCurrentMemberAssignmentKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.memberId ?? '')
}

function readConsumerGroupCurrentMemberAssignmentValueTopicPartitions(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  let assignmentEpochs = []
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      let n = r.compactNullableCount(4)
      assignmentEpochs = n < 0 ? null : []
      for (; n > 0; n--) assignmentEpochs.push(r.int32())
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { topicId, partitions, assignmentEpochs, unknownTaggedFields: tags }
  return { topicId, partitions, assignmentEpochs }
}

export function readConsumerGroupCurrentMemberAssignmentValue(r, v) {
  const memberEpoch = r.int32()
  const previousMemberEpoch = r.int32()
  const state = r.int8()
  const assignedPartitions = []
  for (let n = r.compactCount(18); n > 0; n--) assignedPartitions.push(readConsumerGroupCurrentMemberAssignmentValueTopicPartitions(r, v))
  const partitionsPendingRevocation = []
  for (let n = r.compactCount(18); n > 0; n--) partitionsPendingRevocation.push(readConsumerGroupCurrentMemberAssignmentValueTopicPartitions(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { memberEpoch, previousMemberEpoch, state, assignedPartitions, partitionsPendingRevocation, unknownTaggedFields: tags }
  return { memberEpoch, previousMemberEpoch, state, assignedPartitions, partitionsPendingRevocation }
}

function writeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.assignmentEpochs === null || (x.assignmentEpochs != null && x.assignmentEpochs.length > 0))
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    {
      const a = x.assignmentEpochs
      const n = a == null ? -1 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) w.int32(a[i])
    }
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export function writeConsumerGroupCurrentMemberAssignmentValue(w, x, v) {
  w.int32(x.memberEpoch ?? 0)
  w.int32(x.previousMemberEpoch ?? 0)
  w.int8(x.state ?? 0)
  {
    const a = x.assignedPartitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(w, a[i], v)
  }
  {
    const a = x.partitionsPendingRevocation
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readShareGroupMemberMetadataKey(r, v) {
  const groupId = r.string()
  const memberId = r.string()
  return { groupId, memberId }
}

export function writeShareGroupMemberMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.memberId ?? '')
}

export function readShareGroupMemberMetadataValue(r, v) {
  const rackId = r.compactNullableString()
  const clientId = r.compactString()
  const clientHost = r.compactString()
  const subscribedTopicNames = []
  for (let n = r.compactCount(1); n > 0; n--) subscribedTopicNames.push(r.compactString())
  const tags = r.unknownTags()
  if (tags !== undefined) return { rackId, clientId, clientHost, subscribedTopicNames, unknownTaggedFields: tags }
  return { rackId, clientId, clientHost, subscribedTopicNames }
}

export function writeShareGroupMemberMetadataValue(w, x, v) {
  w.compactNullableString(x.rackId ?? null)
  w.compactString(x.clientId ?? '')
  w.compactString(x.clientHost ?? '')
  {
    const a = x.subscribedTopicNames
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

export function readShareGroupMetadataKey(r, v) {
  const groupId = r.string()
  return { groupId }
}

export function writeShareGroupMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
}

export function readShareGroupMetadataValue(r, v) {
  const epoch = r.int32()
  const metadataHash = r.bigint64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { epoch, metadataHash, unknownTaggedFields: tags }
  return { epoch, metadataHash }
}

export function writeShareGroupMetadataValue(w, x, v) {
  w.int32(x.epoch ?? 0)
  w.bigint64(x.metadataHash ?? 0n)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readShareGroupTargetAssignmentMetadataKey(r, v) {
  const groupId = r.string()
  return { groupId }
}

export function writeShareGroupTargetAssignmentMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
}

export function readShareGroupTargetAssignmentMetadataValue(r, v) {
  const assignmentEpoch = r.int32()
  let assignmentTimestamp = 0
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      assignmentTimestamp = r.int64()
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { assignmentEpoch, assignmentTimestamp, unknownTaggedFields: tags }
  return { assignmentEpoch, assignmentTimestamp }
}

export function writeShareGroupTargetAssignmentMetadataValue(w, x, v) {
  w.int32(x.assignmentEpoch ?? 0)
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.assignmentTimestamp ?? 0) !== 0
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    w.int64(x.assignmentTimestamp ?? 0)
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export function readShareGroupTargetAssignmentMemberKey(r, v) {
  const groupId = r.string()
  const memberId = r.string()
  return { groupId, memberId }
}

export function writeShareGroupTargetAssignmentMemberKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.memberId ?? '')
}

function readShareGroupTargetAssignmentMemberValueTopicPartition(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readShareGroupTargetAssignmentMemberValue(r, v) {
  const topicPartitions = []
  for (let n = r.compactCount(18); n > 0; n--) topicPartitions.push(readShareGroupTargetAssignmentMemberValueTopicPartition(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicPartitions, unknownTaggedFields: tags }
  return { topicPartitions }
}

function writeShareGroupTargetAssignmentMemberValueTopicPartition(w, x, v) {
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

export function writeShareGroupTargetAssignmentMemberValue(w, x, v) {
  {
    const a = x.topicPartitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeShareGroupTargetAssignmentMemberValueTopicPartition(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readShareGroupCurrentMemberAssignmentKey(r, v) {
  const groupId = r.string()
  const memberId = r.string()
  return { groupId, memberId }
}

export function writeShareGroupCurrentMemberAssignmentKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.memberId ?? '')
}

function readShareGroupCurrentMemberAssignmentValueTopicPartitions(r, v) {
  const topicId = r.uuid()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, partitions, unknownTaggedFields: tags }
  return { topicId, partitions }
}

export function readShareGroupCurrentMemberAssignmentValue(r, v) {
  const memberEpoch = r.int32()
  const previousMemberEpoch = r.int32()
  const state = r.int8()
  const assignedPartitions = []
  for (let n = r.compactCount(18); n > 0; n--) assignedPartitions.push(readShareGroupCurrentMemberAssignmentValueTopicPartitions(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { memberEpoch, previousMemberEpoch, state, assignedPartitions, unknownTaggedFields: tags }
  return { memberEpoch, previousMemberEpoch, state, assignedPartitions }
}

function writeShareGroupCurrentMemberAssignmentValueTopicPartitions(w, x, v) {
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

export function writeShareGroupCurrentMemberAssignmentValue(w, x, v) {
  w.int32(x.memberEpoch ?? 0)
  w.int32(x.previousMemberEpoch ?? 0)
  w.int8(x.state ?? 0)
  {
    const a = x.assignedPartitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeShareGroupCurrentMemberAssignmentValueTopicPartitions(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readShareGroupStatePartitionMetadataKey(r, v) {
  const groupId = r.string()
  return { groupId }
}

export function writeShareGroupStatePartitionMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
}

function readTopicPartitionsInfo(r, v) {
  const topicId = r.uuid()
  const topicName = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, topicName, partitions, unknownTaggedFields: tags }
  return { topicId, topicName, partitions }
}

function readShareGroupStatePartitionMetadataValueTopicInfo(r, v) {
  const topicId = r.uuid()
  const topicName = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicId, topicName, unknownTaggedFields: tags }
  return { topicId, topicName }
}

export function readShareGroupStatePartitionMetadataValue(r, v) {
  const initializingTopics = []
  for (let n = r.compactCount(19); n > 0; n--) initializingTopics.push(readTopicPartitionsInfo(r, v))
  const initializedTopics = []
  for (let n = r.compactCount(19); n > 0; n--) initializedTopics.push(readTopicPartitionsInfo(r, v))
  const deletingTopics = []
  for (let n = r.compactCount(18); n > 0; n--) deletingTopics.push(readShareGroupStatePartitionMetadataValueTopicInfo(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { initializingTopics, initializedTopics, deletingTopics, unknownTaggedFields: tags }
  return { initializingTopics, initializedTopics, deletingTopics }
}

function writeTopicPartitionsInfo(w, x, v) {
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

function writeShareGroupStatePartitionMetadataValueTopicInfo(w, x, v) {
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.compactString(x.topicName ?? '')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeShareGroupStatePartitionMetadataValue(w, x, v) {
  {
    const a = x.initializingTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicPartitionsInfo(w, a[i], v)
  }
  {
    const a = x.initializedTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicPartitionsInfo(w, a[i], v)
  }
  {
    const a = x.deletingTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeShareGroupStatePartitionMetadataValueTopicInfo(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readConsumerGroupRegularExpressionKey(r, v) {
  const groupId = r.string()
  const regularExpression = r.string()
  return { groupId, regularExpression }
}

export function writeConsumerGroupRegularExpressionKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.regularExpression ?? '')
}

export function readConsumerGroupRegularExpressionValue(r, v) {
  const topics = []
  for (let n = r.compactCount(1); n > 0; n--) topics.push(r.compactString())
  const version = r.int64()
  const timestamp = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { topics, version, timestamp, unknownTaggedFields: tags }
  return { topics, version, timestamp }
}

export function writeConsumerGroupRegularExpressionValue(w, x, v) {
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  w.int64(x.version ?? 0)
  w.int64(x.timestamp ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readStreamsGroupMetadataKey(r, v) {
  const groupId = r.string()
  return { groupId }
}

export function writeStreamsGroupMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
}

function readLastAssignmentConfig(r, v) {
  const key = r.compactString()
  const value_ = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { key, value: value_, unknownTaggedFields: tags }
  return { key, value: value_ }
}

export function readStreamsGroupMetadataValue(r, v) {
  const epoch = r.int32()
  const metadataHash = r.bigint64()
  let validatedTopologyEpoch = -1
  let lastAssignmentConfigs = []
  let storedDescriptionTopologyEpoch = -1
  let failedDescriptionTopologyEpoch = -1
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      validatedTopologyEpoch = r.int32()
    } else if (tag === 1) {
      let n = r.compactNullableCount(3)
      lastAssignmentConfigs = n < 0 ? null : []
      for (; n > 0; n--) lastAssignmentConfigs.push(readLastAssignmentConfig(r, v))
    } else if (tag === 2) {
      storedDescriptionTopologyEpoch = r.int32()
    } else if (tag === 3) {
      failedDescriptionTopologyEpoch = r.int32()
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { epoch, metadataHash, validatedTopologyEpoch, lastAssignmentConfigs, storedDescriptionTopologyEpoch, failedDescriptionTopologyEpoch, unknownTaggedFields: tags }
  return { epoch, metadataHash, validatedTopologyEpoch, lastAssignmentConfigs, storedDescriptionTopologyEpoch, failedDescriptionTopologyEpoch }
}

function writeLastAssignmentConfig(w, x, v) {
  w.compactString(x.key ?? '')
  w.compactString(x.value ?? '')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeStreamsGroupMetadataValue(w, x, v) {
  w.int32(x.epoch ?? 0)
  w.bigint64(x.metadataHash ?? 0n)
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.validatedTopologyEpoch ?? -1) !== -1
  const has1 = (x.lastAssignmentConfigs === null || (x.lastAssignmentConfigs != null && x.lastAssignmentConfigs.length > 0))
  const has2 = (x.storedDescriptionTopologyEpoch ?? -1) !== -1
  const has3 = (x.failedDescriptionTopologyEpoch ?? -1) !== -1
  w.uvarint(tags.length + (has0 ? 1 : 0) + (has1 ? 1 : 0) + (has2 ? 1 : 0) + (has3 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    w.int32(x.validatedTopologyEpoch ?? -1)
    w.endTag(mark)
  }
  if (has1) {
    next = w.unknownTags(tags, next, 1)
    const mark = w.beginTag(1)
    {
      const a = x.lastAssignmentConfigs
      const n = a == null ? -1 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeLastAssignmentConfig(w, a[i], v)
    }
    w.endTag(mark)
  }
  if (has2) {
    next = w.unknownTags(tags, next, 2)
    const mark = w.beginTag(2)
    w.int32(x.storedDescriptionTopologyEpoch ?? -1)
    w.endTag(mark)
  }
  if (has3) {
    next = w.unknownTags(tags, next, 3)
    const mark = w.beginTag(3)
    w.int32(x.failedDescriptionTopologyEpoch ?? -1)
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export function readStreamsGroupMemberMetadataKey(r, v) {
  const groupId = r.string()
  const memberId = r.string()
  return { groupId, memberId }
}

export function writeStreamsGroupMemberMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.memberId ?? '')
}

function readEndpoint(r, v) {
  const host = r.compactString()
  const port = r.uint16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { host, port, unknownTaggedFields: tags }
  return { host, port }
}

function readKeyValue(r, v) {
  const key = r.compactString()
  const value_ = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { key, value: value_, unknownTaggedFields: tags }
  return { key, value: value_ }
}

export function readStreamsGroupMemberMetadataValue(r, v) {
  const instanceId = r.compactNullableString()
  const rackId = r.compactNullableString()
  const clientId = r.compactString()
  const clientHost = r.compactString()
  const rebalanceTimeoutMs = r.int32()
  const topologyEpoch = r.int32()
  const processId = r.compactString()
  const userEndpoint = (r.int8() < 0 ? null : readEndpoint(r, v))
  const clientTags = []
  for (let n = r.compactCount(3); n > 0; n--) clientTags.push(readKeyValue(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, topologyEpoch, processId, userEndpoint, clientTags, unknownTaggedFields: tags }
  return { instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, topologyEpoch, processId, userEndpoint, clientTags }
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

export function writeStreamsGroupMemberMetadataValue(w, x, v) {
  w.compactNullableString(x.instanceId ?? null)
  w.compactNullableString(x.rackId ?? null)
  w.compactString(x.clientId ?? '')
  w.compactString(x.clientHost ?? '')
  w.int32(x.rebalanceTimeoutMs ?? -1)
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
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readStreamsGroupTargetAssignmentMetadataKey(r, v) {
  const groupId = r.string()
  return { groupId }
}

export function writeStreamsGroupTargetAssignmentMetadataKey(w, x, v) {
  w.string(x.groupId ?? '')
}

export function readStreamsGroupTargetAssignmentMetadataValue(r, v) {
  const assignmentEpoch = r.int32()
  let assignmentTimestamp = 0
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      assignmentTimestamp = r.int64()
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { assignmentEpoch, assignmentTimestamp, unknownTaggedFields: tags }
  return { assignmentEpoch, assignmentTimestamp }
}

export function writeStreamsGroupTargetAssignmentMetadataValue(w, x, v) {
  w.int32(x.assignmentEpoch ?? 0)
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.assignmentTimestamp ?? 0) !== 0
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    w.int64(x.assignmentTimestamp ?? 0)
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export function readStreamsGroupTargetAssignmentMemberKey(r, v) {
  const groupId = r.string()
  const memberId = r.string()
  return { groupId, memberId }
}

export function writeStreamsGroupTargetAssignmentMemberKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.memberId ?? '')
}

function readStreamsGroupTargetAssignmentMemberValueTaskIds(r, v) {
  const subtopologyId = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, partitions, unknownTaggedFields: tags }
  return { subtopologyId, partitions }
}

export function readStreamsGroupTargetAssignmentMemberValue(r, v) {
  const activeTasks = []
  for (let n = r.compactCount(3); n > 0; n--) activeTasks.push(readStreamsGroupTargetAssignmentMemberValueTaskIds(r, v))
  const standbyTasks = []
  for (let n = r.compactCount(3); n > 0; n--) standbyTasks.push(readStreamsGroupTargetAssignmentMemberValueTaskIds(r, v))
  const warmupTasks = []
  for (let n = r.compactCount(3); n > 0; n--) warmupTasks.push(readStreamsGroupTargetAssignmentMemberValueTaskIds(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { activeTasks, standbyTasks, warmupTasks, unknownTaggedFields: tags }
  return { activeTasks, standbyTasks, warmupTasks }
}

function writeStreamsGroupTargetAssignmentMemberValueTaskIds(w, x, v) {
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

export function writeStreamsGroupTargetAssignmentMemberValue(w, x, v) {
  {
    const a = x.activeTasks
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupTargetAssignmentMemberValueTaskIds(w, a[i], v)
  }
  {
    const a = x.standbyTasks
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupTargetAssignmentMemberValueTaskIds(w, a[i], v)
  }
  {
    const a = x.warmupTasks
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupTargetAssignmentMemberValueTaskIds(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readStreamsGroupCurrentMemberAssignmentKey(r, v) {
  const groupId = r.string()
  const memberId = r.string()
  return { groupId, memberId }
}

export function writeStreamsGroupCurrentMemberAssignmentKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.string(x.memberId ?? '')
}

function readStreamsGroupCurrentMemberAssignmentValueTaskIds(r, v) {
  const subtopologyId = r.compactString()
  const partitions = []
  for (let n = r.compactCount(4); n > 0; n--) partitions.push(r.int32())
  let assignmentEpochs = []
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      let n = r.compactNullableCount(4)
      assignmentEpochs = n < 0 ? null : []
      for (; n > 0; n--) assignmentEpochs.push(r.int32())
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { subtopologyId, partitions, assignmentEpochs, unknownTaggedFields: tags }
  return { subtopologyId, partitions, assignmentEpochs }
}

export function readStreamsGroupCurrentMemberAssignmentValue(r, v) {
  const memberEpoch = r.int32()
  const previousMemberEpoch = r.int32()
  const state = r.int8()
  const activeTasks = []
  for (let n = r.compactCount(3); n > 0; n--) activeTasks.push(readStreamsGroupCurrentMemberAssignmentValueTaskIds(r, v))
  const standbyTasks = []
  for (let n = r.compactCount(3); n > 0; n--) standbyTasks.push(readStreamsGroupCurrentMemberAssignmentValueTaskIds(r, v))
  const warmupTasks = []
  for (let n = r.compactCount(3); n > 0; n--) warmupTasks.push(readStreamsGroupCurrentMemberAssignmentValueTaskIds(r, v))
  const activeTasksPendingRevocation = []
  for (let n = r.compactCount(3); n > 0; n--) activeTasksPendingRevocation.push(readStreamsGroupCurrentMemberAssignmentValueTaskIds(r, v))
  const standbyTasksPendingRevocation = []
  for (let n = r.compactCount(3); n > 0; n--) standbyTasksPendingRevocation.push(readStreamsGroupCurrentMemberAssignmentValueTaskIds(r, v))
  const warmupTasksPendingRevocation = []
  for (let n = r.compactCount(3); n > 0; n--) warmupTasksPendingRevocation.push(readStreamsGroupCurrentMemberAssignmentValueTaskIds(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { memberEpoch, previousMemberEpoch, state, activeTasks, standbyTasks, warmupTasks, activeTasksPendingRevocation, standbyTasksPendingRevocation, warmupTasksPendingRevocation, unknownTaggedFields: tags }
  return { memberEpoch, previousMemberEpoch, state, activeTasks, standbyTasks, warmupTasks, activeTasksPendingRevocation, standbyTasksPendingRevocation, warmupTasksPendingRevocation }
}

function writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, x, v) {
  w.compactString(x.subtopologyId ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.assignmentEpochs === null || (x.assignmentEpochs != null && x.assignmentEpochs.length > 0))
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    {
      const a = x.assignmentEpochs
      const n = a == null ? -1 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) w.int32(a[i])
    }
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export function writeStreamsGroupCurrentMemberAssignmentValue(w, x, v) {
  w.int32(x.memberEpoch ?? 0)
  w.int32(x.previousMemberEpoch ?? 0)
  w.int8(x.state ?? 0)
  {
    const a = x.activeTasks
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, a[i], v)
  }
  {
    const a = x.standbyTasks
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, a[i], v)
  }
  {
    const a = x.warmupTasks
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, a[i], v)
  }
  {
    const a = x.activeTasksPendingRevocation
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, a[i], v)
  }
  {
    const a = x.standbyTasksPendingRevocation
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, a[i], v)
  }
  {
    const a = x.warmupTasksPendingRevocation
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readStreamsGroupTopologyKey(r, v) {
  const groupId = r.string()
  return { groupId }
}

export function writeStreamsGroupTopologyKey(w, x, v) {
  w.string(x.groupId ?? '')
}

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
  for (let n = r.compactCount(9); n > 0; n--) stateChangelogTopics.push(readStreamsGroupTopologyValueTopicInfo(r, v))
  const repartitionSinkTopics = []
  for (let n = r.compactCount(1); n > 0; n--) repartitionSinkTopics.push(r.compactString())
  const repartitionSourceTopics = []
  for (let n = r.compactCount(9); n > 0; n--) repartitionSourceTopics.push(readStreamsGroupTopologyValueTopicInfo(r, v))
  const copartitionGroups = []
  for (let n = r.compactCount(4); n > 0; n--) copartitionGroups.push(readCopartitionGroup(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups, unknownTaggedFields: tags }
  return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups }
}

function readTopicConfig(r, v) {
  const key = r.compactString()
  const value_ = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { key, value: value_, unknownTaggedFields: tags }
  return { key, value: value_ }
}

function readStreamsGroupTopologyValueTopicInfo(r, v) {
  const name = r.compactString()
  const partitions = r.int32()
  const replicationFactor = r.int16()
  const topicConfigs = []
  for (let n = r.compactCount(3); n > 0; n--) topicConfigs.push(readTopicConfig(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, partitions, replicationFactor, topicConfigs, unknownTaggedFields: tags }
  return { name, partitions, replicationFactor, topicConfigs }
}

export function readStreamsGroupTopologyValue(r, v) {
  const epoch = r.int32()
  const subtopologies = []
  for (let n = r.compactCount(8); n > 0; n--) subtopologies.push(readSubtopology(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { epoch, subtopologies, unknownTaggedFields: tags }
  return { epoch, subtopologies }
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
    for (let i = 0; i < n; i++) writeStreamsGroupTopologyValueTopicInfo(w, a[i], v)
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
    for (let i = 0; i < n; i++) writeStreamsGroupTopologyValueTopicInfo(w, a[i], v)
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

function writeTopicConfig(w, x, v) {
  w.compactString(x.key ?? '')
  w.compactString(x.value ?? '')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeStreamsGroupTopologyValueTopicInfo(w, x, v) {
  w.compactString(x.name ?? '')
  w.int32(x.partitions ?? 0)
  w.int16(x.replicationFactor ?? 0)
  {
    const a = x.topicConfigs
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopicConfig(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeStreamsGroupTopologyValue(w, x, v) {
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

export const RecordType = Object.freeze({
  LegacyOffsetCommit: 0,
  OffsetCommit: 1,
  GroupMetadata: 2,
  ConsumerGroupMetadata: 3,
  ConsumerGroupPartitionMetadata: 4,
  ConsumerGroupMemberMetadata: 5,
  ConsumerGroupTargetAssignmentMetadata: 6,
  ConsumerGroupTargetAssignmentMember: 7,
  ConsumerGroupCurrentMemberAssignment: 8,
  ShareGroupMemberMetadata: 10,
  ShareGroupMetadata: 11,
  ShareGroupTargetAssignmentMetadata: 12,
  ShareGroupTargetAssignmentMember: 13,
  ShareGroupCurrentMemberAssignment: 14,
  ShareGroupStatePartitionMetadata: 15,
  ConsumerGroupRegularExpression: 16,
  StreamsGroupMetadata: 17,
  StreamsGroupMemberMetadata: 19,
  StreamsGroupTargetAssignmentMetadata: 20,
  StreamsGroupTargetAssignmentMember: 21,
  StreamsGroupCurrentMemberAssignment: 22,
  StreamsGroupTopology: 23,
})
