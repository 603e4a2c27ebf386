/**
 * After a stop that was not clean: segments that reach beyond the recovery point are read whole, every CRC is checked,
 * indexes, producer state and leader epochs are made from what is there. At the first batch that is not good the log
 * ends; what stood behind is kept beside it as `.broken`, save a torn last batch, which every kill can leave.
 */

import { CorruptionError } from '../base/errors.ts'
import type { FilePosition, Offset } from '../base/kinds.ts'
import { DiskError, type DiskFile } from '../io/world.ts'
import { magicAt } from '../protocol/batch/header.ts'
import {
  batchBaseOffset,
  batchLastOffset,
  batchLeaderEpoch,
  batchMaxTimestamp,
  type ScanEnd,
  scanBatches,
} from './batch-scan.ts'
import { syncSegment } from './flush.ts'
import type { LogState } from './log-state.ts'
import type { Segment } from './segment.ts'
import { BROKEN, LOG, SEGMENT_KINDS, segmentPath } from './segment-files.ts'

const COPY_BYTES = 1 << 20

/**
 * Recovers the segments from `from` on; producer state holds everything below the first of them. Answers where the log
 * ends.
 */
export async function recoverFrom(log: LogState, from: number): Promise<Offset> {
  const { segments } = log
  let end = segments.at(from)!.base
  for (let index = from; index < segments.length; index++) {
    const segment = segments.at(index)!
    // A hole between segments is a tail that the power cut took; what is behind it is not a continuation.
    if (segment.base !== end && (segment.base < end || !mayLack(log, end))) {
      await dropFrom(log, index, `it begins at offset ${segment.base}, the one before ends at ${end}`)
      return end
    }
    const recovered = await recoverSegment(log, segment)
    end = recovered.endOffset
    const isLast = index === segments.length - 1
    // What was cut may be room that was allotted and never used: then the next segment continues where this one ends.
    if (recovered.fault !== null && !isLast && segments.at(index + 1)!.base !== end) {
      await dropFrom(log, index + 1, `${segment.log.path} is damaged at byte ${segment.size}`)
      return end
    }
    if (isLast) return end
    await finishSealed(log, segment)
  }
  return end
}

/** Compaction makes gaps; a topic that is no longer compacted keeps those that it has. */
function mayLack(log: LogState, offset: Offset): boolean {
  return log.config.compact || offset < log.cleanedUpTo
}

/** One segment; it is cut where it stops being good. */
async function recoverSegment(log: LogState, segment: Segment): Promise<{ endOffset: Offset; fault: string | null }> {
  const file = await segment.log.pin()
  try {
    const size = await file.size()
    const { scanned, endOffset } = await readSegment(log, segment, file, size)
    if (scanned.position < size) {
      await cut(log, segment, file, scanned, size)
    }
    segment.size = scanned.position
    segment.written = scanned.position
    segment.finishTimeIndex()
    segment.timestampsKnown = true
    return { endOffset, fault: scanned.fault }
  } finally {
    segment.log.unpin()
  }
}

async function readSegment(log: LogState, segment: Segment, file: DiskFile, size: number) {
  segment.resetBookkeeping()
  segment.startEmpty()
  await log.world.disk.remove(segment.path('.txnindex'))
  const order = new BatchOrder(log, segment)
  const monotonicMs = log.world.clock.monotonicMs()
  const scanned = await scanBatches(file, 0, size, 'verified', (batch) => {
    const { bytes, at } = batch
    if (!order.accepts(bytes, at)) return false
    const lastOffset = batchLastOffset(bytes, at)
    const timestamp = batchMaxTimestamp(bytes, at)
    segment.noteAppend(lastOffset, timestamp, lastOffset, batch.sizeInBytes, log.config.indexIntervalBytes)
    const epoch = batchLeaderEpoch(bytes, at)
    if (epoch >= 0) log.assignEpoch(epoch, batchBaseOffset(bytes, at))
    const aborted = log.producersIfProducer(bytes, at)?.apply(bytes, at, monotonicMs) ?? null
    if (aborted !== null) segment.addAborted(aborted)
    return true
  })
  const end: ScanEnd = { position: scanned.position, fault: scanned.fault ?? order.fault }
  return { scanned: end, endOffset: order.endOffset }
}

/**
 * Base offset and leader epoch lie outside a batch's CRC, so they are held against what is around them: offsets follow
 * one another (where compaction makes no gaps), epochs do not fall.
 */
class BatchOrder {
  endOffset: Offset
  fault: string | null = null
  private epoch = -1
  private mayGap: boolean
  private readonly segment: Segment
  private readonly log: LogState

  constructor(log: LogState, segment: Segment) {
    this.log = log
    this.segment = segment
    this.endOffset = segment.base
    // A follower's log begins where its leader's first batch lies.
    this.mayGap = mayLack(log, segment.base) || segment === log.segments.first
  }

  accepts(bytes: Uint8Array, at: number): boolean {
    const baseOffset = batchBaseOffset(bytes, at)
    const lastOffset = batchLastOffset(bytes, at)
    const epoch = batchLeaderEpoch(bytes, at)
    const gaps = this.mayGap || magicAt(bytes, at) < 2 // an old message's offset is its wrapper's last
    if (baseOffset < this.endOffset || (baseOffset > this.endOffset && !gaps)) {
      this.fault = `offset ${baseOffset} where ${this.endOffset} follows`
    } else if (!this.segment.canHold(lastOffset)) {
      this.fault = `offset ${lastOffset} in a segment that begins at ${this.segment.base}`
    } else if (epoch >= 0 && epoch < this.epoch) {
      this.fault = `leader epoch ${epoch} after ${this.epoch}`
    }
    if (this.fault !== null) return false
    this.endOffset = lastOffset + 1
    this.epoch = Math.max(this.epoch, epoch)
    this.mayGap = mayLack(this.log, this.endOffset)
    return true
  }
}

async function cut(log: LogState, segment: Segment, file: DiskFile, at: ScanEnd, size: number): Promise<void> {
  const damage = new CorruptionError(segment.log.path, at.position, at.fault ?? 'bytes behind the last batch')
  const kept = (await isTorn(file, at.position, size)) ? null : await keepBroken(log, segment, file, at.position, size)
  log.logger.warn('the log is cut where its last stop left it damaged', {
    partition: log.topicPartition,
    damage: damage.message,
    bytesCut: size - at.position,
    ...(kept === null ? {} : { kept }),
  })
  await file.truncate(at.position)
  // At once: bytes behind the cut must not come back behind what is appended next.
  await syncSegment(segment)
}

/** What a kill leaves when nothing is damaged: less than one batch at the end, or room that was allotted and not filled. */
async function isTorn(file: DiskFile, from: FilePosition, size: number): Promise<boolean> {
  const head = new Uint8Array(12)
  const held = await file.read(head, 0, 12, from)
  if (held < 12) return true
  const batchBytes = new DataView(head.buffer).getInt32(8) + 12
  if (batchBytes > size - from && batchBytes < 1 << 30) return true
  const piece = new Uint8Array(Math.min(COPY_BYTES, size - from))
  for (let at = from; at < size; at += piece.length) {
    const count = await file.read(piece, 0, Math.min(piece.length, size - at), at)
    for (let i = 0; i < count; i++) if (piece[i] !== 0) return false
    if (count === 0) break
  }
  return true
}

/** Copies what is cut off; answers the copy's path, or null when there is no room for it. */
async function keepBroken(
  log: LogState,
  segment: Segment,
  file: DiskFile,
  from: FilePosition,
  size: number,
): Promise<string | null> {
  const path = `${segment.log.path}.${from}${BROKEN}`
  const { disk } = log.world
  try {
    const copy = await disk.open(path, 'create')
    try {
      await copy.truncate(0)
      const piece = new Uint8Array(Math.min(COPY_BYTES, size - from))
      for (let at = from; at < size; ) {
        const count = await file.read(piece, 0, Math.min(piece.length, size - at), at)
        if (count === 0) break
        await copy.write([piece.subarray(0, count)], at - from)
        at += count
      }
      await copy.sync()
    } finally {
      await copy.close()
    }
    await disk.syncDirectory(log.dir)
    return path
  } catch (error) {
    if (!(error instanceof DiskError) || error.kind !== 'full') throw error
    await disk.remove(path)
    log.logger.warn('no room for a copy of the damaged bytes', { path })
    return null
  }
}

/** Segments behind the damage leave the log; their files stay, under a name that no start looks at. */
async function dropFrom(log: LogState, index: number, why: string): Promise<void> {
  const { disk } = log.world
  // The last first: a crash on the way leaves no hole.
  for (const segment of log.segments.cut(index).reverse()) {
    log.logger.warn('a segment is taken out of the log and kept beside it', { path: segment.log.path, why })
    await segment.closeFiles()
    const path = segmentPath(log.dir, segment.base, LOG)
    if (segment.size > 0) await disk.rename(path, path + BROKEN)
    else await disk.remove(path)
    for (const kind of SEGMENT_KINDS) if (kind !== LOG) await disk.remove(segmentPath(log.dir, segment.base, kind))
    await disk.syncDirectory(log.dir)
  }
}

async function finishSealed(log: LogState, segment: Segment): Promise<void> {
  if (log.params.flushPolicy !== 'never') await syncSegment(segment)
  await segment.sealIndexes()
}
