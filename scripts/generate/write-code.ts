/** Writes the functions that write a message. What the caller leaves out gets its default. */
import { indent } from './read-code.ts'
import { type Field, intersect, type Message, type Range, type Struct } from './schema.ts'
import {
  type Condition,
  choose,
  defaultValue,
  flexible,
  isFlexibleType,
  isNullByDefault,
  methodName,
  within,
  ZERO_UUID,
} from './types.ts'

/** Structs whose `isDefault` function is needed: those that are tagged fields. */
export interface WriteNeeds {
  readonly isDefault: Set<Struct>
}

export function writeFunction(message: Message, struct: Struct, needs: WriteNeeds): string[] {
  const context = struct.versions!
  const flex = flexible(message, context)
  const out = [`${struct === message.root ? 'export ' : ''}function write${struct.exported}(w, x, v) {`]
  if (flex === 'flex') out.push(`  const flex = ${within(message.flexible, context)}`)
  for (const field of struct.fields) {
    if (field.tag !== null) continue
    const inner = intersect(field.versions, context)
    if (inner === null) continue
    const present = within(field.versions, context)
    const innerFlex = flex === 'flex' ? flexible(message, inner) : flex
    const lines = writeField(field, inner, innerFlex)
    if (present === true) out.push(...indent(lines))
    else if (lines.length === 1) out.push(`  if (${present}) ${lines[0]}`)
    else out.push(`  if (${present}) {`, ...indent(indent(lines)), '  }')
  }
  if (flex !== false) out.push(...indent(writeTags(message, struct, context, flex, needs)))
  out.push('}', '')
  return out
}

function writeField(field: Field, context: Range, flex: Condition): string[] {
  if (field.isArray) return writeArray(field, context, flex)
  const nullable = within(field.nullable, context)
  if (field.struct !== null) return writeStruct(field, nullable)
  const plain = isNullByDefault(field) ? defaultValue({ ...field, nullable: null }) : defaultValue(field)
  if (!isFlexibleType(field)) return [`w.${field.base}(x.${field.name} ?? ${plain})`]
  const value = (isNullable: boolean) => `x.${field.name} ?? ${isNullable ? 'null' : plain}`
  const call = (isNullable: boolean) => {
    const method = (compact: boolean) => `w.${methodName(field.base, compact, isNullable)}(${value(isNullable)})`
    return branch(flex, [method(true)], [method(false)])
  }
  return branch(nullable, call(true), call(false))
}

function branch(condition: Condition, yes: string[], no: string[]): string[] {
  if (typeof condition === 'boolean') return condition ? yes : no
  if (yes.length === 1 && no.length === 1) return [`if (${condition}) ${yes[0]}`, `else ${no[0]}`]
  return [`if (${condition}) {`, ...indent(yes), '} else {', ...indent(no), '}']
}

function writeStruct(field: Field, nullable: Condition): string[] {
  const name = `write${field.struct!.exported}`
  // Before a nullable struct stands whether it is there: 1 or -1, as a tagged field 1 or 0 (a varint, in its way).
  const guarded = [
    `if (x.${field.name} == null) w.int8(${field.tag === null ? -1 : 0})`,
    'else {',
    '  w.int8(1)',
    `  ${name}(w, x.${field.name}, v)`,
    '}',
  ]
  return branch(nullable, guarded, [`${name}(w, x.${field.name} ?? NOTHING, v)`])
}

function writeArray(field: Field, context: Range, flex: Condition): string[] {
  const nullCount = choose(within(field.nullable, context), '-1', '0')
  const isText = field.struct === null && isFlexibleType({ ...field, isArray: false })
  const loop = (compact: boolean) => {
    if (field.struct) return `for (let i = 0; i < n; i++) write${field.struct.exported}(w, a[i], v)`
    return `for (let i = 0; i < n; i++) w.${isText ? methodName(field.base, compact, false) : field.base}(a[i])`
  }
  const lines = [`const a = x.${field.name}`, `const n = a == null ? ${nullCount} : a.length`]
  if (isText) lines.push(...branch(flex, ['w.compactCount(n)', loop(true)], ['w.count(n)', loop(false)]))
  else lines.push(...branch(flex, ['w.compactCount(n)'], ['w.count(n)']), loop(false))
  return ['{', ...indent(lines), '}']
}

function writeTags(message: Message, struct: Struct, context: Range, flex: Condition, needs: WriteNeeds): string[] {
  const flexRange = intersect(message.flexible!, context)!
  const tagged = struct.fields
    .filter((field) => field.tag !== null && intersect(field.versions, flexRange) !== null)
    .sort((a, b) => a.tag! - b.tag!)
  const body = tagged.length === 0 ? onlyUnknownTags() : knownTags(tagged, flexRange, needs)
  return flex === true ? body : [`if (${flex}) {`, ...indent(body), '}']
}

function onlyUnknownTags(): string[] {
  return [
    'const tags = x.unknownTaggedFields',
    'if (tags === undefined) w.uvarint(0)',
    'else {',
    '  w.uvarint(tags.length)',
    `  w.unknownTags(tags, 0, ${2 ** 31})`,
    '}',
  ]
}

function knownTags(tagged: Field[], context: Range, needs: WriteNeeds): string[] {
  const out = ['const tags = x.unknownTaggedFields ?? NO_TAGS']
  const count = ['tags.length']
  for (const field of tagged) {
    const present = within(field.versions, context)
    const isSet = differs(field, needs)
    out.push(`const has${field.tag} = ${present === true ? isSet : `${present} && ${isSet}`}`)
    count.push(`(has${field.tag} ? 1 : 0)`)
  }
  out.push(`w.uvarint(${count.join(' + ')})`, 'let next = 0')
  for (const field of tagged) {
    const body = [
      `next = w.unknownTags(tags, next, ${field.tag})`,
      `const mark = w.beginTag(${field.tag})`,
      ...writeField(field, intersect(field.versions, context)!, true),
      'w.endTag(mark)',
    ]
    out.push(`if (has${field.tag}) {`, ...indent(body), '}')
  }
  out.push(`w.unknownTags(tags, next, ${2 ** 31})`)
  return out
}

/** An expression: the field's value is not its default. */
function differs(field: Field, needs: WriteNeeds): string {
  const value = `x.${field.name}`
  if (isNullByDefault(field)) return `${value} != null`
  if (field.nullable !== null) return `(${value} === null || (${differs({ ...field, nullable: null }, needs)}))`
  if (field.isArray || field.base === 'bytes') return `${value} != null && ${value}.length > 0`
  if (field.struct !== null) {
    needs.isDefault.add(field.struct)
    return `${value} != null && !isDefault${field.struct.exported}(${value})`
  }
  const fallback = field.base === 'uuid' ? `'${ZERO_UUID}'` : defaultValue(field)
  return `(${value} ?? ${fallback}) !== ${fallback}`
}

export function isDefaultFunction(struct: Struct, needs: WriteNeeds): string[] {
  const tests = struct.fields.map((field) => `!(${differs(field, needs)})`)
  tests.push('(x.unknownTaggedFields?.length ?? 0) === 0')
  return [`function isDefault${struct.exported}(x) {`, `  return ${tests.join(' && ')}`, '}', '']
}
