// Made by scripts/generate.ts from schema/messages/050-describe-user-scram-credentials. Do not edit.

function readUserName(r, v) {
  const name = r.compactString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, unknownTaggedFields: tags }
  return { name }
}

export function readDescribeUserScramCredentialsRequest(r, v) {
  let users = null
  {
    let n = r.compactNullableCount(2)
    users = n < 0 ? null : []
    for (; n > 0; n--) users.push(readUserName(r, v))
  }
  const tags = r.unknownTags()
  if (tags !== undefined) return { users, unknownTaggedFields: tags }
  return { users }
}

function writeUserName(w, x, v) {
  w.compactString(x.name ?? '')
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDescribeUserScramCredentialsRequest(w, x, v) {
  {
    const a = x.users
    const n = a == null ? -1 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeUserName(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readCredentialInfo(r, v) {
  const mechanism = r.int8()
  const iterations = r.int32()
  const tags = r.unknownTags()
  if (tags !== undefined) return { mechanism, iterations, unknownTaggedFields: tags }
  return { mechanism, iterations }
}

function readDescribeUserScramCredentialsResult(r, v) {
  const user = r.compactString()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const credentialInfos = []
  for (let n = r.compactCount(6); n > 0; n--) credentialInfos.push(readCredentialInfo(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { user, errorCode, errorMessage, credentialInfos, unknownTaggedFields: tags }
  return { user, errorCode, errorMessage, credentialInfos }
}

export function readDescribeUserScramCredentialsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const results = []
  for (let n = r.compactCount(6); n > 0; n--) results.push(readDescribeUserScramCredentialsResult(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, results, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage, results }
}

function writeCredentialInfo(w, x, v) {
  w.int8(x.mechanism ?? 0)
  w.int32(x.iterations ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeDescribeUserScramCredentialsResult(w, x, v) {
  w.compactString(x.user ?? '')
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  {
    const a = x.credentialInfos
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeCredentialInfo(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeDescribeUserScramCredentialsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeDescribeUserScramCredentialsResult(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
