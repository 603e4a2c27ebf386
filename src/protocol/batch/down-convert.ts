/**
 * Makes message sets of magic 0 or 1 from stored batches, for consumers that ask with an old Fetch (v0 and v1: magic 0; v2
 * and v3: magic 1). As Apache: control batches and headers are left out, magic 0 has no timestamps, compression is kept and
 * zstd refused, and of what is not compressed only the records from the fetch offset on are sent.
 */
import type { Offset, TimestampMs } from '../../base/kinds.ts'
import { DECOMPRESS_HERE_BYTES_MAX, DECOMPRESSED_BATCH_BYTES_MAX, RECORDS_PER_TURN } from '../../base/limits.ts'
import type { World } from '../../io/world.ts'
import { CompressionError, compress, compressWork } from '../compression/compression.ts'
import { CompressionType } from '../compression/types.ts'
import { ErrorCode } from '../error-codes.ts'
import { InvalidBatchError } from './errors.ts'
import { isControlAt, magicAt, NO_TIMESTAMP, sizeInBytesAt, timestampTypeAt } from './header.ts'
import { batchPositions, compressedPart, walkRecords } from './iterate.ts'
import { inTurns, then } from './later.ts'
import { sizeOfMessage, writeMessage } from './message-set.ts'
import type { RecordWalk } from './record-cursor.ts'
import type { Unpacker } from './unpacker.ts'

export interface DownConverted {
  /** ErrorCode: UNSUPPORTED_COMPRESSION_TYPE for zstd, CORRUPT_MESSAGE for damage; then there are no records. */
  readonly error: number
  readonly records: Uint8Array[]
}

/** `records`: whole batches of any magic; what is cut at the end is left out. What needs no conversion is not copied. */
export async function downConvert(
  records: Uint8Array,
  toMagic: 0 | 1,
  fetchOffset: Offset,
  world: Pick<World, 'compute' | 'turn'>,
  unpacker: Unpacker,
): Promise<DownConverted> {
  const converted: Uint8Array[] = []
  try {
    for (const at of batchPositions(records)) {
      const batch = records.subarray(at, at + sizeInBytesAt(records, at))
      const magic = magicAt(batch, 0)
      if (magic <= toMagic) converted.push(batch)
      else if (magic < 2 || !isControlAt(batch, 0)) {
        const part = compressedPart(batch, 0, DECOMPRESSED_BATCH_BYTES_MAX)
        if (part?.type === CompressionType.ZSTD) return failed(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE)
        const convert = (data: Uint8Array | null) => convertBatch(batch, data, toMagic, fetchOffset, world)
        const set = part === null ? convert(null) : unpacker.use(part.type, part.bytes, magic === 0, convert)
        converted.push(await set)
      }
    }
  } catch (error) {
    if (error instanceof InvalidBatchError || error instanceof CompressionError)
      return failed(ErrorCode.CORRUPT_MESSAGE)
    throw error
  }
  return { error: ErrorCode.NONE, records: converted.filter((set) => set.length > 0) }
}

function failed(error: number): DownConverted {
  return { error, records: [] }
}

/** `data` null: the batch is not compressed. */
function convertBatch(
  batch: Uint8Array,
  data: Uint8Array | null,
  magic: 0 | 1,
  fetchOffset: Offset,
  world: Pick<World, 'compute' | 'turn'>,
): Uint8Array | Promise<Uint8Array> {
  const isLogAppendTime = magic === 1 && timestampTypeAt(batch, 0) === 'LogAppendTime'
  const from = data === null ? fetchOffset : 0
  const writing = messages(walkRecords(batch, 0, data), magic, isLogAppendTime, from, data !== null)
  return then(inTurns(world.turn, writing), (set) => {
    if (data === null || set.bytes.length === 0) return set.bytes
    return wrapped(batch, set, magic, isLogAppendTime, world)
  })
}

interface MessageSet {
  readonly bytes: Buffer
  readonly lastOffset: Offset
  readonly maxTimestamp: TimestampMs
}

/** `within` a wrapper, offsets of magic 1 count from the first record's. */
function* messages(
  walk: RecordWalk,
  magic: 0 | 1,
  isLogAppendTime: boolean,
  from: Offset,
  within: boolean,
): Generator<void, MessageSet, void> {
  let bytes = Buffer.allocUnsafe(4096)
  let end = 0
  let base = -1
  let lastOffset = 0
  let maxTimestamp = NO_TIMESTAMP
  for (let i = 1; walk.next(); i++) {
    if (i % RECORDS_PER_TURN === 0) yield
    if (walk.offset < from) continue
    if (base === -1) base = within && magic === 1 ? walk.offset : 0
    const key = walk.key()
    const value = walk.value()
    const size = sizeOfMessage(magic, key, value)
    if (end + size > bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(bytes.length * 2, end + size))
      bytes.copy(grown, 0, 0, end)
      bytes = grown
    }
    const { timestamp } = walk
    const offset = walk.offset - base
    end = writeMessage(bytes, end, { magic, offset, timestamp, isLogAppendTime, compression: 0, key, value })
    lastOffset = walk.offset
    if (timestamp > maxTimestamp) maxTimestamp = timestamp
  }
  return { bytes: bytes.subarray(0, end), lastOffset, maxTimestamp }
}

function wrapped(
  batch: Uint8Array,
  set: MessageSet,
  magic: 0 | 1,
  isLogAppendTime: boolean,
  world: Pick<World, 'compute' | 'turn'>,
): Uint8Array | Promise<Uint8Array> {
  const { type } = compressedPart(batch, 0, DECOMPRESSED_BATCH_BYTES_MAX)!
  const options = { brokenLz4Header: magic === 0 }
  const compressed =
    set.bytes.length <= DECOMPRESS_HERE_BYTES_MAX / 4
      ? compress(type, set.bytes, options)
      : world.compute.offload(compressWork(type, set.bytes, options))
  return then(compressed, (value) => {
    const message = Buffer.allocUnsafe(sizeOfMessage(magic, null, value))
    const { lastOffset: offset, maxTimestamp: timestamp } = set
    writeMessage(message, 0, { magic, offset, timestamp, isLogAppendTime, compression: type, key: null, value })
    return message
  })
}
