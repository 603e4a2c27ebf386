/**
 * Walks over the batches of a segment's file in large reads. Message sets of magic 0 and 1, which folders of old brokers
 * can hold, count as batches of one offset.
 */
import { int64At, uint32At } from '../base/bytes.ts'
import { crc32 } from '../base/crc32c.ts'
import type { FilePosition, Offset, TimestampMs } from '../base/kinds.ts'
import type { DiskFile } from '../io/world.ts'
import {
  BATCH_HEADER_BYTES,
  baseOffsetAt,
  faultAt,
  isControlAt,
  LOG_OVERHEAD,
  lastOffsetAt,
  magicAt,
  maxTimestampAt,
  numbersFaultAt,
  partitionLeaderEpochAt,
  sizeInBytesAt,
} from '../protocol/batch/header.ts'

const READ_BYTES = 1 << 20
const HEADER_READ_BYTES = 64 << 10
/** Bytes in which a message of magic 0 says all we ask: offset, size, crc, magic, attributes. */
const OLD_HEADER_BYTES = 18
/** offset, size, crc, magic, attributes, timestamp */
const OLD_HEADER_WITH_TIMESTAMP_BYTES = 26

/** What a walk looks at. Positions and sizes are those of the whole batch. */
export interface ScannedBatch {
  /** The header lies at `at` of `bytes`; the whole batch if the scan asked for it. Good during the visit alone. */
  bytes: Uint8Array
  at: number
  position: FilePosition
  sizeInBytes: number
}

/** Answers false to stop. */
export type Visit = (batch: ScannedBatch) => unknown

export interface ScanEnd {
  /** Where the walk stopped: all before it is whole and good as far as it was checked. */
  readonly position: FilePosition
  /** null: at the end, or where the visitor stopped it. Else what is wrong with the batch at `position`. */
  readonly fault: string | null
}

/**
 * Visits the batches in [from, to) until one answers false. 'headers' reads little of large batches, but all of control
 * batches; 'whole' gives the visitor all bytes; 'verified' checks the CRC as well. The file's errors reject; damage is told in the answer.
 */
export async function scanBatches(
  file: DiskFile,
  from: FilePosition,
  to: FilePosition,
  what: 'headers' | 'whole' | 'verified',
  visit: Visit,
): Promise<ScanEnd> {
  const readBytes = Math.min(what === 'headers' ? HEADER_READ_BYTES : READ_BYTES, Math.max(to - from, LOG_OVERHEAD))
  let bytes = Buffer.allocUnsafe(readBytes)
  let start = from // file position of bytes[0]
  let held = 0
  let position = from
  const batch: ScannedBatch = { bytes, at: 0, position: 0, sizeInBytes: 0 }
  while (position < to) {
    let need = Math.min(BATCH_HEADER_BYTES, to - position)
    for (;;) {
      const at = position - start
      if (at + need <= held && at >= 0) {
        const fault = headerFault(bytes, at, to - position)
        if (fault !== null) return { position, fault }
        const whole = sizeInBytesAt(bytes, at)
        if ((what === 'headers' && !isControl(bytes, at)) || at + whole <= held) break
        need = whole
        continue
      }
      if (need > bytes.length) bytes = Buffer.allocUnsafe(need)
      start = position
      held = await file.read(bytes, 0, Math.min(bytes.length, to - position), position)
      if (held < need) return { position, fault: `the file ends ${need - held} bytes into the batch` }
    }
    const at = position - start
    batch.bytes = bytes
    batch.at = at
    batch.position = position
    batch.sizeInBytes = sizeInBytesAt(bytes, at)
    if (what === 'verified') {
      const fault = contentFault(bytes, at)
      if (fault !== null) return { position, fault }
    }
    if (visit(batch) === false) return { position, fault: null }
    position += batch.sizeInBytes
  }
  return { position, fault: null }
}

/** Of the part that a walk relies on. `remaining`: bytes from here to the end of the file. */
function headerFault(bytes: Uint8Array, at: number, remaining: number): string | null {
  if (remaining < OLD_HEADER_BYTES) return `${remaining} bytes are too few for a batch header`
  const magic = magicAt(bytes, at)
  const size = sizeInBytesAt(bytes, at)
  if (magic === 2) {
    if (size < BATCH_HEADER_BYTES) return `a batch size of ${size} bytes, less than its header`
    if (size > remaining) return `a batch of ${size} bytes where ${remaining} remain`
    return numbersFaultAt(bytes, at)
  }
  if (magic !== 0 && magic !== 1) return `magic ${magic}`
  if (size < (magic === 0 ? OLD_HEADER_BYTES : OLD_HEADER_WITH_TIMESTAMP_BYTES)) return `a message of ${size} bytes`
  if (size > remaining) return `a message of ${size} bytes where ${remaining} remain`
  const offset = int64At(bytes, at)
  return offset >= 0 && Number.isSafeInteger(offset) ? null : `offset ${offset}`
}

function isControl(bytes: Uint8Array, at: number): boolean {
  return magicAt(bytes, at) === 2 && isControlAt(bytes, at)
}

function contentFault(bytes: Uint8Array, at: number): string | null {
  const end = at + sizeInBytesAt(bytes, at)
  if (magicAt(bytes, at) === 2) return faultAt(bytes, at, end)
  return uint32At(bytes, at + LOG_OVERHEAD) === crc32(bytes, at + 16, end) ? null : 'a CRC that does not match'
}

/** What is wrong with the batch at `at`, of which all that is there lies before `end`; null: nothing. */
export function storedFault(bytes: Uint8Array, at: number, end: number): string | null {
  return headerFault(bytes, at, end - at) ?? contentFault(bytes, at)
}

/** The same questions for every magic. */
export function batchBaseOffset(bytes: Uint8Array, at: number): Offset {
  return baseOffsetAt(bytes, at)
}

export function batchLastOffset(bytes: Uint8Array, at: number): Offset {
  return magicAt(bytes, at) === 2 ? lastOffsetAt(bytes, at) : int64At(bytes, at)
}

export function batchMaxTimestamp(bytes: Uint8Array, at: number): TimestampMs {
  const magic = magicAt(bytes, at)
  return magic === 2 ? maxTimestampAt(bytes, at) : magic === 1 ? int64At(bytes, at + OLD_HEADER_BYTES) : -1
}

export function batchLeaderEpoch(bytes: Uint8Array, at: number): number {
  return magicAt(bytes, at) === 2 ? partitionLeaderEpochAt(bytes, at) : -1
}
