/**
 * Reads Kafka's primitive types from a frame. Everything in a frame came from outside: each length is checked against
 * the bytes that are left before anything is made of it, and whatever is wrong is a DecodeError, nothing else.
 */
import { LONG_MAX } from '../base/kinds.ts'
import { INTERNED_TEXT_MAX, internedText, internedUuid } from './interned.ts'
import { textOf } from './utf8.ts'

/** The bytes are not what the message's version says. For a server: the client's mistake, its connection is closed. */
export class DecodeError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DecodeError'
  }
}

/** A tagged field (KIP-482) that this version of the schema does not know. `data` lies in the frame. */
export interface TaggedField {
  readonly tag: number
  readonly data: Uint8Array
}

/**
 * Array elements that one frame may hold in all. An element takes a few bytes on the wire and a hundred as an object, so
 * the size of the frame alone does not bound the memory.
 */
export const ELEMENTS_PER_FRAME_MAX = 4_000_000

const STRING_BYTES_MAX = 0x7fff
const TWO_32 = 2 ** 32
/** Upper halves of the 64-bit numbers from -2^53 to 2^53 - 1. */
const HIGH_MIN = -(2 ** 21)
const HIGH_MAX = 2 ** 21 - 1
const NO_BYTES = new Uint8Array(0)

export class Reader {
  readonly buf: Buffer
  pos: number
  end: number
  private elementsLeft: number

  constructor(bytes: Uint8Array, start = 0, end = bytes.length, elementsMax = ELEMENTS_PER_FRAME_MAX) {
    this.buf = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.pos = start
    this.end = end
    this.elementsLeft = elementsMax
  }

  get remaining(): number {
    return this.end - this.pos
  }

  // ── Numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────

  int8(): number {
    const at = this.take(1)
    return (this.buf[at]! << 24) >> 24
  }

  bool(): boolean {
    return this.buf[this.take(1)] !== 0
  }

  int16(): number {
    const at = this.take(2)
    const buf = this.buf
    return ((buf[at]! << 24) >> 16) | buf[at + 1]!
  }

  uint16(): number {
    const at = this.take(2)
    const buf = this.buf
    return (buf[at]! << 8) | buf[at + 1]!
  }

  int32(): number {
    return this.int32At(this.take(4))
  }

  uint32(): number {
    return this.int32At(this.take(4)) >>> 0
  }

  /** Long.MAX comes as LONG_MAX and Long.MIN as -(2^63); anything else outside ±2^53 is refused, never rounded. */
  int64(): number {
    const at = this.take(8)
    const high = this.int32At(at)
    const low = this.int32At(at + 4) >>> 0
    if (high < HIGH_MIN || high > HIGH_MAX) return this.hugeInt64(high, low)
    return high * TWO_32 + low
  }

  bigint64(): bigint {
    const at = this.take(8)
    return this.buf.readBigInt64BE(at)
  }

  float64(): number {
    return this.buf.readDoubleBE(this.take(8))
  }

  /** As Apache: at most five bytes and below 2^31; an encoding longer than it need be is read. */
  uvarint(): number {
    const { buf, end } = this
    let at = this.pos
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      if (at >= end) this.refuse('a varint that runs past the end')
      const byte = buf[at++]!
      if (byte < 0x80) {
        if (shift === 28 && byte > 7) this.refuse('a varint beyond 31 bits')
        this.pos = at
        return value | (byte << shift)
      }
      value |= (byte & 0x7f) << shift
    }
    return this.refuse('a varint of more than five bytes')
  }

  uuid(): string {
    return internedUuid(this.buf, this.take(16))
  }

  // ── Strings and bytes ───────────────────────────────────────────────────────────────────────────────────────────

  string(): string {
    const length = this.int16()
    return length < 0 ? this.refuseNull('string') : this.text(length)
  }

  nullableString(): string | null {
    const length = this.int16()
    return length < 0 ? null : this.text(length)
  }

  compactString(): string {
    const length = this.uvarint() - 1
    return length < 0 ? this.refuseNull('string') : this.text(length)
  }

  compactNullableString(): string | null {
    const length = this.uvarint() - 1
    return length < 0 ? null : this.text(length)
  }

  bytes(): Uint8Array {
    const length = this.int32()
    return length < 0 ? this.refuseNull('bytes') : this.slice(length)
  }

  nullableBytes(): Uint8Array | null {
    const length = this.int32()
    return length < 0 ? null : this.slice(length)
  }

  compactBytes(): Uint8Array {
    const length = this.uvarint() - 1
    return length < 0 ? this.refuseNull('bytes') : this.slice(length)
  }

  compactNullableBytes(): Uint8Array | null {
    const length = this.uvarint() - 1
    return length < 0 ? null : this.slice(length)
  }

  /** The next `length` bytes, lying in the frame. */
  slice(length: number): Uint8Array {
    if (length === 0) return NO_BYTES
    const at = this.take(length)
    return this.buf.subarray(at, at + length)
  }

  // ── Arrays ──────────────────────────────────────────────────────────────────────────────────────────────────────
  // `least` is the smallest number of bytes an element can take: more elements than fit are refused at once.

  count(least: number): number {
    const count = this.int32()
    return count < 0 ? this.refuseNull('array') : this.elements(count, least)
  }

  /** -1: null. */
  nullableCount(least: number): number {
    const count = this.int32()
    return count < 0 ? -1 : this.elements(count, least)
  }

  compactCount(least: number): number {
    const count = this.uvarint() - 1
    return count < 0 ? this.refuseNull('array') : this.elements(count, least)
  }

  /** -1: null. */
  compactNullableCount(least: number): number {
    const count = this.uvarint() - 1
    return count < 0 ? -1 : this.elements(count, least)
  }

  // ── Tagged fields ───────────────────────────────────────────────────────────────────────────────────────────────

  tagCount(): number {
    const count = this.uvarint()
    return count === 0 ? 0 : this.elements(count, 2)
  }

  /** Tags ascend (KIP-482). */
  tag(previous: number): number {
    const tag = this.uvarint()
    if (tag <= previous) this.refuse(`tag ${tag} after tag ${previous}`)
    return tag
  }

  /** Narrows the reader to the tagged field; answers the end to give back to `leaveTag`. */
  enterTag(): number {
    const size = this.uvarint()
    const outer = this.end
    if (size > outer - this.pos) this.refuse(`a tagged field of ${size} bytes where ${outer - this.pos} are left`)
    this.end = this.pos + size
    return outer
  }

  leaveTag(outer: number): void {
    if (this.pos !== this.end) this.refuse(`${this.end - this.pos} bytes left over in a tagged field`)
    this.end = outer
  }

  /** Within enterTag and leaveTag: all of it, unread. */
  rawTag(tag: number): TaggedField {
    return { tag, data: this.slice(this.end - this.pos) }
  }

  /** Where a struct has no tagged field that is known: almost always none at all. */
  unknownTags(): TaggedField[] | undefined {
    const count = this.tagCount()
    if (count === 0) return undefined
    const fields: TaggedField[] = []
    let tag = -1
    for (let n = count; n > 0; n--) {
      tag = this.tag(tag)
      const outer = this.enterTag()
      fields.push(this.rawTag(tag))
      this.leaveTag(outer)
    }
    return fields
  }

  // ── Inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

  private take(size: number): number {
    const at = this.pos
    if (size > this.end - at) this.refuse(`${size} bytes wanted, ${this.end - at} are left`)
    this.pos = at + size
    return at
  }

  private int32At(at: number): number {
    const buf = this.buf
    return (buf[at]! << 24) | (buf[at + 1]! << 16) | (buf[at + 2]! << 8) | buf[at + 3]!
  }

  private text(length: number): string {
    if (length === 0) return ''
    if (length > STRING_BYTES_MAX) this.refuse(`a string of ${length} bytes`)
    const at = this.take(length)
    if (length <= INTERNED_TEXT_MAX) return internedText(this.buf, at, length)
    return textOf(this.buf, at, at + length)
  }

  private elements(count: number, least: number): number {
    if (count > (this.end - this.pos) / least) {
      this.refuse(`${count} elements of at least ${least} bytes where ${this.end - this.pos} are left`)
    }
    this.elementsLeft -= count
    if (this.elementsLeft < 0) this.refuse('more array elements than a frame may hold')
    return count
  }

  private hugeInt64(high: number, low: number): number {
    if (high === 0x7fffffff && low === 0xffffffff) return LONG_MAX
    if (high === -0x80000000 && low === 0) return -LONG_MAX
    return this.refuse('a 64-bit number outside ±2^53')
  }

  private refuseNull(what: string): never {
    return this.refuse(`null where a ${what} must be`)
  }

  private refuse(what: string): never {
    throw new DecodeError(`${what} (at byte ${this.pos})`)
  }
}
