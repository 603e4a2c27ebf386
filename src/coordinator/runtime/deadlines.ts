/**
 * Deadlines by name, moved often and missed seldom: a heartbeat only writes a number, and the clock is asked again when the
 * old time has come.
 *
 * Whoever was stopped (a paused process, a long turn) finds its timers due before it has read its sockets. So a missed
 * deadline counts only after the input that was waiting has been handled: it is looked at again two turns later.
 */
import type { Clock, Timer, Turn } from '../../io/world.ts'

interface Deadline {
  atMs: number
  /** When the clock calls; never after `atMs` by much. */
  firesAtMs: number
  timer: Timer
  readonly missed: () => void
}

export class Deadlines {
  private readonly clock: Clock
  private readonly turn: Turn
  private readonly byName = new Map<string, Deadline>()
  private isStopped = false

  constructor(clock: Clock, turn: Turn) {
    this.clock = clock
    this.turn = turn
  }

  get size(): number {
    return this.byName.size
  }

  /** Replaces the deadline of that name. `missed` is called once, when it has passed. */
  set(name: string, delayMs: number, missed: () => void): void {
    if (this.isStopped) return
    const atMs = this.clock.monotonicMs() + delayMs
    const before = this.byName.get(name)
    before?.timer.cancel()
    const deadline: Deadline = { atMs, firesAtMs: atMs, timer: NO_TIMER, missed }
    deadline.timer = this.clock.after(delayMs, () => this.fire(name, deadline))
    this.byName.set(name, deadline)
  }

  /** Moves the deadline of that name, which keeps what it calls. False: there is none. */
  move(name: string, delayMs: number): boolean {
    const deadline = this.byName.get(name)
    if (deadline === undefined) return false
    deadline.atMs = this.clock.monotonicMs() + delayMs
    if (deadline.atMs >= deadline.firesAtMs) return true
    deadline.timer.cancel()
    this.await(name, deadline)
    return true
  }

  has(name: string): boolean {
    return this.byName.has(name)
  }

  cancel(name: string): void {
    this.byName.get(name)?.timer.cancel()
    this.byName.delete(name)
  }

  stop(): void {
    this.isStopped = true
    for (const { timer } of this.byName.values()) timer.cancel()
    this.byName.clear()
  }

  private await(name: string, deadline: Deadline): void {
    const delayMs = Math.max(0, deadline.atMs - this.clock.monotonicMs())
    deadline.firesAtMs = deadline.atMs
    deadline.timer = this.clock.after(delayMs, () => this.fire(name, deadline))
  }

  private fire(name: string, deadline: Deadline): void {
    if (this.byName.get(name) !== deadline) return
    if (deadline.atMs > this.clock.monotonicMs()) {
      this.await(name, deadline)
      return
    }
    this.turn.later(() => this.turn.later(() => this.fireAfterInput(name, deadline)))
  }

  private fireAfterInput(name: string, deadline: Deadline): void {
    if (this.isStopped || this.byName.get(name) !== deadline) return
    if (deadline.atMs > this.clock.monotonicMs()) {
      this.await(name, deadline)
      return
    }
    this.byName.delete(name)
    deadline.missed()
  }
}

const NO_TIMER: Timer = { cancel() {} }
