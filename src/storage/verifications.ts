/**
 * Producers whose next transactional batch awaits the word of the transaction coordinator (KIP-890). A guard is given when it
 * is asked and must still hold when the batch is appended: any batch or marker of the producer in between takes it away, so
 * that an answer about one transaction never lets a batch into another. It lives in memory only.
 */
import type { ProducerId } from '../base/kinds.ts'
import type { ProducerOfBatch } from './contract.ts'

/** A client can name any producer id. Beyond this many the ones that wait longest are forgotten, and asked for again. */
const PRODUCERS_MAX = 10_000

interface Verification {
  readonly guard: number
  readonly startedMs: number
  epoch: number
  /** What comes behind a batch that is still to be sent again would make that one out of order for ever. */
  lowestSequence: number
  /** The client makes its transactions by transaction version 2: its sequences begin at 0. */
  readonly isVersion2: boolean
}

export class Verifications {
  private readonly byProducer = new Map<ProducerId, Verification>()
  private lastGuard = 0

  get size(): number {
    return this.byProducer.size
  }

  start({ producerId, epoch, sequence }: ProducerOfBatch, isVersion2: boolean, nowMs: number): number {
    const known = this.byProducer.get(producerId)
    if (known !== undefined) {
      if (epoch > known.epoch || (epoch === known.epoch && sequence < known.lowestSequence)) {
        known.epoch = epoch
        known.lowestSequence = sequence
      }
      return known.guard
    }
    if (this.byProducer.size >= PRODUCERS_MAX) {
      for (const oldest of this.byProducer.keys()) {
        this.byProducer.delete(oldest)
        break
      }
    }
    const guard = ++this.lastGuard
    this.byProducer.set(producerId, { guard, startedMs: nowMs, epoch, lowestSequence: sequence, isVersion2 })
    return guard
  }

  holds(producerId: ProducerId, guard: number): boolean {
    return this.byProducer.get(producerId)?.guard === guard
  }

  /** `isKnown`: the producer has written here before. */
  mayBegin(producerId: ProducerId, sequence: number, isKnown: boolean): boolean {
    const verification = this.byProducer.get(producerId)
    if (verification === undefined) return true
    if (verification.isVersion2 && sequence !== 0 && !isKnown) return false
    return sequence <= verification.lowestSequence
  }

  end(producerId: ProducerId): void {
    this.byProducer.delete(producerId)
  }

  expire(nowMs: number, expirationMs: number): void {
    for (const [producerId, { startedMs }] of this.byProducer) {
      if (nowMs - startedMs >= expirationMs) this.byProducer.delete(producerId)
    }
  }
}
