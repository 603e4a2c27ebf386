/**
 * Bounds the bytes of requests that are held over all connections. A connection that finds it full stops reading and
 * waits its turn. Frames that are only half there could fill it and wait for each other: then the one that waits
 * longest may go beyond the bound until its frame is whole, so the bound is the capacity plus one frame.
 */

/** What a connection that goes on is expected to read before it looks again. */
const EXPECTED_READ_BYTES = 64 * 1024

export interface GateWaiter {
  /** Holds the beginning of a frame whose end has not arrived. */
  readonly isMidFrame: boolean
  /** There is room again, or the waiter was chosen to go on without. */
  onRoom(): void
}

export class MemoryGate {
  readonly capacity: number
  used = 0
  private readonly waiting = new Set<GateWaiter>()
  /** May go beyond the capacity until its frame is whole. */
  privileged: GateWaiter | null = null
  private privilegedSinceMs = 0
  private gaveSinceRelief = false
  private wakeScheduled = false
  private unlockScheduled = false
  private underWay = 0
  private readonly nowMs: () => number
  private readonly later: (call: () => void) => void

  constructor(capacity: number, nowMs: () => number, later: (call: () => void) => void) {
    this.capacity = capacity
    this.nowMs = nowMs
    this.later = later
  }

  take(bytes: number): void {
    this.used += bytes
  }

  give(bytes: number): void {
    this.used -= bytes
    this.gaveSinceRelief = true
    if (this.waiting.size === 0 || this.wakeScheduled || !this.hasRoom) return
    // Later in this turn: waking here would run other connections inside this one's work.
    this.wakeScheduled = true
    queueMicrotask(() => this.wake())
  }

  get isShort(): boolean {
    return this.waiting.size > 0
  }

  isFullFor(waiter: GateWaiter): boolean {
    return this.used >= this.capacity && waiter !== this.privileged
  }

  wait(waiter: GateWaiter): void {
    this.waiting.add(waiter)
    this.unlockSoon()
  }

  /** The waiter finished its frame, needs no room any more, or is gone. */
  leave(waiter: GateWaiter): void {
    this.waiting.delete(waiter)
    if (this.privileged !== waiter) return
    this.privileged = null
    this.unlockSoon()
  }

  /** A request is under way: it will give back what it holds. */
  began(): void {
    this.underWay++
  }

  ended(): void {
    this.underWay--
    this.unlockSoon()
  }

  /** When all that is held are frames half there, and nothing is under way that will give back, one must go on. */
  private unlockSoon(): void {
    if (this.underWay > 0 || this.hasBusyPrivileged || this.waiting.size === 0 || this.unlockScheduled) return
    this.unlockScheduled = true
    queueMicrotask(() => {
      this.unlockScheduled = false
      if (this.underWay > 0 || this.hasBusyPrivileged) return
      if (!this.hasRoom) this.unlock()
      else if (!this.wakeScheduled) this.wake()
    })
  }

  private get hasBusyPrivileged(): boolean {
    return this.privileged?.isMidFrame ?? false
  }

  /** One that has begun a frame goes before one that may have nothing to send. */
  private unlock(): void {
    let chosen: GateWaiter | null = null
    for (const waiter of this.waiting) {
      chosen ??= waiter
      if (!waiter.isMidFrame) continue
      chosen = waiter
      break
    }
    if (chosen === null) return
    this.waiting.delete(chosen)
    this.privileged = chosen
    this.privilegedSinceMs = this.nowMs()
    chosen.onRoom()
  }

  /** An eighth stays free before anybody is woken, so that nobody is paused and resumed for every frame. */
  private get hasRoom(): boolean {
    return this.used < this.capacity - this.capacity / 8
  }

  /** First come, first served, as many as will find room for what they read next. */
  private wake(): void {
    this.wakeScheduled = false
    if (!this.hasRoom) return
    let expected = this.used
    for (const waiter of [...this.waiting]) {
      if (expected >= this.capacity) {
        // When these have read what they have, there may be room for more.
        this.wakeScheduled = true
        this.later(() => this.wake())
        return
      }
      expected += EXPECTED_READ_BYTES
      this.waiting.delete(waiter)
      waiter.onRoom()
    }
  }

  /**
   * Called about once a second. Chooses somebody when all wait and nothing was given back since the last call;
   * answers the chosen one when its frame takes longer than `patienceMs`: the caller closes it.
   */
  relieve(patienceMs: number): GateWaiter | null {
    const gave = this.gaveSinceRelief
    this.gaveSinceRelief = false
    if (this.hasBusyPrivileged) return this.nowMs() - this.privilegedSinceMs > patienceMs ? this.privileged : null
    if (this.waiting.size === 0) return null
    if (this.hasRoom) this.wake()
    else if (!gave) this.unlock()
    return null
  }
}
