/**
 * Big-endian numbers in a Uint8Array, without a view object. Callers have checked the bounds; nothing here allocates.
 * 64-bit numbers come as a double: exact within ±2^53, beyond that rounded but still beyond (Number.isSafeInteger tells).
 */

const TWO_32 = 2 ** 32

export function int8At(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) >> 24
}

export function int16At(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) >> 16) | bytes[at + 1]!
}

export function int32At(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

export function uint32At(bytes: Uint8Array, at: number): number {
  return int32At(bytes, at) >>> 0
}

export function int64At(bytes: Uint8Array, at: number): number {
  return int32At(bytes, at) * TWO_32 + (int32At(bytes, at + 4) >>> 0)
}

export function setInt16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8
  bytes[at + 1] = value
}

export function setInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}

/** `value` is whole; beyond ±2^53 what a double holds, from 2^63 on the largest int64 (LONG_MAX is written as it is meant). */
export function setInt64(bytes: Uint8Array, at: number, value: number): void {
  if (value >= 2 ** 63) {
    setInt32(bytes, at, 0x7fffffff)
    setInt32(bytes, at + 4, -1)
    return
  }
  setInt32(bytes, at, Math.floor(value / TWO_32))
  setInt32(bytes, at + 4, value >>> 0)
}

export function int32LeAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

export function uint32LeAt(bytes: Uint8Array, at: number): number {
  return int32LeAt(bytes, at) >>> 0
}

export function setInt32Le(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
}

/** Copies `source[from..to)` to `target` at `at`; a loop for a few bytes, where a native call costs more than the copy. */
export function copyBytes(source: Uint8Array, from: number, to: number, target: Uint8Array, at: number): void {
  if (to - from <= 32) {
    for (let i = from; i < to; i++) target[at++] = source[i]!
  } else {
    target.set(source.subarray(from, to), at)
  }
}

export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
