/**
 * Decompresses batches for whoever looks into them: small ones in place, others off the loop, all of them together within
 * a budget of memory (base/limits.ts). One per broker.
 */
import {
  DECOMPRESS_BUDGET_BYTES,
  DECOMPRESS_FIRST_TRY_BYTES_MAX,
  DECOMPRESS_HERE_BYTES_MAX,
  DECOMPRESS_HERE_COMPRESSED_BYTES_MAX,
  DECOMPRESSED_BATCH_BYTES_MAX,
} from '../../base/limits.ts'
import type { Compute } from '../../io/world.ts'
import { CompressionError, decompress, decompressWork } from '../compression/compression.ts'
import type { MaybePromise } from './later.ts'

export class Unpacker {
  private readonly compute: Compute
  private readonly bytesMax: number
  private free: number
  /** First come, first served, so that a large one is not passed over for ever. */
  private readonly waiting: { readonly bytes: number; readonly go: () => void }[] = []

  constructor(compute: Compute, bytesMax = DECOMPRESSED_BATCH_BYTES_MAX) {
    this.compute = compute
    this.bytesMax = bytesMax
    this.free = Math.max(DECOMPRESS_BUDGET_BYTES, bytesMax)
  }

  /**
   * Calls `use` with what comes out of `bytes`, which stay unchanged until the answer. Throws or rejects with a
   * CompressionError: 'too-large' beyond the bound.
   */
  use<T>(
    type: number,
    bytes: Uint8Array,
    brokenLz4Header: boolean,
    use: (data: Uint8Array) => MaybePromise<T>,
  ): MaybePromise<T> {
    if (bytes.length <= DECOMPRESS_HERE_COMPRESSED_BYTES_MAX) {
      const maxBytes = Math.min(DECOMPRESS_HERE_BYTES_MAX, this.bytesMax)
      let data: Uint8Array
      try {
        data = decompress(type, bytes, { maxBytes, brokenLz4Header })
      } catch (error) {
        if (!isTooLarge(error) || maxBytes === this.bytesMax) throw error
        return this.useApart(type, bytes, brokenLz4Header, use)
      }
      return use(data)
    }
    return this.useApart(type, bytes, brokenLz4Header, use)
  }

  private async useApart<T>(
    type: number,
    bytes: Uint8Array,
    brokenLz4Header: boolean,
    use: (data: Uint8Array) => MaybePromise<T>,
  ): Promise<T> {
    const firstTry = Math.min(DECOMPRESS_FIRST_TRY_BYTES_MAX, this.bytesMax)
    for (let maxBytes = firstTry; ; maxBytes = this.bytesMax) {
      if (this.free < maxBytes || this.waiting.length > 0) {
        await new Promise<void>((resolve) => this.waiting.push({ bytes: maxBytes, go: resolve }))
      } else {
        this.free -= maxBytes
      }
      try {
        let data: Uint8Array
        try {
          data = await this.compute.offload(decompressWork(type, bytes, { maxBytes, brokenLz4Header }))
        } catch (error) {
          if (!isTooLarge(error) || maxBytes === this.bytesMax) throw error
          continue
        }
        return await use(data)
      } finally {
        this.release(maxBytes)
      }
    }
  }

  private release(bytes: number): void {
    this.free += bytes
    while (this.waiting.length > 0 && this.waiting[0]!.bytes <= this.free) {
      const next = this.waiting.shift()!
      this.free -= next.bytes
      next.go()
    }
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof CompressionError && error.kind === 'too-large'
}
