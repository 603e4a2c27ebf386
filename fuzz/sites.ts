/**
 * Writes a request from its schema and notes where every count, length and null mark lies, so that each can be replaced.
 * It follows the schema by itself, not through the codecs; malformed.test.ts checks that both write the same bytes.
 */
import type { Field, Message, Range, Struct } from '../scripts/generate/schema.ts'
import { LONG_MAX } from '../src/base/kinds.ts'

type Json = Record<string, unknown>

/** 'nullable' is the int8 before a struct that may be null. */
export type SiteKind = 'int16' | 'int32' | 'uvarint' | 'nullable'

export interface Site {
  readonly at: number
  readonly width: number
  readonly kind: SiteKind
}

export interface Encoded {
  readonly bytes: Buffer
  readonly sites: readonly Site[]
}

export class SiteWriter {
  private bytes = Buffer.alloc(1024)
  private size = 0
  readonly sites: Site[] = []

  finish(): Encoded {
    return { bytes: this.bytes.subarray(0, this.size), sites: this.sites }
  }

  number(base: string, value: unknown): void {
    const at = this.size
    const n = Number(value)
    switch (base) {
      case 'bool':
      case 'int8':
        this.reserve(1)[at] = n
        break
      case 'int16':
      case 'uint16':
        this.reserve(2).writeUInt16BE(n & 0xffff, at)
        break
      case 'int32':
      case 'uint32':
        this.reserve(4).writeUInt32BE(n >>> 0, at)
        break
      case 'float64':
        this.reserve(8).writeDoubleBE(n, at)
        break
      default:
        this.reserve(8).writeBigInt64BE(wide(value as number | bigint), at)
    }
  }

  uvarint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.raw(Buffer.of((rest % 128) | 0x80))
      rest = Math.floor(rest / 128)
    }
    this.raw(Buffer.of(rest))
  }

  raw(bytes: Uint8Array): void {
    const at = this.size
    this.reserve(bytes.length).set(bytes, at)
  }

  /** -1: null. */
  length(kind: SiteKind, value: number): void {
    const at = this.size
    if (kind === 'uvarint') this.uvarint(value + 1)
    else this.number(kind === 'nullable' ? 'int8' : kind, value)
    this.sites.push({ at, width: this.size - at, kind })
  }

  /** The tag's content with its size before it. */
  tag(tag: number, content: Encoded): void {
    this.uvarint(tag)
    const at = this.size
    this.uvarint(content.bytes.length)
    this.sites.push({ at, width: this.size - at, kind: 'uvarint' })
    for (const site of content.sites) this.sites.push({ ...site, at: site.at + this.size })
    this.raw(content.bytes)
  }

  tagCount(count: number): void {
    const at = this.size
    this.uvarint(count)
    this.sites.push({ at, width: this.size - at, kind: 'uvarint' })
  }

  private reserve(more: number): Buffer {
    this.size += more
    if (this.size > this.bytes.length) {
      const grown = Buffer.alloc(Math.max(this.size, this.bytes.length * 2))
      this.bytes.copy(grown)
      this.bytes = grown
    }
    return this.bytes
  }
}

function wide(value: number | bigint): bigint {
  if (typeof value === 'bigint') return value
  if (value === LONG_MAX) return 2n ** 63n - 1n
  return BigInt(value)
}

export function writeMessage(w: SiteWriter, message: Message, value: Json, version: number): void {
  writeStruct(w, message, message.root, value, version)
}

function has(range: Range | null, v: number): boolean {
  return range !== null && v >= range.min && v <= range.max
}

function writeStruct(w: SiteWriter, message: Message, struct: Struct, value: Json, v: number): void {
  for (const field of struct.fields) {
    if (field.tag === null && has(field.versions, v)) writeField(w, message, field, value[field.name], v)
  }
  if (!has(message.flexible, v)) return
  const tags: { tag: number; content: Encoded }[] = []
  for (const field of struct.fields) {
    if (field.tag === null || !has(field.versions, v) || isDefault(field, value[field.name])) continue
    const inner = new SiteWriter()
    writeField(inner, message, field, value[field.name], v)
    tags.push({ tag: field.tag, content: inner.finish() })
  }
  const unknown = (value.unknownTaggedFields ?? []) as { tag: number; data: Uint8Array }[]
  for (const { tag, data } of unknown) tags.push({ tag, content: { bytes: Buffer.from(data), sites: [] } })
  tags.sort((a, b) => a.tag - b.tag)
  w.tagCount(tags.length)
  for (const { tag, content } of tags) w.tag(tag, content)
}

function writeField(w: SiteWriter, message: Message, field: Field, value: unknown, v: number): void {
  const compact = has(message.flexible, v)
  if (!field.isArray) {
    writeOne(w, message, field, value, v, has(field.nullable, v))
    return
  }
  const elements = value as readonly unknown[] | null
  w.length(compact ? 'uvarint' : 'int32', elements?.length ?? -1)
  for (const element of elements ?? []) writeOne(w, message, field, element, v, false)
}

function writeOne(w: SiteWriter, message: Message, field: Field, value: unknown, v: number, nullable: boolean): void {
  const compact = has(message.flexible, v)
  if (field.struct !== null) {
    if (nullable) {
      w.length('nullable', value === null ? (field.tag === null ? -1 : 0) : 1)
      if (value === null) return
    }
    writeStruct(w, message, field.struct, value as Json, v)
    return
  }
  switch (field.base) {
    case 'uuid':
      w.raw(Buffer.from(value as string, 'base64url'))
      return
    case 'string':
    case 'bytes':
    case 'records': {
      const plain = field.base === 'string' ? 'int16' : 'int32'
      const bytes = typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array | null)
      w.length(compact ? 'uvarint' : plain, bytes?.length ?? -1)
      if (bytes !== null) w.raw(bytes)
      return
    }
    default:
      w.number(field.base, value)
  }
}

/** A tagged field with its default is not written. */
function isDefault(field: Field, value: unknown): boolean {
  if (field.nullable !== null && field.default === null) return value === null
  if (value === null) return false
  if (field.isArray || field.base === 'bytes') return (value as { length: number }).length === 0
  if (field.struct !== null) {
    const struct = value as Json
    const unknown = (struct.unknownTaggedFields ?? []) as unknown[]
    return unknown.length === 0 && field.struct.fields.every((inner) => isDefault(inner, struct[inner.name]))
  }
  if (field.base === 'uuid') return value === 'AAAAAAAAAAAAAAAAAAAAAA'
  if (field.base === 'bool') return value === (field.default === 'true')
  if (field.base === 'string') return value === (field.default ?? '')
  return Number(value) === (field.default === 'max' ? LONG_MAX : Number(field.default ?? 0))
}
