/** How much of a log is compacted, how much could be, and whether it is due. Rules are Apache's (LogCleanerManager). */
import type { Offset, TimestampMs } from '../../base/kinds.ts'
import { batchMaxTimestamp, scanBatches } from '../batch-scan.ts'
import type { LogState } from '../log-state.ts'
import { newestMs } from '../retention.ts'
import type { Segment } from '../segment.ts'

export interface Extent {
  readonly firstDirty: Offset
  /** Base of the first segment that must stay as it is. */
  readonly firstUncleanable: Offset
  readonly cleanableBytes: number
  /** Compacted and compactable. */
  readonly totalBytes: number
  /** How long max.compaction.lag.ms has been over; 0: it is not. */
  readonly overdueMs: number
  /** Of the log when it was measured. */
  readonly generation: number
}

export function dirtyRatio({ cleanableBytes, totalBytes }: Extent): number {
  return totalBytes === 0 ? 0 : cleanableBytes / totalBytes
}

export function isDue(extent: Extent, minRatio: number): boolean {
  if (extent.cleanableBytes === 0) return false
  return extent.overdueMs > 0 || dirtyRatio(extent) > minRatio
}

/** `sealedEnd`: behind it segments are not durable yet. */
export async function measureExtent(log: LogState, sealedEnd: Offset, nowMs: TimestampMs): Promise<Extent> {
  const { generation } = log
  const known = log.cleanedUpTo
  // Records were deleted, or the checkpoint is another log's.
  const firstDirty = known < log.logStartOffset || known > log.logEndOffset ? log.logStartOffset : known
  const dirty = sealedFrom(log, firstDirty)
  const lastStable = log.producersIfAny?.firstUnstableOffset(log.highWatermark) ?? log.highWatermark
  let end = Math.min(lastStable, log.active.base, sealedEnd)
  const { minCompactionLagMs, maxCompactionLagMs } = log.config
  if (minCompactionLagMs > 0) {
    for (const segment of dirty) {
      if (segment.base >= end) break
      if ((await newestMs(log, segment)) > nowMs - minCompactionLagMs) end = segment.base
    }
  }
  end = Math.max(firstDirty, end)
  const { segments } = log
  const firstUncleanable =
    end >= log.active.base ? log.active.base : segments.at(Math.max(0, segments.floorIndex(end)))!.base
  let cleanableBytes = 0
  let cleanBytes = 0
  const dirtyBase = segments.at(Math.max(0, segments.floorIndex(firstDirty)))!.base
  for (const segment of segments.all()) {
    if (segment.base < firstDirty) cleanBytes += segment.size
    if (segment.base >= dirtyBase && segment.base < firstUncleanable) cleanableBytes += segment.size
  }
  const cleanUntilMs = nowMs - Math.max(0, maxCompactionLagMs)
  const oldestMs = cleanUntilMs > 0 ? await oldestFirstTimestamp(dirty) : Number.POSITIVE_INFINITY
  const overdueMs = Math.max(0, cleanUntilMs - oldestMs)
  return {
    firstDirty,
    firstUncleanable,
    cleanableBytes,
    totalBytes: cleanBytes + cleanableBytes,
    overdueMs,
    generation,
  }
}

/** From the segment that holds `offset` on, without the active one. */
export function sealedFrom({ segments, active }: LogState, offset: Offset): Segment[] {
  if (offset > active.base) return []
  return segments.all().slice(Math.max(0, segments.floorIndex(offset)), -1)
}

async function oldestFirstTimestamp(segments: readonly Segment[]): Promise<TimestampMs> {
  let oldest = Number.POSITIVE_INFINITY
  for (const segment of segments) {
    const first = await firstTimestamp(segment)
    if (first > 0 && first < oldest) oldest = first
  }
  return oldest
}

/** Of the first batch; read once. */
async function firstTimestamp(segment: Segment): Promise<TimestampMs> {
  if (segment.firstTimestamp !== null) return segment.firstTimestamp
  let first = -1
  await segment.log.with((file) =>
    scanBatches(file, 0, segment.written, 'headers', ({ bytes, at }) => {
      first = batchMaxTimestamp(bytes, at)
      return false
    }),
  )
  segment.firstTimestamp = first
  return first
}
