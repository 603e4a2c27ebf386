/** How the markers of transactions reach their partitions, and what happens when they do not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { TRANSACTION_TOPIC } from './start.ts'
import { type HeldOptions, HeldTransactions } from './testing/held-transactions.ts'

/** Transactions of these ids, open, in these partitions. Their producers are 1000/0, 1001/0, … */
async function open(ids: Record<string, string[]>, options: HeldOptions = {}): Promise<HeldTransactions> {
  const held = await new HeldTransactions(options).topic('a', 4).topic('b').lead()
  held.brokers.add(2)
  for (const [id, partitions] of Object.entries(ids))
    assert.equal(await held.add(id, await held.init(id), partitions), 0)
  return held
}

function sentTo(held: HeldTransactions): string[] {
  return held.sent.map(({ to, markers }) => {
    const what = markers.map(({ producerId, partitions }) =>
      [producerId, ...partitions.map(({ topic, partition }) => `${topic}-${partition}`)].join(' '),
    )
    return `${to}: ${what.join(', ')}`
  })
}

test('what ends together goes together to each leader, and what comes meanwhile waits for the answer', async () => {
  const held = await open({ t: ['a-0', 'a-1', 'b-0'], u: ['a-0'], v: ['a-2'] })
  held.leaderOf = (topic) => (topic === 'a' ? 1 : 2)
  held.holdsMarkers = true
  await Promise.all([held.end('t', '1000/0', true), held.end('u', '1001/0', false)])
  await held.world.settle()
  assert.deepEqual(sentTo(held), ['1: 1000 a-0 a-1, 1001 a-0', '2: 1000 b-0'])
  await held.end('v', '1002/0', true)
  await held.world.settle()
  assert.equal(held.sent.length, 2)
  held.holdsMarkers = false
  await held.releaseMarkers()
  assert.deepEqual(sentTo(held).slice(2), ['1: 1002 a-2'])
  for (const id of ['t', 'v']) assert.match(held.state(id), /^CompleteCommit/)
  assert.match(held.state('u'), /^CompleteAbort/)
})

test('what fails for now is tried again with growing pauses, at the leader of then, and alone', async () => {
  const passing = [
    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    ErrorCode.NOT_LEADER_OR_FOLLOWER,
    ErrorCode.NOT_ENOUGH_REPLICAS,
    ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
    ErrorCode.REQUEST_TIMED_OUT,
    ErrorCode.KAFKA_STORAGE_ERROR,
    ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
    ErrorCode.NOT_COORDINATOR,
    // Nobody expects this one: it is told in the log, and tried again all the same.
    ErrorCode.MESSAGE_TOO_LARGE,
  ]
  for (const error of passing) {
    const held = await open({ t: ['a-0', 'a-1'] })
    held.markerError = (_marker, at) => (at.partition === 1 ? error : ErrorCode.NONE)
    await held.end('t', '1000/0', true)
    await held.world.advance(19)
    assert.deepEqual(sentTo(held), ['1: 1000 a-0 a-1'])
    await held.world.advance(1)
    assert.deepEqual(sentTo(held).slice(1), ['1: 1000 a-1'])
    await held.world.advance(39)
    assert.equal(held.sent.length, 2)
    assert.deepEqual(held.coordinator.describe('t'), {
      ...(held.coordinator.describe('t') as object),
      state: 'PrepareCommit',
      partitions: new Map([['a', new Set([1])]]),
    })
    held.leaderOf = () => 2
    held.markerError = () => ErrorCode.NONE
    await held.world.advance(1)
    assert.deepEqual(sentTo(held).slice(2), ['2: 1000 a-1'])
    assert.equal(held.state('t'), 'CompleteCommit 1000/0')
  }
})

test('a broker that cannot be reached is tried again, at least once a second', async () => {
  const held = await open({ t: ['a-0'] })
  held.unreachable.add(1)
  await held.end('t', '1000/0', true)
  await held.world.advance(60_000)
  const before = held.sent.length
  await held.world.advance(1000)
  assert.equal(held.sent.length, before + 1)
  held.unreachable.clear()
  await held.world.advance(1000)
  assert.equal(held.state('t'), 'CompleteCommit 1000/0')
})

test('a partition waits for its leader, one of a topic that is gone needs no marker', async () => {
  const held = await open({ t: ['a-0', 'b-0'], u: ['b-0'] })
  held.leaderOf = () => -1
  await Promise.all([held.end('t', '1000/0', true), held.end('u', '1001/0', true)])
  await held.world.advance(500)
  assert.deepEqual(held.sent, [])
  assert.equal(held.coordinator.markersWithoutLeader, 3)
  held.topics.delete('b')
  await held.world.advance(1000)
  assert.equal(held.state('u'), 'CompleteCommit 1001/0')
  assert.equal(held.state('t'), 'PrepareCommit 1000/0')
  held.leaderOf = () => 1
  await held.world.advance(1000)
  assert.deepEqual(held.markers, ['commit 1000/0 a-0'])
  assert.equal(held.state('t'), 'CompleteCommit 1000/0')
  assert.equal(held.coordinator.markersWithoutLeader, 0)
})

test('after a start no topic is taken for gone before the metadata are there', async () => {
  const first = await open({ t: ['a-0'] })
  first.holdsMarkers = true
  await first.end('t', '1000/0', true)
  const second = new HeldTransactions({ batches: first.log.batches })
  second.topics.clear()
  await second.lead()
  await second.world.advance(100)
  assert.equal(second.state('t'), 'PrepareCommit 1000/0')
  second.topic(TRANSACTION_TOPIC).topic('a', 4)
  await second.world.advance(1000)
  assert.deepEqual(second.markers, ['commit 1000/0 a-0'])
  assert.equal(second.state('t'), 'CompleteCommit 1000/0')
})

test('a partition that cannot hold transactions needs no marker', async () => {
  const held = await open({ t: ['a-0'] })
  held.markerError = () => ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT
  await held.end('t', '1000/0', true)
  await held.world.settle()
  assert.equal(held.state('t'), 'CompleteCommit 1000/0')
})

test('who leads no longer stops; who leads then ends the transaction in its own epoch', async () => {
  const held = await open({ t: ['a-0', 'a-1'] })
  held.holdsMarkers = true
  await held.end('t', '1000/0', true)
  await held.world.settle()
  held.lose()
  await held.releaseMarkers()
  await held.world.advance(60_000)
  assert.equal(held.sent.length, 1)
  assert.equal(held.records.at(-1)!.value!.state, 'PrepareCommit')
  const next = await new HeldTransactions({ batches: held.log.batches }).topic('a', 4).lead(7)
  assert.equal(next.sent[0]!.markers[0]!.coordinatorEpoch, 7)
  assert.deepEqual(next.markers, ['commit 1000/0 a-0', 'commit 1000/0 a-1'])
  assert.equal(next.state('t'), 'CompleteCommit 1000/0')
})

test('a partition that refuses its marker for good keeps no other partition waiting', async () => {
  const { INVALID_PRODUCER_EPOCH, TRANSACTION_COORDINATOR_FENCED } = ErrorCode
  const lines: string[] = []
  for (const error of [INVALID_PRODUCER_EPOCH, TRANSACTION_COORDINATOR_FENCED]) {
    const held = await open({ t: ['a-0', 'a-1', 'a-2', 'b-0'] }, { told: (line) => lines.push(line) })
    // b has another leader, which cannot be reached at first.
    held.leaderOf = (topic) => (topic === 'b' ? 2 : 1)
    held.unreachable.add(2)
    held.markerError = (_marker, { topic, partition }) => {
      if (topic === 'b') return ErrorCode.NONE
      if (partition === 0) return error
      return held.world.clock.monotonicMs() < 5000 && partition === 1
        ? ErrorCode.NOT_LEADER_OR_FOLLOWER
        : ErrorCode.NONE
    }
    await held.end('t', '1000/0', true)
    await held.world.advance(6000)
    held.unreachable.clear()
    await held.world.advance(2000)
    assert.deepEqual(held.markers.toSorted(), ['commit 1000/0 a-1', 'commit 1000/0 a-2', 'commit 1000/0 b-0'])
    if (error === INVALID_PRODUCER_EPOCH) {
      assert.equal(held.state('t'), 'CompleteCommit 1000/0')
      continue
    }
    // A newer coordinator wrote there, and yet this one leads: in the epoch that it gets, it may.
    assert.equal(held.state('t'), 'PrepareCommit 1000/0')
    assert.equal(lines.filter((line) => line.includes('newer coordinator')).length, 1, 'told once, asked often')
    await held.lead(9)
    held.markerError = ({ coordinatorEpoch }) => (coordinatorEpoch < 9 ? error : ErrorCode.NONE)
    await held.world.advance(2000)
    assert.equal(held.markers.at(-1), 'commit 1000/0 a-0')
    assert.equal(held.state('t'), 'CompleteCommit 1000/0')
  }
})

test('the epoch of a leader that goes on leading is that of the moment', async () => {
  const held = await open({ t: ['a-0'] })
  held.markerError = () => ErrorCode.NOT_LEADER_OR_FOLLOWER
  await held.end('t', '1000/0', true)
  await held.world.settle()
  await held.lead(3)
  held.markerError = () => ErrorCode.NONE
  await held.world.advance(100)
  assert.deepEqual(
    held.sent.map(({ markers }) => markers[0]!.coordinatorEpoch),
    [0, 3],
  )
})

test('when the end cannot be recorded that is tried again, and the markers are not', async () => {
  const held = await open({ t: ['a-0'] })
  held.holds = true
  const ending = held.end('t', '1000/0', true)
  await held.world.settle()
  await held.commit()
  assert.equal(await ending, '-1/-1')
  for (const error of [ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.KAFKA_STORAGE_ERROR]) {
    await held.commit(error)
    assert.equal(held.coordinator.uncompleted, 1)
    assert.equal(await held.end('t', '1000/0', true), `error ${ErrorCode.CONCURRENT_TRANSACTIONS}`)
    await held.world.advance(100)
    assert.equal(held.waitingAppends, 1)
  }
  await held.commit()
  assert.equal(held.coordinator.uncompleted, 0)
  assert.equal(held.state('t'), 'CompleteCommit 1000/0')
  assert.equal(held.sent.length, 1)
})

test('however long the ends of however many transactions cannot be recorded, the log tells each reason once', async () => {
  const ids = ['t', 'u', 'v']
  const lines: string[] = []
  const held = await open({ t: ['a-0'], u: ['a-1'], v: ['a-2'] }, { told: (line) => lines.push(line) })
  held.holds = true
  const ends = ids.map((id, i) => held.end(id, `${1000 + i}/0`, true))
  await held.world.settle()
  await held.commit()
  await Promise.all(ends)
  for (let i = 0; i < 50; i++) {
    await held.commit(i < 25 ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.NOT_ENOUGH_REPLICAS)
    assert.equal(held.coordinator.uncompleted, 3)
    await held.world.advance(100)
    assert.equal(held.coordinator.uncompleted, 3, 'while it is tried again, too')
  }
  // Not answered for so long that it is tried again after it; then it turns out to be committed.
  await held.world.advance(60_000)
  await held.commit()
  await held.world.advance(1000)
  assert.equal(held.coordinator.uncompleted, 0)
  for (const id of ids) assert.match(held.state(id), /^CompleteCommit/)
  const about = (text: string) => lines.filter((line) => line.includes(text)).length
  assert.equal(about('ends of transactions could not be recorded'), 2)
  assert.equal(about('records of a coordinator are not committed'), 2)
})

test('so many partitions go in several requests', async () => {
  const partitions = Array.from({ length: 300 }, (_, i) => `c-${i}`)
  const held = await new HeldTransactions().topic('c', 300).lead()
  const ids = Array.from({ length: 50 }, (_, i) => `t${i}`)
  for (const id of ids) await held.add(id, await held.init(id), partitions)
  await Promise.all(ids.map((id, i) => held.end(id, `${1000 + i}/0`, true)))
  await held.world.settle()
  assert.equal(held.markers.length, 15_000)
  assert.equal(held.sent.length, 2)
  assert.ok(ids.every((id) => held.state(id).startsWith('CompleteCommit')))
})
