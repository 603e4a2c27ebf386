// Made by scripts/generate.ts from schema/messages/066-list-transactions. Do not edit.

export function readListTransactionsRequest(r, v) {
  const stateFilters = []
  for (let n = r.compactCount(1); n > 0; n--) stateFilters.push(r.compactString())
  const producerIdFilters = []
  for (let n = r.compactCount(8); n > 0; n--) producerIdFilters.push(r.int64())
  const durationFilter = v >= 1 ? r.int64() : -1
  const transactionalIdPattern = v >= 2 ? r.compactNullableString() : null
  const tags = r.unknownTags()
  if (tags !== undefined) return { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern, unknownTaggedFields: tags }
  return { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern }
}

export function writeListTransactionsRequest(w, x, v) {
  {
    const a = x.stateFilters
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  {
    const a = x.producerIdFilters
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.int64(a[i])
  }
  if (v >= 1) w.int64(x.durationFilter ?? -1)
  if (v >= 2) w.compactNullableString(x.transactionalIdPattern ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readTransactionState(r, v) {
  const transactionalId = r.compactString()
  const producerId = r.int64()
  const transactionState = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { transactionalId, producerId, transactionState, unknownTaggedFields: tags }
  return { transactionalId, producerId, transactionState }
}

export function readListTransactionsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const unknownStateFilters = []
  for (let n = r.compactCount(1); n > 0; n--) unknownStateFilters.push(r.compactString())
  const transactionStates = []
  for (let n = r.compactCount(11); n > 0; n--) transactionStates.push(readTransactionState(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, unknownStateFilters, transactionStates, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, unknownStateFilters, transactionStates }
}

function writeTransactionState(w, x, v) {
  w.compactString(x.transactionalId ?? '')
  w.int64(x.producerId ?? 0)
  w.compactString(x.transactionState ?? '')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeListTransactionsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  {
    const a = x.unknownStateFilters
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  {
    const a = x.transactionStates
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTransactionState(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
