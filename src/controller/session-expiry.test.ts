/** The session expires while the controller is in the middle of something: what was begun in it is not gone on with in the next. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../io/memory/world.ts'
import { encodeBroker } from '../metadata/nodes/broker-node.ts'
import { brokerPath, Paths, partitionStatePath, topicPath } from '../metadata/nodes/paths.ts'
import { assignmentOf, encodeState, encodeTopic } from '../metadata/nodes/topic-nodes.ts'
import { FakeZooKeeper } from '../metadata/stores/zookeeper/testing/fake-server.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { FakeBrokers } from './test-kit.ts'
import type { OnZooKeeper } from './zookeeper-kit.ts'
import { ID, PORT, REQUEST_LIMIT_MS, SELF, startOnZooKeeper } from './zookeeper-kit.ts'

const OTHER = 8
const OTHER_NODE = encodeBroker({ ...SELF, id: OTHER, endpoints: [{ ...SELF.endpoints[0]!, port: 9093 }] }, 0)

interface Scene {
  readonly world: MemoryWorld
  readonly server: FakeZooKeeper
  readonly stack: OnZooKeeper
}

async function scene(registered?: () => Promise<void>): Promise<Scene> {
  const world = new MemoryWorld()
  const server = new FakeZooKeeper(world)
  await server.listen(PORT)
  const starting = startOnZooKeeper(world, new FakeBrokers(), registered)
  await world.advance(1000)
  return { world, server, stack: await starting }
}

/** It holds both its nodes in its session, is at work, and makes topics. */
async function assertInOffice({ world, server, stack }: Scene, controllerEpoch: number): Promise<void> {
  for (const path of [brokerPath(ID), Paths.controller]) {
    assert.notEqual(await server.tree.exists(path), null, path)
  }
  assert.deepEqual([stack.controller.isActive, stack.controller.controllerEpoch], [true, controllerEpoch])
  const topic = { name: 't', numPartitions: 1, replicationFactor: 1, assignments: new Map(), configs: new Map() }
  const creating = stack.controller.createTopics([topic], { timeoutMs: 5000, validateOnly: false })
  await world.advance(6000)
  assert.equal((await creating)[0]!.error, ErrorCode.NONE)
}

async function close({ world, server, stack }: Scene): Promise<void> {
  const closing = stack.close()
  await world.advance(1000)
  await closing
  await server.goAway()
}

test('it expires again while the broker, registered, keeps the key of its session', async () => {
  let keepKey = (): void => {}
  let slow = true
  const there = await scene(() => (slow ? new Promise((resolve) => (keepKey = resolve)) : Promise.resolve()))
  const { world, server } = there
  await server.expire()
  await world.advance(3000)
  assert.notEqual(await server.tree.exists(brokerPath(ID)), null)
  slow = false
  await server.expire()
  await world.advance(3000)
  keepKey()
  await world.advance(5000)
  await assertInOffice(there, 2)
  await close(there)
})

/** False when there were fewer requests. */
async function preferredElection(lost: number): Promise<boolean> {
  const there = await scene()
  const { world, server } = there
  const topic = { topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partitions: new Map([[0, assignmentOf([OTHER, ID])]]) }
  await server.tree.create(topicPath('led'), encodeTopic(topic), 'persistent')
  await world.advance(1000)
  // The preferred leader comes, and is in sync.
  await server.tree.create(brokerPath(OTHER), OTHER_NODE, 'persistent')
  await world.advance(1000)
  const bothInSync = { leader: ID, leaderEpoch: 1, isr: [ID, OTHER], recovering: false, controllerEpoch: 1 }
  await server.tree.set(partitionStatePath('led', 0), encodeState(bothInSync), -1)
  server.loseAnswerOf(lost, true)
  const wanted = Buffer.from('{"version":1,"partitions":[{"topic":"led","partition":0}]}')
  await server.tree.create(Paths.preferredElection, wanted, 'persistent')
  // Less than what a controller waits before it moves leaders by itself.
  await world.advance(4000)
  const met = server.answersLost > 0
  assert.equal(await server.tree.exists(Paths.preferredElection), null)
  const state = Buffer.from((await server.tree.get(partitionStatePath('led', 0))).data!).toString()
  assert.match(state, /"leader":8/)
  if (met) await assertInOffice(there, 2)
  await close(there)
  return met
}

test('it expires in the middle of an election that a tool asked for: the next controller carries it out', async () => {
  let lost = 1
  while (await preferredElection(lost).catch((error) => assert.fail(`request ${lost}: ${(error as Error).stack}`)))
    lost++
  assert.ok(lost > 5, `${lost} requests`)
})

/** False when there were fewer requests. */
async function twice(lost: number): Promise<boolean> {
  const there = await scene()
  const { world, server } = there
  await server.expire()
  server.loseAnswerOf(lost, true)
  await world.advance(5000)
  const met = server.answersLost > 0
  // The second of them was elected or not; nobody is after the third.
  const epoch = there.stack.controller.controllerEpoch
  assert.ok(epoch <= (met ? 3 : 2), `controller epoch ${epoch}`)
  if (met) await assertInOffice(there, epoch)
  await close(there)
  return met
}

test('it expires twice, anywhere in what a broker does to come back', async () => {
  let lost = 1
  while (await twice(lost).catch((error) => assert.fail(`request ${lost}: ${(error as Error).stack}`))) lost++
  assert.ok(lost > 20, `${lost} requests`)
})

test('what was asked of the controller, and given up while ZooKeeper was away, is not begun when it is back', async () => {
  const there = await scene()
  const { world, server, stack } = there
  await server.tree.create(brokerPath(OTHER), OTHER_NODE, 'persistent')
  const topic = { topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partitions: new Map([0, 1].map((p) => [p, assignmentOf([ID])])) }
  await server.tree.create(topicPath('moved'), encodeTopic(topic), 'persistent')
  await world.advance(1000)
  await server.goAway()
  const move = (partition: number) =>
    stack.controller.alterReassignments([{ topic: 'moved', partition, replicas: [OTHER] }], false)
  // The first is begun and held up, the second waits behind it.
  const moves = [move(0), move(1)]
  await world.advance(REQUEST_LIMIT_MS + 1000)
  for (const [outcome] of await Promise.all(moves)) assert.equal(outcome!.error, ErrorCode.NOT_CONTROLLER)
  await server.listen(PORT)
  await world.advance(3000)
  const { partitions } = JSON.parse(Buffer.from((await server.tree.get(topicPath('moved'))).data!).toString())
  assert.deepEqual(partitions, { 0: [OTHER, ID], 1: [ID] })
  await close(there)
})
