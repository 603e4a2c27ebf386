/**
 * Contexts: connections under a name, in odradek/config.yml of the folder for configurations ($XDG_CONFIG_HOME, else ~/.config).
 * The file is YAML of this shape alone; settings have the names of -X, and bootstrap.servers:
 *
 *     current: test
 *     contexts:
 *       test:
 *         bootstrap.servers: 127.0.0.1:9092
 *         client.id: "me: at home"
 */
import { makeNodeWorld } from '../io/node/world.ts'
import { DiskError } from '../io/world.ts'
import { notFound, usageError } from './exit.ts'

export const BOOTSTRAP = 'bootstrap.servers'

export interface Contexts {
  /** null: none is in use. */
  readonly current: string | null
  readonly byName: ReadonlyMap<string, ReadonlyMap<string, string>>
}

const FILE_BYTES_MAX = 1024 * 1024
const NAME = /^[A-Za-z0-9._-]{1,100}$/
const PLAIN = /^[A-Za-z0-9_./+:,-]*[A-Za-z0-9_./+-]$/

/** Throws a CommandError when no folder is known. */
export function contextsFile(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CONFIG_HOME: folder, HOME: home } = env
  if (folder) return `${folder}/odradek/config.yml`
  if (home) return `${home}/.config/odradek/config.yml`
  throw usageError('neither XDG_CONFIG_HOME nor HOME is set: there is no place for contexts')
}

export function checkName(name: string): void {
  if (!NAME.test(name)) throw usageError(`"${name}" is no name of a context: letters, digits, ".", "_" and "-"`)
}

/** The settings of a context. Throws a CommandError when there is none of that name. */
export function contextOf({ byName }: Contexts, name: string): ReadonlyMap<string, string> {
  const found = byName.get(name)
  if (found !== undefined) return found
  const names = [...byName.keys()].join(', ')
  throw notFound(`there is no context ${name}${names === '' ? '' : `: there are ${names}`}`)
}

/** What the file says; nothing when it is not there. */
export async function readContexts(path: string): Promise<Contexts> {
  let bytes: Uint8Array
  try {
    bytes = await makeNodeWorld().disk.readFile(path, FILE_BYTES_MAX)
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    if (error.kind === 'not-found') return { current: null, byName: new Map() }
    throw usageError(`${path} cannot be read: ${error.message}`)
  }
  return parseContexts(Buffer.from(bytes).toString('utf8'), path)
}

export function parseContexts(text: string, path: string): Contexts {
  let current: string | null = null
  const byName = new Map<string, Map<string, string>>()
  let isInContexts = false
  let context: { readonly indent: number; readonly settings: Map<string, string> } | null = null
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$|---\s*$)/.test(line)) continue
    const wrong = (why: string) => usageError(`${path}, line ${at + 1}: ${why}`)
    const found = /^( *)([A-Za-z0-9._-]+):(?:\s+(.*))?$/.exec(line)
    if (found === null) throw wrong('write name: value')
    const indent = found[1]!.length
    const name = found[2]!
    const value = scalar(found[3] ?? '', wrong)
    if (indent === 0) {
      context = null
      isInContexts = name === 'contexts'
      if (name === 'current') current = value === '' ? null : value
      else if (!isInContexts) throw wrong(`${name}: there are current and contexts`)
    } else if (!isInContexts) throw wrong('nothing stands below current')
    else if (context === null || indent <= context.indent) {
      if (value !== '') throw wrong('the name of a context, then its settings below it')
      if (byName.has(name)) throw wrong(`the context ${name} is there twice`)
      context = { indent, settings: new Map() }
      byName.set(name, context.settings)
    } else if (context.settings.has(name)) throw wrong(`${name} is there twice`)
    else context.settings.set(name, value)
  }
  return { current, byName }
}

function scalar(text: string, wrong: (why: string) => Error): string {
  const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?:#.*)?$/.exec(text)
  if (quoted === null) {
    if (/^["'[{&*!|>%@`]/.test(text)) throw wrong('a value that is more than a text')
    return text.replace(/(^|\s+)#.*$/, '').trimEnd()
  }
  if (quoted[1]!.startsWith("'")) return quoted[1]!.slice(1, -1).replaceAll("''", "'")
  try {
    return JSON.parse(quoted[1]!) as string
  } catch {
    throw wrong('a text in quotation marks that is none')
  }
}

export function printContexts({ current, byName }: Contexts): string {
  const lines = [`current: ${current ?? ''}`.trimEnd(), 'contexts:']
  for (const [name, settings] of byName) {
    lines.push(`  ${name}:`)
    for (const [setting, value] of settings) lines.push(`    ${setting}: ${quote(value)}`)
  }
  return `${lines.join('\n')}\n`
}

function quote(value: string): string {
  return PLAIN.test(value) ? value : JSON.stringify(value)
}
