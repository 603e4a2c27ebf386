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
    return this.behind(() => this.renameInOrder(segments, fromEnd))
  }

  /**
   * The same for segments whose content lies durably in one that takes their place: a crash on the way loses nothing. The
   * snapshot at the first one's base is the new one's, too.
   */
  replaced(segments: readonly Segment[]): Promise<void> {
    return this.behind(async () => {
      const renamed: string[] = []
      for (const segment of segments) {
        const isFirst = segment === segments[0]
        await this.rename(segment, isFirst ? SEGMENT_KINDS : [...SEGMENT_KINDS, SNAPSHOT], renamed)
      }
      await this.log.world.disk.syncDirectory(this.log.dir)
      for (const segment of segments) await segment.closeFiles()
      this.later(renamed)
    })
  }

  /** No renaming is under way when this resolves. */
  idle(): Promise<void> {
    return this.underWay
  }

  private behind(work: () => Promise<void>): Promise<void> {
    const removal = this.underWay.then(work)
    this.underWay = removal.catch(() => {})
    return removal
  }

  private async renameInOrder(segments: readonly Segment[], fromEnd: boolean): Promise<void> {
    const renamed: string[] = []
    for (const segment of fromEnd ? [...segments].reverse() : segments) {
      await this.rename(segment, [...SEGMENT_KINDS, SNAPSHOT], renamed)
      // One durable before the next: else a crash could leave a hole, and what is behind it would be lost with it.
      await this.log.world.disk.syncDirectory(this.log.dir)
      if (!fromEnd) this.log.leaving--
      await segment.closeFiles()
    }
    this.later(renamed)
  }

  private async rename(segment: Segment, kinds: readonly string[], renamed: string[]): Promise<void> {
    for (const kind of kinds) {
      const path = segment.path(kind)
      try {
        await this.log.world.disk.rename(path, path + DELETED)
        renamed.push(path + DELETED)
      } catch (error) {
        if (!isMissing(error)) throw error
      }
    }
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
