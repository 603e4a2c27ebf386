/** The last segment after a clean stop, as far as appends need to know it. */
import type { Offset } from '../base/kinds.ts'
import type { DirectoryEntry } from '../io/world.ts'
import { batchLastOffset, batchMaxTimestamp, scanBatches } from './batch-scan.ts'
import type { LogState } from './log-state.ts'
import { reloadProducers, snapshotOffsets } from './producer-replay.ts'
import { segmentJitter } from './roll.ts'
import type { Segment } from './segment.ts'
import { OFFSET_INDEX, segmentFileName, TIME_INDEX, TRANSACTION_INDEX } from './segment-files.ts'
import { timesFault } from './segment-indexes.ts'

/** With ten thousand partitions one read of a small file counts against several of its indexes. */
const READ_WHOLE_BYTES_MAX = 32 << 10

/**
 * Answers where the log ends; producers' state is that at the end. null: the segment is not as a clean stop leaves it,
 * and must be recovered.
 */
export async function openActive(log: LogState, entries: readonly DirectoryEntry[]): Promise<Offset | null> {
  const segment = log.active
  const snapshots = snapshotOffsets(entries)
  segment.jitterMs = segmentJitter(log)
  const isSmall = segment.size <= READ_WHOLE_BYTES_MAX
  if (isSmall && (segment.base === 0 || snapshots.includes(segment.base))) {
    // What the index files say can be made from it as quickly.
    await reloadProducers(log, segment.base, snapshots, true)
    return readSmall(log, segment)
  }
  const end = await openLarge(segment, entries)
  if (end !== null) await reloadProducers(log, end, snapshots, true)
  return end
}

async function readSmall(log: LogState, segment: Segment): Promise<Offset | null> {
  const { size } = segment
  let end = segment.base
  segment.resetBookkeeping()
  segment.startEmpty()
  segment.timestampsKnown = true
  if (size === 0) return end
  const monotonicMs = log.world.clock.monotonicMs()
  const scanned = await segment.log.with((file) =>
    scanBatches(file, 0, size, 'headers', ({ bytes, at, sizeInBytes }) => {
      const lastOffset = batchLastOffset(bytes, at)
      const timestamp = batchMaxTimestamp(bytes, at)
      segment.noteAppend(lastOffset, timestamp, lastOffset, sizeInBytes, log.config.indexIntervalBytes)
      const aborted = log.producersIfProducer(bytes, at)?.apply(bytes, at, monotonicMs) ?? null
      if (aborted !== null) segment.addAborted(aborted)
      end = lastOffset + 1
    }),
  )
  segment.finishTimeIndex()
  return scanned.fault === null ? end : null
}

async function openLarge(segment: Segment, entries: readonly DirectoryEntry[]): Promise<Offset | null> {
  if (segment.size === 0) {
    segment.startEmpty()
    segment.timestampsKnown = true
    return segment.base
  }
  const names = new Set(entries.map((entry) => entry.name))
  const has = (kind: string) => names.has(segmentFileName(segment.base, kind))
  if (!has(OFFSET_INDEX) || !has(TIME_INDEX)) return null
  segment.hasTransactionIndex = has(TRANSACTION_INDEX)
  await segment.loadIndexes()
  const fault =
    (await segment.offsetIndex.fault(segment.size)) ??
    (await timesFault(segment)) ??
    (await segment.transactionIndex?.fault()) ??
    null
  if (fault !== null) return null
  await segment.loadTimestamps()
  return readEnd(segment)
}

async function readEnd(segment: Segment): Promise<Offset | null> {
  let end = segment.base
  const from = await segment.offsetIndex.lastPosition()
  const fault = await segment.log.with(async (file) => {
    if (from > 0) {
      await scanBatches(file, 0, segment.size, 'headers', ({ bytes, at }) => {
        segment.rollingTimestamp = batchMaxTimestamp(bytes, at)
        return false
      })
    }
    const scanned = await scanBatches(file, from, segment.size, 'headers', ({ bytes, at, position }) => {
      if (position === 0) segment.rollingTimestamp = batchMaxTimestamp(bytes, at)
      end = batchLastOffset(bytes, at) + 1
    })
    return scanned.fault
  })
  return fault === null ? end : null
}
