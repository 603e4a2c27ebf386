/** The first half of a round: the last offset of every key in the part of the log that is not compacted yet. */
import type { Offset } from '../../base/kinds.ts'
import type { Disk } from '../../io/world.ts'
import { isControlAt, magicAt, sizeInBytesAt } from '../../protocol/batch/header.ts'
import { openRecords } from '../../protocol/batch/iterate.ts'
import { batchLastOffset } from '../batch-scan.ts'
import { asCorruption, BatchChunks } from './batch-chunks.ts'
import { CleanedTransactions } from './cleaned-transactions.ts'
import type { Throttle } from './cleaner-control.ts'
import type { MapJob, SourceSegment } from './cleaner-service.ts'
import type { OffsetMap } from './offset-map.ts'

/** Ends early when the map is full; `map.latestOffset` says where. */
export async function buildOffsetMap(disk: Disk, job: MapJob, map: OffsetMap, throttle: Throttle): Promise<void> {
  const transactions = new CleanedTransactions()
  for (const { aborted } of job.segments) transactions.add(aborted)
  for (const segment of job.segments) {
    const file = await disk.open(segment.path, 'read')
    try {
      const chunks = new BatchChunks(file, segment.from, segment.size, job.ioBytes)
      for (let whole = await chunks.read(); whole > 0; whole = await chunks.read()) {
        await throttle.took(whole)
        if (!noteChunk(job, segment, chunks, whole, map, transactions)) return
      }
    } finally {
      await file.close()
    }
    // Where nothing is left of the last offsets there is nothing to look for, either.
    map.updateLatestOffset(segment.nextBase - 1)
  }
}

/** False: the map is full. */
function noteChunk(
  job: MapJob,
  segment: SourceSegment,
  { bytes, position }: BatchChunks,
  end: number,
  map: OffsetMap,
  transactions: CleanedTransactions,
): boolean {
  for (let at = 0; at < end; at += sizeInBytesAt(bytes, at)) {
    try {
      if (!noteBatch(bytes, at, job.from, job.keysMax, map, transactions)) return false
    } catch (error) {
      throw asCorruption(error, segment.path, position + at)
    }
  }
  return true
}

function noteBatch(
  bytes: Buffer,
  at: number,
  from: Offset,
  keysMax: number,
  map: OffsetMap,
  transactions: CleanedTransactions,
): boolean {
  const lastOffset = batchLastOffset(bytes, at)
  const hasTransactions = magicAt(bytes, at) === 2
  if (hasTransactions && isControlAt(bytes, at)) {
    transactions.control(bytes, at)
  } else if (!(hasTransactions && transactions.data(bytes, at)) && lastOffset >= from) {
    const records = openRecords(bytes, at)
    while (records.next()) {
      if (records.keySize < 0 || records.offset < from) continue
      if (map.size >= keysMax) return false
      map.put(records.bytes, records.keyAt, records.keySize, records.offset)
    }
  }
  if (lastOffset >= from) map.updateLatestOffset(lastOffset)
  return true
}
