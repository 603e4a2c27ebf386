/**
 * How fast connections may come: to the broker, to a listener (max.connection.creation.rate), from an address
 * (connection_creation_rate). The first two make connections wait, the last one turns them away after a while (KIP-612).
 */
import { canonicalAddress } from './address.ts'
import { SampledRate, throttleMs, type Window } from './sampled-rate.ts'

export interface ConnectionRatesParams {
  readonly window: Window
  /** Of the whole broker; Infinity: any. */
  readonly ofBroker: (listener: string) => number
  readonly ofListener: (listener: string) => number
}

export interface Admission {
  readonly waitMs: number
  /** False: after that time, which may be none, it is closed. */
  readonly isTaken: boolean
}

export const AT_ONCE: Admission = { waitMs: 0, isTaken: true }
const NOT_AT_ALL: Admission = { waitMs: 0, isTaken: false }
/**
 * By then a client has given up (its request.timeout.ms), so it need not begin to wait. Whoever opens connections as fast as it can
 * keeps others out for no longer; in Apache they wait in the operating system's queue, which is bounded as well.
 */
const WAIT_MAX_MS = 30_000
/** Addresses with a rate of their own: those that were quiet longest go first. */
const ADDRESSES_MAX = 10_000

export class ConnectionRates {
  readonly #params: ConnectionRatesParams
  readonly #broker: SampledRate
  readonly #listeners = new Map<string, { readonly rate: SampledRate; readyMs: number }>()
  readonly #limits = new Map<string, number>()
  #defaultLimit = Number.POSITIVE_INFINITY
  readonly #addresses = new Map<string, SampledRate>()
  /** By listener, for the metrics. */
  readonly waitedMs = new Map<string, number>()
  readonly turnedAwayMs = new Map<string, number>()

  constructor(params: ConnectionRatesParams) {
    this.#params = params
    this.#broker = new SampledRate(params.window)
  }

  /** null: the default of addresses. */
  setLimit(address: string | null, perSecond: number | undefined): void {
    const name = address === null ? null : canonicalAddress(address)
    if (address === null) this.#defaultLimit = perSecond ?? Number.POSITIVE_INFINITY
    else if (name === null) return
    else if (perSecond === undefined) this.#limits.delete(name)
    else this.#limits.set(name, perSecond)
  }

  admit(listener: string, address: string, nowMs: number): Admission {
    const isLimited = this.#limits.size > 0 || this.#defaultLimit !== Number.POSITIVE_INFINITY
    if (isLimited) {
      const refusedMs = this.#fromAddress(canonicalAddress(address) ?? address, nowMs)
      if (refusedMs > 0) {
        add(this.turnedAwayMs, listener, refusedMs)
        return { waitMs: refusedMs, isTaken: false }
      }
    }
    const { ofBroker, ofListener } = this.#params
    const limits = { broker: ofBroker(listener), listener: ofListener(listener) }
    if (limits.broker === Number.POSITIVE_INFINITY && limits.listener === Number.POSITIVE_INFINITY) return AT_ONCE
    return this.#toListener(listener, limits, nowMs)
  }

  /** One after another, as a listener that accepts nobody while it waits. */
  #toListener(name: string, limits: { broker: number; listener: number }, nowMs: number): Admission {
    let listener = this.#listeners.get(name)
    if (listener === undefined) {
      listener = { rate: new SampledRate(this.#params.window), readyMs: 0 }
      this.#listeners.set(name, listener)
    }
    const turnMs = Math.max(nowMs, listener.readyMs)
    if (turnMs - nowMs > WAIT_MAX_MS) return NOT_AT_ALL
    const { windowMs } = this.#params.window
    this.#broker.record(1, turnMs)
    listener.rate.record(1, turnMs)
    const throttle = Math.max(
      throttleMs(this.#broker, limits.broker, turnMs),
      throttleMs(listener.rate, limits.listener, turnMs),
    )
    listener.readyMs = turnMs + Math.min(windowMs, throttle)
    const waitMs = listener.readyMs - nowMs
    if (waitMs > 0) add(this.waitedMs, name, waitMs)
    return waitMs > 0 ? { waitMs, isTaken: true } : AT_ONCE
  }

  #fromAddress(address: string, nowMs: number): number {
    const limit = this.#limits.get(address) ?? this.#defaultLimit
    if (limit === Number.POSITIVE_INFINITY) return 0
    const rate = this.#addresses.get(address) ?? new SampledRate(this.#params.window)
    this.#addresses.delete(address)
    this.#addresses.set(address, rate)
    if (this.#addresses.size > ADDRESSES_MAX) this.#addresses.delete(this.#addresses.keys().next().value!)
    rate.record(1, nowMs)
    const ms = Math.min(this.#params.window.windowMs, throttleMs(rate, limit, nowMs))
    // It is not taken, so it does not count.
    if (ms > 0) rate.record(-1, nowMs)
    return ms
  }
}

function add(sums: Map<string, number>, listener: string, ms: number): void {
  sums.set(listener, (sums.get(listener) ?? 0) + ms)
}
