/**
 * Reused pieces of memory for frames and answers. A fresh large buffer costs the kernel's mapping and first touch every
 * time; one that was used a moment ago is still in the cache. Sizes are powers of two.
 */
import { assert } from '../base/assert.ts'

const SMALLEST_SHIFT = 14
/** Free slabs kept over all sizes. */
const KEPT_BYTES_MAX = 16 * 1024 * 1024

/** Counted: whoever keeps bytes of it retains it, and releases it once. */
export class Slab {
  readonly buffer: Buffer
  references = 1
  constructor(buffer: Buffer) {
    this.buffer = buffer
  }
}

export class SlabPool {
  /** Bytes of slabs handed out. */
  inUseBytes = 0
  private keptBytes = 0
  private readonly free: Slab[][] = []
  private readonly onUse: (delta: number) => void

  /** `onUse` hears every change of the bytes handed out. */
  constructor(onUse: (delta: number) => void = () => {}) {
    this.onUse = onUse
  }

  /** At least `bytes` long; the caller holds the one reference. */
  acquire(bytes: number): Slab {
    const shift = shiftFor(bytes)
    const kept = this.free[shift]?.pop()
    const size = 2 ** shift
    this.inUseBytes += size
    this.onUse(size)
    if (kept === undefined) return new Slab(Buffer.allocUnsafeSlow(size))
    this.keptBytes -= size
    kept.references = 1
    return kept
  }

  retain(slab: Slab): void {
    assert(slab.references > 0, 'a slab was retained after its release')
    slab.references++
  }

  release(slab: Slab): void {
    assert(slab.references > 0, 'a slab was released twice')
    if (--slab.references > 0) return
    const size = slab.buffer.length
    this.inUseBytes -= size
    this.onUse(-size)
    if (this.keptBytes + size > KEPT_BYTES_MAX) return
    this.keptBytes += size
    const shift = shiftFor(size)
    const list = (this.free[shift] ??= [])
    list.push(slab)
  }
}

function shiftFor(bytes: number): number {
  return Math.max(SMALLEST_SHIFT, 32 - Math.clz32(bytes - 1))
}
