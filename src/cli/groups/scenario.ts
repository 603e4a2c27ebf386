/** What a reset of a group's offsets means: the scenarios of kafka-consumer-groups (KIP-122), read and decided. */
import type { Offset, TimestampMs } from '../../base/kinds.ts'
import { usageError } from '../exit.ts'

export type Scenario =
  | { readonly kind: 'earliest' | 'latest' | 'current' }
  | { readonly kind: 'offset'; readonly offset: Offset }
  | { readonly kind: 'shift'; readonly by: number }
  | { readonly kind: 'time'; readonly timestamp: TimestampMs }
  | { readonly kind: 'file'; readonly path: string }

export interface ScenarioFlags {
  readonly toEarliest?: boolean
  readonly toLatest?: boolean
  readonly toCurrent?: boolean
  readonly toOffset?: string
  readonly shiftBy?: string
  readonly byDuration?: string
  readonly toDatetime?: string
  readonly fromFile?: string
}

/** Throws a CommandError unless exactly one is asked for. */
export function scenarioOf(flags: ScenarioFlags, nowMs: TimestampMs): Scenario {
  const asked: Scenario[] = []
  if (flags.toEarliest) asked.push({ kind: 'earliest' })
  if (flags.toLatest) asked.push({ kind: 'latest' })
  if (flags.toCurrent) asked.push({ kind: 'current' })
  if (flags.toOffset !== undefined) asked.push({ kind: 'offset', offset: whole(flags.toOffset, '--to-offset') })
  if (flags.shiftBy !== undefined) asked.push({ kind: 'shift', by: whole(flags.shiftBy, '--shift-by') })
  if (flags.byDuration !== undefined) {
    asked.push({ kind: 'time', timestamp: Math.max(0, nowMs - durationMs(flags.byDuration)) })
  }
  if (flags.toDatetime !== undefined) asked.push({ kind: 'time', timestamp: dateTimeMs(flags.toDatetime) })
  if (flags.fromFile !== undefined) asked.push({ kind: 'file', path: flags.fromFile })
  if (asked.length === 1) return asked[0]!
  throw usageError(
    'say where to, once: --to-earliest --to-latest --to-current --to-offset --shift-by --by-duration --to-datetime or --from-file',
  )
}

function whole(text: string, flag: string): number {
  if (/^[+-]?[0-9]{1,16}$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
  throw usageError(`${flag} ${text}: a whole number`)
}

const DAY_MS = 86_400_000

/** ISO 8601, PnDTnHnMnS. */
export function durationMs(text: string): number {
  const match =
    /^([+-]?)P(?:([+-]?[0-9]{1,9})D)?(?:T(?:([+-]?[0-9]{1,9})H)?(?:([+-]?[0-9]{1,9})M)?(?:([+-]?[0-9]{1,9}(?:\.[0-9]{0,9})?)S)?)?$/i.exec(
      text,
    )
  if (match === null || match.slice(2).every((part) => part === undefined) || /T$/i.test(text)) {
    throw usageError(`--by-duration ${text}: write PnDTnHnMnS, as PT1H30M`)
  }
  const [, sign, days, hours, minutes, seconds] = match
  const n = (part: string | undefined): number => Number(part ?? 0)
  const ms = n(days) * DAY_MS + n(hours) * 3_600_000 + n(minutes) * 60_000 + Math.trunc(n(seconds) * 1000)
  return sign === '-' ? -ms : ms
}

/** ISO 8601 with a T; without a zone it is UTC, as in Apache's tool. */
export function dateTimeMs(text: string): TimestampMs {
  const match =
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3})?(Z|[+-][0-9]{2}:?(?:[0-9]{2})?)?$/.exec(
      text,
    )
  const zone = match?.[1]
  const iso = zone === undefined ? `${text}Z` : text.replace(/([+-][0-9]{2})$/, '$1:00')
  const timestamp = match === null ? Number.NaN : Date.parse(iso)
  if (!Number.isNaN(timestamp)) return timestamp
  throw usageError(`--to-datetime ${text}: write YYYY-MM-DDThh:mm:ss.sss, with a zone unless it is UTC`)
}

/** Which partitions: t, or t:0,1,2. A colon cannot be part of a topic's name. */
export function parseTopicPartitions(text: string): { topic: string; partitions: readonly number[] | null } {
  const at = text.indexOf(':')
  if (at < 0) return { topic: text, partitions: null }
  const numbers = text.slice(at + 1).split(',')
  if (at === 0 || numbers.some((part) => !/^[0-9]{1,6}$/.test(part))) {
    throw usageError(`--topic ${text}: write topic, or topic:0,1,2`)
  }
  return { topic: text.slice(0, at), partitions: numbers.map(Number) }
}

export interface FileOffset {
  /** null: the line names no group. */
  readonly group: string | null
  readonly topic: string
  readonly partition: number
  readonly offset: Offset
}

/** Lines of topic,partition,offset or group,topic,partition,offset, as --export writes them. */
export function parseOffsetFile(text: string): FileOffset[] {
  const lines = text.split(/\r?\n/)
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    const cells = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    const [offset, partition, topic, group = null, more] = cells.reverse()
    const isRight = /^[0-9]{1,16}$/.test(offset ?? '') && /^[0-9]{1,6}$/.test(partition ?? '') && topic && !more
    if (!isRight) throw usageError(`line ${i + 1} is no [group,]topic,partition,offset: ${line.slice(0, 80)}`)
    return [{ group, topic, partition: Number(partition), offset: Number(offset) }]
  })
}
