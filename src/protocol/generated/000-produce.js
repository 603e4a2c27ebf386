// Made by scripts/generate.ts from schema/messages/000-produce. Do not edit.
const NO_TAGS = Object.freeze([])
const NOTHING = Object.freeze({})

function readPartitionProduceData(r, v) {
  const flex = v >= 9
  const index = r.int32()
  const records = (flex ? r.compactNullableBytes() : r.nullableBytes())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { index, records, unknownTaggedFields: tags }
  return { index, records }
}

function readTopicProduceData(r, v) {
  const flex = v >= 9
  const name = v <= 12 ? (flex ? r.compactString() : r.string()) : ''
  const topicId = v >= 13 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitionData = []
  for (let n = (flex ? r.compactCount(6) : r.count(8)); n > 0; n--) partitionData.push(readPartitionProduceData(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, topicId, partitionData, unknownTaggedFields: tags }
  return { name, topicId, partitionData }
}

export function readProduceRequest(r, v) {
  const flex = v >= 9
  const transactionalId = v >= 3 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  const acks = r.int16()
  const timeoutMs = r.int32()
  const topicData = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topicData.push(readTopicProduceData(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { transactionalId, acks, timeoutMs, topicData, unknownTaggedFields: tags }
  return { transactionalId, acks, timeoutMs, topicData }
}

function writePartitionProduceData(w, x, v) {
  const flex = v >= 9
  w.int32(x.index ?? 0)
  if (flex) w.compactNullableRecords(x.records ?? null)
  else w.nullableRecords(x.records ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeTopicProduceData(w, x, v) {
  const flex = v >= 9
  if (v <= 12) {
    if (flex) w.compactString(x.name ?? '')
    else w.string(x.name ?? '')
  }
  if (v >= 13) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitionData
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writePartitionProduceData(w, a[i], v)
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

export function writeProduceRequest(w, x, v) {
  const flex = v >= 9
  if (v >= 3) {
    if (flex) w.compactNullableString(x.transactionalId ?? null)
    else w.nullableString(x.transactionalId ?? null)
  }
  w.int16(x.acks ?? 0)
  w.int32(x.timeoutMs ?? 0)
  {
    const a = x.topicData
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeTopicProduceData(w, a[i], v)
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

function readBatchIndexAndErrorMessage(r, v) {
  const flex = v >= 9
  const batchIndex = r.int32()
  const batchIndexErrorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { batchIndex, batchIndexErrorMessage, unknownTaggedFields: tags }
  return { batchIndex, batchIndexErrorMessage }
}

function readLeaderIdAndEpoch(r, v) {
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { leaderId, leaderEpoch, unknownTaggedFields: tags }
  return { leaderId, leaderEpoch }
}

function readPartitionProduceResponse(r, v) {
  const flex = v >= 9
  const index = r.int32()
  const errorCode = r.int16()
  const baseOffset = r.int64()
  const logAppendTimeMs = v >= 2 ? r.int64() : -1
  const logStartOffset = v >= 5 ? r.int64() : -1
  const recordErrors = []
  if (v >= 8) for (let n = (flex ? r.compactCount(6) : r.count(6)); n > 0; n--) recordErrors.push(readBatchIndexAndErrorMessage(r, v))
  const errorMessage = v >= 8 ? (flex ? r.compactNullableString() : r.nullableString()) : null
  let currentLeader = defaultLeaderIdAndEpoch()
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0 && v >= 10) {
        currentLeader = readLeaderIdAndEpoch(r, v)
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { index, errorCode, baseOffset, logAppendTimeMs, logStartOffset, recordErrors, errorMessage, currentLeader, unknownTaggedFields: tags }
  return { index, errorCode, baseOffset, logAppendTimeMs, logStartOffset, recordErrors, errorMessage, currentLeader }
}

function readTopicProduceResponse(r, v) {
  const flex = v >= 9
  const name = v <= 12 ? (flex ? r.compactString() : r.string()) : ''
  const topicId = v >= 13 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitionResponses = []
  for (let n = (flex ? r.compactCount(33) : r.count(14)); n > 0; n--) partitionResponses.push(readPartitionProduceResponse(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, topicId, partitionResponses, unknownTaggedFields: tags }
  return { name, topicId, partitionResponses }
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

export function readProduceResponse(r, v) {
  const flex = v >= 9
  const responses = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) responses.push(readTopicProduceResponse(r, v))
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  let nodeEndpoints = []
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0 && v >= 10) {
        nodeEndpoints = []
        for (let n = r.compactCount(11); n > 0; n--) nodeEndpoints.push(readNodeEndpoint(r, v))
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { responses, throttleTimeMs, nodeEndpoints, unknownTaggedFields: tags }
  return { responses, throttleTimeMs, nodeEndpoints }
}

function writeBatchIndexAndErrorMessage(w, x, v) {
  const flex = v >= 9
  w.int32(x.batchIndex ?? 0)
  if (flex) w.compactNullableString(x.batchIndexErrorMessage ?? null)
  else w.nullableString(x.batchIndexErrorMessage ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writeLeaderIdAndEpoch(w, x, v) {
  w.int32(x.leaderId ?? -1)
  w.int32(x.leaderEpoch ?? -1)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writePartitionProduceResponse(w, x, v) {
  const flex = v >= 9
  w.int32(x.index ?? 0)
  w.int16(x.errorCode ?? 0)
  w.int64(x.baseOffset ?? 0)
  if (v >= 2) w.int64(x.logAppendTimeMs ?? -1)
  if (v >= 5) w.int64(x.logStartOffset ?? -1)
  if (v >= 8) {
    {
      const a = x.recordErrors
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeBatchIndexAndErrorMessage(w, a[i], v)
    }
  }
  if (v >= 8) {
    if (flex) w.compactNullableString(x.errorMessage ?? null)
    else w.nullableString(x.errorMessage ?? null)
  }
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = v >= 10 && x.currentLeader != null && !isDefaultLeaderIdAndEpoch(x.currentLeader)
    w.uvarint(tags.length + (has0 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      writeLeaderIdAndEpoch(w, x.currentLeader ?? NOTHING, v)
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}

function writeTopicProduceResponse(w, x, v) {
  const flex = v >= 9
  if (v <= 12) {
    if (flex) w.compactString(x.name ?? '')
    else w.string(x.name ?? '')
  }
  if (v >= 13) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitionResponses
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writePartitionProduceResponse(w, a[i], v)
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

export function writeProduceResponse(w, x, v) {
  const flex = v >= 9
  {
    const a = x.responses
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeTopicProduceResponse(w, a[i], v)
  }
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = v >= 10 && x.nodeEndpoints != null && x.nodeEndpoints.length > 0
    w.uvarint(tags.length + (has0 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      {
        const a = x.nodeEndpoints
        const n = a == null ? 0 : a.length
        w.compactCount(n)
        for (let i = 0; i < n; i++) writeNodeEndpoint(w, a[i], v)
      }
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}

function defaultLeaderIdAndEpoch() {
  return { leaderId: -1, leaderEpoch: -1 }
}

function isDefaultLeaderIdAndEpoch(x) {
  return !((x.leaderId ?? -1) !== -1) && !((x.leaderEpoch ?? -1) !== -1) && (x.unknownTaggedFields?.length ?? 0) === 0
}
