/** Flags as Apache's scripts read them: --name value or --name=value, no short names, and its words for what is wrong. */

/** What a flag takes. 'maybe': a value, or none. 'many': a value, and it may be repeated. */
export type FlagKind = 'flag' | 'value' | 'many' | 'maybe'
export type FlagTable = Readonly<Record<string, FlagKind>>

/** What a person did wrong on the command line: the message, and how it is used. */
export class UsageError extends Error {}

export class Flags {
  /** As they were given. */
  readonly args: readonly string[]
  private readonly found = new Map<string, string[]>()
  private readonly sequence: { readonly name: string; readonly value: string | undefined }[] = []

  constructor(args: readonly string[]) {
    this.args = args
  }

  add(name: string, value: string | undefined): void {
    const values = this.found.get(name) ?? []
    if (value !== undefined) values.push(value)
    this.found.set(name, values)
    this.sequence.push({ name, value })
  }

  has(name: string): boolean {
    return this.found.has(name)
  }

  /** undefined: not there, or without a value. Throws a UsageError when it is repeated. */
  one(name: string): string | undefined {
    const values = this.found.get(name) ?? []
    if (values.length > 1)
      throw new UsageError(`Found multiple arguments for option ${name}, but you asked for only one`)
    return values[0]
  }

  many(name: string): readonly string[] {
    return this.found.get(name) ?? []
  }

  /** Throws a UsageError when it is no whole number. */
  whole(name: string): number | undefined {
    const text = this.one(name)
    if (text === undefined) return undefined
    if (/^-?[0-9]{1,16}$/.test(text)) return Number(text)
    throw new UsageError(`Cannot parse argument '${text}' of option ${name}`)
  }

  /** Throws a UsageError unless all are there. */
  need(...names: string[]): void {
    for (const name of names) if (!this.found.has(name)) throw new UsageError(`Missing required argument "[${name}]"`)
  }

  /** Throws a UsageError for each of `others` that is there although `name` is. */
  refuse(name: string, ...others: string[]): void {
    if (!this.found.has(name)) return
    for (const other of others) {
      if (this.found.has(other)) throw new UsageError(`Option "[${name}]" can't be used with option "[${other}]"`)
    }
  }

  /** The first flag that is there although it means nothing to this action: who gives it means something else. */
  misplaced(actionsOf: Readonly<Record<string, readonly string[]>>, action: string): string | undefined {
    return Object.keys(actionsOf).find((name) => this.found.has(name) && !actionsOf[name]!.includes(action))
  }

  inOrder(...names: string[]): { readonly name: string; readonly value: string | undefined }[] {
    return this.sequence.filter(({ name }) => names.includes(name))
  }
}

/** Throws a UsageError for a flag that there is not, or that lacks its value. */
export function parseFlags(args: readonly string[], table: FlagTable): Flags {
  const flags = new Flags(args)
  for (let at = 0; at < args.length; at++) {
    const match = /^--?([^=]+)(?:=([\s\S]*))?$/.exec(args[at]!)
    if (match === null) continue
    const name = match[1]!
    const kind = Object.hasOwn(table, name) ? table[name]! : null
    if (kind === null) throw new UsageError(`${name} is not a recognized option`)
    const next = args[at + 1]
    const takesNext = kind === 'maybe' ? isValue(next) : next !== undefined && !isFlag(next, table)
    if (kind === 'flag') flags.add(name, undefined)
    else if (match[2] !== undefined) flags.add(name, match[2])
    else if (takesNext) flags.add(name, args[++at])
    else if (kind === 'maybe') flags.add(name, undefined)
    else throw new UsageError(`Option ${name} requires an argument`)
  }
  return flags
}

function isValue(text: string | undefined): boolean {
  return text !== undefined && !text.startsWith('-')
}

/** A value may begin with a dash (--shift-by -1), but not be one of the flags. */
function isFlag(text: string, table: FlagTable): boolean {
  return text.startsWith('--') && Object.hasOwn(table, text.slice(2).split('=')[0]!)
}

const ARGUMENTS: Readonly<Record<FlagKind, string>> = {
  flag: '',
  value: ' <value>',
  many: ' <value> (repeatable)',
  maybe: ' [<value>]',
}

export function usageText(tool: string, table: FlagTable): string {
  const lines = Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, kind]) => `  --${name}${ARGUMENTS[kind]}\n`)
  return `${tool} with the flags of Apache Kafka's tool of this name:\n${lines.join('')}`
}

/** name=value pairs of a repeatable flag. Throws a UsageError. */
export function keyValues(flags: Flags, name: string): [string, string][] {
  return flags.many(name).map((text) => {
    const at = text.indexOf('=')
    if (at < 1) throw new UsageError(`Option ${name} takes name=value, not ${text}`)
    return [text.slice(0, at), text.slice(at + 1)]
  })
}
