// Made by scripts/generate.ts from schema/messages/092-delete-share-group-offsets. Do not edit.

function readDeleteShareGroupOffsetsRequestTopic(r, v) {
  const topicName = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, unknownTaggedFields: tags }
  return { topicName }
}

export function readDeleteShareGroupOffsetsRequest(r, v) {
  const groupId = r.compactString()
  const topics = []
  for (let n = r.compactCount(2); n > 0; n--) topics.push(readDeleteShareGroupOffsetsRequestTopic(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, topics, unknownTaggedFields: tags }
  return { groupId, topics }
}

function writeDeleteShareGroupOffsetsRequestTopic(w, x, v) {
  w.compactString(x.topicName ?? '')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDeleteShareGroupOffsetsRequest(w, x, v) {
  w.compactString(x.groupId ?? '')
  {
    const a = x.topics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDeleteShareGroupOffsetsRequestTopic(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readDeleteShareGroupOffsetsResponseTopic(r, v) {
  const topicName = r.compactString()
  const topicId = r.uuid()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { topicName, topicId, errorCode, errorMessage, unknownTaggedFields: tags }
  return { topicName, topicId, errorCode, errorMessage }
}

export function readDeleteShareGroupOffsetsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const responses = []
  for (let n = r.compactCount(21); n > 0; n--) responses.push(readDeleteShareGroupOffsetsResponseTopic(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, responses, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, responses }
}

function writeDeleteShareGroupOffsetsResponseTopic(w, x, v) {
  w.compactString(x.topicName ?? '')
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDeleteShareGroupOffsetsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  {
    const a = x.responses
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDeleteShareGroupOffsetsResponseTopic(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
