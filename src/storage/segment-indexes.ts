/**
 * Indexes of sealed segments, taken from their files when first needed. One that is missing or cannot be true is made
 * anew from the log.
 */
import type { FilePosition, Offset } from '../base/kinds.ts'
import { DiskError } from '../io/world.ts'
import { batchBaseOffset, batchLastOffset, batchMaxTimestamp, scanBatches } from './batch-scan.ts'
import { isMissing } from './index-file.ts'
import { isFatal, type LogState } from './log-state.ts'
import type { Segment } from './segment.ts'

/** Offset and time index are loaded and believable after this. */
export async function ensureIndexes(log: LogState, segment: Segment): Promise<void> {
  if (segment.offsetIndex.loaded && segment.timeIndex.loaded) return
  segment.loadingIndexes ??= load(log, segment).finally(() => {
    segment.loadingIndexes = null
  })
  await segment.loadingIndexes
}

/**
 * A position at or before the batch that holds `offset`, from the index. An entry of an old file may be damaged and no
 * checksum tells, so a whole batch must lie there, and not one behind the offset; else the index is made anew.
 */
export async function indexedPosition(log: LogState, segment: Segment, offset: Offset): Promise<FilePosition> {
  if (offset <= segment.base) return 0
  await ensureIndexes(log, segment)
  const position = await segment.offsetIndex.lookup(offset)
  if (position === 0 || segment.offsetIndex.isOwn) return position
  if (position < segment.written && (await isBatchUpTo(segment, position, offset))) return position
  log.logger.warn('an index is made anew from the log', { path: segment.log.path, fault: `no batch at ${position}` })
  await rebuildIndexes(log, segment)
  return segment.offsetIndex.lookup(offset)
}

async function isBatchUpTo(segment: Segment, position: FilePosition, offset: Offset): Promise<boolean> {
  return segment.log.with(async (file) => {
    let isUpTo = false
    const scanned = await scanBatches(file, position, segment.written, 'verified', ({ bytes, at }) => {
      isUpTo = batchBaseOffset(bytes, at) <= offset
      return false
    })
    return scanned.fault === null && isUpTo
  })
}

async function load(log: LogState, segment: Segment): Promise<void> {
  let fault: string | null
  try {
    await segment.offsetIndex.load()
    await segment.timeIndex.load()
    fault = (await segment.offsetIndex.fault(segment.size)) ?? (await timesFault(segment))
  } catch (error) {
    if (!isMissing(error)) throw error
    fault = 'missing'
  }
  if (fault === null) return
  // Its name is another's now; whoever waits for it looks again.
  if (segment.removed) throw new DiskError('not-found', segment.log.path, 'the segment is no longer part of its log')
  log.logger.warn('an index is made anew from the log', { path: segment.log.path, fault })
  await rebuildIndexes(log, segment)
}

/**
 * What cannot be true of the time index; null: nothing. Its last entry is the segment's largest timestamp, by which
 * retention deletes: it is held against the batch that it names.
 */
export async function timesFault(segment: Segment): Promise<string | null> {
  const { timeIndex, offsetIndex } = segment
  const fault = timeIndex.fault()
  if (fault !== null || timeIndex.count === 0) return fault
  const { lastOffset, lastTimestamp } = timeIndex
  const from = await offsetIndex.lookup(lastOffset)
  let isTrue = false
  await segment.log.with((file) =>
    scanBatches(file, from, segment.written, 'headers', ({ bytes, at }) => {
      if (batchLastOffset(bytes, at) < lastOffset) return true
      // Some versions of Apache name a record within the batch.
      isTrue = batchBaseOffset(bytes, at) <= lastOffset && batchMaxTimestamp(bytes, at) === lastTimestamp
      return false
    }),
  )
  return isTrue ? null : `its last entry (${lastTimestamp}, offset ${lastOffset}) is no batch's`
}

/** Headers alone are read: the bytes were checked when they were written. */
async function rebuildIndexes(log: LogState, segment: Segment): Promise<void> {
  const end = segment.size
  segment.resetBookkeeping()
  segment.offsetIndex.startEmpty()
  segment.timeIndex.startEmpty()
  await segment.log.with((file) =>
    scanBatches(file, 0, end, 'headers', (batch) => {
      const lastOffset = batchLastOffset(batch.bytes, batch.at)
      const timestamp = batchMaxTimestamp(batch.bytes, batch.at)
      segment.noteAppend(lastOffset, timestamp, lastOffset, batch.sizeInBytes, log.config.indexIntervalBytes)
    }),
  )
  segment.size = end
  segment.finishTimeIndex()
  segment.timestampsKnown = true
  if (segment === log.active) return
  try {
    await segment.sealIndexes()
  } catch (error) {
    // They serve from memory; the next start makes them anew again.
    if (!(error instanceof DiskError) || isFatal(error)) throw error
  }
}

/** After a truncation: the largest timestamp of what is left, from the time index and the batches behind its last entry. */
export async function reloadTimestamps(segment: Segment): Promise<void> {
  const from = await segment.offsetIndex.lookup(segment.timeIndex.lastOffset)
  await segment.log.with((file) =>
    scanBatches(file, from, segment.written, 'headers', ({ bytes, at }) => {
      const timestamp = batchMaxTimestamp(bytes, at)
      if (timestamp <= segment.maxTimestamp) return
      segment.maxTimestamp = timestamp
      segment.offsetOfMaxTimestamp = batchLastOffset(bytes, at)
    }),
  )
  segment.timestampsKnown = true
  if (segment.written === 0) segment.rollingTimestamp = -1
}
