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
  const damaged = new Set<Offset>()
  let first = Infinity
  let end = 0
  for (const { name, file } of parsed()) {
    if (file?.state !== SWAP || file.kind !== LOG) continue
    const { fault, endOffset } = await lookThrough(log, name, file.baseOffset, Math.max(...basesOf('')))
    // What it was made from goes first file first, so it is there as long as that one is.
    if (fault !== null && names.has(segmentFileName(file.baseOffset, LOG))) {
      damaged.add(file.baseOffset)
      log.logger.warn('a compacted segment is damaged; what it was made from stays', { path: name, fault })
      await disk.rename(`${log.dir}/${name}`, `${log.dir}/${name}${BROKEN}`)
      names.delete(name)
    } else {
      first = Math.min(first, file.baseOffset)
      end = Math.max(end, endOffset)
    }
  }
  for (const { name, file } of parsed()) if (file?.state === SWAP && damaged.has(file.baseOffset)) await remove(name)
  const swaps = parsed().filter(({ file }) => file?.state === SWAP)
  if (swaps.length === 0) return
  for (const { file } of swaps) first = Math.min(first, file!.baseOffset)
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
