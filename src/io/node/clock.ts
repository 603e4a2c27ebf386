import type { Clock, Timer } from '../world.ts'

/** setTimeout fires at once when asked for more. */
const LONGEST_MS = 2 ** 31 - 1
/**
 * A timer that fires this late fires because the process stood still (stopped, swapped out, a long call). What other
 * sides sent meanwhile lies unread in the sockets: read it before anybody is declared dead.
 */
const STOOD_STILL_MS = 50

class NodeTimer implements Timer {
  readonly #call: () => void
  readonly #keepAlive: boolean
  #dueMs: number
  #handle: NodeJS.Timeout | null = null
  #immediate: NodeJS.Immediate | null = null
  #cancelled = false

  constructor(delayMs: number, call: () => void, keepAlive = false) {
    this.#call = call
    this.#keepAlive = keepAlive
    this.#dueMs = performance.now() + Math.max(delayMs, 0)
    this.#arm()
  }

  cancel(): void {
    this.#cancelled = true
    if (this.#handle) clearTimeout(this.#handle)
    if (this.#immediate) clearImmediate(this.#immediate)
  }

  #arm(): void {
    const restMs = Math.min(Math.max(Math.ceil(this.#dueMs - performance.now()), 0), LONGEST_MS)
    this.#handle = setTimeout(this.#fire, restMs)
    if (!this.#keepAlive) this.#handle.unref()
  }

  readonly #fire = () => {
    const lateMs = performance.now() - this.#dueMs
    // Node rounds: it may call up to a millisecond early.
    if (lateMs < 0) this.#arm()
    else if (lateMs < STOOD_STILL_MS) this.#call()
    else
      this.#immediate = setImmediate(() => {
        if (!this.#cancelled) this.#call()
      })
  }
}

export class NodeClock implements Clock {
  wallMs(): number {
    return Date.now()
  }

  monotonicMs(): number {
    return performance.now()
  }

  after(delayMs: number, call: () => void): Timer {
    return new NodeTimer(delayMs, call)
  }

  every(periodMs: number, call: () => void): Timer {
    let timer: Timer
    let cancelled = false
    const again = () => {
      timer = new NodeTimer(periodMs, () => {
        // Armed first: a call that throws does not stop the next one.
        again()
        call()
      })
      if (cancelled) timer.cancel()
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
    return new Promise((resolve) => {
      new NodeTimer(delayMs, resolve, true)
    })
  }
}
