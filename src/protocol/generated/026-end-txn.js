// Made by scripts/generate.ts from schema/messages/026-end-txn. Do not edit.

export function readEndTxnRequest(r, v) {
  const flex = v >= 3
  const transactionalId = (flex ? r.compactString() : r.string())
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const committed = r.bool()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { transactionalId, producerId, producerEpoch, committed, unknownTaggedFields: tags }
  return { transactionalId, producerId, producerEpoch, committed }
}

export function writeEndTxnRequest(w, x, v) {
  const flex = v >= 3
  if (flex) w.compactString(x.transactionalId ?? '')
  else w.string(x.transactionalId ?? '')
  w.int64(x.producerId ?? 0)
  w.int16(x.producerEpoch ?? 0)
  w.bool(x.committed ?? false)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function readEndTxnResponse(r, v) {
  const flex = v >= 3
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const producerId = v >= 5 ? r.int64() : -1
  const producerEpoch = v >= 5 ? r.int16() : -1
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, producerId, producerEpoch, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, producerId, producerEpoch }
}

export function writeEndTxnResponse(w, x, v) {
  const flex = v >= 3
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  if (v >= 5) w.int64(x.producerId ?? -1)
  if (v >= 5) w.int16(x.producerEpoch ?? -1)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}
