/** What the log cleaner tells about itself, in the terms of Apache's metrics. */
import type { CleanerControl } from './cleaner-control.ts'
import type { RoundStats } from './log-cleaning.ts'
import { dirtyRatio, type Extent } from './log-extent.ts'

interface LastRound {
  readonly stats: RoundStats
  readonly elapsedMs: number
}

export class CleanerStats {
  /** The largest share of a log that is not compacted, when it was looked last. */
  maxDirtyRatio = 0
  /** How long the log that is overdue most has been so. */
  maxOverdueMs = 0
  /** On the monotonic clock; -1: never. */
  lastLookMs = -1
  private bytesDone = 0
  private readonly underWay = new Set<CleanerControl>()
  /** Per worker. */
  private readonly last = new Map<object, LastRound>()

  /** Read and written. */
  get bytesMoved(): number {
    let bytes = this.bytesDone
    for (const control of this.underWay) bytes += control.bytesMoved
    return bytes
  }

  began(control: CleanerControl): void {
    this.underWay.add(control)
  }

  ended(control: CleanerControl): void {
    this.underWay.delete(control)
    this.bytesDone += control.bytesMoved
  }

  lookedAt(nowMs: number): void {
    this.lastLookMs = nowMs
  }

  measured(extents: readonly Extent[]): void {
    this.maxDirtyRatio = extents.reduce((max, extent) => Math.max(max, dirtyRatio(extent)), 0)
    this.maxOverdueMs = extents.reduce((max, extent) => Math.max(max, extent.overdueMs), 0)
  }

  cleaned(worker: object, stats: RoundStats, elapsedMs: number): void {
    this.last.set(worker, { stats, elapsedMs })
  }

  /** Of the last rounds: bytes written for a hundred bytes read. */
  get recopyPercent(): number {
    let read = 0
    let written = 0
    for (const { stats } of this.last.values()) {
      read += stats.bytesRead
      written += stats.bytesWritten
    }
    return read === 0 ? 0 : Math.floor((100 * written) / read)
  }

  get maxMapUsePercent(): number {
    return Math.floor(100 * this.largest(({ stats }) => stats.mapUse))
  }

  get maxCleanSeconds(): number {
    return Math.floor(this.largest(({ elapsedMs }) => elapsedMs) / 1000)
  }

  private largest(of: (round: LastRound) => number): number {
    return [...this.last.values()].reduce((max, round) => Math.max(max, of(round)), 0)
  }
}
