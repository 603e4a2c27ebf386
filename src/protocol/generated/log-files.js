// Made by scripts/generate.ts from schema/records/log-files. Do not edit.

export function readAbortedTxn(r, v) {
  const producerId = r.int64()
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  const lastStableOffset = r.int64()
  return { producerId, firstOffset, lastOffset, lastStableOffset }
}

export function writeAbortedTxn(w, x, v) {
  w.int64(x.producerId ?? 0)
  w.int64(x.firstOffset ?? 0)
  w.int64(x.lastOffset ?? 0)
  w.int64(x.lastStableOffset ?? 0)
}

function readProducerEntry(r, v) {
  const producerId = r.int64()
  const epoch = r.int16()
  const lastSequence = r.int32()
  const lastOffset = r.int64()
  const offsetDelta = r.int32()
  const timestamp = r.int64()
  const coordinatorEpoch = r.int32()
  const currentTxnFirstOffset = r.int64()
  return { producerId, epoch, lastSequence, lastOffset, offsetDelta, timestamp, coordinatorEpoch, currentTxnFirstOffset }
}

export function readProducerSnapshot(r, v) {
  const crc = r.uint32()
  const producerEntries = []
  for (let n = r.count(46); n > 0; n--) producerEntries.push(readProducerEntry(r, v))
  return { crc, producerEntries }
}

function writeProducerEntry(w, x, v) {
  w.int64(x.producerId ?? 0)
  w.int16(x.epoch ?? 0)
  w.int32(x.lastSequence ?? 0)
  w.int64(x.lastOffset ?? 0)
  w.int32(x.offsetDelta ?? 0)
  w.int64(x.timestamp ?? 0)
  w.int32(x.coordinatorEpoch ?? 0)
  w.int64(x.currentTxnFirstOffset ?? 0)
}

export function writeProducerSnapshot(w, x, v) {
  w.uint32(x.crc ?? 0)
  {
    const a = x.producerEntries
    const n = a == null ? 0 : a.length
    w.count(n)
    for (let i = 0; i < n; i++) writeProducerEntry(w, a[i], v)
  }
}
