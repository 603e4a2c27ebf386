/**
 * Which transactions a walk of the cleaner is in, so that it knows aborted records and markers that are of no use any more
 * (Apache's CleanedTransactionMetadata). One object goes through all segments of a round in order.
 */
import { int16At } from '../../base/bytes.ts'
import type { ProducerId } from '../../base/kinds.ts'
import { baseOffsetAt, isTransactionalAt, lastOffsetAt, producerIdAt } from '../../protocol/batch/header.ts'
import { openRecords } from '../../protocol/batch/iterate.ts'
import type { AbortedTransaction } from '../transaction-index.ts'

const ABORT = 0
const COMMIT = 1

interface Aborted {
  readonly entry: AbortedTransaction
  /** Data of it was seen. */
  seen: boolean
}

export class CleanedTransactions {
  /** An aborted transaction of which something is left: it belongs into the new segment's index. */
  onAbortedKept: ((entry: AbortedTransaction) => void) | null = null
  private readonly committed = new Set<ProducerId>()
  private readonly aborted = new Map<ProducerId, Aborted>()
  /** Not reached yet, by first offset, the next one last. */
  private waiting: AbortedTransaction[] = []

  /** Those that touch what is read next; one that is told twice counts once. */
  add(entries: readonly AbortedTransaction[]): void {
    if (entries.length === 0) return
    this.waiting = [...this.waiting, ...entries].sort((a, b) => b.firstOffset - a.firstOffset)
  }

  /** A data batch of magic 2. True: it belongs to a transaction that was aborted. */
  data(bytes: Uint8Array, at: number): boolean {
    this.reach(lastOffsetAt(bytes, at))
    if (!isTransactionalAt(bytes, at)) return false
    const producerId = producerIdAt(bytes, at)
    const aborted = this.aborted.get(producerId)
    if (aborted === undefined) {
      this.committed.add(producerId)
      return false
    }
    aborted.seen = true
    return true
  }

  /** A control batch. True: nothing of its transaction is left, so it may go when its time has come. */
  control(bytes: Uint8Array, at: number): boolean {
    this.reach(baseOffsetAt(bytes, at))
    const records = openRecords(bytes, at)
    // Emptied by an earlier round.
    if (!records.next()) return true
    const type = records.keySize >= 4 ? int16At(records.bytes, records.keyAt + 2) : -1
    const producerId = producerIdAt(bytes, at)
    if (type === COMMIT) return !this.committed.delete(producerId)
    if (type !== ABORT) return false
    const aborted = this.aborted.get(producerId)
    this.aborted.delete(producerId)
    if (aborted === undefined || !aborted.seen) return true
    this.onAbortedKept?.(aborted.entry)
    return false
  }

  private reach(offset: number): void {
    for (;;) {
      const next = this.waiting.at(-1)
      if (next === undefined || next.firstOffset > offset) return
      this.waiting.pop()
      if (!this.aborted.has(next.producerId)) this.aborted.set(next.producerId, { entry: next, seen: false })
    }
  }
}
