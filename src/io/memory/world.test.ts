import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Socket } from '../world.ts'
import { MemoryWorld } from './world.ts'

test('timers fire in order at their time, and what they cause happens before the next', async () => {
  const world = new MemoryWorld()
  const { clock } = world
  const seen: string[] = []
  const note = (what: string) => seen.push(`${clock.monotonicMs()} ${what}`)
  clock.after(10, async () => {
    note('first')
    await null
    world.turn.later(async () => {
      await null
      note('its consequence')
    })
    clock.after(0, () => note('at once'))
  })
  clock.after(10, () => note('second'))
  clock.after(5, () => note('early'))
  clock.after(2 ** 60, () => note('never'))
  const periodic = clock.every(8, () => note('tick'))
  clock.after(9, () => note('cancelled')).cancel()
  void clock.sleep(20).then(() => note('slept'))
  const before = clock.wallMs()
  await world.advance(20)
  assert.equal(clock.wallMs() - before, 20)
  assert.deepEqual(seen, [
    '5 early',
    '8 tick',
    '10 first',
    '10 its consequence',
    '10 second',
    '10 at once',
    '16 tick',
    '20 slept',
  ])
  periodic.cancel()
  await world.advance(100)
  assert.equal(seen.length, 8)
})

test('the same seed gives the same world', () => {
  const draw = (seed: number) => {
    const { entropy } = new MemoryWorld({ seed })
    return [entropy.below(10), entropy.below(2 ** 40), ...entropy.bytes(8)]
  }
  assert.deepEqual(draw(7), draw(7))
  assert.notDeepEqual(draw(7), draw(8))
})

function listen(socket: Socket, name: string, seen: string[]): Socket {
  socket.handle({
    data: (bytes) => seen.push(`${name} hears ${Buffer.from(bytes)}`),
    drain: () => seen.push(`${name} drains`),
    ended: () => seen.push(`${name} hears the end`),
    closed: (error) => seen.push(`${name} is closed${error ? ' by reset' : ''}`),
  })
  return socket
}

async function connected(seen: string[]) {
  const a = new MemoryWorld({ host: 'a' })
  const b = new MemoryWorld({ host: 'b', beside: a })
  const far = Promise.withResolvers<Socket>()
  const listener = await b.net.listen({ host: '', port: 0 }, (socket) => far.resolve(listen(socket, 'b', seen)))
  const near = listen(await a.net.connect({ host: 'b', port: listener.port }), 'a', seen)
  return { a, b, near, far: await far.promise, listener }
}

test('two hosts talk, one ends, both are closed', async () => {
  const seen: string[] = []
  const { a, near, far } = await connected(seen)
  assert.equal(near.remotePort, far.localPort)
  near.write([Buffer.from('ping')])
  await a.settle()
  far.write([Buffer.from('pong')])
  far.end()
  await a.settle()
  near.write([Buffer.from('bye')])
  near.end()
  await a.settle()
  assert.deepEqual(seen, [
    'b hears ping',
    'a hears pong',
    'a hears the end',
    'b hears bye',
    'b hears the end',
    'a is closed',
    'b is closed',
  ])
})

test('a link that is cut holds bytes back; a slow one delays them; a killed host resets', async () => {
  const seen: string[] = []
  const { a, b, near, listener } = await connected(seen)
  a.network.setLink('a', 'b', { blocked: true })
  near.write([Buffer.from('1')])
  await a.advance(1000)
  assert.deepEqual(seen, [])
  a.network.setLink('a', 'b', { delayMs: 30 })
  near.write([Buffer.from('2')])
  await a.advance(29)
  assert.deepEqual(seen, ['b hears 1'])
  await a.advance(1)
  assert.deepEqual(seen, ['b hears 1', 'b hears 2'])
  b.network.kill('b')
  await a.settle()
  assert.deepEqual(seen.slice(2), ['a is closed by reset'])
  a.network.setLink('a', 'b', {})
  await assert.rejects(a.net.connect({ host: 'b', port: listener.port }), { kind: 'refused' })
})

test('a reader that pauses makes the writer wait', async () => {
  const seen: string[] = []
  const { a, near, far } = await connected(seen)
  far.pause()
  let written = false
  assert.equal(
    near.write([Buffer.alloc(70_000)], () => (written = true)),
    false,
  )
  await a.settle()
  assert.equal(near.queuedBytes, 70_000)
  assert.equal(written, false)
  far.resume()
  await a.settle()
  assert.equal(near.queuedBytes, 0)
  assert.equal(written, true)
  assert.equal(seen.at(-1), 'a drains')
})
