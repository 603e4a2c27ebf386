/** Kafka's bucket for changes of topics (KIP-599): it may go below 0, and then the next one waits until it is filled again. */
import type { Window } from './sampled-rate.ts'

export class TokenBucket {
  readonly #burstSeconds: number
  /** null: full, whatever the rate is. */
  #tokens: number | null = null
  #filledMs = 0

  constructor(window: Window) {
    this.#burstSeconds = (window.samples * window.windowMs) / 1000
  }

  take(count: number, perSecond: number, nowMs: number): void {
    this.#tokens = this.tokens(perSecond, nowMs) - count
    this.#filledMs = nowMs
  }

  tokens(perSecond: number, nowMs: number): number {
    const burst = this.#burstSeconds * perSecond
    if (this.#tokens === null) return burst
    return Math.min(burst, this.#tokens + (perSecond * (nowMs - this.#filledMs)) / 1000)
  }
}
