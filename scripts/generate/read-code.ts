/** Writes the functions that read a message: straight lines, one branch on the version where versions differ. */
import { type Field, intersect, type Message, type Range, type Struct } from './schema.ts'
import {
  type Condition,
  choose,
  defaultValue,
  flexible,
  isFlexibleType,
  isNullByDefault,
  leastElementSize,
  local,
  methodName,
  within,
} from './types.ts'

/** Defaults that several reads need are made by functions; collects which. */
export interface Needs {
  readonly defaults: Set<Struct>
}

export function readFunction(message: Message, struct: Struct, needs: Needs): string[] {
  const context = struct.versions!
  const flex = flexible(message, context)
  const isRoot = struct === message.root
  const out = [`${isRoot ? 'export ' : ''}function read${struct.exported}(r, v) {`]
  if (flex === 'flex') out.push(`  const flex = ${within(message.flexible, context)}`)
  for (const field of struct.fields) {
    if (field.tag === null) out.push(...indent(readField(message, field, context, needs)))
  }
  const tagged = struct.fields.filter((field) => field.tag !== null)
  if (flex !== false)
    out.push(...indent(tagged.length === 0 ? noTags(flex) : readTags(message, tagged, context, flex, needs)))
  out.push(...indent(result(struct, flex !== false)), '}', '')
  return out
}

function noTags(flex: Condition): string[] {
  return [`const tags = ${choose(flex, 'r.unknownTags()', 'undefined')}`]
}

function result(struct: Struct, hasTags: boolean): string[] {
  const names = struct.fields.map((field) =>
    local(field.name) === field.name ? field.name : `${field.name}: ${local(field.name)}`,
  )
  if (!hasTags) return [`return { ${names.join(', ')} }`]
  if (names.length === 0) return ['return tags === undefined ? {} : { unknownTaggedFields: tags }']
  return [
    `if (tags !== undefined) return { ${[...names, 'unknownTaggedFields: tags'].join(', ')} }`,
    `return { ${names.join(', ')} }`,
  ]
}

function readField(message: Message, field: Field, context: Range, needs: Needs): string[] {
  const present = within(field.versions, context)
  const inner = intersect(field.versions, context)
  const name = local(field.name)
  if (inner === null) return [`const ${name} = ${missing(field, needs)}`]
  const flex = flexible(message, context) === 'flex' ? flexible(message, inner) : flexible(message, context)
  if (field.isArray) return readArray(message, field, name, inner, flex, present, needs, true)
  const value = readOne(field, inner, flex)
  if (present === true) return [`const ${name} = ${value}`]
  return [`const ${name} = ${present} ? ${value} : ${missing(field, needs)}`]
}

/** The value of a field in a version that lacks it. */
function missing(field: Field, needs: Needs): string {
  if (isNullByDefault(field)) return 'null'
  if (field.struct !== null && !field.isArray) {
    needs.defaults.add(field.struct)
    return `default${field.struct.exported}()`
  }
  return defaultValue(field)
}

function readOne(field: Field, context: Range, flex: Condition): string {
  const nullable = within(field.nullable, context)
  if (field.struct !== null) {
    const read = `read${field.struct.exported}(r, v)`
    if (nullable === false) return read
    const guarded = field.tag === null ? `(r.int8() < 0 ? null : ${read})` : `(r.uvarint() === 0 ? null : ${read})`
    return choose(nullable, guarded, read)
  }
  if (!isFlexibleType(field)) return `r.${field.base}()`
  const base = field.base === 'records' ? 'bytes' : field.base
  const read = (isNullable: boolean) =>
    choose(flex, `r.${methodName(base, true, isNullable)}()`, `r.${methodName(base, false, isNullable)}()`)
  return choose(nullable, read(true), read(false))
}

function readArray(
  message: Message,
  field: Field,
  name: string,
  context: Range,
  flex: Condition,
  present: Condition,
  needs: Needs,
  declare: boolean,
): string[] {
  const nullable = within(field.nullable, context)
  const least = (isFlexible: boolean) => leastElementSize(field, message, context, isFlexible)
  const count = (isNullable: boolean) =>
    choose(
      flex,
      `r.${methodName('count', true, isNullable)}(${least(true)})`,
      `r.${methodName('count', false, isNullable)}(${least(false)})`,
    )
  const element = field.struct ? `read${field.struct.exported}(r, v)` : readElement(field, flex)
  const push = `${name}.push(${element})`
  const open = present === true ? '' : `if (${present}) `
  if (nullable === false) {
    const loop = `for (let n = ${count(false)}; n > 0; n--) ${push}`
    const start = isNullByDefault(field) ? missing(field, needs) : '[]'
    return [declare ? `const ${name} = ${start}` : `${name} = []`, open + loop]
  }
  const body = [
    `let n = ${choose(nullable, count(true), count(false))}`,
    `${name} = n < 0 ? null : []`,
    `for (; n > 0; n--) ${push}`,
  ]
  if (!declare) return body
  return [`let ${name} = ${missing(field, needs)}`, `${open}{`, ...indent(body), '}']
}

function readElement(field: Field, flex: Condition): string {
  if (!isFlexibleType({ ...field, isArray: false })) return `r.${field.base}()`
  return choose(flex, `r.${methodName(field.base, true, false)}()`, `r.${methodName(field.base, false, false)}()`)
}

/** Known tagged fields, which may come in any subset, and unknown ones, which are kept. */
function readTags(message: Message, tagged: Field[], context: Range, flex: Condition, needs: Needs): string[] {
  const out = tagged.map((field) => `let ${local(field.name)} = ${missing(field, needs)}`)
  out.push('let tags')
  const flexRange = intersect(message.flexible!, context)!
  const body = [
    'let tag = -1',
    'for (let count = r.tagCount(); count > 0; count--) {',
    '  tag = r.tag(tag)',
    '  const outer = r.enterTag()',
  ]
  let word = 'if'
  for (const field of [...tagged].sort((a, b) => a.tag! - b.tag!)) {
    const inner = intersect(field.versions, flexRange)
    if (inner === null) continue
    const present = within(field.versions, flexRange)
    body.push(`  ${word} (tag === ${field.tag}${present === true ? '' : ` && ${present}`}) {`)
    const name = local(field.name)
    if (field.isArray) body.push(...indent(indent(readArray(message, field, name, inner, true, true, needs, false))))
    else body.push(`    ${name} = ${readOne(field, inner, true)}`)
    word = '} else if'
  }
  body.push('  } else {', '    tags ??= []', '    tags.push(r.rawTag(tag))', '  }', '  r.leaveTag(outer)', '}')
  if (flex === true) return [...out, ...body]
  return [...out, `if (${flex}) {`, ...indent(body), '}']
}

export function defaultFunction(struct: Struct, needs: Needs): string[] {
  const fields = struct.fields.map((field) => `${field.name}: ${missing(field, needs)}`)
  return [`function default${struct.exported}() {`, `  return { ${fields.join(', ')} }`, '}', '']
}

export function indent(lines: string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`))
}
