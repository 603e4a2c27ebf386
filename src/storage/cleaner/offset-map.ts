/**
 * The last offset of each key of the part of a log that is not compacted yet: 24 bytes a key, whatever its length, in one
 * buffer outside the heap. As Apache's, it knows keys by a hash of 16 bytes alone.
 *
 *     slot, 24 bytes:  hash int32 x 4,  offset + 1 as two int32, high first (0: the slot is free)
 *
 * The hash is MurmurHash3 (x86, 128 bits, by Austin Appleby, public domain) with a seed of its own for each round, so that
 * nobody can prepare keys that crowd into the same slots.
 */
import { int32LeAt } from '../../base/bytes.ts'
import type { Offset } from '../../base/kinds.ts'

export const SLOT_BYTES = 24
const WORDS = SLOT_BYTES / 4
const C1 = 0x239b961b
const C2 = 0xab0e9789 | 0
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93 | 0

export class OffsetMap {
  readonly slots: number
  size = 0
  /** Of what was looked at, whether it had a key or not; -1: nothing yet. */
  latestOffset: Offset = -1
  private readonly words: Int32Array
  private readonly seed: number
  private h1 = 0
  private h2 = 0
  private h3 = 0
  private h4 = 0

  constructor(slots: number, seed: number) {
    this.slots = slots
    this.seed = seed
    this.words = new Int32Array(slots * WORDS)
  }

  /** There is room: the caller keeps `size` below `slots`. */
  put(bytes: Uint8Array, at: number, size: number, offset: Offset): void {
    this.hash(bytes, at, size)
    const word = this.find()
    const { words } = this
    if (isFree(words, word)) {
      this.size++
      words[word] = this.h1
      words[word + 1] = this.h2
      words[word + 2] = this.h3
      words[word + 3] = this.h4
    }
    words[word + 4] = Math.floor((offset + 1) / 2 ** 32)
    words[word + 5] = (offset + 1) | 0
    this.latestOffset = offset
  }

  /** -1: the key is not there. */
  get(bytes: Uint8Array, at: number, size: number): Offset {
    this.hash(bytes, at, size)
    const word = this.find()
    return this.words[word + 4]! * 2 ** 32 + (this.words[word + 5]! >>> 0) - 1
  }

  updateLatestOffset(offset: Offset): void {
    if (offset > this.latestOffset) this.latestOffset = offset
  }

  /** The slot of the key whose hash was made last, or the free one where it belongs. */
  private find(): number {
    const { words, h1, h2, h3, h4 } = this
    const end = words.length
    let word = ((h2 >>> 0) % this.slots) * WORDS
    while (
      !(words[word] === h1 && words[word + 1] === h2 && words[word + 2] === h3 && words[word + 3] === h4) &&
      !isFree(words, word)
    ) {
      word += WORDS
      if (word === end) word = 0
    }
    return word
  }

  private hash(bytes: Uint8Array, at: number, size: number): void {
    const { seed } = this
    let h1 = seed
    let h2 = seed
    let h3 = seed
    let h4 = seed
    const blocksEnd = at + (size & ~15)
    let i = at
    for (; i < blocksEnd; i += 16) {
      h1 ^= Math.imul(rotate(Math.imul(int32LeAt(bytes, i), C1), 15), C2)
      h1 = (Math.imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b) | 0
      h2 ^= Math.imul(rotate(Math.imul(int32LeAt(bytes, i + 4), C2), 16), C3)
      h2 = (Math.imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747) | 0
      h3 ^= Math.imul(rotate(Math.imul(int32LeAt(bytes, i + 8), C3), 17), C4)
      h3 = (Math.imul(rotate(h3, 15) + h4, 5) + 0x96cd1c35) | 0
      h4 ^= Math.imul(rotate(Math.imul(int32LeAt(bytes, i + 12), C4), 18), C1)
      h4 = (Math.imul(rotate(h4, 13) + h1, 5) + 0x32ac3b17) | 0
    }
    const rest = size & 15
    if (rest > 12) h4 ^= Math.imul(rotate(Math.imul(tail(bytes, i + 12, rest - 12), C4), 18), C1)
    if (rest > 8) h3 ^= Math.imul(rotate(Math.imul(tail(bytes, i + 8, rest - 8), C3), 17), C4)
    if (rest > 4) h2 ^= Math.imul(rotate(Math.imul(tail(bytes, i + 4, rest - 4), C2), 16), C3)
    if (rest > 0) h1 ^= Math.imul(rotate(Math.imul(tail(bytes, i, rest), C1), 15), C2)
    h1 ^= size
    h2 ^= size
    h3 ^= size
    h4 ^= size
    h1 = (h1 + h2 + h3 + h4) | 0
    h2 = (h2 + h1) | 0
    h3 = (h3 + h1) | 0
    h4 = (h4 + h1) | 0
    h1 = mixed(h1)
    h2 = mixed(h2)
    h3 = mixed(h3)
    h4 = mixed(h4)
    h1 = (h1 + h2 + h3 + h4) | 0
    this.h1 = h1
    this.h2 = (h2 + h1) | 0
    this.h3 = (h3 + h1) | 0
    this.h4 = (h4 + h1) | 0
  }
}

function isFree(words: Int32Array, word: number): boolean {
  return words[word + 4] === 0 && words[word + 5] === 0
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

/** Up to four bytes, least first. */
function tail(bytes: Uint8Array, at: number, count: number): number {
  let word = bytes[at]!
  if (count > 1) word |= bytes[at + 1]! << 8
  if (count > 2) word |= bytes[at + 2]! << 16
  if (count > 3) word |= bytes[at + 3]! << 24
  return word
}

function mixed(value: number): number {
  let h = value ^ (value >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}
