/** A partition's folder, without what a crash left half done: deleted files, temporary ones, compaction's output. */
import type { Offset } from '../base/kinds.ts'
import type { DirectoryEntry } from '../io/world.ts'
import { TEMPORARY } from './atomic-file.ts'
import { batchBaseOffset, batchLastOffset, batchLeaderEpoch, scanBatches } from './batch-scan.ts'
import { isMissing } from './index-file.ts'
import type { LogState } from './log-state.ts'
import {
  BROKEN,
  CLEANED,
  DELETED,
  LOG,
  parseSegmentFileName,
  type SegmentFileName,
  SNAPSHOT,
  SWAP,
  segmentFileName,
} from './segment-files.ts'

/** Lists the folder, made if it is missing, without what a crash left half done. */
export async function tidyFolder(log: LogState): Promise<DirectoryEntry[]> {
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

type Remove = (name: string) => Promise<void>

/** Unfinished output of compaction goes; finished output takes the place of what it covers. */
async function settleCompaction(log: LogState, names: Set<string>, remove: Remove): Promise<void> {
  const { disk } = log.world
  await dropUnfinished(log, names, remove)
  const end = await endOfSwaps(log, names, remove)
  const swaps = filesIn(names, SWAP)
  if (swaps.length === 0) return
  const first = Math.min(...swaps.map(({ file }) => file.baseOffset))
  for (const { name, file } of filesIn(names, '')) {
    if (file.kind !== SNAPSHOT && file.baseOffset >= first && file.baseOffset < end) await remove(name)
  }
  const settle = async ({ name }: { name: string }) => {
    const plain = name.slice(0, -SWAP.length)
    await disk.rename(`${log.dir}/${name}`, `${log.dir}/${plain}`)
    names.delete(name)
    names.add(plain)
  }
  // The log first: while it is a .swap, a start drops indexes that are in place.
  for (const swap of swaps) if (swap.file.kind === LOG) await settle(swap)
  await disk.syncDirectory(log.dir)
  for (const swap of swaps) if (swap.file.kind !== LOG) await settle(swap)
  await disk.syncDirectory(log.dir)
}

function filesIn(names: ReadonlySet<string>, state: string): { name: string; file: SegmentFileName }[] {
  return [...names].flatMap((name) => {
    const file = parseSegmentFileName(name)
    return file?.state === state ? [{ name, file }] : []
  })
}

/** Renames to .swap went from the last to the first: those at or above a .cleaned one are not all there. */
async function dropUnfinished(log: LogState, names: Set<string>, remove: Remove): Promise<void> {
  const cleaned = filesIn(names, CLEANED)
  if (cleaned.length === 0) return
  const firstCleaned = Math.min(...cleaned.map(({ file }) => file.baseOffset))
  const swaps = filesIn(names, SWAP).filter(({ file }) => file.baseOffset >= firstCleaned)
  for (const { name } of swaps) await remove(name)
  // As long as one .cleaned is there, a crash here leaves nothing that looks finished.
  if (swaps.length > 0) await log.world.disk.syncDirectory(log.dir)
  for (const { name } of cleaned) await remove(name)
}

/** Where the offsets of finished output end. One that is damaged goes, if what it was made from is there. */
async function endOfSwaps(log: LogState, names: Set<string>, remove: Remove): Promise<Offset> {
  const activeBase = Math.max(...filesIn(names, '').map(({ file }) => file.baseOffset))
  let end = 0
  for (const { name, file } of filesIn(names, SWAP)) {
    if (file.kind !== LOG) continue
    const { fault, endOffset } = await lookThrough(log, name, file.baseOffset, activeBase)
    // What it was made from goes first file first, so it is all there as long as that one is.
    if (fault === null || !names.has(segmentFileName(file.baseOffset, LOG))) {
      end = Math.max(end, endOffset)
      continue
    }
    log.logger.warn('a compacted segment is damaged; what it was made from stays', { path: name, fault })
    // Its indexes first: without it they would be taken for those of a segment that is in place.
    for (const other of filesIn(names, SWAP)) {
      if (other.file.baseOffset === file.baseOffset && other.name !== name) await remove(other.name)
    }
    await log.world.disk.syncDirectory(log.dir)
    await log.world.disk.rename(`${log.dir}/${name}`, `${log.dir}/${name}${BROKEN}`)
    names.delete(name)
  }
  return end
}

/**
 * Offsets and leader epochs lie outside a batch's CRC: they must rise, and end where the active segment, which is never
 * compacted, begins.
 */
async function lookThrough(
  log: LogState,
  name: string,
  base: Offset,
  activeBase: Offset,
): Promise<{ fault: string | null; endOffset: Offset }> {
  const file = await log.world.disk.open(`${log.dir}/${name}`, 'read')
  try {
    let endOffset = base
    let epoch = -1
    let fault: string | null = null
    const scanned = await scanBatches(file, 0, await file.size(), 'verified', ({ bytes, at }) => {
      const baseOffset = batchBaseOffset(bytes, at)
      const end = batchLastOffset(bytes, at) + 1
      if (baseOffset < endOffset) fault = `offset ${baseOffset} where ${endOffset} or more is due`
      else if (base < activeBase && end > activeBase) fault = `offset ${end - 1} beyond ${activeBase}`
      else if (batchLeaderEpoch(bytes, at) < epoch) fault = `leader epoch ${batchLeaderEpoch(bytes, at)} after ${epoch}`
      if (fault !== null) return false
      endOffset = end
      epoch = batchLeaderEpoch(bytes, at)
      return true
    })
    return { fault: fault ?? scanned.fault, endOffset }
  } finally {
    await file.close()
  }
}
