/**
 * Moves a partition from one log folder to another while it is being used (AlterReplicaLogDirs). A copy T-P.<hex>-future
 * follows the original as a follower follows its leader; when it has caught up, appends wait for a moment, and it takes
 * the original's place.
 */
import type { TopicPartition } from '../base/kinds.ts'
import { DiskError } from '../io/world.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { LOG_STARTS } from './checkpoint-file.ts'
import type { Log } from './log.ts'
import { folderName, markedFolderName } from './log-dir-names.ts'
import type { LogManager } from './log-manager.ts'
import type { Folder } from './log-manager-folder.ts'
import { isFull, openLog } from './log-manager-load.ts'
import { writePartitionMetadata } from './partition-metadata.ts'

const COPY_BYTES = 1024 * 1024
/** With less than this to go, appends wait and the rest is copied. */
const CLOSE_BYTES = COPY_BYTES
const FULL_WAIT_MS = 30_000
/** The original answered an error for reads that are not out of range: it may be closing. */
const ERROR_WAIT_MS = 1000

export class LogMove {
  readonly partition: TopicPartition
  readonly target: Folder
  readonly future: Log
  readonly #manager: LogManager
  readonly #current: Log
  readonly #done: Promise<void>
  #stopped = false
  #wake: (() => void) | null = null

  private constructor(manager: LogManager, current: Log, target: Folder, future: Log) {
    this.#manager = manager
    this.#current = current
    this.target = target
    this.future = future
    this.partition = current.topicPartition
    manager.moves.set(this.partition, this)
    target.logs.set(this.partition, future)
    this.#done = this.#run().finally(() => {
      if (manager.moves.get(this.partition) === this) manager.moves.delete(this.partition)
    })
    manager.inBackground(this.#done)
  }

  /** Rejects with a DiskError when the copy cannot be made. */
  static async begin(manager: LogManager, current: Log, target: Folder): Promise<void> {
    const { disk, entropy } = manager.params.world
    const dir = `${target.path}/${markedFolderName(current.topic, current.partition, 'future', entropy)}`
    const future = await manager.onFolder(target, async () => {
      await target.checkpoints.forget(current.topicPartition)
      for (const offsets of target.found.values()) offsets.delete(current.topicPartition)
      await disk.makeDirectory(dir)
      if (current.topicId !== null) await writePartitionMetadata(disk, dir, current.topicId)
      await disk.syncDirectory(target.path)
      return openLog(manager, target, dir, current, true)
    })
    manager.params.logger.info(`moving ${current.topicPartition} from ${current.logDir} to ${target.path}`)
    LogMove.resume(manager, current, target, future)
  }

  /** Goes on with a copy that is there. */
  static resume(manager: LogManager, current: Log, target: Folder, future: Log): void {
    new LogMove(manager, current, target, future)
  }

  /** The copy's folder gets the partition's name, durably. */
  static async putInPlace(manager: LogManager, future: Log): Promise<void> {
    const { disk } = manager.params.world
    const dir = `${future.logDir}/${folderName(future.topic, future.partition)}`
    await disk.rename(future.dir, dir)
    future.relocate(dir)
    await disk.syncDirectory(future.logDir)
  }

  /** Stops copying; the copy stays for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake?.()
    await this.#done.catch(() => {})
  }

  /** Stops copying, and the copy goes. */
  async cancel(): Promise<void> {
    await this.stop()
    if (this.#manager.current.get(this.partition) === this.future) return
    await this.#manager.retire(this.future)
  }

  async #run(): Promise<void> {
    // What was compacted away behind the copy's end would be missing in it for ever: a tombstone, say.
    await this.#current.cleaning.stop()
    while (!this.#stopped) {
      try {
        if (await this.#copySome()) await this.#swap()
        if (this.#manager.current.get(this.partition) === this.future) return
      } catch (error) {
        if (isFull(error)) await this.#wait(FULL_WAIT_MS)
        else if (error instanceof DiskError) return this.#failed(error)
        else throw error
      }
    }
  }

  /** True when so little is left that it is worth making appends wait. */
  async #copySome(): Promise<boolean> {
    const current = this.#current
    const future = this.future
    if (this.#isCurrentGone()) {
      this.#stopped = true
      return false
    }
    await this.#agree()
    const from = future.logEndOffset
    if (from >= current.writtenOffset) return true
    const slice = await current.read(from, current.writtenOffset, COPY_BYTES, true, false)
    if (slice.error === ErrorCode.OFFSET_OUT_OF_RANGE) return false
    if (slice.error !== ErrorCode.NONE) {
      await this.#wait(ERROR_WAIT_MS)
      return false
    }
    if (slice.byteLength > 0) await future.appendAsFollower(Buffer.concat(slice.records))
    return slice.byteLength < CLOSE_BYTES
  }

  /** Takes back what the original no longer has: it may have been truncated, or have lost its beginning, meanwhile. */
  async #agree(): Promise<void> {
    const current = this.#current
    const future = this.future
    if (future.logEndOffset < current.logStartOffset) await future.truncateFullyAndStartAt(current.logStartOffset)
    const { latestEpoch } = future
    const known = latestEpoch < 0 ? current.logEndOffset : current.endOffsetForEpoch(latestEpoch).endOffset
    const end = Math.min(known < 0 ? current.logStartOffset : known, current.logEndOffset)
    if (future.logEndOffset > end) await future.truncateTo(end)
    if (future.logEndOffset < current.logStartOffset) await future.truncateFullyAndStartAt(current.logStartOffset)
  }

  async #swap(): Promise<void> {
    let failure: unknown = null
    let swapped = false
    // Appends to the original wait behind this, and find it closed afterwards: their clients ask again.
    await this.#current.hold(async () => {
      try {
        swapped = await this.#swapNow()
      } catch (error) {
        // Not the original's fault: its folder must not go offline for it.
        failure = error
      }
    })
    if (failure !== null) throw failure
    if (swapped) await this.#manager.retire(this.#current)
  }

  async #swapNow(): Promise<boolean> {
    const current = this.#current
    const future = this.future
    while (!(await this.#copySome()) || future.logEndOffset < current.logEndOffset) if (this.#stopped) return false
    await future.advanceLogStartOffset(current.logStartOffset)
    await this.#manager.onFolder(this.target, () => this.target.checkpoints.write(LOG_STARTS))
    await future.flush()
    if (this.#isCurrentGone() || this.#stopped) return false
    await LogMove.putInPlace(this.#manager, future)
    future.topicId = current.topicId
    future.highWatermark = current.highWatermark
    future.cleaning.upTo = current.cleaning.upTo
    future.updateConfig(current.config)
    // From here on the original takes nothing any more.
    this.#manager.inBackground(current.close(false))
    this.#manager.replaceLog(future)
    this.#manager.params.logger.info(`${this.partition} lies in ${this.target.path} now`)
    return true
  }

  #isCurrentGone(): boolean {
    return this.#manager.current.get(this.partition) !== this.#current || !this.#manager.folders.has(this.target.path)
  }

  #failed(error: DiskError): void {
    this.#manager.params.logger.error(`moving ${this.partition} to ${this.target.path} failed: ${error.message}`)
    // The log told its folder's failure by itself, if it was that.
    if (this.future.isOffline && this.#manager.folders.has(this.target.path)) this.#manager.failed(this.target, error)
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#manager.params.world.clock.after(ms, resolve)
      this.#wake = () => {
        timer.cancel()
        resolve()
      }
    })
  }
}
