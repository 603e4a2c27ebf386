/**
 * Writes Kafka's primitive types. What it makes is a list of chunks for one gather-write: small things lie together in
 * a buffer of its own, large record batches are passed on as they are, never copied.
 */
import { assert } from '../base/assert.ts'
import { LONG_MAX } from '../base/kinds.ts'
import { putUuid } from './interned.ts'
import type { TaggedField } from './reader.ts'

/** Records as a list of parts, so that what lies apart in memory need not be joined. */
export type RecordsInput = Uint8Array | readonly Uint8Array[] | null

/** Records up to this size are copied: a chunk of its own costs more than that in the socket. */
const COPIED_RECORDS_MAX = 1024
const STRING_BYTES_MAX = 0x7fff
const TWO_32 = 2 ** 32

/**
 * Writers take turns on a slab of memory, each going on where the last has stopped; nothing in it is ever written twice,
 * so the chunks stay valid. Keep a chunk for long and you keep its slab: copy it.
 */
const SLAB_SIZE = 32 * 1024
const SLAB_REST_MIN = 512
let idleSlab: Buffer | null = null
let idleSlabUsed = 0

/** A string of more bytes than the format has room for, where it must not be cut. */
export class TextTooLongError extends Error {
  constructor(bytes: number) {
    super(`a string of ${bytes} bytes, where ${STRING_BYTES_MAX} are the most`)
    this.name = 'TextTooLongError'
  }
}

/** Whether the format has room for it: bytes that are no UTF-8 were read as U+FFFD, which takes three bytes each. */
export function fitsString(text: string): boolean {
  return text.length * 3 <= STRING_BYTES_MAX || Buffer.byteLength(text) <= STRING_BYTES_MAX
}

export class Writer {
  private buf: Buffer
  /** Where the chunk under way begins in `buf`. */
  private start: number
  private pos: number
  private readonly chunks: Uint8Array[] = []
  private chunkBytes = 0

  private readonly longText: 'cut' | 'refuse'

  /** `sizeHint`: bytes that will be written into the writer's own buffer, when known. */
  constructor(sizeHint = 0, longText: 'cut' | 'refuse' = 'cut') {
    this.longText = longText
    if (sizeHint <= SLAB_SIZE && idleSlab !== null && sizeHint <= SLAB_SIZE - idleSlabUsed) {
      this.buf = idleSlab
      this.start = idleSlabUsed
      // Not shared while in use: two writers may be under way at once.
      idleSlab = null
    } else {
      this.buf = Buffer.allocUnsafeSlow(Math.max(sizeHint, SLAB_SIZE))
      this.start = 0
    }
    this.pos = this.start
  }

  get byteLength(): number {
    return this.chunkBytes + (this.pos - this.start)
  }

  /** All chunks in order. The writer is used up. */
  finish(): Uint8Array[] {
    this.closeChunk()
    if (this.buf.length === SLAB_SIZE && SLAB_SIZE - this.pos >= SLAB_REST_MIN) {
      idleSlab = this.buf
      idleSlabUsed = this.pos
    }
    return this.chunks
  }

  /** As `finish`, for what must lie in one piece. */
  finishJoined(): Uint8Array {
    const chunks = this.finish()
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
  }

  // ── Numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────

  int8(value: number): void {
    const at = this.reserve(1)
    this.buf[at] = value
  }

  bool(value: boolean): void {
    const at = this.reserve(1)
    this.buf[at] = value ? 1 : 0
  }

  int16(value: number): void {
    const at = this.reserve(2)
    const buf = this.buf
    buf[at] = value >>> 8
    buf[at + 1] = value
  }

  uint16(value: number): void {
    this.int16(value)
  }

  int32(value: number): void {
    this.putInt32(this.reserve(4), value)
  }

  uint32(value: number): void {
    this.putInt32(this.reserve(4), value)
  }

  /** Within ±2^53, or LONG_MAX, or -LONG_MAX. */
  int64(value: number): void {
    const at = this.reserve(8)
    if (value === LONG_MAX) {
      this.putInt32(at, 0x7fffffff)
      this.putInt32(at + 4, -1)
      return
    }
    assert(Number.isSafeInteger(value) || value === -LONG_MAX, `${value} is no 64-bit number that can be written`)
    this.putInt32(at, Math.floor(value / TWO_32))
    this.putInt32(at + 4, value >>> 0)
  }

  bigint64(value: bigint): void {
    const at = this.reserve(8)
    this.buf.writeBigInt64BE(value, at)
  }

  float64(value: number): void {
    const at = this.reserve(8)
    this.buf.writeDoubleBE(value, at)
  }

  /** 0 to 2^31 - 1. */
  uvarint(value: number): void {
    let at = this.reserve(5)
    const buf = this.buf
    let rest = value
    while (rest >= 0x80) {
      buf[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    buf[at++] = rest
    this.pos = at
  }

  uuid(value: string): void {
    const at = this.reserve(16)
    assert(putUuid(value, this.buf, at), `${value} is no UUID`)
  }

  // ── Strings and bytes ───────────────────────────────────────────────────────────────────────────────────────────
  // Strings hold 32,767 bytes at most; a longer one (an error message that repeats what a client sent) is cut, or refused
  // with TextTooLongError: what is stored must be read again as it was.

  string(value: string): void {
    this.text(value, false)
  }

  nullableString(value: string | null): void {
    if (value === null) this.int16(-1)
    else this.text(value, false)
  }

  compactString(value: string): void {
    this.text(value, true)
  }

  compactNullableString(value: string | null): void {
    if (value === null) this.uvarint(0)
    else this.text(value, true)
  }

  bytes(value: Uint8Array): void {
    this.int32(value.length)
    this.raw(value)
  }

  nullableBytes(value: Uint8Array | null): void {
    if (value === null) this.int32(-1)
    else this.bytes(value)
  }

  compactBytes(value: Uint8Array): void {
    this.uvarint(value.length + 1)
    this.raw(value)
  }

  compactNullableBytes(value: Uint8Array | null): void {
    if (value === null) this.uvarint(0)
    else this.compactBytes(value)
  }

  records(value: RecordsInput): void {
    this.nullableRecords(value ?? [])
  }

  nullableRecords(value: RecordsInput): void {
    if (value === null) {
      this.int32(-1)
      return
    }
    this.int32(lengthOf(value))
    this.recordParts(value)
  }

  compactRecords(value: RecordsInput): void {
    this.compactNullableRecords(value ?? [])
  }

  compactNullableRecords(value: RecordsInput): void {
    if (value === null) {
      this.uvarint(0)
      return
    }
    this.uvarint(lengthOf(value) + 1)
    this.recordParts(value)
  }

  /** Copies `bytes` without a length before them. */
  raw(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length)
    this.buf.set(bytes, at)
  }

  // ── Arrays ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** -1: null. */
  count(count: number): void {
    this.int32(count)
  }

  /** -1: null. */
  compactCount(count: number): void {
    this.uvarint(count + 1)
  }

  // ── Tagged fields ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Begins a tagged field; give the answer to `endTag`. */
  beginTag(tag: number): number {
    this.uvarint(tag)
    // One byte for the size, which is enough for most; endTag makes room when it is not. Positions count from the
    // chunk's start, since the buffer may be exchanged for a larger one.
    this.reserve(1)
    return this.pos - this.start
  }

  endTag(mark: number): void {
    const size = this.pos - this.start - mark
    let width = 1
    while (width < 5 && size >= 2 ** (7 * width)) width++
    if (width > 1) this.reserve(width - 1)
    const content = this.start + mark
    if (width > 1) this.buf.copyWithin(content + width - 1, content, content + size)
    const end = this.pos
    this.pos = content - 1
    this.uvarintInPlace(size)
    this.pos = end
  }

  /** Writes those of `fields` from index `from` whose tag is below `limit`; answers the index of the next. */
  unknownTags(fields: readonly TaggedField[], from: number, limit: number): number {
    let i = from
    for (; i < fields.length && fields[i]!.tag < limit; i++) {
      const { tag, data } = fields[i]!
      this.uvarint(tag)
      this.uvarint(data.length)
      this.raw(data)
    }
    return i
  }

  // ── Inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

  private reserve(size: number): number {
    const at = this.pos
    if (size > this.buf.length - at) return this.grow(size)
    this.pos = at + size
    return at
  }

  private grow(size: number): number {
    const used = this.pos - this.start
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * (used + size), SLAB_SIZE))
    larger.set(this.buf.subarray(this.start, this.pos), 0)
    this.buf = larger
    this.start = 0
    this.pos = used + size
    return used
  }

  private putInt32(at: number, value: number): void {
    const buf = this.buf
    buf[at] = value >>> 24
    buf[at + 1] = value >>> 16
    buf[at + 2] = value >>> 8
    buf[at + 3] = value
  }

  /** Room is there already. */
  private uvarintInPlace(value: number): void {
    const buf = this.buf
    let at = this.pos
    let rest = value
    while (rest >= 0x80) {
      buf[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    buf[at] = rest
  }

  private text(value: string, compact: boolean): void {
    // A UTF-16 unit takes three bytes at most.
    let size = value.length * 3 <= 0x7f ? -1 : Buffer.byteLength(value)
    let text = value
    if (size > STRING_BYTES_MAX) {
      if (this.longText === 'refuse') throw new TextTooLongError(size)
      text = cut(value)
      size = Buffer.byteLength(text)
    }
    if (size >= 0) {
      if (compact) this.uvarint(size + 1)
      else this.int16(size)
      const at = this.reserve(size)
      this.buf.write(text, at, size, 'utf8')
      return
    }
    this.shortText(text, compact)
  }

  /** Up to 42 units: the size fits one byte of varint, so it is written after the text, whose bytes then are known. */
  private shortText(text: string, compact: boolean): void {
    const length = text.length
    const head = compact ? 1 : 2
    const at = this.reserve(head + length * 3)
    const buf = this.buf
    let size = 0
    while (size < length) {
      const unit = text.charCodeAt(size)
      if (unit >= 0x80) break
      buf[at + head + size] = unit
      size++
    }
    if (size < length) size = buf.write(text, at + head, length * 3, 'utf8')
    if (compact) {
      buf[at] = size + 1
    } else {
      buf[at] = 0
      buf[at + 1] = size
    }
    this.pos = at + head + size
  }

  private recordParts(value: Uint8Array | readonly Uint8Array[]): void {
    if (value instanceof Uint8Array) this.recordPart(value)
    else for (const part of value) this.recordPart(part)
  }

  private recordPart(part: Uint8Array): void {
    if (part.length <= COPIED_RECORDS_MAX) {
      this.raw(part)
      return
    }
    this.closeChunk()
    this.chunks.push(part)
    this.chunkBytes += part.length
  }

  private closeChunk(): void {
    if (this.pos === this.start) return
    this.chunks.push(this.buf.subarray(this.start, this.pos))
    this.chunkBytes += this.pos - this.start
    this.start = this.pos
  }
}

function lengthOf(value: Uint8Array | readonly Uint8Array[]): number {
  if (value instanceof Uint8Array) return value.length
  let length = 0
  for (const part of value) length += part.length
  return length
}

/** The longest beginning that fits, never half a character. */
function cut(text: string): string {
  const bytes = Buffer.from(text)
  let end = STRING_BYTES_MAX
  while ((bytes[end]! & 0xc0) === 0x80) end--
  return bytes.toString('utf8', 0, end)
}
