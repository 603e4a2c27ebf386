import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Paths, topicPath } from '../metadata/nodes/paths.ts'
import { assignmentOf, encodeTopic } from '../metadata/nodes/topic-nodes.ts'
import type { Kit } from './test-kit.ts'
import { startKit } from './test-kit.ts'

const ID = 'K7jQ0mDdR0Kf9gMZyT7nXQ'
const path = Paths.reassignPartitions

async function start(replicas: number[], others: number[]): Promise<Kit> {
  const kit = await startKit({ others })
  const partitions = new Map([
    [0, assignmentOf(replicas)],
    [1, assignmentOf(replicas)],
  ])
  await kit.tree.create(topicPath('t'), encodeTopic({ topicId: ID, partitions }), 'persistent')
  await kit.settle()
  return kit
}

const wish = (...replicas: [number, number[]][]): string =>
  JSON.stringify({ version: 1, partitions: replicas.map(([partition, r]) => ({ topic: 't', partition, replicas: r })) })

async function reassign(kit: Kit, text: string): Promise<void> {
  await kit.tree.create(path, Buffer.from(text), 'persistent')
  await kit.settle()
}

const isGone = async (kit: Kit): Promise<boolean> => (await kit.tree.exists(path)) === null

async function assignments(kit: Kit): Promise<string> {
  const { partitions, adding_replicas } = JSON.parse((await kit.data(topicPath('t')))!)
  return JSON.stringify([partitions, adding_replicas])
}

test('a reassignment that is done at once, or cannot be, takes its node away', async () => {
  const kit = await start([7], [])
  for (const text of [wish([0, [7]]), wish([0, [99]]), wish([9, [7]]), wish([0, []]), wish(), 'nonsense', '{}']) {
    await reassign(kit, text)
    assert.ok(await isGone(kit), text)
  }
  assert.equal(await assignments(kit), '[{"0":[7],"1":[7]},{}]')
  await kit.close()
})

test('a node names what is still under way, over a failover, and goes with the last of it', async () => {
  const kit = await start([7], [8])
  await reassign(kit, wish([0, [8]], [1, [7]]))
  assert.equal(await kit.data(path), wish([0, [8]]))
  assert.equal(await assignments(kit), '[{"0":[8,7],"1":[7]},{"0":[8]}]')
  await kit.tree.expireSession()
  await kit.settle()
  assert.equal(await kit.data(path), wish([0, [8]]))
  // Told otherwise through the protocol.
  await kit.controller.alterReassignments([{ topic: 't', partition: 0, replicas: null }], false)
  await kit.tree.create(
    '/isr_change_notification/isr_change_',
    Buffer.from('{"partitions":[]}'),
    'persistent-sequential',
  )
  await kit.settle()
  assert.ok(await isGone(kit))
  assert.equal(await assignments(kit), '[{"0":[7],"1":[7]},{}]')
  await reassign(kit, wish([1, [7]]))
  assert.ok(await isGone(kit))
  await kit.close()
})

test('a reassignment that follows on the heels of another is carried out, too', async () => {
  const kit = await start([7], [8])
  await kit.tree.exists(
    path,
    () => void kit.tree.exists(path, () => void kit.tree.create(path, Buffer.from(wish([1, [8]])), 'persistent')),
  )
  await reassign(kit, wish([0, [7]]))
  assert.equal(await assignments(kit), '[{"0":[7],"1":[8,7]},{"1":[8]}]')
  await kit.close()
})
