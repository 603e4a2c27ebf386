/**
 * meta.properties says to which broker of which cluster a log folder belongs. It is a Java properties file:
 *
 *     #
 *     #Mon Jan 01 00:00:00 UTC 2024
 *     broker.id=1
 *     cluster.id=5L6g3nShT-eMCtK--X86sw
 *     version=0
 *
 * Version 0 is ZooKeeper mode's; version 1 (with node.id) is KRaft's. Entries that we do not know are kept.
 */
import { OperatorError } from '../base/errors.ts'
import type { BrokerId, Uuid } from '../base/kinds.ts'
import { type Disk, DiskError } from '../io/world.ts'
import { replaceFile } from './atomic-file.ts'

export const META_PROPERTIES = 'meta.properties'

const FILE_BYTES_MAX = 64 * 1024

export interface MetaProperties {
  /** null: not there. */
  readonly brokerId: BrokerId | null
  readonly clusterId: string | null
  /** Of this folder (KIP-858); kept for those who use it. */
  readonly directoryId: Uuid | null
  readonly others: ReadonlyMap<string, string>
}

/** null when the folder has none yet. Throws an OperatorError for one that this broker cannot use. */
export async function readMetaProperties(disk: Disk, dir: string): Promise<MetaProperties | null> {
  const path = `${dir}/${META_PROPERTIES}`
  let bytes: Uint8Array
  try {
    bytes = await disk.readFile(path, FILE_BYTES_MAX)
  } catch (error) {
    if (error instanceof DiskError && error.kind === 'not-found') return null
    throw error
  }
  return interpret(path, parseProperties(new TextDecoder('latin1').decode(bytes)))
}

function interpret(path: string, properties: Map<string, string>): MetaProperties | null {
  // A file without anything in it says nothing: Apache writes it anew.
  if (properties.size === 0) return null
  const version = properties.get('version') ?? '0'
  if (version === '1' || properties.has('node.id'))
    throw new OperatorError(
      `${path} was written by Kafka in KRaft mode (version ${version}), whose data folders this broker cannot use: choose another folder in log.dirs`,
    )
  if (version !== '0')
    throw new OperatorError(
      `${path} has version ${version}, this broker knows version 0: choose another folder in log.dirs`,
    )
  const brokerId = properties.get('broker.id') ?? null
  if (brokerId !== null && !/^\d{1,10}$/.test(brokerId))
    throw new OperatorError(`${path} has broker.id=${brokerId}, which is no number: put the broker's id there`)
  const others = new Map(properties)
  for (const name of ['version', 'broker.id', 'cluster.id', 'directory.id']) others.delete(name)
  return {
    brokerId: brokerId === null ? null : Number(brokerId),
    clusterId: properties.get('cluster.id') ?? null,
    directoryId: properties.get('directory.id') ?? null,
    others,
  }
}

export async function writeMetaProperties(disk: Disk, dir: string, meta: MetaProperties): Promise<void> {
  await replaceFile(disk, `${dir}/${META_PROPERTIES}`, new TextEncoder().encode(formatMetaProperties(meta)))
}

export function formatMetaProperties(meta: MetaProperties): string {
  const properties = new Map<string, string>([...meta.others, ['version', '0']])
  if (meta.brokerId !== null) properties.set('broker.id', String(meta.brokerId))
  if (meta.clusterId !== null) properties.set('cluster.id', meta.clusterId)
  if (meta.directoryId !== null) properties.set('directory.id', meta.directoryId)
  const names = [...properties.keys()].sort()
  return names.map((name) => `${escaped(name, true)}=${escaped(properties.get(name)!, false)}\n`).join('')
}

// ── java.util.Properties ────────────────────────────────────────────────────────────────────────────────────────────

const UNESCAPED: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
])
const ESCAPED: ReadonlyMap<string, string> = new Map([...UNESCAPED].map(([letter, char]) => [char, `\\${letter}`]))
const BLANK = ' \t\f'

/** The last of several entries with one name counts. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>()
  for (const line of logicalLines(text)) {
    let end = 0
    while (end < line.length && !`=:${BLANK}`.includes(line[end]!)) end += line[end] === '\\' ? 2 : 1
    end = Math.min(end, line.length)
    let start = end
    while (start < line.length && BLANK.includes(line[start]!)) start++
    if (start < line.length && '=:'.includes(line[start]!)) start++
    while (start < line.length && BLANK.includes(line[start]!)) start++
    properties.set(unescaped(line.slice(0, end)), unescaped(line.slice(start)))
  }
  return properties
}

/** Without comments and empty lines; a line that ends in an odd number of backslashes goes on in the next one. */
function logicalLines(text: string): string[] {
  const lines: string[] = []
  let whole: string | null = null
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.replace(/^[ \t\f]+/, '')
    if (whole === null && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue
    whole = (whole ?? '') + line
    const backslashes = /\\*$/.exec(whole)![0].length
    if (backslashes % 2 === 1) whole = whole.slice(0, -1)
    else {
      lines.push(whole)
      whole = null
    }
  }
  if (whole !== null) lines.push(whole)
  return lines
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, letter: string) =>
    code === undefined ? (UNESCAPED.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

function escaped(text: string, isName: boolean): string {
  let result = ''
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!
    const code = text.charCodeAt(index)
    if (ESCAPED.has(char)) result += ESCAPED.get(char)
    else if ('\\#!=:'.includes(char) || (char === ' ' && (isName || index === 0))) result += `\\${char}`
    else if (code < 0x20 || code > 0x7e) result += `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
    else result += char
  }
  return result
}
