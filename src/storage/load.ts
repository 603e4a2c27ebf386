/**
 * Opens what lies in a partition's folder. After a clean stop the files are believed and little is read; otherwise see
 * recovery.ts. What a crash of compaction left is put right first, as Apache does.
 */
import { assert } from '../base/assert.ts'
import { CorruptionError } from '../base/errors.ts'
import type { Offset } from '../base/kinds.ts'
import type { DirectoryEntry, DiskFile } from '../io/world.ts'
import { replaceFile, TEMPORARY } from './atomic-file.ts'
import { batchBaseOffset, batchLastOffset, batchLeaderEpoch, batchMaxTimestamp, scanBatches } from './batch-scan.ts'
import { isMissing } from './index-file.ts'
import { LEADER_EPOCH_BYTES_MAX } from './leader-epochs.ts'
import type { LogState } from './log-state.ts'
import { reloadProducers, snapshotOffsets } from './producer-replay.ts'
import { BROKEN, recoverFrom } from './recovery.ts'
import { newSegment, preallocate, segmentJitter } from './roll.ts'
import { Segment } from './segment.ts'
import {
  CLEANED,
  DELETED,
  LEADER_EPOCHS,
  LOG,
  OFFSET_INDEX,
  parseSegmentFileName,
  SNAPSHOT,
  SWAP,
  segmentFileName,
  segmentPath,
  TIME_INDEX,
  TRANSACTION_INDEX,
} from './segment-files.ts'

const REWRITE_BYTES = 1 << 20

const READ_WHOLE_BYTES_MAX = 32 << 10

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
  if (isClean) log.cleanEndOffset = end
  if (isClean) await reloadProducers(log, end, snapshots, true)
  await removeStraySnapshots(log, snapshots)
  log.epochs.truncateFromEnd(end)
  log.epochs.truncateFromStart(log.logStartOffset)
  await saveEpochs(log)
  if (!isClean && params.flushPolicy !== 'never') await makeRecoveredDurable(log)
  await log.active.closeFiles()
}

/** Lists the folder, made if it is missing, without what a crash left half done. */
async function tidyFolder(log: LogState): Promise<DirectoryEntry[]> {
  const { disk } = log.world
  let entries: DirectoryEntry[]
  try {
    entries = await disk.list(log.dir)
  } catch (error) {
    if (!isMissing(error)) throw error
    await disk.makeDirectory(log.dir)
    await disk.syncDirectory(log.dir.slice(0, log.dir.lastIndexOf('/')))
    return []
  }
  const names = new Set(entries.filter((entry) => entry.kind === 'file').map((entry) => entry.name))
  const count = names.size
  let changed = false
  const remove = async (name: string) => {
    await disk.remove(`${log.dir}/${name}`)
    names.delete(name)
    changed = true
  }
  for (const name of [...names]) if (name.endsWith(DELETED) || name.endsWith(TEMPORARY)) await remove(name)
  await settleCompaction(log, names, remove)
  for (const name of [...names]) {
    const parsed = parseSegmentFileName(name)
    if (parsed === null || parsed.kind === LOG || parsed.kind === SNAPSHOT) continue
    if (!names.has(segmentFileName(parsed.baseOffset, LOG))) await remove(name)
  }
  if (changed || names.size !== count) await disk.syncDirectory(log.dir)
  return Array.from(names, (name) => ({ name, kind: 'file' as const }))
}

/** Unfinished output of compaction goes; finished output takes the place of what it covers. */
async function settleCompaction(
  log: LogState,
  names: Set<string>,
  remove: (name: string) => Promise<void>,
): Promise<void> {
  const { disk } = log.world
  const parsed = () => Array.from(names, (name) => ({ name, file: parseSegmentFileName(name) }))
  const basesOf = (state: string) =>
    parsed()
      .filter(({ file }) => file?.state === state)
      .map(({ file }) => file!.baseOffset)
  // Renames to .swap went from the last to the first: those at or above a .cleaned one are not all there.
  const firstCleaned = Math.min(...basesOf(CLEANED))
  for (const { name, file } of parsed()) {
    if (file?.state === SWAP && file.baseOffset >= firstCleaned) await remove(name)
    else if (file?.state === CLEANED) await remove(name)
  }
  const swaps = parsed().filter(({ file }) => file?.state === SWAP)
  if (swaps.length === 0) return
  let first = Infinity
  let end = 0
  for (const { name, file } of swaps) {
    first = Math.min(first, file!.baseOffset)
    if (file!.kind === LOG) end = Math.max(end, await endOf(log, name, file!.baseOffset))
  }
  for (const { name, file } of parsed()) {
    const isReplaced = file !== null && file.state === '' && file.kind !== SNAPSHOT
    if (isReplaced && file.baseOffset >= first && file.baseOffset < end) await remove(name)
  }
  for (const { name } of swaps) {
    const plain = name.slice(0, -SWAP.length)
    await disk.rename(`${log.dir}/${name}`, `${log.dir}/${plain}`)
    names.delete(name)
    names.add(plain)
  }
  await disk.syncDirectory(log.dir)
}

async function endOf(log: LogState, name: string, base: Offset): Promise<Offset> {
  const file = await log.world.disk.open(`${log.dir}/${name}`, 'read')
  try {
    let end = base
    await scanBatches(file, 0, await file.size(), 'headers', ({ bytes, at }) => {
      end = batchLastOffset(bytes, at) + 1
    })
    return end
  } finally {
    await file.close()
  }
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

/**
 * The active segment after a clean stop: where it ends, and what appends need to know of it. null: it is not as a clean
 * stop leaves it, and must be recovered.
 */
async function openActive(log: LogState, entries: readonly DirectoryEntry[]): Promise<Offset | null> {
  const segment = log.active
  segment.jitterMs = segmentJitter(log)
  if (segment.size === 0) {
    segment.startEmpty()
    segment.timestampsKnown = true
    return segment.base
  }
  const names = new Set(entries.map((entry) => entry.name))
  if (!names.has(segmentFileName(segment.base, OFFSET_INDEX))) return null
  if (!names.has(segmentFileName(segment.base, TIME_INDEX))) return null
  if (segment.size <= READ_WHOLE_BYTES_MAX && !segment.hasTransactionIndex) return readSmall(log, segment)
  await segment.loadIndexes()
  const fault =
    (await segment.offsetIndex.fault(segment.size)) ??
    segment.timeIndex.fault() ??
    (await segment.transactionIndex?.fault()) ??
    null
  if (fault !== null) return null
  await segment.loadTimestamps()
  return readEnd(segment)
}

/** One read tells all, where the index files would take several: with ten thousand partitions that counts. */
async function readSmall(log: LogState, segment: Segment): Promise<Offset | null> {
  const { size } = segment
  let end = segment.base
  segment.resetBookkeeping()
  segment.startEmpty()
  const scanned = await segment.log.with((file) =>
    scanBatches(file, 0, size, 'headers', ({ bytes, at, sizeInBytes }) => {
      const lastOffset = batchLastOffset(bytes, at)
      end = lastOffset + 1
      segment.noteAppend(
        lastOffset,
        batchMaxTimestamp(bytes, at),
        lastOffset,
        sizeInBytes,
        log.config.indexIntervalBytes,
      )
    }),
  )
  segment.finishTimeIndex()
  segment.timestampsKnown = true
  return scanned.fault === null ? end : null
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

async function recover(log: LogState, from: number, snapshots: readonly Offset[]): Promise<Offset> {
  log.active.jitterMs = segmentJitter(log)
  await reloadProducers(log, log.segments.at(from)!.base, snapshots)
  const end = await recoverFrom(log, from)
  return end
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

async function loadEpochs(log: LogState, entries: readonly DirectoryEntry[]): Promise<void> {
  if (!entries.some((entry) => entry.name === LEADER_EPOCHS)) return
  const path = `${log.dir}/${LEADER_EPOCHS}`
  const bytes = await log.world.disk.readFile(path, LEADER_EPOCH_BYTES_MAX)
  const fault = log.epochs.decode(bytes)
  log.epochs.savedVersion = log.epochs.version
  if (fault === null) return
  if (fault.startsWith('version')) throw new CorruptionError(path, 0, fault)
  log.logger.warn('the leader epochs are damaged; they are made anew from the log', { path, fault })
  await replaceFile(log.world.disk, path + BROKEN, bytes)
  log.epochs.clear()
  for (const segment of log.segments.all()) {
    await segment.log.with((file) =>
      scanBatches(file, 0, segment.size, 'headers', ({ bytes: batch, at }) => {
        log.assignEpoch(batchLeaderEpoch(batch, at), batchBaseOffset(batch, at))
      }),
    )
  }
  log.epochs.version++
}

/** Writes the leader epochs if they changed since they were written last; one write at a time. */
export async function saveEpochs(log: LogState): Promise<void> {
  const { epochs } = log
  while (epochs.savedVersion !== epochs.version) {
    log.savingEpochs ??= saveOnce(log).finally(() => {
      log.savingEpochs = null
    })
    await log.savingEpochs
  }
}

async function saveOnce(log: LogState): Promise<void> {
  const { epochs } = log
  const { version } = epochs
  await replaceFile(log.world.disk, `${log.dir}/${LEADER_EPOCHS}`, epochs.encode())
  epochs.savedVersion = version
}
