// Made by scripts/generate.ts from schema/messages/027-write-txn-markers. Do not edit.

function readWritableTxnMarkerTopic(r, v) {
  const flex = v >= 1
  const name = (flex ? r.compactString() : r.string())
  const partitionIndexes = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) partitionIndexes.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitionIndexes, unknownTaggedFields: tags }
  return { name, partitionIndexes }
}

function readWritableTxnMarker(r, v) {
  const flex = v >= 1
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const transactionResult = r.bool()
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readWritableTxnMarkerTopic(r, v))
  const coordinatorEpoch = r.int32()
  const transactionVersion = v >= 2 ? r.int8() : 0
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch, transactionVersion, unknownTaggedFields: tags }
  return { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch, transactionVersion }
}

export function readWriteTxnMarkersRequest(r, v) {
  const flex = v >= 1
  const markers = []
  for (let n = (flex ? r.compactCount(17) : r.count(19)); n > 0; n--) markers.push(readWritableTxnMarker(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { markers, unknownTaggedFields: tags }
  return { markers }
}

function writeWritableTxnMarkerTopic(w, x, v) {
  const flex = v >= 1
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

function writeWritableTxnMarker(w, x, v) {
  const flex = v >= 1
  w.int64(x.producerId ?? 0)
  w.int16(x.producerEpoch ?? 0)
  w.bool(x.transactionResult ?? false)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeWritableTxnMarkerTopic(w, a[i], v)
  }
  w.int32(x.coordinatorEpoch ?? 0)
  if (v >= 2) w.int8(x.transactionVersion ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeWriteTxnMarkersRequest(w, x, v) {
  const flex = v >= 1
  {
    const a = x.markers
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeWritableTxnMarker(w, a[i], v)
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

function readWritableTxnMarkerPartitionResult(r, v) {
  const flex = v >= 1
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { partitionIndex, errorCode, unknownTaggedFields: tags }
  return { partitionIndex, errorCode }
}

function readWritableTxnMarkerTopicResult(r, v) {
  const flex = v >= 1
  const name = (flex ? r.compactString() : r.string())
  const partitions = []
  for (let n = (flex ? r.compactCount(7) : r.count(6)); n > 0; n--) partitions.push(readWritableTxnMarkerPartitionResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, partitions, unknownTaggedFields: tags }
  return { name, partitions }
}

function readWritableTxnMarkerResult(r, v) {
  const flex = v >= 1
  const producerId = r.int64()
  const topics = []
  for (let n = (flex ? r.compactCount(3) : r.count(6)); n > 0; n--) topics.push(readWritableTxnMarkerTopicResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { producerId, topics, unknownTaggedFields: tags }
  return { producerId, topics }
}

export function readWriteTxnMarkersResponse(r, v) {
  const flex = v >= 1
  const markers = []
  for (let n = (flex ? r.compactCount(10) : r.count(12)); n > 0; n--) markers.push(readWritableTxnMarkerResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { markers, unknownTaggedFields: tags }
  return { markers }
}

function writeWritableTxnMarkerPartitionResult(w, x, v) {
  const flex = v >= 1
  w.int32(x.partitionIndex ?? 0)
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

function writeWritableTxnMarkerTopicResult(w, x, v) {
  const flex = v >= 1
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeWritableTxnMarkerPartitionResult(w, a[i], v)
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

function writeWritableTxnMarkerResult(w, x, v) {
  const flex = v >= 1
  w.int64(x.producerId ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeWritableTxnMarkerTopicResult(w, a[i], v)
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

export function writeWriteTxnMarkersResponse(w, x, v) {
  const flex = v >= 1
  {
    const a = x.markers
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeWritableTxnMarkerResult(w, a[i], v)
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
