// Made by scripts/generate.ts from schema/messages/019-create-topics. Do not edit.
const NO_TAGS = Object.freeze([])

function readCreatableReplicaAssignment(r, v) {
  const flex = v >= 5
  const partitionIndex = r.int32()
  const brokerIds = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) brokerIds.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, brokerIds, unknownTaggedFields: tags }
  return { partitionIndex, brokerIds }
}

function readCreatableTopicConfig(r, v) {
  const flex = v >= 5
  const name = (flex ? r.compactString() : r.string())
  const value_ = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, value: value_, unknownTaggedFields: tags }
  return { name, value: value_ }
}

function readCreatableTopic(r, v) {
  const flex = v >= 5
  const name = (flex ? r.compactString() : r.string())
  const numPartitions = r.int32()
  const replicationFactor = r.int16()
  const assignments = []
  for (let n = (flex ? r.compactCount(6) : r.count(8)); n > 0; n--) assignments.push(readCreatableReplicaAssignment(r, v))
  const configs = []
  for (let n = (flex ? r.compactCount(3) : r.count(4)); n > 0; n--) configs.push(readCreatableTopicConfig(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, numPartitions, replicationFactor, assignments, configs, unknownTaggedFields: tags }
  return { name, numPartitions, replicationFactor, assignments, configs }
}

export function readCreateTopicsRequest(r, v) {
  const flex = v >= 5
  const topics = []
  for (let n = (flex ? r.compactCount(10) : r.count(16)); n > 0; n--) topics.push(readCreatableTopic(r, v))
  const timeoutMs = r.int32()
  const validateOnly = v >= 1 ? r.bool() : false
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topics, timeoutMs, validateOnly, unknownTaggedFields: tags }
  return { topics, timeoutMs, validateOnly }
}

function writeCreatableReplicaAssignment(w, x, v) {
  const flex = v >= 5
  w.int32(x.partitionIndex ?? 0)
  {
    const a = x.brokerIds
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

function writeCreatableTopicConfig(w, x, v) {
  const flex = v >= 5
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  if (flex) w.compactNullableString(x.value ?? null)
  else w.nullableString(x.value ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeCreatableTopic(w, x, v) {
  const flex = v >= 5
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  w.int32(x.numPartitions ?? 0)
  w.int16(x.replicationFactor ?? 0)
  {
    const a = x.assignments
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeCreatableReplicaAssignment(w, a[i], v)
  }
  {
    const a = x.configs
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeCreatableTopicConfig(w, a[i], v)
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

export function writeCreateTopicsRequest(w, x, v) {
  const flex = v >= 5
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeCreatableTopic(w, a[i], v)
  }
  w.int32(x.timeoutMs ?? 60000)
  if (v >= 1) w.bool(x.validateOnly ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readCreatableTopicConfigs(r, v) {
  const name = r.compactString()
  const value_ = r.compactNullableString()
  const readOnly = r.bool()
  const configSource = r.int8()
  const isSensitive = r.bool()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, value: value_, readOnly, configSource, isSensitive, unknownTaggedFields: tags }
  return { name, value: value_, readOnly, configSource, isSensitive }
}

function readCreatableTopicResult(r, v) {
  const flex = v >= 5
  const name = (flex ? r.compactString() : r.string())
  const topicId = v >= 7 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const errorCode = r.int16()
  const errorMessage = v >= 1 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const numPartitions = v >= 5 ? r.int32() : -1
  const replicationFactor = v >= 5 ? r.int16() : -1
  let configs = null
  if (v >= 5) {
    let n = r.compactNullableCount(6)
    configs = n < 0 ? null : []
    for (; n > 0; n--) configs.push(readCreatableTopicConfigs(r, v))
  }
  let topicConfigErrorCode = 0
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0) {
        topicConfigErrorCode = r.int16()
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { name, topicId, errorCode, errorMessage, topicConfigErrorCode, numPartitions, replicationFactor, configs, unknownTaggedFields: tags }
  return { name, topicId, errorCode, errorMessage, topicConfigErrorCode, numPartitions, replicationFactor, configs }
}

export function readCreateTopicsResponse(r, v) {
  const flex = v >= 5
  const throttleTimeMs = v >= 2 ? r.int32() : 0
  const topics = []
  for (let n = (flex ? r.compactCount(12) : r.count(4)); n > 0; n--) topics.push(readCreatableTopicResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, topics, unknownTaggedFields: tags }
  return { throttleTimeMs, topics }
}

function writeCreatableTopicConfigs(w, x, v) {
  w.compactString(x.name ?? '')
  w.compactNullableString(x.value ?? null)
  w.bool(x.readOnly ?? false)
  w.int8(x.configSource ?? -1)
  w.bool(x.isSensitive ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeCreatableTopicResult(w, x, v) {
  const flex = v >= 5
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  if (v >= 7) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int16(x.errorCode ?? 0)
  if (v >= 1) {
    if (flex) w.compactNullableString(x.errorMessage ?? null)
    else w.nullableString(x.errorMessage ?? null)
  }
  if (v >= 5) w.int32(x.numPartitions ?? -1)
  if (v >= 5) w.int16(x.replicationFactor ?? -1)
  if (v >= 5) {
    {
      const a = x.configs
      const n = a == null ? -1 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeCreatableTopicConfigs(w, a[i], v)
    }
  }
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = (x.topicConfigErrorCode ?? 0) !== 0
    w.uvarint(tags.length + (has0 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      w.int16(x.topicConfigErrorCode ?? 0)
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}

export function writeCreateTopicsResponse(w, x, v) {
  const flex = v >= 5
  if (v >= 2) w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeCreatableTopicResult(w, a[i], v)
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
