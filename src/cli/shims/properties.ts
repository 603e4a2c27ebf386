/** Settings of clients from a file and, over it, from repeated name=value flags. */
import { readPropertiesFile } from '../settings.ts'
import type { Flags } from './options.ts'

export async function propertiesFrom(flags: Flags, fileFlag: string, valueFlag: string): Promise<Map<string, string>> {
  const file = flags.one(fileFlag)
  return new Map([...(file === undefined ? [] : await readPropertiesFile(file)), ...looseKeyValues(flags, valueFlag)])
}

/** A name without = has no value, as in Apache's tools. */
export function looseKeyValues(flags: Flags, name: string): [string, string][] {
  return flags.many(name).map((text) => {
    const at = text.indexOf('=')
    return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
  })
}
