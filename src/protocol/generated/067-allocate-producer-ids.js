// Made by scripts/generate.ts from schema/messages/067-allocate-producer-ids. Do not edit.

export function readAllocateProducerIdsRequest(r, v) {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  const tags = r.unknownTags()
  if (tags !== undefined) return { brokerId, brokerEpoch, unknownTaggedFields: tags }
  return { brokerId, brokerEpoch }
}

export function writeAllocateProducerIdsRequest(w, x, v) {
  w.int32(x.brokerId ?? 0)
  w.int64(x.brokerEpoch ?? -1)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readAllocateProducerIdsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const producerIdStart = r.int64()
  const producerIdLen = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, producerIdStart, producerIdLen, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, producerIdStart, producerIdLen }
}

export function writeAllocateProducerIdsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.int64(x.producerIdStart ?? 0)
  w.int32(x.producerIdLen ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
