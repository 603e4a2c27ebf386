import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../../io/memory/random.ts'
import { readMetricsData, TelemetryError } from './otlp.ts'
import {
  attribute,
  CUMULATIVE,
  DELTA,
  double,
  fixed64,
  gauge,
  message,
  metricsData,
  number,
  sum,
  text,
} from './testing/protobuf.ts'

const TYPICAL = metricsData(
  gauge('client.latency.avg', [...fixed64(3, 5n), ...double(4, 1.5), ...attribute(7, 'topic', 'a')]),
  sum('client.sent', DELTA, fixed64(6, -3n), [
    ...fixed64(6, 4n),
    ...message(7, text(1, 'node'), message(2, number(3, 7))),
  ]),
  sum('client.total', CUMULATIVE, double(4, 9)),
)

test('gauges and sums with their attributes', () => {
  const rack = ['rack', 'r1']
  assert.deepEqual(readMetricsData(TYPICAL), [
    { name: 'client.latency.avg', isCounter: false, isDelta: false, value: 1.5, attributes: [rack, ['topic', 'a']] },
    { name: 'client.sent', isCounter: true, isDelta: true, value: -3, attributes: [rack] },
    { name: 'client.sent', isCounter: true, isDelta: true, value: 4, attributes: [rack, ['node', '7']] },
    { name: 'client.total', isCounter: true, isDelta: false, value: 9, attributes: [rack] },
  ])
  assert.deepEqual(readMetricsData(new Uint8Array()), [])
})

test('of a histogram its sum and count are kept', () => {
  const point = message(1, fixed64(4, 3n), double(5, 12.5), attribute(9, 'k', 'v'))
  const histogram = [...text(1, 'h'), ...message(9, point, number(2, CUMULATIVE))]
  const told = readMetricsData(metricsData(histogram)).map(({ name, value, isCounter }) => [name, value, isCounter])
  assert.deepEqual(told, [
    ['h.count', 3, true],
    ['h.sum', 12.5, true],
  ])
})

test('cut short anywhere, and with any byte changed: refused or read, nothing else', () => {
  const random = new Random(4)
  const read = (bytes: Uint8Array): void => {
    try {
      readMetricsData(bytes)
    } catch (error) {
      assert.ok(error instanceof TelemetryError, String(error))
    }
  }
  for (let length = 1; length < TYPICAL.length; length++) {
    assert.throws(() => readMetricsData(TYPICAL.subarray(0, length)), TelemetryError)
  }
  for (let tries = 0; tries < 5000; tries++) {
    const bytes = TYPICAL.slice()
    for (let changes = random.below(4); changes >= 0; changes--) bytes[random.below(bytes.length)] = random.below(256)
    read(bytes)
    read(random.bytes(random.below(60)))
  }
})

test('more of anything than a client has is refused before it is made', () => {
  const refused = (bytes: Uint8Array): void => assert.throws(() => readMetricsData(bytes), TelemetryError)
  const points = Array.from({ length: 10_001 }, () => double(4, 1))
  refused(metricsData(gauge('g', ...points)))
  refused(metricsData(gauge('g', Array.from({ length: 40 }, () => attribute(7, 'a', 'b')).flat())))
  refused(metricsData(gauge('n'.repeat(600), double(4, 1))))
  // Empty messages of two bytes each.
  const empty = Buffer.alloc(500_000)
  for (let at = 0; at < empty.length; at += 2) empty[at] = 10
  refused(empty)
  refused(Uint8Array.from([10, 255, 255, 255, 255, 255, 1]))
  refused(Uint8Array.from([11]))
  refused(Uint8Array.from([2]))
})

test('a small push does not become much text by repeating what its resource says at each point', () => {
  const big = Array.from({ length: 32 }, (_, i) => attribute(1, `${'k'.repeat(500)}${i}`, 'v'.repeat(500))).flat()
  const push = (count: number): Uint8Array => {
    const points = Array.from({ length: count }, () => message(1, double(4, 1)))
    const metric = [...text(1, 'm'), ...message(5, ...points)]
    return Uint8Array.from(message(1, message(1, big), message(2, message(2, metric))))
  }
  assert.equal(readMetricsData(push(100)).length, 100)
  assert.throws(() => readMetricsData(push(9_000)), /too much text/)
})
