// Made by scripts/generate.ts from schema/records/control-records. Do not edit.

export function readControlRecordTypeSchema(r, v) {
  const type = r.int16()
  return { type }
}

export function writeControlRecordTypeSchema(w, x, v) {
  w.int16(x.type ?? 0)
}

export function readEndTxnMarker(r, v) {
  const coordinatorEpoch = r.int32()
  return { coordinatorEpoch }
}

export function writeEndTxnMarker(w, x, v) {
  w.int32(x.coordinatorEpoch ?? 0)
}
