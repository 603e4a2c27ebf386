/**
 * The header of a record batch (magic 2), read and patched where it lies.
 *
 *      0  baseOffset             int64   set by the leader
 *      8  batchLength            int32   bytes after this field
 *     12  partitionLeaderEpoch   int32   set by the leader
 *     16  magic                  int8    2
 *     17  crc                    uint32  CRC-32C of everything from 21 on
 *     21  attributes             int16   bits 0-2 compression, 3 timestamp type, 4 transactional, 5 control, 6 delete horizon
 *     23  lastOffsetDelta        int32
 *     27  baseTimestamp          int64
 *     35  maxTimestamp           int64
 *     43  producerId             int64   -1: none
 *     51  producerEpoch          int16
 *     53  baseSequence           int32
 *     57  recordCount            int32
 *     61  records
 *
 * Message sets of magic 0 and 1 have offset, size and magic at the same places. Getters take the position of the batch's
 * first byte and check nothing: `faultAt` first, for bytes that were not written by us. 64-bit fields beyond ±2^53 come
 * rounded, but still beyond (Number.isSafeInteger tells); `faultAt` reports such offsets.
 */
import { int8At, int16At, int32At, int64At, setInt32, setInt64, uint32At } from '../../base/bytes.ts'
import { crc32c } from '../../base/crc32c.ts'
import type { Offset, TimestampMs } from '../../base/kinds.ts'

export const SIZE_AT = 8
export const LOG_OVERHEAD = 12
export const MAGIC_AT = 16
export const CRC_AT = 17
export const ATTRIBUTES_AT = 21
/** Where a v2 batch's records begin; the size of an empty batch. */
export const BATCH_HEADER_BYTES = 61

export const COMPRESSION_MASK = 0x07
export const TIMESTAMP_TYPE_BIT = 0x08
export const TRANSACTIONAL_BIT = 0x10
export const CONTROL_BIT = 0x20
export const DELETE_HORIZON_BIT = 0x40
const KNOWN_ATTRIBUTES = 0x7f

export const NO_PRODUCER_ID = -1
export const NO_PRODUCER_EPOCH = -1
export const NO_SEQUENCE = -1
export const NO_TIMESTAMP = -1
export const NO_LEADER_EPOCH = -1

export type TimestampType = 'CreateTime' | 'LogAppendTime'

export function baseOffsetAt(b: Uint8Array, at: number): Offset {
  return int64At(b, at)
}
/** Of the whole batch with its first twelve bytes. Any int32 + 12 when the bytes are not trusted. */
export function sizeInBytesAt(b: Uint8Array, at: number): number {
  return int32At(b, at + SIZE_AT) + LOG_OVERHEAD
}
export function partitionLeaderEpochAt(b: Uint8Array, at: number): number {
  return int32At(b, at + 12)
}
export function magicAt(b: Uint8Array, at: number): number {
  return int8At(b, at + MAGIC_AT)
}
export function crcAt(b: Uint8Array, at: number): number {
  return uint32At(b, at + CRC_AT)
}
export function attributesAt(b: Uint8Array, at: number): number {
  return int16At(b, at + ATTRIBUTES_AT)
}
export function lastOffsetDeltaAt(b: Uint8Array, at: number): number {
  return int32At(b, at + 23)
}
/** The delete horizon when DELETE_HORIZON_BIT is set. */
export function baseTimestampAt(b: Uint8Array, at: number): TimestampMs {
  return int64At(b, at + 27)
}
/** When the batch's tombstones, or its marker, may go (KIP-534); null: compaction has not said so yet. */
export function deleteHorizonAt(b: Uint8Array, at: number): TimestampMs | null {
  return (b[at + ATTRIBUTES_AT + 1]! & DELETE_HORIZON_BIT) === 0 ? null : baseTimestampAt(b, at)
}
export function maxTimestampAt(b: Uint8Array, at: number): TimestampMs {
  return int64At(b, at + 35)
}
export function producerIdAt(b: Uint8Array, at: number): number {
  return int64At(b, at + 43)
}
export function producerEpochAt(b: Uint8Array, at: number): number {
  return int16At(b, at + 51)
}
export function baseSequenceAt(b: Uint8Array, at: number): number {
  return int32At(b, at + 53)
}
export function recordCountAt(b: Uint8Array, at: number): number {
  return int32At(b, at + 57)
}

export function lastOffsetAt(b: Uint8Array, at: number): Offset {
  return int64At(b, at) + int32At(b, at + 23)
}
/** Sequence numbers wrap from 2^31 - 1 to 0; -1 when the batch has none. */
export function lastSequenceAt(b: Uint8Array, at: number): number {
  const base = baseSequenceAt(b, at)
  return base === NO_SEQUENCE ? NO_SEQUENCE : addSequence(base, lastOffsetDeltaAt(b, at))
}
export function addSequence(sequence: number, increment: number): number {
  const sum = sequence + increment
  return sum > 0x7fffffff ? sum - 0x80000000 : sum
}
export function compressionAt(b: Uint8Array, at: number): number {
  return b[at + ATTRIBUTES_AT + 1]! & COMPRESSION_MASK
}
export function isTransactionalAt(b: Uint8Array, at: number): boolean {
  return (b[at + ATTRIBUTES_AT + 1]! & TRANSACTIONAL_BIT) !== 0
}
export function isControlAt(b: Uint8Array, at: number): boolean {
  return (b[at + ATTRIBUTES_AT + 1]! & CONTROL_BIT) !== 0
}
export function timestampTypeAt(b: Uint8Array, at: number): TimestampType {
  return b[at + ATTRIBUTES_AT + 1]! & TIMESTAMP_TYPE_BIT ? 'LogAppendTime' : 'CreateTime'
}

/** Outside the CRC. The batch's last offset becomes baseOffset + lastOffsetDelta. */
export function setBaseOffset(b: Uint8Array, at: number, baseOffset: Offset): void {
  setInt64(b, at, baseOffset)
}
/** Outside the CRC. */
export function setPartitionLeaderEpoch(b: Uint8Array, at: number, epoch: number): void {
  setInt32(b, at + 12, epoch)
}
/** Sets both and the CRC, unless they are so already. Attributes that nobody knows are cleared then, as Apache does. */
export function setMaxTimestamp(b: Uint8Array, at: number, type: TimestampType, maxTimestamp: TimestampMs): void {
  const attributes = b[at + ATTRIBUTES_AT + 1]!
  const wanted = type === 'LogAppendTime' ? attributes | TIMESTAMP_TYPE_BIT : attributes & ~TIMESTAMP_TYPE_BIT
  if (wanted === attributes && maxTimestampAt(b, at) === maxTimestamp) return
  b[at + ATTRIBUTES_AT] = 0
  b[at + ATTRIBUTES_AT + 1] = wanted & KNOWN_ATTRIBUTES
  setInt64(b, at + 35, maxTimestamp)
  updateCrc(b, at)
}
export function updateCrc(b: Uint8Array, at: number): void {
  setInt32(b, at + CRC_AT, crc32c(b, at + ATTRIBUTES_AT, at + sizeInBytesAt(b, at)))
}
export function isCrcValid(b: Uint8Array, at: number): boolean {
  return crcAt(b, at) === crc32c(b, at + ATTRIBUTES_AT, at + sizeInBytesAt(b, at))
}

/**
 * What is wrong with the v2 batch at `at` as a stored one, in a few words; null: nothing. Looks at size, magic, CRC, and
 * that the header's numbers can be true; not at the records. `end` is where the bytes end.
 */
export function faultAt(b: Uint8Array, at: number, end: number): string | null {
  if (end - at < LOG_OVERHEAD) return `${end - at} bytes are too few for a batch header`
  const size = sizeInBytesAt(b, at)
  if (size < BATCH_HEADER_BYTES) return `a batch size of ${size} bytes, less than its header`
  if (size > end - at) return `a batch of ${size} bytes where ${end - at} remain`
  const magic = magicAt(b, at)
  if (magic !== 2) return `magic ${magic}`
  if (!isCrcValid(b, at)) return `a CRC that does not match (stored ${crcAt(b, at)})`
  return numbersFaultAt(b, at)
}

/**
 * The part of `faultAt` that is not about size and CRC. A timestamp beyond ±2^53 is no fault: another broker may have
 * stored it, and it must not be taken for damage.
 */
export function numbersFaultAt(b: Uint8Array, at: number): string | null {
  const baseOffset = baseOffsetAt(b, at)
  const lastOffsetDelta = lastOffsetDeltaAt(b, at)
  if (!(baseOffset >= 0) || !Number.isSafeInteger(baseOffset)) return `base offset ${baseOffset}`
  if (lastOffsetDelta < 0 || !Number.isSafeInteger(baseOffset + lastOffsetDelta))
    return `last offset delta ${lastOffsetDelta}`
  if (recordCountAt(b, at) < 0) return `record count ${recordCountAt(b, at)}`
  return null
}
