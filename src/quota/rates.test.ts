/** What quotas let through, measured in virtual time by clients that ask as fast as they may. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClientQuotas } from './client-quotas.ts'
import { ConnectionRates } from './connection-rates.ts'
import { SampledRate, throttleMs } from './sampled-rate.ts'

const WINDOW = { samples: 11, windowMs: 1000 }
/** The first windows are free, so that a rate is looked at after them. */
const WARM_MS = 60_000
const MEASURED_MS = 600_000

function start(quota: string, bound: number, window = WINDOW) {
  const time = { ms: 1_000_000 }
  const quotas = new ClientQuotas({ monotonicMs: () => time.ms, window, mutationWindow: WINDOW })
  quotas.set({ clientId: 'app' }, new Map([[quota, bound]]))
  return { time, quotas: quotas.active! }
}

/** `ask` does one piece of work and answers how much went through and how long to wait. */
function perSecond(time: { ms: number }, ask: () => { done: number; waitMs: number; tookMs: number }): number {
  const beginMs = time.ms
  let sum = 0
  let fromMs = beginMs
  while (time.ms < beginMs + WARM_MS + MEASURED_MS) {
    const { done, waitMs, tookMs } = ask()
    if (fromMs === beginMs && time.ms >= beginMs + WARM_MS) fromMs = time.ms
    if (fromMs !== beginMs) sum += done
    time.ms += tookMs + waitMs
  }
  return sum / ((time.ms - fromMs) / 1000)
}

function isWithinTenth(rate: number, bound: number): void {
  assert.ok(Math.abs(rate - bound) <= bound / 10, `${rate} instead of ${bound}`)
}

test('producing: bytes per second, in requests of any size', () => {
  for (const bytes of [100, 5_000, 200_000]) {
    const { time, quotas } = start('producer_byte_rate', 50_000)
    const rate = perSecond(time, () => ({ done: bytes, waitMs: quotas.produced('u', 'app', bytes), tookMs: 1 }))
    isWithinTenth(rate, 50_000)
  }
})

test('fetching: what is throttled is not sent and not counted', () => {
  const { time, quotas } = start('consumer_byte_rate', 50_000)
  const bytes = 40_000
  const rate = perSecond(time, () => {
    const waitMs = quotas.fetched('u', 'app', bytes)
    return { done: waitMs > 0 ? 0 : bytes, waitMs, tookMs: 1 }
  })
  isWithinTenth(rate, 50_000)
  assert.equal(quotas.fetchBytesMax('u', 'app'), 500_000)
  assert.equal(quotas.fetchBytesMax('u', 'another'), Number.POSITIVE_INFINITY)
})

test('requests: per cent of the loop, a window at a time', () => {
  const { time, quotas } = start('request_percentage', 5)
  let longest = 0
  const percent = perSecond(time, () => {
    const waitMs = quotas.worked('u', 'app', 10)
    longest = Math.max(longest, waitMs)
    return { done: 1, waitMs, tookMs: 10 }
  })
  isWithinTenth(percent, 5)
  assert.ok(longest <= WINDOW.windowMs)
})

test('changes of topics: strict ones are refused, others made and throttled', () => {
  for (const isStrict of [true, false]) {
    const { time, quotas } = start('controller_mutation_rate', 2)
    const rate = perSecond(time, () => {
      const mutations = quotas.mutations('u', 'app', isStrict)!
      const done = mutations.take(3) ? 3 : 0
      return { done, waitMs: mutations.throttleMs, tookMs: 1 }
    })
    isWithinTenth(rate, 2)
  }
})

test('connections: a listener makes them wait, an address above its rate is turned away', () => {
  const limits = { broker: Number.POSITIVE_INFINITY, listener: 20 }
  const rates = new ConnectionRates({
    window: WINDOW,
    ofBroker: () => limits.broker,
    ofListener: () => limits.listener,
  })
  const time = { ms: 5_000 }
  isWithinTenth(
    perSecond(time, () => ({ done: 1, waitMs: rates.admit('L', '10.0.0.1', time.ms).waitMs, tookMs: 1 })),
    20,
  )
  limits.broker = 7
  limits.listener = Number.POSITIVE_INFINITY
  isWithinTenth(
    perSecond(time, () => ({ done: 1, waitMs: rates.admit('L', '10.0.0.1', time.ms).waitMs, tookMs: 1 })),
    7,
  )
  limits.broker = Number.POSITIVE_INFINITY
  rates.setLimit('10.0.0.1', 5)
  isWithinTenth(
    perSecond(time, () => ({ done: rates.admit('L', '10.0.0.1', time.ms).isTaken ? 1 : 0, waitMs: 0, tookMs: 20 })),
    5,
  )
  assert.deepEqual(rates.admit('L', '10.0.0.2', time.ms), { waitMs: 0, isTaken: true })
  assert.ok(rates.turnedAwayMs.get('L')! > 0)
})

test('a young rate counts as if ten windows had passed: Kafka 3.9 lets that much through at once', () => {
  const rate = new SampledRate(WINDOW)
  rate.record(9_999, 0)
  assert.equal(throttleMs(rate, 1000, 0), 0)
  rate.record(6_001, 500)
  // 16,000 bytes over 10.5 s.
  assert.equal(throttleMs(rate, 1000, 500), 5500)
  // An idle rate forgets.
  assert.equal(rate.measure(20_000), 0)
})

test('a window that began before the time that counts is counted whole while something in it is not too old', () => {
  const rate = new SampledRate(WINDOW)
  rate.record(1000, 0)
  rate.record(1000, 900)
  rate.record(1000, 5000)
  // As Kafka 3.9.2 measures: what came at 900 is within the last 11 s, so its window counts from its beginning on.
  assert.equal(rate.measure(11_500), 3000 / 11.5)
  assert.equal(rate.coveredMs(11_500), 11_500)
  assert.equal(rate.measure(11_900), 1000 / 10.9)
})

test('what is counted at its turn keeps its window, though something is counted for now after it', () => {
  const rate = new SampledRate(WINDOW)
  const [nowMs, turnMs] = [1_000_000, 1_000_900]
  rate.record(5, turnMs)
  rate.record(1, nowMs)
  const laterMs = nowMs + WINDOW.samples * WINDOW.windowMs + 500
  assert.equal(rate.measure(laterMs) * (rate.coveredMs(laterMs) / 1000), 6)
})

test('a bound of 0 stops, one below 0 is none', () => {
  assert.equal(start('producer_byte_rate', 0).quotas.produced('u', 'app', 1), 0x7fffffff)
  assert.equal(start('request_percentage', -1).quotas.worked('u', 'app', 1e6), 0)
})
