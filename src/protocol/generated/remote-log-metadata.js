// Made by scripts/generate.ts from schema/records/remote-log-metadata. Do not edit.
const NO_TAGS = Object.freeze([])
const NOTHING = Object.freeze({})

function readRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(r, v) {
  const name = r.compactString()
  const id = r.uuid()
  const partition = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, id, partition, unknownTaggedFields: tags }
  return { name, id, partition }
}

function readRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(r, v) {
  const topicIdPartition = readRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(r, v)
  const id = r.uuid()
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicIdPartition, id, unknownTaggedFields: tags }
  return { topicIdPartition, id }
}

function readRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(r, v) {
  const leaderEpoch = r.int32()
  const offset = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { leaderEpoch, offset, unknownTaggedFields: tags }
  return { leaderEpoch, offset }
}

export function readRemoteLogSegmentMetadataRecord(r, v) {
  const remoteLogSegmentId = readRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(r, v)
  const startOffset = r.int64()
  const endOffset = r.int64()
  const brokerId = r.int32()
  const maxTimestampMs = r.int64()
  const eventTimestampMs = r.int64()
  const segmentLeaderEpochs = []
  for (let n = r.compactCount(13); n > 0; n--) segmentLeaderEpochs.push(readRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(r, v))
  const segmentSizeInBytes = r.int32()
  const customMetadata = r.compactNullableBytes()
  const remoteLogSegmentState = r.int8()
  let txnIndexEmpty = false
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      txnIndexEmpty = r.bool()
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { remoteLogSegmentId, startOffset, endOffset, brokerId, maxTimestampMs, eventTimestampMs, segmentLeaderEpochs, segmentSizeInBytes, customMetadata, remoteLogSegmentState, txnIndexEmpty, unknownTaggedFields: tags }
  return { remoteLogSegmentId, startOffset, endOffset, brokerId, maxTimestampMs, eventTimestampMs, segmentLeaderEpochs, segmentSizeInBytes, customMetadata, remoteLogSegmentState, txnIndexEmpty }
}

function writeRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(w, x, v) {
  w.compactString(x.name ?? '')
  w.uuid(x.id ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int32(x.partition ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(w, x, v) {
  writeRemoteLogSegmentMetadataRecordTopicIdPartitionEntry(w, x.topicIdPartition ?? NOTHING, v)
  w.uuid(x.id ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(w, x, v) {
  w.int32(x.leaderEpoch ?? 0)
  w.int64(x.offset ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeRemoteLogSegmentMetadataRecord(w, x, v) {
  writeRemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry(w, x.remoteLogSegmentId ?? NOTHING, v)
  w.int64(x.startOffset ?? 0)
  w.int64(x.endOffset ?? 0)
  w.int32(x.brokerId ?? 0)
  w.int64(x.maxTimestampMs ?? 0)
  w.int64(x.eventTimestampMs ?? 0)
  {
    const a = x.segmentLeaderEpochs
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeRemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry(w, a[i], v)
  }
  w.int32(x.segmentSizeInBytes ?? 0)
  w.compactNullableBytes(x.customMetadata ?? null)
  w.int8(x.remoteLogSegmentState ?? 0)
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.txnIndexEmpty ?? false) !== false
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    w.bool(x.txnIndexEmpty ?? false)
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

function readRemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry(r, v) {
  const name = r.compactString()
  const id = r.uuid()
  const partition = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, id, partition, unknownTaggedFields: tags }
  return { name, id, partition }
}

function readRemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry(r, v) {
  const topicIdPartition = readRemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry(r, v)
  const id = r.uuid()
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicIdPartition, id, unknownTaggedFields: tags }
  return { topicIdPartition, id }
}

export function readRemoteLogSegmentMetadataUpdateRecord(r, v) {
  const remoteLogSegmentId = readRemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry(r, v)
  const brokerId = r.int32()
  const eventTimestampMs = r.int64()
  const customMetadata = r.compactNullableBytes()
  const remoteLogSegmentState = r.int8()
  const tags = r.unknownTags()
  if (tags !== undefined) return { remoteLogSegmentId, brokerId, eventTimestampMs, customMetadata, remoteLogSegmentState, unknownTaggedFields: tags }
  return { remoteLogSegmentId, brokerId, eventTimestampMs, customMetadata, remoteLogSegmentState }
}

function writeRemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry(w, x, v) {
  w.compactString(x.name ?? '')
  w.uuid(x.id ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int32(x.partition ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeRemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry(w, x, v) {
  writeRemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry(w, x.topicIdPartition ?? NOTHING, v)
  w.uuid(x.id ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeRemoteLogSegmentMetadataUpdateRecord(w, x, v) {
  writeRemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry(w, x.remoteLogSegmentId ?? NOTHING, v)
  w.int32(x.brokerId ?? 0)
  w.int64(x.eventTimestampMs ?? 0)
  w.compactNullableBytes(x.customMetadata ?? null)
  w.int8(x.remoteLogSegmentState ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readRemotePartitionDeleteMetadataRecordTopicIdPartitionEntry(r, v) {
  const name = r.compactString()
  const id = r.uuid()
  const partition = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, id, partition, unknownTaggedFields: tags }
  return { name, id, partition }
}

export function readRemotePartitionDeleteMetadataRecord(r, v) {
  const topicIdPartition = readRemotePartitionDeleteMetadataRecordTopicIdPartitionEntry(r, v)
  const brokerId = r.int32()
  const eventTimestampMs = r.int64()
  const remotePartitionDeleteState = r.int8()
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicIdPartition, brokerId, eventTimestampMs, remotePartitionDeleteState, unknownTaggedFields: tags }
  return { topicIdPartition, brokerId, eventTimestampMs, remotePartitionDeleteState }
}

function writeRemotePartitionDeleteMetadataRecordTopicIdPartitionEntry(w, x, v) {
  w.compactString(x.name ?? '')
  w.uuid(x.id ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int32(x.partition ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeRemotePartitionDeleteMetadataRecord(w, x, v) {
  writeRemotePartitionDeleteMetadataRecordTopicIdPartitionEntry(w, x.topicIdPartition ?? NOTHING, v)
  w.int32(x.brokerId ?? 0)
  w.int64(x.eventTimestampMs ?? 0)
  w.int8(x.remotePartitionDeleteState ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readRemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry(r, v) {
  const leaderEpoch = r.int32()
  const offset = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { leaderEpoch, offset, unknownTaggedFields: tags }
  return { leaderEpoch, offset }
}

export function readRemoteLogSegmentMetadataSnapshotRecord(r, v) {
  const segmentId = r.uuid()
  const startOffset = r.int64()
  const endOffset = r.int64()
  const brokerId = r.int32()
  const maxTimestampMs = r.int64()
  const eventTimestampMs = r.int64()
  const segmentLeaderEpochs = []
  for (let n = r.compactCount(13); n > 0; n--) segmentLeaderEpochs.push(readRemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry(r, v))
  const segmentSizeInBytes = r.int32()
  const customMetadata = r.compactNullableBytes()
  const remoteLogSegmentState = r.int8()
  let txnIndexEmpty = false
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      txnIndexEmpty = r.bool()
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { segmentId, startOffset, endOffset, brokerId, maxTimestampMs, eventTimestampMs, segmentLeaderEpochs, segmentSizeInBytes, customMetadata, remoteLogSegmentState, txnIndexEmpty, unknownTaggedFields: tags }
  return { segmentId, startOffset, endOffset, brokerId, maxTimestampMs, eventTimestampMs, segmentLeaderEpochs, segmentSizeInBytes, customMetadata, remoteLogSegmentState, txnIndexEmpty }
}

function writeRemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry(w, x, v) {
  w.int32(x.leaderEpoch ?? 0)
  w.int64(x.offset ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeRemoteLogSegmentMetadataSnapshotRecord(w, x, v) {
  w.uuid(x.segmentId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int64(x.startOffset ?? 0)
  w.int64(x.endOffset ?? 0)
  w.int32(x.brokerId ?? 0)
  w.int64(x.maxTimestampMs ?? 0)
  w.int64(x.eventTimestampMs ?? 0)
  {
    const a = x.segmentLeaderEpochs
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeRemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry(w, a[i], v)
  }
  w.int32(x.segmentSizeInBytes ?? 0)
  w.compactNullableBytes(x.customMetadata ?? null)
  w.int8(x.remoteLogSegmentState ?? 0)
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.txnIndexEmpty ?? false) !== false
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    w.bool(x.txnIndexEmpty ?? false)
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export const RecordType = Object.freeze({
  RemoteLogSegmentMetadata: 0,
  RemoteLogSegmentMetadataUpdate: 1,
  RemotePartitionDeleteMetadata: 2,
  RemoteLogSegmentMetadataSnapshot: 3,
})
