// Made by scripts/generate.ts from schema/messages/037-create-partitions. Do not edit.

function readCreatePartitionsAssignment(r, v) {
  const flex = v >= 2
  const brokerIds = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) brokerIds.push(r.int32())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { brokerIds, unknownTaggedFields: tags }
  return { brokerIds }
}

function readCreatePartitionsTopic(r, v) {
  const flex = v >= 2
  const name = (flex ? r.compactString() : r.string())
  const count = r.int32()
  let assignments = null
  {
    let n = (flex ? r.compactNullableCount(2) : r.nullableCount(4))
    assignments = n < 0 ? null : []
    for (; n > 0; n--) assignments.push(readCreatePartitionsAssignment(r, v))
  }
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, count, assignments, unknownTaggedFields: tags }
  return { name, count, assignments }
}

export function readCreatePartitionsRequest(r, v) {
  const flex = v >= 2
  const topics = []
  for (let n = (flex ? r.compactCount(7) : r.count(10)); n > 0; n--) topics.push(readCreatePartitionsTopic(r, v))
  const timeoutMs = r.int32()
  const validateOnly = r.bool()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topics, timeoutMs, validateOnly, unknownTaggedFields: tags }
  return { topics, timeoutMs, validateOnly }
}

function writeCreatePartitionsAssignment(w, x, v) {
  const flex = v >= 2
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

function writeCreatePartitionsTopic(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  w.int32(x.count ?? 0)
  {
    const a = x.assignments
    const n = a == null ? -1 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeCreatePartitionsAssignment(w, a[i], v)
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

export function writeCreatePartitionsRequest(w, x, v) {
  const flex = v >= 2
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeCreatePartitionsTopic(w, a[i], v)
  }
  w.int32(x.timeoutMs ?? 0)
  w.bool(x.validateOnly ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readCreatePartitionsTopicResult(r, v) {
  const flex = v >= 2
  const name = (flex ? r.compactString() : r.string())
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, errorCode, errorMessage, unknownTaggedFields: tags }
  return { name, errorCode, errorMessage }
}

export function readCreatePartitionsResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const results = []
  for (let n = (flex ? r.compactCount(5) : r.count(6)); n > 0; n--) results.push(readCreatePartitionsTopicResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, results, unknownTaggedFields: tags }
  return { throttleTimeMs, results }
}

function writeCreatePartitionsTopicResult(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.name ?? '')
  else w.string(x.name ?? '')
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeCreatePartitionsResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeCreatePartitionsTopicResult(w, a[i], v)
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
