/** From validated batches to offsets, and into memory: what one append does in the turn in which it is called. */
import type { LeaderEpoch, Offset, TimestampMs } from '../base/kinds.ts'
import {
  baseOffsetAt,
  lastOffsetAt,
  lastOffsetDeltaAt,
  magicAt,
  maxTimestampAt,
  producerIdAt,
  setBaseOffset,
  sizeInBytesAt,
} from '../protocol/batch/header.ts'
import type { AcceptedRecords } from '../protocol/batch/validate.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { AppendOptions, AppendResult, RecordError } from './contract.ts'
import type { Flusher } from './flush.ts'
import type { LogState } from './log-state.ts'
import { DUPLICATE } from './producer-state.ts'
import { mustRoll, roll } from './roll.ts'
import type { Sealer } from './seal.ts'
import type { AbortedTransaction } from './transaction-index.ts'

const NO_RECORD_ERRORS: readonly RecordError[] = []

export function refused(
  error: number,
  message: string | null = null,
  recordErrors: readonly RecordError[] = NO_RECORD_ERRORS,
): AppendResult {
  return {
    error,
    errorMessage: message,
    recordErrors,
    firstOffset: -1,
    lastOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    duplicate: false,
  }
}

function appended(log: LogState, firstOffset: Offset, lastOffset: Offset, logAppendTimeMs: TimestampMs): AppendResult {
  return {
    error: ErrorCode.NONE,
    errorMessage: null,
    recordErrors: NO_RECORD_ERRORS,
    firstOffset,
    lastOffset,
    logAppendTimeMs,
    logStartOffset: log.logStartOffset,
    duplicate: false,
  }
}

export interface Appender {
  readonly log: LogState
  readonly flusher: Flusher
  readonly sealer: Sealer
}

/** A leader's append. The bytes are copied when this returns. */
export function appendAsLeader(to: Appender, records: AcceptedRecords, options: AppendOptions): AppendResult {
  const { log } = to
  const { bytes } = records
  if (records.batchCount === 0) return appended(log, -1, -1, -1)
  if (bytes.length > log.config.segmentBytes) {
    return refused(
      ErrorCode.RECORD_LIST_TOO_LARGE,
      `${bytes.length} bytes do not fit a segment of ${log.config.segmentBytes} bytes (segment.bytes).`,
    )
  }
  const error = checkProducers(log, bytes, options)
  if (error === DUPLICATE) return duplicate(log)
  if (error !== ErrorCode.NONE) return refused(error)

  const firstOffset = log.logEndOffset
  const lastOffset = numberBatches(bytes, firstOffset) - 1
  log.assignEpoch(options.leaderEpoch, firstOffset)
  place(to, bytes, firstOffset, lastOffset, records.maxTimestamp, options.leaderEpoch)
  if (isFlushAwaited(log, options)) to.flusher.mustCover(firstOffset, lastOffset + 1)
  return appended(log, firstOffset, lastOffset, records.logAppendTimeMs)
}

/** A follower's: offsets, epochs and timestamps are the leader's. `bytes` were verified. */
export function appendAsReplica(to: Appender, bytes: Uint8Array): void {
  const { log } = to
  const firstOffset = baseOffsetAt(bytes, 0)
  let lastOffset = firstOffset
  let maxTimestamp = -1
  for (let at = 0; at < bytes.length; at += sizeInBytesAt(bytes, at)) {
    lastOffset = lastOffsetAt(bytes, at)
    maxTimestamp = Math.max(maxTimestamp, maxTimestampAt(bytes, at))
  }
  place(to, bytes, firstOffset, lastOffset, maxTimestamp, null)
  if (log.params.flushPolicy === 'always') to.flusher.mustCover(firstOffset, lastOffset + 1)
}

function isFlushAwaited(log: LogState, options: AppendOptions): boolean {
  const { flushPolicy } = log.params
  if (flushPolicy === 'always' || (flushPolicy === 'auto' && options.mustFlush)) return true
  const { flushMessages } = log.config
  return flushMessages > 0 && log.logEndOffset - log.flushedOffset >= flushMessages
}

function checkProducers(log: LogState, bytes: Uint8Array, options: AppendOptions): number {
  const producers = options.guard === undefined ? log.producersIfAny : log.producers
  if (producers === null) return ErrorCode.NONE
  for (let at = 0; at < bytes.length; at += sizeInBytesAt(bytes, at)) {
    if (producerIdAt(bytes, at) < 0) continue
    const error = producers.check(bytes, at, options)
    if (error !== ErrorCode.NONE) return error
  }
  return ErrorCode.NONE
}

function duplicate(log: LogState): AppendResult {
  const { duplicateFirstOffset, duplicateLastOffset, duplicateTimestamp } = log.producers
  // Apache tells the stored batch's timestamp here, whatever the topic's timestamp type.
  return { ...appended(log, duplicateFirstOffset, duplicateLastOffset, duplicateTimestamp), duplicate: true }
}

/** Base offsets in place; answers the offset after the last. */
function numberBatches(bytes: Uint8Array, firstOffset: Offset): Offset {
  let offset = firstOffset
  for (let at = 0; at < bytes.length; at += sizeInBytesAt(bytes, at)) {
    setBaseOffset(bytes, at, offset)
    offset += lastOffsetDeltaAt(bytes, at) + 1
  }
  return offset
}

/** Numbered batches into the active segment, its indexes, the producers' state and the append buffer. */
function place(
  to: Appender,
  bytes: Uint8Array,
  firstOffset: Offset,
  lastOffset: Offset,
  maxTimestamp: TimestampMs,
  leaderEpoch: LeaderEpoch | null,
): void {
  const { log } = to
  log.cleanEndOffset = -1
  let segment = log.active
  if (mustRoll(segment, bytes.length, lastOffset, maxTimestamp, log.config, log.world.clock)) {
    segment = roll(log, to.sealer, Math.max(firstOffset, log.logEndOffset))
  }
  const aborted = applyProducers(log, bytes)
  log.cache.append(bytes, firstOffset, leaderEpoch, segment.base, segment.size)
  const offsetOfMax = lastOffsetOfBatchWith(bytes, maxTimestamp, lastOffset)
  segment.noteAppend(lastOffset, maxTimestamp, offsetOfMax, bytes.length, log.config.indexIntervalBytes)
  if (aborted !== null) for (const entry of aborted) segment.addAborted(entry)
  log.logEndOffset = lastOffset + 1
}

function applyProducers(log: LogState, bytes: Uint8Array): AbortedTransaction[] | null {
  let aborted: AbortedTransaction[] | null = null
  let monotonicMs = -1
  for (let at = 0; at < bytes.length; at += sizeInBytesAt(bytes, at)) {
    if (magicAt(bytes, at) !== 2 || producerIdAt(bytes, at) < 0) continue
    if (monotonicMs < 0) monotonicMs = log.world.clock.monotonicMs()
    const entry = log.producers.apply(bytes, at, monotonicMs)
    if (entry !== null) aborted = [...(aborted ?? []), entry]
  }
  return aborted
}

/** Last offset of the first batch with this largest timestamp, as the time index has it. */
function lastOffsetOfBatchWith(bytes: Uint8Array, maxTimestamp: TimestampMs, lastOffset: Offset): Offset {
  if (sizeInBytesAt(bytes, 0) === bytes.length) return lastOffset
  for (let at = 0; at < bytes.length; at += sizeInBytesAt(bytes, at)) {
    if (maxTimestampAt(bytes, at) === maxTimestamp) return lastOffsetAt(bytes, at)
  }
  return lastOffset
}
