// Made by scripts/generate.ts from schema/messages/041-describe-delegation-token. Do not edit.
const NO_BYTES = new Uint8Array(0)

function readDescribeDelegationTokenOwner(r, v) {
  const flex = v >= 2
  const principalType = (flex ? r.compactString() : r.string())
  const principalName = (flex ? r.compactString() : r.string())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { principalType, principalName, unknownTaggedFields: tags }
  return { principalType, principalName }
}

export function readDescribeDelegationTokenRequest(r, v) {
  const flex = v >= 2
  let owners = null
  {
    let n = (flex ? r.compactNullableCount(3) : r.nullableCount(4))
    owners = n < 0 ? null : []
    for (; n > 0; n--) owners.push(readDescribeDelegationTokenOwner(r, v))
  }
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { owners, unknownTaggedFields: tags }
  return { owners }
}

function writeDescribeDelegationTokenOwner(w, x, v) {
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

export function writeDescribeDelegationTokenRequest(w, x, v) {
  const flex = v >= 2
  {
    const a = x.owners
    const n = a == null ? -1 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribeDelegationTokenOwner(w, a[i], v)
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

function readDescribedDelegationTokenRenewer(r, v) {
  const flex = v >= 2
  const principalType = (flex ? r.compactString() : r.string())
  const principalName = (flex ? r.compactString() : r.string())
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { principalType, principalName, unknownTaggedFields: tags }
  return { principalType, principalName }
}

function readDescribedDelegationToken(r, v) {
  const flex = v >= 2
  const principalType = (flex ? r.compactString() : r.string())
  const principalName = (flex ? r.compactString() : r.string())
  const tokenRequesterPrincipalType = v >= 3 ? r.compactString() : ''
  const tokenRequesterPrincipalName = v >= 3 ? r.compactString() : ''
  const issueTimestamp = r.int64()
  const expiryTimestamp = r.int64()
  const maxTimestamp = r.int64()
  const tokenId = (flex ? r.compactString() : r.string())
  const hmac = (flex ? r.compactBytes() : r.bytes())
  const renewers = []
  for (let n = (flex ? r.compactCount(3) : r.count(4)); n > 0; n--) renewers.push(readDescribedDelegationTokenRenewer(r, v))
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestamp, expiryTimestamp, maxTimestamp, tokenId, hmac, renewers, unknownTaggedFields: tags }
  return { principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestamp, expiryTimestamp, maxTimestamp, tokenId, hmac, renewers }
}

export function readDescribeDelegationTokenResponse(r, v) {
  const flex = v >= 2
  const errorCode = r.int16()
  const tokens = []
  for (let n = (flex ? r.compactCount(30) : r.count(38)); n > 0; n--) tokens.push(readDescribedDelegationToken(r, v))
  const throttleTimeMs = r.int32()
  const tags = (flex ? r.unknownTags() : undefined)
  if (tags !== undefined) return { errorCode, tokens, throttleTimeMs, unknownTaggedFields: tags }
  return { errorCode, tokens, throttleTimeMs }
}

function writeDescribedDelegationTokenRenewer(w, x, v) {
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

function writeDescribedDelegationToken(w, x, v) {
  const flex = v >= 2
  if (flex) w.compactString(x.principalType ?? '')
  else w.string(x.principalType ?? '')
  if (flex) w.compactString(x.principalName ?? '')
  else w.string(x.principalName ?? '')
  if (v >= 3) w.compactString(x.tokenRequesterPrincipalType ?? '')
  if (v >= 3) w.compactString(x.tokenRequesterPrincipalName ?? '')
  w.int64(x.issueTimestamp ?? 0)
  w.int64(x.expiryTimestamp ?? 0)
  w.int64(x.maxTimestamp ?? 0)
  if (flex) w.compactString(x.tokenId ?? '')
  else w.string(x.tokenId ?? '')
  if (flex) w.compactBytes(x.hmac ?? NO_BYTES)
  else w.bytes(x.hmac ?? NO_BYTES)
  {
    const a = x.renewers
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribedDelegationTokenRenewer(w, a[i], v)
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

export function writeDescribeDelegationTokenResponse(w, x, v) {
  const flex = v >= 2
  w.int16(x.errorCode ?? 0)
  {
    const a = x.tokens
    const n = a == null ? 0 : a.length
    if (flex) w.compactCount(n)
    else w.count(n)
    for (let i = 0; i < n; i++) writeDescribedDelegationToken(w, a[i], v)
  }
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
