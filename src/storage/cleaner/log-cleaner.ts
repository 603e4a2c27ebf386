/**
 * The log cleaner: looks which compacted log is dirtiest, compacts it on a thread of its own, notes how far it came, and
 * sleeps when nothing is due (Apache's LogCleaner and LogCleanerManager).
 */
import { CorruptionError } from '../../base/errors.ts'
import type { Logger } from '../../base/logger.ts'
import { DiskError, type Timer, type World } from '../../io/world.ts'
import { CLEANER_OFFSETS, RECOVERY_POINTS } from '../checkpoint-file.ts'
import type { Log } from '../log.ts'
import type { LogManager } from '../log-manager.ts'
import { CleanerControl, CleaningStopped } from './cleaner-control.ts'
import { cleanerService } from './cleaner-service.ts'
import { CleanerStats } from './cleaner-stats.ts'
import type { CleanerThread, RoundStats } from './log-cleaning.ts'
import { dirtyRatio, type Extent, isDue } from './log-extent.ts'

/** As Apache: a map is one array. */
const MAP_BYTES_MAX = 2 ** 31 - 1

/** log.cleaner.*, in effect. */
export interface CleanerSettings {
  readonly threads: number
  readonly dedupeBufferBytes: number
  readonly loadFactor: number
  readonly ioBufferBytes: number
  readonly bytesPerSecond: number
  readonly backoffMs: number
}

export interface LogCleanerParams {
  readonly world: World
  readonly logger: Logger
  readonly logs: LogManager
  /** Asked whenever they are needed: they may change. */
  readonly settings: () => CleanerSettings
}

interface Candidate {
  readonly log: Log
  readonly extent: Extent
}

export class LogCleaner {
  readonly stats = new CleanerStats()
  private readonly params: LogCleanerParams
  private readonly workers: CleanerWorker[] = []
  /**
   * What damage or a bug keeps from being cleaned, until the broker starts again or the log is another; with the
   * bytes that wait.
   */
  private readonly uncleanable = new Map<Log, number>()
  /** Chosen by a worker, which gives it back. */
  private readonly taken = new Set<Log>()
  private isStopping = false

  constructor(params: LogCleanerParams) {
    this.params = params
  }

  start(): void {
    this.settingsChanged()
  }

  /** As many workers as are wanted; those under way are held to the new rate at once. */
  settingsChanged(): void {
    if (this.isStopping) return
    const { threads } = this.params.settings()
    while (this.workers.length < threads) {
      const worker = new CleanerWorker(this.params, this)
      this.workers.push(worker)
      worker.start()
    }
    for (const worker of this.workers.splice(threads)) void worker.stop()
    for (const worker of this.workers) worker.limitChanged()
  }

  async stop(): Promise<void> {
    this.isStopping = true
    await Promise.all(this.workers.map((worker) => worker.stop()))
  }

  /** Threads that were lost and not replaced yet. */
  get deadThreads(): number {
    return this.workers.filter((worker) => worker.isThreadLost).length
  }

  /** Logs of a folder that are not compacted any more, and how much of them waits. */
  uncleanableIn(logDir: string): { count: number; bytes: number } {
    const logs = [...this.uncleanable].filter(([log]) => log.logDir === logDir)
    return { count: logs.length, bytes: logs.reduce((sum, [, bytes]) => sum + bytes, 0) }
  }

  markUncleanable(log: Log, why: string): void {
    if (this.uncleanable.has(log)) return
    this.uncleanable.set(log, 0)
    this.params.logger.error(`${log.topicPartition} is not compacted any more: ${why}`, {
      partition: log.topicPartition,
      logDir: log.logDir,
    })
  }

  /** Takes the log with the largest share of what is not compacted, of those that are due; null: no other than `without` is. */
  async takeFilthiest(without: ReadonlyMap<Log, unknown>): Promise<Candidate | null> {
    const { logs, world } = this.params
    const nowMs = world.clock.wallMs()
    this.stats.lookedAt(world.clock.monotonicMs())
    const candidates: Candidate[] = []
    for (const log of [...logs.current.values()]) {
      if (!this.isCandidate(log)) continue
      const extent = await this.measure(log, nowMs)
      if (extent !== null && extent.totalBytes > 0) candidates.push({ log, extent })
    }
    await this.lookAtUncleanable(nowMs)
    this.stats.measured(candidates.map(({ extent }) => extent))
    const byRatio = (a: Candidate, b: Candidate) => dirtyRatio(b.extent) - dirtyRatio(a.extent)
    const due = candidates.filter(({ log, extent }) => isDue(extent, log.config.minCleanableDirtyRatio))
    // Looking took a while: another worker may have begun with one.
    const filthiest = due.sort(byRatio).find(({ log }) => this.isCandidate(log) && !without.has(log)) ?? null
    if (filthiest !== null) this.taken.add(filthiest.log)
    return filthiest
  }

  giveBack(log: Log): void {
    this.taken.delete(log)
  }

  /** What is wrong with one log does not keep others from being cleaned. */
  private async measure(log: Log, nowMs: number): Promise<Extent | null> {
    try {
      return await log.cleaning.measure(nowMs)
    } catch (error) {
      this.markUncleanable(log, error instanceof Error ? error.message : String(error))
      return null
    }
  }

  private async lookAtUncleanable(nowMs: number): Promise<void> {
    for (const log of [...this.uncleanable.keys()]) {
      if (this.params.logs.current.get(log.topicPartition) !== log) this.uncleanable.delete(log)
      else this.uncleanable.set(log, (await this.measure(log, nowMs))?.cleanableBytes ?? 0)
    }
  }

  private isCandidate(log: Log): boolean {
    return this.mayBegin(log) && !this.taken.has(log) && !this.uncleanable.has(log)
  }

  /** Asked in the same turn in which the round begins: whoever wants the log's files from then on stops the round. */
  mayBegin(log: Log): boolean {
    const { current, moves } = this.params.logs
    const isHere = current.get(log.topicPartition) === log && !moves.has(log.topicPartition)
    return isHere && log.config.compact && !log.isOffline
  }
}

class CleanerWorker {
  isThreadLost = false
  private readonly params: LogCleanerParams
  private readonly cleaner: LogCleaner
  private thread: CleanerThread | null = null
  private current: CleanerControl | null = null
  private timer: Timer | null = null
  private wake: (() => void) | null = null
  private isStopping = false
  /** Could not be compacted just now: others have their turn, and these after a pause, on the monotonic clock. */
  private readonly postponed = new Map<Log, number>()
  private ended: Promise<void> = Promise.resolve()

  constructor(params: LogCleanerParams, cleaner: LogCleaner) {
    this.params = params
    this.cleaner = cleaner
  }

  start(): void {
    this.ended = this.loop()
  }

  limitChanged(): void {
    if (this.current !== null) this.current.bytesPerSecond = this.bytesPerSecond
  }

  async stop(): Promise<void> {
    this.isStopping = true
    if (this.current !== null) this.current.isStopped = true
    this.timer?.cancel()
    this.wake?.()
    await this.ended
  }

  private get bytesPerSecond(): number {
    const { bytesPerSecond, threads } = this.params.settings()
    return bytesPerSecond / Math.max(1, threads)
  }

  private async loop(): Promise<void> {
    while (!this.isStopping) {
      let cleaned = false
      try {
        cleaned = await this.cleanFilthiest()
      } catch (error) {
        this.params.logger.error('the log cleaner failed and tries again', { reason: String(error) })
      }
      if (cleaned) continue
      // The thread, and its map, are for as long as there is something to do.
      await this.dropThread()
      if (!this.isStopping) await this.sleep(this.params.settings().backoffMs)
    }
    await this.dropThread()
  }

  private async cleanFilthiest(): Promise<boolean> {
    const nowMs = this.params.world.clock.monotonicMs()
    for (const [log, untilMs] of this.postponed) if (untilMs <= nowMs) this.postponed.delete(log)
    const found = await this.cleaner.takeFilthiest(this.postponed)
    if (found === null) return false
    try {
      // A start after a crash is to begin behind what is compacted: offsets may be missing there, and snapshots of producers
      // are not used.
      if (!(await this.checkpoint(found.log, RECOVERY_POINTS))) {
        this.postpone(found.log)
        return true
      }
      // It was chosen a moment ago: since then it may have been deleted, moved, or changed.
      return !this.isStopping && this.cleaner.mayBegin(found.log) && (await this.clean(found))
    } finally {
      this.cleaner.giveBack(found.log)
    }
  }

  private async clean({ log, extent }: Candidate): Promise<boolean> {
    const { world } = this.params
    const control = new CleanerControl()
    control.bytesPerSecond = this.bytesPerSecond
    this.current = control
    this.cleaner.stats.began(control)
    const beganMs = world.clock.monotonicMs()
    try {
      this.thread ??= world.threads.start(cleanerService)
      const stats = await log.cleaning.run(this.thread, extent, this.roundSettings(), control)
      this.isThreadLost = false
      const elapsedMs = world.clock.monotonicMs() - beganMs
      this.cleaner.stats.cleaned(this, stats, elapsedMs)
      this.tell(log, extent, stats, elapsedMs)
      await this.checkpoint(log, CLEANER_OFFSETS)
      return true
    } catch (error) {
      return this.failed(log, error)
    } finally {
      this.cleaner.stats.ended(control)
      this.current = null
    }
  }

  private roundSettings() {
    const { threads, dedupeBufferBytes, loadFactor, ioBufferBytes } = this.params.settings()
    const share = Math.max(1, threads)
    return {
      mapBytesMax: Math.min(Math.floor(dedupeBufferBytes / share), MAP_BYTES_MAX),
      loadFactor: Math.min(Math.max(loadFactor, 0.01), 0.99),
      // Half is for reading, half for writing.
      ioBytes: Math.max(4096, Math.floor(ioBufferBytes / share / 2)),
    }
  }

  /** True: another log may be tried at once. */
  private failed(log: Log, error: unknown): boolean {
    const { logger } = this.params
    if (this.isStopping) return false
    if (error instanceof CleaningStopped || error instanceof DiskError) {
      this.postpone(log)
      // What is more than a full disk took the folder offline.
      if (error instanceof DiskError)
        logger.warn(`${log.topicPartition} could not be compacted, it is tried again: ${error.message}`)
      return true
    }
    if (!(error instanceof CorruptionError)) {
      this.isThreadLost = true
      void this.dropThread()
    }
    this.cleaner.markUncleanable(log, error instanceof Error ? error.message : String(error))
    return true
  }

  private postpone(log: Log): void {
    this.postponed.set(log, this.params.world.clock.monotonicMs() + this.params.settings().backoffMs)
  }

  private async checkpoint(log: Log, name: typeof RECOVERY_POINTS | typeof CLEANER_OFFSETS): Promise<boolean> {
    const { logs } = this.params
    const folder = logs.folders.get(log.logDir)
    return folder !== undefined && (await logs.checkpointIn(folder, name))
  }

  private tell(log: Log, extent: Extent, stats: RoundStats, elapsedMs: number): void {
    const { logger } = this.params
    logger.info(`compacted ${log.topicPartition}`, {
      from: extent.firstDirty,
      to: stats.endOffset,
      keys: stats.keys,
      recordsRead: stats.recordsRead,
      recordsKept: stats.recordsKept,
      bytesWritten: stats.bytesWritten,
      elapsedMs: Math.round(elapsedMs),
    })
    if (stats.recordsWithoutKey === 0) return
    logger.warn(`${log.topicPartition} had ${stats.recordsWithoutKey} records without a key: compaction drops them`)
  }

  private async dropThread(): Promise<void> {
    const { thread } = this
    this.thread = null
    await thread?.stop()
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve
      this.timer = this.params.world.clock.after(ms, resolve)
    })
  }
}
