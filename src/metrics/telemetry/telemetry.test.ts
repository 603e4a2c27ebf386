import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ZERO_UUID } from '../../base/kinds.ts'
import { silentLogger } from '../../base/logger.ts'
import { MemoryWorld } from '../../io/memory/world.ts'
import { Unpacker } from '../../protocol/batch/unpacker.ts'
import { compress } from '../../protocol/compression/compression.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { renderPage } from '../prometheus.ts'
import { Registry } from '../registry.ts'
import { ReceivedMetrics } from './received.ts'
import { ClientTelemetry, type Push } from './telemetry.ts'
import { attribute, DELTA, double, fixed64, gauge, metricsData, sum } from './testing/protobuf.ts'

const { NONE, INVALID_REQUEST, UNKNOWN_SUBSCRIPTION_ID, THROTTLING_QUOTA_EXCEEDED } = ErrorCode
const { UNSUPPORTED_COMPRESSION_TYPE, TELEMETRY_TOO_LARGE, INVALID_RECORD } = ErrorCode
const ID = 'aaaaaaaaaaaaaaaaaaaaaA'
const OTHER = 'bbbbbbbbbbbbbbbbbbbbbA'
const APP = {
  clientId: 'app-1',
  softwareName: 'apache-kafka-java',
  softwareVersion: '4.0.0',
  host: '10.0.0.1',
  port: 4,
}
const INTERVAL_MS = 1000

function start(seriesMax = 100) {
  const world = new MemoryWorld()
  const monotonicMs = () => world.clock.monotonicMs()
  const received = new ReceivedMetrics({ seriesMax, monotonicMs })
  const unpacker = new Unpacker(world.compute, 64 * 1024)
  const telemetry = new ClientTelemetry({
    logger: silentLogger,
    monotonicMs,
    newId: () => OTHER,
    maxBytes: () => 2000,
    unpacker,
    received,
  })
  const subscribe = (settings: Record<string, string>) =>
    telemetry.setSubscription('s', new Map(Object.entries({ 'interval.ms': String(INTERVAL_MS), ...settings })))
  subscribe({ metrics: 'a.,b.' })
  const registry = new Registry()
  telemetry.register(registry)
  const push = (subscriptionId: number, more: Partial<Push> = {}) =>
    telemetry.push(
      { instanceId: ID, subscriptionId, terminating: false, compressionType: 0, metrics: new Uint8Array(), ...more },
      APP,
    )
  const page = () =>
    renderPage(registry)
      .split('\n')
      .filter((line) => /^kafka_client_metric[^#]/.test(line))
  return { world, telemetry, received, subscribe, push, page, registry }
}

test('a client is told what to push; one without an id gets one; too soon is throttled', async () => {
  const { telemetry, world } = start()
  const first = await telemetry.subscriptionsOf(ID, APP)
  assert.deepEqual([first.error, first.instanceId, first.intervalMs, first.metrics], [NONE, ID, 1000, ['a.', 'b.']])
  assert.equal((await telemetry.subscriptionsOf(ZERO_UUID, APP)).instanceId, OTHER)
  assert.equal((await telemetry.subscriptionsOf(ID, APP)).error, THROTTLING_QUOTA_EXCEEDED)
  await world.advance(INTERVAL_MS)
  assert.equal((await telemetry.subscriptionsOf(ID, APP)).subscriptionId, first.subscriptionId)
})

test('who matches: every pattern, the whole text; the shortest interval; all metrics swallow the rest', async () => {
  const { telemetry, subscribe } = start()
  const asked = async () => {
    const { intervalMs, metrics } = await telemetry.subscriptionsOf(ID, APP)
    return [intervalMs, ...metrics]
  }
  subscribe({ metrics: 'm', match: 'client_id=app' })
  assert.deepEqual(await asked(), [300_000])
  subscribe({ metrics: 'm', match: 'client_id=app.*,client_source_address=10[.]0[.].*' })
  assert.deepEqual(await asked(), [1000, 'm'])
  subscribe({ metrics: 'm', match: 'client_id=app.*,client_software_version=3.*' })
  assert.deepEqual(await asked(), [300_000])
  // Not a pattern, and one that is only one for engines that can be made to run for ever.
  for (const pattern of ['(', '(a)\\1']) {
    subscribe({ metrics: 'm', match: `client_id=${pattern}` })
    assert.deepEqual(await asked(), [300_000])
  }
  subscribe({ metrics: 'm' })
  telemetry.setSubscription(
    'all',
    new Map([
      ['metrics', '*'],
      ['interval.ms', '500'],
    ]),
  )
  assert.deepEqual(await asked(), [500, '*'])
  telemetry.setSubscription('all', new Map())
  assert.deepEqual(await asked(), [1000, 'm'])
})

test('the errors of a push, in their order', async () => {
  const { telemetry, push, world } = start()
  const { subscriptionId } = await telemetry.subscriptionsOf(ID, APP)
  assert.equal(await push(subscriptionId, { instanceId: ZERO_UUID }), INVALID_REQUEST)
  assert.equal(await push(subscriptionId, { instanceId: 'AAAAAAAAAAAAAAAAAAAAAQ' }), INVALID_REQUEST)
  assert.equal(await push(subscriptionId), NONE)
  assert.equal(await push(1), THROTTLING_QUOTA_EXCEEDED)
  const later = async (...args: Parameters<typeof push>) => {
    await world.advance(INTERVAL_MS)
    return push(...args)
  }
  assert.equal(await later(1), UNKNOWN_SUBSCRIPTION_ID)
  // Told so, it asks at once, and then waits for its time as before.
  assert.equal((await telemetry.subscriptionsOf(ID, APP)).error, NONE)
  assert.equal(await push(subscriptionId), THROTTLING_QUOTA_EXCEEDED)
  assert.equal(await later(subscriptionId, { compressionType: 9 }), UNSUPPORTED_COMPRESSION_TYPE)
  assert.equal(await later(subscriptionId, { metrics: new Uint8Array(2001) }), TELEMETRY_TOO_LARGE)
  assert.equal(await later(subscriptionId, { metrics: Buffer.from('ffffffff', 'hex') }), INVALID_RECORD)
  assert.equal(await push(subscriptionId, { terminating: true }), NONE)
  assert.equal(await later(subscriptionId), INVALID_REQUEST)
})

test('clients that are asked for the same share one list of it', async () => {
  const { telemetry } = start()
  const [one, other] = await Promise.all([telemetry.subscriptionsOf(ID, APP), telemetry.subscriptionsOf(OTHER, APP)])
  assert.equal(one.metrics, other.metrics)
})

test('a subscription that cannot be read matches nobody, and ends nothing', async () => {
  const { telemetry } = start()
  const get = () => {
    throw new Error('unreadable')
  }
  telemetry.setSubscription('s', Object.assign(new Map([['metrics', 'm']]), { get }))
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual((await telemetry.subscriptionsOf(ID, APP)).metrics, [])
})

test('a changed subscription is told with the next push, whose time begins anew', async () => {
  const { telemetry, subscribe, push } = start()
  const before = await telemetry.subscriptionsOf(ID, APP)
  subscribe({ metrics: 'c.' })
  assert.equal(await push(before.subscriptionId), UNKNOWN_SUBSCRIPTION_ID)
  const after = await telemetry.subscriptionsOf(ID, APP)
  assert.notEqual(after.subscriptionId, before.subscriptionId)
  assert.deepEqual(after.metrics, ['c.'])
})

test('what was pushed is on the page, deltas summed up, in every compression, until the client is silent', async () => {
  const { telemetry, push, page, world } = start()
  const { subscriptionId } = await telemetry.subscriptionsOf(ID, APP)
  const metrics = metricsData(
    gauge('a.lag', [...double(4, 1.5), ...attribute(7, 'topic.name', 'x'), ...attribute(7, 'client_id', 'forged')]),
    sum('b.sent', DELTA, fixed64(6, 10n)),
  )
  for (const compressionType of [0, 1, 2, 3, 4]) {
    const bytes = compressionType === 0 ? metrics : compress(compressionType, metrics)
    assert.equal(
      await push(subscriptionId, { metrics: bytes, compressionType }),
      NONE,
      `compression ${compressionType}`,
    )
    await world.advance(INTERVAL_MS)
  }
  const id = 'client_instance_id="aaaaaaaaaaaaaaaaaaaaaA"'
  const software = 'client_software_name="apache-kafka-java",client_software_version="4.0.0",client_host="10.0.0.1"'
  assert.deepEqual(page(), [
    `kafka_client_metric{rack="r1",topic_name="x",client_id="app-1",metric="a.lag",${id},${software}} 1.5`,
    `kafka_client_metric_total{rack="r1",metric="b.sent",${id},client_id="app-1",${software}} 50`,
    'kafka_client_metric_dropped_total 0',
  ])
  await world.advance(3 * INTERVAL_MS)
  assert.deepEqual(page(), ['kafka_client_metric_dropped_total 0'])
})

test('clients for which there is no series left are not kept', async () => {
  const { telemetry, push, received } = start(1)
  const metrics = metricsData(gauge('a', double(4, 1)))
  for (const letter of 'abcdef') {
    const instanceId = ID.replace(/^a/, letter)
    const { subscriptionId } = await telemetry.subscriptionsOf(instanceId, APP)
    assert.equal(await push(subscriptionId, { instanceId, metrics }), NONE)
  }
  assert.equal(received.clientCount, 1)
})

test('series are bounded in bytes, each and together; what a silent client had is free again', () => {
  const world = new MemoryWorld()
  const received = new ReceivedMetrics({ seriesMax: 10, monotonicMs: () => world.clock.monotonicMs() })
  const point = (name: string, labels: number, length: number) => ({
    name,
    attributes: Array.from({ length: labels }, (_, i) => [`${i}`.padEnd(length, 'k'), 'v'.repeat(length)] as const),
    isCounter: false,
    isDelta: false,
    value: 1,
  })
  const sender = (instanceId: string) => ({ ...APP, instanceId })
  received.take(sender(ID), [point('vast', 32, 512), point('small', 1, 10)], 1000)
  assert.equal(received.dropped, 1)
  received.take(
    sender(OTHER),
    Array.from({ length: 9 }, (_, i) => point(`large${i}`, 4, 200)),
    5000,
  )
  assert.ok(received.dropped > 1 && received.dropped < 9, `${received.dropped} are dropped`)
  assert.ok(received.size > 5000 && received.size <= 10_240)
  return world.advance(5000).then(() => {
    received.take(sender(ID), [point('small', 1, 10)], 1000)
    assert.equal(received.clientCount, 1)
    assert.ok(received.size < 500)
  })
})

test('bombs are refused, and series stay within their number', async () => {
  const { telemetry, push, page, world } = start(3)
  const { subscriptionId } = await telemetry.subscriptionsOf(ID, APP)
  for (const compressionType of [1, 2, 3, 4]) {
    const bomb = compress(compressionType, new Uint8Array(64 * 1024 + 1))
    const isSmall = bomb.length <= 2000
    const expected = isSmall ? INVALID_RECORD : TELEMETRY_TOO_LARGE
    assert.equal(await push(subscriptionId, { metrics: bomb, compressionType }), expected)
    await world.advance(INTERVAL_MS)
  }
  const metrics = metricsData(...['1', '2', '3', '4', '5'].map((name) => gauge(name, double(4, 1))))
  assert.equal(await push(subscriptionId, { metrics }), NONE)
  assert.equal(page().length, 4)
  assert.ok(page().includes('kafka_client_metric_dropped_total 2'))
})

test('what is the same on the page is one series: replaced characters, cut values, another order', async () => {
  const { telemetry, push, page, world } = start()
  const { subscriptionId } = await telemetry.subscriptionsOf(ID, APP)
  const long = 'x'.repeat(300)
  const point = (value: number, ...attributes: [string, string][]) =>
    gauge('g', [...double(4, value), ...attributes.flatMap(([name, text]) => attribute(7, name, text))])
  const metrics = metricsData(
    point(1, ['a.b', '1'], ['c', '2']),
    point(2, ['a-b', '1'], ['c', '2']),
    point(3, ['c', '2'], ['a_b', '1']),
    point(4, ['a.b', `${long}1`], ['client_id', 'forged']),
    point(5, ['a.b', `${long}2`], ['client_id', 'again']),
  )
  for (let pushes = 0; pushes < 2; pushes++) {
    assert.equal(await push(subscriptionId, { metrics }), NONE)
    await world.advance(INTERVAL_MS)
  }
  const lines = page().filter((line) => line.startsWith('kafka_client_metric{'))
  assert.deepEqual(
    lines.map((line) => line.split(' ').at(-1)),
    ['3', '5'],
  )
})

test('no attribute of a client takes a label that is Prometheus’ own or ours', async () => {
  const { telemetry, push, page } = start()
  const { subscriptionId } = await telemetry.subscriptionsOf(ID, APP)
  const names = ['__name__', '--name--', '__proto__', 'client_id', '0']
  const point = [...double(4, 1), ...names.flatMap((name) => attribute(7, name, 'theirs'))]
  assert.equal(await push(subscriptionId, { metrics: metricsData(gauge('g', point)) }), NONE)
  const line = page().find((one) => one.startsWith('kafka_client_metric{'))!
  assert.doesNotMatch(line, /[{,]__/)
  assert.match(line, /,client_id="app-1",/)
  assert.equal(new Set(line.match(/\w+(?==")/g)).size, line.match(/\w+(?==")/g)!.length)
})
