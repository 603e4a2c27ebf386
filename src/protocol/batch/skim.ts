/**
 * The quick look over all records of a batch: is each as long as it says, and what do they have in common. Written out by
 * hand because every produced record passes through it; a one-byte varint is the common case and is read in place.
 */
import { VarintCursor, VarintError } from '../../base/varint.ts'
import { InvalidBatchError } from './errors.ts'
import { NO_TIMESTAMP } from './header.ts'

export class Skim {
  /** Largest timestamp; NO_TIMESTAMP when no record has one. */
  maxTimestamp = NO_TIMESTAMP
  /** Smallest timestamp of those that are not NO_TIMESTAMP. */
  minTimestamp = Number.POSITIVE_INFINITY
  /** Offset deltas are 0, 1, 2, … */
  isSequential = true
  hasNullKey = false

  private bytes: Uint8Array = new Uint8Array(0)
  private at = 0
  private end = 0
  private index = 0
  private count = 0
  private baseTimestamp = 0
  private readonly cursor = new VarintCursor(this.bytes)

  /** The records of one batch lie in `bytes[from..to)`. */
  open(bytes: Uint8Array, from: number, to: number, count: number, baseTimestamp: number): void {
    this.maxTimestamp = NO_TIMESTAMP
    this.minTimestamp = Number.POSITIVE_INFINITY
    this.isSequential = true
    this.hasNullKey = false
    this.bytes = bytes
    this.at = from
    this.end = to
    this.index = 0
    this.count = count
    this.baseTimestamp = baseTimestamp
  }

  /** Forgets the bytes. */
  close(): void {
    this.bytes = nothing
    this.cursor.reset(nothing, 0, 0)
  }

  /** Looks at up to `most` records; true when all were. Throws InvalidBatchError, saying what is wrong with which record. */
  run(most: number): boolean {
    const { count } = this
    const stop = Math.min(count, this.index + most)
    // A record takes seven bytes at least: a count that cannot be is found before the first record is.
    if (this.index === 0 && count * 7 > this.end - this.at) {
      throw new InvalidBatchError(`${count} records in ${this.end - this.at} bytes`)
    }
    this.records(stop)
    if (stop < count) return false
    if (this.at !== this.end) throw new InvalidBatchError(`${this.end - this.at} bytes after the last record`)
    return true
  }

  private records(stop: number): void {
    const { bytes, end, cursor, baseTimestamp } = this
    cursor.reset(bytes, this.at, end)
    let { at, maxTimestamp, minTimestamp, isSequential, hasNullKey } = this
    let i = this.index
    try {
      for (; i < stop; i++) {
        let byte = bytes[at]!
        let size = byte < 0x80 ? (byte >>> 1) ^ -(byte & 1) : this.long(at)
        at = byte < 0x80 ? at + 1 : cursor.at
        const recordEnd = at + size
        if (size < 6 || recordEnd > end) throw new InvalidBatchError(`record ${i} is ${size} bytes long`)
        // What is read below may pass the record's end, never the cursor's; the comparison at the end finds it.
        byte = bytes[++at]!
        const timestamp = baseTimestamp + (byte < 0x80 ? (byte >>> 1) ^ -(byte & 1) : this.longer(at))
        at = byte < 0x80 ? at + 1 : cursor.at
        if (timestamp !== NO_TIMESTAMP) {
          if (timestamp > maxTimestamp) maxTimestamp = timestamp
          if (timestamp < minTimestamp) minTimestamp = timestamp
        }
        byte = bytes[at]!
        const delta = byte < 0x80 ? (byte >>> 1) ^ -(byte & 1) : this.long(at)
        at = byte < 0x80 ? at + 1 : cursor.at
        if (delta !== i) isSequential = false
        byte = bytes[at]!
        size = byte < 0x80 ? (byte >>> 1) ^ -(byte & 1) : this.long(at)
        at = byte < 0x80 ? at + 1 : cursor.at
        if (size < 0) hasNullKey = true
        else at += size
        byte = bytes[at]!
        size = byte < 0x80 ? (byte >>> 1) ^ -(byte & 1) : this.long(at)
        at = byte < 0x80 ? at + 1 : cursor.at
        if (size > 0) at += size
        if (bytes[at] === 0 && at + 1 === recordEnd) {
          at = recordEnd
          continue
        }
        at = this.headers(at, recordEnd, i)
      }
    } catch (error) {
      if (error instanceof VarintError) throw new InvalidBatchError(`record ${i}: ${error.message}`)
      throw error
    }
    this.at = at
    this.index = i
    this.maxTimestamp = maxTimestamp
    this.minTimestamp = minTimestamp
    this.isSequential = isSequential
    this.hasNullKey = hasNullKey
  }

  private long(at: number): number {
    this.cursor.at = at
    return this.cursor.varint()
  }

  private longer(at: number): number {
    this.cursor.at = at
    return this.cursor.varlong()
  }

  /** Answers the record's end. */
  private headers(at: number, recordEnd: number, index: number): number {
    const cursor = this.cursor
    cursor.at = at
    const count = cursor.varint()
    // Each takes two bytes at least.
    if (count < 0 || count > recordEnd - cursor.at) throw new InvalidBatchError(`record ${index} has ${count} headers`)
    for (let i = 0; i < count; i++) {
      const keySize = cursor.varint()
      if (keySize < 0) throw new InvalidBatchError(`record ${index} has a header key of ${keySize} bytes`)
      cursor.at += keySize
      const valueSize = cursor.varint()
      if (valueSize > 0) cursor.at += valueSize
    }
    if (cursor.at !== recordEnd) throw new InvalidBatchError(`record ${index} is not as long as it says`)
    return recordEnd
  }
}

const nothing = new Uint8Array(0)
