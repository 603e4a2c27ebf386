import assert from 'node:assert/strict'
import { test } from 'node:test'
import { partitionStatePath, topicPath } from '../metadata/nodes/paths.ts'
import { assignmentOf, decodeState, encodeState, encodeTopic } from '../metadata/nodes/topic-nodes.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { Kit } from './test-kit.ts'
import { startKit } from './test-kit.ts'

const ID = 'K7jQ0mDdR0Kf9gMZyT7nXQ'
const { NONE, INVALID_REPLICA_ASSIGNMENT, NO_REASSIGNMENT_IN_PROGRESS, UNKNOWN_TOPIC_OR_PARTITION } = ErrorCode

async function start(replicas: number[], others: number[] = []): Promise<Kit> {
  const kit = await startKit({ others })
  const partitions = new Map([[0, assignmentOf(replicas)]])
  await kit.tree.create(topicPath('t'), encodeTopic({ topicId: ID, partitions }), 'persistent')
  await kit.settle()
  kit.brokers.take()
  return kit
}

async function move(kit: Kit, replicas: number[] | null, partition = 0, topic = 't', keepsFactor = false) {
  const [outcome] = await kit.controller.alterReassignments([{ topic, partition, replicas }], keepsFactor)
  await kit.settle()
  return outcome!.error
}

async function node(kit: Kit): Promise<string> {
  const { partitions, adding_replicas, removing_replicas, topic_id } = JSON.parse((await kit.data(topicPath('t')))!)
  assert.equal(topic_id, ID)
  const [adding, removing] = [adding_replicas['0'] ?? [], removing_replicas['0'] ?? []]
  return `[${partitions['0']}] +[${adding}] -[${removing}]`
}

async function state(kit: Kit) {
  const { data, stat } = await kit.tree.get(partitionStatePath('t', 0))
  return decodeState('t', 0, data, stat.version)
}

/** As a leader does whose followers caught up. */
async function catchUp(kit: Kit, isr: number[]): Promise<void> {
  const now = await state(kit)
  await kit.tree.set(partitionStatePath('t', 0), encodeState({ ...now, isr }), now.version)
  const change = '{"version":1,"partitions":[{"topic":"t","partition":0}]}'
  await kit.tree.create('/isr_change_notification/isr_change_', Buffer.from(change), 'persistent-sequential')
  await kit.settle()
}

function leadership(kit: Kit): string[] {
  return kit.brokers.take().filter((line) => line.includes(' lisr '))
}

test('to the same single replica: done at once, with a new leader epoch', async () => {
  const kit = await start([7])
  assert.equal(await move(kit, [7]), NONE)
  assert.equal(await node(kit), '[7] +[] -[]')
  const { leader, leaderEpoch, isr } = await state(kit)
  assert.deepEqual([leader, leaderEpoch, isr], [7, 1, [7]])
  assert.deepEqual(leadership(kit), ['7 lisr t-0 leader=7 epoch=1 isr=[7]'])
  assert.deepEqual(await kit.controller.listReassignments(null), [])
  await kit.close()
})

test('to another broker: the node holds both until the new replica is in sync', async () => {
  const kit = await start([7], [8])
  assert.equal(await move(kit, [8]), NONE)
  assert.equal(await node(kit), '[8,7] +[8] -[7]')
  assert.deepEqual(leadership(kit), ['7 lisr t-0 leader=7 epoch=1 isr=[7]', '8 lisr t-0 leader=7 epoch=1 isr=[7] new'])
  const ongoing = { topic: 't', partition: 0, replicas: [8, 7], adding: [8], removing: [7] }
  assert.deepEqual(await kit.controller.listReassignments(null), [ongoing])
  assert.deepEqual(await kit.controller.listReassignments([{ topic: 't', partition: 1 }]), [])
  await catchUp(kit, [7, 8])
  assert.equal(await node(kit), '[8] +[] -[]')
  const { leader, isr } = await state(kit)
  assert.deepEqual([leader, isr], [8, [8]])
  const told = kit.brokers.take()
  assert.ok(
    told.some((line) => /^7 stop t-0 epoch=\d+ delete$/.test(line)),
    told.join('\n'),
  )
  assert.deepEqual(kit.brokers.cache(7).current.partition('t', 0)?.replicas, [8])
  await kit.close()
})

test('a cancelled move goes back; a new target takes the place of the old', async () => {
  const kit = await start([7], [8, 9])
  await move(kit, [8])
  kit.brokers.take()
  assert.equal(await move(kit, [9, 7]), NONE)
  assert.equal(await node(kit), '[9,7] +[9] -[]')
  assert.ok(kit.brokers.take().some((line) => /^8 stop t-0 .* delete$/.test(line)))
  assert.equal(await move(kit, null), NONE)
  assert.equal(await node(kit), '[7] +[] -[]')
  assert.equal(await move(kit, null), NO_REASSIGNMENT_IN_PROGRESS)
  await kit.close()
})

test('the next controller goes on with a move', async () => {
  const kit = await start([7], [8])
  await move(kit, [8, 7])
  await kit.controller.stop()
  await kit.tree.delete('/controller', -1)
  const next = await startKit({ tree: kit.tree, world: kit.world, brokerId: 6 })
  const lines = next.brokers.take()
  assert.ok(
    lines.some((line) => line.startsWith('8 lisr t-0 leader=7')),
    lines.join('\n'),
  )
  await catchUp(next, [7, 8])
  assert.equal(await node(next), '[8,7] +[] -[]')
  await next.close()
})

test('a replica on a broker that is gone for good is moved away from', async () => {
  const kit = await start([7, 9])
  assert.equal(await move(kit, [7]), NONE)
  assert.equal(await node(kit), '[7] +[] -[]')
  assert.equal(await kit.controller.stats.offlinePartitions, 0)
  await kit.close()
})

test('a move whose target cannot lead waits until it can, over a new controller too', async () => {
  const kit = await start([7], [8])
  await move(kit, [8])
  const now = await state(kit)
  await kit.leave(8)
  // The last in sync, and gone.
  await kit.tree.set(partitionStatePath('t', 0), encodeState({ ...now, leader: 8, isr: [8] }), -1)
  await kit.controller.stop()
  await kit.tree.delete('/controller', -1)
  const next = await startKit({ tree: kit.tree, world: kit.world, brokerId: 6 })
  assert.ok(next.controller.isActive)
  assert.match(await node(next), /^\[8,7\]/)
  await next.join(8)
  assert.equal(await node(next), '[8] +[] -[]')
  await next.close()
})

test('what is refused', async () => {
  const kit = await start([7], [8])
  assert.equal(await move(kit, []), INVALID_REPLICA_ASSIGNMENT)
  assert.equal(await move(kit, [7, 7]), INVALID_REPLICA_ASSIGNMENT)
  assert.equal(await move(kit, [-1]), INVALID_REPLICA_ASSIGNMENT)
  assert.equal(await move(kit, [7, 99]), INVALID_REPLICA_ASSIGNMENT)
  assert.equal(await move(kit, [7], 5), UNKNOWN_TOPIC_OR_PARTITION)
  assert.equal(await move(kit, [7], 0, 'nope'), UNKNOWN_TOPIC_OR_PARTITION)
  assert.equal(await move(kit, null, 5), NO_REASSIGNMENT_IN_PROGRESS)
  assert.equal(await move(kit, [7, 8], 0, 't', true), ErrorCode.INVALID_REPLICATION_FACTOR)
  assert.equal(await node(kit), '[7] +[] -[]')
  await kit.controller.stop()
  assert.equal(await move(kit, [7]), ErrorCode.NOT_CONTROLLER)
})
