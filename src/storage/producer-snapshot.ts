/**
 * NNN.snapshot: the producers' state up to, not including, the offset in its name.
 *
 *      0  version                int16    1
 *      2  crc                    uint32   CRC-32C of all from 6 on
 *      6  count                  int32
 *     10  per producer, 46 bytes:
 *           producerId int64, epoch int16, lastSequence int32, lastOffset int64, offsetDelta int32, timestamp int64,
 *           coordinatorEpoch int32, currentTxnFirstOffset int64 (-1: none)
 */
import { int16At, int32At, int64At, setInt16, setInt32, setInt64, uint32At } from '../base/bytes.ts'
import { crc32c } from '../base/crc32c.ts'
import type { ProducerRow, ProducerStates } from './producer-state.ts'

const VERSION = 1
const HEADER_BYTES = 10
const CRC_FROM = 6
const ENTRY_BYTES = 46
/** A larger snapshot is not read: more than a million producers. */
export const SNAPSHOT_BYTES_MAX = 64 << 20

export function encodeSnapshot(states: ProducerStates): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + states.size * ENTRY_BYTES)
  setInt16(bytes, 0, VERSION)
  setInt32(bytes, 6, states.size)
  let at = HEADER_BYTES
  for (const row of states.all()) {
    setInt64(bytes, at, row.producerId)
    setInt16(bytes, at + 8, row.epoch)
    setInt32(bytes, at + 10, row.lastSequence)
    setInt64(bytes, at + 14, row.lastOffset)
    setInt32(bytes, at + 22, row.offsetDelta)
    setInt64(bytes, at + 26, row.timestamp)
    setInt32(bytes, at + 34, row.coordinatorEpoch)
    setInt64(bytes, at + 38, row.currentTxnFirstOffset)
    at += ENTRY_BYTES
  }
  setInt32(bytes, 2, crc32c(bytes, CRC_FROM))
  return bytes
}

/** The rows, or in words what is wrong. */
export function decodeSnapshot(bytes: Uint8Array): ProducerRow[] | string {
  if (bytes.length < HEADER_BYTES) return `${bytes.length} bytes are too few`
  if (int16At(bytes, 0) !== VERSION) return `version ${int16At(bytes, 0)}, known is ${VERSION}`
  if (uint32At(bytes, 2) !== crc32c(bytes, CRC_FROM)) return 'its CRC does not match'
  const count = int32At(bytes, 6)
  if (count < 0 || count * ENTRY_BYTES !== bytes.length - HEADER_BYTES) {
    return `${count} producers in ${bytes.length} bytes`
  }
  const rows: ProducerRow[] = []
  for (let at = HEADER_BYTES; at < bytes.length; at += ENTRY_BYTES) {
    rows.push({
      producerId: int64At(bytes, at),
      epoch: int16At(bytes, at + 8),
      lastSequence: int32At(bytes, at + 10),
      lastOffset: int64At(bytes, at + 14),
      offsetDelta: int32At(bytes, at + 22),
      timestamp: int64At(bytes, at + 26),
      coordinatorEpoch: int32At(bytes, at + 34),
      currentTxnFirstOffset: int64At(bytes, at + 38),
    })
  }
  return rows
}
