// Made by scripts/generate.ts from schema/messages/020-delete-topics. Do not edit.

function readDeleteTopicState(r, v) {
  const name = r.compactNullableString()
  const topicId = r.uuid()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, topicId, unknownTaggedFields: tags }
  return { name, topicId }
}

export function readDeleteTopicsRequest(r, v) {
  const flex = v >= 4
  const topics = []
  if (v >= 6) for (let n = r.compactCount(18); n > 0; n--) topics.push(readDeleteTopicState(r, v))
  const topicNames = []
  if (v <= 5) for (let n = (flex ? r.compactCount(1) : r.count(2)); n > 0; n--) topicNames.push((flex ? r.compactString() : r.string()))
  const timeoutMs = r.int32()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { topics, topicNames, timeoutMs, unknownTaggedFields: tags }
  return { topics, topicNames, timeoutMs }
}

function writeDeleteTopicState(w, x, v) {
  w.compactNullableString(x.name ?? null)
  w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDeleteTopicsRequest(w, x, v) {
  const flex = v >= 4
  if (v >= 6) {
    {
      const a = x.topics
      const n = a == null ? 0 : a.length
      w.compactCount(n)
      for (let i = 0; i < n; i++) writeDeleteTopicState(w, a[i], v)
    }
  }
  if (v <= 5) {
    {
      const a = x.topicNames
      const n = a == null ? 0 : a.length
      if (flex) {
        w.compactCount(n)
        for (let i = 0; i < n; i++) w.compactString(a[i])
      } else {
        w.count(n)
        for (let i = 0; i < n; i++) w.string(a[i])
      }
    }
  }
  w.int32(x.timeoutMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

function readDeletableTopicResult(r, v) {
  const flex = v >= 4
  const name = (v >= 6 ? (flex ? r.compactNullableString() : r.nullableString()) : (flex ? r.compactString() : r.string()))
  const topicId = v >= 6 ? r.uuid() : 'AAAAAAAAAAAAAAAAAAAAAA'
  const errorCode = r.int16()
  const errorMessage = v >= 5 ? r.compactNullableString() : null
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { name, topicId, errorCode, errorMessage, unknownTaggedFields: tags }
  return { name, topicId, errorCode, errorMessage }
}

export function readDeleteTopicsResponse(r, v) {
  const flex = v >= 4
  const throttleTimeMs = v >= 1 ? r.int32() : 0
  const responses = []
  for (let n = (flex ? r.compactCount(4) : r.count(4)); n > 0; n--) responses.push(readDeletableTopicResult(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, responses, unknownTaggedFields: tags }
  return { throttleTimeMs, responses }
}

function writeDeletableTopicResult(w, x, v) {
  const flex = v >= 4
  if (v >= 6) {
    if (flex) w.compactNullableString(x.name ?? null)
    else w.nullableString(x.name ?? null)
  } else {
    if (flex) w.compactString(x.name ?? '')
    else w.string(x.name ?? '')
  }
  if (v >= 6) w.uuid(x.topicId ?? 'AAAAAAAAAAAAAAAAAAAAAA')
  w.int16(x.errorCode ?? 0)
  if (v >= 5) w.compactNullableString(x.errorMessage ?? null)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeDeleteTopicsResponse(w, x, v) {
  const flex = v >= 4
  if (v >= 1) w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.responses
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDeletableTopicResult(w, a[i], v)
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
