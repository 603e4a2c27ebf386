/**
 * Topic names, client ids and topic ids come again with every request. Two small tables of fixed size give the string that
 * was made before: nothing is allocated, and its hash, which maps ask for next, is known already.
 */
import { textOf } from './utf8.ts'

const TEXT_SLOTS = 1024
/** Longer strings are rarely names. */
export const INTERNED_TEXT_MAX = 64
const texts: string[] = new Array(TEXT_SLOTS).fill('')

const UUID_SLOTS = 512
const uuidWords = new Int32Array(UUID_SLOTS * 4)
const uuidTexts: string[] = new Array(UUID_SLOTS).fill('AAAAAAAAAAAAAAAAAAAAAA')

/** The UTF-8 text of 1 to INTERNED_TEXT_MAX bytes. */
export function internedText(buf: Buffer, at: number, length: number): string {
  let hash = length
  for (let i = at; i < at + length; i++) hash = (Math.imul(hash, 31) + buf[i]!) | 0
  const slot = (hash ^ (hash >>> 15)) & (TEXT_SLOTS - 1)
  const known = texts[slot]!
  if (known.length === length && isSame(known, buf, at)) return known
  const text = textOf(buf, at, at + length)
  // As many units as bytes: it is ASCII, which is all that `isSame` compares.
  if (text.length === length) texts[slot] = text
  return text
}

function isSame(text: string, buf: Buffer, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== buf[at + i]) return false
  return true
}

/** Kafka's text of the UUID whose 16 bytes stand at `at`. */
export function internedUuid(buf: Buffer, at: number): string {
  const a = int32At(buf, at)
  const b = int32At(buf, at + 4)
  const c = int32At(buf, at + 8)
  const d = int32At(buf, at + 12)
  const mixed = a ^ b ^ c ^ d
  const slot = (mixed ^ (mixed >>> 16)) & (UUID_SLOTS - 1)
  const word = slot * 4
  if (uuidWords[word] === a && uuidWords[word + 1] === b && uuidWords[word + 2] === c && uuidWords[word + 3] === d) {
    return uuidTexts[slot]!
  }
  const text = buf.toString('base64url', at, at + 16)
  uuidWords[word] = a
  uuidWords[word + 1] = b
  uuidWords[word + 2] = c
  uuidWords[word + 3] = d
  uuidTexts[slot] = text
  return text
}

function int32At(buf: Buffer, at: number): number {
  return (buf[at]! << 24) | (buf[at + 1]! << 16) | (buf[at + 2]! << 8) | buf[at + 3]!
}

/** By code unit: six bits of base64url, or -1. */
const SEXTETS = new Int8Array(128).fill(-1)
for (const [value, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].entries()) {
  SEXTETS[letter.charCodeAt(0)] = value
}

/** Writes the 16 bytes of a UUID's text to `at`; false when it is none. */
export function putUuid(text: string, buf: Buffer, at: number): boolean {
  if (text.length !== 22) return false
  let wrong = 0
  let to = at
  let bits = 0
  for (let i = 0; i < 22; i++) {
    const unit = text.charCodeAt(i)
    const sextet = unit < 128 ? SEXTETS[unit]! : -1
    wrong |= sextet
    bits = (bits << 6) | (sextet & 0x3f)
    if ((i & 3) === 3) {
      buf[to] = bits >>> 16
      buf[to + 1] = bits >>> 8
      buf[to + 2] = bits
      to += 3
      bits = 0
    }
  }
  // Two letters are left over: the last byte, and four bits that say nothing.
  buf[to] = bits >>> 4
  return wrong >= 0
}
