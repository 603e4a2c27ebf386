/** Time and memory under pressure, on virtual time and a network in memory. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { KEEPS_FRAME, OVERLAPS, type Reply } from './dispatcher.ts'
import { MemoryGate } from './memory-gate.ts'
import { Output, ResponseBudget } from './output.ts'
import { NetworkServer } from './server.ts'
import { SlabPool } from './slab-pool.ts'
import { Deferred, FakeDispatcher, fakeConfig, frame, LOOPBACK, reply } from './testing.ts'

async function serve(dispatcher: FakeDispatcher, values: Parameters<typeof fakeConfig>[0] = {}) {
  const world = new MemoryWorld({ host: 'server' })
  const server = await NetworkServer.start({
    world,
    logger: silentLogger,
    config: fakeConfig(values),
    endpoints: LOOPBACK,
    dispatcher,
  })
  /** From a host of its own. */
  const connect = async (host = 'client') => {
    const connecting = new MemoryWorld({ beside: world, host }).net.connect({
      host: 'server',
      port: server.endpoints[0]!.port,
    })
    await world.settle()
    const socket = await connecting
    const state = { socket, bytes: 0, isEnded: false }
    socket.handle({
      data: (bytes) => (state.bytes += bytes.length),
      drain() {},
      ended: () => (state.isEnded = true),
      closed() {},
    })
    return state
  }
  const stop = async () => {
    const stopped = server.stop(0)
    await world.advance(10)
    await stopped
  }
  return { world, server, connect, stop }
}

const echo = () => new FakeDispatcher(({ correlationId, body }) => reply(correlationId, body))

test('a connection that says nothing for connections.max.idle.ms is closed, one that talks or waits is not', async () => {
  const waiting = new Deferred<Reply | null>()
  const dispatcher = new FakeDispatcher(({ apiKey, correlationId }) =>
    apiKey === 1 ? waiting.promise : reply(correlationId),
  )
  const { world, server, connect, stop } = await serve(dispatcher, { 'connections.max.idle.ms': 60_000 })
  const [idle, talking, waits] = [await connect(), await connect(), await connect()]
  waits.socket.write([frame(1, 1)])
  for (let i = 0; i < 4; i++) {
    await world.advance(20_000)
    talking.socket.write([frame(3, i)])
    await world.settle()
  }
  assert.deepEqual([idle.isEnded, talking.isEnded, waits.isEnded], [true, false, false])
  assert.equal(server.connectionCount, 2)
  waiting.resolve(reply(1))
  await world.advance(65_000)
  assert.deepEqual([talking.isEnded, waits.isEnded], [true, true])
  await stop()
})

test('a frame that does not arrive loses its turn when memory is short', async () => {
  const { world, server, connect, stop } = await serve(echo(), { 'queued.max.request.bytes': 100_000 })
  const whole = () => frame(3, 1, Buffer.alloc(150_000))
  const [slow, other] = [await connect(), await connect()]
  slow.socket.write([whole().subarray(0, 140_000)])
  await world.settle()
  assert.ok(server.gate.used >= 100_000)
  for (let at = 0; at < 200_000; at += 50_000) other.socket.write([whole().subarray(at, at + 50_000)])
  await world.advance(5000)
  assert.equal(other.bytes, 0)
  assert.equal(slow.isEnded, false)
  await world.advance(60_000)
  assert.equal(slow.isEnded, true)
  assert.equal(other.bytes, whole().length - 4)
  assert.ok(server.gate.used <= 65_536)
  await stop()
})

test('a reader that does not read is closed when the answers of all become too many', async () => {
  const big = Buffer.alloc(30 * 1024 * 1024)
  const dispatcher = new FakeDispatcher(({ correlationId }) => reply(correlationId, big))
  const { world, server, connect, stop } = await serve(dispatcher)
  const stuck = [await connect(), await connect(), await connect()]
  for (const { socket } of stuck) {
    socket.pause()
    socket.write([frame(3, 1)])
  }
  await world.advance(5000)
  assert.ok(server.budget.isShort)
  assert.equal(stuck.filter(({ isEnded }) => isEnded).length, 0)
  await world.advance(15_000)
  assert.ok(!server.budget.isShort)
  assert.ok(server.connectionCount < 3)
  await stop()
  assert.equal(server.budget.outstanding, 0)
})

test('what handlers are offered for an answer shrinks as answers pile up, and never ends', () => {
  const budget = new ResponseBudget(1_000_000)
  assert.equal(budget.share(1000), 125_000)
  for (let i = 0; i < 100; i++) budget.outstanding += budget.share(1)
  assert.ok(budget.outstanding <= 1_000_000)
  assert.equal(budget.share(1000), 1000)
})

test('an answer whose connection is gone gives its memory back when its handler is done', async () => {
  const waiting = new Deferred<Reply | null>()
  const dispatcher = new FakeDispatcher(() => waiting.promise)
  dispatcher.traitsByKey.set(0, OVERLAPS | KEEPS_FRAME)
  const { world, server, connect, stop } = await serve(dispatcher)
  const client = await connect()
  client.socket.write([frame(0, 1, Buffer.alloc(200_000, 7)), frame(0, 2, Buffer.alloc(100, 7))])
  await world.settle()
  world.network.kill('client')
  await world.settle()
  assert.equal(server.connectionCount, 0)
  assert.ok(server.gate.used > 200_000)
  assert.ok(dispatcher.seen[0]!.live.every((byte) => byte === 7))
  waiting.resolve(reply(1))
  await world.settle()
  assert.ok(server.gate.used <= 65_536)
  await stop()
  assert.equal(server.gate.used, 0)
})

test('a client that has ended its side is not waited for by those who look', async () => {
  const waiting = new Deferred<Reply | null>()
  const dispatcher = new FakeDispatcher(() => waiting.promise)
  const { world, server, connect, stop } = await serve(dispatcher)
  const client = await connect()
  client.socket.write([frame(1, 1)])
  await world.settle()
  const { peer } = dispatcher.seen[0]!
  let told = 0
  peer.whenClosed(() => told++)
  peer.whenClosed(() => told++)()
  assert.equal(peer.isClosed(), false)
  client.socket.end()
  await world.settle()
  assert.equal(told, 1)
  assert.equal(peer.isClosed(), true)
  assert.equal(peer.isGone(), false, 'it may still read')
  waiting.resolve(reply(1))
  await world.settle()
  assert.equal(client.bytes, 8)
  assert.equal(peer.isGone(), true)
  assert.equal(server.connectionCount, 0)
  await stop()
})

test('slabs are reused, and counted while they are out', () => {
  let used = 0
  const pool = new SlabPool((delta) => (used += delta))
  const [small, large] = [pool.acquire(1), pool.acquire(100_000)]
  assert.deepEqual([small.buffer.length, large.buffer.length], [16_384, 131_072])
  assert.equal(used, 147_456)
  pool.retain(large)
  pool.release(large)
  assert.equal(used, 147_456)
  pool.release(large)
  pool.release(small)
  assert.equal(used, 0)
  assert.equal(pool.acquire(131_072), large)
  assert.throws(() => pool.release(small), /released twice/)
  for (const slab of Array.from({ length: 30 }, () => pool.acquire(1024 * 1024))) pool.release(slab)
  assert.equal(pool.inUseBytes, 131_072)
})

test('output: small pieces side by side, large ones as they are, all in order', () => {
  const pool = new SlabPool()
  const output = new Output(pool)
  const pieces = [10, 3000, 0, 2048, 2049, 1, 50_000, 7, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 9]
  const all = pieces.map((size, i) => Buffer.alloc(size, i + 1))
  let at = 0
  while (at < all.length) output.add(all.slice(at, (at += 3)))
  assert.equal(
    output.byteLength,
    pieces.reduce((sum, size) => sum + size, 0),
  )
  const { chunks, slabs } = output.take()
  assert.deepEqual(Buffer.concat(chunks), Buffer.concat(all))
  assert.ok(chunks.length <= 10, `${chunks.length} chunks`)
  assert.equal(chunks.includes(all[6]!), true)
  assert.equal(output.byteLength, 0)
  for (const slab of slabs) pool.release(slab)
  assert.equal(pool.inUseBytes, 0)
  output.add([Buffer.from('x')])
  output.drop()
  assert.equal(pool.inUseBytes, 0)
})

/** One that waits at the gate. */
class Waiter {
  woken = 0
  isMidFrame: boolean
  constructor(isMidFrame: boolean) {
    this.isMidFrame = isMidFrame
  }
  onRoom(): void {
    this.woken++
  }
}

test('the gate: room for as many as fit, one at a time when nothing moves, mid-frame first', async () => {
  let nowMs = 0
  const later: (() => void)[] = []
  const gate = new MemoryGate(
    400_000,
    () => nowMs,
    (call) => later.push(call),
  )
  gate.began()
  gate.take(400_000)
  const waiters = [new Waiter(false), new Waiter(true), new Waiter(false), new Waiter(false), new Waiter(false)]
  for (const waiter of waiters) {
    assert.ok(gate.isFullFor(waiter))
    gate.wait(waiter)
  }
  const woken = () => waiters.map((waiter) => waiter.woken).join('')
  await null
  assert.equal(woken(), '00000')
  gate.ended()
  await null
  assert.equal(woken(), '01000', 'nothing is under way: one that is mid-frame goes on')
  assert.ok(!gate.isFullFor(waiters[1]!))
  assert.equal(gate.relieve(1000), null)
  nowMs = 2000
  assert.equal(gate.relieve(1000), waiters[1], 'and does not come to an end')
  waiters[1]!.isMidFrame = false
  gate.leave(waiters[1]!)
  gate.give(150_000)
  await null
  assert.equal(woken(), '11110', 'as many as will find room')
  gate.take(120_000)
  for (const call of later.splice(0)) call()
  assert.equal(woken(), '11110', 'there is none')
  gate.give(100_000)
  await null
  assert.equal(woken(), '11111')
})
