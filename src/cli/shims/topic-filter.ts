/** Topics as a regular expression over whole names; a comma means or. */
import { UsageError } from './options.ts'

export function topicPattern(text: string): RegExp {
  const alternatives = text
    .trim()
    .replaceAll(',', '|')
    .replaceAll(' ', '')
    .replace(/^["']+|["']+$/g, '')
  try {
    return new RegExp(`^(?:${alternatives})$`)
  } catch {
    throw new UsageError(`${text} is an invalid regex.`)
  }
}

/** undefined: all. */
export function topicFilter(text: string | undefined): (name: string) => boolean {
  if (text === undefined) return () => true
  const pattern = topicPattern(text)
  return (name) => pattern.test(name)
}
