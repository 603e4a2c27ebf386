/** The second half of a round: what stays of a group of segments, in one new segment with its indexes, all durable. */
import type { Disk } from '../../io/world.ts'
import { sizeInBytesAt } from '../../protocol/batch/header.ts'
import { batchLastOffset, batchMaxTimestamp } from '../batch-scan.ts'
import { FilePool } from '../file-pool.ts'
import { Segment } from '../segment.ts'
import { CLEANED, SEGMENT_KINDS } from '../segment-files.ts'
import { asCorruption, BatchChunks } from './batch-chunks.ts'
import { BatchFilter, FilterStats, type LastRecord, type Round } from './batch-filter.ts'
import type { Throttle } from './cleaner-control.ts'
import type { CleanJob, CleanResult, SourceSegment } from './cleaner-service.ts'

/** Rejects with DiskError or CorruptionError; then what was written is gone, as far as the disk still works. */
export async function writeCleaned(disk: Disk, job: CleanJob, round: Round, throttle: Throttle): Promise<CleanResult> {
  const writer = new CleanedSegment(disk, job, throttle)
  try {
    await writer.begin()
    const stats = new FilterStats()
    const producers = new Map<number, LastRecord>()
    for (const [producerId, lastOffset, epoch] of job.producers) producers.set(producerId, { lastOffset, epoch })
    round.transactions.onAbortedKept = (entry) => writer.segment.addAborted(entry)
    const keep = (bytes: Uint8Array, from: number, to: number) => writer.keep(bytes, from, to)
    const filter = new BatchFilter(round, producers, keep, stats)
    let bytesRead = 0
    for (const source of job.segments) {
      round.transactions.add(source.aborted)
      filter.keepsOldTombstones = source.keepsOldTombstones
      bytesRead += await filterSegment(disk, source, filter, writer, job.ioBytes, throttle)
    }
    await writer.finish(job.modifiedMs)
    const { size, hasTransactionIndex, maxTimestamp, offsetOfMaxTimestamp } = writer.segment
    const written = { size, hasTransactionIndex, maxTimestamp, offsetOfMaxTimestamp }
    return { stopped: false, ...written, bytesRead, ...stats }
  } catch (error) {
    await writer.discard()
    throw error
  } finally {
    round.transactions.onAbortedKept = null
  }
}

async function filterSegment(
  disk: Disk,
  source: SourceSegment,
  filter: BatchFilter,
  writer: CleanedSegment,
  ioBytes: number,
  throttle: Throttle,
): Promise<number> {
  const file = await disk.open(source.path, 'read')
  try {
    const chunks = new BatchChunks(file, 0, source.size, ioBytes)
    let bytesRead = 0
    for (let whole = await chunks.read(); whole > 0; whole = await chunks.read()) {
      bytesRead += whole
      await throttle.took(whole)
      const { bytes, position } = chunks
      for (let at = 0; at < whole; at += sizeInBytesAt(bytes, at)) {
        try {
          filter.batch(bytes, at)
        } catch (error) {
          throw asCorruption(error, source.path, position + at)
        }
      }
      await writer.write()
    }
    return bytesRead
  } finally {
    await file.close()
  }
}

class CleanedSegment {
  readonly segment: Segment
  private readonly disk: Disk
  private readonly job: CleanJob
  private readonly throttle: Throttle
  /** Of the chunk that is being filtered: neighbours in its buffer are one piece. */
  private pieces: Uint8Array[] = []
  private lastEnd = -1
  private written = 0

  constructor(disk: Disk, job: CleanJob, throttle: Throttle) {
    this.disk = disk
    this.job = job
    this.throttle = throttle
    this.segment = new Segment(new FilePool(disk, 16), job.dir, job.base, job.nowMs, CLEANED)
    this.segment.startEmpty()
  }

  async begin(): Promise<void> {
    // Left by a round that was cut short.
    for (const kind of SEGMENT_KINDS) await this.disk.remove(this.segment.path(kind))
    await this.segment.log.with(async () => {}, 'create')
  }

  keep(bytes: Uint8Array, from: number, to: number): void {
    const { segment, pieces } = this
    const lastOffset = batchLastOffset(bytes, from)
    if (!segment.canHold(lastOffset)) throw new Error(`offset ${lastOffset} does not fit a segment at ${segment.base}`)
    const timestamp = batchMaxTimestamp(bytes, from)
    segment.noteAppend(lastOffset, timestamp, lastOffset, to - from, this.job.indexIntervalBytes)
    const last = pieces.at(-1)
    if (last !== undefined && last.buffer === bytes.buffer && this.lastEnd === bytes.byteOffset + from) {
      pieces[pieces.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + to - from)
    } else {
      pieces.push(bytes.subarray(from, to))
    }
    this.lastEnd = bytes.byteOffset + to
  }

  async write(): Promise<void> {
    const { segment, pieces } = this
    if (pieces.length === 0) return
    await segment.log.with((file) => file.write(pieces, this.written))
    const bytes = segment.size - this.written
    this.written = segment.size
    this.pieces = []
    this.lastEnd = -1
    if (segment.wantsSpill) await segment.spill()
    await this.throttle.took(bytes)
  }

  async finish(modifiedMs: number): Promise<void> {
    const { segment } = this
    segment.finishTimeIndex()
    await segment.log.with(async (file) => {
      await file.setModifiedMs(modifiedMs)
      await file.sync()
    })
    await segment.sealIndexes()
    await segment.closeFiles()
  }

  async discard(): Promise<void> {
    await this.segment.closeFiles().catch(() => {})
    // What cannot be removed now is removed at the next start; the first error is what is told.
    for (const kind of SEGMENT_KINDS) await this.disk.remove(this.segment.path(kind)).catch(() => {})
  }
}
