/**
 * Message sets of magic 0 and 1, which clients before 0.11 speak and old segments hold.
 *
 *      0  offset      int64
 *      8  size        int32   bytes after this field
 *     12  crc         uint32  CRC-32 (IEEE) of everything from 16 on
 *     16  magic       int8    0 or 1
 *     17  attributes  int8    bits 0-2 compression, 3 timestamp type (magic 1)
 *     18  timestamp   int64   magic 1 only
 *         key         int32 length (-1: null), bytes
 *         value       int32 length (-1: null), bytes
 *
 * A compressed message ("wrapper") holds a message set in its value; its offset is that of the last message within. Within,
 * offsets are counted from 0 in magic 1 and are absolute in magic 0. A wrapper's LogAppendTime goes for all within.
 */
import { int32At, int64At, setInt32, setInt64, uint32At } from '../../base/bytes.ts'
import { crc32 } from '../../base/crc32c.ts'
import type { Offset, TimestampMs } from '../../base/kinds.ts'
import type { RecordHeader } from './builder.ts'
import { InvalidBatchError, InvalidCrcError } from './errors.ts'
import { COMPRESSION_MASK, LOG_OVERHEAD, magicAt, NO_TIMESTAMP, sizeInBytesAt, TIMESTAMP_TYPE_BIT } from './header.ts'
import type { RecordWalk } from './record-cursor.ts'

export const MESSAGE_BYTES_MIN_V0 = 26
export const MESSAGE_BYTES_MIN_V1 = 34

export function messageBytesMin(magic: number): number {
  return magic === 0 ? MESSAGE_BYTES_MIN_V0 : MESSAGE_BYTES_MIN_V1
}

export function messageCompressionAt(b: Uint8Array, at: number): number {
  return b[at + 17]! & COMPRESSION_MASK
}

export function messageCrcAt(b: Uint8Array, at: number): number {
  return uint32At(b, at + LOG_OVERHEAD)
}

/** The sizes must have been checked. */
export function isMessageCrcValid(b: Uint8Array, at: number): boolean {
  return messageCrcAt(b, at) === crc32(b, at + 16, at + sizeInBytesAt(b, at))
}

/** One message, of which the lengths of key and value were checked against its size. */
export class MessageView {
  bytes: Uint8Array = new Uint8Array(0)
  at = 0
  magic = 0
  offset: Offset = 0
  timestamp: TimestampMs = NO_TIMESTAMP
  isLogAppendTime = false
  compression = 0
  keyAt = 0
  keySize = -1
  valueAt = 0
  valueSize = -1
  sizeInBytes = 0

  /** Throws InvalidBatchError when the message at `at` does not fit before `end` or is not as long as it says. */
  read(bytes: Uint8Array, at: number, end: number, checkCrc = false): void {
    if (end - at < LOG_OVERHEAD + 5) throw new InvalidBatchError(`${end - at} bytes are too few for a message`)
    const size = sizeInBytesAt(bytes, at)
    const magic = magicAt(bytes, at)
    if (magic !== 0 && magic !== 1) throw new InvalidBatchError(`magic ${magic} in a message set`)
    if (size < messageBytesMin(magic)) throw new InvalidBatchError(`a message of ${size} bytes, less than its header`)
    if (size > end - at) throw new InvalidBatchError(`a message of ${size} bytes where ${end - at} remain`)
    if (checkCrc && !isMessageCrcValid(bytes, at)) throw new InvalidCrcError('the CRC of a message does not match')
    const messageEnd = at + size
    this.bytes = bytes
    this.at = at
    this.magic = magic
    this.sizeInBytes = size
    this.offset = int64At(bytes, at)
    const attributes = bytes[at + 17]!
    this.compression = attributes & COMPRESSION_MASK
    this.isLogAppendTime = magic === 1 && (attributes & TIMESTAMP_TYPE_BIT) !== 0
    this.timestamp = magic === 1 ? int64At(bytes, at + 18) : NO_TIMESTAMP
    this.keyAt = at + (magic === 1 ? 30 : 22)
    this.keySize = Math.max(int32At(bytes, this.keyAt - 4), -1)
    const valueLengthAt = this.keyAt + Math.max(this.keySize, 0)
    if (valueLengthAt + 4 > messageEnd) throw new InvalidBatchError(`a message key of ${this.keySize} bytes`)
    this.valueAt = valueLengthAt + 4
    this.valueSize = Math.max(int32At(bytes, valueLengthAt), -1)
    if (this.valueAt + Math.max(this.valueSize, 0) !== messageEnd) {
      throw new InvalidBatchError(`a message value of ${this.valueSize} bytes in a message of ${size}`)
    }
  }

  key(): Uint8Array | null {
    return this.keySize < 0 ? null : this.bytes.subarray(this.keyAt, this.keyAt + this.keySize)
  }

  value(): Uint8Array | null {
    return this.valueSize < 0 ? null : this.bytes.subarray(this.valueAt, this.valueAt + this.valueSize)
  }
}

/** The records of one message, or of the set within a wrapper. */
export class MessageCursor extends MessageView implements RecordWalk {
  readonly headerCount = 0
  private position = 0
  private end = 0
  /** Added to the offsets within a wrapper of magic 1. */
  private offsetBase = 0
  /** Not -1: a wrapper's LogAppendTime. */
  private logAppendTime = NO_TIMESTAMP
  private innerMagic = -1
  private checkCrc = false

  /** Messages that are not within another, in `bytes[from..to)`. */
  openSet(bytes: Uint8Array, from: number, to: number): void {
    this.position = from
    this.end = to
    this.bytes = bytes
    this.offsetBase = 0
    this.innerMagic = -1
    this.checkCrc = false
    this.logAppendTime = NO_TIMESTAMP
  }

  /** `set` is what `wrapper` holds, decompressed. */
  openWrapper(wrapper: MessageView, set: Uint8Array, checkCrc = false): void {
    this.position = 0
    this.end = set.length
    this.bytes = set
    this.innerMagic = wrapper.magic
    this.checkCrc = checkCrc
    this.logAppendTime = wrapper.isLogAppendTime ? wrapper.timestamp : NO_TIMESTAMP
    if (set.length === 0) throw new InvalidBatchError('a compressed message that holds no message')
    const last = wrapper.magic === 1 ? lastOffsetWithin(set) : 0
    // Some producers leave the wrapper's offset 0; a broker never stores it so.
    this.offsetBase = wrapper.magic === 1 && wrapper.offset !== 0 ? wrapper.offset - last : 0
    if (this.offsetBase < 0) throw new InvalidBatchError(`offset ${last} within a message at offset ${wrapper.offset}`)
  }

  next(): boolean {
    if (this.position === this.end) return false
    this.read(this.bytes, this.position, this.end, this.checkCrc)
    if (this.innerMagic !== -1) {
      if (this.magic !== this.innerMagic) {
        throw new InvalidBatchError(`a message of magic ${this.magic} within one of magic ${this.innerMagic}`)
      }
      if (this.compression !== 0) throw new InvalidBatchError('a compressed message within a compressed message')
      this.offset += this.offsetBase
      if (this.logAppendTime !== NO_TIMESTAMP) this.timestamp = this.logAppendTime
    }
    this.position += this.sizeInBytes
    return true
  }

  headers(): RecordHeader[] {
    return []
  }
}

function lastOffsetWithin(set: Uint8Array): Offset {
  let last = 0
  for (let at = 0; at < set.length; ) {
    const size = set.length - at < LOG_OVERHEAD ? 0 : sizeInBytesAt(set, at)
    if (size < MESSAGE_BYTES_MIN_V0 || size > set.length - at) {
      throw new InvalidBatchError(`a message of ${size} bytes where ${set.length - at} remain`)
    }
    last = int64At(set, at)
    at += size
  }
  return last
}

export interface MessageInput {
  readonly magic: 0 | 1
  readonly offset: Offset
  readonly timestamp: TimestampMs
  readonly isLogAppendTime: boolean
  readonly compression: number
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
}

export function sizeOfMessage(magic: 0 | 1, key: Uint8Array | null, value: Uint8Array | null): number {
  return messageBytesMin(magic) + (key?.length ?? 0) + (value?.length ?? 0)
}

/** Writes one message and answers the position after it; `target` has room for `sizeOfMessage`. */
export function writeMessage(target: Uint8Array, start: number, message: MessageInput): number {
  const { magic, key, value } = message
  const size = sizeOfMessage(magic, key, value)
  setInt64(target, start, message.offset)
  setInt32(target, start + 8, size - LOG_OVERHEAD)
  target[start + 16] = magic
  target[start + 17] = message.compression | (message.isLogAppendTime && magic === 1 ? TIMESTAMP_TYPE_BIT : 0)
  if (magic === 1) setInt64(target, start + 18, message.timestamp)
  let at = start + (magic === 1 ? 26 : 18)
  for (const bytes of [key, value]) {
    setInt32(target, at, bytes === null ? -1 : bytes.length)
    if (bytes !== null) target.set(bytes, at + 4)
    at += 4 + (bytes?.length ?? 0)
  }
  setInt32(target, start + LOG_OVERHEAD, crc32(target, start + 16, at))
  return at
}
