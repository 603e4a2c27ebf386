// Made by scripts/generate.ts from schema/messages/038-create-delegation-token. Do not edit.
const NO_BYTES = new Uint8Array(0)

function readCreatableRenewers(r, v) {
  const flex = v >= 2
  const principalType = (flex ? r.compactString() : r.string())
  const principalName = (flex ? r.compactString() : r.string())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { principalType, principalName, unknownTaggedFields: tags }
  return { principalType, principalName }
}

export function readCreateDelegationTokenRequest(r, v) {
  const flex = v >= 2
  const ownerPrincipalType = v >= 3 ? r.compactNullableString() : null
  const ownerPrincipalName = v >= 3 ? r.compactNullableString() : null
  const renewers = []
  for (let n = (flex ? r.compactCount(3) : r.count(4)); n > 0; n--) renewers.push(readCreatableRenewers(r, v))
  const maxLifetimeMs = r.int64()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs, unknownTaggedFields: tags }
  return { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs }
}

function writeCreatableRenewers(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.principalType ?? '')
  else w.string(x.principalType ?? '')
  if (flex) w.compactString(x.principalName ?? '')
  else w.string(x.principalName ?? '')
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function writeCreateDelegationTokenRequest(w, x, v) {
  const flex = v >= 2
  if (v >= 3) w.compactNullableString(x.ownerPrincipalType ?? null)
  if (v >= 3) w.compactNullableString(x.ownerPrincipalName ?? null)
  {
    const a = x.renewers
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeCreatableRenewers(w, a[i], v)
  }
  w.int64(x.maxLifetimeMs ?? 0)
  if (flex) {
    const tags = x.unknownTaggedFields
    if (tags === undefined) w.uvarint(0)
    else {
      w.uvarint(tags.length)
      w.unknownTags(tags, 0, 2147483648)
    }
  }
}

export function readCreateDelegationTokenResponse(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const principalType = (flex ? r.compactString() : r.string())
  const principalName = (flex ? r.compactString() : r.string())
  const tokenRequesterPrincipalType = v >= 3 ? r.compactString() : ''
  const tokenRequesterPrincipalName = v >= 3 ? r.compactString() : ''
  const issueTimestampMs = r.int64()
  const expiryTimestampMs = r.int64()
  const maxTimestampMs = r.int64()
  const tokenId = (flex ? r.compactString() : r.string())
  const hmac = (flex ? r.compactBytes() : r.bytes())
  const throttleTimeMs = r.int32()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestampMs, expiryTimestampMs, maxTimestampMs, tokenId, hmac, throttleTimeMs, unknownTaggedFields: tags }
  return { errorCode, principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestampMs, expiryTimestampMs, maxTimestampMs, tokenId, hmac, throttleTimeMs }
}

export function writeCreateDelegationTokenResponse(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  if (flex) w.compactString(x.principalType ?? '')
  else w.string(x.principalType ?? '')
  if (flex) w.compactString(x.principalName ?? '')
  else w.string(x.principalName ?? '')
  if (v >= 3) w.compactString(x.tokenRequesterPrincipalType ?? '')
  if (v >= 3) w.compactString(x.tokenRequesterPrincipalName ?? '')
  w.int64(x.issueTimestampMs ?? 0)
  w.int64(x.expiryTimestampMs ?? 0)
  w.int64(x.maxTimestampMs ?? 0)
  if (flex) w.compactString(x.tokenId ?? '')
  else w.string(x.tokenId ?? '')
  if (flex) w.compactBytes(x.hmac ?? NO_BYTES)
  else w.bytes(x.hmac ?? NO_BYTES)
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
