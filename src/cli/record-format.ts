/** How consume prints a record, and how produce reads one. */
import type { TimestampMs } from '../base/kinds.ts'
import type { ConsumedRecord } from '../client/consumer.ts'
import { usageError } from './exit.ts'

export type PrintedRecord = ConsumedRecord
export type RecordFormatter = (record: PrintedRecord) => string | Uint8Array

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', '\\': '\\', '%': '%' }

/**
 * 'json' or 'jsonl': one object a line. Otherwise a template as in kcat: %t topic, %p partition, %o offset, %T timestamp, %k key,
 * %K its length, %s or %v value, %S or %V its length, %h headers, %% a percent sign, \n \t \r \0 \\ \xHH.
 */
export function recordFormatter(format: string): RecordFormatter {
  if (format === 'json' || format === 'jsonl') return (record) => `${JSON.stringify(toJson(record))}\n`
  const parts = parseTemplate(format)
  return (record) => {
    const chunks = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : bytesOf(part(record))))
    return Buffer.concat(chunks)
  }
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value) : value
}

type Part = string | ((record: PrintedRecord) => string | Uint8Array)

const FIELDS: Readonly<Record<string, (record: PrintedRecord) => string | Uint8Array>> = {
  t: (record) => record.topic,
  p: (record) => String(record.partition),
  o: (record) => String(record.offset),
  T: (record) => String(record.timestamp),
  k: (record) => record.key ?? '',
  K: (record) => String(record.key?.length ?? -1),
  s: (record) => record.value ?? '',
  S: (record) => String(record.value?.length ?? -1),
  v: (record) => record.value ?? '',
  V: (record) => String(record.value?.length ?? -1),
  h: (record) => record.headers.map(({ key, value }) => `${key}=${value === null ? 'NULL' : text(value)}`).join(','),
}

function parseTemplate(format: string): Part[] {
  const parts: Part[] = []
  const pattern = /%(.?)|\\(x[0-9a-fA-F]{2}|.?)|[^%\\]+/gs
  for (const match of format.matchAll(pattern)) {
    const [whole, field, escaped] = match
    if (field !== undefined) parts.push(field === '%' ? '%' : (FIELDS[field] ?? unknownField(field)))
    else if (escaped !== undefined) parts.push(unescaped(escaped))
    else parts.push(whole)
  }
  return parts
}

function unknownField(field: string): never {
  throw usageError(
    `-f: %${field} is not known, there are ${Object.keys(FIELDS)
      .map((name) => `%${name}`)
      .join(' ')} and %%`,
  )
}

function unescaped(letters: string): string {
  if (letters.length === 3) return String.fromCharCode(Number.parseInt(letters.slice(1), 16))
  return ESCAPES[letters] ?? `\\${letters}`
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

// ── JSON lines: what consume writes, produce reads again without loss ───────────────────────────────────────────────

interface JsonBytes {
  readonly text: string | null
  /** Set when the bytes are no UTF-8. */
  readonly isBase64: boolean
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function jsonBytes(bytes: Uint8Array | null): JsonBytes {
  if (bytes === null) return { text: null, isBase64: false }
  try {
    return { text: utf8.decode(bytes), isBase64: false }
  } catch {
    return { text: Buffer.from(bytes).toString('base64'), isBase64: true }
  }
}

function toJson(record: PrintedRecord): object {
  const { topic, partition, offset, timestamp, timestampType } = record
  const key = jsonBytes(record.key)
  const value = jsonBytes(record.value)
  const headers = record.headers.map((header) => {
    const bytes = jsonBytes(header.value)
    return { key: header.key, value: bytes.text, ...(bytes.isBase64 ? { valueEncoding: 'base64' } : {}) }
  })
  return {
    topic,
    partition,
    offset,
    timestamp,
    timestampType,
    key: key.text,
    ...(key.isBase64 ? { keyEncoding: 'base64' } : {}),
    value: value.text,
    ...(value.isBase64 ? { valueEncoding: 'base64' } : {}),
    headers,
  }
}

export interface ReadRecord {
  /** null: the broker's clock, or the command's. */
  readonly timestamp: TimestampMs | null
  readonly partition: number | null
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array | null }[]
}

/** One line of what `consume -f jsonl` wrote; only value need be there. Throws a CommandError with the line's number. */
export function recordFromJson(line: string, lineNumber: number): ReadRecord {
  const fields = parseObject(line, lineNumber)
  const bytes = (from: Record<string, unknown>, name: string): Uint8Array | null => {
    const value = from[name]
    if (value === null || value === undefined) return null
    const encoding = from[`${name}Encoding`] === 'base64' ? 'base64' : 'utf8'
    return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), encoding)
  }
  const whole = (name: string): number | null => {
    const value = fields[name]
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
  }
  const headers = Array.isArray(fields.headers) ? fields.headers : []
  return {
    timestamp: whole('timestamp'),
    partition: whole('partition'),
    key: bytes(fields, 'key'),
    value: bytes(fields, 'value'),
    headers: headers.map((header) => {
      if (typeof header?.key !== 'string') throw usageError(`line ${lineNumber}: a header without a key`)
      return { key: header.key, value: bytes(header, 'value') }
    }),
  }
}

function parseObject(line: string, lineNumber: number): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(line)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>
  } catch {
    // said below
  }
  throw usageError(`line ${lineNumber} is no JSON object: ${line.slice(0, 60)}`)
}
