/** The producers' state at an offset: the newest good snapshot at or below it, and the batches from there on. */
import type { Offset } from '../base/kinds.ts'
import type { DirectoryEntry } from '../io/world.ts'
import { batchBaseOffset, batchLastOffset, scanBatches } from './batch-scan.ts'
import type { LogState } from './log-state.ts'
import { decodeSnapshot, SNAPSHOT_BYTES_MAX } from './producer-snapshot.ts'
import { ProducerStates } from './producer-state.ts'
import { parseSegmentFileName, SNAPSHOT, segmentPath } from './segment-files.ts'
import { indexedPosition } from './segment-indexes.ts'

/** Offsets in the names of a folder's snapshots, rising. */
export function snapshotOffsets(entries: readonly DirectoryEntry[]): Offset[] {
  const offsets: Offset[] = []
  for (const entry of entries) {
    const name = parseSegmentFileName(entry.name)
    if (name !== null && name.kind === SNAPSHOT && name.state === '') offsets.push(name.baseOffset)
  }
  return offsets.sort((a, b) => a - b)
}

/**
 * Replaces the state by that at `upTo`. Damaged snapshots are removed: they say nothing that the log does not. Without a good
 * one the log is read from its start; where there is none at all after a clean stop (`trustAbsence`) there are no producers,
 * as Apache takes it.
 */
export async function reloadProducers(
  log: LogState,
  upTo: Offset,
  snapshots: readonly Offset[],
  trustAbsence = false,
): Promise<void> {
  const fresh = new ProducerStates()
  let from = log.logStartOffset
  let found = false
  for (let at = snapshots.length - 1; at >= 0 && !found; at--) {
    const offset = snapshots[at]!
    // Of a transaction that was open then, compaction may have taken all that came later, its marker too.
    if (offset > upTo || offset < Math.max(log.segments.first.base, log.cleanedUpTo)) continue
    found = await restoreSnapshot(log, fresh, offset)
    if (found) from = Math.max(offset, from)
  }
  if (found || !trustAbsence || snapshots.length > 0) await replay(log, fresh, from, upTo)
  // Readers go on meanwhile: the transactions that are open are known at every moment.
  if (log.producersIfAny !== null || fresh.size > 0) log.producers.become(fresh, upTo)
}

async function restoreSnapshot(log: LogState, producers: ProducerStates, offset: Offset): Promise<boolean> {
  const path = segmentPath(log.dir, offset, SNAPSHOT)
  const size = (await log.world.disk.stat(path))?.size ?? 0
  const rows =
    size > SNAPSHOT_BYTES_MAX
      ? `${size} bytes are more than a million producers`
      : decodeSnapshot(await log.world.disk.readFile(path, SNAPSHOT_BYTES_MAX))
  if (typeof rows === 'string') {
    log.logger.warn('a snapshot of producers is damaged; it is removed and the log read instead', { path, fault: rows })
    await log.world.disk.remove(path)
    log.lacksSnapshot = true
    return false
  }
  const monotonicMs = log.world.clock.monotonicMs()
  for (const row of rows) producers.restore(row, monotonicMs)
  if (rows.length > 0) producers.sortOpen()
  return true
}

async function replay(log: LogState, producers: ProducerStates, from: Offset, upTo: Offset): Promise<void> {
  if (from >= upTo) return
  const monotonicMs = log.world.clock.monotonicMs()
  const { segments } = log
  for (let index = Math.max(0, segments.floorIndex(from)); index < segments.length; index++) {
    const segment = segments.at(index)!
    if (segment.base >= upTo) return
    const start = await indexedPosition(log, segment, from)
    await segment.log.with((file) =>
      scanBatches(file, start, segment.written, 'headers', ({ bytes, at }) => {
        if (batchBaseOffset(bytes, at) >= upTo) return false
        if (batchLastOffset(bytes, at) >= from) producers.apply(bytes, at, monotonicMs)
        return true
      }),
    )
  }
}
