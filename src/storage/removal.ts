/** Takes segments out of a log: at once for readers, and from the disk after file.delete.delay.ms. */
import { DiskError, type Timer } from '../io/world.ts'
import { isMissing } from './index-file.ts'
import type { LogState } from './log-state.ts'
import type { Segment } from './segment.ts'
import { DELETED, SEGMENT_KINDS, SNAPSHOT } from './segment-files.ts'

const DONE = Promise.resolve()

export class SegmentRemoval {
  private readonly log: LogState
  private timers: Set<Timer> | null = null
  private underWay: Promise<void> = DONE

  constructor(log: LogState) {
    this.log = log
  }

  /**
   * `segments` are out of the list already. Files are renamed, those of the last segment first when the log's end goes,
   * so that a crash on the way leaves no hole. Snapshots at their bases go with them.
   */
  remove(segments: readonly Segment[], fromEnd: boolean): Promise<void> {
    const removal = this.underWay.then(() => this.rename(segments, fromEnd))
    this.underWay = removal.catch(() => {})
    return removal
  }

  /** No renaming is under way when this resolves. */
  idle(): Promise<void> {
    return this.underWay
  }

  private async rename(segments: readonly Segment[], fromEnd: boolean): Promise<void> {
    const { log } = this
    const { disk } = log.world
    const renamed: string[] = []
    for (const segment of fromEnd ? [...segments].reverse() : segments) {
      for (const kind of [...SEGMENT_KINDS, SNAPSHOT]) {
        const path = segment.path(kind)
        try {
          await disk.rename(path, path + DELETED)
          renamed.push(path + DELETED)
        } catch (error) {
          if (!isMissing(error)) throw error
        }
      }
      // One durable before the next: else a crash could leave a hole, and what is behind it would be lost with it.
      await disk.syncDirectory(log.dir)
      if (!fromEnd) log.leaving--
      await segment.closeFiles()
    }
    this.later(renamed)
  }

  /** What still waits is removed when the log is opened next. */
  stop(): void {
    for (const timer of this.timers ?? []) timer.cancel()
    this.timers = null
  }

  private later(paths: readonly string[]): void {
    if (paths.length === 0) return
    this.timers ??= new Set()
    const { log } = this
    const timer = log.world.clock.after(Math.max(0, log.config.fileDeleteDelayMs), () => {
      this.timers?.delete(timer)
      void this.removeFiles(paths)
    })
    this.timers.add(timer)
  }

  private async removeFiles(paths: readonly string[]): Promise<void> {
    const { log } = this
    try {
      for (const path of paths) if (!log.closed) await log.world.disk.remove(path)
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      // They are out of the log; the next start tries again.
      log.logger.warn('a deleted segment could not be removed', { error: error.message })
    }
  }
}
