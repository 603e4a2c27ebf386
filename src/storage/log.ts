/**
 * The log of one partition. This file says what happens in which order; the parts do it: group-commit.ts writes,
 * flush.ts syncs, tail-cache.ts remembers, read.ts reads, load.ts and recovery.ts open, truncate.ts takes back.
 */
import type { LeaderEpoch, Offset, TimestampMs, TopicPartition, Uuid } from '../base/kinds.ts'
import type { LogConfig } from '../config/log-config.ts'
import { baseOffsetAt, faultAt, lastOffsetAt, partitionLeaderEpochAt, sizeInBytesAt } from '../protocol/batch/header.ts'
import type { ValidatedRecords } from '../protocol/batch/validate.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { appendAsLeader, appendAsReplica, refused } from './append.ts'
import { replaceFile } from './atomic-file.ts'
import { LogCleaning } from './cleaner/log-cleaning.ts'
import type {
  ActiveProducer,
  AppendOptions,
  AppendResult,
  EpochEndOffset,
  LogSlice,
  PartitionLog,
  ProducerOfBatch,
  TimestampAndOffset,
} from './contract.ts'
import { Flusher, syncSegment } from './flush.ts'
import { GroupCommit } from './group-commit.ts'
import { saveEpochs } from './leader-epoch-file.ts'
import { loadLog } from './load.ts'
import { type LogParams, LogState } from './log-state.ts'
import { encodeSnapshot } from './producer-snapshot.ts'
import { LogReader } from './read.ts'
import { SegmentRemoval } from './removal.ts'
import { countBelowStart, countExpired } from './retention.ts'
import { roll } from './roll.ts'
import { Sealer } from './seal.ts'
import type { Segment } from './segment.ts'
import { LOG, SNAPSHOT, segmentPath } from './segment-files.ts'
import { offsetForTimestamp, offsetOfMaxTimestamp } from './timestamp-lookup.ts'
import { takeBackUnwritten, truncateFully, truncateTo } from './truncate.ts'

export type { LogParams } from './log-state.ts'

export class Log implements PartitionLog {
  topicId: Uuid | null
  readonly cleaning: LogCleaning
  private readonly state: LogState
  private readonly flusher: Flusher
  private readonly commit: GroupCommit
  private readonly sealer: Sealer
  private readonly reader: LogReader
  private readonly removal: SegmentRemoval

  private constructor(params: LogParams) {
    const log = new LogState(params)
    this.topicId = params.topicId
    this.state = log
    this.flusher = new Flusher(log, () => this.advanceStable(false))
    this.sealer = new Sealer(log, this.flusher)
    this.reader = new LogReader(log)
    this.removal = new SegmentRemoval(log)
    this.cleaning = new LogCleaning(this.parts)
    this.commit = new GroupCommit(log, {
      written: () => {
        log.fullUntilMs = -1
        this.flusher.written()
        this.advanceStable(true)
      },
      flushSoon: () => this.flusher.want(log.writtenOffset),
      takeBack: (error) => takeBackUnwritten(this.parts, error),
    })
  }

  /** Opens what lies in `params.dir`, or begins an empty log there. Rejects with DiskError or CorruptionError. */
  static async open(params: LogParams): Promise<Log> {
    const log = new Log(params)
    await loadLog(log.state)
    return log
  }

  get topic(): string {
    return this.state.params.topic
  }
  get partition(): number {
    return this.state.params.partition
  }
  get topicPartition(): TopicPartition {
    return this.state.topicPartition
  }
  get logDir(): string {
    return this.state.params.logDir
  }
  /** The partition's own folder. */
  get dir(): string {
    return this.state.dir
  }
  get config(): LogConfig {
    return this.state.config
  }
  get logStartOffset(): Offset {
    return this.state.logStartOffset
  }
  get logEndOffset(): Offset {
    return this.state.logEndOffset
  }
  get writtenOffset(): Offset {
    return this.state.writtenOffset
  }
  get flushedOffset(): Offset {
    return this.state.flushedOffset
  }
  get stableEndOffset(): Offset {
    return this.state.stableEndOffset
  }
  get highWatermark(): Offset {
    return this.state.highWatermark
  }
  set highWatermark(offset: Offset) {
    this.state.highWatermark = offset
  }
  /** For the checkpoint: below it a start after a crash trusts files as they are. */
  get recoveryPoint(): Offset {
    return this.sealer.recoveryPoint
  }
  /** The names of the files do not tell (or, after a crash, may not) where the log starts: a checkpoint has to. */
  get isStartBeyondFiles(): boolean {
    const { logStartOffset, segments, leaving } = this.state
    return logStartOffset > segments.first.base || leaving > 0
  }
  get firstUnstableOffset(): Offset | null {
    const { producersIfAny, highWatermark, logStartOffset } = this.state
    const first = producersIfAny?.firstUnstableOffset(highWatermark) ?? null
    // The records that a transaction began with may have been deleted.
    return first === null ? null : Math.max(first, logStartOffset)
  }
  get oldestTransactionMs(): TimestampMs {
    return this.state.producersIfAny?.oldestTransactionMs ?? -1
  }
  get size(): number {
    return this.state.segments.totalBytes
  }
  get segmentCount(): number {
    return this.state.segments.length
  }
  get latestEpoch(): LeaderEpoch {
    return this.state.epochs.latest
  }
  get isOffline(): boolean {
    return this.state.failure !== null
  }
  get onStable(): (() => void) | null {
    return this.state.onStable
  }
  set onStable(call: (() => void) | null) {
    this.state.onStable = call
  }
  get onAppendsLost(): ((from: Offset) => void) | null {
    return this.state.onAppendsLost
  }
  set onAppendsLost(call: ((from: Offset) => void) | null) {
    this.state.onAppendsLost = call
  }

  append(records: Uint8Array, options: AppendOptions): AppendResult | Promise<AppendResult> {
    const log = this.state
    const refusal = this.refusal()
    if (refusal !== null) return refusal
    const rules = { config: log.config, apiVersion: options.apiVersion, origin: options.origin, nowMs: log.nowMs() }
    const validated = log.params.validator.validate(records, rules)
    if (validated instanceof Promise || log.isBusy) {
      return log.exclusive(async () => this.appendValidated(await validated, options))
    }
    const result = this.appendValidated(validated, options)
    // Whoever outruns the disk waits for it, else memory would grow without end.
    if (log.params.buffers.isPressed && result.error === 0) return this.commit.drain().then(() => result)
    return result
  }

  private appendValidated(validated: ValidatedRecords, options: AppendOptions): AppendResult {
    if (!('bytes' in validated)) {
      const { error, message, recordErrors, ofRequest } = validated
      return { ...refused(error, message, recordErrors), ofRequest }
    }
    const refusal = this.refusal()
    if (refusal !== null) return refusal
    const result = appendAsLeader({ log: this.state, flusher: this.flusher, sealer: this.sealer }, validated, options)
    if (result.error === 0 && !result.duplicate) this.commit.schedule()
    return result
  }

  private refusal(): AppendResult | null {
    const log = this.state
    if (log.failure !== null || log.closed) return refused(ErrorCode.KAFKA_STORAGE_ERROR)
    if (log.fullUntilMs < 0 || log.fullUntilMs <= log.world.clock.monotonicMs()) return null
    return refused(ErrorCode.KAFKA_STORAGE_ERROR, 'The disk is full.')
  }

  startVerification(batch: ProducerOfBatch, isVersion2: boolean): number {
    return this.state.producers.startVerification(batch, isVersion2, this.state.world.clock.monotonicMs())
  }

  appendAsFollower(records: Uint8Array): Promise<void> {
    return this.exclusively(async () => {
      const log = this.state
      const bytes = this.checkReplicated(records)
      if (bytes.length === 0) return
      if (log.fullUntilMs > log.world.clock.monotonicMs()) throw new FullDiskError(log.dir)
      if (log.logEndOffset === log.logStartOffset && log.active.size === 0) await this.startAt(baseOffsetAt(bytes, 0))
      for (let at = 0; at < bytes.length; at += sizeInBytesAt(bytes, at)) {
        log.assignEpoch(partitionLeaderEpochAt(bytes, at), baseOffsetAt(bytes, at))
      }
      appendAsReplica({ log, flusher: this.flusher, sealer: this.sealer }, bytes)
      const end = log.logEndOffset
      await this.commit.drain()
      log.assertWorks()
      if (log.writtenOffset < end) throw new FullDiskError(log.dir)
    })
  }

  /** An empty log follows its leader, whose first batch may lie elsewhere. */
  private async startAt(offset: Offset): Promise<void> {
    if (offset !== this.state.logEndOffset) await truncateFully(this.parts, offset)
  }

  private checkReplicated(bytes: Uint8Array): Uint8Array {
    let expected = this.state.logEndOffset
    const isEmpty = expected === this.state.logStartOffset && this.state.active.size === 0
    for (let at = 0; at < bytes.length; at += sizeInBytesAt(bytes, at)) {
      const fault = faultAt(bytes, at, bytes.length)
      if (fault !== null) throw new ReplicatedBatchError(`the leader sent ${fault}`)
      const base = baseOffsetAt(bytes, at)
      if (base < expected && !(isEmpty && at === 0)) {
        throw new ReplicatedBatchError(`the leader sent offset ${base}, the log ends at ${expected}`)
      }
      expected = lastOffsetAt(bytes, at) + 1
    }
    return bytes
  }

  read(
    from: Offset,
    upTo: Offset,
    maxBytes: number,
    atLeastOne: boolean,
    committedOnly: boolean,
  ): LogSlice | Promise<LogSlice> {
    return this.reader.read(from, upTo, maxBytes, atLeastOne, committedOnly)
  }

  offsetForTimestamp(target: TimestampMs): Promise<TimestampAndOffset | null> {
    return this.lookUp(() => offsetForTimestamp(this.state, target))
  }

  offsetOfMaxTimestamp(): Promise<TimestampAndOffset | null> {
    return this.lookUp(() => offsetOfMaxTimestamp(this.state))
  }

  segmentBases(): Offset[] {
    return this.state.segments.all().map((segment) => segment.base)
  }

  segmentModifiedMs(base: Offset): Promise<TimestampMs | null> {
    return this.lookUp(async () => {
      const { world, dir } = this.state
      return (await world.disk.stat(segmentPath(dir, base, LOG)))?.modifiedMs ?? null
    })
  }

  /** Anew when the log was truncated, or segments replaced, meanwhile. */
  private async lookUp<T>(look: () => Promise<T>): Promise<T> {
    const log = this.state
    for (;;) {
      log.assertWorks()
      const { generation } = log
      // Indexes know batches before the file does.
      if (log.active.size > log.active.written) await this.commit.drain()
      try {
        const found = await look()
        if (generation === log.generation) return found
      } catch (error) {
        if (generation === log.generation) throw error
      }
    }
  }

  endOffsetForEpoch(epoch: LeaderEpoch): EpochEndOffset {
    return this.state.epochs.endOffsetFor(epoch, this.state.logEndOffset)
  }

  epochForOffset(offset: Offset): LeaderEpoch {
    return this.state.epochs.epochFor(offset)
  }

  assignLeaderEpoch(epoch: LeaderEpoch): Promise<void> {
    return this.exclusively(async () => this.state.assignEpoch(epoch, this.state.logEndOffset))
  }

  truncateTo(offset: Offset): Promise<void> {
    return this.exclusively(async () => {
      await this.commit.drain()
      await truncateTo(this.parts, offset)
    })
  }

  truncateFullyAndStartAt(offset: Offset): Promise<void> {
    return this.exclusively(async () => {
      await this.commit.drain()
      await truncateFully(this.parts, offset)
    })
  }

  async advanceLogStartOffset(offset: Offset): Promise<void> {
    const removed = await this.exclusively(async () => {
      const log = this.state
      if (offset <= log.logStartOffset) return []
      log.logStartOffset = Math.min(offset, log.logEndOffset)
      log.epochs.truncateFromStart(log.logStartOffset)
      await saveEpochs(log)
      return this.takeFirst(countBelowStart(log))
    })
    await this.state.guarded(() => this.removal.remove(removed, false))
  }

  async applyRetention(nowMs: TimestampMs): Promise<number> {
    const log = this.state
    log.assertWorks()
    // Once outside the queue: what it reads of old segments is remembered then, and appends do not wait for it.
    if ((await log.guarded(() => this.lookUp(() => countExpired(log, nowMs)))) === 0) return 0
    const removed = await this.exclusively(async () => {
      const count = await countExpired(log, nowMs)
      if (count === log.segments.length) roll(log, this.sealer, log.logEndOffset)
      return this.takeFirst(count)
    })
    await log.guarded(() => this.removal.remove(removed, false))
    return removed.length
  }

  /** The log's start moves first: nobody may find an offset whose file is going. */
  private async takeFirst(count: number): Promise<Segment[]> {
    const log = this.state
    if (count === 0) return []
    await this.commit.drain()
    await this.sealer.idle()
    // The active segment's name says where the log ends; without it, after a crash, offsets would be given again.
    if (log.directoryDirty) await this.flusher.flushTo(log.writtenOffset)
    log.assertWorks()
    if (log.active.prepare !== null) return []
    const removed = log.segments.shift(count)
    log.leaving += count
    this.sealer.dropRemoved()
    log.logStartOffset = Math.max(log.logStartOffset, log.segments.first.base)
    log.epochs.truncateFromStart(log.logStartOffset)
    await saveEpochs(log)
    return removed
  }

  /** Forgets idempotent producers that were silent for so long. */
  expireProducers(nowMs: TimestampMs, expirationMs: number): void {
    const { producersIfAny, world } = this.state
    producersIfAny?.expire(nowMs, world.clock.monotonicMs(), expirationMs)
  }

  async flush(): Promise<void> {
    const log = this.state
    log.assertWorks()
    const end = log.logEndOffset
    await this.commit.drain(end)
    await this.flusher.flushTo(Math.min(end, log.writtenOffset))
    await this.sealer.finish()
    log.assertWorks()
  }

  /** Appends that come meanwhile wait until `operation` ended (a move between folders takes the log's place). */
  hold<T>(operation: () => Promise<T>): Promise<T> {
    return this.exclusively(async () => {
      await this.commit.drain()
      return operation()
    })
  }

  updateConfig(config: LogConfig): void {
    this.state.config = config
  }

  activeProducers(): ActiveProducer[] {
    return this.state.producersIfAny?.active() ?? []
  }

  /** The folder was renamed (deletion, or the end of a move); open files stay good. */
  relocate(dir: string): void {
    this.state.dir = dir
    for (const segment of this.state.segments.all()) segment.relocate(dir)
  }

  /** Its log folder failed: every call answers KAFKA_STORAGE_ERROR from now on. */
  markOffline(error: Error): void {
    this.state.failure ??= error
  }

  /**
   * `clean`: everything durable, indexes trimmed, the producers' snapshot at the end, so that the next start may believe
   * the files. Otherwise files are closed as they are. Never rejects for a log that is offline.
   */
  async close(clean: boolean): Promise<void> {
    const log = this.state
    if (log.closed) return
    await this.cleaning.end()
    if (log.closed) return
    try {
      if (clean && log.failure === null) await this.exclusively(() => this.finish())
    } finally {
      log.closed = true
      this.flusher.stop()
      this.removal.stop()
      await this.sealer.idle()
      await this.flusher.idle()
      await this.removal.idle()
      log.cacheIfAny?.clear()
      for (const segment of log.segments.all()) await segment.closeFiles()
    }
  }

  private async finish(): Promise<void> {
    const log = this.state
    await this.commit.drain()
    await saveEpochs(log)
    await this.flusher.flushTo(log.writtenOffset)
    await this.sealer.finish()
    log.assertWorks()
    if (this.sealer.recoveryPoint < log.active.base) throw new FullDiskError(log.dir)
    const { active } = log
    if (log.cleanEndOffset === log.logEndOffset) return this.sealer.markFinished()
    await active.trim()
    if (active.log.dirty) await syncSegment(active)
    if (active.size > 0 || active.offsetIndex.count > 0) {
      active.finishTimeIndex()
      await active.sealIndexes()
      const path = segmentPath(log.dir, log.logEndOffset, SNAPSHOT)
      if ((await log.world.disk.stat(path)) === null) {
        await replaceFile(log.world.disk, path, encodeSnapshot(log.producers))
      }
    }
    await log.world.disk.syncDirectory(log.dir)
    this.sealer.markFinished()
  }

  private get parts() {
    const { state: log, flusher, sealer, reader, removal } = this
    return { log, flusher, sealer, reader, removal }
  }

  private exclusively<T>(operation: () => Promise<T>): Promise<T> {
    return this.state.exclusive(() => {
      this.state.assertWorks()
      return this.state.guarded(operation)
    })
  }

  private advanceStable(written: boolean): void {
    const log = this.state
    const stable = this.flusher.stableEnd()
    if (!written && stable === log.stableEndOffset) return
    log.stableEndOffset = stable
    if (log.failure === null) log.onStable?.()
  }
}

/** A follower's append that the disk has no room for: it fetches again later. */
export class FullDiskError extends Error {
  constructor(dir: string) {
    super(`no room on the disk for ${dir}`)
    this.name = 'FullDiskError'
  }
}

/** What the leader sent cannot be appended here. */
export class ReplicatedBatchError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ReplicatedBatchError'
  }
}
