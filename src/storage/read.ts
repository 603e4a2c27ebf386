/** Reading by offset: from the tail cache in the same turn, else with positional reads off the loop. */
import { CorruptionError } from '../base/errors.ts'
import type { FilePosition, Offset } from '../base/kinds.ts'
import { DiskError, type DiskFile } from '../io/world.ts'
import { LOG_OVERHEAD, MAGIC_AT, sizeInBytesAt } from '../protocol/batch/header.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { batchBaseOffset, batchLastOffset, scanBatches } from './batch-scan.ts'
import type { LogSlice } from './contract.ts'
import { isMissing } from './index-file.ts'
import type { LogState } from './log-state.ts'
import type { Segment } from './segment.ts'
import { indexedPosition } from './segment-indexes.ts'
import type { AbortedTransaction } from './transaction-index.ts'

const NO_ABORTED: LogSlice['abortedTransactions'] = []
/** Where readers of this log stopped: a sequential one begins there and needs no index. */
const HINTS = 4
const HINT_CELLS = 3
/** No answer holds more than this, whatever is asked for. */
const READ_BYTES_MAX = 64 << 20

export function emptySlice(error: number, committedOnly = false): LogSlice {
  return { error, records: [], byteLength: 0, abortedTransactions: committedOnly ? NO_ABORTED : null }
}

export class LogReader {
  private readonly log: LogState
  /** Rows of offset, segment base, position. */
  private hints: Float64Array | null = null
  private nextHint = 0

  constructor(log: LogState) {
    this.log = log
  }

  read(
    from: Offset,
    upTo: Offset,
    maxBytes: number,
    atLeastOne: boolean,
    committedOnly: boolean,
  ): LogSlice | Promise<LogSlice> {
    const { log } = this
    if (log.failure !== null || log.closed) return emptySlice(ErrorCode.KAFKA_STORAGE_ERROR)
    if (from < log.logStartOffset || from > log.logEndOffset) return emptySlice(ErrorCode.OFFSET_OUT_OF_RANGE)
    // What is not written may still be taken back: nobody sees it.
    const limit = Math.min(upTo, log.writtenOffset)
    if (from >= limit || (maxBytes <= 0 && !atLeastOne)) return emptySlice(ErrorCode.NONE, committedOnly)
    const anew = () => this.read(from, upTo, maxBytes, atLeastOne, committedOnly)
    const cache = log.cacheIfAny
    if (cache !== null) {
      cache.noteReader()
      const found = cache.read(from, limit, maxBytes, atLeastOne)
      if (found !== null) {
        const slice = { error: ErrorCode.NONE, records: found.chunks, byteLength: found.byteLength }
        if (!committedOnly) return { ...slice, abortedTransactions: null }
        if (!this.mayHoldAborted(from)) return { ...slice, abortedTransactions: NO_ABORTED }
        const told = async () => ({ ...slice, abortedTransactions: await this.aborted(from, found.endOffset) })
        return this.guard(told, anew)
      }
    }
    const bound = Math.min(maxBytes, READ_BYTES_MAX)
    return this.guard(() => this.readCold(from, limit, bound, atLeastOne, committedOnly), anew)
  }

  /** Positions are no longer what they were. */
  forgetHints(): void {
    this.hints = null
  }

  /** Begins anew when offsets were taken back meanwhile. */
  private async guard(read: () => Promise<LogSlice>, anew: () => LogSlice | Promise<LogSlice>): Promise<LogSlice> {
    const { generation } = this.log
    try {
      const slice = await read()
      if (generation === this.log.generation) return slice
    } catch (error) {
      if (generation === this.log.generation) return this.failed(error)
    }
    return anew()
  }

  private failed(error: unknown): LogSlice {
    const { log } = this
    // Its segment was deleted while it waited.
    if (isMissing(error)) return emptySlice(ErrorCode.OFFSET_OUT_OF_RANGE)
    if (!(error instanceof DiskError) && !(error instanceof CorruptionError)) throw error
    log.logger.error('a read failed: look at the disk, or restore the partition from another replica', {
      partition: log.topicPartition,
      error: error.message,
    })
    return emptySlice(ErrorCode.KAFKA_STORAGE_ERROR)
  }

  private async readCold(
    from: Offset,
    limit: Offset,
    maxBytes: number,
    atLeastOne: boolean,
    committedOnly: boolean,
  ): Promise<LogSlice> {
    const { segments } = this.log
    for (let index = segments.floorIndex(from); index < segments.length; index++) {
      const segment = segments.at(index)!
      if (segment.base >= limit) break
      const read = await this.readSegment(segment, from, limit, maxBytes, atLeastOne)
      if (read === null) continue
      return {
        error: ErrorCode.NONE,
        records: read.bytes.length === 0 ? [] : [read.bytes],
        byteLength: read.bytes.length,
        abortedTransactions: committedOnly ? await this.aborted(from, read.endOffset) : null,
      }
    }
    return emptySlice(ErrorCode.NONE, committedOnly)
  }

  /** null: no batch of this segment is at or behind `from`. */
  private async readSegment(
    segment: Segment,
    from: Offset,
    limit: Offset,
    maxBytes: number,
    atLeastOne: boolean,
  ): Promise<{ bytes: Uint8Array; endOffset: Offset } | null> {
    const end = segment.written
    const start = await this.locate(segment, from, end)
    if (start >= end) return null
    const file = await segment.log.pin()
    try {
      let bytes = await this.readExactly(file, start, Math.min(end - start, Math.max(maxBytes, 512)))
      const first = sizeInBytesAt(bytes, 0)
      if (first > maxBytes && !atLeastOne) return { bytes: bytes.subarray(0, 0), endOffset: from }
      if (first > bytes.length && first <= end - start) bytes = await this.readExactly(file, start, first)
      return this.wholeBatches(segment, start, bytes, limit, Math.max(maxBytes, first))
    } finally {
      segment.log.unpin()
    }
  }

  /** Position of the first batch that ends at or behind `offset`. */
  private async locate(segment: Segment, offset: Offset, end: FilePosition): Promise<FilePosition> {
    const hint = this.findHint(segment, offset)
    if (hint >= 0) return hint
    const near = await indexedPosition(this.log, segment, offset)
    const file = await segment.log.pin()
    try {
      const found = await scanBatches(
        file,
        near,
        end,
        'headers',
        ({ bytes, at }) => batchLastOffset(bytes, at) < offset,
      )
      if (found.fault !== null) throw new CorruptionError(segment.log.path, found.position, found.fault)
      return found.position
    } finally {
      segment.log.unpin()
    }
  }

  private wholeBatches(
    segment: Segment,
    start: FilePosition,
    bytes: Uint8Array,
    limit: Offset,
    maxBytes: number,
  ): { bytes: Uint8Array; endOffset: Offset } {
    let at = 0
    let endOffset = -1
    while (bytes.length - at > MAGIC_AT) {
      const size = sizeInBytesAt(bytes, at)
      const magic = bytes[at + MAGIC_AT]!
      // A header that makes no sense ends what is served; the next read, which starts with it, says so.
      if (size <= LOG_OVERHEAD || magic > 2 || batchBaseOffset(bytes, at) < endOffset) {
        if (at > 0) break
        throw new CorruptionError(segment.log.path, start, `a batch of ${size} bytes and magic ${magic}`)
      }
      if (at + size > bytes.length || at + size > maxBytes) break
      const last = batchLastOffset(bytes, at)
      if (last >= limit) break
      at += size
      endOffset = last + 1
    }
    if (at > 0) this.noteHint(segment, endOffset, start + at)
    if (at * 2 >= bytes.length) return { bytes: bytes.subarray(0, at), endOffset }
    // A large reservation is not kept alive for a few bytes.
    const few = Uint8Array.prototype.slice.call(bytes, 0, at)
    this.log.params.reads?.giveBack(bytes)
    return { bytes: few, endOffset }
  }

  private async readExactly(file: DiskFile, position: FilePosition, length: number): Promise<Uint8Array> {
    const bytes = this.log.params.reads?.take(length) ?? Buffer.allocUnsafeSlow(length)
    const count = await file.read(bytes, 0, length, position)
    if (count < length) {
      throw new CorruptionError(file.path, position + count, `the file ends ${length - count} bytes early`)
    }
    return bytes
  }

  private findHint(segment: Segment, offset: Offset): FilePosition {
    const { hints } = this
    if (hints === null) return -1
    for (let cell = 0; cell < hints.length; cell += HINT_CELLS) {
      if (hints[cell] === offset && hints[cell + 1] === segment.base) return hints[cell + 2]!
    }
    return -1
  }

  private noteHint(segment: Segment, offset: Offset, position: FilePosition): void {
    this.hints ??= new Float64Array(HINTS * HINT_CELLS).fill(-1)
    const cell = this.nextHint * HINT_CELLS
    this.hints[cell] = offset
    this.hints[cell + 1] = segment.base
    this.hints[cell + 2] = position
    this.nextHint = (this.nextHint + 1) % HINTS
  }

  private mayHoldAborted(from: Offset): boolean {
    const { segments } = this.log
    for (let index = Math.max(0, segments.floorIndex(from)); index < segments.length; index++) {
      if (segments.at(index)!.hasTransactionIndex) return true
    }
    return false
  }

  /** Aborted transactions with records in [from, upTo). */
  private async aborted(from: Offset, upTo: Offset): Promise<LogSlice['abortedTransactions']> {
    const found = await abortedTransactions(this.log, from, upTo)
    return found.map(({ producerId, firstOffset }) => ({ producerId, firstOffset }))
  }
}

export async function abortedTransactions(
  { segments }: LogState,
  from: Offset,
  upTo: Offset,
): Promise<AbortedTransaction[]> {
  const found: AbortedTransaction[] = []
  // A marker may stand segments behind the records that it aborts.
  for (let index = Math.max(0, segments.floorIndex(from)); index < segments.length; index++) {
    const transactions = segments.at(index)!.transactionIndex
    if (transactions !== null && (await transactions.collect(from, upTo, found))) break
  }
  return found
}
