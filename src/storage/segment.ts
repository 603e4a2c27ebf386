/**
 * One segment: NNN.log and its indexes. Knows sizes and index bookkeeping; who writes, flushes and recovers it stands
 * elsewhere (group-commit.ts, flush.ts, recovery.ts).
 */
import type { FilePosition, Offset, TimestampMs } from '../base/kinds.ts'
import { INT32_MAX } from '../base/kinds.ts'
import type { FilePool, PooledFile } from './file-pool.ts'
import { OffsetIndex } from './offset-index.ts'
import { LOG, OFFSET_INDEX, segmentPath, TIME_INDEX, TRANSACTION_INDEX } from './segment-files.ts'
import { TimeIndex } from './time-index.ts'
import { type AbortedTransaction, TransactionIndex } from './transaction-index.ts'

export class Segment {
  readonly base: Offset
  readonly log: PooledFile
  /** Bytes appended; those behind `written` are in memory alone. */
  size: FilePosition = 0
  written: FilePosition = 0
  /** A sync of the log file is under way: writing meanwhile may wait for it, so not from the loop. */
  syncing = false
  /** Must run before the first write: it makes the file, and seals the segment before. */
  prepare: (() => Promise<void>) | null = null
  /** Its indexes are being loaded or made anew. */
  loadingIndexes: Promise<void> | null = null
  /** The file is longer than `size` (log.preallocate): it is trimmed when sealed. */
  preallocated = false
  /** No longer part of its log. */
  removed = false
  bytesSinceIndexEntry = 0
  /** Largest timestamp of the first append, where segment.ms counts from; -1: none. Of the active segment alone. */
  rollingTimestamp: TimestampMs = -1
  /** -1: none; meaningless until `timestampsKnown`. */
  maxTimestamp: TimestampMs = -1
  /** Last offset of the batch that has it. */
  offsetOfMaxTimestamp: Offset = -1
  timestampsKnown = true
  /** Of a sealed segment's first batch; null: not looked at yet. */
  firstTimestamp: TimestampMs | null = null
  createdMs: TimestampMs
  /** Of the file when it was found; retention falls back to it when no record has a timestamp. */
  modifiedMs: TimestampMs
  /** This segment's share of segment.jitter.ms. */
  jitterMs = 0
  private readonly pool: FilePool
  private dir: string
  /** What its files' names end with: CLEANED or SWAP while compaction makes it. */
  private state: string
  private offsets: OffsetIndex | null = null
  private times: TimeIndex | null = null
  /** Its indexes begin empty when they are needed first: an idle partition has none. */
  private beginsEmpty = false
  private transactions: TransactionIndex | null = null
  /** There is (or was, when the log was opened) a transaction index. */
  hasTransactionIndex = false

  constructor(pool: FilePool, dir: string, base: Offset, nowMs: TimestampMs, state = '') {
    this.pool = pool
    this.dir = dir
    this.state = state
    this.base = base
    this.log = pool.file(segmentPath(dir, base, LOG, state))
    this.createdMs = nowMs
    this.modifiedMs = nowMs
  }

  path(kind: string): string {
    return segmentPath(this.dir, this.base, kind, this.state)
  }

  get offsetIndex(): OffsetIndex {
    if (this.offsets === null) {
      this.offsets = new OffsetIndex(this.pool, this.dir, this.base, this.state)
      if (this.beginsEmpty) this.offsets.startEmpty()
    }
    return this.offsets
  }

  get timeIndex(): TimeIndex {
    if (this.times === null) {
      this.times = new TimeIndex(this.pool, this.dir, this.base, this.state)
      if (this.beginsEmpty) this.times.startEmpty()
    }
    return this.times
  }

  /** null: no transaction was aborted here. */
  get transactionIndex(): TransactionIndex | null {
    if (!this.hasTransactionIndex) return null
    this.transactions ??= new TransactionIndex(this.pool, this.dir, this.base, this.state)
    return this.transactions
  }

  addAborted(entry: AbortedTransaction): void {
    if (!this.hasTransactionIndex) {
      this.hasTransactionIndex = true
      this.transactionIndex!.startEmpty()
    }
    this.transactionIndex!.append(entry)
  }

  /** A segment that did not exist: its indexes begin empty. */
  startEmpty(): void {
    this.beginsEmpty = true
    this.offsets?.startEmpty()
    this.times?.startEmpty()
    this.hasTransactionIndex = false
    this.transactions = null
  }

  /** Before all batches are noted again. */
  resetBookkeeping(): void {
    this.size = 0
    this.bytesSinceIndexEntry = 0
    this.rollingTimestamp = -1
    this.maxTimestamp = -1
    this.offsetOfMaxTimestamp = -1
  }

  async loadIndexes(): Promise<void> {
    await this.offsetIndex.load()
    await this.timeIndex.load()
    await this.transactionIndex?.load()
  }

  /**
   * Bookkeeping of an append of `bytes` that lies at `size` now. The entry comes before the bytes count, as Apache's,
   * so its position is this append's first byte and its offset this append's last.
   */
  noteAppend(
    lastOffset: Offset,
    maxTimestamp: TimestampMs,
    offsetOfMaxTimestamp: Offset,
    bytes: number,
    indexIntervalBytes: number,
  ): void {
    if (this.size === 0) this.rollingTimestamp = maxTimestamp
    if (maxTimestamp > this.maxTimestamp) {
      this.maxTimestamp = maxTimestamp
      this.offsetOfMaxTimestamp = offsetOfMaxTimestamp
    }
    if (this.bytesSinceIndexEntry > indexIntervalBytes) {
      this.offsetIndex.append(lastOffset, this.size)
      this.timeIndex.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp)
      this.bytesSinceIndexEntry = 0
    }
    this.bytesSinceIndexEntry += bytes
    this.size += bytes
  }

  /** A preallocated file loses what was not used. */
  async trim(): Promise<void> {
    if (!this.preallocated) return
    await this.log.with((file) => file.truncate(this.size))
    this.preallocated = false
    this.log.dirty = true
  }

  canHold(offset: Offset): boolean {
    return offset - this.base <= INT32_MAX
  }

  indexesFull(indexBytesMax: number): boolean {
    return this.offsetIndex.isFull(indexBytesMax) || this.timeIndex.isFull(indexBytesMax)
  }

  get wantsSpill(): boolean {
    return (
      (this.offsets?.wantsSpill ?? false) ||
      (this.times?.wantsSpill ?? false) ||
      (this.transactionIndex?.wantsSpill ?? false)
    )
  }

  /** Part of the indexes leaves memory. */
  async spill(): Promise<void> {
    await this.offsetIndex.persist(false)
    await this.timeIndex.persist(false)
    await this.transactionIndex?.persist(false)
  }

  /** The entry that tells the segment's largest timestamp to whoever opens it later. */
  finishTimeIndex(): void {
    if (this.times === null && this.maxTimestamp < 0) return
    if (this.timeIndex.loaded) this.timeIndex.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp)
  }

  /** Indexes as a sealed segment has them: complete, trimmed, durable. */
  async sealIndexes(): Promise<void> {
    await this.offsetIndex.persist(true)
    await this.timeIndex.persist(true)
    await this.transactionIndex?.persist(true)
  }

  /** Removes what the indexes say of `offset` and behind; the log's bytes are another's matter. */
  async truncateIndexes(offset: Offset): Promise<void> {
    await this.loadIndexes()
    await this.offsetIndex.truncateTo(offset)
    await this.timeIndex.truncateTo(offset)
    await this.transactionIndex?.truncateTo(offset)
    this.bytesSinceIndexEntry = 0
    this.maxTimestamp = this.timeIndex.lastTimestamp
    this.offsetOfMaxTimestamp = this.timeIndex.lastTimestamp < 0 ? -1 : this.timeIndex.lastOffset
  }

  /** The largest timestamp, read from the time index of a segment that was sealed before this start. */
  async loadTimestamps(): Promise<void> {
    if (this.timestampsKnown) return
    await this.timeIndex.load()
    this.maxTimestamp = this.timeIndex.lastTimestamp
    this.offsetOfMaxTimestamp = this.timeIndex.lastTimestamp < 0 ? -1 : this.timeIndex.lastOffset
    this.timestampsKnown = true
  }

  /** Its folder was renamed; open files stay good. */
  relocate(dir: string): void {
    const rename = (file: PooledFile | undefined) => {
      if (file !== undefined) file.path = `${dir}/${file.path.slice(file.path.lastIndexOf('/') + 1)}`
    }
    this.dir = dir
    rename(this.log)
    rename(this.offsets?.file)
    rename(this.times?.file)
    rename(this.transactions?.file)
  }

  /** All its files are open, and stay so until `work` ended. */
  async heldOpen(work: () => Promise<void>): Promise<void> {
    const transactions = this.transactionIndex
    await this.log.with(() =>
      this.offsetIndex.file.with(() =>
        this.timeIndex.file.with(() => (transactions === null ? work() : transactions.file.with(work))),
      ),
    )
  }

  /** The files lose what marked them as compaction's. Whoever renames them holds them open. */
  settled(): void {
    this.state = ''
    this.log.path = this.path(LOG)
    if (this.offsets !== null) this.offsets.file.path = this.path(OFFSET_INDEX)
    if (this.times !== null) this.times.file.path = this.path(TIME_INDEX)
    if (this.transactions !== null) this.transactions.file.path = this.path(TRANSACTION_INDEX)
  }

  async closeFiles(): Promise<void> {
    await this.log.close()
    await this.offsets?.file.close()
    await this.times?.file.close()
    await this.transactions?.file.close()
  }
}
