import { assert } from '../../base/assert.ts'
import type { Clock, Timer } from '../world.ts'
import type { Rest } from './rest.ts'

interface Due {
  readonly atMs: number
  readonly order: number
  readonly call: () => void
  cancelled: boolean
}

/** Time that stands still until somebody moves it. */
export class MemoryClock implements Clock {
  readonly #rest: Rest
  #wallOffsetMs: number
  #nowMs = 0
  #order = 0
  /** A binary heap by time, then by order of setting. */
  readonly #heap: Due[] = []

  constructor(rest: Rest, wallMs: number) {
    this.#rest = rest
    this.#wallOffsetMs = wallMs
  }

  wallMs(): number {
    return Math.floor(this.#wallOffsetMs + this.#nowMs)
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, call: () => void): Timer {
    const due: Due = { atMs: this.#nowMs + Math.max(delayMs, 0), order: this.#order++, call, cancelled: false }
    this.#push(due)
    return {
      cancel() {
        due.cancelled = true
      },
    }
  }

  every(periodMs: number, call: () => void): Timer {
    assert(periodMs > 0, 'a period is longer than nothing')
    let timer: Timer
    let cancelled = false
    const again = () => {
      if (cancelled) return
      timer = this.after(periodMs, () => {
        again()
        call()
      })
    }
    again()
    return {
      cancel() {
        cancelled = true
        timer.cancel()
      },
    }
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.after(delayMs, resolve))
  }

  /** Lets everything that is ready happen, then each timer up to `ms` from now at its time. */
  async advance(ms: number): Promise<void> {
    const target = this.#nowMs + ms
    await this.#rest.reached()
    for (let due = this.#next(target); due !== null; due = this.#next(target)) {
      // A late timer (set in the past by a jump of the loop) does not move time back.
      this.#nowMs = Math.max(this.#nowMs, due.atMs)
      due.call()
      await this.#rest.reached()
    }
    this.#nowMs = target
  }

  /** Milliseconds until the next timer; null without one. */
  get nextTimerInMs(): number | null {
    while (this.#heap[0]?.cancelled) this.#pop()
    const first = this.#heap[0]
    return first ? Math.max(0, first.atMs - this.#nowMs) : null
  }

  /** The wall clock jumps, monotonic time does not. */
  jumpWall(byMs: number): void {
    this.#wallOffsetMs += byMs
  }

  #next(target: number): Due | null {
    while (this.#heap[0]?.cancelled) this.#pop()
    return this.#heap[0] && this.#heap[0].atMs <= target ? this.#pop() : null
  }

  #push(due: Due): void {
    const heap = this.#heap
    let at = heap.push(due) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(due, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = due
  }

  #pop(): Due {
    const heap = this.#heap
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length > 0) {
      let at = 0
      for (;;) {
        let child = 2 * at + 1
        if (child >= heap.length) break
        if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
        if (!before(heap[child]!, last)) break
        heap[at] = heap[child]!
        at = child
      }
      heap[at] = last
    }
    return first
  }
}

function before(a: Due, b: Due): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}
