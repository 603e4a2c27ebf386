/**
 * Makes written bytes durable. One sync of a log is under way at a time; it covers all that was written when it began,
 * and what is written meanwhile is the next one's. A sync that fails is never tried again: the kernel may have dropped
 * the pages and a second one would lie.
 */
import type { Offset } from '../base/kinds.ts'
import type { Timer } from '../io/world.ts'
import type { LogState } from './log-state.ts'
import type { Segment } from './segment.ts'

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

export class Flusher {
  private readonly log: LogState
  /** Called when flushedOffset moved. */
  private readonly onFlushed: () => void
  /** Appends that count only when flushed: [start, end) pairs, rising, adjacent ones joined. */
  private readonly ranges: Offset[] = []
  private wanted: Offset = 0
  private running: Promise<void> | null = null
  private waiters: Waiter[] = []
  private timer: Timer | null = null

  constructor(log: LogState, onFlushed: () => void) {
    this.log = log
    this.onFlushed = onFlushed
  }

  /** The append [start, end) may not be acknowledged before a sync covers it. */
  mustCover(start: Offset, end: Offset): void {
    const last = this.ranges.length - 1
    if (last > 0 && this.ranges[last] === start) this.ranges[last] = end
    else this.ranges.push(start, end)
  }

  /** Where what may be acknowledged ends. */
  stableEnd(): Offset {
    const written = this.log.writtenOffset
    return this.ranges.length === 0 ? written : Math.min(written, this.ranges[0]!)
  }

  /** writtenOffset moved. */
  written(): void {
    const log = this.log
    if (this.ranges.length > 0 && this.ranges[0]! < log.writtenOffset) this.want(log.writtenOffset)
    const { flushMs } = log.config
    if (this.timer === null && flushMs >= 0 && flushMs < Number.MAX_SAFE_INTEGER) {
      this.timer = log.world.clock.after(flushMs, () => {
        this.timer = null
        this.want(log.writtenOffset)
      })
    }
  }

  /** In the background. */
  want(upTo: Offset): void {
    this.wanted = Math.max(this.wanted, upTo)
    if (this.wanted > this.log.flushedOffset) this.start()
  }

  /** Resolves once everything below `upTo`, which is written, is durable, and the names of its files are. */
  async flushTo(upTo: Offset): Promise<void> {
    this.log.assertWorks()
    if (upTo <= this.log.flushedOffset && !this.log.directoryDirty) return
    const done = new Promise<void>((resolve, reject) => this.waiters.push({ resolve, reject }))
    this.start()
    return done
  }

  /** No sync is under way when this resolves. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running
  }

  /** Offsets from `end` on were taken back. */
  truncated(end: Offset): void {
    while (this.ranges.length > 0) {
      const last = this.ranges.length - 1
      if (this.ranges[last]! <= end) break
      if (this.ranges[last - 1]! < end) this.ranges[last] = end
      else this.ranges.length -= 2
    }
    this.wanted = Math.min(this.wanted, end)
  }

  stop(): void {
    this.timer?.cancel()
    this.timer = null
  }

  private start(): void {
    if (this.running !== null || this.log.failure !== null) return
    this.running = this.run().finally(() => {
      this.running = null
      if (this.isWanted) this.start()
    })
  }

  private get isWanted(): boolean {
    return this.log.failure === null && (this.wanted > this.log.flushedOffset || this.waiters.length > 0)
  }

  private async run(): Promise<void> {
    const log = this.log
    while (this.isWanted) {
      // Those who ask while it runs are the next one's.
      const covered = this.waiters
      this.waiters = []
      try {
        await this.syncOnce()
      } catch (error) {
        // Whatever it was: what the disk holds is unknown.
        log.fail(error as Error)
      }
      for (const waiter of covered) {
        if (log.failure === null) waiter.resolve()
        else waiter.reject(log.failure)
      }
    }
    if (log.failure === null) return
    for (const waiter of this.waiters) waiter.reject(log.failure)
    this.waiters = []
  }

  private async syncOnce(): Promise<void> {
    const log = this.log
    const upTo = log.writtenOffset
    const { segments } = log
    const from = Math.max(0, segments.floorIndex(log.flushedOffset - 1))
    for (const segment of segments.all().slice(from)) {
      if (segment.base <= upTo && segment.log.dirty) await syncSegment(segment)
    }
    // A file whose name is not durable is as lost as one without contents (KAFKA-3968).
    if (log.directoryDirty) {
      log.directoryDirty = false
      await log.world.disk.syncDirectory(log.dir)
    }
    if (log.failure !== null) return
    log.flushedOffset = Math.max(log.flushedOffset, upTo)
    this.dropCovered()
    this.onFlushed()
  }

  private dropCovered(): void {
    const { flushedOffset } = this.log
    let covered = 0
    while (covered < this.ranges.length && this.ranges[covered + 1]! <= flushedOffset) covered += 2
    if (covered > 0) this.ranges.splice(0, covered)
    if (this.ranges.length > 0 && this.ranges[0]! < flushedOffset) this.ranges[0] = flushedOffset
  }
}

export async function syncSegment(segment: Segment): Promise<void> {
  const file = await segment.log.pin()
  segment.syncing = true
  // Before the sync: a write that comes while it runs makes the file dirty again.
  segment.log.dirty = false
  try {
    await file.sync()
  } finally {
    segment.syncing = false
    segment.log.unpin()
  }
}
