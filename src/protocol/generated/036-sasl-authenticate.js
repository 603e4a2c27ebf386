// Made by scripts/generate.ts from schema/messages/036-sasl-authenticate. Do not edit.
const NO_BYTES = new Uint8Array(0)

export function readSaslAuthenticateRequest(r, v) {
  const flex = v >= 2
  const authBytes = (flex ? r.compactBytes() : r.bytes())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { authBytes, unknownTaggedFields: tags }
  return { authBytes }
}

export function writeSaslAuthenticateRequest(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactBytes(x.authBytes ?? NO_BYTES)
  else w.bytes(x.authBytes ?? NO_BYTES)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function readSaslAuthenticateResponse(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const errorMessage = (flex ? r.compactNullableString() : r.nullableString())
  const authBytes = (flex ? r.compactBytes() : r.bytes())
  const sessionLifetimeMs = v >= 1 ? r.int64() : 0
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, errorMessage, authBytes, sessionLifetimeMs, unknownTaggedFields: tags }
  return { errorCode, errorMessage, authBytes, sessionLifetimeMs }
}

export function writeSaslAuthenticateResponse(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactNullableString(x.errorMessage ?? null)
  else w.nullableString(x.errorMessage ?? null)
  if (flex) w.compactBytes(x.authBytes ?? NO_BYTES)
  else w.bytes(x.authBytes ?? NO_BYTES)
  if (v >= 1) w.int64(x.sessionLifetimeMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}
