/**
 * Memory for bytes between append and disk, shared by all logs of a broker and bounded. What was written stays for
 * readers (the tail cache) until the memory is needed. Pieces ("slabs") of a few sizes are reused, the last one freed
 * first, since it is still in the processor's cache.
 *
 * A slab whose bytes were handed to a reader by reference is never filled anew: nobody tells when a socket is done with
 * it, so the garbage collector has it. Hence small reads are copied (tail-cache.ts), and logs that nobody reads
 * do not keep slabs at all: the same few are reused while producers write.
 */
import { assert } from '../base/assert.ts'
import type { FilePosition, Offset } from '../base/kinds.ts'

const SIZES: readonly number[] = [16 << 10, 64 << 10, 256 << 10, (1 << 20) + (16 << 10)]
/** Batches do not grow a log's slabs beyond this class; a batch that needs more takes what it needs. */
export const GROWN_CLASS_MAX = 2
const MARKS = 64

function fresh(size: number, sizeClass: number): Slab {
  return new Slab(Buffer.allocUnsafeSlow(size), sizeClass < SIZES.length ? sizeClass : -1)
}

/** The log that fills slabs. It gives up its oldest one, if all of it is written. */
export interface SlabOwner {
  giveUpOldest(slab: Slab): boolean
}

export class Slab {
  readonly bytes: Buffer
  /** Index into SIZES, or -1: made to measure. */
  readonly sizeClass: number
  owner: SlabOwner | null = null
  /** Bytes were handed out by reference. */
  shared = false
  used = 0
  written = 0
  baseOffset: Offset = 0
  endOffset: Offset = 0
  /** End of the last batch that is written. */
  writtenOffset: Offset = 0
  /** The segment that its bytes belong to, and where byte 0 lies in that file. */
  segmentBase: Offset = 0
  filePosition: FilePosition = 0
  /** Sparse index: base offset and position of a batch every `bytes.length / MARKS` bytes. */
  markCount = 0
  readonly markOffsets = new Float64Array(MARKS)
  readonly markPositions = new Uint32Array(MARKS)
  newer: Slab | null = null
  older: Slab | null = null

  constructor(bytes: Buffer, sizeClass: number) {
    this.bytes = bytes
    this.sizeClass = sizeClass
  }

  reset(): void {
    this.owner = null
    this.used = 0
    this.written = 0
    this.markCount = 0
  }

  get room(): number {
    return this.bytes.length - this.used
  }

  mark(offset: Offset, position: number): void {
    const count = this.markCount
    if (count === MARKS) return
    if (count > 0 && position - this.markPositions[count - 1]! < this.bytes.length / MARKS) return
    this.markOffsets[count] = offset
    this.markPositions[count] = position
    this.markCount = count + 1
  }
}

export class AppendBuffers {
  readonly maxBytes: number
  /** Of slabs that logs hold. */
  inUseBytes = 0
  private freeBytes = 0
  private readonly free: Slab[][] = SIZES.map(() => [])
  /** In the order in which logs took them. */
  private oldest: Slab | null = null
  private newest: Slab | null = null

  constructor(maxBytes = 32 << 20) {
    this.maxBytes = maxBytes
  }

  /**
   * A slab with room for `bytes`, of at least the class asked for. The bound is kept by taking away what is written;
   * bytes not yet written are never taken away, so with a slow disk the sum may pass it.
   */
  take(bytes: number, sizeClass: number, owner: SlabOwner): Slab {
    while (sizeClass < SIZES.length && SIZES[sizeClass]! < bytes) sizeClass++
    const size = SIZES[sizeClass] ?? bytes
    const slab = this.popFree(sizeClass) ?? this.reclaim(sizeClass, size) ?? fresh(size, sizeClass)
    assert(slab.used === 0, 'a free slab is empty')
    slab.owner = owner
    this.inUseBytes += slab.bytes.length
    this.link(slab)
    return slab
  }

  /** Its log is done with it. */
  giveBack(slab: Slab): void {
    this.unlink(slab)
    this.inUseBytes -= slab.bytes.length
    slab.owner = null
    if (slab.shared || slab.sizeClass < 0) return
    if (this.inUseBytes + this.freeBytes + slab.bytes.length > this.maxBytes) return
    slab.reset()
    this.free[slab.sizeClass]!.push(slab)
    this.freeBytes += slab.bytes.length
  }

  /** More than the bound waits for the disk: whoever appends should wait, too. */
  get isPressed(): boolean {
    return this.inUseBytes > this.maxBytes
  }

  private popFree(sizeClass: number): Slab | null {
    const slab = this.free[sizeClass]?.pop()
    if (slab === undefined) return null
    this.freeBytes -= slab.bytes.length
    return slab
  }

  /** Makes room below the bound; answers a slab when one of the class comes free on the way. */
  private reclaim(sizeClass: number, size: number): Slab | null {
    let looks = 64
    let candidate = this.oldest
    while (this.inUseBytes + this.freeBytes + size > this.maxBytes) {
      if (this.dropFree()) continue
      if (candidate === null || looks-- === 0) return null
      const next: Slab | null = candidate.newer
      candidate.owner?.giveUpOldest(candidate)
      candidate = next
      const slab = this.popFree(sizeClass)
      if (slab !== null) return slab
    }
    return null
  }

  private dropFree(): boolean {
    for (const list of this.free) {
      const slab = list.shift()
      if (slab === undefined) continue
      this.freeBytes -= slab.bytes.length
      return true
    }
    return false
  }

  private link(slab: Slab): void {
    slab.older = this.newest
    slab.newer = null
    if (this.newest !== null) this.newest.newer = slab
    this.newest = slab
    this.oldest ??= slab
  }

  private unlink(slab: Slab): void {
    if (slab.older !== null) slab.older.newer = slab.newer
    else this.oldest = slab.newer
    if (slab.newer !== null) slab.newer.older = slab.older
    else this.newest = slab.older
    slab.newer = null
    slab.older = null
  }
}
