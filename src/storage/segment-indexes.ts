/**
 * Indexes of sealed segments, taken from their files when first needed. One that is missing or cannot be true is made
 * anew from the log.
 */
import type { FilePosition, Offset } from '../base/kinds.ts'
import { batchLastOffset, batchMaxTimestamp, scanBatches } from './batch-scan.ts'
import { isMissing } from './index-file.ts'
import type { LogState } from './log-state.ts'
import type { Segment } from './segment.ts'

/** Offset and time index are loaded and believable after this. */
export async function ensureIndexes(log: LogState, segment: Segment): Promise<void> {
  if (segment.offsetIndex.loaded && segment.timeIndex.loaded) return
  segment.loadingIndexes ??= load(log, segment).finally(() => {
    segment.loadingIndexes = null
  })
  await segment.loadingIndexes
}

/** A position at or before the batch that holds `offset`, from the index. */
export async function indexedPosition(log: LogState, segment: Segment, offset: Offset): Promise<FilePosition> {
  if (offset <= segment.base) return 0
  await ensureIndexes(log, segment)
  return segment.offsetIndex.lookup(offset)
}

async function load(log: LogState, segment: Segment): Promise<void> {
  let fault: string | null
  try {
    await segment.offsetIndex.load()
    await segment.timeIndex.load()
    fault = (await segment.offsetIndex.fault(segment.size)) ?? segment.timeIndex.fault()
  } catch (error) {
    if (!isMissing(error)) throw error
    fault = 'missing'
  }
  if (fault === null) return
  log.logger.warn('an index is made anew from the log', { path: segment.log.path, fault })
  await rebuildIndexes(log, segment)
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
  if (segment !== log.active) await segment.sealIndexes()
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
