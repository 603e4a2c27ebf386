/**
 * An immutable map that is cheap to change a little: a large base that many versions share, and a small layer of what
 * is different. The layer is folded into a new base when it has grown to about the square root of the base, so a change
 * costs about that much, whatever the size.
 */
const GONE = Symbol('gone')
/** Never written to. */
const NOTHING = new Map<never, never>()

export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly #base: ReadonlyMap<K, V>
  readonly #layer: ReadonlyMap<K, V | typeof GONE>
  readonly size: number

  private constructor(base: ReadonlyMap<K, V>, layer: ReadonlyMap<K, V | typeof GONE>, size: number) {
    this.#base = base
    this.#layer = layer
    this.size = size
  }

  static empty<K, V>(): LayeredMap<K, V> {
    return new LayeredMap<K, V>(NOTHING as ReadonlyMap<never, V>, NOTHING, 0)
  }

  get(key: K): V | undefined {
    const found = this.#layer.get(key)
    if (found === GONE) return undefined
    return found === undefined ? this.#base.get(key) : found
  }

  has(key: K): boolean {
    const found = this.#layer.get(key)
    return found === undefined ? this.#base.has(key) : found !== GONE
  }

  /** `null` removes a key. Values are never undefined. */
  with(changes: ReadonlyMap<K, V | null>): LayeredMap<K, V> {
    if (changes.size === 0) return this
    const layer = new Map(this.#layer)
    let { size } = this
    for (const [key, value] of changes) {
      const had = this.has(key)
      if (value === null) {
        if (had) size--
        if (this.#base.has(key)) layer.set(key, GONE)
        else layer.delete(key)
      } else {
        if (!had) size++
        layer.set(key, value)
      }
    }
    if (layer.size > 16 + 2 * Math.sqrt(this.#base.size))
      return new LayeredMap<K, V>(fold(this.#base, layer), NOTHING, size)
    return new LayeredMap(this.#base, layer, size)
  }

  *entries(): MapIterator<[K, V]> {
    for (const entry of this.#base) {
      if (!this.#layer.has(entry[0])) yield entry
    }
    for (const [key, value] of this.#layer) {
      if (value !== GONE) yield [key, value]
    }
    return undefined
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key
    return undefined
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value
    return undefined
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries()
  }

  forEach(call: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) call(value, key, this)
  }
}

function fold<K, V>(base: ReadonlyMap<K, V>, layer: ReadonlyMap<K, V | typeof GONE>): Map<K, V> {
  const folded = new Map(base)
  for (const [key, value] of layer) {
    if (value === GONE) folded.delete(key)
    else folded.set(key, value)
  }
  return folded
}
