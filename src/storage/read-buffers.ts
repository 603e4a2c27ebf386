/**
 * Memory for reads from disk, used again when the answer has left through its socket. Fresh buffers of a megabyte for every
 * fetch cost the collector more than all else that a reading consumer costs. Who keeps the bytes, or loses them, does not
 * give them back: then they are collected like any other.
 */
const SMALLEST_SHIFT = 16
const LARGEST_SHIFT = 22
/** Free ones kept over all sizes. */
const KEPT_BYTES_MAX = 16 * 1024 * 1024

export class ReadBuffers {
  private readonly free: ArrayBuffer[][] = []
  private keptBytes = 0
  private readonly lent = new WeakSet<ArrayBufferLike>()

  /** `length` bytes with anything in them. */
  take(length: number): Uint8Array {
    const shift = Math.max(SMALLEST_SHIFT, 32 - Math.clz32(length - 1))
    // Small ones are cheap, and very large ones rare.
    if (length < 2 ** (SMALLEST_SHIFT - 2) || shift > LARGEST_SHIFT) return Buffer.allocUnsafeSlow(length)
    const kept = this.free[shift]?.pop()
    if (kept !== undefined) this.keptBytes -= kept.byteLength
    const memory = kept ?? (Buffer.allocUnsafeSlow(2 ** shift).buffer as ArrayBuffer)
    this.lent.add(memory)
    return new Uint8Array(memory, 0, length)
  }

  /** Nobody looks at `bytes`, all or a part of what was taken, any more. Bytes from elsewhere are passed over. */
  giveBack(bytes: Uint8Array): void {
    const memory = bytes.buffer as ArrayBuffer
    if (!this.lent.delete(memory)) return
    if (this.keptBytes + memory.byteLength > KEPT_BYTES_MAX) return
    this.keptBytes += memory.byteLength
    const list = (this.free[31 - Math.clz32(memory.byteLength)] ??= [])
    list.push(memory)
  }
}
