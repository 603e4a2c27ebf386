import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Logger } from '../base/logger.ts'
import { silentLogger } from '../base/logger.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { Peer } from '../network/dispatcher.ts'
import { ApiKey } from '../protocol/apis.ts'
import { LostClients } from './lost-clients.ts'

function watch() {
  const world = new MemoryWorld()
  const lines: string[] = []
  const logger: Logger = { ...silentLogger, warn: (message) => lines.push(message) }
  const clients = new LostClients({ clock: world.clock, logger, toldOn: () => 'kafka:9092' })
  const peer = (connectionId: number, remoteHost = '10.0.0.7') =>
    ({ connectionId, remoteHost, listener: 'PLAINTEXT' }) as Peer
  return { world, lines, clients, peer }
}

test('a client that asks on and on and never comes is told of, with the address it was told', async () => {
  const { world, lines, clients, peer } = watch()
  for (let n = 0; n < 4; n++) {
    clients.onRequest(ApiKey.Metadata, 'sarama', peer(1))
    await world.advance(250)
  }
  assert.equal(lines.length, 0)
  await world.advance(5000)
  assert.equal(lines.length, 1)
  assert.match(lines[0]!, /never came to kafka:9092/)
  assert.match(lines[0]!, /advertised\.listeners/)
})

test('one that comes with anything to do is not, and neither are those that only look', async () => {
  const { world, lines, clients, peer } = watch()
  for (let n = 0; n < 5; n++) clients.onRequest(ApiKey.Metadata, 'a', peer(1))
  clients.onRequest(ApiKey.Produce, 'a', peer(2))
  // A tool that lists topics, and one that is called every second, each time on its own connection.
  clients.onRequest(ApiKey.Metadata, 'b', peer(3))
  clients.onRequest(ApiKey.Metadata, 'b', peer(3))
  for (let n = 0; n < 10; n++) {
    clients.onRequest(ApiKey.Metadata, 'c', peer(10 + n))
    await world.advance(1000)
  }
  await world.advance(10_000)
  assert.deepEqual(lines, [])
})

test('what another host or client does says nothing; questions to coordinators neither', async () => {
  const { world, lines, clients, peer } = watch()
  for (let n = 0; n < 3; n++) clients.onRequest(ApiKey.Metadata, 'a', peer(1))
  clients.onRequest(ApiKey.FindCoordinator, 'a', peer(1))
  clients.onRequest(ApiKey.Fetch, 'a', peer(2, '10.0.0.8'))
  clients.onRequest(ApiKey.Fetch, 'b', peer(3))
  await world.advance(6000)
  assert.equal(lines.length, 1)
})

test('the clients watched at a time are bounded', async () => {
  const { world, clients, peer } = watch()
  for (let n = 0; n < 5000; n++) clients.onRequest(ApiKey.Metadata, `client-${n}`, peer(n))
  assert.equal((clients as unknown as { watched: Map<string, unknown> }).watched.size, 1000)
  await world.advance(6000)
  assert.equal((clients as unknown as { watched: Map<string, unknown> }).watched.size, 0)
})
