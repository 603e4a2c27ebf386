/**
 * Puts a cleaned segment in the place of those it was made from. Whatever moment a crash meets, a start finds the old
 * segments or the new one (tidy-folder.ts, and Apache's loader, which takes the same steps):
 *
 *     x.cleaned -> x.swap      while one .cleaned is left, a start drops the new segment
 *     x -> x.deleted           the .swap files are durable: a start drops what they cover, and renames them
 *     x.swap -> x              the log first: while it is a .swap, a start would drop indexes that are in place
 */
import type { Offset, TimestampMs } from '../../base/kinds.ts'
import type { LogState } from '../log-state.ts'
import { Segment } from '../segment.ts'
import { CLEANED, LOG, SEGMENT_KINDS, SWAP, segmentPath, TRANSACTION_INDEX } from '../segment-files.ts'
import { type TruncationParts, whole } from '../truncate.ts'
import type { CleanResult } from './cleaner-service.ts'

/** Nothing else runs on the log meanwhile, save reads. */
export function swapIn(
  { log, reader, removal }: Pick<TruncationParts, 'log' | 'reader' | 'removal'>,
  group: readonly Segment[],
  cleaned: CleanResult,
  modifiedMs: TimestampMs,
): Promise<void> {
  const { disk } = log.world
  const { base } = group[0]!
  const kinds = SEGMENT_KINDS.filter((kind) => kind !== TRANSACTION_INDEX || cleaned.hasTransactionIndex)
  const path = (kind: string, state = '') => segmentPath(log.dir, base, kind, state)
  return whole(log, async () => {
    for (const kind of kinds) await disk.rename(path(kind, CLEANED), path(kind, SWAP))
    await disk.syncDirectory(log.dir)
    const segment = new Segment(log.files, log.dir, base, log.nowMs(), SWAP)
    segment.size = cleaned.size
    segment.written = cleaned.size
    segment.maxTimestamp = cleaned.maxTimestamp
    segment.offsetOfMaxTimestamp = cleaned.offsetOfMaxTimestamp
    segment.modifiedMs = modifiedMs
    segment.hasTransactionIndex = cleaned.hasTransactionIndex
    // Open until they have their names: nobody may look for a file while it is renamed.
    await segment.heldOpen(async () => {
      const index = log.segments.floorIndex(base)
      const old = log.segments.replace(index, group.length, segment)
      log.generation++
      // Memory still has aborted records of which no index tells any more.
      log.cacheIfAny?.forgetBelow(log.segments.at(index + 1)!.base)
      reader.forgetHints()
      await removal.replaced(old)
      await disk.rename(path(LOG, SWAP), path(LOG))
      await disk.syncDirectory(log.dir)
      for (const kind of kinds) if (kind !== LOG) await disk.rename(path(kind, SWAP), path(kind))
      await disk.syncDirectory(log.dir)
      segment.settled()
    })
  })
}

/** Output that nobody wants any more. */
export async function dropCleaned(log: LogState, base: Offset): Promise<void> {
  for (const kind of SEGMENT_KINDS) await log.world.disk.remove(segmentPath(log.dir, base, kind, CLEANED))
}
