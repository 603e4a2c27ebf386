/** Reads our notation for messages (schema/README.md) into objects. Mistakes name the file and line. */

export interface Range {
  readonly min: number
  readonly max: number
}

export interface Field {
  readonly name: string
  /** Of one element, when it is an array. */
  readonly base: string
  readonly isArray: boolean
  /** The struct that `base` names. */
  struct: Struct | null
  readonly versions: Range
  /** Versions in which it may be null. */
  readonly nullable: Range | null
  /** As written after '='. */
  readonly default: string | null
  readonly tag: number | null
}

export interface Struct {
  readonly name: string
  /** The name of its interface: `name`, or with the message's name before it when two in the file are called so. */
  exported: string
  fields: Field[]
  /** Versions in which it can occur. */
  versions: Range | null
}

export interface Message {
  readonly name: string
  readonly versions: Range
  readonly flexible: Range | null
  /** The type of record that this is the key or value of. */
  readonly type: number | null
  readonly root: Struct
  /** All structs in the order in which they are written, the root last. */
  structs: Struct[]
}

export interface SchemaFile {
  readonly path: string
  readonly comment: string[]
  readonly api: { key: number; name: string; versions: Range; flexible: Range | null } | null
  readonly messages: Message[]
}

interface Line {
  readonly indent: number
  readonly words: string[]
  readonly number: number
}

const PRIMITIVES = new Set(
  'int8 int16 uint16 int32 uint32 int64 bigint64 float64 bool string bytes records uuid'.split(' '),
)
const LATEST = 0x7fff

export function parseSchema(path: string, text: string): SchemaFile {
  return new Parser(path, text).file()
}

class Parser {
  private readonly path: string
  private readonly lines: Line[] = []
  private readonly comment: string[] = []
  private at = 0

  constructor(path: string, text: string) {
    this.path = path
    let number = 0
    for (const raw of text.split('\n')) {
      number++
      if (raw.startsWith('#') && this.lines.length === 0) this.comment.push(raw.slice(1).trim())
      const content = raw.replace(/(^|\s)#.*$/, '').trimEnd()
      if (content === '') continue
      const indent = content.length - content.trimStart().length
      if (indent % 2 !== 0) throw new Error(`${path}:${number}: indent by two spaces`)
      this.lines.push({ indent: indent / 2, words: content.trim().split(/\s+/), number })
    }
  }

  file(): SchemaFile {
    const messages: Message[] = []
    let api: SchemaFile['api'] = null
    if (this.lines[0]?.words[0] === 'api') {
      const [, key, name] = this.next(3)
      const versions = this.range(this.keyword('versions'), { min: 0, max: LATEST })!
      const flexible = this.range(this.keyword('flexible'), versions)
      api = { key: Number(key), name: name!, versions, flexible }
      for (const kind of ['Request', 'Response']) {
        const words = this.next(1)
        if (words[0] !== kind.toLowerCase()) this.fail(`'${kind.toLowerCase()}' must be here`)
        messages.push(this.message(name! + kind, versions, flexible, null))
      }
    }
    while (this.at < this.lines.length) messages.push(this.recordMessage())
    nameStructs(messages)
    return { path: this.path, comment: this.comment, api, messages }
  }

  /** message NAME [type N] versions V flexible F */
  private recordMessage(): Message {
    const words = [...this.lines[this.at++]!.words]
    if (words.shift() !== 'message') this.fail("'message' must be here")
    const name = words.shift()!
    const options = new Map<string, string>()
    while (words.length > 0) options.set(words.shift()!, words.shift() ?? '')
    const versions = this.range(options.get('versions') ?? '', { min: 0, max: LATEST })!
    const flexible = this.range(options.get('flexible') ?? '', versions)
    const type = options.has('type') ? Number(options.get('type')) : null
    return this.message(name, versions, flexible, type)
  }

  private message(name: string, versions: Range, flexible: Range | null, type: number | null): Message {
    const structs = new Map<string, Struct>()
    const root: Struct = { name, exported: name, fields: [], versions }
    root.fields = this.fields(1, versions, versions, structs)
    this.resolve(root, structs)
    for (const struct of structs.values()) this.resolve(struct, structs)
    reach(root, versions)
    return { name, versions, flexible, type, root, structs: [...structs.values(), root] }
  }

  /** Fields at `indent` and what is indented below them; `struct NAME` declares one that several fields use. */
  private fields(indent: number, context: Range, whole: Range, structs: Map<string, Struct>): Field[] {
    const fields: Field[] = []
    while (this.at < this.lines.length && this.lines[this.at]!.indent >= indent) {
      const line = this.lines[this.at]!
      if (line.indent > indent) this.fail('indented too far')
      this.at++
      if (line.words[0] === 'struct' && line.words.length === 2) {
        this.addStruct(line.words[1]!, this.fields(indent + 1, whole, whole, structs), structs)
        continue
      }
      const field = this.field(line, context)
      fields.push(field)
      if ((this.lines[this.at]?.indent ?? 0) > indent) {
        this.addStruct(field.base, this.fields(indent + 1, field.versions, whole, structs), structs)
      }
    }
    return fields
  }

  private addStruct(name: string, fields: Field[], structs: Map<string, Struct>): void {
    if (structs.has(name)) this.fail(`two structs are called ${name}`)
    structs.set(name, { name, exported: name, fields, versions: null })
  }

  /** name type[?[versions]] [versions] [= default] [tag N] */
  private field(line: Line, context: Range): Field {
    const [name, typeWord, ...rest] = line.words
    const match = /^(\[\])?(\w+)(\?(.*))?$/.exec(typeWord ?? '')
    if (match === null) return this.fail(`${name}: what type is '${typeWord}'?`)
    const base = match[2]!
    if (!PRIMITIVES.has(base) && !/^[A-Z]/.test(base)) this.fail(`${name}: there is no type ${base}`)
    let versions = context
    if (/^\d/.test(rest[0] ?? '')) versions = this.range(rest.shift()!, context)!
    let nullable: Range | null = null
    if (match[3] !== undefined) nullable = match[4] === '' ? versions : this.range(match[4]!, versions)
    let defaultText: string | null = null
    let tag: number | null = null
    while (rest.length > 0) {
      const word = rest.shift()
      if (word === '=') defaultText = rest.shift() ?? ''
      else if (word === 'tag') tag = Number(rest.shift())
      else this.fail(`what is '${word}'?`)
    }
    if ((defaultText === '[]' || defaultText === '{}') && (tag === null || nullable === null)) {
      this.fail(`${name}: only a tagged field that may be null needs to say ${defaultText}`)
    }
    return {
      name: name!,
      base,
      isArray: match[1] !== undefined,
      struct: null,
      versions,
      nullable,
      default: defaultText,
      tag,
    }
  }

  private resolve(struct: Struct, structs: Map<string, Struct>): void {
    for (const field of struct.fields) {
      if (PRIMITIVES.has(field.base)) continue
      field.struct = structs.get(field.base) ?? this.fail(`there is no struct ${field.base}`)
    }
  }

  private keyword(word: string): string {
    const words = this.next(2)
    if (words[0] !== word) this.fail(`'${word}' must be here`)
    return words[1]!
  }

  private next(words: number): string[] {
    const line = this.lines[this.at++]
    if (line === undefined || line.indent !== 0 || line.words.length !== words)
      return this.fail(`${words} words must be here`)
    return line.words
  }

  private range(text: string, within: Range): Range | null {
    if (text === 'none') return null
    const match = /^(\d+)(\+|-(\d+))?$/.exec(text)
    if (match === null) return this.fail(`'${text}' is no range of versions`)
    const min = Number(match[1])
    const max = match[2] === undefined ? min : match[2] === '+' ? within.max : Number(match[3])
    return intersect({ min, max }, within) ?? this.fail(`there is no version of ${text} here`)
  }

  private fail(message: string): never {
    throw new Error(`${this.path}:${this.lines[Math.max(0, this.at - 1)]?.number ?? 0}: ${message}`)
  }
}

export function intersect(a: Range, b: Range): Range | null {
  const min = Math.max(a.min, b.min)
  const max = Math.min(a.max, b.max)
  return min <= max ? { min, max } : null
}

/** Tells each struct the versions in which something leads to it. */
function reach(struct: Struct, versions: Range): void {
  for (const field of struct.fields) {
    const inner = field.struct
    const range = intersect(field.versions, versions)
    if (inner === null || range === null) continue
    const known = inner.versions
    const merged = known === null ? range : { min: Math.min(known.min, range.min), max: Math.max(known.max, range.max) }
    if (known !== null && merged.min === known.min && merged.max === known.max) continue
    inner.versions = merged
    reach(inner, merged)
  }
}

function nameStructs(messages: Message[]): void {
  const seen = new Map<string, number>()
  for (const message of messages) {
    for (const struct of message.structs) seen.set(struct.name, (seen.get(struct.name) ?? 0) + 1)
  }
  for (const message of messages) {
    for (const struct of message.structs) {
      if (seen.get(struct.name)! > 1) struct.exported = message.name + struct.name
    }
  }
}
