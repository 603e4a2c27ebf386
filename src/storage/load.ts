/**
 * Opens what lies in a partition's folder. After a clean stop the files are believed and little is read; otherwise see
 * recovery.ts. What a crash of compaction left is put right first, as Apache does.
 */
import { assert } from '../base/assert.ts'
import type { Offset } from '../base/kinds.ts'
import type { DirectoryEntry, DiskFile } from '../io/world.ts'
import { loadEpochs } from './leader-epoch-file.ts'
import type { LogState } from './log-state.ts'
import { openActive } from './open-active.ts'
import { reloadProducers, snapshotOffsets } from './producer-replay.ts'
import { recoverFrom } from './recovery.ts'
import { newSegment, preallocate, segmentJitter } from './roll.ts'
import { Segment } from './segment.ts'
import {
  BROKEN,
  LOG,
  OFFSET_INDEX,
  parseSegmentFileName,
  SNAPSHOT,
  segmentPath,
  TIME_INDEX,
  TRANSACTION_INDEX,
} from './segment-files.ts'
import { tidyFolder } from './tidy-folder.ts'

const REWRITE_BYTES = 1 << 20

export async function loadLog(log: LogState): Promise<void> {
  const { params } = log
  const entries = await tidyFolder(log)
  await addSegments(log, entries)
  if (log.segments.length === 0) await createFirst(log, params.logStartOffset)
  log.logStartOffset = Math.max(params.logStartOffset, log.segments.first.base)
  await loadEpochs(log, entries)
  const snapshots = snapshotOffsets(entries)
  let end = params.cleanShutdown ? await openActive(log, entries) : null
  const isClean = end !== null
  if (end === null) {
    const from = params.cleanShutdown ? log.segments.length - 1 : log.segments.floorIndex(params.recoveryPoint)
    end = await recover(log, Math.max(0, from), snapshots)
  }
  if (end < log.logStartOffset) {
    await startOver(log)
    end = log.logStartOffset
  }
  setOffsets(log, end, isClean)
  if (isClean && !log.lacksSnapshot) log.cleanEndOffset = end
  await removeStraySnapshots(log, snapshots)
  log.epochs.truncateFromEnd(end)
  log.epochs.truncateFromStart(log.logStartOffset)
  // Not written yet: whoever leads or follows here assigns an epoch first, and what that leaves of the change is written
  // then, in any case before the next append.
  if (!isClean && params.flushPolicy !== 'never') await makeRecoveredDurable(log)
  await log.active.closeFiles()
}

async function addSegments(log: LogState, entries: readonly DirectoryEntry[]): Promise<void> {
  const bases: Offset[] = []
  const withTransactions = new Set<Offset>()
  for (const { name } of entries) {
    const file = parseSegmentFileName(name)
    if (file === null || file.state !== '') continue
    if (file.kind === LOG) bases.push(file.baseOffset)
    if (file.kind === TRANSACTION_INDEX) withTransactions.add(file.baseOffset)
  }
  bases.sort((a, b) => a - b)
  for (const base of bases) {
    const segment = new Segment(log.files, log.dir, base, log.nowMs())
    const stat = await log.world.disk.stat(segmentPath(log.dir, base, LOG))
    assert(stat !== null, `${segment.log.path} was listed`)
    segment.size = stat.size
    segment.written = stat.size
    segment.modifiedMs = stat.modifiedMs
    segment.timestampsKnown = false
    segment.hasTransactionIndex = withTransactions.has(base)
    log.segments.push(segment)
  }
}

export async function createFirst(log: LogState, base: Offset): Promise<void> {
  const segment = newSegment(log, base)
  await segment.log.with((file) => preallocate(log, segment, file), 'create')
  log.segments.push(segment)
  await log.world.disk.syncDirectory(log.dir)
}

async function recover(log: LogState, from: number, snapshots: readonly Offset[]): Promise<Offset> {
  log.active.jitterMs = segmentJitter(log)
  await reloadProducers(log, log.segments.at(from)!.base, snapshots)
  return recoverFrom(log, from)
}

/** The log ends below where it starts, as after a loss behind DeleteRecords: nothing in it is to be read any more. */
async function startOver(log: LogState): Promise<void> {
  const { disk } = log.world
  for (const segment of log.segments.cut(0).reverse()) {
    await segment.closeFiles()
    await disk.rename(segment.path(LOG), segment.path(LOG) + BROKEN)
    for (const kind of [OFFSET_INDEX, TIME_INDEX, TRANSACTION_INDEX]) await disk.remove(segment.path(kind))
  }
  log.producersIfAny?.clear(log.logStartOffset)
  log.epochs.clear()
  await createFirst(log, log.logStartOffset)
}

function setOffsets(log: LogState, end: Offset, isClean: boolean): void {
  const { params } = log
  log.logEndOffset = end
  log.writtenOffset = end
  log.stableEndOffset = end
  log.flushedOffset = isClean ? end : Math.min(params.recoveryPoint, end)
  log.highWatermark = Math.min(Math.max(params.highWatermark, log.logStartOffset), end)
}

/**
 * After a kill the recovered end may be in the system's cache alone. It is going to be read and acknowledged, so a
 * power cut must not take it.
 */
async function makeRecoveredDurable(log: LogState): Promise<void> {
  if (log.flushedOffset >= log.logEndOffset) return
  const { segments } = log
  for (let index = Math.max(0, segments.floorIndex(log.flushedOffset)); index < segments.length; index++) {
    await segments.at(index)!.log.with(async (file) => {
      if (log.params.pagesDoubtful === true) await writeAgain(file)
      await file.sync()
    })
  }
  await log.world.disk.syncDirectory(log.dir)
  log.flushedOffset = log.logEndOffset
}

/** Makes the system hold every page for changed: it drops that mark when a sync fails, and keeps the page. */
async function writeAgain(file: DiskFile): Promise<void> {
  const size = await file.size()
  const piece = new Uint8Array(Math.min(REWRITE_BYTES, size))
  for (let at = 0; at < size; ) {
    const count = await file.read(piece, 0, Math.min(piece.length, size - at), at)
    if (count === 0) return
    await file.write([piece.subarray(0, count)], at)
    at += count
  }
}

/** Those that belong to no segment, save the newest; and those above the end, which speak of what was cut. */
async function removeStraySnapshots(log: LogState, snapshots: readonly Offset[]): Promise<void> {
  const newest = snapshots.findLast((offset) => offset <= log.logEndOffset)
  for (const offset of snapshots) {
    const isWanted = offset === newest || (offset <= log.logEndOffset && log.segments.withBase(offset) !== null)
    if (!isWanted) await log.world.disk.remove(segmentPath(log.dir, offset, SNAPSHOT))
  }
}
