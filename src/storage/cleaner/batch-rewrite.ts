/** Batches that lose some of their records. Codec, producer, epoch and both ends of the offsets stay what they were. */

import { setInt32, setInt64 } from '../../base/bytes.ts'
import type { Offset, TimestampMs } from '../../base/kinds.ts'
import { BatchBuilder } from '../../protocol/batch/builder.ts'
import {
  ATTRIBUTES_AT,
  BATCH_HEADER_BYTES,
  baseOffsetAt,
  baseSequenceAt,
  COMPRESSION_MASK,
  compressionAt,
  DELETE_HORIZON_BIT,
  isControlAt,
  isTransactionalAt,
  LOG_OVERHEAD,
  lastOffsetDeltaAt,
  maxTimestampAt,
  NO_TIMESTAMP,
  partitionLeaderEpochAt,
  producerEpochAt,
  producerIdAt,
  timestampTypeAt,
  updateCrc,
} from '../../protocol/batch/header.ts'
import { sizeOfMessage, writeMessage } from '../../protocol/batch/message-set.ts'
import type { RecordCursor } from '../../protocol/batch/record-cursor.ts'
import { compress } from '../../protocol/compression/compression.ts'

const BUILDER_BYTES = 64 << 10
const CELLS = 4

/** The records of a batch that stay, noted while it is walked. */
export class KeptRecords {
  count = 0
  hasTombstone = false
  /** timestamp, offset delta, where the key's length stands, where the record ends */
  private readonly cells: number[] = []
  private readonly builder = new BatchBuilder(BUILDER_BYTES)

  clear(): void {
    this.count = 0
    this.hasTombstone = false
  }

  add(record: RecordCursor): void {
    const cell = this.count * CELLS
    this.cells[cell] = record.timestamp
    this.cells[cell + 1] = record.offsetDelta
    this.cells[cell + 2] = record.bodyAt
    this.cells[cell + 3] = record.bodyEnd
    this.count++
    if (record.valueSize < 0) this.hasTombstone = true
  }

  /** The batch at `at` with what is kept of it; the records lie in `source`. In memory of its own. */
  build(bytes: Uint8Array, at: number, source: Uint8Array, deleteHorizonMs: TimestampMs | null): Buffer {
    const { builder, cells } = this
    builder.reset(deleteHorizonMs)
    for (let cell = 0; cell < this.count * CELLS; cell += CELLS) {
      builder.addEncoded(cells[cell]!, cells[cell + 1]!, source, cells[cell + 2]!, cells[cell + 3]!)
    }
    const compression = compressionAt(bytes, at)
    const timestampType = timestampTypeAt(bytes, at)
    const batch = builder.finish({
      baseOffset: baseOffsetAt(bytes, at),
      lastOffsetDelta: lastOffsetDeltaAt(bytes, at),
      partitionLeaderEpoch: partitionLeaderEpochAt(bytes, at),
      compression,
      timestampType,
      maxTimestamp: timestampType === 'LogAppendTime' ? maxTimestampAt(bytes, at) : undefined,
      producerId: producerIdAt(bytes, at),
      producerEpoch: producerEpochAt(bytes, at),
      baseSequence: baseSequenceAt(bytes, at),
      transactional: isTransactionalAt(bytes, at),
      control: isControlAt(bytes, at),
    })
    return compression === 0 ? Buffer.from(batch) : batch
  }
}

/** The batch at `at` without records: it still tells offsets, producer, epoch and sequence numbers. */
export function emptyBatch(bytes: Uint8Array, at: number): Buffer {
  const batch = Buffer.from(bytes.subarray(at, at + BATCH_HEADER_BYTES))
  setInt32(batch, 8, BATCH_HEADER_BYTES - LOG_OVERHEAD)
  batch[ATTRIBUTES_AT] = 0
  batch[ATTRIBUTES_AT + 1]! &= ~(COMPRESSION_MASK | DELETE_HORIZON_BIT)
  setInt64(batch, 27, NO_TIMESTAMP)
  setInt32(batch, 57, 0)
  updateCrc(batch, 0)
  return batch
}

/** A record of a compressed message of magic 0 or 1, copied out of it. */
export interface OldRecord {
  readonly offset: Offset
  readonly timestamp: TimestampMs
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
}

/** A compressed message of magic 0 or 1 that holds `records`; its offset is the last one's. */
export function wrapOldRecords(
  magic: 0 | 1,
  compression: number,
  isLogAppendTime: boolean,
  records: readonly OldRecord[],
): Buffer {
  const sizes = records.map(({ key, value }) => sizeOfMessage(magic, key, value))
  const set = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, 0))
  const base = magic === 1 ? records[0]!.offset : 0
  let at = 0
  let maxTimestamp = NO_TIMESTAMP
  for (const { offset, timestamp, key, value } of records) {
    at = writeMessage(set, at, { magic, offset: offset - base, timestamp, isLogAppendTime, compression: 0, key, value })
    maxTimestamp = Math.max(maxTimestamp, timestamp)
  }
  const value = compress(compression, set, { brokenLz4Header: magic === 0 })
  const message = Buffer.allocUnsafe(sizeOfMessage(magic, null, value))
  const { offset } = records.at(-1)!
  writeMessage(message, 0, { magic, offset, timestamp: maxTimestamp, isLogAppendTime, compression, key: null, value })
  return message
}
