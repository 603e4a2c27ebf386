import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import { test } from 'node:test'
import { Random } from '../memory/random.ts'
import { Descriptors } from './descriptors.ts'
import { anyOrder } from './lookup.ts'
import { NodeNet } from './net.ts'

const SEED = 11
const ADDRESSES: LookupAddress[] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((address) => ({ address, family: 4 }))

test('each address of a host is the first at times, and none is left out', () => {
  const random = new Random(SEED)
  const lookup = anyOrder(
    (_host, _options, done) => done(null, ADDRESSES),
    (limit) => random.below(limit),
  )
  const first = new Set<string>()
  for (let i = 0; i < 100; i++) {
    lookup('zk', { all: true }, (error, all) => {
      assert.equal(error, null)
      const found = (all as LookupAddress[]).map(({ address }) => address)
      assert.deepEqual(
        found.toSorted(),
        ADDRESSES.map(({ address }) => address),
      )
      first.add(found[0]!)
    })
    lookup('zk', {}, (_error, address, family) =>
      assert.ok(ADDRESSES.some((one) => one.address === address) && family === 4),
    )
  }
  assert.equal(first.size, ADDRESSES.length, `seed ${SEED}`)
})

test('a host that is not known is told of', () => {
  const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND zk'), { code: 'ENOTFOUND' })
  const lookup = anyOrder((_host, _options, done) => done(unknown, []))
  lookup('zk', { all: true }, (error) => assert.equal(error, unknown))
})

test('a connection is made by it', async () => {
  const network = new NodeNet(new Descriptors())
  const listener = await network.listen({ host: 'localhost', port: 0 }, (socket) => socket.destroy())
  const socket = await network.connect({ host: 'localhost', port: listener.port, timeoutMs: 5000, anyAddress: true })
  socket.destroy()
  await listener.close()
})
