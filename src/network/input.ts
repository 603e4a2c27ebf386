/** What a connection has read and not started: whole frames that wait, and the beginning of one that is not whole. */
import type { MemoryGate } from './memory-gate.ts'
import type { Slab, SlabPool } from './slab-pool.ts'

/** Memory is taken for this many times of what has arrived, at most. */
const AHEAD = 16

export class Input {
  slab: Slab | null = null
  /** The bytes are slab.buffer[from..to). */
  from = 0
  to = 0
  /** When the last byte of the first frame came. */
  arrivedMs = 0
  private readonly slabs: SlabPool
  private readonly frameBytesMax: number
  private readonly isMemoryShort: () => boolean

  constructor(slabs: SlabPool, frameBytesMax: number, isMemoryShort: () => boolean) {
    this.slabs = slabs
    this.frameBytesMax = frameBytesMax
    this.isMemoryShort = isMemoryShort
  }

  get isEmpty(): boolean {
    return this.slab === null
  }

  get byteLength(): number {
    return this.to - this.from
  }

  get buffer(): Buffer {
    return this.slab!.buffer
  }

  /** Bytes of the first frame that have not arrived, once its length has; 0 for a length that cannot be: let it be refused. */
  get missing(): number {
    const length = this.buffer.readInt32BE(this.from)
    return this.isLengthBounded(length) ? 4 + length - this.byteLength : 0
  }

  /** Copies bytes[from..to) behind what is here. */
  add(bytes: Buffer, from: number, to: number, nowMs: number): void {
    if (from >= to) return
    if (this.slab === null) {
      this.slab = this.slabs.acquire(this.capacityFor(bytes, from, to - from))
      this.from = 0
      this.to = 0
    } else if (this.to + (to - from) > this.buffer.length) {
      this.grow(to - from)
    }
    if (this.byteLength === 0) this.arrivedMs = nowMs
    this.to += bytes.copy(this.buffer, this.to, from, to)
  }

  drop(): void {
    if (this.slab === null) return
    this.slabs.release(this.slab)
    this.slab = null
  }

  private grow(more: number): void {
    const old = this.slab!
    const need = this.byteLength + more
    const grown = this.slabs.acquire(this.capacityFor(old.buffer, this.from, need, this.byteLength))
    this.to = old.buffer.copy(grown.buffer, 0, this.from, this.to)
    this.from = 0
    this.slabs.release(old)
    this.slab = grown
  }

  /**
   * Memory follows what has arrived, not what was announced: a frame is copied once more at its sixteenth part, and a
   * thousand sockets that announce the largest frame and send a byte hold next to nothing.
   */
  private capacityFor(bytes: Buffer, at: number, need: number, have = need): number {
    if (have < 4 || this.isMemoryShort()) return need
    const length = bytes.readInt32BE(at)
    return this.isLengthBounded(length) ? Math.max(need, Math.min(length + 4, need * AHEAD)) : need
  }

  private isLengthBounded(length: number): boolean {
    return length > 0 && length <= this.frameBytesMax
  }
}

/** A request that was started and is not answered yet, or waits for the ones before it. */
export class InFlight<Answer> {
  readonly apiKey: number
  readonly version: number
  readonly bytesIn: number
  readonly arrivedMs: number
  readonly startedMs: number
  /** Holds the frame; null when the handler does not need it any more. */
  slab: Slab | null
  /** Bytes taken from the gate for what was decoded; a held slab is counted by itself. */
  charge = 0
  done = false
  reply: Answer | null = null
  /** Set: the connection ends here. null: it was logged before. */
  error: unknown = undefined

  constructor(
    apiKey: number,
    version: number,
    bytesIn: number,
    arrivedMs: number,
    startedMs: number,
    slab: Slab | null,
  ) {
    this.apiKey = apiKey
    this.version = version
    this.bytesIn = bytesIn
    this.arrivedMs = arrivedMs
    this.startedMs = startedMs
    this.slab = slab
  }

  begin(gate: MemoryGate): void {
    gate.began()
    if (this.slab !== null) return
    this.charge = this.bytesIn
    gate.take(this.charge)
  }

  settle(gate: MemoryGate): void {
    if (this.charge > 0) gate.give(this.charge)
    gate.ended()
    this.done = true
  }
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
