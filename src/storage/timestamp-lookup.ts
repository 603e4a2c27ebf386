/** ListOffsets by time: which record is the first at or after a timestamp, and which has the largest. */
import { CorruptionError } from '../base/errors.ts'
import type { FilePosition, TimestampMs } from '../base/kinds.ts'
import type { DiskFile } from '../io/world.ts'
import { openRecordsApart } from '../protocol/batch/iterate.ts'
import { batchLastOffset, batchLeaderEpoch, batchMaxTimestamp, scanBatches } from './batch-scan.ts'
import type { TimestampAndOffset } from './contract.ts'
import type { LogState } from './log-state.ts'
import type { Segment } from './segment.ts'
import { ensureIndexes, indexedPosition } from './segment-indexes.ts'

/** First record from the log's start on with a timestamp >= `target`; null: none. */
export async function offsetForTimestamp(log: LogState, target: TimestampMs): Promise<TimestampAndOffset | null> {
  for (const segment of [...log.segments.all()]) {
    if (segment.removed) continue
    await ensureIndexes(log, segment)
    await segment.loadTimestamps()
    if (segment.maxTimestamp < target) continue
    const found = await findInSegment(log, segment, target)
    if (found !== null) return found
  }
  return null
}

async function findInSegment(log: LogState, segment: Segment, target: TimestampMs): Promise<TimestampAndOffset | null> {
  const below = await segment.timeIndex.lookup(target)
  let position = await indexedPosition(log, segment, Math.max(below, log.logStartOffset))
  const file = await segment.log.pin()
  try {
    for (;;) {
      const batch = await nextBatchReaching(log, segment, file, position, target)
      if (batch === null) return null
      const found = await findInBatch(log, file, batch, target)
      if (found !== null) return found
      // Its largest timestamp belongs to a record below the log's start.
      position = batch.position + batch.sizeInBytes
    }
  } finally {
    segment.log.unpin()
  }
}

interface Place {
  readonly position: FilePosition
  readonly sizeInBytes: number
}

async function nextBatchReaching(
  log: LogState,
  segment: Segment,
  file: DiskFile,
  from: FilePosition,
  target: TimestampMs,
): Promise<Place | null> {
  let found: Place | null = null
  const scanned = await scanBatches(file, from, segment.written, 'headers', ({ bytes, at, position, sizeInBytes }) => {
    if (batchMaxTimestamp(bytes, at) < target || batchLastOffset(bytes, at) < log.logStartOffset) return true
    found = { position, sizeInBytes }
    return false
  })
  if (scanned.fault !== null) throw new CorruptionError(file.path, scanned.position, scanned.fault)
  return found
}

async function findInBatch(
  log: LogState,
  file: DiskFile,
  place: Place,
  target: TimestampMs,
): Promise<TimestampAndOffset | null> {
  const bytes = Buffer.allocUnsafe(place.sizeInBytes)
  await file.read(bytes, 0, bytes.length, place.position)
  const records = await openRecordsApart(bytes, 0, log.world.compute)
  const leaderEpoch = batchLeaderEpoch(bytes, 0)
  while (records.next()) {
    if (records.timestamp >= target && records.offset >= log.logStartOffset) {
      return { timestamp: records.timestamp, offset: records.offset, leaderEpoch }
    }
  }
  return null
}

/** The first record with the largest timestamp; null when no record has one. */
export async function offsetOfMaxTimestamp(log: LogState): Promise<TimestampAndOffset | null> {
  let latest: Segment | null = null
  let largest: TimestampMs = -1
  for (const segment of [...log.segments.all()]) {
    if (segment.removed) continue
    await ensureIndexes(log, segment)
    await segment.loadTimestamps()
    if (segment.maxTimestamp > largest) {
      latest = segment
      largest = segment.maxTimestamp
    }
  }
  return latest === null ? null : findInSegment(log, latest, largest)
}
