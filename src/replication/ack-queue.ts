/**
 * Produce requests that wait for an offset to be reached, in the order of their appends. Offsets rise, so reaching one
 * settles a prefix; only timeouts come out of order, and they leave a hole that the prefix passes over.
 */
import type { Offset } from '../base/kinds.ts'

export interface AckWaiter {
  /** The exclusive end of the append: reached when the watched offset is at least this. */
  readonly endOffset: Offset
  /** On the monotonic clock. */
  readonly deadlineMs: number
  /** An ErrorCode, NONE when reached. Called once. */
  readonly settle: (error: number) => void
}

export class AckQueue {
  private readonly waiters: (AckWaiter | null)[] = []
  private head = 0
  private alive = 0

  get size(): number {
    return this.alive
  }

  add(waiter: AckWaiter): void {
    this.waiters.push(waiter)
    this.alive++
  }

  /** Settles all whose end is at most `reached`; `errorFor` may still refuse them. */
  reach(reached: Offset, error: number): void {
    while (this.head < this.waiters.length) {
      const waiter = this.waiters[this.head]!
      if (waiter !== null && waiter.endOffset > reached) break
      this.waiters[this.head] = null
      this.head++
      if (waiter !== null) this.settle(waiter, error)
    }
    this.compact()
  }

  /** Settles with `error` all whose end lies above `offset`. */
  failAbove(offset: Offset, error: number): void {
    for (let at = this.head; at < this.waiters.length; at++) {
      const waiter = this.waiters[at]
      if (!waiter || waiter.endOffset <= offset) continue
      this.waiters[at] = null
      this.settle(waiter, error)
    }
    this.compact()
  }

  expire(nowMs: number, error: number): void {
    for (let at = this.head; at < this.waiters.length; at++) {
      const waiter = this.waiters[at]
      if (!waiter || waiter.deadlineMs > nowMs) continue
      this.waiters[at] = null
      this.settle(waiter, error)
    }
    this.compact()
  }

  failAll(error: number): void {
    this.failAbove(-1, error)
  }

  private settle(waiter: AckWaiter, error: number): void {
    this.alive--
    waiter.settle(error)
  }

  private compact(): void {
    if (this.alive === 0) {
      this.waiters.length = 0
      this.head = 0
    } else if (this.head > 1024 && this.head * 2 > this.waiters.length) {
      this.waiters.splice(0, this.head)
      this.head = 0
    }
  }
}
