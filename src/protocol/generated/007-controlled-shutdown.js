// Made by scripts/generate.ts from schema/messages/007-controlled-shutdown. Do not edit.

export function readControlledShutdownRequest(r, v) {
  const flex = v >= 3
  const brokerId = r.int32()
  const brokerEpoch = v >= 2 ? r.int64() : -1
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { brokerId, brokerEpoch, unknownTaggedFields: tags }
  return { brokerId, brokerEpoch }
}

export function writeControlledShutdownRequest(w, x, v) {
  const flex = v >= 3
  w.int32(x.brokerId ?? 0)
  if (v >= 2) w.int64(x.brokerEpoch ?? -1)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readRemainingPartition(r, v) {
  const flex = v >= 3
  const topicName = (flex ? r.compactString() : r.string())
  const partitionIndex = r.int32()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topicName, partitionIndex, unknownTaggedFields: tags }
  return { topicName, partitionIndex }
}

export function readControlledShutdownResponse(r, v) {
  const flex = v >= 3
  const errorCode = r.int16()
  const remainingPartitions = []
  for (let n = (flex ? r.compactCount(6) : r.count(6)); n > 0; n--) remainingPartitions.push(readRemainingPartition(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, remainingPartitions, unknownTaggedFields: tags }
  return { errorCode, remainingPartitions }
}

function writeRemainingPartition(w, x, v) {
  const flex = v >= 3
  if (flex) w.compactString(x.topicName ?? '')
  else w.string(x.topicName ?? '')
  w.int32(x.partitionIndex ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeControlledShutdownResponse(w, x, v) {
  const flex = v >= 3
  w.int16(x.errorCode ?? 0)
  {
    const a = x.remainingPartitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeRemainingPartition(w, a[i], v)
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
