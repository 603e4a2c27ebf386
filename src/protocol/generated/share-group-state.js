// Made by scripts/generate.ts from schema/records/share-group-state. Do not edit.
const NO_TAGS = Object.freeze([])

export function readShareSnapshotKey(r, v) {
  const groupId = r.string()
  const topicId = r.uuid()
  const partition = r.int32()
  return { groupId, topicId, partition }
}

export function writeShareSnapshotKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int32(x.partition ?? 0)
}

function readShareSnapshotValueStateBatch(r, v) {
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  const deliveryState = r.int8()
  const deliveryCount = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { firstOffset, lastOffset, deliveryState, deliveryCount, unknownTaggedFields: tags }
  return { firstOffset, lastOffset, deliveryState, deliveryCount }
}

export function readShareSnapshotValue(r, v) {
  const snapshotEpoch = r.int32()
  const stateEpoch = r.int32()
  const leaderEpoch = r.int32()
  const startOffset = r.int64()
  const createTimestamp = r.int64()
  const writeTimestamp = r.int64()
  const stateBatches = []
  for (let n = r.compactCount(20); n > 0; n--) stateBatches.push(readShareSnapshotValueStateBatch(r, v))
  let deliveryCompleteCount = -1
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      deliveryCompleteCount = r.int32()
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { snapshotEpoch, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, createTimestamp, writeTimestamp, stateBatches, unknownTaggedFields: tags }
  return { snapshotEpoch, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, createTimestamp, writeTimestamp, stateBatches }
}

function writeShareSnapshotValueStateBatch(w, x, v) {
  w.int64(x.firstOffset ?? 0)
  w.int64(x.lastOffset ?? 0)
  w.int8(x.deliveryState ?? 0)
  w.int16(x.deliveryCount ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeShareSnapshotValue(w, x, v) {
  w.int32(x.snapshotEpoch ?? 0)
  w.int32(x.stateEpoch ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  w.int64(x.startOffset ?? 0)
  w.int64(x.createTimestamp ?? 0)
  w.int64(x.writeTimestamp ?? 0)
  {
    const a = x.stateBatches
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeShareSnapshotValueStateBatch(w, a[i], v)
  }
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.deliveryCompleteCount ?? -1) !== -1
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    w.int32(x.deliveryCompleteCount ?? -1)
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export function readShareUpdateKey(r, v) {
  const groupId = r.string()
  const topicId = r.uuid()
  const partition = r.int32()
  return { groupId, topicId, partition }
}

export function writeShareUpdateKey(w, x, v) {
  w.string(x.groupId ?? '')
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int32(x.partition ?? 0)
}

function readShareUpdateValueStateBatch(r, v) {
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  const deliveryState = r.int8()
  const deliveryCount = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { firstOffset, lastOffset, deliveryState, deliveryCount, unknownTaggedFields: tags }
  return { firstOffset, lastOffset, deliveryState, deliveryCount }
}

export function readShareUpdateValue(r, v) {
  const snapshotEpoch = r.int32()
  const leaderEpoch = r.int32()
  const startOffset = r.int64()
  const stateBatches = []
  for (let n = r.compactCount(20); n > 0; n--) stateBatches.push(readShareUpdateValueStateBatch(r, v))
  let deliveryCompleteCount = -1
  let tags
  let tag = -1
  for (let count = r.tagCount(); count > 0; count--) {
    tag = r.tag(tag)
    const outer = r.enterTag()
    if (tag === 0) {
      deliveryCompleteCount = r.int32()
    } else {
      tags ??= []
      tags.push(r.rawTag(tag))
    }
    r.leaveTag(outer)
  }
  if (tags !== undefined) return { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches, unknownTaggedFields: tags }
  return { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches }
}

function writeShareUpdateValueStateBatch(w, x, v) {
  w.int64(x.firstOffset ?? 0)
  w.int64(x.lastOffset ?? 0)
  w.int8(x.deliveryState ?? 0)
  w.int16(x.deliveryCount ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeShareUpdateValue(w, x, v) {
  w.int32(x.snapshotEpoch ?? 0)
  w.int32(x.leaderEpoch ?? 0)
  w.int64(x.startOffset ?? 0)
  {
    const a = x.stateBatches
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeShareUpdateValueStateBatch(w, a[i], v)
  }
  const tags = x.unknownTaggedFields ?? NO_TAGS
  const has0 = (x.deliveryCompleteCount ?? -1) !== -1
  w.uvarint(tags.length + (has0 ? 1 : 0))
  let next = 0
  if (has0) {
    next = w.unknownTags(tags, next, 0)
    const mark = w.beginTag(0)
    w.int32(x.deliveryCompleteCount ?? -1)
    w.endTag(mark)
  }
  w.unknownTags(tags, next, 2147483648)
}

export const RecordType = Object.freeze({
  ShareSnapshot: 0,
  ShareUpdate: 1,
})
