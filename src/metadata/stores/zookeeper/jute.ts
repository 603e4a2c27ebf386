/**
 * ZooKeeper's serialization ("jute"), big-endian:
 *
 *     int 4   long 8   bool 1   string and buffer: int length (-1: null), bytes   vector: int count (-1: null), items
 *
 * What comes from outside is bounded by the packet it came in: no length is believed beyond its end.
 */

/** A packet that is not what the protocol says. */
export class JuteError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'JuteError'
  }
}

const FIRST_BYTES = 256

export class JuteWriter {
  #buffer = Buffer.allocUnsafe(FIRST_BYTES)
  #length = 0

  int(value: number): this {
    this.#reserve(4)
    this.#length = this.#buffer.writeInt32BE(value, this.#length)
    return this
  }

  long(value: bigint): this {
    this.#reserve(8)
    this.#length = this.#buffer.writeBigInt64BE(value, this.#length)
    return this
  }

  bool(value: boolean): this {
    this.#reserve(1)
    this.#length = this.#buffer.writeUInt8(value ? 1 : 0, this.#length)
    return this
  }

  string(value: string): this {
    return this.bytes(Buffer.from(value))
  }

  bytes(value: Uint8Array | null): this {
    if (value === null) return this.int(-1)
    this.int(value.length)
    return this.raw(value)
  }

  strings(values: readonly string[]): this {
    this.int(values.length)
    for (const value of values) this.string(value)
    return this
  }

  /** Without a length before it. */
  raw(value: Uint8Array): this {
    this.#reserve(value.length)
    this.#buffer.set(value, this.#length)
    this.#length += value.length
    return this
  }

  get length(): number {
    return this.#length
  }

  /** The writer is not used any more. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }
}

export class JuteReader {
  readonly #buffer: Buffer
  #at = 0

  constructor(packet: Uint8Array) {
    this.#buffer = Buffer.from(packet.buffer, packet.byteOffset, packet.length)
  }

  int(): number {
    return this.#buffer.readInt32BE(this.#take(4))
  }

  long(): bigint {
    return this.#buffer.readBigInt64BE(this.#take(8))
  }

  bool(): boolean {
    return this.#buffer[this.#take(1)] !== 0
  }

  string(): string {
    const bytes = this.#slice()
    if (bytes === null) throw new JuteError('a text is null')
    return bytes.toString()
  }

  /** A copy. */
  bytes(): Uint8Array | null {
    const bytes = this.#slice()
    return bytes === null ? null : Uint8Array.from(bytes)
  }

  strings(): string[] {
    return this.vector(4, () => this.string())
  }

  /** `itemBytesMin`: no item is smaller, so a count that cannot fit is refused before anything is made. */
  vector<T>(itemBytesMin: number, read: () => T): T[] {
    const count = this.int()
    if (count < -1 || count > this.left / itemBytesMin) throw new JuteError(`a vector of ${count} does not fit`)
    const items: T[] = []
    for (let i = 0; i < count; i++) items.push(read())
    return items
  }

  get left(): number {
    return this.#buffer.length - this.#at
  }

  #slice(): Buffer | null {
    const length = this.int()
    if (length === -1) return null
    if (length < 0) throw new JuteError(`a length of ${length}`)
    const from = this.#take(length)
    return this.#buffer.subarray(from, from + length)
  }

  #take(count: number): number {
    const from = this.#at
    if (count > this.left) throw new JuteError('the packet ends too early')
    this.#at += count
    return from
  }
}
