// Made by scripts/generate.ts from schema/messages/056-alter-partition. Do not edit.

function readBrokerState(r, v) {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { brokerId, brokerEpoch, unknownTaggedFields: tags }
  return { brokerId, brokerEpoch }
}

function readAlterPartitionRequestPartitionData(r, v) {
  const partitionIndex = r.int32()
  const leaderEpoch = r.int32()
  const newIsr = []
  if (v <= 2) for (let n = r.compactCount(4); n > 0; n--) newIsr.push(r.int32())
  const newIsrWithEpochs = []
  if (v >= 3) for (let n = r.compactCount(13); n > 0; n--) newIsrWithEpochs.push(readBrokerState(r, v))
  const leaderRecoveryState = v >= 1 ? r.int8() : 0
  const partitionEpoch = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, leaderEpoch, newIsr, newIsrWithEpochs, leaderRecoveryState, partitionEpoch, unknownTaggedFields: tags }
  return { partitionIndex, leaderEpoch, newIsr, newIsrWithEpochs, leaderRecoveryState, partitionEpoch }
}

function readAlterPartitionRequestTopicData(r, v) {
  const topicName = v <= 1 ? r.compactString() : ''
  const topicId = v >= 2 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = r.compactCount(14); n > 0; n--) partitions.push(readAlterPartitionRequestPartitionData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, topicId, partitions, unknownTaggedFields: tags }
  return { topicName, topicId, partitions }
}

export function readAlterPartitionRequest(r, v) {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readAlterPartitionRequestTopicData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { brokerId, brokerEpoch, topics, unknownTaggedFields: tags }
  return { brokerId, brokerEpoch, topics }
}

function writeBrokerState(w, x, v) {
  w.int32(x.brokerId ?? 0)
  w.int64(x.brokerEpoch ?? -1)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAlterPartitionRequestPartitionData(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  if (v <= 2) {
    {
      const a = x.newIsr
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) w.int32(a[i])
    }
  }
  if (v >= 3) {
    {
      const a = x.newIsrWithEpochs
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeBrokerState(w, a[i], v)
    }
  }
  if (v >= 1) w.int8(x.leaderRecoveryState ?? 0)
  w.int32(x.partitionEpoch ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAlterPartitionRequestTopicData(w, x, v) {
  if (v <= 1) w.compactString(x.topicName ?? '')
  if (v >= 2) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAlterPartitionRequestPartitionData(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeAlterPartitionRequest(w, x, v) {
  w.int32(x.brokerId ?? 0)
  w.int64(x.brokerEpoch ?? -1)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAlterPartitionRequestTopicData(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readAlterPartitionResponsePartitionData(r, v) {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  const isr = []
  for (let n = r.compactCount(4); n > 0; n--) isr.push(r.int32())
  const leaderRecoveryState = v >= 1 ? r.int8() : 0
  const partitionEpoch = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, errorCode, leaderId, leaderEpoch, isr, leaderRecoveryState, partitionEpoch, unknownTaggedFields: tags }
  return { partitionIndex, errorCode, leaderId, leaderEpoch, isr, leaderRecoveryState, partitionEpoch }
}

function readAlterPartitionResponseTopicData(r, v) {
  const topicName = v <= 1 ? r.compactString() : ''
  const topicId = v >= 2 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = r.compactCount(20); n > 0; n--) partitions.push(readAlterPartitionResponsePartitionData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, topicId, partitions, unknownTaggedFields: tags }
  return { topicName, topicId, partitions }
}

export function readAlterPartitionResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readAlterPartitionResponseTopicData(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, topics, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, topics }
}

function writeAlterPartitionResponsePartitionData(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.errorCode ?? 0)
  w.int32(x.leaderId ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  {
    const a = x.isr
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  if (v >= 1) w.int8(x.leaderRecoveryState ?? 0)
  w.int32(x.partitionEpoch ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAlterPartitionResponseTopicData(w, x, v) {
  if (v <= 1) w.compactString(x.topicName ?? '')
  if (v >= 2) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAlterPartitionResponsePartitionData(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeAlterPartitionResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAlterPartitionResponseTopicData(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
