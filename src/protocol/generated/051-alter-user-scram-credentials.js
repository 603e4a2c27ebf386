// Made by scripts/generate.ts from schema/messages/051-alter-user-scram-credentials. Do not edit.
const NO_BYTES = new Uint8Array(0)

function readScramCredentialDeletion(r, v) {
  const name = r.compactString()
  const mechanism = r.int8()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, mechanism, unknownTaggedFields: tags }
  return { name, mechanism }
}

function readScramCredentialUpsertion(r, v) {
  const name = r.compactString()
  const mechanism = r.int8()
  const iterations = r.int32()
  const salt = r.compactBytes()
  const saltedPassword = r.compactBytes()
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, mechanism, iterations, salt, saltedPassword, unknownTaggedFields: tags }
  return { name, mechanism, iterations, salt, saltedPassword }
}

export function readAlterUserScramCredentialsRequest(r, v) {
  const deletions = []
  for (let n = r.compactCount(3); n > 0; n--) deletions.push(readScramCredentialDeletion(r, v))
  const upsertions = []
  for (let n = r.compactCount(9); n > 0; n--) upsertions.push(readScramCredentialUpsertion(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { deletions, upsertions, unknownTaggedFields: tags }
  return { deletions, upsertions }
}

function writeScramCredentialDeletion(w, x, v) {
  w.compactString(x.name ?? '')
  w.int8(x.mechanism ?? 0)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeScramCredentialUpsertion(w, x, v) {
  w.compactString(x.name ?? '')
  w.int8(x.mechanism ?? 0)
  w.int32(x.iterations ?? 0)
  w.compactBytes(x.salt ?? NO_BYTES)
  w.compactBytes(x.saltedPassword ?? NO_BYTES)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeAlterUserScramCredentialsRequest(w, x, v) {
  {
    const a = x.deletions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeScramCredentialDeletion(w, a[i], v)
  }
  {
    const a = x.upsertions
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeScramCredentialUpsertion(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function readAlterUserScramCredentialsResult(r, v) {
  const user = r.compactString()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { user, errorCode, errorMessage, unknownTaggedFields: tags }
  return { user, errorCode, errorMessage }
}

export function readAlterUserScramCredentialsResponse(r, v) {
  const throttleTimeMs = r.int32()
  const results = []
  for (let n = r.compactCount(5); n > 0; n--) results.push(readAlterUserScramCredentialsResult(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, results, unknownTaggedFields: tags }
  return { throttleTimeMs, results }
}

function writeAlterUserScramCredentialsResult(w, x, v) {
  w.compactString(x.user ?? '')
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeAlterUserScramCredentialsResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  {
    const a = x.results
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeAlterUserScramCredentialsResult(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
