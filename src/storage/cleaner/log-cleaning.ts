/** Compaction of one log, as the loop sees it: what is due, one round after another, and how it is stopped. */

import { assert } from '../../base/assert.ts'
import { CorruptionError } from '../../base/errors.ts'
import type { Offset, TimestampMs } from '../../base/kinds.ts'
import { DiskError, type Thread } from '../../io/world.ts'
import { isFatal } from '../log-state.ts'
import type { ProducerRow } from '../producer-state.ts'
import { abortedTransactions } from '../read.ts'
import type { Segment } from '../segment.ts'
import { ensureIndexes, indexedPosition } from '../segment-indexes.ts'
import type { TruncationParts } from '../truncate.ts'
import { type CleanerControl, CleaningStopped } from './cleaner-control.ts'
import type { CleanerAnswer, CleanerJob, CleanJob, CleanResult, MapResult, SourceSegment } from './cleaner-service.ts'
import { type Extent, measureExtent, sealedFrom } from './log-extent.ts'
import { SLOT_BYTES } from './offset-map.ts'
import { groupSegments } from './segment-groups.ts'
import { dropCleaned, swapIn } from './segment-swap.ts'

export type CleanerThread = Thread<CleanerJob, CleanerAnswer>

export interface RoundSettings {
  readonly mapBytesMax: number
  readonly loadFactor: number
  /** For one buffer. */
  readonly ioBytes: number
}

export interface RoundStats {
  readonly endOffset: Offset
  readonly keys: number
  /** Share of the allowed map that the keys took. */
  readonly mapUse: number
  /** While filtering; what noting the keys read comes on top. */
  readonly bytesRead: number
  readonly bytesWritten: number
  readonly recordsRead: number
  readonly recordsKept: number
  readonly recordsWithoutKey: number
}

const OFFSET_ENTRY_BYTES = 8
const TIME_ENTRY_BYTES = 12

export class LogCleaning {
  private readonly parts: TruncationParts
  private control: CleanerControl | null = null
  private isEnded = false
  private running: Promise<unknown> = Promise.resolve()

  constructor(parts: TruncationParts) {
    this.parts = parts
  }

  /** All below is compacted; goes into the checkpoint. */
  get upTo(): Offset {
    return this.parts.log.cleanedUpTo
  }
  set upTo(offset: Offset) {
    this.parts.log.cleanedUpTo = Math.min(offset, this.parts.log.logEndOffset)
  }

  get isRunning(): boolean {
    return this.control !== null
  }

  /** Bytes per second of the round that is under way. */
  limit(bytesPerSecond: number): void {
    if (this.control !== null) this.control.bytesPerSecond = bytesPerSecond
  }

  /** Ends the round that is under way; what it has put in place stays. */
  async stop(): Promise<void> {
    if (this.control !== null) this.control.isStopped = true
    await this.running.catch(() => {})
  }

  /** The same for good: the log is being closed. */
  async end(): Promise<void> {
    this.isEnded = true
    await this.stop()
  }

  /** null: its files are going or gone, so there is nothing to say. */
  async measure(nowMs: TimestampMs): Promise<Extent | null> {
    const { log, sealer } = this.parts
    if (log.failure !== null || log.closed) return null
    try {
      return await measureExtent(log, sealer.recoveryPoint, nowMs)
    } catch (error) {
      // Retention took a segment meanwhile, or the disk fails: then whoever reads next says so.
      if (error instanceof DiskError) return null
      throw error
    }
  }

  /**
   * Compacts what `extent` says. Rejects with CleaningStopped when somebody wanted the files, with CorruptionError when the
   * log is damaged, with DiskError, or with what the thread died of.
   */
  run(thread: CleanerThread, extent: Extent, settings: RoundSettings, control: CleanerControl): Promise<RoundStats> {
    assert(this.control === null, 'one round of a log at a time')
    if (this.isEnded || this.parts.log.generation !== extent.generation) return Promise.reject(new CleaningStopped())
    this.control = control
    const round = this.round(thread, extent, settings, control).finally(() => {
      this.control = null
    })
    this.running = round
    return round
  }

  private async round(
    thread: CleanerThread,
    extent: Extent,
    settings: RoundSettings,
    control: CleanerControl,
  ): Promise<RoundStats> {
    const round = new Round(this.parts, thread, extent, settings, control)
    try {
      const stats = await round.run()
      this.upTo = Math.max(stats.endOffset, extent.firstDirty)
      return stats
    } catch (error) {
      // What it read was taken away under its hands: no damage, and no failure.
      const isMeanwhile = error instanceof CorruptionError || (error instanceof DiskError && error.kind === 'not-found')
      if (isMeanwhile && round.isOvertaken()) throw new CleaningStopped()
      if (error instanceof DiskError && isFatal(error)) this.parts.log.fail(error)
      throw error
    }
  }
}

function lastRecordOf({ producerId, lastOffset, epoch }: ProducerRow): CleanJob['producers'][number] {
  return [producerId, lastOffset, epoch]
}

class Round {
  private readonly parts: TruncationParts
  private readonly thread: CleanerThread
  private readonly extent: Extent
  private readonly settings: RoundSettings
  private readonly control: CleanerControl
  private readonly nowMs: TimestampMs
  /** Of the log, as far as this round has changed it. */
  private generation: number
  private segments: readonly Segment[] = []
  /** Whoever comes later writes behind what is cleaned now. */
  private readonly producers: CleanJob['producers']

  constructor(
    parts: TruncationParts,
    thread: CleanerThread,
    extent: Extent,
    settings: RoundSettings,
    control: CleanerControl,
  ) {
    this.parts = parts
    this.thread = thread
    this.extent = extent
    this.settings = settings
    this.control = control
    this.nowMs = parts.log.nowMs()
    this.generation = extent.generation
    this.producers = parts.log.producersIfAny === null ? [] : Array.from(parts.log.producersIfAny.all(), lastRecordOf)
  }

  /** Offsets were taken back, or segments removed, since the round looked at them. */
  isOvertaken(): boolean {
    const { log } = this.parts
    return log.generation !== this.generation || this.segments.some((segment) => segment.removed)
  }

  async run(): Promise<RoundStats> {
    const { log } = this.parts
    const map = await this.buildMap()
    const limit = Math.min(map.endOffset, this.extent.firstUncleanable)
    this.segments = log.segments.all().filter((segment) => segment !== log.active && segment.base < limit)
    const sizes = []
    for (const segment of this.segments) {
      await ensureIndexes(log, segment)
      const indexBytes = segment.offsetIndex.count * OFFSET_ENTRY_BYTES
      const timeIndexBytes = segment.timeIndex.count * TIME_ENTRY_BYTES
      sizes.push({ base: segment.base, bytes: segment.size, indexBytes, timeIndexBytes })
    }
    const { segmentBytes: bytes, segmentIndexBytes: indexBytes } = log.config
    const counts = groupSegments(sizes, { bytes, indexBytes, end: this.extent.firstUncleanable })
    const horizonMs = await this.oldTombstonesHorizon()
    const results: CleanResult[] = []
    for (const count of counts) {
      // Those before are replaced, and no longer listed.
      results.push(await this.cleanGroup(this.segments.slice(0, count), horizonMs))
    }
    return this.sum(map, results)
  }

  private async buildMap(): Promise<MapResult> {
    const { log } = this.parts
    const { firstDirty, firstUncleanable } = this.extent
    const { mapBytesMax, loadFactor, ioBytes } = this.settings
    this.segments = sealedFrom(log, firstDirty).filter((segment) => segment.base < firstUncleanable)
    const slotsMax = Math.max(2, Math.floor(mapBytesMax / SLOT_BYTES))
    // No more than there are offsets: most logs need little of what is allowed.
    const keysMax = Math.max(1, Math.min(Math.floor(slotsMax * loadFactor), firstUncleanable - firstDirty))
    const slots = Math.min(slotsMax, Math.ceil(keysMax / loadFactor) + 1)
    const segments: SourceSegment[] = []
    for (const segment of this.segments) {
      const since = Math.max(segment.base, firstDirty)
      const from = await indexedPosition(log, segment, since)
      segments.push(await this.source(segment, since, from, true))
    }
    return this.ask<MapResult>({
      do: 'map',
      shared: this.control.shared,
      segments,
      from: firstDirty,
      upTo: firstUncleanable,
      slots,
      keysMax,
      ioBytes,
    })
  }

  private async cleanGroup(group: readonly Segment[], horizonMs: TimestampMs): Promise<CleanResult> {
    const { log } = this.parts
    const sources: SourceSegment[] = []
    let modifiedMs = log.nowMs()
    for (const segment of group) {
      modifiedMs = await this.modifiedMs(segment)
      sources.push(await this.source(segment, segment.base, 0, modifiedMs > horizonMs))
    }
    const cleaned = await this.ask<CleanResult>({
      do: 'clean',
      shared: this.control.shared,
      dir: log.dir,
      base: group[0]!.base,
      segments: sources,
      producers: this.producers,
      upperBound: this.extent.firstUncleanable,
      nowMs: this.nowMs,
      deleteRetentionMs: log.config.deleteRetentionMs,
      indexIntervalBytes: log.config.indexIntervalBytes,
      modifiedMs,
      ioBytes: this.settings.ioBytes,
    })
    await log.exclusive(async () => {
      if (this.mustStop()) {
        await dropCleaned(log, group[0]!.base)
        throw new CleaningStopped()
      }
      await swapIn(this.parts, group, cleaned, modifiedMs)
      this.generation = log.generation
      this.segments = this.segments.filter((segment) => !group.includes(segment))
    })
    return cleaned
  }

  private mustStop(): boolean {
    const { log } = this.parts
    if (!log.config.compact || this.control.isStopped) return true
    return log.failure !== null || log.closed || this.isOvertaken()
  }

  private async ask<T extends CleanerAnswer>(job: CleanerJob): Promise<T> {
    if (this.mustStop()) throw new CleaningStopped()
    const answer = await this.thread.ask(job)
    if (answer.stopped) throw new CleaningStopped()
    return answer as T
  }

  /** Aborted transactions that ended before `since` are left out: the marker that ends them may not be read. */
  private async source(
    segment: Segment,
    since: Offset,
    from: number,
    keepsOldTombstones: boolean,
  ): Promise<SourceSegment> {
    const nextBase = this.nextBase(segment)
    const aborted = await abortedTransactions(this.parts.log, since, nextBase)
    return {
      path: segment.log.path,
      base: segment.base,
      nextBase,
      from,
      size: segment.size,
      aborted,
      keepsOldTombstones,
    }
  }

  private nextBase(segment: Segment): Offset {
    const { segments } = this.parts.log
    return segments.at(segments.floorIndex(segment.base) + 1)!.base
  }

  /** Tombstones of magic 0 and 1 go from segments that were written last before this time. */
  private async oldTombstonesHorizon(): Promise<TimestampMs> {
    const last = this.segments.findLast((segment) => segment.base < this.extent.firstDirty)
    return last === undefined ? 0 : (await this.modifiedMs(last)) - this.parts.log.config.deleteRetentionMs
  }

  private async modifiedMs(segment: Segment): Promise<TimestampMs> {
    return (await this.parts.log.world.disk.stat(segment.log.path))?.modifiedMs ?? segment.modifiedMs
  }

  private sum(map: MapResult, results: readonly CleanResult[]): RoundStats {
    const total = (of: (result: CleanResult) => number) => results.reduce((sum, result) => sum + of(result), 0)
    return {
      endOffset: map.endOffset,
      keys: map.keys,
      mapUse: (map.keys * SLOT_BYTES) / this.settings.mapBytesMax,
      bytesRead: total((result) => result.bytesRead),
      bytesWritten: total((result) => result.size),
      recordsRead: total((result) => result.recordsRead),
      recordsKept: total((result) => result.recordsKept),
      recordsWithoutKey: total((result) => result.recordsWithoutKey),
    }
  }
}
