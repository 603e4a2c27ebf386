/**
 * Quotas of users and client ids: which one holds for whom, what was used, and for how long to stop. Nothing is measured
 * while none is set (`active` is null).
 */
import { LimitTable, type Who } from './limit-table.ts'
import { CONSUMER_BYTE_RATE, CONTROLLER_MUTATION_RATE, PRODUCER_BYTE_RATE, REQUEST_PERCENTAGE } from './quota-values.ts'
import { SampledRate, THROTTLE_MAX_MS, throttleMs, type Window } from './sampled-rate.ts'
import { TokenBucket } from './token-bucket.ts'

export interface ClientQuotasParams {
  readonly monotonicMs: () => number
  /** quota.window.* */
  readonly window: Window
  /** controller.quota.window.* */
  readonly mutationWindow: Window
}

/** Meters kept at once, and characters of their keys: names of clients come from outside. The one used longest ago goes first. */
const METERS_MAX = 10_000
const METER_CHARACTERS_MAX = 1_000_000
/** No quota can be set for a longer client id (the tree's paths end there), so those count together, as clients without one. */
const CLIENT_ID_LENGTH_MAX = 4096
/** As Kafka's sensors. */
const METER_IDLE_MS = 3_600_000

/** What one user, one client id, or one of them at the other has used of one quota. */
export class QuotaMeter {
  readonly quota: string
  readonly who: Who
  bound: number
  /** Of throttles that were given, for the metrics. */
  throttledMs = 0
  throttles = 0
  usedMs = 0
  readonly rate: SampledRate
  readonly bucket: TokenBucket | null

  constructor(quota: string, who: Who, bound: number, rate: SampledRate, bucket: TokenBucket | null) {
    this.quota = quota
    this.who = who
    this.bound = bound
    this.rate = rate
    this.bucket = bucket
  }

  told(ms: number): number {
    if (ms <= 0) return 0
    this.throttledMs += ms
    this.throttles += 1
    return ms
  }
}

export class ClientQuotas {
  readonly #params: ClientQuotasParams
  readonly #limits = new LimitTable()
  readonly #meters = new Map<string, QuotaMeter>()
  #characters = 0
  readonly #active: ActiveQuotas
  /** null: no quota is set. The one look that requests pay for. */
  active: ActiveQuotas | null = null

  constructor(params: ClientQuotasParams) {
    this.#params = params
    this.#active = new ActiveQuotas(params, (quota, user, clientId) => this.#meter(quota, user, clientId))
  }

  /** The quotas of one entity are these now. null: its default; undefined: not a part of it. */
  set(
    entity: { user?: string | null | undefined; clientId?: string | null | undefined },
    quotas: ReadonlyMap<string, number>,
  ): void {
    this.#limits.set(entity, quotas)
    this.active = this.#limits.isEmpty ? null : this.#active
    if (this.active !== null) return
    this.#meters.clear()
    this.#characters = 0
  }

  /** Those in use in the last hour. */
  *meters(): Generator<QuotaMeter> {
    const beforeMs = this.#params.monotonicMs() - METER_IDLE_MS
    for (const [key, meter] of [...this.#meters]) {
      if (meter.usedMs < beforeMs) this.#forget(key)
      else yield meter
    }
  }

  #meter(quota: string, user: string, clientId: string): QuotaMeter | null {
    const limit = this.#limits.find(quota, user, clientId.length > CLIENT_ID_LENGTH_MAX ? '' : clientId)
    if (limit === null) return null
    const key = JSON.stringify([quota, limit.who.user, limit.who.clientId])
    let meter = this.#meters.get(key)
    if (meter === undefined) {
      const isMutation = quota === CONTROLLER_MUTATION_RATE
      const { window, mutationWindow } = this.#params
      const rate = new SampledRate(isMutation ? mutationWindow : window)
      meter = new QuotaMeter(quota, limit.who, limit.bound, rate, isMutation ? new TokenBucket(mutationWindow) : null)
    } else this.#forget(key)
    this.#meters.set(key, meter)
    this.#characters += key.length
    while (this.#meters.size > METERS_MAX || this.#characters > METER_CHARACTERS_MAX) {
      this.#forget(this.#meters.keys().next().value!)
    }
    meter.bound = limit.bound
    meter.usedMs = this.#params.monotonicMs()
    return meter
  }

  #forget(key: string): void {
    if (this.#meters.delete(key)) this.#characters -= key.length
  }
}

type FindMeter = (quota: string, user: string, clientId: string) => QuotaMeter | null

/** Each method answers for how many milliseconds to stop; 0: not at all. `user` is the name without its type. */
export class ActiveQuotas {
  readonly #params: ClientQuotasParams
  readonly #meter: FindMeter

  constructor(params: ClientQuotasParams, meter: FindMeter) {
    this.#params = params
    this.#meter = meter
  }

  produced(user: string, clientId: string, bytes: number): number {
    return this.#record(PRODUCER_BYTE_RATE, user, clientId, bytes, THROTTLE_MAX_MS)
  }

  /** Above 0 nothing is sent, and nothing counts as sent. */
  fetched(user: string, clientId: string, bytes: number): number {
    const meter = this.#meter(CONSUMER_BYTE_RATE, user, clientId)
    if (meter === null) return 0
    const nowMs = this.#params.monotonicMs()
    meter.rate.record(bytes, nowMs)
    const ms = throttleMs(meter.rate, meter.bound, nowMs)
    if (ms > 0) meter.rate.record(-bytes, nowMs)
    return meter.told(ms)
  }

  /** More than this in one answer would always be too much. */
  fetchBytesMax(user: string, clientId: string): number {
    const meter = this.#meter(CONSUMER_BYTE_RATE, user, clientId)
    if (meter === null || meter.bound < 0) return Number.POSITIVE_INFINITY
    const { samples, windowMs } = this.#params.window
    return (meter.bound * (samples - 1) * windowMs) / 1000
  }

  /** Per cent of the one loop. Never more than a window at a time, as in Apache. */
  worked(user: string, clientId: string, ms: number): number {
    return this.#record(REQUEST_PERCENTAGE, user, clientId, ms / 10, this.#params.window.windowMs)
  }

  /** The same without a wait. */
  alsoWorked(user: string, clientId: string, ms: number): void {
    this.#meter(REQUEST_PERCENTAGE, user, clientId)?.rate.record(ms / 10, this.#params.monotonicMs())
  }

  /** null: changes of topics are free. */
  mutations(user: string, clientId: string, isStrict: boolean): MutationQuota | null {
    const meter = this.#meter(CONTROLLER_MUTATION_RATE, user, clientId)
    return meter === null || meter.bound < 0 ? null : new MutationQuota(meter, isStrict, this.#params.monotonicMs)
  }

  #record(quota: string, user: string, clientId: string, value: number, maxMs: number): number {
    const meter = this.#meter(quota, user, clientId)
    if (meter === null) return 0
    const nowMs = this.#params.monotonicMs()
    meter.rate.record(value, nowMs)
    return meter.told(Math.min(maxMs, throttleMs(meter.rate, meter.bound, nowMs)))
  }
}

/** Changes of topics within one request (KIP-599). Strict: what is too much is refused; else it is made, and throttled. */
export class MutationQuota {
  readonly #meter: QuotaMeter
  readonly #isStrict: boolean
  readonly #monotonicMs: () => number
  #throttleMs = 0
  #sinceMs = 0

  constructor(meter: QuotaMeter, isStrict: boolean, monotonicMs: () => number) {
    this.#meter = meter
    this.#isStrict = isStrict
    this.#monotonicMs = monotonicMs
  }

  /** False: refused. One that finds the bucket not empty is always taken, however large. */
  take(count: number): boolean {
    const { bucket, bound, rate } = this.#meter
    const nowMs = this.#monotonicMs()
    if (this.#isStrict && bucket!.tokens(bound, nowMs) < 0) {
      this.#note(nowMs)
      return false
    }
    bucket!.take(count, bound, nowMs)
    rate.record(count, nowMs)
    if (!this.#isStrict) this.#note(nowMs)
    return true
  }

  /** What is left of it when the answer goes out. */
  get throttleMs(): number {
    if (this.#throttleMs === 0) return 0
    return this.#meter.told(Math.max(0, this.#throttleMs - Math.round(this.#monotonicMs() - this.#sinceMs)))
  }

  #note(nowMs: number): void {
    const { bucket, bound } = this.#meter
    const missing = -bucket!.tokens(bound, nowMs)
    this.#sinceMs = nowMs
    this.#throttleMs = missing <= 0 ? 0 : Math.min(THROTTLE_MAX_MS, Math.round((missing / bound) * 1000))
  }
}
