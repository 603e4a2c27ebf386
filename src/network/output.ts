/**
 * The answers of one connection that wait to be written: small pieces are copied side by side into reused memory, large
 * ones (record batches) stay where they are, and all of it goes out in one gather-write.
 */
import type { Slab, SlabPool } from './slab-pool.ts'

/** Pieces up to this many bytes are copied: cheaper than one more entry in the gather-write. */
const COPIED_BYTES_MAX = 2048
const SLAB_BYTES = 16 * 1024

/** Bytes on their way over all connections. */
export class ResponseBudget {
  readonly limit: number
  outstanding = 0
  constructor(limit: number) {
    this.limit = limit
  }
  /** An eighth of what is left: many that do not read get less and less, and never more than the limit together. */
  share(least: number): number {
    return Math.max(least, (this.limit - this.outstanding) >> 3)
  }
  get isShort(): boolean {
    return this.outstanding > this.limit / 2
  }
}

export class Output {
  /** Bytes in `chunks`. */
  byteLength = 0
  private chunks: Uint8Array[] = []
  private readonly pool: SlabPool
  private slab: Slab | null = null
  /** End of what is written in `slab`, and start of the part that is not in `chunks` yet. */
  private at = 0
  private openFrom = 0
  /** Slabs that `chunks` point into. */
  private held: Slab[] = []

  constructor(pool: SlabPool) {
    this.pool = pool
  }

  /** Adds one answer, which begins with its length; answers the bytes added. */
  add(frame: readonly Uint8Array[]): number {
    let length = 0
    for (const chunk of frame) {
      length += chunk.length
      if (chunk.length <= COPIED_BYTES_MAX) {
        const target = this.roomFor(chunk.length)
        target.set(chunk, this.at)
        this.at += chunk.length
      } else {
        this.cut()
        this.chunks.push(chunk)
      }
    }
    this.byteLength += length
    return length
  }

  /** All that was added, and how to give its memory back; empties this. */
  take(): { chunks: Uint8Array[]; slabs: Slab[] } {
    this.cut()
    const taken = { chunks: this.chunks, slabs: this.held }
    if (this.slab !== null) this.held.push(this.slab)
    this.chunks = []
    this.held = []
    this.slab = null
    this.byteLength = 0
    return taken
  }

  /** The connection is gone. */
  drop(): void {
    for (const slab of this.take().slabs) this.pool.release(slab)
  }

  private roomFor(bytes: number): Buffer {
    if (this.slab === null || this.at + bytes > this.slab.buffer.length) {
      this.cut()
      if (this.slab !== null) this.held.push(this.slab)
      this.slab = this.pool.acquire(SLAB_BYTES)
      this.at = 0
      this.openFrom = 0
    }
    return this.slab.buffer
  }

  /** Puts what stands in the slab behind the last cut into `chunks`. */
  private cut(): void {
    if (this.slab === null || this.at === this.openFrom) return
    this.chunks.push(this.slab.buffer.subarray(this.openFrom, this.at))
    this.openFrom = this.at
  }
}
