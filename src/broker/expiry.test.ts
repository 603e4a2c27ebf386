/** Answers of ZooKeeper that are lost, and sessions that expire, at any point of a broker's start: it serves all the same. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pass } from '../client/testing/fake-broker.ts'
import { FaultDisk, isChange, type Plan } from '../io/fault/disk.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { Disk, World } from '../io/world.ts'
import { encodeBroker } from '../metadata/nodes/broker-node.ts'
import { ensureNode } from '../metadata/setup.ts'
import { FakeZooKeeper } from '../metadata/stores/zookeeper/testing/fake-server.ts'
import { startBroker } from './main.ts'

const ENV = { KAFKA_CREATE_TOPICS: 't:1:1' }

async function startBeside(world: MemoryWorld, server: FakeZooKeeper, disk: Disk = world.disk): Promise<void> {
  const port = await server.listen(0)
  const flags = { 'zookeeper.connect': `127.0.0.1:${port}/kafka`, 'log.dirs': '/data' }
  const own: World = Object.assign(Object.create(world), { disk })
  const broker = await pass(world, startBroker({ world: own, port: 9092, flags, env: ENV }))
  await world.advance(30_000)
  const { tree } = server
  for (const path of [`brokers/ids/${broker.brokerId}`, 'controller', 'brokers/topics/t/partitions/0/state']) {
    assert.notEqual(await tree.exists(`/kafka/${path}`), null, path)
  }
  await pass(world, broker.stop())
  assert.deepEqual((await tree.children('/kafka/brokers/ids')).names, [])
}

/** Tells the story with its trouble at the first point, the second, …, until there is none left to meet. */
async function atEach(story: (n: number) => Promise<boolean>): Promise<number> {
  let n = 1
  while (await story(n).catch((error) => assert.fail(`at ${n}: ${(error as Error).stack}`))) n++
  return n - 1
}

for (const expires of [false, true]) {
  test(`any one answer is lost${expires ? ', and the session with it' : ''}`, async () => {
    const met = await atEach(async (n) => {
      const world = new MemoryWorld()
      const server = new FakeZooKeeper(world)
      server.loseAnswerOf(n, expires)
      await startBeside(world, server)
      return server.answersLost > 0
    })
    assert.ok(met > 60, `${met} requests`)
  })
}

test('the session expires between requests, beside anything that the disk is told', async () => {
  const met = await atEach(async (n) => {
    const world = new MemoryWorld()
    const server = new FakeZooKeeper(world)
    let changes = 0
    // Long enough for a new session to begin meanwhile.
    const slow = { act: 'slow', ms: 1000 } as const
    const plan: Plan = (operation) => {
      if (!isChange(operation) || ++changes !== n) return null
      void server.expire()
      return slow
    }
    const disk = new FaultDisk(world.disk, plan, world.clock)
    await startBeside(world, server, disk)
    return changes >= n
  })
  assert.ok(met > 20, `${met} operations`)
})

test('the session expires, and the broker is stopped at any moment of its return', async () => {
  for (let delayMs = 0; delayMs <= 200; delayMs += 5) {
    const world = new MemoryWorld()
    const server = new FakeZooKeeper(world)
    const port = await server.listen(0)
    const flags = { 'zookeeper.connect': `127.0.0.1:${port}/kafka`, 'log.dirs': '/data' }
    const broker = await pass(world, startBroker({ world, port: 9092, flags, env: ENV }))
    await server.expire()
    await world.advance(delayMs)
    await pass(world, broker.stop())
    assert.equal(await broker.ended, null)
    assert.deepEqual((await server.tree.children('/kafka/brokers/ids')).names, [], `${delayMs} ms`)
    assert.notEqual(await world.disk.stat('/data/.kafka_cleanshutdown'), null)
  }
})

test('a start that is not wanted any more does not wait for the end of a former session', async () => {
  const world = new MemoryWorld()
  const server = new FakeZooKeeper(world)
  const port = await server.listen(0)
  // As it was left by a kill.
  const endpoint = { listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: '127.0.0.1', port: 9092 }
  const node = encodeBroker({ id: 3, endpoints: [endpoint], rack: null, features: {} }, 0)
  await ensureNode(server.tree, '/brokers/ids/3', node)
  const stop = new AbortController()
  const log = (line: string) => (line.includes('waiting for its end') ? stop.abort() : undefined)
  const flags = { 'zookeeper.connect': `127.0.0.1:${port}`, 'log.dirs': '/data', 'broker.id': '3' }
  await assert.rejects(pass(world, startBroker({ world, port: 9092, flags, log, stopEarly: stop.signal })))
  assert.ok(stop.signal.aborted)
  assert.ok(world.clock.monotonicMs() < 2000, `${world.clock.monotonicMs()} ms`)
})
