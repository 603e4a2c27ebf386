// Made by scripts/generate.ts from schema/messages/017-sasl-handshake. Do not edit.

export function readSaslHandshakeRequest(r, v) {
  const mechanism = r.string()
  return { mechanism }
}

export function writeSaslHandshakeRequest(w, x, v) {
  w.string(x.mechanism ?? '')
}

export function readSaslHandshakeResponse(r, v) {
  const errorCode = r.int16()
  const mechanisms = []
  for (let n = r.count(2); n > 0; n--) mechanisms.push(r.string())
  return { errorCode, mechanisms }
}

export function writeSaslHandshakeResponse(w, x, v) {
  w.int16(x.errorCode ?? 0)
  {
    const a = x.mechanisms
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) w.string(a[i])
  }
}
