import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ZERO_UUID } from '../../base/kinds.ts'
import { ClassicGroup } from './classic/group.ts'
import { expiredOffsets } from './expiry.ts'
import { type CommittedOffset, GroupOffsets } from './offsets.ts'
import { protocol } from './testing/held-group.ts'

const at = (offset: number, more: Partial<CommittedOffset> = {}): CommittedOffset => ({
  offset,
  leaderEpoch: -1,
  metadata: '',
  commitTimestamp: 0,
  expireTimestamp: -1,
  topicId: ZERO_UUID,
  ...more,
})

test('offsets of a transaction count when it commits, and not when it aborts', () => {
  const offsets = new GroupOffsets()
  offsets.apply('t', 0, at(1))
  offsets.applyPending(7, 't', 0, at(5))
  offsets.applyPending(8, 't', 1, at(6))
  assert.ok(offsets.isPending('t', 0))
  assert.equal(offsets.get('t', 0)?.offset, 1)
  offsets.endTransaction(7, true)
  offsets.endTransaction(8, false)
  assert.equal(offsets.get('t', 0)?.offset, 5)
  assert.equal(offsets.get('t', 1), null)
  assert.equal(offsets.hasPending, false)
  assert.equal(offsets.size, 1)
})

test('what was committed after a record of a transaction stays when that commits', () => {
  const offsets = new GroupOffsets()
  offsets.applyPending(7, 't', 0, at(5))
  offsets.apply('t', 0, at(9))
  assert.ok(offsets.isPending('t', 0))
  offsets.endTransaction(7, true)
  assert.equal(offsets.get('t', 0)?.offset, 9)
  offsets.applyPending(7, 't', 0, at(5))
  offsets.apply('t', 0, null)
  assert.ok(offsets.isEmpty)
})

test('of two transactions the offset that was written last counts, whichever commits last', () => {
  for (const order of [
    [7, 8],
    [8, 7],
  ]) {
    const offsets = new GroupOffsets()
    offsets.applyPending(7, 't', 0, at(5))
    offsets.applyPending(8, 't', 0, at(6))
    for (const producerId of order) offsets.endTransaction(producerId, true)
    assert.equal(offsets.get('t', 0)?.offset, 6, `ended in the order ${order}`)
    assert.deepEqual([offsets.size, offsets.hasPending], [1, false])
  }
})

function stable(topics: string[]): ClassicGroup {
  const group = new ClassicGroup('g', 0)
  const names = topics.flatMap((name) => [0, name.length, ...Buffer.from(name)])
  const metadata = Buffer.from([0, 0, 0, 0, 0, topics.length, ...names, 255, 255, 255, 255])
  group.add({
    memberId: 'm',
    groupInstanceId: null,
    clientId: '',
    clientHost: '',
    rebalanceTimeoutMs: 0,
    sessionTimeoutMs: 0,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata }],
    assignment: new Uint8Array(),
    join: null,
    sync: null,
    isNew: false,
  })
  group.protocolName = 'range'
  group.become('Stable', 0)
  return group
}

test('offsets expire by what the group is doing (KIP-211)', () => {
  const offsets = new GroupOffsets()
  offsets.apply('read', 0, at(1, { commitTimestamp: 100 }))
  offsets.apply('unread', 0, at(1, { commitTimestamp: 100 }))
  offsets.apply('own', 0, at(1, { commitTimestamp: 100, expireTimestamp: 150 }))
  const expired = (group: ClassicGroup, nowMs: number) =>
    expiredOffsets(group, offsets, nowMs, 1000).map((p) => p.topic)

  const simple = new ClassicGroup('g', 0)
  assert.deepEqual(expired(simple, 149), [])
  assert.deepEqual(expired(simple, 150), ['own'])
  assert.deepEqual(expired(simple, 1100), ['read', 'unread', 'own'])

  const empty = new ClassicGroup('g', 500)
  empty.protocolType = 'consumer'
  assert.deepEqual(expired(empty, 1499), ['own'])
  assert.deepEqual(expired(empty, 1500), ['read', 'unread', 'own'])

  // Moved by an administrator while nobody was there.
  offsets.apply('unread', 0, at(1, { commitTimestamp: 1400 }))
  assert.deepEqual(expired(empty, 2399), ['read', 'own'])
  assert.deepEqual(expired(empty, 2400), ['read', 'unread', 'own'])
  offsets.apply('unread', 0, at(1, { commitTimestamp: 100 }))

  const reading = stable(['read', 'own'])
  assert.deepEqual(expired(reading, 5000), ['unread'])
  reading.become('PreparingRebalance', 0)
  assert.deepEqual(expired(reading, 5000), [])

  const connect = stable(['read'])
  connect.protocolType = 'connect'
  assert.deepEqual(expired(connect, 5000), [])
  const odd = stable(['read'])
  odd.members.get('m')!.protocols = [protocol('range', 'x')]
  assert.deepEqual(expired(odd, 5000), [])
})
