/** Regular expressions that clients send, in RE2's syntax and in linear time. */
import { CLIENT_PATTERN_LENGTH_MAX, CLIENT_PATTERN_STEPS_MAX } from './limits.ts'

export interface ClientPattern {
  /** Does the whole text match? */
  matches(text: string): boolean
  /** For each character of a text, at most: a step takes one or two nanoseconds. */
  readonly steps: number
}

/** null: this is no pattern, or it is too long, or becomes so when its repetitions are written out. */
export async function compileClientPattern(pattern: string): Promise<ClientPattern | null> {
  if (pattern.length > CLIENT_PATTERN_LENGTH_MAX || unfoldedLength(pattern) > CLIENT_PATTERN_STEPS_MAX) return null
  const { RE2JS, RE2JSException } = await import('re2js')
  try {
    const compiled = RE2JS.compile(pattern)
    const steps = compiled.programSize()
    return steps > CLIENT_PATTERN_STEPS_MAX ? null : { matches: (text) => compiled.matches(text), steps }
  } catch (error) {
    if (error instanceof RE2JSException) return null
    throw error
  }
}

/**
 * About how long the pattern is with every x{n,m} written out m times, found before it is compiled: a thousand characters can
 * unfold to a program of a million steps. Brackets in a class count as if they were groups, which makes it longer, not shorter.
 */
function unfoldedLength(pattern: string): number {
  const outer: number[] = []
  let length = 0
  let atom = 0
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!
    const repeated = char === '{' ? /^\{(\d{1,9})(?:,(\d{0,9}))?\}/.exec(pattern.slice(at, at + 22)) : null
    if (repeated !== null) {
      const times = Math.max(Number(repeated[1]), Number(repeated[2] ?? 0))
      length += atom * Math.max(0, times - 1)
      at += repeated[0].length - 1
      continue
    }
    if (char === '(') {
      outer.push(length)
      length = 0
      atom = 0
      continue
    }
    if (char === ')') {
      atom = length + 1
      length = (outer.pop() ?? 0) + atom
      continue
    }
    if (char === '\\') at += escapeLength(pattern, at)
    atom = 1
    length++
  }
  for (const before of outer) length += before
  return length
}

/** Of what belongs to the backslash: x{1234} is one character by its number, and repeats nothing. */
function escapeLength(pattern: string, at: number): number {
  const end = pattern.startsWith('x{', at + 1) ? pattern.indexOf('}', at) : -1
  return end < 0 ? 1 : end - at
}
