/**
 * Makes v2 batches. Record (all lengths and deltas zigzag varints, the timestamp delta a varlong):
 *
 *     length, attributes int8 0, timestampDelta, offsetDelta, keyLength (-1: null), key, valueLength (-1: null), value,
 *     headerCount, { keyLength, key, valueLength (-1: null), value } ...
 */
import { assert } from '../../base/assert.ts'
import { copyBytes, setInt16, setInt32, setInt64 } from '../../base/bytes.ts'
import type { LeaderEpoch, Offset, TimestampMs } from '../../base/kinds.ts'
import { sizeOfVarint, sizeOfVarlong, writeVarint, writeVarlong } from '../../base/varint.ts'
import { compress, compressWork } from '../compression/compression.ts'
import type { Work } from '../compression/types.ts'
import {
  BATCH_HEADER_BYTES,
  CONTROL_BIT,
  DELETE_HORIZON_BIT,
  LOG_OVERHEAD,
  NO_LEADER_EPOCH,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  NO_TIMESTAMP,
  TIMESTAMP_TYPE_BIT,
  type TimestampType,
  TRANSACTIONAL_BIT,
  updateCrc,
} from './header.ts'

export interface RecordHeader {
  readonly key: string
  readonly value: Uint8Array | null
}

export interface RecordInput {
  readonly timestamp: TimestampMs
  readonly key?: Uint8Array | null
  readonly value?: Uint8Array | null
  readonly headers?: readonly RecordHeader[]
  /** Where gaps are to stay (compaction); one more than the record before, when left out. */
  readonly offsetDelta?: number
}

export interface BatchOptions {
  /** 0 when left out: a leader sets it. */
  readonly baseOffset?: Offset
  readonly partitionLeaderEpoch?: LeaderEpoch
  readonly compression?: number
  readonly compressionLevel?: number
  /** With LogAppendTime `maxTimestamp` is that time. */
  readonly timestampType?: TimestampType
  /** The largest of the records when left out. */
  readonly maxTimestamp?: TimestampMs
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly baseSequence?: number
  readonly transactional?: boolean
  readonly control?: boolean
  /** Compaction: stands in the place of the base timestamp, and deltas count from it. */
  readonly deleteHorizonMs?: TimestampMs
  /** Compaction keeps the last offset of a batch whose last records went. */
  readonly lastOffsetDelta?: number
}

const START_BYTES = 1024
const encoder = new TextEncoder()

/** Collects records, then gives one batch; may be used again after `reset`. */
export class BatchBuilder {
  private bytes: Buffer
  private end = BATCH_HEADER_BYTES
  private count = 0
  private lastDelta = -1
  private firstTimestamp = NO_TIMESTAMP
  private largestTimestamp = NO_TIMESTAMP
  private deltasFrom: TimestampMs | null

  /** `deltasFrom` is the delete horizon, when the batch is to have one. */
  constructor(capacity = START_BYTES, deltasFrom: TimestampMs | null = null) {
    this.bytes = Buffer.allocUnsafe(Math.max(capacity, BATCH_HEADER_BYTES))
    this.deltasFrom = deltasFrom
  }

  get recordCount(): number {
    return this.count
  }

  /** Of the batch so far, not compressed. */
  get sizeInBytes(): number {
    return this.end
  }

  /** Of the records; NO_TIMESTAMP when there is none. */
  get maxTimestamp(): TimestampMs {
    return this.largestTimestamp
  }

  reset(deltasFrom: TimestampMs | null = null): void {
    this.end = BATCH_HEADER_BYTES
    this.count = 0
    this.lastDelta = -1
    this.firstTimestamp = NO_TIMESTAMP
    this.largestTimestamp = NO_TIMESTAMP
    this.deltasFrom = deltasFrom
  }

  add(record: RecordInput): void {
    const key = record.key ?? null
    const value = record.value ?? null
    const headers = record.headers ?? []
    const headerKeys = headers.length === 0 ? noKeys : headers.map((header) => encoder.encode(header.key))
    let headersSize = sizeOfVarint(headers.length)
    for (let i = 0; i < headers.length; i++) {
      headersSize += sizeOfBytes(headerKeys[i]!) + sizeOfBytes(headers[i]!.value)
    }
    const offsetDelta = record.offsetDelta ?? this.lastDelta + 1
    let at = this.begin(record.timestamp, offsetDelta, sizeOfBytes(key) + sizeOfBytes(value) + headersSize)
    at = writeBytes(this.bytes, at, key)
    at = writeBytes(this.bytes, at, value)
    at = writeVarint(this.bytes, at, headers.length)
    for (let i = 0; i < headers.length; i++) {
      at = writeBytes(this.bytes, at, headerKeys[i]!)
      at = writeBytes(this.bytes, at, headers[i]!.value)
    }
    this.end = at
  }

  /** A record whose key, value and headers lie ready as they are to be (from `keyLength` on) in `source`. */
  addEncoded(timestamp: TimestampMs, offsetDelta: number, source: Uint8Array, from: number, to: number): void {
    const at = this.begin(timestamp, offsetDelta, to - from)
    copyBytes(source, from, to, this.bytes, at)
    this.end = at + to - from
  }

  /** The batch in memory of its own when compressed, otherwise in the builder's: take it before the next `reset`. */
  finish(options: BatchOptions = {}): Buffer {
    const type = options.compression ?? 0
    if (type === 0) return this.withHeader(this.bytes.subarray(0, this.end), options)
    return this.compressed(compress(type, this.records(), { level: options.compressionLevel }), options)
  }

  /** The same off the loop or in place, for Compute.offload; the builder rests until it is done. */
  finishWork(options: BatchOptions = {}): Work<Buffer> {
    const type = options.compression ?? 0
    const work = compressWork(type, this.records(), { level: options.compressionLevel })
    return {
      apart: async () => (type === 0 ? this.finish(options) : this.compressed(await work.apart(), options)),
      here: () => this.finish(options),
    }
  }

  private records(): Uint8Array {
    return this.bytes.subarray(BATCH_HEADER_BYTES, this.end)
  }

  private compressed(records: Uint8Array, options: BatchOptions): Buffer {
    const batch = Buffer.allocUnsafe(BATCH_HEADER_BYTES + records.length)
    batch.set(records, BATCH_HEADER_BYTES)
    return this.withHeader(batch, options)
  }

  private begin(timestamp: TimestampMs, offsetDelta: number, rest: number): number {
    assert(offsetDelta > this.lastDelta, 'offset deltas of a batch rise')
    if (this.count === 0) this.firstTimestamp = this.deltasFrom ?? timestamp
    if (this.count === 0 || timestamp > this.largestTimestamp) this.largestTimestamp = timestamp
    this.count++
    this.lastDelta = offsetDelta
    const timestampDelta = timestamp - this.firstTimestamp
    const size = 1 + sizeOfVarlong(timestampDelta) + sizeOfVarint(offsetDelta) + rest
    this.reserve(size + 5)
    let at = writeVarint(this.bytes, this.end, size)
    this.bytes[at++] = 0
    at = writeVarlong(this.bytes, at, timestampDelta)
    return writeVarint(this.bytes, at, offsetDelta)
  }

  private reserve(more: number): void {
    if (this.end + more <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.end + more))
    this.bytes.copy(grown, 0, 0, this.end)
    this.bytes = grown
  }

  private withHeader(batch: Buffer, options: BatchOptions): Buffer {
    const horizon = this.deltasFrom !== null
    const attributes =
      (options.compression ?? 0) |
      (options.timestampType === 'LogAppendTime' ? TIMESTAMP_TYPE_BIT : 0) |
      (options.transactional ? TRANSACTIONAL_BIT : 0) |
      (options.control ? CONTROL_BIT : 0) |
      (horizon ? DELETE_HORIZON_BIT : 0)
    setInt64(batch, 0, options.baseOffset ?? 0)
    setInt32(batch, 8, batch.length - LOG_OVERHEAD)
    setInt32(batch, 12, options.partitionLeaderEpoch ?? NO_LEADER_EPOCH)
    batch[16] = 2
    setInt16(batch, 21, attributes)
    setInt32(batch, 23, options.lastOffsetDelta ?? Math.max(this.lastDelta, 0))
    setInt64(batch, 27, horizon ? this.deltasFrom! : this.firstTimestamp)
    setInt64(batch, 35, options.maxTimestamp ?? this.largestTimestamp)
    setInt64(batch, 43, options.producerId ?? NO_PRODUCER_ID)
    setInt16(batch, 51, options.producerEpoch ?? NO_PRODUCER_EPOCH)
    setInt32(batch, 53, options.baseSequence ?? NO_SEQUENCE)
    setInt32(batch, 57, this.count)
    updateCrc(batch, 0)
    return batch
  }
}

const noKeys: Uint8Array[] = []

function sizeOfBytes(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length
}

function writeBytes(target: Uint8Array, at: number, bytes: Uint8Array | null): number {
  if (bytes === null) return writeVarint(target, at, -1)
  const start = writeVarint(target, at, bytes.length)
  copyBytes(bytes, 0, bytes.length, target, start)
  return start + bytes.length
}

/** One batch of these records, in memory of its own. */
export function buildBatch(records: readonly RecordInput[], options: BatchOptions = {}): Buffer {
  let capacity = BATCH_HEADER_BYTES
  for (const { key, value } of records) capacity += 24 + (key?.length ?? 0) + (value?.length ?? 0)
  const builder = new BatchBuilder(capacity, options.deleteHorizonMs ?? null)
  for (const record of records) builder.add(record)
  return builder.finish(options)
}

export interface EndTransactionMarker {
  readonly producerId: number
  readonly producerEpoch: number
  readonly commit: boolean
  readonly coordinatorEpoch: number
  readonly timestamp: TimestampMs
  readonly baseOffset?: Offset
  readonly partitionLeaderEpoch?: LeaderEpoch
}

/** A control batch of one record. Key: version int16 0, type int16 (0 abort, 1 commit). Value: version int16 0, epoch int32. */
export function buildEndTransactionMarker(marker: EndTransactionMarker): Buffer {
  const key = Buffer.alloc(4)
  setInt16(key, 2, marker.commit ? 1 : 0)
  const value = Buffer.alloc(6)
  setInt32(value, 2, marker.coordinatorEpoch)
  return buildBatch([{ timestamp: marker.timestamp, key, value }], {
    baseOffset: marker.baseOffset,
    partitionLeaderEpoch: marker.partitionLeaderEpoch,
    producerId: marker.producerId,
    producerEpoch: marker.producerEpoch,
    transactional: true,
    control: true,
  })
}
