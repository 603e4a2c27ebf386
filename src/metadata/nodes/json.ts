/** Helpers for the JSON in the nodes: bounded by the node's size, never trusted, written in Apache's order of keys. */

/** The value of a node that is not what it should be. */
export class NodeFormatError extends Error {
  readonly path: string
  constructor(path: string, what: string) {
    super(`the node ${path} is not readable: ${what}`)
    this.name = 'NodeFormatError'
    this.path = path
  }
}

export type JsonObject = Readonly<Record<string, unknown>>

export function parseObject(path: string, data: Uint8Array | null): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(data ?? []).toString('utf8'))
  } catch {
    throw new NodeFormatError(path, 'it is not JSON')
  }
  if (!isObject(value)) throw new NodeFormatError(path, 'it is not an object')
  return value
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function integer(path: string, object: JsonObject, key: string, fallback?: number): number {
  const value = own(object, key)
  if (value === undefined && fallback !== undefined) return fallback
  if (!Number.isSafeInteger(value)) throw new NodeFormatError(path, `"${key}" is not a whole number`)
  return value as number
}

export function text(path: string, object: JsonObject, key: string): string {
  const value = own(object, key)
  if (typeof value !== 'string') throw new NodeFormatError(path, `"${key}" is not a text`)
  return value
}

export function integers(path: string, value: unknown): number[] {
  if (!Array.isArray(value) || !value.every((item) => Number.isSafeInteger(item))) {
    throw new NodeFormatError(path, 'a list of ids is not one')
  }
  return value as number[]
}

/** Only what stands in the JSON itself: not what every object inherits. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

export function encode(text: string): Uint8Array {
  return Buffer.from(text, 'utf8')
}

/** An object with keys in the order given (a JavaScript object would put numbers first). */
export function objectText(entries: Iterable<readonly [string, string]>): string {
  let out = '{'
  for (const [key, value] of entries) out += `${out === '{' ? '' : ','}${JSON.stringify(key)}:${value}`
  return `${out}}`
}

/**
 * The order in which Apache writes a set of settings: that of a java.util.Properties, so that a tree written here and one
 * written there are the same to the byte. Buckets by the spread hash of the name, in order of insertion within one.
 */
export function propertiesOrder(names: Iterable<string>): string[] {
  const list = [...names]
  let buckets = 16
  while (list.length >= buckets * 0.75) buckets *= 2
  const bucketOf = (name: string): number => {
    const hash = javaHash(name)
    return (hash ^ (hash >>> 16)) & (buckets - 1)
  }
  return list.sort((a, b) => bucketOf(a) - bucketOf(b))
}

function javaHash(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}
