/** xxHash32 with seed 0, which guards lz4 frames (xxHash specification, section "XXH32"). Unsigned 32 bits. */
import { int32LeAt } from '../../base/bytes.ts'

const P1 = 0x9e3779b1 | 0
const P2 = 0x85ebca77 | 0
const P3 = 0xc2b2ae3d | 0
const P4 = 0x27d4eb2f
const P5 = 0x165667b1

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}

function round(accumulator: number, lane: number): number {
  return Math.imul(rotate((accumulator + Math.imul(lane, P2)) | 0, 13), P1)
}

export function xxhash32(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let at = from
  let h: number
  if (to - from >= 16) {
    let a = (P1 + P2) | 0
    let b = P2
    let c = 0
    let d = -P1 | 0
    for (const stop = to - 15; at < stop; at += 16) {
      a = round(a, int32LeAt(bytes, at))
      b = round(b, int32LeAt(bytes, at + 4))
      c = round(c, int32LeAt(bytes, at + 8))
      d = round(d, int32LeAt(bytes, at + 12))
    }
    h = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0
  } else {
    h = P5
  }
  h = (h + (to - from)) | 0
  for (; at + 4 <= to; at += 4) h = Math.imul(rotate((h + Math.imul(int32LeAt(bytes, at), P3)) | 0, 17), P4)
  for (; at < to; at++) h = Math.imul(rotate((h + Math.imul(bytes[at]!, P5)) | 0, 11), P1)
  h = Math.imul(h ^ (h >>> 15), P2)
  h = Math.imul(h ^ (h >>> 13), P3)
  return (h ^ (h >>> 16)) >>> 0
}
