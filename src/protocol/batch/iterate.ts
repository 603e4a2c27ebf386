/**
 * Reads what is in a log or in an answer to Fetch: batches one after another, and the records of each, lazily and without
 * an object per record. Knows v2 batches and message sets of magic 0 and 1. Sizes are checked; CRCs are `faultAt`'s
 * business. Damage throws InvalidBatchError or CompressionError.
 */
import { DECOMPRESS_HERE_COMPRESSED_BYTES_MAX, DECOMPRESSED_BATCH_BYTES_MAX } from '../../base/limits.ts'
import type { Compute } from '../../io/world.ts'
import { decompress, decompressWork } from '../compression/compression.ts'
import type { DecompressOptions } from '../compression/types.ts'
import { InvalidBatchError } from './errors.ts'
import { BATCH_HEADER_BYTES, compressionAt, LOG_OVERHEAD, MAGIC_AT, magicAt, sizeInBytesAt } from './header.ts'
import { MessageCursor, MessageView, messageBytesMin } from './message-set.ts'
import { RecordCursor, type RecordWalk } from './record-cursor.ts'

export type { RecordView, RecordWalk } from './record-cursor.ts'

/**
 * Size of the batch (or message of magic 0 or 1) at `at`; 0 when it does not lie wholly before `end` — the usual end of a
 * fetched range. Throws InvalidBatchError for a size or magic that cannot be.
 */
export function batchSizeAt(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < LOG_OVERHEAD) return 0
  const size = sizeInBytesAt(bytes, at)
  if (size <= LOG_OVERHEAD + 5) throw new InvalidBatchError(`a batch size of ${size} bytes`)
  if (end - at <= MAGIC_AT) return 0
  const magic = magicAt(bytes, at)
  if (magic < 0 || magic > 2) throw new InvalidBatchError(`magic ${magic}`)
  const least = magic === 2 ? BATCH_HEADER_BYTES : messageBytesMin(magic)
  if (size < least) throw new InvalidBatchError(`a batch size of ${size} bytes, less than its header`)
  return size > end - at ? 0 : size
}

/** Positions of the whole batches in `bytes[from..to)`; what is cut at the end is left out. */
export function* batchPositions(bytes: Uint8Array, from = 0, to = bytes.length): Generator<number, void, void> {
  for (let at = from; ; ) {
    const size = batchSizeAt(bytes, at, to)
    if (size === 0) return
    yield at
    at += size
  }
}

/** The records of the batch or message at `at`, which lies wholly in `bytes`. Decompresses in place. */
export function openRecords(bytes: Uint8Array, at: number, maxBytes = DECOMPRESSED_BATCH_BYTES_MAX): RecordWalk {
  const compressed = compressedPart(bytes, at, maxBytes)
  const data = compressed === null ? null : decompress(compressed.type, compressed.bytes, compressed.options)
  return walkRecords(bytes, at, data)
}

/** The same, off the loop when the batch is large and compressed. */
export function openRecordsApart(
  bytes: Uint8Array,
  at: number,
  compute: Compute,
  maxBytes = DECOMPRESSED_BATCH_BYTES_MAX,
): RecordWalk | Promise<RecordWalk> {
  const compressed = compressedPart(bytes, at, maxBytes)
  if (compressed === null || compressed.bytes.length <= DECOMPRESS_HERE_COMPRESSED_BYTES_MAX) {
    return openRecords(bytes, at, maxBytes)
  }
  const work = decompressWork(compressed.type, compressed.bytes, compressed.options)
  return compute.offload(work).then((data) => walkRecords(bytes, at, data))
}

export interface CompressedPart {
  readonly type: number
  readonly bytes: Uint8Array
  readonly options: DecompressOptions
}

/** What of the batch at `at` is compressed; null: nothing. */
export function compressedPart(bytes: Uint8Array, at: number, maxBytes: number): CompressedPart | null {
  if (magicAt(bytes, at) === 2) {
    const type = compressionAt(bytes, at)
    if (type === 0) return null
    const part = bytes.subarray(at + BATCH_HEADER_BYTES, at + sizeInBytesAt(bytes, at))
    return { type, bytes: part, options: { maxBytes } }
  }
  const wrapper = new MessageView()
  wrapper.read(bytes, at, bytes.length)
  if (wrapper.compression === 0) return null
  const value = wrapper.value()
  if (value === null) throw new InvalidBatchError('a compressed message without a value')
  return { type: wrapper.compression, bytes: value, options: { maxBytes, brokenLz4Header: wrapper.magic === 0 } }
}

/** Stands before the first record of the batch at `at`; `data` is its compressed part, decompressed. */
export function walkRecords(bytes: Uint8Array, at: number, data: Uint8Array | null): RecordWalk {
  if (magicAt(bytes, at) === 2) {
    const cursor = new RecordCursor()
    cursor.open(bytes, at, data)
    return cursor
  }
  const cursor = new MessageCursor()
  if (data === null) {
    cursor.openSet(bytes, at, at + sizeInBytesAt(bytes, at))
  } else {
    const wrapper = new MessageView()
    wrapper.read(bytes, at, bytes.length)
    cursor.openWrapper(wrapper, data)
  }
  return cursor
}
