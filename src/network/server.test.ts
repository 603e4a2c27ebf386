import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { OperatorError } from '../base/errors.ts'
import { CloseConnection, KEEPS_FRAME, OVERLAPS, type Reply } from './dispatcher.ts'
import type { NetworkServer } from './server.ts'
import { Deferred, FakeDispatcher, FrameClient, frame, LOOPBACK, reply, startServer, until, world } from './testing.ts'

const started: NetworkServer[] = []
const clients: FrameClient[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  for (const server of started.splice(0)) await server.stop(0)
})

async function serve(...options: Parameters<typeof startServer>): Promise<NetworkServer> {
  const server = await startServer(...options)
  started.push(server)
  return server
}

async function connect(server: NetworkServer): Promise<FrameClient> {
  const client = await FrameClient.connect(server.endpoints[0]!.port)
  clients.push(client)
  return client
}

const echo = () => new FakeDispatcher(({ correlationId, body }) => reply(correlationId, body))

/** Answers when told: one deferred per correlation id. */
class Held {
  readonly waiting = new Map<number, Deferred<Reply | null>>()
  readonly dispatcher = new FakeDispatcher(({ correlationId }) => {
    const deferred = new Deferred<Reply | null>()
    this.waiting.set(correlationId, deferred)
    return deferred.promise
  })
  answer(correlationId: number, body = ''): void {
    this.waiting.get(correlationId)!.resolve(reply(correlationId, Buffer.from(body)))
  }
}

test('frames that arrive together, or byte by byte, are answered in order', async () => {
  const server = await serve(echo())
  const client = await connect(server)
  const bytes = Buffer.concat([frame(3, 1, 'one'), frame(3, 2, ''), frame(3, 3, 'three')])
  client.send(bytes)
  await until(() => client.answers.length === 3, 'three answers')
  for (const byte of bytes) {
    client.send(Buffer.of(byte))
    await world.clock.sleep(0)
  }
  await until(() => client.answers.length === 6, 'six answers')
  assert.deepEqual(client.correlationIds, [1, 2, 3, 1, 2, 3])
  assert.deepEqual(
    client.answers.map(({ body }) => body.toString()),
    ['one', '', 'three', 'one', '', 'three'],
  )
})

test('a frame far larger than a read arrives whole, and so does what stands behind it', async () => {
  const dispatcher = new FakeDispatcher(({ correlationId, body }) => {
    for (let i = 0; i < body.length; i++) if (body[i] !== i % 251) throw new Error(`byte ${i} is wrong`)
    return reply(correlationId, Buffer.from(String(body.length)))
  })
  const server = await serve(dispatcher)
  const client = await connect(server)
  const sizes = [5_000_000, 1, 65_536, 300_000, 17, 70_000, 0, 2_000_000]
  client.send(
    ...sizes.map((size, i) => frame(3, i, Buffer.from(Uint8Array.from({ length: size }, (_, at) => at % 251)))),
  )
  await until(() => client.answers.length === sizes.length, 'all answers')
  assert.deepEqual(
    client.answers.map(({ body }) => Number(body.toString())),
    sizes,
  )
  assert.ok(server.gate.used < 200_000, `${server.gate.used} bytes are still held`)
})

test('a request that does not overlap holds back the next one; its answer lets it go on', async () => {
  const held = new Held()
  const server = await serve(held.dispatcher)
  const client = await connect(server)
  client.send(frame(1, 1), frame(1, 2), frame(1, 3))
  await until(() => held.waiting.size === 1, 'the first request')
  await world.clock.sleep(10)
  assert.equal(held.waiting.size, 1)
  held.answer(1)
  await until(() => held.waiting.size === 2, 'the second request')
  held.answer(2)
  await until(() => held.waiting.size === 3, 'the third request')
  held.answer(3)
  await until(() => client.answers.length === 3, 'all answers')
})

test('requests that overlap all start, and are answered in order whatever is ready first', async () => {
  const held = new Held()
  held.dispatcher.traitsByKey.set(0, OVERLAPS | KEEPS_FRAME)
  const server = await serve(held.dispatcher)
  const client = await connect(server)
  client.send(frame(0, 1, 'first'), frame(0, 2, 'second'), frame(0, 3, 'third'), frame(1, 4), frame(1, 5))
  await until(() => held.waiting.size === 4, 'three that overlap and the one behind')
  assert.equal(held.waiting.has(5), false)
  held.answer(4)
  held.answer(3)
  held.answer(2)
  await until(() => held.waiting.size === 5, 'the fifth begins once the fourth is decided')
  assert.deepEqual(client.correlationIds, [])
  held.answer(1)
  held.answer(5)
  await until(() => client.answers.length === 5, 'all answers')
  assert.deepEqual(client.correlationIds, [1, 2, 3, 4, 5])
})

test('a kept frame is unchanged until its answer, though its connection and others go on', async () => {
  const held = new Held()
  held.dispatcher.traitsByKey.set(0, OVERLAPS | KEEPS_FRAME)
  const server = await serve(held.dispatcher)
  const client = await connect(server)
  const other = await connect(server)
  const bodies = Array.from({ length: 40 }, (_, i) => Buffer.alloc(i % 3 === 0 ? 30_000 : 100, i + 1))
  for (const [i, body] of bodies.entries()) client.send(frame(0, i, body))
  await until(() => held.waiting.size === bodies.length, 'all have begun')
  for (let i = 100; i < 140; i++) other.send(frame(0, i, Buffer.alloc(5000, 0xff)))
  await until(() => held.waiting.size === bodies.length + 40, 'the others have begun')
  for (const [i, seen] of held.dispatcher.seen.slice(0, bodies.length).entries()) assert.deepEqual(seen.live, bodies[i])
  for (const id of held.waiting.keys()) held.answer(id)
  await until(() => client.answers.length === 40 && other.answers.length === 40, 'all answers')
  const used = server.gate.used
  assert.ok(used <= 65_536, `${used} bytes are still held`)
})

test('null sends nothing and keeps the order', async () => {
  const server = await serve(
    new FakeDispatcher(({ correlationId }) => (correlationId % 2 === 0 ? null : reply(correlationId))),
  )
  const client = await connect(server)
  client.send(frame(0, 1), frame(0, 2), frame(0, 3), frame(0, 4), frame(0, 5))
  await until(() => client.answers.length === 3, 'three answers')
  assert.deepEqual(client.correlationIds, [1, 3, 5])
})

for (const [what, bytes] of [
  ['a length of zero', Buffer.of(0, 0, 0, 0)],
  ['a negative length', Buffer.of(0xff, 0xff, 0xff, 0xf0, 1, 2, 3)],
  ['a length beyond the limit', Buffer.of(0x10, 0, 0, 0, 0, 0)],
  ['a frame without room for its header', Buffer.of(0, 0, 0, 3, 0, 0, 0)],
] as const) {
  test(`${what} closes that connection only, behind the answers before it`, async () => {
    const held = new Held()
    const server = await serve(held.dispatcher)
    const client = await connect(server)
    const other = await connect(server)
    client.send(frame(1, 1), bytes)
    other.send(frame(1, 2))
    await until(() => held.waiting.size === 2, 'both have begun')
    held.answer(1)
    await until(() => client.isEnded, 'the connection ends')
    assert.deepEqual(client.correlationIds, [1])
    held.answer(2)
    await until(() => other.answers.length === 1, 'the other is served')
  })
}

test('what a handler throws or rejects with ends its connection, behind the answers before it, and no other', async () => {
  const first = new Deferred<Reply | null>()
  const dispatcher = new FakeDispatcher(({ apiKey, correlationId }) => {
    if (apiKey === 7) throw new Error('a bug')
    if (apiKey === 8) return Promise.reject(new CloseConnection('not like this'))
    if (apiKey === 9) return first.promise
    return reply(correlationId)
  })
  dispatcher.traitsByKey.set(9, OVERLAPS)
  dispatcher.traitsByKey.set(8, OVERLAPS)
  const server = await serve(dispatcher)
  const [thrown, rejected, other] = [await connect(server), await connect(server), await connect(server)]
  thrown.send(frame(3, 1), frame(7, 2), frame(3, 3))
  rejected.send(frame(9, 1), frame(8, 2), frame(3, 3))
  await until(() => thrown.isEnded, 'the first ends')
  assert.deepEqual(thrown.correlationIds, [1])
  await world.clock.sleep(5)
  assert.equal(rejected.isEnded, false)
  first.resolve(reply(1))
  await until(() => rejected.isEnded, 'the second ends')
  assert.deepEqual(rejected.correlationIds, [1])
  other.send(frame(3, 5))
  await until(() => other.answers.length === 1, 'the third is served')
})

test('a client that does not read gets no more requests started, and goes on when it reads', async () => {
  const dispatcher = new FakeDispatcher(({ correlationId }) => reply(correlationId, Buffer.alloc(500_000)))
  const server = await serve(dispatcher)
  const client = await connect(server)
  client.pause()
  for (let i = 0; i < 200; i++) client.send(frame(1, i))
  await until(() => dispatcher.seen.length > 0, 'the first')
  await world.clock.sleep(50)
  const begun = dispatcher.seen.length
  assert.ok(begun < 40, `${begun} of 200 answers of 500,000 bytes were made`)
  assert.ok(server.budget.outstanding > 0)
  client.resume()
  await until(() => client.answers.length === 200, 'all answers')
  assert.equal(server.budget.outstanding, 0)
})

test('many that send at once are paused when the gate is full, and all are served in the end', async () => {
  const held = new Held()
  held.dispatcher.traitsByKey.set(0, OVERLAPS | KEEPS_FRAME)
  const server = await serve(held.dispatcher, { 'queued.max.request.bytes': 1_000_000 })
  const body = Buffer.alloc(100_000)
  const senders: FrameClient[] = []
  for (let i = 0; i < 50; i++) senders.push(await connect(server))
  for (const [i, sender] of senders.entries()) for (let n = 0; n < 4; n++) sender.send(frame(0, i * 10 + n, body))
  await until(() => server.gate.used >= 1_000_000, 'the gate is full')
  await world.clock.sleep(50)
  // Beyond the bound: what each had read already when it was paused.
  assert.ok(server.gate.used < 1_000_000 + 50 * 2 * 131_072, `${server.gate.used} bytes are held`)
  assert.ok(held.waiting.size < 100, `${held.waiting.size} of 200 have begun`)
  let answered = 0
  await until(() => {
    for (const [id, deferred] of [...held.waiting]) {
      held.waiting.delete(id)
      deferred.resolve(reply(id))
      answered++
    }
    return answered === 200
  }, 'all have begun')
  await until(() => senders.every((sender) => sender.answers.length === 4), 'all answers')
  assert.ok(server.gate.used <= 65_536)
})

test('frames half there that fill the gate do not block each other for ever', async () => {
  const dispatcher = echo()
  const server = await serve(dispatcher, { 'queued.max.request.bytes': 400_000 })
  const senders: FrameClient[] = []
  for (let i = 0; i < 8; i++) senders.push(await connect(server))
  const whole = senders.map((_, i) => frame(3, i, Buffer.alloc(300_000, i)))
  for (const [i, sender] of senders.entries()) sender.send(whole[i]!.subarray(0, 100_000))
  await until(() => server.gate.used >= 400_000, 'the gate is full')
  for (const [i, sender] of senders.entries()) sender.send(whole[i]!.subarray(100_000))
  await until(() => senders.every((sender) => sender.answers.length === 1), 'all are served')
})

test('a thousand that announce much and send little hold little', async () => {
  const server = await serve(echo())
  const announced = Buffer.alloc(4)
  announced.writeInt32BE(100_000_000)
  const senders: FrameClient[] = []
  for (let i = 0; i < 100; i++) senders.push(await connect(server))
  for (const sender of senders) sender.send(announced, Buffer.of(0, 3))
  await until(() => server.gate.used > 0, 'something is held')
  await world.clock.sleep(20)
  assert.ok(server.gate.used <= 100 * 16_384, `${server.gate.used} bytes are held`)
})

test('connections beyond max.connections and max.connections.per.ip are refused', async () => {
  const cases: Record<string, number | string>[] = [
    { 'max.connections': 2 },
    { 'max.connections.per.ip': 2 },
    { 'max.connections.per.ip': 100, 'max.connections.per.ip.overrides': '10.0.0.1:1,127.0.0.1:2' },
  ]
  for (const values of cases) {
    const server = await serve(echo(), values)
    const [a, b, c] = [await connect(server), await connect(server), await connect(server)]
    await until(() => c.isClosed || c.isEnded, 'the third is refused')
    a.send(frame(3, 1))
    await until(() => a.answers.length === 1, 'the first is served')
    b.destroy()
    await until(() => server.connectionCount === 1, 'the second is gone')
    const d = await connect(server)
    d.send(frame(3, 1))
    await until(() => d.answers.length === 1, 'a new one is served')
  }
})

test('a chunk of an answer is told of as sent when the system has taken it, not before', async () => {
  const large = Buffer.alloc(16 << 20, 7)
  const sent: Uint8Array[] = []
  const dispatcher = new FakeDispatcher(({ correlationId }) => {
    const head = Buffer.alloc(8)
    head.writeInt32BE(4 + large.length, 0)
    head.writeInt32BE(correlationId, 4)
    return { encode: () => [head, large] }
  })
  const server = await serve(dispatcher, {}, { onChunkSent: (chunk) => sent.push(chunk) })
  const client = await connect(server)
  client.pause()
  client.send(frame(1, 1))
  await until(() => dispatcher.seen.length === 1, 'it is asked')
  await world.clock.sleep(20)
  assert.equal(sent.includes(large), false, 'most of it is still here')
  client.resume()
  await until(() => client.answers.length === 1, 'it is answered')
  await until(() => sent.includes(large), 'it is told of')
  assert.ok(client.answers[0]!.body.equals(large))
})

test('stop answers what has begun, takes nothing new, and ends every connection', async () => {
  const held = new Held()
  const server = await startServer(held.dispatcher)
  const [busy, idle] = [await connect(server), await connect(server)]
  busy.send(frame(1, 1), frame(1, 2))
  await until(() => held.waiting.size === 1, 'one has begun')
  let told = false
  held.dispatcher.seen[0]!.peer.whenClosed(() => (told = true))
  const stopped = server.stop(5000)
  await until(() => told, 'what waits may give up')
  await until(() => idle.isEnded, 'the idle one ends at once')
  assert.equal(held.dispatcher.seen[0]!.peer.isGone(), false)
  await assert.rejects(FrameClient.connect(server.endpoints[0]!.port))
  held.answer(1)
  await stopped
  await until(() => busy.isClosed, 'the busy one ends')
  assert.deepEqual(busy.correlationIds, [1])
  assert.equal(held.waiting.size, 1)
})

test('stop does not wait longer than it may', async () => {
  const held = new Held()
  const server = await startServer(held.dispatcher)
  const client = await connect(server)
  client.send(frame(1, 1))
  await until(() => held.waiting.size === 1, 'one has begun')
  await server.stop(20)
  await until(() => client.isClosed, 'the connection is closed')
  assert.equal(held.dispatcher.seen[0]!.peer.isClosed(), true)
  assert.equal(held.dispatcher.seen[0]!.peer.isGone(), true)
  held.answer(1)
})

test('a client that ends its side still gets its answers', async () => {
  const held = new Held()
  const server = await serve(held.dispatcher)
  const client = await connect(server)
  client.send(frame(1, 1), frame(1, 2))
  client.end()
  await until(() => held.waiting.size === 1, 'the first')
  held.answer(1)
  await until(() => held.waiting.size === 2, 'the second')
  held.answer(2)
  await until(() => client.isClosed, 'the connection is closed')
  assert.deepEqual(client.correlationIds, [1, 2])
})

test('other protocols are named in the log, once, and their connection ends', async () => {
  const lines: string[] = []
  const logger = {
    debug() {},
    info() {},
    error() {},
    warn: (message: string) => lines.push(message),
    child: () => logger,
  }
  const server = await serve(echo(), {}, { logger })
  for (const bytes of [Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), Buffer.of(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc)]) {
    for (let i = 0; i < 3; i++) {
      const client = await connect(server)
      client.send(bytes)
      await until(() => client.isEnded, 'the connection ends')
    }
  }
  assert.equal(lines.length, 2)
  assert.match(lines[0]!, /HTTP/)
  assert.match(lines[1]!, /TLS/)
})

test('the observer hears of every request, answered or failed', async () => {
  const heard: unknown[] = []
  const dispatcher = new FakeDispatcher(({ apiKey, correlationId }) => {
    if (apiKey === 2) throw new CloseConnection('no')
    return apiKey === 1 ? Promise.resolve(reply(correlationId)) : reply(correlationId, Buffer.alloc(100))
  })
  const observer = {
    onRequest: (
      apiKey: number,
      version: number,
      bytesIn: number,
      bytesOut: number,
      q: number,
      t: number,
      e?: unknown,
    ) => heard.push([apiKey, version, bytesIn, bytesOut, q <= t, e !== undefined]),
  }
  const server = await serve(dispatcher, {}, { observer })
  const client = await connect(server)
  client.send(frame(3, 1, 'xyz', 4), frame(1, 2), frame(2, 3))
  await until(() => client.isEnded, 'the connection ends')
  assert.deepEqual(heard, [
    [3, 4, 15, 108, true, false],
    [1, 0, 12, 8, true, false],
    [2, 0, 12, 0, true, true],
  ])
})

test('a port that is taken is left to the operator', async () => {
  const server = await serve(echo())
  const port = server.endpoints[0]!.port
  assert.notEqual(port, 0)
  const listeners = [{ ...LOOPBACK.listeners[0]!, port }]
  const { NetworkServer } = await import('./server.ts')
  const { fakeConfig } = await import('./testing.ts')
  const { silentLogger } = await import('../base/logger.ts')
  await assert.rejects(
    NetworkServer.start({
      world,
      logger: silentLogger,
      config: fakeConfig(),
      endpoints: { ...LOOPBACK, listeners },
      dispatcher: echo(),
    }),
    (error) => error instanceof OperatorError && error.message.includes(String(port)),
  )
})
