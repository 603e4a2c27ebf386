// Made by scripts/generate.ts from schema/messages/058-envelope. Do not edit.
const NO_BYTES = new Uint8Array(0)

export function readEnvelopeRequest(r, v) {
  const requestData = r.compactBytes()
  const requestPrincipal = r.compactNullableBytes()
  const clientHostAddress = r.compactBytes()
  const tags = r.unknownTags()
  if (tags !== undefined) return { requestData, requestPrincipal, clientHostAddress, unknownTaggedFields: tags }
  return { requestData, requestPrincipal, clientHostAddress }
}

export function writeEnvelopeRequest(w, x, v) {
  w.compactBytes(x.requestData ?? NO_BYTES)
  w.compactNullableBytes(x.requestPrincipal ?? null)
  w.compactBytes(x.clientHostAddress ?? NO_BYTES)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readEnvelopeResponse(r, v) {
  const responseData = r.compactNullableBytes()
  const errorCode = r.int16()
  const tags = r.unknownTags()
  if (tags !== undefined) return { responseData, errorCode, unknownTaggedFields: tags }
  return { responseData, errorCode }
}

export function writeEnvelopeResponse(w, x, v) {
  w.compactNullableBytes(x.responseData ?? null)
  w.int16(x.errorCode ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
