/** Regular expressions that clients send, in RE2's syntax and in linear time. */
import { CLIENT_PATTERN_LENGTH_MAX } from './limits.ts'

/** Says whether the whole text matches; null: this is no pattern, or a too long one. */
export async function compileClientPattern(pattern: string): Promise<((text: string) => boolean) | null> {
  if (pattern.length > CLIENT_PATTERN_LENGTH_MAX) return null
  const { RE2JS, RE2JSException } = await import('re2js')
  try {
    const compiled = RE2JS.compile(pattern)
    return (text) => compiled.matches(text)
  } catch (error) {
    if (error instanceof RE2JSException) return null
    throw error
  }
}
