/**
 * A rate over samples, as Kafka's clients and brokers measure (Rate over SampledStat): the sum of the last samples over the
 * time that they cover. A young rate counts as if all samples but one were there already, so that a burst of as many
 * windows is free.
 */

export interface Window {
  /** quota.window.num */
  readonly samples: number
  /** quota.window.size.seconds */
  readonly windowMs: number
}

export class SampledRate {
  readonly #window: Window
  /** A ring of one sample more than is counted, since the newest is not whole. NaN: not begun. */
  readonly #starts: Float64Array
  /** When something was counted last. A sample stays as long as that is within the windows, though it began before them. */
  readonly #lasts: Float64Array
  readonly #sums: Float64Array
  #at = 0

  constructor(window: Window) {
    this.#window = window
    this.#starts = new Float64Array(window.samples + 1).fill(Number.NaN)
    this.#lasts = new Float64Array(window.samples + 1).fill(Number.NEGATIVE_INFINITY)
    this.#sums = new Float64Array(window.samples + 1)
  }

  /** Negative values take back. */
  record(value: number, nowMs: number): void {
    const start = this.#starts[this.#at]!
    if (Number.isNaN(start)) this.#begin(this.#at, nowMs)
    else if (nowMs - start >= this.#window.windowMs) this.#begin((this.#at + 1) % this.#starts.length, nowMs)
    this.#sums[this.#at]! += value
    // Those who wait for their turn count from then, others from now.
    this.#lasts[this.#at] = Math.max(this.#lasts[this.#at]!, nowMs)
  }

  /** Per second. */
  measure(nowMs: number): number {
    const beforeMs = this.#beforeMs(nowMs)
    let sum = 0
    for (let at = 0; at < this.#starts.length; at++) {
      if (this.#lasts[at]! > beforeMs) sum += this.#sums[at]!
    }
    return sum / (this.coveredMs(nowMs) / 1000)
  }

  /** The time that `measure` divides by. */
  coveredMs(nowMs: number): number {
    const { samples, windowMs } = this.#window
    const beforeMs = this.#beforeMs(nowMs)
    let oldest = nowMs
    for (let at = 0; at < this.#starts.length; at++) {
      if (this.#lasts[at]! > beforeMs) oldest = Math.min(oldest, this.#starts[at]!)
    }
    const elapsedMs = nowMs - oldest
    const missing = samples - 1 - Math.floor(elapsedMs / windowMs)
    return Math.max(windowMs, elapsedMs + Math.max(0, missing) * windowMs)
  }

  #beforeMs(nowMs: number): number {
    return nowMs - this.#window.samples * this.#window.windowMs
  }

  #begin(at: number, nowMs: number): void {
    this.#at = at
    this.#starts[at] = nowMs
    this.#lasts[at] = Number.NEGATIVE_INFINITY
    this.#sums[at] = 0
  }
}

/** How long nothing may be added until the rate is back at `bound`; 0: it is within. No bound below 0 is ever reached. */
export function throttleMs(rate: SampledRate, bound: number, nowMs: number): number {
  const measured = rate.measure(nowMs)
  if (bound < 0 || measured <= bound) return 0
  return Math.round(Math.min(THROTTLE_MAX_MS, ((measured - bound) / bound) * rate.coveredMs(nowMs)))
}

/** What the answer's field can tell. */
export const THROTTLE_MAX_MS = 0x7fffffff
