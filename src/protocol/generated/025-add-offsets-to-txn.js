// Made by scripts/generate.ts from schema/messages/025-add-offsets-to-txn. Do not edit.

export function readAddOffsetsToTxnRequest(r, v) {
  const flex = v >= 3
  const transactionalId = (flex ? r.compactString() : r.string())
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const groupId = (flex ? r.compactString() : r.string())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { transactionalId, producerId, producerEpoch, groupId, unknownTaggedFields: tags }
  return { transactionalId, producerId, producerEpoch, groupId }
}

export function writeAddOffsetsToTxnRequest(w, x, v) {
  const flex = v >= 3
  if (flex) w.compactString(x.transactionalId ?? '')
  else w.string(x.transactionalId ?? '')
  w.int64(x.producerId ?? 0)
  w.int16(x.producerEpoch ?? 0)
  if (flex) w.compactString(x.groupId ?? '')
  else w.string(x.groupId ?? '')
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function readAddOffsetsToTxnResponse(r, v) {
  const flex = v >= 3
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { throttleTimeMs, errorCode, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode }
}

export function writeAddOffsetsToTxnResponse(w, x, v) {
  const flex = v >= 3
  w.int32(x.throttleTimeMs ?? 0)
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
