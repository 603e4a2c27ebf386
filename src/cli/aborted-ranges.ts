/** Which fetched batches belong to aborted transactions (read_committed): KIP-98. */
import type { Offset } from '../base/kinds.ts'
import * as header from '../protocol/batch/header.ts'
import { openRecords } from '../protocol/batch/iterate.ts'

const ABORT = 0

export class AbortedRanges {
  readonly #waiting: { producerId: number; firstOffset: Offset }[]
  readonly #aborting = new Set<number>()

  constructor(aborted: readonly { producerId: number; firstOffset: Offset }[]) {
    this.#waiting = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset)
  }

  /** Asked for each batch in order. */
  hides(bytes: Uint8Array, at: number): boolean {
    const last = header.lastOffsetAt(bytes, at)
    while (this.#waiting.length > 0 && this.#waiting[0]!.firstOffset <= last) {
      this.#aborting.add(this.#waiting.shift()!.producerId)
    }
    return header.isTransactionalAt(bytes, at) && this.#aborting.has(header.producerIdAt(bytes, at))
  }

  /** An abort marker ends what it aborts. Its key: version int16, type int16. */
  marker(bytes: Uint8Array, at: number): void {
    const walk = openRecords(bytes, at)
    const key = walk.next() ? walk.key() : null
    if (key === null || key.length < 4) return
    if (((key[2]! << 8) | key[3]!) === ABORT) this.#aborting.delete(header.producerIdAt(bytes, at))
  }
}
