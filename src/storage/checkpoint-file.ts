/**
 * The checkpoint files of a log folder (recovery points, high watermarks, log starts), in Apache's form:
 *
 *     0                     version
 *     2                     number of lines that follow
 *     orders 0 4711         topic partition offset
 *     orders 1 12
 */
import { CorruptionError } from '../base/errors.ts'
import { type Offset, type TopicPartition, topicPartition } from '../base/kinds.ts'
import { type Disk, DiskError } from '../io/world.ts'
import { replaceFile } from './atomic-file.ts'

export const RECOVERY_POINTS = 'recovery-point-offset-checkpoint'
export const HIGH_WATERMARKS = 'replication-offset-checkpoint'
export const LOG_STARTS = 'log-start-offset-checkpoint'
export const CLEANER_OFFSETS = 'cleaner-offset-checkpoint'

const VERSION = '0'
/** About a million partitions with the longest names. */
const FILE_BYTES_MAX = 256 * 1024 * 1024

export type Offsets = Map<TopicPartition, Offset>

/** A file that is missing or empty has no entries. Anything else that is not as it should be is a CorruptionError. */
export async function readCheckpoint(disk: Disk, path: string): Promise<Offsets> {
  let bytes: Uint8Array
  try {
    bytes = await disk.readFile(path, FILE_BYTES_MAX)
  } catch (error) {
    if (error instanceof DiskError && error.kind === 'not-found') return new Map()
    throw error
  }
  return parseCheckpoint(path, bytes)
}

export function parseCheckpoint(path: string, bytes: Uint8Array): Offsets {
  const offsets: Offsets = new Map()
  if (bytes.length === 0) return offsets
  const text = new TextDecoder('utf-8').decode(bytes)
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  let position = 0
  const damaged = (what: string) => new CorruptionError(path, position, what)
  const next = (index: number) => {
    const line = lines[index]!
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }
  if (next(0) !== VERSION) throw damaged(`the version is not ${VERSION}`)
  position += lines[0]!.length + 1
  const count = lines.length > 1 ? wholeNumber(next(1)) : null
  if (count === null) throw damaged('there is no number of entries')
  if (count !== lines.length - 2) throw damaged(`${count} entries are announced, ${lines.length - 2} lines follow`)
  for (let index = 1; index + 1 < lines.length; index++) {
    position += lines[index]!.length + 1
    const words = next(index + 1).split(' ')
    const partition = wholeNumber(words[1])
    const offset = wholeNumber(words[2])
    if (words.length !== 3 || words[0] === '' || partition === null || offset === null)
      throw damaged('the line is not "topic partition offset"')
    offsets.set(topicPartition(words[0]!, partition), offset)
  }
  return offsets
}

export function formatCheckpoint(offsets: ReadonlyMap<TopicPartition, Offset>): Uint8Array {
  const lines = [VERSION, String(offsets.size)]
  for (const [name, offset] of offsets) {
    const dash = name.lastIndexOf('-')
    lines.push(`${name.slice(0, dash)} ${name.slice(dash + 1)} ${offset}`)
  }
  lines.push('')
  return new TextEncoder().encode(lines.join('\n'))
}

export function writeCheckpoint(disk: Disk, path: string, offsets: ReadonlyMap<TopicPartition, Offset>): Promise<void> {
  return replaceFile(disk, path, formatCheckpoint(offsets))
}

function wholeNumber(word: string | undefined): number | null {
  if (word === undefined || !/^\d{1,16}$/.test(word)) return null
  const value = Number(word)
  return Number.isSafeInteger(value) ? value : null
}
