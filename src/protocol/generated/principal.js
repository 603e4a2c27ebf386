// Made by scripts/generate.ts from schema/records/principal. Do not edit.

export function readDefaultPrincipalData(r, v) {
  const type = r.compactString()
  const name = r.compactString()
  const tokenAuthenticated = r.bool()
  const tags = r.unknownTags()
  if (tags !== undefined) return { type, name, tokenAuthenticated, unknownTaggedFields: tags }
  return { type, name, tokenAuthenticated }
}

export function writeDefaultPrincipalData(w, x, v) {
  w.compactString(x.type ?? '')
  w.compactString(x.name ?? '')
  w.bool(x.tokenAuthenticated ?? false)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
