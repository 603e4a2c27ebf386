/** Connections that are made to wait, in virtual time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../io/memory/world.ts'
import { ConnectionRates } from '../quota/connection-rates.ts'
import type { RequestObserver } from './dispatcher.ts'
import { OVERLAPS } from './dispatcher.ts'
import { FakeDispatcher, FrameClient, frame, reply, startServer } from './testing.ts'

const PRODUCE = 0
const METADATA = 3

test('an answer that throttles goes out at once, and nothing is read until the time has passed', async () => {
  const world = new MemoryWorld()
  const throttles: number[] = []
  const observer: RequestObserver = { onRequest() {}, onThrottle: (_apiKey, ms) => throttles.push(ms) }
  const dispatcher = new FakeDispatcher(({ correlationId }) => ({ ...reply(correlationId), throttleMs: 1000 }))
  const server = await startServer(dispatcher, {}, { world, observer })
  const client = await FrameClient.connect(server.endpoints[0]!.port, world.net)
  client.send(frame(METADATA, 1), frame(METADATA, 2))
  await world.settle()
  client.send(frame(METADATA, 3))
  await world.advance(999)
  assert.deepEqual(client.correlationIds, [1])
  await world.advance(2)
  assert.deepEqual(client.correlationIds, [1, 2])
  await world.advance(1001)
  assert.deepEqual(client.correlationIds, [1, 2, 3])
  assert.deepEqual(throttles, [1000, 1000, 1000])
  await server.stop(0)
})

test('what overlaps and had begun is answered; an answer without bytes throttles too', async () => {
  const world = new MemoryWorld()
  const dispatcher = new FakeDispatcher(({ correlationId }) => {
    if (correlationId === 3) return { encode: () => [], throttleMs: 5000 }
    return world.clock.sleep(10).then(() => ({ ...reply(correlationId), throttleMs: 500 }))
  })
  dispatcher.traitsByKey.set(PRODUCE, OVERLAPS)
  const server = await startServer(dispatcher, {}, { world })
  const client = await FrameClient.connect(server.endpoints[0]!.port, world.net)
  client.send(frame(PRODUCE, 1), frame(PRODUCE, 2))
  await world.advance(11)
  assert.deepEqual(client.correlationIds, [1, 2])
  client.send(frame(PRODUCE, 3), frame(PRODUCE, 4))
  await world.advance(5000)
  assert.equal(dispatcher.seen.length, 3)
  await world.advance(600)
  assert.deepEqual(client.correlationIds, [1, 2, 4])
  await server.stop(0)
})

test('a muted connection that nobody waits for ends as an idle one, or with the broker', async () => {
  const world = new MemoryWorld()
  const dispatcher = new FakeDispatcher(({ correlationId }) => ({ ...reply(correlationId), throttleMs: 60_000 }))
  const server = await startServer(dispatcher, { 'connections.max.idle.ms': 5_000 }, { world })
  const connect = async () => {
    const client = await FrameClient.connect(server.endpoints[0]!.port, world.net)
    client.send(frame(METADATA, 1))
    await world.settle()
    return client
  }
  const first = await connect()
  await world.advance(7_000)
  assert.equal(first.isClosed, true)
  const second = await connect()
  const stopped = server.stop(1000)
  await world.advance(2000)
  await stopped
  assert.deepEqual([second.isClosed, second.answers.length], [true, 1])
})

async function onePerSecond() {
  const world = new MemoryWorld()
  const rates = new ConnectionRates({
    window: { samples: 2, windowMs: 1000 },
    ofBroker: () => Number.POSITIVE_INFINITY,
    ofListener: () => 1,
  })
  const server = await startServer(
    new FakeDispatcher(({ correlationId }) => reply(correlationId)),
    {},
    { world, rates },
  )
  return { world, rates, server }
}

test('connections that come as fast as they can keep nobody out for longer than a client waits', async () => {
  const { world, server } = await onePerSecond()
  const connect = () => FrameClient.connect(server.endpoints[0]!.port, world.net)
  for (let i = 0; i < 100; i++) {
    const flood = await connect()
    await world.settle()
    if (!flood.isClosed) flood.end()
  }
  const late = await connect()
  await world.settle()
  assert.equal(late.isClosed, true)
  await world.advance(31_000)
  const client = await connect()
  client.send(frame(METADATA, 1))
  await world.advance(2_000)
  assert.equal(client.answers.length, 1)
  await server.stop(0)
})

test('connections above the rate of their listener wait for their turn, those of an address are turned away', async () => {
  const { world, rates, server } = await onePerSecond()
  const clients: FrameClient[] = []
  for (let i = 0; i < 3; i++) {
    const client = await FrameClient.connect(server.endpoints[0]!.port, world.net)
    client.send(frame(METADATA, i))
    clients.push(client)
  }
  const answered = () => clients.filter(({ answers }) => answers.length === 1).length
  await world.settle()
  assert.equal(answered(), 1)
  await world.advance(1000)
  assert.equal(answered(), 2)
  await world.advance(1100)
  assert.equal(answered(), 3)

  rates.setLimit('127.0.0.1', 0)
  const late = await FrameClient.connect(server.endpoints[0]!.port, world.net)
  late.send(frame(METADATA, 9))
  await world.advance(1001)
  assert.deepEqual([late.isClosed, late.answers.length], [true, 0])
  await server.stop(0)
})
