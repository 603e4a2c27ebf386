/** The shape of a row in the tables under settings/, and the short words that the tables are written with. */

export type SettingType = 'boolean' | 'int' | 'short' | 'long' | 'double' | 'string' | 'list' | 'password' | 'class'
export type SettingScope = 'broker' | 'topic' | 'client-metrics' | 'group'
/** Whether a running broker takes a change, and for whom. 'dynamic': kept per topic, group or subscription. */
export type UpdateMode = 'read-only' | 'per-broker' | 'cluster-wide' | 'dynamic'

/** A parsed value. Sizes and times above 2^53 lose their last digits as numbers; `text` of a Value keeps them. */
export type Plain = number | boolean | string | readonly string[] | null

export interface Value {
  readonly plain: Plain
  /** As Kafka prints it in DescribeConfigs; null: not set. */
  readonly text: string | null
}

/** Answers what is wrong in Kafka's words, or null. `shown` is the value that the message names. */
export type Check = (plain: Plain, name: string) => { shown: string; what: string } | null

export interface Setting {
  readonly name: string
  readonly type: SettingType
  readonly default: Value
  readonly check: Check | null
  readonly update: UpdateMode
  /** Not listed by DescribeConfigs, as in Kafka. */
  readonly internal: boolean
  readonly text: string
}

export interface SettingOptions {
  readonly check?: Check
  readonly internal?: boolean
}

// ── Words for the tables ────────────────────────────────────────────────────────────────────────────────────────────

export const readOnly: UpdateMode = 'read-only'
export const perBroker: UpdateMode = 'per-broker'
export const clusterWide: UpdateMode = 'cluster-wide'
export const dynamic: UpdateMode = 'dynamic'
export const internal: SettingOptions = { internal: true }

export function bool(name: string, value: boolean, update: UpdateMode, text: string, ...options: SettingOptions[]) {
  return row(name, 'boolean', value, update, text, options)
}
export function int(
  name: string,
  value: number | null,
  update: UpdateMode,
  text: string,
  ...options: SettingOptions[]
) {
  return row(name, 'int', value, update, text, options)
}
export function short(name: string, value: number, update: UpdateMode, text: string, ...options: SettingOptions[]) {
  return row(name, 'short', value, update, text, options)
}
export function long(
  name: string,
  value: number | null,
  update: UpdateMode,
  text: string,
  ...options: SettingOptions[]
) {
  return row(name, 'long', value, update, text, options)
}
export function double(name: string, value: number, update: UpdateMode, text: string, ...options: SettingOptions[]) {
  return row(name, 'double', value, update, text, options)
}
export function string(
  name: string,
  value: string | null,
  update: UpdateMode,
  text: string,
  ...options: SettingOptions[]
) {
  return row(name, 'string', value, update, text, options)
}
export function list(
  name: string,
  value: readonly string[] | null,
  update: UpdateMode,
  text: string,
  ...options: SettingOptions[]
) {
  return row(name, 'list', value, update, text, options)
}
export function password(name: string, update: UpdateMode, text: string): Setting {
  return row(name, 'password', null, update, text, [])
}
export function javaClass(name: string, value: string | null, update: UpdateMode, text: string): Setting {
  return row(name, 'class', value, update, text, [])
}

function row(
  name: string,
  type: SettingType,
  plain: Plain,
  update: UpdateMode,
  text: string,
  options: readonly SettingOptions[],
): Setting {
  let check: Check | null = null
  let isInternal = false
  for (const option of options) {
    if (option.check !== undefined) check = option.check
    if (option.internal === true) isInternal = true
  }
  return { name, type, default: { plain, text: textOf(type, plain) }, check, update, internal: isInternal, text }
}

// ── Texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const LONG_MAX_TEXT = '9223372036854775807'

export function textOf(type: SettingType, plain: Plain): string | null {
  if (plain === null) return null
  if (Array.isArray(plain)) return plain.join(',')
  if (typeof plain !== 'number') return String(plain)
  if (type === 'double') return javaDouble(plain)
  return plain >= 2 ** 63 ? LONG_MAX_TEXT : String(plain)
}

/** A double as Java's Double.toString prints it: 1.0, 0.5, 1.0E7. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value)
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}

// ── Ranges and choices ──────────────────────────────────────────────────────────────────────────────────────────────

export function atLeast(min: number): SettingOptions {
  return { check: (plain) => range(plain, min, Number.POSITIVE_INFINITY) }
}

export function between(min: number, max: number): SettingOptions {
  return { check: (plain) => range(plain, min, max) }
}

function range(plain: Plain, min: number, max: number): { shown: string; what: string } | null {
  if (plain === null) return { shown: 'null', what: 'Value must be non-null' }
  const value = plain as number
  if (value < min) return { shown: String(value), what: `Value must be at least ${min}` }
  if (value > max) return { shown: String(value), what: `Value must be no more than ${max}` }
  return null
}

/** One of `choices`; for a list, each of its entries. */
export function oneOf(...choices: readonly string[]): SettingOptions {
  return { check: (plain) => choice(plain, choices, false) }
}

export function oneOfAnyCase(...choices: readonly string[]): SettingOptions {
  return { check: (plain) => choice(plain, choices, true) }
}

function choice(plain: Plain, choices: readonly string[], anyCase: boolean): { shown: string; what: string } | null {
  const values = Array.isArray(plain) ? (plain as readonly string[]) : [plain as string | null]
  for (const value of values) {
    const known = choices.some((c) => c === value || (anyCase && c.toLowerCase() === value?.toLowerCase()))
    if (known) continue
    const how = anyCase ? 'String must be one of (case insensitive): ' : 'String must be one of: '
    return { shown: String(value), what: how + choices.join(', ') }
  }
  return null
}

export const nonEmpty: SettingOptions = {
  check: (plain) => {
    if (plain === null) return null
    if (Array.isArray(plain)) return plain.length === 0 ? { shown: '[]', what: 'List must be non-empty' } : null
    return plain === '' ? { shown: '', what: 'String must be non-empty' } : null
  },
}
