// Made by scripts/generate.ts from schema/messages/001-fetch. Do not edit.
const NO_TAGS = Object.freeze([])
const NOTHING = Object.freeze({})

function readReplicaState(r, v) {
  const replicaId = r.int32()
  const replicaEpoch = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { replicaId, replicaEpoch, unknownTaggedFields: tags }
  return { replicaId, replicaEpoch }
}

function readFetchPartition(r, v) {
  const flex = v >= 12
  const partition = r.int32()
  const currentLeaderEpoch = v >= 9 ? r.int32() : -1
  const fetchOffset = r.int64()
  const lastFetchedEpoch = v >= 12 ? r.int32() : -1
  const logStartOffset = v >= 5 ? r.int64() : -1
  const partitionMaxBytes = r.int32()
  let replicaDirectoryId = 'AAAAAAAAAAAAAAAAAAAAAA'
  let highWatermark = 9223372036854775808
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0 && v >= 17) {
        replicaDirectoryId = r.uuid()
      } else if (tag === 1 && v >= 18) {
        highWatermark = r.int64()
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, logStartOffset, partitionMaxBytes, replicaDirectoryId, highWatermark, unknownTaggedFields: tags }
  return { partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, logStartOffset, partitionMaxBytes, replicaDirectoryId, highWatermark }
}

function readFetchTopic(r, v) {
  const flex = v >= 12
  const topic = v <= 12 ? (flex ? r.compactString() : r.string()) : ''
  const topicId = v >= 13 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = (flex ? r.compactCount(33) : r.count(16)); n > 0; n--) partitions.push(readFetchPartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topic, topicId, partitions, unknownTaggedFields: tags }
  return { topic, topicId, partitions }
}

function readForgottenTopic(r, v) {
  const flex = v >= 12
  const topic = v <= 12 ? (flex ? r.compactString() : r.string()) : ''
  const topicId = v >= 13 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) partitions.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topic, topicId, partitions, unknownTaggedFields: tags }
  return { topic, topicId, partitions }
}

export function readFetchRequest(r, v) {
  const flex = v >= 12
  const replicaId = v <= 14 ? r.int32() : -1
  const maxWaitMs = r.int32()
  const minBytes = r.int32()
  const maxBytes = v >= 3 ? r.int32() : 2147483647
  const isolationLevel = v >= 4 ? r.int8() : 0
  const sessionId = v >= 7 ? r.int32() : 0
  const sessionEpoch = v >= 7 ? r.int32() : -1
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readFetchTopic(r, v))
  const forgottenTopicsData = []
  if (v >= 7) for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) forgottenTopicsData.push(readForgottenTopic(r, v))
  const rackId = v >= 11 ? (flex ? r.compactString() : r.string()) : ''
  let clusterId = null
  let replicaState = defaultReplicaState()
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0) {
        clusterId = r.compactNullableString()
      } else if (tag === 1 && v >= 15) {
        replicaState = readReplicaState(r, v)
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { clusterId, replicaId, replicaState, maxWaitMs, minBytes, maxBytes, isolationLevel, sessionId, sessionEpoch, topics, forgottenTopicsData, rackId, unknownTaggedFields: tags }
  return { clusterId, replicaId, replicaState, maxWaitMs, minBytes, maxBytes, isolationLevel, sessionId, sessionEpoch, topics, forgottenTopicsData, rackId }
}

function writeReplicaState(w, x, v) {
  w.int32(x.replicaId ?? -1)
  w.int64(x.replicaEpoch ?? -1)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeFetchPartition(w, x, v) {
  const flex = v >= 12
  w.int32(x.partition ?? 0)
  if (v >= 9) w.int32(x.currentLeaderEpoch ?? -1)
  w.int64(x.fetchOffset ?? 0)
  if (v >= 12) w.int32(x.lastFetchedEpoch ?? -1)
  if (v >= 5) w.int64(x.logStartOffset ?? -1)
  w.int32(x.partitionMaxBytes ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = v >= 17 && (x.replicaDirectoryId ?? 'AAAAAAAAAAAAAAAAAAAAAA') !== 'AAAAAAAAAAAAAAAAAAAAAA'
    const has1 = v >= 18 && (x.highWatermark ?? 9223372036854775808) !== 9223372036854775808
    w.uvarint(tags.length + (has0 ? 1 : 0) + (has1 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      w.uuid(x.replicaDirectoryId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
      w.endTag(mark)
    }
    if (has1) {
      next = w.unknownTags(tags, next, 1)
      const mark = w.beginTag(1)
      w.int64(x.highWatermark ?? 9223372036854775808)
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}

function writeFetchTopic(w, x, v) {
  const flex = v >= 12
  if (v <= 12) {
    if (flex) w.compactString(x.topic ?? '')
    else w.string(x.topic ?? '')
  }
  if (v >= 13) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeFetchPartition(w, a[i], v)
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

function writeForgottenTopic(w, x, v) {
  const flex = v >= 12
  if (v <= 12) {
    if (flex) w.compactString(x.topic ?? '')
    else w.string(x.topic ?? '')
  }
  if (v >= 13) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
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

export function writeFetchRequest(w, x, v) {
  const flex = v >= 12
  if (v <= 14) w.int32(x.replicaId ?? -1)
  w.int32(x.maxWaitMs ?? 0)
  w.int32(x.minBytes ?? 0)
  if (v >= 3) w.int32(x.maxBytes ?? 2147483647)
  if (v >= 4) w.int8(x.isolationLevel ?? 0)
  if (v >= 7) w.int32(x.sessionId ?? 0)
  if (v >= 7) w.int32(x.sessionEpoch ?? -1)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeFetchTopic(w, a[i], v)
  }
  if (v >= 7) {
    {
      const a = x.forgottenTopicsData
      const n = a == null ? 0 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeForgottenTopic(w, a[i], v)
    }
  }
  if (v >= 11) {
    if (flex) w.compactString(x.rackId ?? '')
    else w.string(x.rackId ?? '')
  }
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = x.clusterId != null
    const has1 = v >= 15 && x.replicaState != null && !isDefaultReplicaState(x.replicaState)
    w.uvarint(tags.length + (has0 ? 1 : 0) + (has1 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      w.compactNullableString(x.clusterId ?? null)
      w.endTag(mark)
    }
    if (has1) {
      next = w.unknownTags(tags, next, 1)
      const mark = w.beginTag(1)
      writeReplicaState(w, x.replicaState ?? NOTHING, v)
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}

function defaultReplicaState() {
  return { replicaId: -1, replicaEpoch: -1 }
}

function isDefaultReplicaState(x) {
  return !((x.replicaId ?? -1) !== -1) && !((x.replicaEpoch ?? -1) !== -1) && (x.unknownTaggedFields?.length ?? 0) === 0
}

function readEpochEndOffset(r, v) {
  const epoch = r.int32()
  const endOffset = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { epoch, endOffset, unknownTaggedFields: tags }
  return { epoch, endOffset }
}

function readLeaderIdAndEpoch(r, v) {
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { leaderId, leaderEpoch, unknownTaggedFields: tags }
  return { leaderId, leaderEpoch }
}

function readSnapshotId(r, v) {
  const endOffset = r.int64()
  const epoch = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { endOffset, epoch, unknownTaggedFields: tags }
  return { endOffset, epoch }
}

function readAbortedTransaction(r, v) {
  const flex = v >= 12
  const producerId = r.int64()
  const firstOffset = r.int64()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { producerId, firstOffset, unknownTaggedFields: tags }
  return { producerId, firstOffset }
}

function readPartitionData(r, v) {
  const flex = v >= 12
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const highWatermark = r.int64()
  const lastStableOffset = v >= 4 ? r.int64() : -1
  const logStartOffset = v >= 5 ? r.int64() : -1
  let abortedTransactions = null
  if (v >= 4) {
    let n = (flex ? r.compactNullableCount(17) : r.nullableCount(16))
    abortedTransactions = n < 0 ? null : []
    for (; n > 0; n--) abortedTransactions.push(readAbortedTransaction(r, v))
  }
  const preferredReadReplica = v >= 11 ? r.int32() : -1
  const records = (flex ? r.compactNullableBytes() : r.nullableBytes())
  let divergingEpoch = defaultEpochEndOffset()
  let currentLeader = defaultLeaderIdAndEpoch()
  let snapshotId = defaultSnapshotId()
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0) {
        divergingEpoch = readEpochEndOffset(r, v)
      } else if (tag === 1) {
        currentLeader = readLeaderIdAndEpoch(r, v)
      } else if (tag === 2) {
        snapshotId = readSnapshotId(r, v)
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { partitionIndex, errorCode, highWatermark, lastStableOffset, logStartOffset, divergingEpoch, currentLeader, snapshotId, abortedTransactions, preferredReadReplica, records, unknownTaggedFields: tags }
  return { partitionIndex, errorCode, highWatermark, lastStableOffset, logStartOffset, divergingEpoch, currentLeader, snapshotId, abortedTransactions, preferredReadReplica, records }
}

function readFetchableTopicResponse(r, v) {
  const flex = v >= 12
  const topic = v <= 12 ? (flex ? r.compactString() : r.string()) : ''
  const topicId = v >= 13 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const partitions = []
  for (let n = (flex ? r.compactCount(37) : r.count(18)); n > 0; n--) partitions.push(readPartitionData(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topic, topicId, partitions, unknownTaggedFields: tags }
  return { topic, topicId, partitions }
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

export function readFetchResponse(r, v) {
  const flex = v >= 12
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  const errorCode = v >= 7 ? r.int16() : 0
  const sessionId = v >= 7 ? r.int32() : 0
  const responses = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) responses.push(readFetchableTopicResponse(r, v))
  let nodeEndpoints = []
  let tags
  if (flex) {
    let tag = -1
    for (let count = r.tagCount(); count > 0; count--) {
      tag = r.tag(tag)
      const outer = r.enterTag()
      if (tag === 0 && v >= 16) {
        nodeEndpoints = []
        for (let n = r.compactCount(11); n > 0; n--) nodeEndpoints.push(readNodeEndpoint(r, v))
      } else {
        tags ??= []
        tags.push(r.rawTag(tag))
      }
      r.leaveTag(outer)
    }
  }
  if (tags !== undefined) return { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints }
}

function writeEpochEndOffset(w, x, v) {
  w.int32(x.epoch ?? -1)
  w.int64(x.endOffset ?? -1)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
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

function writeSnapshotId(w, x, v) {
  w.int64(x.endOffset ?? -1)
  w.int32(x.epoch ?? -1)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeAbortedTransaction(w, x, v) {
  const flex = v >= 12
  w.int64(x.producerId ?? 0)
  w.int64(x.firstOffset ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function writePartitionData(w, x, v) {
  const flex = v >= 12
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.errorCode ?? 0)
  w.int64(x.highWatermark ?? 0)
  if (v >= 4) w.int64(x.lastStableOffset ?? -1)
  if (v >= 5) w.int64(x.logStartOffset ?? -1)
  if (v >= 4) {
    {
      const a = x.abortedTransactions
      const n = a == null ? -1 : a.length
      if (flex) w.compactCount(n)
      else w.count(n)
      for (let i = 0; i < n; i++) writeAbortedTransaction(w, a[i], v)
    }
  }
  if (v >= 11) w.int32(x.preferredReadReplica ?? -1)
  if (flex) w.compactNullableRecords(x.records ?? null)
  else w.nullableRecords(x.records ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = x.divergingEpoch != null && !isDefaultEpochEndOffset(x.divergingEpoch)
    const has1 = x.currentLeader != null && !isDefaultLeaderIdAndEpoch(x.currentLeader)
    const has2 = x.snapshotId != null && !isDefaultSnapshotId(x.snapshotId)
    w.uvarint(tags.length + (has0 ? 1 : 0) + (has1 ? 1 : 0) + (has2 ? 1 : 0))
    let next = 0
    if (has0) {
      next = w.unknownTags(tags, next, 0)
      const mark = w.beginTag(0)
      writeEpochEndOffset(w, x.divergingEpoch ?? NOTHING, v)
      w.endTag(mark)
    }
    if (has1) {
      next = w.unknownTags(tags, next, 1)
      const mark = w.beginTag(1)
      writeLeaderIdAndEpoch(w, x.currentLeader ?? NOTHING, v)
      w.endTag(mark)
    }
    if (has2) {
      next = w.unknownTags(tags, next, 2)
      const mark = w.beginTag(2)
      writeSnapshotId(w, x.snapshotId ?? NOTHING, v)
      w.endTag(mark)
    }
    w.unknownTags(tags, next, 2147483648)
  }
}

function writeFetchableTopicResponse(w, x, v) {
  const flex = v >= 12
  if (v <= 12) {
    if (flex) w.compactString(x.topic ?? '')
    else w.string(x.topic ?? '')
  }
  if (v >= 13) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writePartitionData(w, a[i], v)
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

export function writeFetchResponse(w, x, v) {
  const flex = v >= 12
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  if (v >= 7) w.int16(x.errorCode ?? 0)
  if (v >= 7) w.int32(x.sessionId ?? 0)
  {
    const a = x.responses
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeFetchableTopicResponse(w, a[i], v)
  }
  if (flex) {
    const tags = x.unknownTaggedFields ?? NO_TAGS
    const has0 = v >= 16 && x.nodeEndpoints != null && x.nodeEndpoints.length > 0
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

function defaultEpochEndOffset() {
  return { epoch: -1, endOffset: -1 }
}

function defaultLeaderIdAndEpoch() {
  return { leaderId: -1, leaderEpoch: -1 }
}

function defaultSnapshotId() {
  return { endOffset: -1, epoch: -1 }
}

function isDefaultEpochEndOffset(x) {
  return !((x.epoch ?? -1) !== -1) && !((x.endOffset ?? -1) !== -1) && (x.unknownTaggedFields?.length ?? 0) === 0
}

function isDefaultLeaderIdAndEpoch(x) {
  return !((x.leaderId ?? -1) !== -1) && !((x.leaderEpoch ?? -1) !== -1) && (x.unknownTaggedFields?.length ?? 0) === 0
}

function isDefaultSnapshotId(x) {
  return !((x.endOffset ?? -1) !== -1) && !((x.epoch ?? -1) !== -1) && (x.unknownTaggedFields?.length ?? 0) === 0
}
