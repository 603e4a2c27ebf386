// Made by scripts/generate.ts from schema/messages/006-update-metadata. Do not edit.
const NO_TAGS = Object.freeze([])

function readUpdateMetadataTopicState(r, v) {
  const flex = v >= 6
  const topicName = (flex ? r.compactString() : r.string())
  const topicId = v >= 7 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitionStates = []
  for (let n = (flex ? r.compactCount(24) : r.count(32)); n > 0; n--) partitionStates.push(readUpdateMetadataPartitionState(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topicName, topicId, partitionStates, unknownTaggedFields: tags }
  return { topicName, topicId, partitionStates }
}

function readUpdateMetadataEndpoint(r, v) {
  const flex = v >= 6
  const port = r.int32()
  const host = (flex ? r.compactString() : r.string())
  const listener = v >= 3 ? (flex ? r.compactString() : r.string()) : ''
  const securityProtocol = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { port, host, listener, securityProtocol, unknownTaggedFields: tags }
  return { port, host, listener, securityProtocol }
}

function readUpdateMetadataBroker(r, v) {
  const flex = v >= 6
  const id = r.int32()
  const v0Host = v <= 0 ? r.string() : ''
  const v0Port = v <= 0 ? r.int32() : 0
  const endpoints = []
  if (v >= 1) for (let n = (flex ? r.compactCount(9) : r.count(8)); n > 0; n--) endpoints.push(readUpdateMetadataEndpoint(r, v))
  const rack = v >= 2 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { id, v0Host, v0Port, endpoints, rack, unknownTaggedFields: tags }
  return { id, v0Host, v0Port, endpoints, rack }
}

function readUpdateMetadataPartitionState(r, v) {
  const flex = v >= 6
  const topicName = v <= 4 ? r.string() : ''
  const partitionIndex = r.int32()
  const controllerEpoch = r.int32()
  const leader = r.int32()
  const leaderEpoch = r.int32()
  const isr = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) isr.push(r.int32())
  const zkVersion = r.int32()
  const replicas = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) replicas.push(r.int32())
  const offlineReplicas = []
  if (v >= 4) for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) offlineReplicas.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topicName, partitionIndex, controllerEpoch, leader, leaderEpoch, isr, zkVersion, replicas, offlineReplicas, unknownTaggedFields: tags }
  return { topicName, partitionIndex, controllerEpoch, leader, leaderEpoch, isr, zkVersion, replicas, offlineReplicas }
}

export function readUpdateMetadataRequest(r, v) {
  const flex = v >= 6
  const controllerId = r.int32()
  const isKRaftController = v >= 8 ? r.bool() : false
  const controllerEpoch = r.int32()
  const brokerEpoch = v >= 5 ? r.int64() : -1
  const ungroupedPartitionStates = []
  if (v <= 4) for (let n = r.count(30); n > 0; n--) ungroupedPartitionStates.push(readUpdateMetadataPartitionState(r, v))
  const topicStates = []
  if (v >= 5) for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topicStates.push(readUpdateMetadataTopicState(r, v))
  const liveBrokers = []
  for (let n = (flex ? r.compactCount(7) : r.count(8)); n > 0; n--) liveBrokers.push(readUpdateMetadataBroker(r, v))
  let type = 0
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0 && v >= 8) {
        type = r.int8()
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { controllerId, isKRaftController, type, controllerEpoch, brokerEpoch, ungroupedPartitionStates, topicStates, liveBrokers, unknownTaggedFields: tags }
  return { controllerId, isKRaftController, type, controllerEpoch, brokerEpoch, ungroupedPartitionStates, topicStates, liveBrokers }
}

function writeUpdateMetadataTopicState(w, x, v) {
  const flex = v >= 6
  if (flex) w.compactString(x.topicName ?? '')
  else w.string(x.topicName ?? '')
  if (v >= 7) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitionStates
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeUpdateMetadataPartitionState(w, a[i], v)
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

function writeUpdateMetadataEndpoint(w, x, v) {
  const flex = v >= 6
  w.int32(x.port ?? 0)
  if (flex) w.compactString(x.host ?? '')
  else w.string(x.host ?? '')
  if (v >= 3) {
    if (flex) w.compactString(x.listener ?? '')
    else w.string(x.listener ?? '')
  }
  w.int16(x.securityProtocol ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeUpdateMetadataBroker(w, x, v) {
  const flex = v >= 6
  w.int32(x.id ?? 0)
  if (v <= 0) w.string(x.v0Host ?? '')
  if (v <= 0) w.int32(x.v0Port ?? 0)
  if (v >= 1) {
    {
      const a = x.endpoints
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeUpdateMetadataEndpoint(w, a[i], v)
    }
  }
  if (v >= 2) {
    if (flex) w.compactNullableString(x.rack ?? null)
    else w.nullableString(x.rack ?? null)
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

function writeUpdateMetadataPartitionState(w, x, v) {
  const flex = v >= 6
  if (v <= 4) w.string(x.topicName ?? '')
  w.int32(x.partitionIndex ?? 0)
  w.int32(x.controllerEpoch ?? 0)
  w.int32(x.leader ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  {
    const a = x.isr
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  w.int32(x.zkVersion ?? 0)
  {
    const a = x.replicas
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
  if (v >= 4) {
    {
      const a = x.offlineReplicas
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) w.int32(a[i])
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

export function writeUpdateMetadataRequest(w, x, v) {
  const flex = v >= 6
  w.int32(x.controllerId ?? 0)
  if (v >= 8) w.bool(x.isKRaftController ?? false)
  w.int32(x.controllerEpoch ?? 0)
  if (v >= 5) w.int64(x.brokerEpoch ?? -1)
  if (v <= 4) {
    {
      const a = x.ungroupedPartitionStates
      const n = a == null ? 0 : a.length
      w.count(n)
      for (let i = 0; i < n; i++) writeUpdateMetadataPartitionState(w, a[i], v)
    }
  }
  if (v >= 5) {
    {
      const a = x.topicStates
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeUpdateMetadataTopicState(w, a[i], v)
    }
  }
  {
    const a = x.liveBrokers
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeUpdateMetadataBroker(w, a[i], v)
  }
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = v >= 8 && (x.type ?? 0) !== 0
    w.uvarint(tags.length + (has0 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      w.int8(x.type ?? 0)
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}

export function readUpdateMetadataResponse(r, v) {
  const flex = v >= 6
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, unknownTaggedFields: tags }
  return { errorCode }
}

export function writeUpdateMetadataResponse(w, x, v) {
  const flex = v >= 6
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
