/**
 * Takes offsets back: a follower that diverged, or appends that a full disk did not take. Nothing else runs on the log
 * meanwhile. Everything that is on disk goes from the end towards the start, so that a crash leaves a shorter log and
 * never one with a hole; the cut is durable before anything is appended behind it, or what was cut could come back there.
 */
import type { FilePosition, Offset } from '../base/kinds.ts'
import { batchLastOffset, scanBatches } from './batch-scan.ts'
import { type Flusher, syncSegment } from './flush.ts'
import { saveEpochs } from './leader-epoch-file.ts'
import { createFirst } from './load.ts'
import type { LogState } from './log-state.ts'
import { reloadProducers, snapshotOffsets } from './producer-replay.ts'
import type { LogReader } from './read.ts'
import type { SegmentRemoval } from './removal.ts'
import type { Sealer } from './seal.ts'
import type { Segment } from './segment.ts'
import { SNAPSHOT, segmentPath } from './segment-files.ts'
import { ensureIndexes, indexedPosition, reloadTimestamps } from './segment-indexes.ts'

const FULL_DISK_RETRY_MS = 1000

export interface TruncationParts {
  readonly log: LogState
  readonly flusher: Flusher
  readonly sealer: Sealer
  readonly reader: LogReader
  readonly removal: SegmentRemoval
}

export async function truncateTo(parts: TruncationParts, offset: Offset): Promise<void> {
  const { log } = parts
  if (offset >= log.logEndOffset) {
    // The leader may know no epoch that we were given at our end.
    log.epochs.truncateFromEnd(offset)
    return saveEpochs(log)
  }
  if (offset < log.segments.first.base) return truncateFully(parts, offset)
  await begin(parts, offset)
  log.epochs.truncateFromEnd(offset)
  await saveEpochs(log)
  await removeSnapshotsAbove(log, offset)
  const index = log.segments.floorIndex(offset)
  const segment = log.segments.at(index)!
  const position = await locate(log, segment, offset)
  await whole(log, async () => {
    await parts.removal.remove(log.segments.cut(index + 1), true)
    parts.sealer.dropRemoved()
    parts.sealer.reopened(segment)
    await cutSegment(log, segment, offset, position)
  })
  log.logStartOffset = Math.min(log.logStartOffset, offset)
  setEnd(log, offset)
  await reload(log, offset)
}

/** Drops everything; the log is empty and begins at `offset`. */
export async function truncateFully(parts: TruncationParts, offset: Offset): Promise<void> {
  const { log } = parts
  await begin(parts, Math.min(offset, log.segments.first.base))
  log.epochs.clear()
  await saveEpochs(log)
  await removeSnapshotsAbove(log, -1)
  await whole(log, async () => {
    await parts.removal.remove(log.segments.cut(0), true)
    parts.sealer.dropRemoved()
    await createFirst(log, offset)
  })
  log.producersIfAny?.clear(offset)
  log.logStartOffset = offset
  log.highWatermark = offset
  log.flushedOffset = offset
  setEnd(log, offset)
}

/**
 * The disk is full: appends that are not written are lost, and were not acknowledged. The log goes on from where it is
 * written; appends are refused for a while.
 */
export async function takeBackUnwritten(parts: TruncationParts, error: Error): Promise<void> {
  const { log } = parts
  const end = log.writtenOffset
  if (log.fullUntilMs < 0) {
    log.logger.warn('no room on the disk: appends are refused until there is, reads go on', {
      partition: log.topicPartition,
      logDir: log.params.logDir,
      error: error.message,
    })
  }
  log.fullUntilMs = Number.POSITIVE_INFINITY
  log.logEndOffset = end
  const segment = log.segments.at(log.segments.floorIndex(end))!
  log.segments.cut(log.segments.floorIndex(end) + 1)
  segment.size = segment.written
  log.cacheIfAny?.clear()
  parts.flusher.truncated(end)
  log.onAppendsLost?.(end)
  await parts.sealer.idle()
  await parts.flusher.idle()
  parts.sealer.dropRemoved()
  log.epochs.truncateFromEnd(end + 1)
  if (segment.prepare === null) {
    await segment.log.with((file) => file.truncate(segment.written))
    segment.log.dirty = true
    await segment.truncateIndexes(end)
    await reloadTimestamps(segment)
  } else {
    segment.resetBookkeeping()
    segment.startEmpty()
  }
  if (log.producersIfAny !== null) await reload(log, end)
  log.fullUntilMs = log.world.clock.monotonicMs() + FULL_DISK_RETRY_MS
}

/** What must be before files change: nothing under way, and no checkpoint that names a point above the new end. */
async function begin(parts: TruncationParts, end: Offset): Promise<void> {
  const { log } = parts
  await parts.sealer.idle()
  await parts.flusher.idle()
  await parts.removal.idle()
  log.generation++
  log.cleanEndOffset = -1
  parts.reader.forgetHints()
  log.cacheIfAny?.clear()
  parts.flusher.truncated(end)
  if (log.flushedOffset > end) log.flushedOffset = end
  if (log.cleanedUpTo > end) log.cleanedUpTo = end
  await log.params.onRecoveryPointLowered?.()
}

/** Files and memory would no longer agree if it stopped half way, were it for a full disk alone: the log fails then. */
export async function whole(log: LogState, operation: () => Promise<void>): Promise<void> {
  try {
    await operation()
  } catch (error) {
    log.fail(error as Error)
    throw error
  }
}

async function locate(log: LogState, segment: Segment, offset: Offset): Promise<FilePosition> {
  const near = await indexedPosition(log, segment, offset)
  const found = await segment.log.with((file) =>
    scanBatches(file, near, segment.written, 'headers', ({ bytes, at }) => batchLastOffset(bytes, at) < offset),
  )
  return found.position
}

async function cutSegment(log: LogState, segment: Segment, offset: Offset, position: FilePosition): Promise<void> {
  await ensureIndexes(log, segment)
  await segment.truncateIndexes(offset)
  await segment.log.with((file) => file.truncate(position))
  segment.size = position
  segment.written = position
  await syncSegment(segment)
  await reloadTimestamps(segment)
}

function setEnd(log: LogState, end: Offset): void {
  log.logEndOffset = end
  log.writtenOffset = end
  log.stableEndOffset = end
  log.highWatermark = Math.min(log.highWatermark, end)
  log.generation++
}

async function reload(log: LogState, end: Offset): Promise<void> {
  await reloadProducers(log, end, snapshotOffsets(await log.world.disk.list(log.dir)))
}

/** Durably: a snapshot that came back would be taken for the state of what is appended there next. */
async function removeSnapshotsAbove(log: LogState, offset: Offset): Promise<void> {
  const { disk } = log.world
  const stale = snapshotOffsets(await disk.list(log.dir)).filter((at) => at > offset)
  for (const at of stale) await disk.remove(segmentPath(log.dir, at, SNAPSHOT))
  if (stale.length > 0) await disk.syncDirectory(log.dir)
}
