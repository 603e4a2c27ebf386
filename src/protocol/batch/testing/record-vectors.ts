/** Reads what compat/record-vectors/RecordVectors.java wrote into testdata/records. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { LONG_MAX } from '../../../base/kinds.ts'
import type { BatchRules } from '../validate.ts'

export const NOW = 1_700_000_000_000

export interface RecordVector {
  readonly offset: number
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: { key: string; value: Buffer | null }[]
}

export interface BatchVector {
  readonly magic: number
  readonly compression: number
  readonly bytes: Buffer
  readonly records: RecordVector[]
}

export interface Verdict {
  readonly rules: BatchRules
  readonly input: Buffer
  /** ErrorCode; -1 where Apache had no answer for it. */
  readonly error: number
  readonly message: string
  readonly stored: Buffer | null
  /** batchIndex of each. */
  readonly recordErrors: number[]
}

class In {
  private readonly bytes: Buffer
  private at = 0
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
  int8(): number {
    return this.bytes.readInt8(this.at++)
  }
  int16(): number {
    return this.bytes.readInt16BE((this.at += 2) - 2)
  }
  int32(): number {
    return this.bytes.readInt32BE((this.at += 4) - 4)
  }
  int64(): number {
    const value = this.bytes.readBigInt64BE((this.at += 8) - 8)
    return value === 0x7fffffffffffffffn ? LONG_MAX : Number(value)
  }
  blob(): Buffer | null {
    const length = this.int32()
    return length < 0 ? null : this.bytes.subarray(this.at, (this.at += length))
  }
}

/** testdata/records/NAME.bin.br, unpacked. */
export function recorded(name: string): Buffer {
  const file = new URL(`../../../../testdata/records/${name}.bin.br`, import.meta.url)
  return brotliDecompressSync(readFileSync(fileURLToPath(file)))
}

export function* batchVectors(bytes: Buffer): Generator<BatchVector, void, void> {
  const from = new In(bytes)
  for (;;) {
    const magic = from.int8()
    if (magic === -1) return
    const compression = from.int8()
    const batch = from.blob()!
    const records = Array.from({ length: from.int32() }, () => ({
      offset: from.int64(),
      timestamp: from.int64(),
      key: from.blob(),
      value: from.blob(),
      headers: Array.from({ length: from.int32() }, () => ({ key: from.blob()!.toString(), value: from.blob() })),
    }))
    yield { magic, compression, bytes: batch, records }
  }
}

export interface ConversionVector {
  readonly toMagic: 0 | 1
  readonly fetchOffset: number
  readonly input: Buffer
  readonly output: Buffer
}

export function* conversionVectors(bytes: Buffer): Generator<ConversionVector, void, void> {
  const from = new In(bytes)
  for (;;) {
    const toMagic = from.int8()
    if (toMagic === -1) return
    yield { toMagic: toMagic as 0 | 1, fetchOffset: from.int64(), input: from.blob()!, output: from.blob()! }
  }
}

const COMPRESSION_SETTINGS = ['producer', 'uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'] as const

export function* verdicts(bytes: Buffer): Generator<Verdict, void, void> {
  const from = new In(bytes)
  for (;;) {
    const apiVersion = from.int32()
    if (apiVersion === -1) return
    const compressionType = COMPRESSION_SETTINGS[from.int8()]!
    const messageTimestampType = from.int8() ? 'LogAppendTime' : 'CreateTime'
    const messageTimestampBeforeMaxMs = from.int64()
    const messageTimestampAfterMaxMs = from.int64()
    const maxMessageBytes = from.int32()
    const compact = from.int8() !== 0
    const config = {
      compressionType,
      compressionGzipLevel: -1,
      compressionLz4Level: 9,
      compressionZstdLevel: 3,
      messageTimestampType,
      messageTimestampBeforeMaxMs,
      messageTimestampAfterMaxMs,
      maxMessageBytes,
      compact,
    } as const
    const rules: BatchRules = { apiVersion, origin: 'client', nowMs: NOW, config }
    const input = from.blob()!
    const error = from.int16()
    const message = from.blob()!.toString()
    const stored = from.blob()
    const recordErrors = Array.from({ length: from.int32() }, () => from.int32())
    yield { rules, input, error, message, stored, recordErrors }
  }
}
