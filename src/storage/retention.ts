/**
 * Which segments retention takes, oldest first and never beyond the high watermark: those below the log's start, those
 * over retention.bytes, those whose newest record is older than retention.ms. Rules are Apache's.
 */
import type { Offset, TimestampMs } from '../base/kinds.ts'
import type { LogState } from './log-state.ts'
import type { Segment } from './segment.ts'
import { ensureIndexes } from './segment-indexes.ts'

/** How many of the first segments go. When it is all of them, a new one must be rolled before. */
export async function countExpired(log: LogState, nowMs: TimestampMs): Promise<number> {
  const belowStart = countBelowStart(log)
  if (!log.config.delete) return belowStart
  return Math.max(belowStart, countOverSize(log), await countOverAge(log, nowMs))
}

/** Segments all of whose records lie below the log's start. */
export function countBelowStart(log: LogState): number {
  return count(log, (_, nextBase) => nextBase !== null && nextBase <= log.logStartOffset)
}

function countOverSize(log: LogState): number {
  const { retentionBytes } = log.config
  if (retentionBytes < 0) return 0
  let excess = log.segments.totalBytes - retentionBytes
  return count(log, (segment) => {
    if (excess < segment.size) return false
    excess -= segment.size
    return true
  })
}

async function countOverAge(log: LogState, nowMs: TimestampMs): Promise<number> {
  const { retentionMs } = log.config
  if (retentionMs < 0) return 0
  let old = 0
  for (const segment of [...log.segments.all()]) {
    if (nowMs - (await newestMs(log, segment)) <= retentionMs) break
    old++
  }
  let seen = 0
  return count(log, () => seen++ < old)
}

export async function newestMs(log: LogState, segment: Segment): Promise<TimestampMs> {
  if (!segment.timestampsKnown) {
    await ensureIndexes(log, segment)
    await segment.loadTimestamps()
  }
  return segment.maxTimestamp >= 0 ? segment.maxTimestamp : segment.modifiedMs
}

function count(log: LogState, goes: (segment: Segment, nextBase: Offset | null) => boolean): number {
  const { segments } = log
  for (let index = 0; index < segments.length; index++) {
    const segment = segments.at(index)!
    const nextBase = segments.at(index + 1)?.base ?? null
    const isEmptyActive = nextBase === null && segment.size === 0
    if (isEmptyActive || (nextBase ?? log.logEndOffset) > log.highWatermark) return index
    if (!goes(segment, nextBase)) return index
  }
  return segments.length
}
