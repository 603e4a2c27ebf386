/** Groups and offsets that go: deletion, expiry, deleted topics. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ZERO_UUID } from '../../base/kinds.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { GroupRecord } from './records.ts'
import { HeldGroups } from './testing/held-group.ts'

const commit = (topic: string, offset: number, commitTimestamp = 0): GroupRecord => ({
  type: 'offset',
  group: 'g',
  topic,
  partition: 0,
  value: { offset, leaderEpoch: -1, metadata: '', commitTimestamp, expireTimestamp: -1, topicId: ZERO_UUID },
})

test('a group that goes takes its offsets with it, and stays when that cannot be stored', async () => {
  const g = new HeldGroups()
  const [member] = await g.stable(1)
  g.state.writeOffsets([commit('a', 1), commit('b', 2)], () => {})
  g.leave(member!)
  await g.world.advance(0)
  assert.equal(g.classic.state, 'Empty')
  g.holds = true
  const errors: number[] = []
  g.state.deleteGroup(g.group(), (error) => errors.push(error))
  assert.equal(g.classic.state, 'Dead')
  assert.equal(g.join('').reply?.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE)
  g.commit(ErrorCode.KAFKA_STORAGE_ERROR)
  assert.equal(g.classic.state, 'Empty')
  assert.equal(g.group().offsets.size, 2)
  g.written.length = 0
  g.state.deleteGroup(g.group(), (error) => errors.push(error))
  g.commit()
  assert.deepEqual(errors, [ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.NONE])
  assert.equal(g.state.groups.size, 0)
  assert.deepEqual(
    g.written.map(({ type, value }) => `${type} ${value}`),
    ['offset null', 'offset null', 'group null'],
  )
})

test('a group that only kept offsets leaves no tombstone of its own', () => {
  const g = new HeldGroups()
  g.state.writeOffsets([commit('a', 1)], () => {})
  g.state.deleteGroup(g.group(), () => {})
  assert.deepEqual(
    g.written.slice(1).map(({ type }) => type),
    ['offset'],
  )
})

test('an expiry decides when nothing is under way: a commit that comes with it stays', () => {
  const g = new HeldGroups()
  const now = g.world.clock.wallMs()
  g.state.writeOffsets([commit('a', 1, now - 5000)], () => {})
  g.holds = true
  g.state.writeOffsets([commit('a', 2, now)], () => {})
  g.state.expire(now, 1000)
  g.commit()
  assert.equal(g.group().offsets.get('a', 0)?.offset, 2)
  g.state.expire(now + 1000, 1000)
  g.commit()
  assert.equal(g.state.groups.size, 0)
})

test('offsets of a deleted topic go, the others stay', () => {
  const g = new HeldGroups()
  g.state.writeOffsets([commit('a', 1), commit('b', 2)], () => {})
  g.state.forgetPartitions([
    { topic: 'a', partition: 0 },
    { topic: 'c', partition: 0 },
  ])
  assert.deepEqual([...g.group().offsets.topics.keys()], ['b'])
  assert.equal(g.written.length, 3)
})
