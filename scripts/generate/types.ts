/** What the parts of the generator know in common about types, defaults and version conditions. */
import { type Field, intersect, type Message, type Range, type Struct } from './schema.ts'

export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA'

/** A piece of code's version condition: always true, never, or to be asked. */
export type Condition = true | false | string

/** `v` within `range`, when it is known to be within `context`. */
export function within(range: Range | null, context: Range): Condition {
  if (range === null || intersect(range, context) === null) return false
  const lower = range.min > context.min ? `v >= ${range.min}` : ''
  const upper = range.max < context.max ? `v <= ${range.max}` : ''
  if (lower !== '' && upper !== '') return range.min === range.max ? `v === ${range.min}` : `${lower} && ${upper}`
  return lower || upper || true
}

/** In code where `flex` may be declared: true, false, or 'flex'. */
export function flexible(message: Message, context: Range): Condition {
  const condition = within(message.flexible, context)
  return typeof condition === 'string' ? 'flex' : condition
}

export function choose(condition: Condition, yes: string, no: string): string {
  if (condition === true || yes === no) return yes
  if (condition === false) return no
  return `(${condition} ? ${yes} : ${no})`
}

export function isFlexibleType(field: Field): boolean {
  return field.isArray || ['string', 'bytes', 'records'].includes(field.base)
}

/** The method's name in Reader and Writer for a variable-length type. */
export function methodName(base: string, compact: boolean, nullable: boolean): string {
  const word = nullable ? `nullable${capital(base)}` : base
  return compact ? `compact${capital(word)}` : word
}

export function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1)
}

/** Versions of `struct` as an iterable. */
export function* versionsOf(range: Range): Generator<number> {
  for (let v = range.min; v <= range.max; v++) yield v
}

/** The fewest bytes that an element of the field's array takes in any version in which it is (not) flexible. */
export function leastElementSize(field: Field, message: Message, context: Range, isFlexible: boolean): number {
  let least = Number.POSITIVE_INFINITY
  for (const v of versionsOf(context)) {
    if (isFlexibleVersion(message, v) !== isFlexible) continue
    least = Math.min(least, field.struct ? structSize(field.struct, message, v) : primitiveSize(field.base, isFlexible))
  }
  return Number.isFinite(least) ? Math.max(1, least) : 1
}

export function isFlexibleVersion(message: Message, v: number): boolean {
  return message.flexible !== null && v >= message.flexible.min && v <= message.flexible.max
}

function structSize(struct: Struct, message: Message, v: number): number {
  const isFlexible = isFlexibleVersion(message, v)
  let size = isFlexible ? 1 : 0
  for (const field of struct.fields) {
    if (field.tag !== null || !contains(field.versions, v)) continue
    if (field.isArray) size += isFlexible ? 1 : 4
    else if (field.struct === null) size += primitiveSize(field.base, isFlexible)
    else if (contains(field.nullable, v)) size += 1
    else size += structSize(field.struct, message, v)
  }
  return size
}

function primitiveSize(base: string, isFlexible: boolean): number {
  const fixed: Record<string, number> = {
    int8: 1,
    bool: 1,
    int16: 2,
    uint16: 2,
    int32: 4,
    uint32: 4,
    int64: 8,
    bigint64: 8,
    float64: 8,
    uuid: 16,
  }
  if (fixed[base] !== undefined) return fixed[base]
  if (isFlexible) return 1
  return base === 'string' ? 2 : 4
}

export function contains(range: Range | null, v: number): boolean {
  return range !== null && v >= range.min && v <= range.max
}

/** Whether a missing value is null: nullable fields are null by default unless the schema says otherwise. */
export function isNullByDefault(field: Field): boolean {
  return field.nullable !== null && field.default === null
}

/** The JavaScript expression of the default of a field that is not null by default and is no struct. */
export function defaultValue(field: Field): string {
  if (field.isArray) return '[]'
  switch (field.base) {
    case 'bool':
      return field.default ?? 'false'
    case 'string':
      return `'${field.default ?? ''}'`
    case 'uuid':
      return `'${ZERO_UUID}'`
    case 'bytes':
    case 'records':
      return 'NO_BYTES'
    case 'bigint64':
      return `${field.default ?? 0}n`
    default:
      return field.default === 'max' ? '9223372036854775808' : (field.default ?? '0')
  }
}

const RESERVED = new Set(
  (
    'r w v x n i flex tags tag outer value arguments await break case catch class const continue debugger default delete ' +
    'do else enum eval export extends false finally for function if implements import in instanceof interface let new ' +
    'null package private protected public return static super switch this throw true try typeof var void while with ' +
    'yield'
  ).split(' '),
)

/** A local variable's name for a field. */
export function local(name: string): string {
  return RESERVED.has(name) ? `${name}_` : name
}
