/**
 * What a partition knows of idempotent and transactional producers: epoch, the last five batches (to recognise what was
 * sent twice), the transaction that is open. Rules are those of Apache Kafka 3.9's ProducerStateManager.
 *
 * One row of doubles per producer, no objects:
 *
 *     0 epoch  1 coordinatorEpoch  2 lastTimestamp  3 currentTxnFirstOffset (-1)  4 batches held  5 last used (monotonic)
 *     6.. five times: lastSequence, lastOffset, offsetDelta, timestamp; the newest last
 */
import { int16At, int32At } from '../base/bytes.ts'
import type { Offset, ProducerId, TimestampMs } from '../base/kinds.ts'
import {
  baseOffsetAt,
  baseSequenceAt,
  isControlAt,
  isTransactionalAt,
  lastOffsetDeltaAt,
  lastSequenceAt,
  magicAt,
  maxTimestampAt,
  NO_PRODUCER_EPOCH,
  producerEpochAt,
  producerIdAt,
  recordCountAt,
} from '../protocol/batch/header.ts'
import { openRecords } from '../protocol/batch/iterate.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { type ActiveProducer, type AppendOptions, FENCED, NOTHING_TO_VERIFY, type ProducerOfBatch } from './contract.ts'
import type { AbortedTransaction } from './transaction-index.ts'
import { Verifications } from './verifications.ts'

const BATCHES = 5
const EPOCH = 0
const COORDINATOR_EPOCH = 1
const LAST_TIMESTAMP = 2
const TXN_FIRST_OFFSET = 3
const BATCH_COUNT = 4
const LAST_USED = 5
const FIRST_BATCH = 6
const BATCH_CELLS = 4
const ROW = FIRST_BATCH + BATCHES * BATCH_CELLS
const SEQUENCE_MAX = 0x7fffffff
/** A client can name any producer id. Beyond this many per partition the ones silent for longest are forgotten. */
const PRODUCERS_MAX = 100_000

/** `check` found the batch among the last five. */
export const DUPLICATE = -2

const ABORT = 0
const COMMIT = 1

/** One producer as a snapshot keeps it. */
export interface ProducerRow {
  readonly producerId: ProducerId
  readonly epoch: number
  /** -1, and so the next two, when no batch is held. */
  readonly lastSequence: number
  readonly lastOffset: Offset
  readonly offsetDelta: number
  readonly timestamp: TimestampMs
  readonly coordinatorEpoch: number
  readonly currentTxnFirstOffset: Offset
}

export class ProducerStates {
  /** All below this offset is part of the state. */
  endOffset: Offset = 0
  /** Of the batch that `check` called a duplicate. */
  duplicateFirstOffset: Offset = -1
  duplicateLastOffset: Offset = -1
  duplicateTimestamp: TimestampMs = -1
  private rows = new Map<ProducerId, number>()
  private freeRows: number[] = []
  private cells = new Float64Array(0)
  /** Open transactions by first offset; offsets of new ones rise, so the first is the smallest. */
  private open = new Map<Offset, ProducerId>()
  /** Ended above the high watermark: first offset to the marker's. */
  private undecided = new Map<Offset, Offset>()
  private readonly producersMax: number
  /** Made when the first transaction begins here. */
  private verifications: Verifications | null = null

  constructor(producersMax = PRODUCERS_MAX) {
    this.producersMax = producersMax
  }

  get size(): number {
    return this.rows.size
  }

  /** All that `other` knows, in one step; `other` is not used any more. */
  become(other: ProducerStates, endOffset: Offset): void {
    this.rows = other.rows
    this.freeRows = other.freeRows
    this.cells = other.cells
    this.open = other.open
    this.undecided = other.undecided
    this.endOffset = endOffset
  }

  clear(endOffset: Offset): void {
    this.rows.clear()
    this.freeRows.length = 0
    this.cells = new Float64Array(0)
    this.open.clear()
    this.undecided.clear()
    this.endOffset = endOffset
  }

  /**
   * May the batch at `at` be appended? An ErrorCode, or DUPLICATE. Sequences are the business of clients' batches alone;
   * markers are checked for their coordinator's epoch.
   */
  check(
    bytes: Uint8Array,
    at: number,
    options: Pick<AppendOptions, 'origin' | 'transactionVersion' | 'guard'>,
  ): number {
    const { origin } = options
    const row = this.rows.get(producerIdAt(bytes, at))
    if (row !== undefined) {
      if (origin === 'client' && this.findDuplicate(row, bytes, at)) return DUPLICATE
      if (producerEpochAt(bytes, at) < this.cells[row + EPOCH]!) return ErrorCode.INVALID_PRODUCER_EPOCH
      if (isControlAt(bytes, at)) return this.checkMarker(row, bytes, at, options.transactionVersion ?? 0)
    }
    if (isTransactionalAt(bytes, at) && origin !== 'marker') {
      const error = this.checkTransaction(row, bytes, at, origin, options.guard)
      if (error !== ErrorCode.NONE) return error
    }
    if (row === undefined) return ErrorCode.NONE
    if (origin === 'client') {
      const error = this.checkSequence(row, producerEpochAt(bytes, at), baseSequenceAt(bytes, at))
      if (error !== ErrorCode.NONE) return error
    }
    const isOpen = this.cells[row + TXN_FIRST_OFFSET]! >= 0
    return isOpen && !isTransactionalAt(bytes, at) ? ErrorCode.INVALID_TXN_STATE : ErrorCode.NONE
  }

  /**
   * The first batch of a transaction needs the word of its coordinator. `guard` undefined: it is not asked here
   * (transaction.partition.verification.enable).
   */
  private checkTransaction(
    row: number | undefined,
    bytes: Uint8Array,
    at: number,
    origin: AppendOptions['origin'],
    guard: number | undefined,
  ): number {
    const producerId = producerIdAt(bytes, at)
    if (guard !== undefined && !this.isOngoing(producerId, producerEpochAt(bytes, at))) {
      if (!this.verifications?.holds(producerId, guard)) return ErrorCode.INVALID_TXN_STATE
    }
    if (origin !== 'client' || this.verifications === null) return ErrorCode.NONE
    const isKnown = row !== undefined && this.cells[row + BATCH_COUNT]! > 0
    return this.verifications.mayBegin(producerId, baseSequenceAt(bytes, at), isKnown)
      ? ErrorCode.NONE
      : ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER
  }

  /** Has the producer a transaction of this epoch open? */
  isOngoing(producerId: ProducerId, epoch: number): boolean {
    const row = this.rows.get(producerId)
    return row !== undefined && this.cells[row + TXN_FIRST_OFFSET]! >= 0 && this.cells[row + EPOCH] === epoch
  }

  startVerification(batch: ProducerOfBatch, isVersion2: boolean, nowMs: number): number {
    const row = this.rows.get(batch.producerId)
    if (row !== undefined && batch.epoch < this.cells[row + EPOCH]!) return FENCED
    if (this.isOngoing(batch.producerId, batch.epoch)) return NOTHING_TO_VERIFY
    this.verifications ??= new Verifications()
    return this.verifications.start(batch, isVersion2, nowMs)
  }

  private findDuplicate(row: number, bytes: Uint8Array, at: number): boolean {
    const cells = this.cells
    if (producerEpochAt(bytes, at) !== cells[row + EPOCH]) return false
    const first = baseSequenceAt(bytes, at)
    const last = lastSequenceAt(bytes, at)
    const count = cells[row + BATCH_COUNT]!
    for (let n = 0, cell = row + FIRST_BATCH; n < count; n++, cell += BATCH_CELLS) {
      if (cells[cell] !== last || firstSequence(last, cells[cell + 2]!) !== first) continue
      this.duplicateLastOffset = cells[cell + 1]!
      this.duplicateFirstOffset = this.duplicateLastOffset - cells[cell + 2]!
      this.duplicateTimestamp = cells[cell + 3]!
      return true
    }
    return false
  }

  private checkSequence(row: number, epoch: number, first: number): number {
    const known = this.cells[row + EPOCH]!
    if (epoch !== known) {
      return first === 0 || known === NO_PRODUCER_EPOCH ? ErrorCode.NONE : ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER
    }
    const last = this.lastSequence(row)
    const inSequence = first === last + 1 || (first === 0 && last === SEQUENCE_MAX)
    return inSequence ? ErrorCode.NONE : ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER
  }

  /**
   * From transaction version 2 on, each transaction ends with a raised epoch: a marker at the epoch of the open transaction
   * belongs to an older one. At the epoch of no transaction it is the last marker once more, and does nothing (KAFKA-19999).
   */
  private checkMarker(row: number, bytes: Uint8Array, at: number, transactionVersion: number): number {
    const marker = readMarker(bytes, at)
    if (marker === null) return ErrorCode.NONE
    const isLate = producerEpochAt(bytes, at) === this.cells[row + EPOCH] && this.cells[row + TXN_FIRST_OFFSET]! >= 0
    if (transactionVersion >= 2 && isLate) return ErrorCode.INVALID_PRODUCER_EPOCH
    return marker.coordinatorEpoch < this.cells[row + COORDINATOR_EPOCH]!
      ? ErrorCode.TRANSACTION_COORDINATOR_FENCED
      : ErrorCode.NONE
  }

  /**
   * The batch at `at` (with its final offsets) becomes part of the state; it needs no check that it passed, a follower's
   * batches none at all. Answers the transaction that it aborted, if so, for the transaction index.
   */
  apply(bytes: Uint8Array, at: number, nowMs: number): AbortedTransaction | null {
    if (magicAt(bytes, at) !== 2) return null
    const producerId = producerIdAt(bytes, at)
    if (producerId < 0) return null
    if (isControlAt(bytes, at)) return this.applyMarker(producerId, bytes, at, nowMs)
    const row = this.rowFor(producerId)
    const cells = this.cells
    const baseOffset = baseOffsetAt(bytes, at)
    const offsetDelta = lastOffsetDeltaAt(bytes, at)
    const timestamp = maxTimestampAt(bytes, at)
    this.setEpoch(row, producerEpochAt(bytes, at))
    this.addBatch(row, lastSequenceAt(bytes, at), baseOffset + offsetDelta, offsetDelta, timestamp)
    cells[row + LAST_TIMESTAMP] = timestamp
    cells[row + LAST_USED] = nowMs
    if (!isTransactionalAt(bytes, at)) return null
    this.verifications?.end(producerId)
    if (cells[row + TXN_FIRST_OFFSET]! < 0) {
      cells[row + TXN_FIRST_OFFSET] = baseOffset
      this.open.set(baseOffset, producerId)
    }
    return null
  }

  private applyMarker(producerId: ProducerId, bytes: Uint8Array, at: number, nowMs: number): AbortedTransaction | null {
    if (recordCountAt(bytes, at) === 0) return this.applyEmptied(producerId, bytes, at, nowMs)
    const marker = readMarker(bytes, at)
    if (marker === null) return null
    this.verifications?.end(producerId)
    const row = this.rowFor(producerId)
    const cells = this.cells
    const firstOffset = cells[row + TXN_FIRST_OFFSET]!
    this.setEpoch(row, producerEpochAt(bytes, at))
    cells[row + COORDINATOR_EPOCH] = marker.coordinatorEpoch
    cells[row + LAST_TIMESTAMP] = maxTimestampAt(bytes, at)
    cells[row + LAST_USED] = nowMs
    cells[row + TXN_FIRST_OFFSET] = -1
    if (firstOffset < 0) return null
    const lastOffset = baseOffsetAt(bytes, at)
    this.open.delete(firstOffset)
    const lastStableOffset = this.firstOpen() ?? lastOffset + 1
    this.undecided.set(firstOffset, lastOffset)
    return marker.type === ABORT ? { producerId, firstOffset, lastOffset, lastStableOffset } : null
  }

  /** A marker that compaction emptied, for nothing is left of its transaction: it was kept for its epoch, which fences. */
  private applyEmptied(producerId: ProducerId, bytes: Uint8Array, at: number, nowMs: number): null {
    const row = this.rowFor(producerId)
    const { cells } = this
    this.setEpoch(row, producerEpochAt(bytes, at))
    cells[row + LAST_USED] = nowMs
    this.open.delete(cells[row + TXN_FIRST_OFFSET]!)
    cells[row + TXN_FIRST_OFFSET] = -1
    return null
  }

  /** First offset of a transaction that is open, or ended at or above the high watermark; null: none. */
  firstUnstableOffset(highWatermark: Offset): Offset | null {
    let first = this.firstOpen()
    for (const [firstOffset, markerOffset] of this.undecided) {
      if (markerOffset < highWatermark) this.undecided.delete(firstOffset)
      else if (first === null || firstOffset < first) first = firstOffset
    }
    return first
  }

  /** Last timestamp of the open transaction that holds readers back longest; -1: none is open. */
  get oldestTransactionMs(): TimestampMs {
    for (const producerId of this.open.values()) return this.cells[this.rows.get(producerId)! + LAST_TIMESTAMP]!
    return -1
  }

  /** Forgets producers silent for long, by the clock of their records and by our own (a record's time may be anything). */
  expire(nowMs: TimestampMs, monotonicMs: number, expirationMs: number): void {
    for (const [producerId, row] of this.rows) {
      if (this.cells[row + TXN_FIRST_OFFSET]! >= 0) continue
      if (nowMs - this.cells[row + LAST_TIMESTAMP]! < expirationMs) continue
      if (monotonicMs - this.cells[row + LAST_USED]! < expirationMs) continue
      this.rows.delete(producerId)
      this.freeRows.push(row)
    }
    this.verifications?.expire(monotonicMs, expirationMs)
  }

  *all(): Generator<ProducerRow> {
    for (const [producerId, row] of this.rows) {
      const cells = this.cells
      const count = cells[row + BATCH_COUNT]!
      const cell = row + FIRST_BATCH + (count - 1) * BATCH_CELLS
      yield {
        producerId,
        epoch: cells[row + EPOCH]!,
        lastSequence: count === 0 ? -1 : cells[cell]!,
        lastOffset: count === 0 ? -1 : cells[cell + 1]!,
        offsetDelta: count === 0 ? 0 : cells[cell + 2]!,
        timestamp: cells[row + LAST_TIMESTAMP]!,
        coordinatorEpoch: cells[row + COORDINATOR_EPOCH]!,
        currentTxnFirstOffset: cells[row + TXN_FIRST_OFFSET]!,
      }
    }
  }

  /** A row of a snapshot. */
  restore(from: ProducerRow, monotonicMs: number): void {
    const row = this.rowFor(from.producerId)
    this.cells[row + EPOCH] = from.epoch
    this.cells[row + COORDINATOR_EPOCH] = from.coordinatorEpoch
    this.cells[row + LAST_TIMESTAMP] = from.timestamp
    this.cells[row + TXN_FIRST_OFFSET] = from.currentTxnFirstOffset
    this.cells[row + LAST_USED] = monotonicMs
    if (from.lastOffset >= 0) {
      this.addBatch(row, from.lastSequence, from.lastOffset, from.offsetDelta, from.timestamp)
    }
    if (from.currentTxnFirstOffset >= 0) this.open.set(from.currentTxnFirstOffset, from.producerId)
  }

  /** Snapshots list open transactions in no order; the map wants them rising. */
  sortOpen(): void {
    const sorted = [...this.open].sort((a, b) => a[0] - b[0])
    this.open.clear()
    for (const [offset, producerId] of sorted) this.open.set(offset, producerId)
  }

  active(): ActiveProducer[] {
    return Array.from(this.all(), (row) => ({
      producerId: row.producerId,
      producerEpoch: row.epoch,
      lastSequence: row.lastSequence,
      lastTimestamp: row.timestamp,
      coordinatorEpoch: row.coordinatorEpoch,
      currentTxnStartOffset: row.currentTxnFirstOffset,
    }))
  }

  private firstOpen(): Offset | null {
    for (const offset of this.open.keys()) return offset
    return null
  }

  private lastSequence(row: number): number {
    const count = this.cells[row + BATCH_COUNT]!
    return count === 0 ? -1 : this.cells[row + FIRST_BATCH + (count - 1) * BATCH_CELLS]!
  }

  private setEpoch(row: number, epoch: number): void {
    if (this.cells[row + EPOCH] === epoch) return
    this.cells[row + EPOCH] = epoch
    this.cells[row + BATCH_COUNT] = 0
  }

  private addBatch(
    row: number,
    lastSequence: number,
    lastOffset: Offset,
    offsetDelta: number,
    timestamp: TimestampMs,
  ): void {
    const cells = this.cells
    const first = row + FIRST_BATCH
    let count = cells[row + BATCH_COUNT]!
    if (count === BATCHES) {
      cells.copyWithin(first, first + BATCH_CELLS, first + BATCHES * BATCH_CELLS)
      count--
    }
    const cell = first + count * BATCH_CELLS
    cells[cell] = lastSequence
    cells[cell + 1] = lastOffset
    cells[cell + 2] = offsetDelta
    cells[cell + 3] = timestamp
    cells[row + BATCH_COUNT] = count + 1
  }

  /** An eighth of them at once, so that a flood of new ones costs little for each. Open transactions stay. */
  private forgetOldest(): void {
    const { cells } = this
    const idle = [...this.rows].filter(([, row]) => cells[row + TXN_FIRST_OFFSET]! < 0)
    idle.sort(
      ([, a], [, b]) =>
        cells[a + LAST_USED]! - cells[b + LAST_USED]! || cells[a + LAST_TIMESTAMP]! - cells[b + LAST_TIMESTAMP]!,
    )
    for (const [producerId, row] of idle.slice(0, Math.ceil(idle.length / 8))) {
      this.rows.delete(producerId)
      this.freeRows.push(row)
    }
  }

  private rowFor(producerId: ProducerId): number {
    const known = this.rows.get(producerId)
    if (known !== undefined) return known
    if (this.rows.size >= this.producersMax) this.forgetOldest()
    const row = this.freeRows.pop() ?? this.rows.size * ROW
    if (row + ROW > this.cells.length) {
      const larger = new Float64Array(Math.max(2 * ROW, this.cells.length * 2))
      larger.set(this.cells)
      this.cells = larger
    }
    this.cells.fill(0, row, row + ROW)
    this.cells[row + EPOCH] = NO_PRODUCER_EPOCH
    this.cells[row + COORDINATOR_EPOCH] = -1
    this.cells[row + LAST_TIMESTAMP] = -1
    this.cells[row + TXN_FIRST_OFFSET] = -1
    this.rows.set(producerId, row)
    return row
  }
}

function firstSequence(last: number, delta: number): number {
  return last < delta ? SEQUENCE_MAX - (delta - last) + 1 : last - delta
}

/** What a control batch decides; null when it is of a kind that concerns no transaction, or unreadable. */
function readMarker(bytes: Uint8Array, at: number): { type: number; coordinatorEpoch: number } | null {
  const records = openRecords(bytes, at)
  if (!records.next() || records.keySize < 4) return null
  const type = int16At(records.bytes, records.keyAt + 2)
  if (type !== ABORT && type !== COMMIT) return null
  const coordinatorEpoch = records.valueSize >= 6 ? int32At(records.bytes, records.valueAt + 2) : -1
  return { type, coordinatorEpoch }
}
