// Made by scripts/generate.ts from schema/messages/009-offset-fetch. Do not edit.

function readOffsetFetchRequestTopic(r, v) {
  const flex = v >= 6
  const name = (flex ? r.compactString() : r.string())
  const partitionIndexes = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) partitionIndexes.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitionIndexes, unknownTaggedFields: tags }
  return { name, partitionIndexes }
}

function readOffsetFetchRequestTopics(r, v) {
  const name = v <= 9 ? r.compactString() : ''
  const topicId = v >= 10 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitionIndexes = []
  for (let n = r.compactCount(4); n > 0; n--) partitionIndexes.push(r.int32())
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, topicId, partitionIndexes, unknownTaggedFields: tags }
  return { name, topicId, partitionIndexes }
}

function readOffsetFetchRequestGroup(r, v) {
  const groupId = r.compactString()
  const memberId = v >= 9 ? r.compactNullableString() : null
  const memberEpoch = v >= 9 ? r.int32() : -1
  let topics = null
  {
    let n = r.compactNullableCount(3)
    topics = n < 0 ? null : []
    for (; n > 0; n--) topics.push(readOffsetFetchRequestTopics(r, v))
  }
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, memberId, memberEpoch, topics, unknownTaggedFields: tags }
  return { groupId, memberId, memberEpoch, topics }
}

export function readOffsetFetchRequest(r, v) {
  const flex = v >= 6
  const groupId = v <= 7 ? (flex ? r.compactString() : r.string()) : ''
  let topics = null
  if (v <= 7) {
    let n = (v >= 2 ? (flex ? r.compactNullableCount(3) : r.nullableCount(6)) : (flex ? r.compactCount(3) : r.count(6)))
    topics = n < 0 ? null : []
    for (; n > 0; n--) topics.push(readOffsetFetchRequestTopic(r, v))
  }
  const groups = []
  if (v >= 8) for (let n = r.compactCount(3); n > 0; n--) groups.push(readOffsetFetchRequestGroup(r, v))
  const requireStable = v >= 7 ? r.bool() : false
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { groupId, topics, groups, requireStable, unknownTaggedFields: tags }
  return { groupId, topics, groups, requireStable }
}

function writeOffsetFetchRequestTopic(w, x, v) {
  const flex = v >= 6
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

function writeOffsetFetchRequestTopics(w, x, v) {
  if (v <= 9) w.compactString(x.name ?? '')
  if (v >= 10) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitionIndexes
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

function writeOffsetFetchRequestGroup(w, x, v) {
  w.compactString(x.groupId ?? '')
  if (v >= 9) w.compactNullableString(x.memberId ?? null)
  if (v >= 9) w.int32(x.memberEpoch ?? -1)
  {
    const a = x.topics
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeOffsetFetchRequestTopics(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeOffsetFetchRequest(w, x, v) {
  const flex = v >= 6
  if (v <= 7) {
    if (flex) w.compactString(x.groupId ?? '')
    else w.string(x.groupId ?? '')
  }
  if (v <= 7) {
    {
      const a = x.topics
      const n = a == null ? (v >= 2 ? -1 : 0) : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeOffsetFetchRequestTopic(w, a[i], v)
    }
  }
  if (v >= 8) {
    {
      const a = x.groups
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeOffsetFetchRequestGroup(w, a[i], v)
    }
  }
  if (v >= 7) w.bool(x.requireStable ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readOffsetFetchResponsePartition(r, v) {
  const flex = v >= 6
  const partitionIndex = r.int32()
  const committedOffset = r.int64()
  const committedLeaderEpoch = v >= 5 ? r.int32() : -1
  const metadata = (flex ? r.compactNullableString() : r.nullableString())
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode, unknownTaggedFields: tags }
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }
}

function readOffsetFetchResponseTopic(r, v) {
  const flex = v >= 6
  const name = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(20) : r.count(16)); n > 0; n--) partitions.push(readOffsetFetchResponsePartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

function readOffsetFetchResponsePartitions(r, v) {
  const partitionIndex = r.int32()
  const committedOffset = r.int64()
  const committedLeaderEpoch = r.int32()
  const metadata = r.compactNullableString()
  const errorCode = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode, unknownTaggedFields: tags }
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }
}

function readOffsetFetchResponseTopics(r, v) {
  const name = v <= 9 ? r.compactString() : ''
  const topicId = v >= 10 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = r.compactCount(20); n > 0; n--) partitions.push(readOffsetFetchResponsePartitions(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, topicId, partitions, unknownTaggedFields: tags }
  return { name, topicId, partitions }
}

function readOffsetFetchResponseGroup(r, v) {
  const groupId = r.compactString()
  const topics = []
  for (let n = r.compactCount(3); n > 0; n--) topics.push(readOffsetFetchResponseTopics(r, v))
  const errorCode = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, topics, errorCode, unknownTaggedFields: tags }
  return { groupId, topics, errorCode }
}

export function readOffsetFetchResponse(r, v) {
  const flex = v >= 6
  const throttleTimeMs = v >= 3 ? r.int32() : 0
  const topics = []
  if (v <= 7) for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readOffsetFetchResponseTopic(r, v))
  const errorCode = v >= 2 && v <= 7 ? r.int16() : 0
  const groups = []
  if (v >= 8) for (let n = r.compactCount(5); n > 0; n--) groups.push(readOffsetFetchResponseGroup(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, topics, errorCode, groups, unknownTaggedFields: tags }
  return { throttleTimeMs, topics, errorCode, groups }
}

function writeOffsetFetchResponsePartition(w, x, v) {
  const flex = v >= 6
  w.int32(x.partitionIndex ?? 0)
  w.int64(x.committedOffset ?? 0)
  if (v >= 5) w.int32(x.committedLeaderEpoch ?? -1)
  if (flex) w.compactNullableString(x.metadata ?? null)
  else w.nullableString(x.metadata ?? null)
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

function writeOffsetFetchResponseTopic(w, x, v) {
  const flex = v >= 6
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeOffsetFetchResponsePartition(w, a[i], v)
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

function writeOffsetFetchResponsePartitions(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int64(x.committedOffset ?? 0)
  w.int32(x.committedLeaderEpoch ?? -1)
  w.compactNullableString(x.metadata ?? null)
  w.int16(x.errorCode ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeOffsetFetchResponseTopics(w, x, v) {
  if (v <= 9) w.compactString(x.name ?? '')
  if (v >= 10) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeOffsetFetchResponsePartitions(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeOffsetFetchResponseGroup(w, x, v) {
  w.compactString(x.groupId ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeOffsetFetchResponseTopics(w, a[i], v)
  }
  w.int16(x.errorCode ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeOffsetFetchResponse(w, x, v) {
  const flex = v >= 6
  if (v >= 3) w.int32(x.throttleTimeMs ?? 0)
  if (v <= 7) {
    {
      const a = x.topics
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeOffsetFetchResponseTopic(w, a[i], v)
    }
  }
  if (v >= 2 && v <= 7) w.int16(x.errorCode ?? 0)
  if (v >= 8) {
    {
      const a = x.groups
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeOffsetFetchResponseGroup(w, a[i], v)
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
