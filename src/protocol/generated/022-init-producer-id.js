// Made by scripts/generate.ts from schema/messages/022-init-producer-id. Do not edit.

export function readInitProducerIdRequest(r, v) {
  const flex = v >= 2
  const transactionalId = (flex ? r.compactNullableString() : r.nullableString())
  const transactionTimeoutMs = r.int32()
  const producerId = v >= 3 ? r.int64() : -1
  const producerEpoch = v >= 3 ? r.int16() : -1
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { transactionalId, transactionTimeoutMs, producerId, producerEpoch, unknownTaggedFields: tags }
  return { transactionalId, transactionTimeoutMs, producerId, producerEpoch }
}

export function writeInitProducerIdRequest(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactNullableString(x.transactionalId ?? null)
  else w.nullableString(x.transactionalId ?? null)
  w.int32(x.transactionTimeoutMs ?? 0)
  if (v >= 3) w.int64(x.producerId ?? -1)
  if (v >= 3) w.int16(x.producerEpoch ?? -1)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function readInitProducerIdResponse(r, v) {
  const flex = v >= 2
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, producerId, producerEpoch, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, producerId, producerEpoch }
}

export function writeInitProducerIdResponse(w, x, v) {
  const flex = v >= 2
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.int64(x.producerId ?? -1)
  w.int16(x.producerEpoch ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}
