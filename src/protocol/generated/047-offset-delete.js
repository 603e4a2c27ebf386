// Made by scripts/generate.ts from schema/messages/047-offset-delete. Do not edit.

function readOffsetDeleteRequestPartition(r, v) {
  const partitionIndex = r.int32()
  return { partitionIndex }
}

function readOffsetDeleteRequestTopic(r, v) {
  const name = r.string()
  const partitions = []
  for (let n = r.count(4); n > 0; n--) partitions.push(readOffsetDeleteRequestPartition(r, v))
  return { name, partitions }
}

export function readOffsetDeleteRequest(r, v) {
  const groupId = r.string()
  const topics = []
  for (let n = r.count(6); n > 0; n--) topics.push(readOffsetDeleteRequestTopic(r, v))
  return { groupId, topics }
}

function writeOffsetDeleteRequestPartition(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
}

function writeOffsetDeleteRequestTopic(w, x, v) {
  w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) writeOffsetDeleteRequestPartition(w, a[i], v)
  }
}

export function writeOffsetDeleteRequest(w, x, v) {
  w.string(x.groupId ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) writeOffsetDeleteRequestTopic(w, a[i], v)
  }
}

function readOffsetDeleteResponsePartition(r, v) {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  return { partitionIndex, errorCode }
}

function readOffsetDeleteResponseTopic(r, v) {
  const name = r.string()
  const partitions = []
  for (let n = r.count(6); n > 0; n--) partitions.push(readOffsetDeleteResponsePartition(r, v))
  return { name, partitions }
}

export function readOffsetDeleteResponse(r, v) {
  const errorCode = r.int16()
  const throttleTimeMs = r.int32()
  const topics = []
  for (let n = r.count(6); n > 0; n--) topics.push(readOffsetDeleteResponseTopic(r, v))
  return { errorCode, throttleTimeMs, topics }
}

function writeOffsetDeleteResponsePartition(w, x, v) {
  w.int32(x.partitionIndex ?? 0)
  w.int16(x.errorCode ?? 0)
}

function writeOffsetDeleteResponseTopic(w, x, v) {
  w.string(x.name ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) writeOffsetDeleteResponsePartition(w, a[i], v)
  }
}

export function writeOffsetDeleteResponse(w, x, v) {
  w.int16(x.errorCode ?? 0)
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) writeOffsetDeleteResponseTopic(w, a[i], v)
  }
}
