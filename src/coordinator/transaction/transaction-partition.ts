/**
 * The transactions of one partition of __transaction_state. They change when their records are committed and replayed. What
 * is prepared is driven to its end from there: markers to all its partitions, then the record that says so.
 */
import { assert } from '../../base/assert.ts'
import type { ProducerId } from '../../base/kinds.ts'
import type { Logger } from '../../base/logger.ts'
import { ErrorCode, errorName } from '../../protocol/error-codes.ts'
import type { CoordinatorState, PartitionAccess } from '../runtime/contract.ts'
import { coordinatorError, isTooLarge } from '../runtime/errors.ts'
import { completed, decideTimeout, isExpired, type Known } from './decide.ts'
import type { MarkerJob, MarkerSender } from './marker-sender.ts'
import type { TransactionRecord } from './records.ts'
import { isPrepared, NO_PARTITIONS, type PartitionsByTopic, type TransactionValue } from './transaction.ts'

export interface TransactionSettings {
  readonly timedOutCheckMs: number
  readonly expirationCheckMs: number
  readonly idExpirationMs: number
}

export interface TransactionPartitionParams {
  readonly logger: Logger
  readonly settings: TransactionSettings
  readonly markers: MarkerSender
  /** transaction.version of the cluster. */
  readonly transactionVersion: () => number
}

interface Entry {
  /** null: nothing is stored yet. */
  value: TransactionValue | null
  /** Stands for the write that is under way. */
  pending: object | null
  /** While the transaction is prepared. */
  job: MarkerJob | null
  /**
   * On the monotonic clock: when the transaction began, and the last change. The wall clock may jump; it counts for what was
   * before the load.
   */
  begunMs: number
  updatedMs: number
  /** To be called when nothing is pending any more. */
  waiting: (() => void)[] | null
}

/**
 * What the end of a transaction may add to its record, with what a batch needs around it: the version of then, two producer
 * ids, the client's version. A transaction that grew to the last byte could never end.
 */
const END_BYTES_MAX = 192
const COMPLETION_PAUSE_MS = 100
/** A client asks one thing at a time, or two; those whose time was over count until the next rest. */
const WAITING_MAX = 16
/** Name of a deadline. */
const COMPLETE = 'complete'
const FORGOTTEN_AT_ONCE_MAX = 5000
const FORGETTING_PAUSE_MS = 1000
const UNKNOWN: Entry = { value: null, pending: null, job: null, begunMs: 0, updatedMs: 0, waiting: null }

export class TransactionPartition implements CoordinatorState<TransactionRecord> {
  private readonly entries = new Map<string, Entry>()
  private readonly access: PartitionAccess<TransactionRecord>
  private readonly params: TransactionPartitionParams
  private isUnloaded = false
  /** Markers are written, and that could not be recorded: by id, the value of then. */
  private readonly uncompleted = new Map<string, TransactionValue>()
  /** What the log was told of it last; null: nothing since all was well. */
  private toldOfUncompleted: number | null = null

  constructor(access: PartitionAccess<TransactionRecord>, params: TransactionPartitionParams) {
    this.access = access
    this.params = params
  }

  // ── From the log ──────────────────────────────────────────────────────────────────────────────────────────────────

  replay({ transactionalId, value }: TransactionRecord, _producerId: number, loading: boolean): void {
    if (value === null) {
      const gone = this.entries.get(transactionalId)
      this.entries.delete(transactionalId)
      if (gone !== undefined) wake(gone)
      return
    }
    const entry = this.getOrMake(transactionalId)
    const monotonicMs = this.access.world.clock.monotonicMs()
    const ageMs = (sinceMs: number) => (loading ? Math.max(0, this.nowMs - sinceMs) : 0)
    if (loading || entry.value?.state !== 'Ongoing') entry.begunMs = monotonicMs - ageMs(value.startMs)
    entry.updatedMs = monotonicMs - ageMs(value.lastUpdateMs)
    entry.value = value
    entry.pending = null
    entry.job = null
    if (!isPrepared(value.state)) wake(entry)
    else if (!loading) this.sendMarkers(transactionalId, entry)
  }

  /** No transaction writes here. */
  endTransaction(): void {}

  loaded(): void {
    for (const [transactionalId, entry] of this.entries) {
      if (isPrepared(entry.value!.state)) this.sendMarkers(transactionalId, entry)
    }
    const { timedOutCheckMs, expirationCheckMs } = this.params.settings
    this.access.deadlines.set('timed out', timedOutCheckMs, () => this.abortTimedOut())
    this.access.deadlines.set('expired', expirationCheckMs, () => this.forgetExpired())
  }

  unloaded(): void {
    this.isUnloaded = true
    for (const entry of this.entries.values()) {
      if (entry.job !== null) entry.job.isCancelled = true
      wake(entry)
    }
    this.entries.clear()
  }

  // ── Decisions ─────────────────────────────────────────────────────────────────────────────────────────────────────

  known(transactionalId: string, freshProducerId: ProducerId | null = null): Known {
    const { value, pending } = this.entries.get(transactionalId) ?? UNKNOWN
    return {
      value,
      pending: pending !== null || (value !== null && isPrepared(value.state)),
      nowMs: this.nowMs,
      freshProducerId,
    }
  }

  /**
   * Calls when nothing is pending for the id any more, or nothing is led here; in the order of the calls. False: so many wait
   * already that it will not be called.
   */
  waitForRest(transactionalId: string, call: () => void): boolean {
    const entry = this.getOrMake(transactionalId)
    entry.waiting ??= []
    if (entry.waiting.length >= WAITING_MAX) return false
    entry.waiting.push(call)
    return true
  }

  /** `done` with the ErrorCode to answer. Nothing else may be under way for the id. */
  write(transactionalId: string, value: TransactionValue | null, done: (error: number) => void): void {
    const entry = this.getOrMake(transactionalId)
    assert(entry.pending === null, 'two transitions of one transaction at a time')
    const pending = {}
    entry.pending = pending
    const settle = () => {
      if (entry.pending !== pending) return
      entry.pending = null
      if (entry.value === null && this.entries.get(transactionalId) === entry) this.entries.delete(transactionalId)
      if (entry.value === null || !isPrepared(entry.value.state)) wake(entry)
    }
    const settled = (error: number) => {
      // It may be committed yet: until that is known, nothing else is decided.
      if (error === ErrorCode.REQUEST_TIMED_OUT) this.access.afterWrites(settle)
      else settle()
      done(errorOfWrite(error))
    }
    this.access.write([{ transactionalId, value }], settled, value?.state === 'Ongoing' ? END_BYTES_MAX : 0)
  }

  *values(): Iterable<{ readonly transactionalId: string; readonly value: TransactionValue }> {
    for (const [transactionalId, { value }] of this.entries) if (value !== null) yield { transactionalId, value }
  }

  /** Partitions that have their marker are no longer part of a transaction. */
  partitionsOf(transactionalId: string): PartitionsByTopic {
    const entry = this.entries.get(transactionalId)
    return entry?.job?.remaining ?? entry?.value?.partitions ?? NO_PARTITIONS
  }

  /** Transactions whose markers are written, while that cannot be recorded. */
  get uncompletedCount(): number {
    return this.uncompleted.size
  }

  private getOrMake(transactionalId: string): Entry {
    let entry = this.entries.get(transactionalId)
    if (entry === undefined) {
      entry = { ...UNKNOWN }
      this.entries.set(transactionalId, entry)
    }
    return entry
  }

  private get nowMs(): number {
    return this.access.world.clock.wallMs()
  }

  // ── What is prepared is driven to its end ─────────────────────────────────────────────────────────────────────────

  private sendMarkers(transactionalId: string, entry: Entry): void {
    const value = entry.value!
    let isDone = false
    const job = this.params.markers.send({
      transactionalId,
      producerId: value.producerId,
      producerEpoch: value.producerEpoch,
      commit: value.state === 'PrepareCommit',
      transactionVersion: value.clientTransactionVersion,
      partitions: value.partitions,
      coordinatorEpoch: () => this.access.leaderEpoch(),
      done: () => {
        isDone = true
        this.complete(transactionalId, entry, value)
      },
    })
    if (!isDone) entry.job = job
  }

  private complete(transactionalId: string, entry: Entry, value: TransactionValue): void {
    if (this.isUnloaded || entry.value !== value) return
    this.write(transactionalId, completed(value, this.nowMs), (error) => {
      if (this.isUnloaded) return
      if (error === ErrorCode.NONE) {
        if (this.uncompleted.delete(transactionalId)) this.tellIfAllCompleted()
        return
      }
      this.uncompleted.set(transactionalId, value)
      this.tellUncompleted(transactionalId, error)
      this.access.afterWrites(() => this.completeLater())
    })
  }

  private completeLater(): void {
    const { deadlines } = this.access
    if (!this.isUnloaded && !deadlines.has(COMPLETE))
      deadlines.set(COMPLETE, COMPLETION_PAUSE_MS, () => this.completeAgain())
  }

  private completeAgain(): void {
    for (const [transactionalId, value] of this.uncompleted) {
      const entry = this.entries.get(transactionalId)
      // Recorded after all, though later than anybody waited for it.
      if (entry?.value !== value) this.uncompleted.delete(transactionalId)
      // Who is written yet comes back when it is known how that ends.
      else if (entry.pending === null) this.complete(transactionalId, entry, value)
    }
    this.tellIfAllCompleted()
  }

  /** Once for each kind of trouble: a full disk may keep many transactions for hours. */
  private tellUncompleted(transactionalId: string, error: number): void {
    if (this.toldOfUncompleted === error) return
    this.toldOfUncompleted = error
    this.params.logger.warn('ends of transactions could not be recorded yet and are recorded again and again', {
      partition: this.access.partition,
      transactionalId,
      error: errorName(error),
    })
  }

  private tellIfAllCompleted(): void {
    if (this.uncompleted.size > 0 || this.toldOfUncompleted === null) return
    this.toldOfUncompleted = null
    this.params.logger.info('all ends of transactions are recorded', { partition: this.access.partition })
  }

  // ── From time to time ─────────────────────────────────────────────────────────────────────────────────────────────

  /** Called by a deadline: what waited in the sockets of a broker that was paused has been handled before. */
  private abortTimedOut(): void {
    const { timedOutCheckMs } = this.params.settings
    this.access.deadlines.set('timed out', timedOutCheckMs, () => this.abortTimedOut())
    const monotonicMs = this.access.world.clock.monotonicMs()
    let failed = 0
    for (const [transactionalId, { value, begunMs }] of this.entries) {
      if (value?.state !== 'Ongoing') continue
      const known = this.known(transactionalId)
      const aborting = decideTimeout(known, monotonicMs - begunMs, this.params.transactionVersion())
      if (aborting === null) continue
      this.write(transactionalId, aborting, (error) => {
        const { logger } = this.params
        if (error === ErrorCode.NONE) logger.info('a transaction ran out of time and is aborted', { transactionalId })
        else if (failed++ === 0)
          logger.warn('transactions that ran out of time could not be aborted yet', {
            transactionalId,
            error: errorName(error),
          })
      })
    }
  }

  /** So many at once; the others, which may be very many, soon after them. */
  private forgetExpired(): void {
    const { expirationCheckMs, idExpirationMs } = this.params.settings
    let left = FORGOTTEN_AT_ONCE_MAX
    let failed = 0
    const monotonicMs = this.access.world.clock.monotonicMs()
    for (const [transactionalId, { updatedMs }] of this.entries) {
      if (!isExpired(this.known(transactionalId), monotonicMs - updatedMs, idExpirationMs)) continue
      if (left-- === 0) break
      this.write(transactionalId, null, (error) => {
        if (error === ErrorCode.NONE || failed++ > 0) return
        this.params.logger.warn('expired transactional ids could not be forgotten yet', {
          partition: this.access.partition,
          error: errorName(error),
        })
      })
    }
    const delayMs = left < 0 ? FORGETTING_PAUSE_MS : expirationCheckMs
    this.access.deadlines.set('expired', delayMs, () => this.forgetExpired())
  }
}

function wake(entry: Entry): void {
  const { waiting } = entry
  entry.waiting = null
  if (waiting !== null) for (const call of waiting) call()
}

function errorOfWrite(error: number): number {
  if (isTooLarge(error)) return ErrorCode.UNKNOWN_SERVER_ERROR
  return error === ErrorCode.REQUEST_TIMED_OUT ? ErrorCode.COORDINATOR_NOT_AVAILABLE : coordinatorError(error)
}
