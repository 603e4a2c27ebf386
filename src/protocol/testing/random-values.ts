/**
 * For tests: values of any message and version, drawn from a seed. It follows the schema by itself, not the generator, so
 * that both would have to be wrong in the same way.
 */
import type { Field, Message, Range, Struct } from '../../../scripts/generate/schema.ts'
import { LONG_MAX, ZERO_UUID } from '../../base/kinds.ts'

export type Json = Record<string, unknown>

/** Mulberry32: small, and the same everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export class RandomValues {
  private readonly random: () => number
  private readonly elementsMax: number

  constructor(seed: number, elementsMax = 3) {
    this.random = seeded(seed)
    this.elementsMax = elementsMax
  }

  /** Every field is there; what the version lacks has its default. */
  message(message: Message, version: number): Json {
    return this.struct(message.root, message, version)
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256))
  }

  private struct(struct: Struct, message: Message, v: number): Json {
    const out: Json = {}
    const isFlexible = has(message.flexible, v)
    for (const field of struct.fields) {
      const isThere = has(field.versions, v) && (field.tag === null || isFlexible)
      const useDefault = !isThere || (field.tag !== null && this.below(3) === 0)
      out[field.name] = useDefault ? defaultOf(field) : this.value(field, message, v)
    }
    if (isFlexible && this.below(4) === 0) out.unknownTaggedFields = this.unknownTags(struct, v)
    return out
  }

  /** Some below, some between and some above the known ones. */
  private unknownTags(struct: Struct, v: number): { tag: number; data: Uint8Array }[] {
    const known = new Set(struct.fields.filter((f) => f.tag !== null && has(f.versions, v)).map((f) => f.tag))
    const tags = [0, 1, 2, 3, 127, 128, 20_000, 2 ** 31 - 1].filter((tag) => !known.has(tag) && this.below(2) === 0)
    return (tags.length > 0 ? tags : [99]).map((tag) => ({ tag, data: this.bytes(this.below(4)) }))
  }

  private value(field: Field, message: Message, v: number): unknown {
    if (has(field.nullable, v) && this.below(4) === 0) return null
    if (!field.isArray) return this.one(field, message, v)
    const length = this.below(10) === 0 && field.struct === null ? 130 : this.below(this.elementsMax + 1)
    return Array.from({ length }, () => this.one(field, message, v))
  }

  private one(field: Field, message: Message, v: number): unknown {
    if (field.struct !== null) return this.struct(field.struct, message, v)
    return this.primitive(field.base)
  }

  private primitive(base: string): unknown {
    switch (base) {
      case 'bool':
        return this.below(2) === 1
      case 'int8':
        return this.edge([-128, 127, -1, 0]) ?? this.below(100)
      case 'int16':
        return this.edge([-32768, 32767, -1, 0]) ?? this.below(1000)
      case 'uint16':
        return this.edge([65535, 0, 32768]) ?? this.below(1000)
      case 'int32':
        return this.edge([-(2 ** 31), 2 ** 31 - 1, -1, 0]) ?? this.below(100_000) - 50_000
      case 'uint32':
        return this.edge([2 ** 32 - 1, 0, 2 ** 31]) ?? this.below(2 ** 32)
      case 'int64':
        return this.edge([LONG_MAX, -LONG_MAX, -1, 0, 2 ** 53 - 1, 1 - 2 ** 53, 2 ** 32, -(2 ** 32)]) ?? this.wide()
      case 'bigint64':
        return this.edge([2n ** 63n - 1n, -(2n ** 63n), -1n, 0n]) ?? BigInt(this.wide()) * 3n
      case 'float64':
        return this.edge([0, 1e300, -0.1, Number.POSITIVE_INFINITY]) ?? this.random() * 1000
      case 'uuid':
        return this.edge([ZERO_UUID]) ?? Buffer.from(this.bytes(16)).toString('base64url')
      case 'string':
        return (
          this.edge(['', 'größe', '主题🚀', 'x'.repeat(42), 'ä'.repeat(42), 'x'.repeat(43), 'é'.repeat(64)]) ??
          this.word()
        )
      default:
        return this.bytes(this.below(8) === 0 ? 130 : this.below(12))
    }
  }

  private edge<T>(values: readonly T[]): T | undefined {
    return this.below(2) === 0 ? values[this.below(values.length)] : undefined
  }

  private wide(): number {
    return Math.floor((this.random() - 0.5) * 2 ** (1 + this.below(52)))
  }

  private word(): string {
    return `topic-${this.below(1000)}`
  }
}

export function defaultOf(field: Field): unknown {
  if (field.nullable !== null && field.default === null) return null
  if (field.isArray) return []
  if (field.struct !== null) {
    return Object.fromEntries(field.struct.fields.map((inner) => [inner.name, defaultOf(inner)]))
  }
  switch (field.base) {
    case 'bool':
      return field.default === 'true'
    case 'string':
      return field.default ?? ''
    case 'uuid':
      return ZERO_UUID
    case 'bytes':
    case 'records':
      return new Uint8Array(0)
    case 'bigint64':
      return BigInt(field.default ?? 0)
    default:
      return field.default === 'max' ? LONG_MAX : Number(field.default ?? 0)
  }
}

function has(range: Range | null, v: number): boolean {
  return range !== null && v >= range.min && v <= range.max
}

/** Bytes as text, so that a Buffer and a Uint8Array compare equal. */
export function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, comparable(inner)]))
  }
  return value
}
