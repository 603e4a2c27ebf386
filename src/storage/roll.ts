/**
 * When a log begins a new segment, and how. The decision and the new segment come at once; its file is made before the
 * first write to it (group-commit.ts), and the old one's indexes are sealed after that (seal.ts).
 */
import type { Offset, TimestampMs } from '../base/kinds.ts'
import type { LogConfig } from '../config/log-config.ts'
import type { Clock, DiskFile } from '../io/world.ts'
import type { LogState } from './log-state.ts'
import { encodeSnapshot } from './producer-snapshot.ts'
import type { Sealer } from './seal.ts'
import { Segment } from './segment.ts'

export function mustRoll(
  segment: Segment,
  appendBytes: number,
  lastOffset: Offset,
  maxTimestamp: TimestampMs,
  config: LogConfig,
  clock: Clock,
): boolean {
  if (segment.size === 0) return !segment.canHold(lastOffset)
  return (
    segment.size > config.segmentBytes - appendBytes ||
    waitedMs(segment, maxTimestamp, clock) > (config.segmentMs < 0 ? Infinity : config.segmentMs) - segment.jitterMs ||
    segment.indexesFull(config.segmentIndexBytes) ||
    !segment.canHold(lastOffset)
  )
}

/** How far records have come since the segment's first append; without timestamps, the clock. */
function waitedMs(segment: Segment, maxTimestamp: TimestampMs, clock: Clock): number {
  return segment.rollingTimestamp >= 0 ? maxTimestamp - segment.rollingTimestamp : clock.wallMs() - segment.createdMs
}

export function newSegment(log: LogState, base: Offset): Segment {
  const segment = new Segment(log.files, log.dir, base, log.nowMs())
  segment.startEmpty()
  segment.jitterMs = segmentJitter(log)
  return segment
}

/** So that a thousand partitions made in one moment do not all roll in one. */
export function segmentJitter(log: LogState): number {
  const { segmentJitterMs, segmentMs } = log.config
  if (segmentJitterMs <= 0 || segmentMs <= 0) return 0
  return log.world.entropy.below(Math.min(segmentJitterMs, segmentMs))
}

/** The active segment is `base`'s after this; an empty one with that base already stays. */
export function roll(log: LogState, sealer: Sealer, base: Offset): Segment {
  const old = log.active
  if (old.base === base) return old
  log.cleanEndOffset = -1
  old.finishTimeIndex()
  const segment = newSegment(log, base)
  const { producers } = log
  producers.endOffset = base
  const snapshot = encodeSnapshot(producers)
  segment.prepare = async () => {
    await makeFile(log, segment)
    sealer.add(old, base, snapshot)
  }
  log.segments.push(segment)
  return segment
}

async function makeFile(log: LogState, segment: Segment): Promise<void> {
  await segment.log.with(async (file) => {
    // Left by a roll that a full disk or a crash cut short.
    if ((await file.size()) > 0) await file.truncate(0)
    await preallocate(log, segment, file)
  }, 'create')
  log.directoryDirty = true
}

export async function preallocate(log: LogState, segment: Segment, file: DiskFile): Promise<void> {
  if (!log.config.preallocate) return
  segment.preallocated = true
  await file.truncate(log.config.segmentBytes)
}
