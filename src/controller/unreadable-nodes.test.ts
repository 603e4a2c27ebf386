/** Nodes that hold what nobody can read, written by hand or by a tool: they stand in nobody's way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { NodeError } from '../metadata/contract.ts'
import { encodeBroker } from '../metadata/nodes/broker-node.ts'
import { brokerPath, Paths, topicPath } from '../metadata/nodes/paths.ts'
import { assignmentOf, encodeTopic } from '../metadata/nodes/topic-nodes.ts'
import { openMemoryTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { startKit } from './test-kit.ts'

const ID = 'K7jQ0mDdR0Kf9gMZyT7nXQ'
const UNREADABLE = ['', 'nonsense', '{}', '{"version":1,"event":1}', '{"version":1,"partitions":[{"topic":3}]}']
const ELSEWHERE = [{ listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: 'elsewhere', port: 1 }]
const topic = encodeTopic({ topicId: ID, partitions: new Map([[0, assignmentOf([7])]]) })

test('notifications that cannot be read are taken away, and those after them are followed', async () => {
  const kit = await startKit()
  await kit.tree.create(topicPath('t'), topic, 'persistent')
  await kit.settle()
  for (const [folder, good] of [
    [Paths.isrChanges, '{"version":1,"partitions":[{"topic":"t","partition":0}]}'],
    [Paths.logDirEvents, '{"version":1,"broker":7,"event":1}'],
  ] as const) {
    for (const text of UNREADABLE) {
      await kit.tree.create(`${folder}/n_`, Buffer.from(text), 'persistent-sequential')
      await kit.settle()
    }
    kit.brokers.take()
    await kit.tree.create(`${folder}/n_`, Buffer.from(good), 'persistent-sequential')
    await kit.settle()
    assert.deepEqual((await kit.tree.children(folder)).names, [])
    assert.ok(kit.brokers.take().includes('7 umr [7] t-0 leader=7'), folder)
  }
  await kit.close()
})

test('a broker whose node cannot be read is left out until it can be', async () => {
  const kit = await startKit()
  await kit.tree.create(brokerPath(9), Buffer.from('nonsense'), 'persistent')
  await kit.join(8)
  const knownTo7 = () => [...kit.brokers.cache(7).current.brokers.keys()]
  assert.deepEqual(knownTo7(), [7, 8])
  await kit.tree.expireSession()
  await kit.settle()
  assert.equal(kit.controller.isActive, true)
  assert.deepEqual(knownTo7(), [7, 8])
  // One that turns unreadable is where it was.
  await kit.tree.set(brokerPath(8), null, -1)
  await kit.settle()
  assert.deepEqual(knownTo7(), [7, 8])
  for (const id of [8, 9]) {
    await kit.tree.set(brokerPath(id), encodeBroker({ id, endpoints: ELSEWHERE, rack: null, features: {} }, 0), -1)
  }
  await kit.settle()
  assert.deepEqual(knownTo7(), [7, 8, 9])
  assert.equal(kit.brokers.cache(7).current.brokers.get(8)?.endpoints[0]?.host, 'elsewhere')
  await kit.close()
})

test('a node that may not be read keeps this broker out of office, as in Apache, with a sentence, and no longer than that', async () => {
  const world = new MemoryWorld()
  const tree = openMemoryTree({ clock: world.clock, logger: silentLogger })
  const { children } = tree
  tree.children = (path, watch) =>
    path === Paths.logDirEvents ? Promise.reject(new NodeError('no-auth', path)) : children.call(tree, path, watch)
  const said: unknown[] = []
  const logger = { ...silentLogger, error: (_: string, fields?: Record<string, unknown>) => said.push(fields?.error) }
  const kit = await startKit({ world, tree, logger })
  await world.advance(2500)
  assert.equal(kit.controller.isActive, false)
  assert.match(String(said[0]), /^ZooKeeper does not let this broker use \/log_dir_event_notification: set /)
  tree.children = children
  await world.advance(2500)
  assert.equal(kit.controller.isActive, true)
  await kit.close()
})

test('a change that could not be read at once is taken over later', async () => {
  const kit = await startKit({ others: [8] })
  await kit.tree.create(topicPath('t'), topic, 'persistent')
  await kit.settle()
  const get = kit.tree.get.bind(kit.tree)
  let refusals = 0
  kit.tree.get = (path, watch) => (refusals-- > 0 ? Promise.reject(new NodeError('storage', path)) : get(path, watch))
  const more = encodeTopic({ topicId: ID, partitions: new Map([0, 1].map((index) => [index, assignmentOf([7])])) })
  for (const change of [
    () => kit.tree.set(topicPath('t'), more, -1),
    () => kit.tree.set(brokerPath(8), encodeBroker({ id: 8, endpoints: ELSEWHERE, rack: null, features: {} }, 0), -1),
  ]) {
    refusals = 1
    await change()
    await kit.settle()
    await kit.world.advance(2000)
    await kit.settle()
  }
  assert.equal(kit.brokers.cache(7).current.partition('t', 1)?.leader, 7)
  assert.equal(kit.brokers.cache(7).current.brokers.get(8)?.endpoints[0]?.host, 'elsewhere')
  await kit.close()
})

test('a topic that was left out comes up when its node can be read', async () => {
  const kit = await startKit()
  await kit.tree.create(topicPath('t'), Buffer.from('nonsense'), 'persistent')
  await kit.settle()
  await kit.tree.set(topicPath('t'), topic, -1)
  await kit.settle()
  assert.equal(kit.brokers.cache(7).current.partition('t', 0)?.leader, 7)
  await kit.close()
})
