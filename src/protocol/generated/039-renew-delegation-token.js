// Made by scripts/generate.ts from schema/messages/039-renew-delegation-token. Do not edit.
const NO_BYTES = new Uint8Array(0)

export function readRenewDelegationTokenRequest(r, v) {
  const flex = v >= 2
  const hmac = (flex ? r.compactBytes() : r.bytes())
  const renewPeriodMs = r.int64()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { hmac, renewPeriodMs, unknownTaggedFields: tags }
  return { hmac, renewPeriodMs }
}

export function writeRenewDelegationTokenRequest(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactBytes(x.hmac ?? NO_BYTES)
  else w.bytes(x.hmac ?? NO_BYTES)
  w.int64(x.renewPeriodMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function readRenewDelegationTokenResponse(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const expiryTimestampMs = r.int64()
  const throttleTimeMs = r.int32()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, expiryTimestampMs, throttleTimeMs, unknownTaggedFields: tags }
  return { errorCode, expiryTimestampMs, throttleTimeMs }
}

export function writeRenewDelegationTokenResponse(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  w.int64(x.expiryTimestampMs ?? 0)
  w.int32(x.throttleTimeMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}
