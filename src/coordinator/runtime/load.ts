/** Reads the whole log of one partition, piece by piece, with other work between the pieces. */
import { CorruptionError } from '../../base/errors.ts'
import type { Offset } from '../../base/kinds.ts'
import { RECORDS_PER_TURN } from '../../base/limits.ts'
import type { Logger } from '../../base/logger.ts'
import type { World } from '../../io/world.ts'
import { isControlAt, isTransactionalAt, lastOffsetAt, magicAt, producerIdAt } from '../../protocol/batch/header.ts'
import { batchPositions, openRecordsApart, type RecordView } from '../../protocol/batch/iterate.ts'
import { ErrorCode, errorName } from '../../protocol/error-codes.ts'
import type { PartitionLog } from '../../storage/contract.ts'

const NO_PRODUCER = -1
const COMMIT_MARKER = 1

export interface LoadParams {
  readonly world: World
  readonly logger: Logger
  /** Of now: another one with the same offsets takes its place when it is moved to another folder. */
  readonly log: () => PartitionLog
  /** Bytes of one piece: offsets.load.buffer.size and the like. */
  readonly pieceBytes: number
  readonly isCancelled: () => boolean
  /** Views into the piece: copy what stays. */
  record(record: RecordView, producerId: number): void
  marker(producerId: number, commit: boolean): void
}

/** Resolves with the count of records, up to where the log ended when this was called. */
export async function loadLog(params: LoadParams): Promise<number> {
  const { world } = params
  const { logEndOffset: end, logStartOffset } = params.log()
  let at = logStartOffset
  let count = 0
  while (at < end && !params.isCancelled()) {
    const log = params.log()
    const slice = await log.read(at, end, params.pieceBytes, true, false)
    if (slice.error !== ErrorCode.NONE) {
      if (params.log() !== log) continue
      // Retention took the beginning meanwhile.
      if (slice.error === ErrorCode.OFFSET_OUT_OF_RANGE && at < log.logStartOffset) {
        at = log.logStartOffset
        continue
      }
      throw new Error(`${log.topicPartition} cannot be read: ${errorName(slice.error)}`)
    }
    // After compaction nothing may be left up to the end.
    if (slice.byteLength === 0) break
    // A batch may lie across two chunks.
    const bytes = slice.records.length === 1 ? slice.records[0]! : Buffer.concat(slice.records)
    const piece = await loadPiece(params, bytes, at, end)
    if (piece.next <= at) break
    at = piece.next
    count += piece.records
    await new Promise<void>((resolve) => world.turn.later(resolve))
  }
  return count
}

async function loadPiece(
  params: LoadParams,
  bytes: Uint8Array,
  from: Offset,
  end: Offset,
): Promise<{ next: Offset; records: number }> {
  let next = from
  let records = 0
  for (const at of batchPositions(bytes)) {
    const opened = openRecordsApart(bytes, at, params.world.compute)
    const walk = opened instanceof Promise ? await opened : opened
    const isBatch = magicAt(bytes, at) === 2
    if (isBatch) next = Math.max(next, lastOffsetAt(bytes, at) + 1)
    const isControl = isBatch && isControlAt(bytes, at)
    const producerId = isBatch && isTransactionalAt(bytes, at) ? producerIdAt(bytes, at) : NO_PRODUCER
    while (walk.next()) {
      if (walk.offset >= next) next = walk.offset + 1
      if (walk.offset < from || walk.offset >= end) continue
      if (isControl) marker(params, walk, producerId)
      else params.record(walk, producerId)
      if (++records % RECORDS_PER_TURN === 0) await new Promise<void>((resolve) => params.world.turn.later(resolve))
      if (params.isCancelled()) return { next: end, records }
    }
  }
  return { next, records }
}

/** Key: version int16, type int16. */
function marker(params: LoadParams, record: RecordView, producerId: number): void {
  const key = record.key()
  if (key === null || key.length < 4) {
    throw new CorruptionError(params.log().topicPartition, record.offset, 'a transaction marker without a key')
  }
  params.marker(producerId, ((key[2]! << 8) | key[3]!) === COMMIT_MARKER)
}
