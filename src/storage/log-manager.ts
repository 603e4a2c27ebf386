/**
 * All logs of a broker over its log.dirs: opened at the start, made and deleted on the controller's word, checkpointed,
 * kept small, moved, closed. log-manager-load.ts opens folders, log-manager-move.ts moves partitions between them.
 */
import { inParallel } from '../base/in-parallel.ts'
import { type TopicPartition, topicPartition, type Uuid } from '../base/kinds.ts'
import { DiskError, type Timer } from '../io/world.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { HIGH_WATERMARKS, LOG_STARTS, RECOVERY_POINTS } from './checkpoint-file.ts'
import type { LogDirDescription, Logs, PartitionLog } from './contract.ts'
import type { Log } from './log.ts'
import { markFailed, writeCleanShutdownMark } from './log-dir.ts'
import { folderName, markedFolderName } from './log-dir-names.ts'
import { CHECKPOINTS, type CheckpointName } from './log-manager-checkpoints.ts'
import { describeFolders } from './log-manager-describe.ts'
import { Folder } from './log-manager-folder.ts'
import { isFull, type LoadedLog, type Loader, loadFolder, openLog } from './log-manager-load.ts'
import { LogMove } from './log-manager-move.ts'
import {
  DEFAULT_INTERVALS,
  type LogManagerIntervals,
  type LogManagerParams,
  noFolderLeft,
  StorageOfflineError,
} from './log-manager-params.ts'
import { chooseCurrents } from './log-manager-twins.ts'
import { writeFirstPartitionMetadata, writePartitionMetadata } from './partition-metadata.ts'
import { ReadBuffers } from './read-buffers.ts'

/** As Apache: a start has better things to do first. */
const FIRST_RETENTION_CHECK_MS = 30_000
const CLOSES_AT_A_TIME = 8

export class LogManager implements Logs, Loader {
  readonly params: LogManagerParams
  readonly reads = new ReadBuffers()
  readonly giveBack = (chunk: Uint8Array): void => this.reads.giveBack(chunk)
  readonly folders = new Map<string, Folder>()
  readonly current = new Map<TopicPartition, Log>()
  readonly moves = new Map<TopicPartition, LogMove>()
  onLogDirOffline: Logs['onLogDirOffline'] = null
  onLogReplaced: Logs['onLogReplaced'] = null
  /** Where a partition is to be made, told before it was there. */
  private readonly preferred = new Map<TopicPartition, string>()
  /** Making, deleting and moving of one partition go one behind the other. */
  private readonly busy = new Map<TopicPartition, Promise<unknown>>()
  private readonly timers = new Set<Timer>()
  private retention: Promise<void> | null = null
  /** Folders that failed, and in which that could not be noted. */
  private readonly unnoted = new Set<string>()
  private isLoaded = false
  private isClosing = false

  private constructor(params: LogManagerParams) {
    this.params = params
    for (const { path } of params.dirs.online) this.folders.set(path, new Folder(params.world, path))
  }

  /**
   * Opens every partition in every folder. A folder that fails is offline; rejects with an OperatorError when none is
   * left or the operator has to act first.
   */
  static async open(params: LogManagerParams): Promise<LogManager> {
    const manager = new LogManager(params)
    const hurry = params.world.disk.hurry?.()
    try {
      await manager.load()
    } finally {
      hurry?.end()
    }
    manager.startTimers()
    return manager
  }

  // ── what is there ─────────────────────────────────────────────────────────────────────────────────────────────────

  get logDirs(): readonly string[] {
    return this.params.dirs.all
  }

  get offlineLogDirs(): readonly string[] {
    return [...this.params.dirs.offline.keys()]
  }

  get(topic: string, partition: number): PartitionLog | null {
    return this.current.get(topicPartition(topic, partition)) ?? null
  }

  all(): Iterable<PartitionLog> {
    return this.current.values()
  }

  describeLogDirs(): Promise<LogDirDescription[]> {
    return describeFolders(this)
  }

  topicConfigChanged(topic: string): void {
    const config = this.params.logConfig(topic)
    for (const folder of this.folders.values())
      for (const log of folder.logs.values()) if (log.topic === topic) log.updateConfig(config)
  }

  // ── making and deleting ───────────────────────────────────────────────────────────────────────────────────────────

  getOrCreate(topic: string, partition: number, topicId: Uuid | null, isNew: boolean): Promise<PartitionLog> {
    return this.oneByOne(topicPartition(topic, partition), async () => {
      const name = topicPartition(topic, partition)
      const log = this.current.get(name) ?? (await this.retryUnavailable(name, topic, partition, isNew))
      if (log === null) return this.create(topic, partition, topicId, isNew)
      await this.rememberTopicId(log, topicId)
      return log
    })
  }

  delete(topic: string, partition: number): Promise<void> {
    const name = topicPartition(topic, partition)
    return this.oneByOne(name, async () => {
      await this.moves.get(name)?.cancel()
      this.preferred.delete(name)
      const log = this.current.get(name)
      this.current.delete(name)
      if (log) await this.retire(log)
    })
  }

  /** The log is closed and its folder renamed to …-delete; files go after file.delete.delay.ms. */
  async retire(log: Log): Promise<void> {
    const folder = this.folders.get(log.logDir)
    if (folder === undefined) return
    await this.onFolder(folder, async () => {
      folder.logs.delete(log.topicPartition)
      await log.close(false).catch((error) => this.noteCloseFailure(log, error))
      const marked = `${folder.path}/${markedFolderName(log.topic, log.partition, 'delete', this.params.world.entropy)}`
      await this.params.world.disk.rename(log.dir, marked)
      await this.params.world.disk.syncDirectory(folder.path)
      this.remove(folder, marked, log.topic)
    })
  }

  /** For Loader: a folder …-delete goes after the topic's delay. */
  remove(folder: Folder, path: string, topic: string): void {
    const delayMs = Math.max(0, this.params.logConfig(topic).fileDeleteDelayMs)
    this.after(delayMs, async () => {
      try {
        await this.params.world.disk.remove(path, { recursive: true })
      } catch (error) {
        // It is out of use already: the next start tries again.
        if (!(error instanceof DiskError)) throw error
        this.params.logger.warn(`${path} could not be removed`, { reason: error.message, logDir: folder.path })
      }
    })
  }

  private async create(topic: string, partition: number, topicId: Uuid | null, isNew: boolean): Promise<Log> {
    const name = topicPartition(topic, partition)
    // It may lie in the folder that failed: a second, empty copy would take its place.
    if (!isNew && this.offlineLogDirs.length > 0)
      throw new StorageOfflineError(name, `it may lie in ${this.offlineLogDirs.join(', ')}, which is offline`)
    for (;;) {
      const folder = this.chooseFolder(name)
      if (folder === null) throw new StorageOfflineError(name, 'every folder of log.dirs is offline')
      folder.beingMade++
      try {
        return await this.onFolder(folder, () => this.createIn(folder, topic, partition, topicId))
      } catch (error) {
        // The next folder, if this one failed; a full disk or a bug goes to the caller.
        if (!(error instanceof DiskError) || this.folders.has(folder.path)) throw error
      } finally {
        folder.beingMade--
      }
    }
  }

  private async createIn(folder: Folder, topic: string, partition: number, topicId: Uuid | null): Promise<Log> {
    const name = topicPartition(topic, partition)
    const { disk } = this.params.world
    await folder.checkpoints.forget(name)
    for (const kind of CHECKPOINTS) folder.found.get(kind)?.delete(name)
    const dir = `${folder.path}/${folderName(topic, partition)}`
    await disk.makeDirectory(dir)
    if (topicId !== null) await writeFirstPartitionMetadata(disk, dir, topicId)
    // The folder's name becomes durable before anything in it is acknowledged.
    await folder.syncNames()
    const log = await openLog(this, folder, dir, { topic, partition }, true)
    if (!this.folders.has(folder.path)) {
      // It failed meanwhile, and did not know this log yet.
      const error = new DiskError('io', dir, `the log folder ${folder.path} is offline`)
      this.abandon(log, error)
      throw error
    }
    folder.logs.set(name, log)
    this.current.set(name, log)
    this.preferred.delete(name)
    return log
  }

  /** As Apache: where the fewest logs are. */
  private chooseFolder(name: TopicPartition): Folder | null {
    const preferred = this.folders.get(this.preferred.get(name) ?? '')
    if (preferred) return preferred
    // Those under way count: the partitions of a topic are made together.
    const logs = (folder: Folder) => folder.logs.size + folder.beingMade
    let best: Folder | null = null
    for (const folder of this.folders.values()) if (best === null || logs(folder) < logs(best)) best = folder
    return best
  }

  /** null: the partition is not one that could not be opened. */
  private async retryUnavailable(
    name: TopicPartition,
    topic: string,
    partition: number,
    isNew: boolean,
  ): Promise<Log | null> {
    for (const folder of this.folders.values()) {
      const unavailable = folder.unavailable.get(name)
      if (unavailable === undefined) continue
      if (isNew) {
        // The controller makes the partition for the first time: what lies here is from an earlier topic.
        await this.onFolder(folder, () => this.setAside(folder, name, unavailable.dir, topic, partition))
        continue
      }
      if (!unavailable.passing) throw new StorageOfflineError(name, unavailable.error.message, unavailable.error)
      const log = await this.onFolder(folder, () => openLog(this, folder, unavailable.dir, { topic, partition }, false))
      folder.unavailable.delete(name)
      folder.logs.set(name, log)
      this.current.set(name, log)
      return log
    }
    return null
  }

  async setAside(folder: Folder, name: TopicPartition, dir: string, topic: string, partition: number): Promise<void> {
    const { disk, entropy } = this.params.world
    const aside = `${folder.path}/${markedFolderName(topic, partition, 'stray', entropy)}`
    await disk.rename(dir, aside)
    await disk.syncDirectory(folder.path)
    folder.unavailable.delete(name)
    this.params.logger.warn(`${dir} was set aside as ${aside}: remove it when nobody needs it`)
  }

  private async rememberTopicId(log: Log, topicId: Uuid | null): Promise<void> {
    if (topicId === null || log.topicId !== null) return
    const folder = this.folders.get(log.logDir)
    if (folder) await this.onFolder(folder, () => writePartitionMetadata(this.params.world.disk, log.dir, topicId))
    log.topicId = topicId
  }

  // ── moving ────────────────────────────────────────────────────────────────────────────────────────────────────────

  async moveToLogDir(topic: string, partition: number, logDir: string): Promise<number> {
    const name = topicPartition(topic, partition)
    if (!this.logDirs.includes(logDir)) return ErrorCode.LOG_DIR_NOT_FOUND
    if (!this.folders.has(logDir) || this.isClosing) return ErrorCode.KAFKA_STORAGE_ERROR
    if (!this.current.has(name)) {
      this.preferred.set(name, logDir)
      return ErrorCode.REPLICA_NOT_AVAILABLE
    }
    return this.oneByOne(name, async () => {
      const log = this.current.get(name)
      const target = this.folders.get(logDir)
      if (!log) return ErrorCode.REPLICA_NOT_AVAILABLE
      if (!target) return ErrorCode.KAFKA_STORAGE_ERROR
      const running = this.moves.get(name)
      if (running?.target.path === logDir) return ErrorCode.NONE
      await running?.cancel()
      if (log.logDir === logDir) return ErrorCode.NONE
      try {
        await LogMove.begin(this, log, target)
        return ErrorCode.NONE
      } catch (error) {
        if (error instanceof DiskError) return ErrorCode.KAFKA_STORAGE_ERROR
        throw error
      }
    })
  }

  /** For LogMove: the copy is complete, durable and in its place. */
  replaceLog(log: Log): void {
    this.current.set(log.topicPartition, log)
    this.onLogReplaced?.(log)
  }

  // ── checkpoints and timers ────────────────────────────────────────────────────────────────────────────────────────

  checkpointHighWatermarks(): Promise<void> {
    return this.checkpoint(HIGH_WATERMARKS)
  }

  async persistLogStarts(logDir: string): Promise<void> {
    const folder = this.folders.get(logDir)
    if (folder === undefined || this.isClosing) throw new StorageOfflineError(logDir, 'it takes no more writes')
    await this.onFolder(folder, () => folder.checkpoints.write(LOG_STARTS))
  }

  private async checkpoint(name: CheckpointName): Promise<void> {
    if (this.isClosing) return
    for (const folder of [...this.folders.values()]) await this.checkpointIn(folder, name)
  }

  /** True when it was written. A full disk keeps the old one, which names less: a longer start, nothing worse. */
  async checkpointIn(folder: Folder, name: CheckpointName): Promise<boolean> {
    try {
      await this.onFolder(folder, () => folder.checkpoints.write(name))
      return true
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      if (error.kind === 'full')
        this.params.logger.warn(`no room to write ${name} in ${folder.path}`, { logDir: folder.path })
      return false
    }
  }

  private startTimers(): void {
    const { clock } = this.params.world
    const intervals: LogManagerIntervals = { ...DEFAULT_INTERVALS, ...this.params.intervals }
    const every = (periodMs: number, call: () => Promise<void>) =>
      this.timers.add(clock.every(periodMs, () => this.inBackground(call())))
    every(intervals.recoveryPointCheckpointMs, () => this.checkpoint(RECOVERY_POINTS))
    every(intervals.logStartCheckpointMs, () => this.checkpoint(LOG_STARTS))
    every(intervals.producerExpirationCheckMs, async () => {
      const expirationMs = this.params.producerIdExpirationMs()
      for (const log of this.current.values()) log.expireProducers(clock.wallMs(), expirationMs)
    })
    this.after(Math.min(FIRST_RETENTION_CHECK_MS, intervals.retentionCheckMs), async () => {
      this.timers.add(clock.every(intervals.retentionCheckMs, () => this.inBackground(this.applyRetention())))
      await this.applyRetention()
    })
  }

  /** One round over all logs; a call while one is under way waits for that one. */
  applyRetention(): Promise<void> {
    this.retention ??= this.retentionRound().finally(() => {
      this.retention = null
    })
    return this.retention
  }

  private async retentionRound(): Promise<void> {
    for (const log of [...this.current.values()]) {
      if (this.isClosing) return
      if (this.current.get(log.topicPartition) !== log) continue
      try {
        await log.applyRetention(this.params.world.clock.wallMs())
      } catch (error) {
        // The log told its folder's failure by itself.
        if (!(error instanceof DiskError) && !isFull(error)) throw error
      }
    }
  }

  private after(delayMs: number, call: () => Promise<void>): void {
    const timer = this.params.world.clock.after(delayMs, () => {
      this.timers.delete(timer)
      this.inBackground(call())
    })
    this.timers.add(timer)
  }

  inBackground(work: Promise<unknown>): void {
    work.catch((error) => {
      this.params.logger.error('something in storage failed that should not', { reason: String(error) })
    })
  }

  // ── folders that fail ─────────────────────────────────────────────────────────────────────────────────────────────

  /** What the disk says (save that it is full) takes the folder offline; the error goes on to the caller. */
  async onFolder<T>(folder: Folder, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof DiskError && error.kind !== 'full' && error.kind !== 'too-many-files')
        this.failed(folder, error)
      throw error
    }
  }

  failed(folder: Folder, error: Error): void {
    if (!this.params.dirs.markOffline(folder.path, error)) return
    this.folders.delete(folder.path)
    this.inBackground(this.noteFailure(folder.path))
    const lost: TopicPartition[] = []
    for (const [name, log] of folder.logs) {
      this.abandon(log, error)
      if (this.current.get(name) !== log) continue
      this.current.delete(name)
      lost.push(name)
    }
    for (const move of [...this.moves.values()]) {
      // A copy whose original is lost stays: it may turn out to be all there is.
      if (move.target === folder || lost.includes(move.partition)) this.inBackground(move.stop())
    }
    this.params.logger.error(
      `the log folder ${folder.path} is offline: ${error.message}. Its partitions are not served; look at the disk, then start the broker again`,
      { logDir: folder.path, partitions: lost.length },
    )
    this.onLogDirOffline?.(folder.path, lost)
    if (this.folders.size === 0 && this.isLoaded) this.params.onAllOffline(error)
  }

  /** Tried once more at the stop: the disk may have been away for a while. */
  private async noteFailure(path: string): Promise<void> {
    try {
      await markFailed(this.params.world, path)
      this.unnoted.delete(path)
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      this.unnoted.add(path)
    }
  }

  private abandon(log: Log, error: Error): void {
    log.markOffline(error)
    this.inBackground(log.close(false).catch((failure) => this.noteCloseFailure(log, failure)))
  }

  private noteCloseFailure(log: Log, error: unknown): void {
    this.params.logger.warn(`${log.topicPartition} could not be closed`, { reason: String(error), dir: log.dir })
  }

  // ── start and stop ────────────────────────────────────────────────────────────────────────────────────────────────

  private async load(): Promise<void> {
    const folders = [...this.folders.values()]
    const loaded: LoadedLog[] = []
    await inParallel(folders, folders.length, async (folder) => {
      try {
        const logs = await loadFolder(this, folder)
        const failure = this.params.dirs.offline.get(folder.path)
        // It failed meanwhile: a log said so.
        if (failure !== undefined) return logs.forEach(({ log }) => void this.abandon(log, failure))
        for (const { log } of logs) folder.logs.set(log.topicPartition, log)
        folder.isLoaded = true
        loaded.push(...logs)
      } catch (error) {
        if (!(error instanceof DiskError)) throw error
        this.failed(folder, error)
      }
    })
    try {
      await chooseCurrents(this, loaded)
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
    }
    if (this.folders.size === 0) throw noFolderLeft(this.params.dirs.offline)
    this.isLoaded = true
  }

  /**
   * Clean stop: logs flushed and trimmed, then the checkpoints, then, in each folder where all of that was done, the
   * mark that says so. Nothing may be appended any more.
   */
  async close(): Promise<void> {
    if (this.isClosing) return
    this.isClosing = true
    for (const timer of this.timers) timer.cancel()
    this.timers.clear()
    await Promise.all([...this.moves.values()].map((move) => move.stop()))
    await Promise.allSettled([...this.busy.values(), this.retention])
    const folders = [...this.folders.values()]
    await inParallel(folders, folders.length, (folder) => this.closeFolder(folder))
    for (const path of [...this.unnoted]) await this.noteFailure(path)
  }

  private async closeFolder(folder: Folder): Promise<void> {
    let isClean = folder.isLoaded && folder.unavailable.size === 0
    await inParallel([...folder.logs.values()], CLOSES_AT_A_TIME, async (log) => {
      try {
        await log.close(true)
      } catch (error) {
        isClean = false
        this.noteCloseFailure(log, error)
      }
    })
    for (const name of CHECKPOINTS) {
      if (this.folders.has(folder.path)) isClean = (await this.checkpointIn(folder, name)) && isClean
    }
    await folder.checkpoints.idle()
    if (!isClean || !this.folders.has(folder.path)) return
    try {
      await this.onFolder(folder, () => writeCleanShutdownMark(this.params.world, folder.path))
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
    }
  }

  private oneByOne<T>(name: TopicPartition, work: () => Promise<T>): Promise<T> {
    if (this.isClosing) return Promise.reject(new StorageOfflineError(name, 'the broker is stopping'))
    const before = this.busy.get(name)
    const result = before === undefined ? work() : before.then(work, work)
    this.busy.set(name, result)
    const done = () => {
      if (this.busy.get(name) === result) this.busy.delete(name)
    }
    result.then(done, done)
    return result
  }
}
