/** Groups and offsets that go: deletion, expiry, deleted topics. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ZERO_UUID } from '../../base/kinds.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { GroupOffsets } from './offsets.ts'
import type { OffsetRecord } from './records.ts'
import { HeldGroups } from './testing/held-group.ts'

const commit = (topic: string, offset: number, commitTimestamp = 0): OffsetRecord => ({
  type: 'offset',
  group: 'g',
  topic,
  partition: 0,
  value: { offset, leaderEpoch: -1, metadata: '', commitTimestamp, expireTimestamp: -1, topicId: ZERO_UUID },
})

const of = (producerId: number) => ({ producerId, producerEpoch: 0, guard: undefined })
const nobody = () => {}

test('a group that goes takes its offsets with it, and stays when that cannot be stored', async () => {
  const g = new HeldGroups()
  const [member] = await g.stable(1)
  g.state.writeOffsets(g.group(), [commit('a', 1), commit('b', 2)], () => {})
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
  g.state.writeOffsets(g.group(), [commit('a', 1)], () => {})
  g.state.deleteGroup(g.group(), () => {})
  assert.deepEqual(
    g.written.slice(1).map(({ type }) => type),
    ['offset'],
  )
})

test('an expiry decides when nothing is under way: a commit that comes with it stays', () => {
  const g = new HeldGroups()
  const now = g.world.clock.wallMs()
  g.state.writeOffsets(g.group(), [commit('a', 1, now - 5000)], () => {})
  g.holds = true
  g.state.writeOffsets(g.group(), [commit('a', 2, now)], () => {})
  g.state.expire(now, 1000)
  g.commit()
  assert.equal(g.group().offsets.get('a', 0)?.offset, 2)
  g.state.expire(now + 1000, 1000)
  g.commit()
  assert.equal(g.state.groups.size, 0)
})

test('an expiry leaves what is committed while it waits for its moment', () => {
  for (const how of ['commit', 'transaction'] as const) {
    const g = new HeldGroups()
    const now = g.world.clock.wallMs()
    g.state.writeOffsets(g.group(), [commit('a', 1, now - 5000)], nobody)
    g.holds = true
    g.state.writeOffsets(g.group(), [commit('b', 1, now - 5000)], nobody)
    g.state.expire(now, 1000)
    // Behind the write that it waits for, and before the removals.
    const errors: number[] = []
    if (how === 'commit') g.state.writeOffsets(g.group(), [commit('a', 2, now)], (error) => errors.push(error))
    else g.state.writePending(of(7), g.group(), [commit('c', 2, now)], (error) => errors.push(error))
    g.commit(ErrorCode.NONE, 1)
    g.commit()
    g.commit()
    assert.deepEqual(errors, [ErrorCode.NONE])
    g.state.endTransaction(7, true)
    const [topic, partition] = how === 'commit' ? ['a', 0] : ['c', 0]
    assert.equal(g.group().offsets.get(topic, partition)?.offset, 2, how)
  }
})

test('a deleted topic costs nothing to groups that have no offsets of it', (t) => {
  const g = new HeldGroups()
  for (let i = 0; i < 100; i++) g.state.writeOffsets(g.group(`g${i}`), [{ ...commit('a', 1), group: `g${i}` }], nobody)
  const looks = t.mock.method(GroupOffsets.prototype, 'has')
  const gone = Array.from({ length: 1000 }, (_, partition) => ({ topic: 'z', partition }))
  g.state.forgetPartitions([...gone, { topic: 'y', partition: 0 }])
  assert.equal(looks.mock.callCount(), 0)
  g.state.forgetPartitions([...gone, { topic: 'a', partition: 0 }])
  assert.equal(looks.mock.callCount(), 100)
  assert.ok(g.state.groups.values().every(({ offsets }) => offsets.size === 0))
})

test('a group stays while offsets of a transaction are on their way to it', () => {
  const g = new HeldGroups()
  const now = g.world.clock.wallMs()
  g.state.writeOffsets(g.group(), [commit('a', 1, now - 5000)], nobody)
  g.holds = true
  g.state.writePending(of(7), g.group(), [commit('c', 2, now)], nobody)
  g.state.expire(now, 1000)
  g.commit()
  g.commit()
  g.state.endTransaction(7, true)
  assert.equal(g.group().offsets.get('c', 0)?.offset, 2)
})

test('very many groups expire piece by piece, and a second check does not come on top', async () => {
  const g = new HeldGroups()
  const count = 5000
  for (let i = 0; i < count; i++)
    g.state.writeOffsets(g.group(`g${i}`), [{ ...commit('a', 1), group: `g${i}` }], nobody)
  const now = g.world.clock.wallMs()
  g.state.expire(now, 1000)
  g.state.expire(now, 1000)
  const atOnce = count - g.state.groups.size
  assert.ok(atOnce > 0 && atOnce <= 2000, `${atOnce} at once`)
  await g.world.settle()
  assert.equal(g.state.groups.size, 0)
  assert.equal(g.written.length, 2 * count)
  g.state.writeOffsets(g.group(), [commit('a', 1)], nobody)
  g.state.expire(now, 1000)
  assert.equal(g.state.groups.size, 0)
})

test('a group that is deleted takes with it what is on its way into the log, and nothing of it comes back', () => {
  const g = new HeldGroups()
  g.state.writeOffsets(g.group(), [commit('a', 1)], nobody)
  g.holds = true
  g.state.writeOffsets(g.group(), [commit('b', 2)], nobody)
  g.state.writePending(of(7), g.group(), [commit('c', 3)], nobody)
  const errors: number[] = []
  g.state.deleteGroup(g.group(), (error) => errors.push(error))
  assert.equal(g.classic.state, 'Dead', 'nothing more is taken from now on')
  g.commit()
  g.commit()
  assert.deepEqual(errors, [ErrorCode.NONE])
  assert.equal(g.state.groups.size, 0)
  const removed = g.written.flatMap((record) =>
    record.type === 'offset' && record.value === null ? [record.topic] : [],
  )
  assert.deepEqual(removed, ['a', 'b', 'c'])
})

test('offsets of a deleted topic go before those of the next one with its name, and with those on their way', () => {
  const g = new HeldGroups()
  g.state.writeOffsets(g.group(), [commit('a', 1)], nobody)
  g.holds = true
  g.state.writeOffsets(g.group(), [commit('d', 2)], nobody)
  const gone = ['a', 'd'].map((topic) => ({ topic, partition: 0 }))
  g.state.forgetPartitions(gone)
  // The topic is made anew at once.
  const errors: number[] = []
  g.state.writeOffsets(g.group(), [commit('a', 9)], (error) => errors.push(error))
  g.commit()
  g.commit()
  assert.deepEqual(errors, [ErrorCode.NONE])
  assert.equal(g.group().offsets.get('a', 0)?.offset, 9)
  assert.equal(g.group().offsets.get('d', 0), null)
})

test('offsets of a deleted topic go, the others stay', () => {
  const g = new HeldGroups()
  g.state.writeOffsets(g.group(), [commit('a', 1), commit('b', 2)], () => {})
  g.state.forgetPartitions([
    { topic: 'a', partition: 0 },
    { topic: 'c', partition: 0 },
  ])
  assert.deepEqual([...g.group().offsets.topics.keys()], ['b'])
  assert.equal(g.written.length, 3)
  // With the last of them the group goes: nobody is in it.
  g.state.forgetPartitions([{ topic: 'b', partition: 0 }])
  assert.equal(g.state.groups.size, 0)
})

test('offsets in a transaction whose write lasts too long are unstable until it is known what became of them', () => {
  for (const error of [ErrorCode.NONE, ErrorCode.KAFKA_STORAGE_ERROR]) {
    const g = new HeldGroups()
    g.holds = true
    const { offsets } = g.group()
    const errors: number[] = []
    g.state.writePending(of(7), g.group(), [commit('a', 5)], (told) => errors.push(told))
    g.timeOut()
    assert.ok(offsets.isPending('a', 0))
    g.commit(error)
    assert.equal(offsets.isPending('a', 0), error === ErrorCode.NONE)
    g.state.endTransaction(7, true)
    assert.equal(offsets.isPending('a', 0), false)
    assert.deepEqual(errors, [ErrorCode.REQUEST_TIMED_OUT])
  }
})

test('offsets in a transaction are unstable from the moment they are written, and count when its marker does', () => {
  const g = new HeldGroups()
  g.state.writeOffsets(g.group(), [commit('a', 1)], nobody)
  g.holds = true
  const { offsets } = g.group()
  g.state.writePending(of(7), g.group(), [commit('a', 5), commit('b', 6)], nobody)
  assert.ok(offsets.isPending('a', 0) && offsets.isPending('b', 0))
  g.commit(ErrorCode.NOT_ENOUGH_REPLICAS)
  assert.equal(offsets.isPending('a', 0), false)
  g.state.writePending(of(7), g.group(), [commit('a', 5)], nobody)
  g.state.writePending(of(7), g.group(), [commit('a', 6)], nobody)
  g.commit()
  assert.ok(offsets.isPending('a', 0))
  assert.equal(offsets.get('a', 0)?.offset, 1)
  g.state.endTransaction(8, true)
  assert.ok(offsets.isPending('a', 0))
  g.state.endTransaction(7, true)
  assert.equal(offsets.isPending('a', 0), false)
  assert.equal(offsets.get('a', 0)?.offset, 6)
  assert.equal(g.meters.offsetCommits, 3)
})

test('a group that goes takes pending offsets with it, so that a marker does not bring it back', () => {
  const g = new HeldGroups()
  g.state.writeOffsets(g.group(), [commit('a', 1)], nobody)
  for (const producerId of [7, 8]) g.state.writePending(of(producerId), g.group(), [commit('b', 6)], nobody)
  g.written.length = 0
  g.state.deleteGroup(g.group(), nobody)
  assert.deepEqual(
    g.written.map((record) => record.type === 'offset' && [record.topic, record.value]),
    [
      ['a', null],
      ['b', null],
    ],
  )
  g.state.endTransaction(7, true)
  assert.equal(g.state.groups.size, 0)
})

test('offsets of a topic that is deleted are forgotten when they are pending, too', () => {
  const g = new HeldGroups()
  g.state.writePending(of(7), g.group(), [commit('a', 6)], nobody)
  g.state.forgetPartitions([{ topic: 'a', partition: 0 }])
  g.state.endTransaction(7, true)
  assert.equal(g.group().offsets.size, 0)
})

test('a group whose offsets are all pending stays while they are', async () => {
  const g = new HeldGroups()
  g.state.writePending(of(7), g.group(), [commit('a', 6)], nobody)
  g.state.expire(10_000, 1)
  assert.equal(g.state.groups.size, 1)
  g.state.endTransaction(7, false)
  g.state.expire(10_000, 1)
  assert.equal(g.state.groups.size, 0)
})
