/**
 * Quantiles of the last one to two minutes within about nine per cent, as Kafka's request metrics tell them. Values fall into
 * bins that grow by a factor of 2^(1/4); two sets of bins take turns.
 */
import type { Labels, SampleWriter } from './registry.ts'

/** 0.001 … about 2^24: a microsecond to hours in milliseconds, a byte to gigabytes when scaled. */
const BINS = 160
const SMALLEST = 0.001
const PER_DOUBLING = 4
const TURN_MS = 60_000
export const QUANTILES = [0.5, 0.75, 0.95, 0.98, 0.99, 0.999]

export class RecentQuantiles {
  #current = new Uint32Array(BINS)
  #previous = new Uint32Array(BINS)
  #turnStartedMs = 0
  count = 0
  sum = 0

  observe(value: number): void {
    this.count += 1
    this.sum += value
    const bin = value <= SMALLEST ? 0 : Math.min(BINS - 1, Math.ceil(Math.log2(value / SMALLEST) * PER_DOUBLING))
    this.#current[bin]! += 1
  }

  /** Called when the page is asked for. */
  rotate(nowMs: number): void {
    if (nowMs - this.#turnStartedMs < TURN_MS) return
    const empty = nowMs - this.#turnStartedMs >= 2 * TURN_MS ? this.#current : this.#previous
    this.#previous = empty === this.#current ? new Uint32Array(BINS) : this.#current
    this.#current = empty.fill(0)
    this.#turnStartedMs = nowMs
  }

  /** 0 when nothing happened lately. */
  quantile(share: number): number {
    let total = 0
    for (let bin = 0; bin < BINS; bin++) total += this.#current[bin]! + this.#previous[bin]!
    if (total === 0) return 0
    let rest = Math.ceil(total * share)
    for (let bin = 0; bin < BINS; bin++) {
      rest -= this.#current[bin]! + this.#previous[bin]!
      if (rest <= 0) return upperBound(bin)
    }
    return upperBound(BINS - 1)
  }

  write(writer: SampleWriter, labels: Labels): void {
    for (const share of QUANTILES) writer.sample(this.quantile(share), { ...labels, quantile: share })
    writer.sample(this.sum, labels, '_sum')
    writer.sample(this.count, labels, '_count')
  }
}

function upperBound(bin: number): number {
  return Number((SMALLEST * 2 ** (bin / PER_DOUBLING)).toPrecision(4))
}
