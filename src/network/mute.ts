/** A connection that is not read for a while, since its client used more than its quota (KIP-219). */
import type { Timer } from '../io/world.ts'

export interface MuteHost {
  nowMs(): number
  after(delayMs: number, call: () => void): Timer
}

export class Mute {
  private readonly host: MuteHost
  private readonly onOver: () => void
  private untilMs = 0
  private timer: Timer | null = null

  constructor(host: MuteHost, onOver: () => void) {
    this.host = host
    this.onOver = onOver
  }

  get isOn(): boolean {
    return this.timer !== null
  }

  /** From now on; one that ends later already stays as it is. */
  begin(ms: number): void {
    const untilMs = this.host.nowMs() + ms
    if (this.isOn && untilMs <= this.untilMs) return
    this.end()
    this.untilMs = untilMs
    this.timer = this.host.after(ms, () => {
      this.timer = null
      this.onOver()
    })
  }

  end(): void {
    this.timer?.cancel()
    this.timer = null
  }
}
