/** From text to a typed value, with the words in which Kafka refuses one. */
import { INT32_MAX } from '../base/kinds.ts'
import type { Setting, SettingType, Value } from './setting.ts'
import { textOf } from './setting.ts'

export class InvalidValueError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'InvalidValueError'
  }
}

const INT32_MIN = -INT32_MAX - 1
const LONG_MAX = 9223372036854775807n
const LONG_MIN = -9223372036854775808n
const WHOLE_NUMBER = /^[+-]?[0-9]{1,40}$/
const DECIMAL_NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[dDfF]?$/

/** Throws an InvalidValueError. */
export function parseValue(setting: Setting, raw: string): Value {
  const value = parseType(setting.name, setting.type, raw)
  const wrong = setting.check?.(value.plain, setting.name) ?? null
  if (wrong !== null) throw invalid(setting.name, setting.type === 'double' ? value.text! : wrong.shown, wrong.what)
  return value
}

/** What is wrong with `raw` as a value of `setting`, or null. */
export function problemOf(setting: Setting, raw: string): string | null {
  try {
    parseValue(setting, raw)
    return null
  } catch (error) {
    if (error instanceof InvalidValueError) return error.message
    throw error
  }
}

function invalid(name: string, shown: string, what: string): InvalidValueError {
  return new InvalidValueError(`Invalid value ${shown} for configuration ${name}: ${what}`)
}

function parseType(name: string, type: SettingType, raw: string): Value {
  const text = raw.trim()
  switch (type) {
    case 'boolean': {
      const lower = text.toLowerCase()
      if (lower !== 'true' && lower !== 'false') {
        throw invalid(name, raw, 'Expected value to be either true or false')
      }
      return { plain: lower === 'true', text: lower }
    }
    case 'int':
      return whole(name, 'INT', raw, BigInt(INT32_MIN), BigInt(INT32_MAX))
    case 'short':
      return whole(name, 'SHORT', raw, -32768n, 32767n)
    case 'long':
      return whole(name, 'LONG', raw, LONG_MIN, LONG_MAX)
    case 'double': {
      const plain = parseDouble(text)
      if (plain === null) throw invalid(name, raw, 'Not a number of type DOUBLE')
      return { plain, text: textOf('double', plain) }
    }
    case 'list': {
      const plain = text === '' ? [] : text.split(/\s*,\s*/)
      return { plain, text: plain.join(',') }
    }
    default:
      return { plain: text, text }
  }
}

function whole(name: string, kind: string, raw: string, min: bigint, max: bigint): Value {
  const text = raw.trim()
  if (WHOLE_NUMBER.test(text)) {
    const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
    if (value >= min && value <= max) return { plain: Number(value), text: value.toString() }
  }
  throw invalid(name, raw, `Not a number of type ${kind}`)
}

function parseDouble(text: string): number | null {
  if (DECIMAL_NUMBER.test(text)) return Number(text.replace(/[dDfF]$/, ''))
  const special = /^([+-]?)(NaN|Infinity)$/.exec(text)
  if (special === null) return null
  if (special[2] === 'NaN') return Number.NaN
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}
