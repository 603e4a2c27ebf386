import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../io/memory/random.ts'
import { FetchPartition, FetchSessions, nextEpoch } from './fetch-sessions.ts'

function partitions(count: number, topic = 't'): FetchPartition[] {
  return Array.from({ length: count }, (_, i) => new FetchPartition(topic, null, i))
}

function make(slots: number): FetchSessions {
  return new FetchSessions(() => slots, new Random(1))
}

test('epochs go round and miss zero', () => {
  assert.equal(nextEpoch(0), 1)
  assert.equal(nextEpoch(5), 6)
  assert.equal(nextEpoch(2 ** 31 - 1), 1)
  assert.equal(nextEpoch(-1), -1)
})

test('without a free slot there is no session, unless one has to go', () => {
  const sessions = make(2)
  const first = sessions.create(partitions(5), false, false, 0)!
  const second = sessions.create(partitions(3), false, false, 0)!
  assert.equal(sessions.create(partitions(100), false, false, 1000), null)

  // A follower's displaces the smallest consumer's at once, and is not displaced itself.
  const follower = sessions.create(partitions(1), true, false, 1000)!
  assert.equal(sessions.size, 2)
  assert.equal(plan(sessions, second.id, 1, 1000), 'error')
  assert.equal(plan(sessions, first.id, 1, 1000), 'incremental')

  // Two minutes old: a larger one takes the place, a smaller one does not.
  assert.equal(plan(sessions, follower.id, 1, 130_000), 'incremental')
  assert.equal(plan(sessions, first.id, 2, 130_000), 'incremental')
  assert.equal(sessions.create(partitions(4), false, false, 130_001), null)
  const larger = sessions.create(partitions(6), false, false, 130_001)!
  assert.equal(plan(sessions, first.id, 3, 130_002), 'error')
  assert.equal(plan(sessions, follower.id, 2, 130_002), 'incremental')

  // Unused for two minutes: gone for anybody.
  assert.equal(plan(sessions, larger.id, 1, 200_000), 'incremental')
  assert.notEqual(sessions.create(partitions(1), false, false, 260_000), null)
  assert.equal(plan(sessions, follower.id, 3, 260_000), 'error')
})

function plan(sessions: FetchSessions, sessionId: number, sessionEpoch: number, nowMs: number): string {
  const ask = { sessionId, sessionEpoch, usesTopicIds: false, partitions: [], forgotten: [] }
  return sessions.plan(ask, nowMs).kind
}

test('partitions are counted over all sessions, and bounded', () => {
  const sessions = make(1000)
  const big = sessions.create(partitions(150_000), false, false, 0)!
  assert.equal(sessions.partitionTotal, 150_000)
  assert.equal(sessions.create(partitions(60_000), false, false, 0), null)
  const small = sessions.create(partitions(10), false, false, 0)!
  const grown = { sessionId: small.id, sessionEpoch: 1, usesTopicIds: false, forgotten: [] }
  assert.equal(sessions.plan({ ...grown, partitions: partitions(60_000) }, 0).kind, 'error')
  assert.equal(sessions.partitionTotal, 150_000)
  const forgotten = partitions(150_000).map(({ partition }) => `t:${partition}`)
  const emptied = sessions.plan({ ...grown, sessionId: big.id, partitions: [], forgotten }, 0)
  assert.equal(emptied.kind, 'full')
  assert.equal(sessions.partitionTotal, 0)
  assert.equal(sessions.size, 0)
  assert.equal(sessions.create(partitions(200_001), false, false, 0), null)
})

test('no slots: no sessions', () => {
  assert.equal(make(0).create(partitions(1), false, false, 0), null)
  assert.equal(make(0).create(partitions(1), true, false, 0), null)
})
