/** Which partition a key belongs to, as Java's client decides: murmur2 of the key, without its sign. */

const SEED = 0x9747b28c
const M = 0x5bd1e995
const R = 24

export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length
  let h = SEED ^ length
  let at = 0
  for (; length - at >= 4; at += 4) {
    let k = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    k = Math.imul(k, M)
    k ^= k >>> R
    k = Math.imul(k, M)
    h = Math.imul(h, M) ^ k
  }
  const left = length - at
  if (left === 3) h ^= bytes[at + 2]! << 16
  if (left >= 2) h ^= bytes[at + 1]! << 8
  if (left >= 1) {
    h ^= bytes[at]!
    h = Math.imul(h, M)
  }
  h ^= h >>> 13
  h = Math.imul(h, M)
  h ^= h >>> 15
  return h | 0
}

export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount
}
