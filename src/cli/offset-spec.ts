/** Where `consume -o` begins and ends: start end N :N N:M N: +N -N @t @t1:t2 @-1h:end. */
import type { Offset, TimestampMs } from '../base/kinds.ts'
import { usageError } from './exit.ts'

export type OffsetPoint =
  | { readonly at: 'start' | 'end' }
  | { readonly at: 'offset'; readonly offset: Offset }
  /** Counted from the start of the partition. */
  | { readonly at: 'after-start'; readonly count: number }
  /** Counted back from the end of the partition. */
  | { readonly at: 'before-end'; readonly count: number }
  | { readonly at: 'time'; readonly timestamp: TimestampMs }

export interface OffsetSpec {
  readonly from: OffsetPoint
  /** Exclusive; null: goes on. */
  readonly to: OffsetPoint | null
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const FORMS = 'start, end, N, +N, -N, N:M, :end, @timestamp, @-1h, @2024-05-01T00:00:00Z or @t1:t2'

/** Throws a CommandError. */
export function parseOffsetSpec(text: string, nowMs: TimestampMs): OffsetSpec {
  if (text.startsWith('@')) return timeSpec(text, nowMs)
  const [from = '', to, ...more] = text.split(':')
  if (more.length > 0) throw wrong(text)
  return {
    from: from === '' ? { at: 'start' } : point(from, text),
    to: to === undefined || to === '' ? null : point(to, text),
  }
}

function wrong(text: string): Error {
  return usageError(`-o ${text}: write ${FORMS}`)
}

function point(part: string, text: string): OffsetPoint {
  if (part === 'start' || part === 'beginning' || part === 'oldest' || part === 'earliest') return { at: 'start' }
  if (part === 'end' || part === 'newest' || part === 'latest') return { at: 'end' }
  if (!/^[+-]?[0-9]{1,16}$/.test(part) || !Number.isSafeInteger(Number(part))) throw wrong(text)
  if (part.startsWith('+')) return { at: 'after-start', count: Number(part.slice(1)) }
  if (part.startsWith('-')) return { at: 'before-end', count: Number(part.slice(1)) }
  return { at: 'offset', offset: Number(part) }
}

function timeSpec(text: string, nowMs: TimestampMs): OffsetSpec {
  const inner = text.slice(1)
  // Times of day have colons of their own: the border is the colon after which a whole point follows.
  for (let colon = inner.indexOf(':'); colon >= 0; colon = inner.indexOf(':', colon + 1)) {
    const from = time(inner.slice(0, colon), nowMs)
    const rest = inner.slice(colon + 1)
    const to = rest === 'end' ? ({ at: 'end' } as const) : time(rest.replace(/^@/, ''), nowMs)
    if (from !== null && to !== null) return { from, to }
  }
  const from = time(inner, nowMs)
  if (from === null) throw wrong(text)
  return { from, to: null }
}

/** Milliseconds since the epoch, seconds with ten digits, a date in ISO form, or a time ago: -90m. */
function time(part: string, nowMs: TimestampMs): OffsetPoint | null {
  const ago = /^-([0-9]{1,12})(ms|s|m|h|d)$/.exec(part)
  if (ago !== null) return { at: 'time', timestamp: Math.max(0, nowMs - Number(ago[1]) * UNIT_MS[ago[2]!]!) }
  if (/^[0-9]{13,15}$/.test(part)) return { at: 'time', timestamp: Number(part) }
  if (/^[0-9]{10}$/.test(part)) return { at: 'time', timestamp: Number(part) * 1000 }
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?$/.test(part)) return null
  const timestamp = Date.parse(/[T ]/.test(part) ? part : `${part}T00:00:00`)
  return Number.isNaN(timestamp) ? null : { at: 'time', timestamp }
}
