/** Names of the files in a partition's folder: base offset in 20 digits, what it is, and perhaps a state. */
import type { Offset } from '../base/kinds.ts'

export const LOG = '.log'
export const OFFSET_INDEX = '.index'
export const TIME_INDEX = '.timeindex'
export const TRANSACTION_INDEX = '.txnindex'
export const SNAPSHOT = '.snapshot'
export const LEADER_EPOCHS = 'leader-epoch-checkpoint'

/** Waits for file.delete.delay.ms. */
export const DELETED = '.deleted'
/** Compaction's output, not finished. */
export const CLEANED = '.cleaned'
/** Compaction's output, finished: takes the place of the files it covers. */
export const SWAP = '.swap'

/** Damaged bytes, kept beside what was made of the rest. No start looks at it. */
export const BROKEN = '.broken'

export const SEGMENT_KINDS: readonly string[] = [LOG, OFFSET_INDEX, TIME_INDEX, TRANSACTION_INDEX]

export interface SegmentFileName {
  readonly baseOffset: Offset
  readonly kind: string
  /** '' or one of the states. */
  readonly state: string
}

const PATTERN = /^(\d{20})(\.log|\.index|\.timeindex|\.txnindex|\.snapshot)(\.deleted|\.cleaned|\.swap)?$/

/** null: not a file of a segment. */
export function parseSegmentFileName(name: string): SegmentFileName | null {
  const match = PATTERN.exec(name)
  if (match === null) return null
  const baseOffset = Number(match[1])
  if (!Number.isSafeInteger(baseOffset)) return null
  return { baseOffset, kind: match[2]!, state: match[3] ?? '' }
}

export function segmentFileName(baseOffset: Offset, kind: string): string {
  return String(baseOffset).padStart(20, '0') + kind
}

export function segmentPath(dir: string, baseOffset: Offset, kind: string, state = ''): string {
  return `${dir}/${segmentFileName(baseOffset, kind)}${state}`
}
