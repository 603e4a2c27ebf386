/**
 * Walks the records of a v2 batch where they lie, without an object per record. The checks are Apache's: a record is
 * exactly as long as it says, nothing in it runs past it, and after the last nothing is left.
 */
import type { Offset, TimestampMs } from '../../base/kinds.ts'
import { VarintCursor, VarintError } from '../../base/varint.ts'
import type { RecordHeader } from './builder.ts'
import { InvalidBatchError } from './errors.ts'
import {
  BATCH_HEADER_BYTES,
  baseOffsetAt,
  baseTimestampAt,
  isControlAt,
  maxTimestampAt,
  recordCountAt,
  sizeInBytesAt,
  timestampTypeAt,
} from './header.ts'

/** The record a walk stands on. Positions are in `bytes`; a size of -1 is null. Good until the next `next()`. */
export interface RecordView {
  readonly bytes: Uint8Array
  readonly offset: Offset
  readonly timestamp: TimestampMs
  readonly keyAt: number
  readonly keySize: number
  readonly valueAt: number
  readonly valueSize: number
  readonly headerCount: number
  /** With its length field. */
  readonly sizeInBytes: number
  /** Views of the batch's bytes, no copies. */
  key(): Uint8Array | null
  value(): Uint8Array | null
  headers(): RecordHeader[]
}

/** `next()` answers false after the last record; throws InvalidBatchError for a damaged one. */
export interface RecordWalk extends RecordView {
  next(): boolean
}

const decoder = new TextDecoder()

export class RecordCursor implements RecordWalk {
  bytes: Uint8Array = new Uint8Array(0)
  offset: Offset = 0
  timestamp: TimestampMs = 0
  offsetDelta = 0
  keyAt = 0
  keySize = -1
  valueAt = 0
  valueSize = -1
  headerCount = 0
  sizeInBytes = 0
  isControl = false
  /** Where the key's length stands, and where the record ends: what `BatchBuilder.addEncoded` takes. */
  bodyAt = 0
  private headersAt = 0
  private baseOffset = 0
  private baseTimestamp = 0
  /** -1: the records' own timestamps count. */
  private logAppendTime = -1
  private left = 0
  private readonly cursor = new VarintCursor(this.bytes)

  /** Stands before the first record of the batch at `at`, whose records lie in `data` when they were compressed. */
  open(batch: Uint8Array, at: number, data: Uint8Array | null): void {
    if (data === null) this.openRecords(batch, at, batch, at + BATCH_HEADER_BYTES, at + sizeInBytesAt(batch, at))
    else this.openRecords(batch, at, data, 0, data.length)
  }

  private openRecords(batch: Uint8Array, at: number, bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes
    this.cursor.reset(bytes, from, to)
    this.baseOffset = baseOffsetAt(batch, at)
    this.baseTimestamp = baseTimestampAt(batch, at)
    this.logAppendTime = timestampTypeAt(batch, at) === 'LogAppendTime' ? maxTimestampAt(batch, at) : -1
    this.isControl = isControlAt(batch, at)
    this.left = recordCountAt(batch, at)
    if (this.left < 0) throw new InvalidBatchError(`a record count of ${this.left}`)
  }

  get recordsLeft(): number {
    return this.left
  }

  next(): boolean {
    if (this.left === 0) {
      if (this.cursor.at !== this.cursor.end) throw new InvalidBatchError('bytes after the last record')
      return false
    }
    try {
      this.read()
    } catch (error) {
      if (error instanceof VarintError) throw new InvalidBatchError(error.message)
      throw error
    }
    this.left--
    return true
  }

  private read(): void {
    const cursor = this.cursor
    const start = cursor.at
    const size = cursor.varint()
    const body = cursor.at
    const end = body + size
    if (size < 0 || end > cursor.end) throw new InvalidBatchError(`a record of ${size} bytes where fewer remain`)
    if (size === 0) throw new InvalidBatchError('a record of no bytes')
    cursor.at = body + 1
    const timestampDelta = cursor.varlong()
    this.timestamp = this.logAppendTime === -1 ? this.baseTimestamp + timestampDelta : this.logAppendTime
    this.offsetDelta = cursor.varint()
    this.offset = this.baseOffset + this.offsetDelta
    this.bodyAt = cursor.at
    const keySize = cursor.varint()
    this.keyAt = cursor.at
    this.keySize = keySize < 0 ? -1 : keySize
    if (keySize > 0) cursor.at += keySize
    const valueSize = cursor.varint()
    this.valueAt = cursor.at
    this.valueSize = valueSize < 0 ? -1 : valueSize
    if (valueSize > 0) cursor.at += valueSize
    this.headerCount = cursor.varint()
    this.headersAt = cursor.at
    if (this.headerCount !== 0) this.skipHeaders(end)
    if (cursor.at !== end) throw new InvalidBatchError(`a record of ${size} bytes that has ${cursor.at - body}`)
    this.sizeInBytes = end - start
  }

  private skipHeaders(end: number): void {
    const cursor = this.cursor
    const count = this.headerCount
    // Each header takes two bytes at least, so a count beyond what remains cannot be true.
    if (count < 0 || count > end - cursor.at) throw new InvalidBatchError(`a header count of ${count}`)
    for (let i = 0; i < count; i++) {
      const keySize = cursor.varint()
      if (keySize < 0) throw new InvalidBatchError(`a header key of ${keySize} bytes`)
      cursor.at += keySize
      const valueSize = cursor.varint()
      if (valueSize > 0) cursor.at += valueSize
    }
  }

  key(): Uint8Array | null {
    return this.keySize < 0 ? null : this.bytes.subarray(this.keyAt, this.keyAt + this.keySize)
  }

  value(): Uint8Array | null {
    return this.valueSize < 0 ? null : this.bytes.subarray(this.valueAt, this.valueAt + this.valueSize)
  }

  headers(): RecordHeader[] {
    const headers: RecordHeader[] = []
    const cursor = new VarintCursor(this.bytes, this.headersAt)
    for (let i = 0; i < this.headerCount; i++) {
      const keySize = cursor.varint()
      const key = decoder.decode(this.bytes.subarray(cursor.at, cursor.at + keySize))
      cursor.at += keySize
      const valueSize = cursor.varint()
      const value = valueSize < 0 ? null : this.bytes.subarray(cursor.at, cursor.at + valueSize)
      if (valueSize > 0) cursor.at += valueSize
      headers.push({ key, value })
    }
    return headers
  }

  /** Where the record ends. */
  get bodyEnd(): number {
    return this.cursor.at
  }
}
