/** One generated pair: the JavaScript of a schema file's messages, and its TypeScript declarations. */
import { defaultFunction, type Needs, readFunction } from './read-code.ts'
import type { Field, Message, Range, SchemaFile, Struct } from './schema.ts'
import { isNullByDefault } from './types.ts'
import { isDefaultFunction, type WriteNeeds, writeFunction } from './write-code.ts'

export function javascript(file: SchemaFile): string {
  const functions: string[] = []
  for (const message of file.messages) {
    const needs: Needs & WriteNeeds = { defaults: new Set(), isDefault: new Set() }
    for (const struct of used(message)) functions.push(...readFunction(message, struct, needs))
    for (const struct of used(message)) functions.push(...writeFunction(message, struct, needs))
    // A Set goes on to what is added while it is walked: defaults that need defaults.
    for (const struct of needs.defaults) functions.push(...defaultFunction(struct, needs))
    for (const struct of needs.isDefault) functions.push(...isDefaultFunction(struct, needs))
  }
  const types = recordTypes(file)
  if (types.length > 0)
    functions.push('export const RecordType = Object.freeze({', ...types.map((t) => `  ${t},`), '})', '')
  const body = functions.join('\n')
  const constants = [
    ['NO_BYTES', 'new Uint8Array(0)'],
    ['NO_TAGS', 'Object.freeze([])'],
    ['NOTHING', 'Object.freeze({})'],
  ]
  const head = constants.filter(([name]) => new RegExp(`\\b${name}\\b`).test(body)).map(([n, v]) => `const ${n} = ${v}`)
  return [banner(file), ...head, '', body.trimEnd(), ''].join('\n')
}

export function declarations(file: SchemaFile): string {
  const out: string[] = []
  const mentionsTags = file.messages.some((message) => message.flexible !== null)
  const mentionsRecords = file.messages.some((m) => used(m).some((s) => s.fields.some((f) => f.base === 'records')))
  out.push(`import type { Reader${mentionsTags ? ', TaggedField' : ''} } from '../reader.ts'`)
  out.push(`import type { ${mentionsRecords ? 'RecordsInput, ' : ''}Writer } from '../writer.ts'`, '')
  for (const message of file.messages) {
    for (const struct of used(message)) {
      out.push(...interfaceOf(message, struct, false), ...interfaceOf(message, struct, true))
    }
    const name = message.root.exported
    out.push(`export function read${name}(r: Reader, version: number): ${name}`)
    out.push(`export function write${name}(w: Writer, value: ${name}Input, version: number): void`, '')
  }
  const types = recordTypes(file)
  if (types.length > 0) out.push('export const RecordType: {', ...types.map((t) => `  readonly ${t}`), '}', '')
  return [banner(file), '', ...out].join('\n').trimEnd().concat('\n')
}

/** Structs that some version of the message can hold. */
function used(message: Message): Struct[] {
  return message.structs.filter((struct) => struct.versions !== null)
}

function interfaceOf(message: Message, struct: Struct, isInput: boolean): string[] {
  const out = [`export interface ${struct.exported}${isInput ? 'Input' : ''} {`]
  for (const field of struct.fields) {
    const note = isInput ? '' : versionNote(field, message)
    if (note !== '') out.push(`  /** ${note} */`)
    out.push(`  ${isInput ? 'readonly ' : ''}${field.name}${isInput ? '?' : ''}: ${typeOf(field, isInput)}`)
  }
  if (message.flexible !== null) {
    out.push(
      isInput ? '  readonly unknownTaggedFields?: readonly TaggedField[]' : '  unknownTaggedFields?: TaggedField[]',
    )
  }
  out.push('}', '')
  return out
}

function versionNote(field: Field, message: Message): string {
  const notes: string[] = []
  const { min, max } = field.versions
  if (min > message.versions.min || max < message.versions.max)
    notes.push(`Versions ${rangeText(field.versions, message.versions)}`)
  if (field.default !== null) notes.push(`default ${field.default}`)
  return notes.join('; ')
}

function rangeText(range: Range, whole: Range): string {
  if (range.max === whole.max) return `${range.min}+`
  return range.min === range.max ? `${range.min}` : `${range.min}-${range.max}`
}

function typeOf(field: Field, isInput: boolean): string {
  const base = elementType(field, isInput)
  let type = base
  if (field.isArray) type = isInput ? `readonly ${base}[]` : `${base}[]`
  if (field.base === 'records') return isInput ? 'RecordsInput' : 'Uint8Array | null'
  return field.nullable !== null || isNullByDefault(field) ? `${type} | null` : type
}

function elementType(field: Field, isInput: boolean): string {
  if (field.struct !== null) return field.struct.exported + (isInput ? 'Input' : '')
  switch (field.base) {
    case 'string':
    case 'uuid':
      return 'string'
    case 'bytes':
      return 'Uint8Array'
    case 'records':
      return 'Uint8Array'
    case 'bool':
      return 'boolean'
    case 'bigint64':
      return 'bigint'
    default:
      return 'number'
  }
}

/** `OffsetCommit: 1` and so on, for records whose key begins with a type. */
function recordTypes(file: SchemaFile): string[] {
  return file.messages
    .filter((message) => message.type !== null && !message.name.endsWith('Value'))
    .map((message) => `${message.name.replace(/(Key|Record)$/, '')}: ${message.type}`)
}

function banner(file: SchemaFile): string {
  return `// Made by scripts/generate.ts from ${file.path}. Do not edit.`
}
