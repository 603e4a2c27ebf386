// Made by scripts/generate.ts from schema/records/consumer-protocol. Do not edit.

function readConsumerProtocolSubscriptionTopicPartition(r, v) {
  const topic = r.string()
  const partitions = []
  for (let n = r.count(4); n > 0; n--) partitions.push(r.int32())
  return { topic, partitions }
}

export function readConsumerProtocolSubscription(r, v) {
  const topics = []
  for (let n = r.count(2); n > 0; n--) topics.push(r.string())
  const userData = r.nullableBytes()
  const ownedPartitions = []
  if (v >= 1) for (let n = r.count(6); n > 0; n--) ownedPartitions.push(readConsumerProtocolSubscriptionTopicPartition(r, v))
  const generationId = v >= 2 ? r.int32() : -1
  const rackId = v >= 3 ? r.nullableString() : null
  return { topics, userData, ownedPartitions, generationId, rackId }
}

function writeConsumerProtocolSubscriptionTopicPartition(w, x, v) {
  w.string(x.topic ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
}

export function writeConsumerProtocolSubscription(w, x, v) {
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) w.string(a[i])
  }
  w.nullableBytes(x.userData ?? null)
  if (v >= 1) {
    {
      const a = x.ownedPartitions
      const n = a == null ? 0 : a.length
      w.count(n)
      for (let i = 0; i < n; i++) writeConsumerProtocolSubscriptionTopicPartition(w, a[i], v)
    }
  }
  if (v >= 2) w.int32(x.generationId ?? -1)
  if (v >= 3) w.nullableString(x.rackId ?? null)
}

function readConsumerProtocolAssignmentTopicPartition(r, v) {
  const topic = r.string()
  const partitions = []
  for (let n = r.count(4); n > 0; n--) partitions.push(r.int32())
  return { topic, partitions }
}

export function readConsumerProtocolAssignment(r, v) {
  const assignedPartitions = []
  for (let n = r.count(6); n > 0; n--) assignedPartitions.push(readConsumerProtocolAssignmentTopicPartition(r, v))
  const userData = r.nullableBytes()
  return { assignedPartitions, userData }
}

function writeConsumerProtocolAssignmentTopicPartition(w, x, v) {
  w.string(x.topic ?? '')
  {
    const a = x.partitions
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) w.int32(a[i])
  }
}

export function writeConsumerProtocolAssignment(w, x, v) {
  {
    const a = x.assignedPartitions
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) writeConsumerProtocolAssignmentTopicPartition(w, a[i], v)
  }
  w.nullableBytes(x.userData ?? null)
}
