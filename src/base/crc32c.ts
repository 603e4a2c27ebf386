/**
 * CRC-32C (Castagnoli; record batches) and CRC-32 (IEEE; message sets of magic 0 and 1) of a range. A native call costs
 * some 200 ns before its first byte, so short ranges take a table here: eight bytes a step ("slicing by 8").
 */
import { lazyPackage } from './native.ts'

const native = lazyPackage<typeof import('@node-rs/crc32')>('@node-rs/crc32')

const CASTAGNOLI = 0x82f63b78
const IEEE = 0xedb88320
/** Measured on x64: from here on the native call is faster. */
const NATIVE_FROM_BYTES = 224

function slicingTables(polynomial: number): Int32Array {
  const tables = new Int32Array(8 * 256)
  for (let n = 0; n < 256; n++) {
    let c = n
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ polynomial : c >>> 1
    tables[n] = c
  }
  for (let n = 0; n < 256; n++) {
    for (let k = 1; k < 8; k++) {
      const before = tables[(k - 1) * 256 + n]!
      tables[k * 256 + n] = (before >>> 8) ^ tables[before & 0xff]!
    }
  }
  return tables
}

const castagnoli = slicingTables(CASTAGNOLI)
const ieee = slicingTables(IEEE)

function sliced(t: Int32Array, bytes: Uint8Array, from: number, to: number): number {
  let crc = -1
  let at = from
  for (const stop = to - 7; at < stop; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    crc =
      t[1792 + (crc & 0xff)]! ^
      t[1536 + ((crc >>> 8) & 0xff)]! ^
      t[1280 + ((crc >>> 16) & 0xff)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^
      t[512 + bytes[at + 5]!]! ^
      t[256 + bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!
  }
  for (; at < to; at++) crc = (crc >>> 8) ^ t[(crc ^ bytes[at]!) & 0xff]!
  return ~crc >>> 0
}

/** Unsigned 32 bits. */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  if (to - from < NATIVE_FROM_BYTES) return sliced(castagnoli, bytes, from, to)
  return native().crc32c(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to))
}

/** Unsigned 32 bits. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length): number {
  if (to - from < NATIVE_FROM_BYTES) return sliced(ieee, bytes, from, to)
  return native().crc32(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to))
}
