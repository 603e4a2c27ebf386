import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Listener, type NetError, type Socket, NetError as WorldNetError } from '../world.ts'
import { Descriptors } from './descriptors.ts'
import { NodeNet } from './net.ts'

const network = new NodeNet(new Descriptors())

interface Side {
  socket: Socket
  received: Buffer[]
  ended: Promise<void>
  closed: Promise<NetError | null>
  onData: ((bytes: Uint8Array) => void) | null
  onDrain: (() => void) | null
}

function side(socket: Socket): Side {
  const ended = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<NetError | null>()
  const it: Side = { socket, received: [], ended: ended.promise, closed: closed.promise, onData: null, onDrain: null }
  socket.handle({
    data(bytes) {
      it.received.push(Buffer.from(bytes))
      it.onData?.(bytes)
    },
    drain: () => it.onDrain?.(),
    ended: () => ended.resolve(),
    closed: (error) => closed.resolve(error),
  })
  return it
}

async function pair(run: (server: Side, client: Side, listener: Listener) => Promise<void>): Promise<void> {
  const arrived = Promise.withResolvers<Side>()
  const listener = await network.listen({ host: '127.0.0.1', port: 0 }, (socket) => arrived.resolve(side(socket)))
  try {
    const client = side(await network.connect({ host: '127.0.0.1', port: listener.port, timeoutMs: 5000 }))
    const server = await arrived.promise
    try {
      await run(server, client, listener)
    } finally {
      client.socket.destroy()
      server.socket.destroy()
      await Promise.all([client.closed, server.closed])
    }
  } finally {
    await listener.close()
  }
}

test('bytes arrive in order, however they are cut, and both ends know each other', () =>
  pair(async (server, client) => {
    assert.equal(client.socket.localPort, server.socket.remotePort)
    assert.equal(client.socket.remotePort, server.socket.localPort)
    assert.equal(server.socket.remoteHost, '127.0.0.1')
    const chunks = Array.from({ length: 3000 }, (_, i) => Buffer.alloc(i % 977, i & 255))
    const written = new Promise<void>((resolve) => client.socket.write(chunks, resolve))
    await written
    client.socket.end()
    await server.ended
    assert.deepEqual(Buffer.concat(server.received), Buffer.concat(chunks))
    // Half open: the other direction still works.
    server.socket.write([Buffer.from('still '), Buffer.from('here')])
    server.socket.end()
    await client.ended
    assert.equal(Buffer.concat(client.received).toString(), 'still here')
    assert.equal(await client.closed, null)
    assert.equal(await server.closed, null)
  }))

test('two sockets that read into the same buffer do not see each other', async () => {
  const sides: Side[] = []
  const all = Promise.withResolvers<void>()
  const listener = await network.listen({ host: '127.0.0.1', port: 0 }, (socket) => {
    if (sides.push(side(socket)) === 8) all.resolve()
  })
  const clients = await Promise.all(
    Array.from({ length: 8 }, async () => side(await network.connect({ host: '127.0.0.1', port: listener.port }))),
  )
  for (let round = 0; round < 50; round++)
    clients.forEach((client, i) => {
      client.socket.write([Buffer.alloc(5000, 65 + i)])
    })
  for (const client of clients) client.socket.end()
  await all.promise
  await Promise.all(sides.map((one) => one.ended))
  const seen = sides.map((one) => {
    const bytes = Buffer.concat(one.received)
    assert.equal(bytes.length, 250_000)
    assert.ok(bytes.every((byte) => byte === bytes[0]))
    return bytes[0]!
  })
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    [65, 66, 67, 68, 69, 70, 71, 72],
  )
  for (const one of sides) one.socket.end()
  await Promise.all([...sides, ...clients].map((one) => one.closed))
  await listener.close()
})

test('a reader that stops makes the writer wait, and drain tells when to go on', () =>
  pair(async (server, client) => {
    server.socket.pause()
    const block = Buffer.alloc(1 << 20, 7)
    let blocks = 0
    let drains = 0
    const drained = () => new Promise<void>((resolve) => (client.onDrain = resolve))
    while (client.socket.write([block]) && ++blocks < 64);
    assert.ok(blocks < 64, 'write answered false')
    blocks++
    assert.ok(client.socket.queuedBytes > 0)
    const before = server.received.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(server.received.length, before, 'nothing is read while paused')
    const empty = drained()
    server.socket.resume()
    await empty
    drains++
    assert.equal(drains, 1)
    assert.equal(client.socket.queuedBytes, 0)
    client.socket.end()
    await server.ended
    assert.equal(
      server.received.reduce((sum, bytes) => sum + bytes.length, 0),
      blocks * block.length,
    )
  }))

test('pausing inside data stops after that call', () =>
  pair(async (server, client) => {
    let calls = 0
    const first = new Promise<void>((resolve) => {
      server.onData = () => {
        calls++
        server.socket.pause()
        resolve()
      }
    })
    client.socket.write([Buffer.alloc(1 << 20)])
    await first
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(calls, 1)
    const next = new Promise<void>((resolve) => {
      server.onData = () => resolve()
    })
    server.socket.resume()
    await next
  }))

test('a reset is told as an error, once', () =>
  pair(async (server, client) => {
    client.socket.write([Buffer.from('x')])
    // Unread bytes at close make the system send a reset.
    client.socket.pause()
    server.socket.write([Buffer.alloc(1 << 20)])
    await new Promise((resolve) => setTimeout(resolve, 10))
    client.socket.destroy()
    assert.equal(await client.closed, null)
    const error = await server.closed
    assert.ok(error instanceof WorldNetError)
    assert.equal(error.kind, 'io')
    assert.equal(server.socket.write([Buffer.from('late')]), false)
  }))

test('a port that is taken, and one where nobody listens', async () => {
  const listener = await network.listen({ host: '127.0.0.1', port: 0 }, () => {})
  const { port } = listener
  await assert.rejects(
    network.listen({ host: '127.0.0.1', port }, () => {}),
    { name: 'NetError', kind: 'in-use' },
  )
  await listener.close()
  await assert.rejects(network.connect({ host: '127.0.0.1', port }), { name: 'NetError', kind: 'refused' })
  // Free again at once.
  const again = await network.listen({ host: '127.0.0.1', port }, () => {})
  await again.close()
  await again.close()
})

test('a listener for every address knows IPv4 peers by their plain address', async () => {
  const arrived = Promise.withResolvers<Side>()
  const listener = await network.listen({ host: '', port: 0 }, (socket) => arrived.resolve(side(socket)))
  const client = side(await network.connect({ host: '127.0.0.1', port: listener.port }))
  const server = await arrived.promise
  assert.equal(server.socket.remoteHost, '127.0.0.1')
  client.socket.end()
  server.socket.end()
  await Promise.all([client.closed, server.closed])
  await listener.close()
})

test('with few descriptors left connections are refused, and somebody is told', async () => {
  const descriptors = new Descriptors(44)
  let told = 0
  const small = new NodeNet(descriptors, { onDescriptorsScarce: () => told++ })
  const listener = await small.listen({ host: '127.0.0.1', port: 0 }, () => assert.fail('accepted'))
  const client = side(await network.connect({ host: '127.0.0.1', port: listener.port }))
  await client.ended
  client.socket.end()
  await client.closed
  assert.equal(told, 1)
  await listener.close()
})
