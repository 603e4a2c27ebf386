/** What time does to transactions and to the ids that nobody uses, on virtual time. Producers are written id/epoch. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorCode } from '../../protocol/error-codes.ts'
import {
  EXPIRATION_CHECK_MS,
  type HeldTransactions,
  ID_EXPIRATION_MS,
  made,
  TIMED_OUT_CHECK_MS,
  unled,
} from './testing/held-transactions.ts'

const { CONCURRENT_TRANSACTIONS, PRODUCER_FENCED } = ErrorCode
const error = (code: number) => `error ${code}`

test('a transaction that runs out of time is aborted in an epoch that its producer does not have', async () => {
  for (const transactionVersion of [0, 2]) {
    const held = await made({ transactionVersion })
    await held.init('t', null, 15_000)
    await held.init('other')
    await held.add('t', '1000/0', ['a-0'])
    await held.world.advance(TIMED_OUT_CHECK_MS)
    assert.equal(held.state('t'), 'Ongoing 1000/0')
    await held.world.advance(TIMED_OUT_CHECK_MS)
    assert.equal(held.state('t'), 'CompleteAbort 1000/1')
    assert.deepEqual(held.markers, ['abort 1000/1 a-0'])
    assert.equal(await held.end('t', '1000/0', true), error(PRODUCER_FENCED))
    assert.equal(await held.add('t', '1000/0', ['a-0']), PRODUCER_FENCED)
    // KIP-588: with version 2 of the protocol it may go on after that, without one it may not.
    assert.equal(await held.init('t', '1000/0'), transactionVersion === 2 ? '1000/1' : error(PRODUCER_FENCED))
    assert.equal(held.state('other'), 'Empty 1001/0')
  }
})

test('a wall clock that jumps ends no transaction before its time, keeps none open, and forgets no id', async () => {
  for (const jumpMs of [10 * 86_400_000, -10 * 86_400_000]) {
    const held = await unled().stored('idle', { producerId: 5 }).lead()
    await held.init('t', null, 15_000)
    await held.add('t', '1000/0', ['a-0'])
    held.world.clock.jumpWall(jumpMs)
    await held.world.advance(TIMED_OUT_CHECK_MS)
    assert.equal(held.state('t'), 'Ongoing 1000/0')
    const at = { world: held.world, batches: held.log.batches }
    for (const one of jumpMs < 0 ? [held, await made(at)] : [held]) {
      await held.world.advance(2 * TIMED_OUT_CHECK_MS)
      assert.equal(one.state('t'), 'CompleteAbort 1000/1')
    }
    await held.world.advance(EXPIRATION_CHECK_MS)
    assert.equal(held.state('idle'), 'Empty 5/0')
  }
})

/** Nobody used these for so long that one check more forgets them, if it may. */
function old(held: HeldTransactions): HeldTransactions {
  const lastUpdateMs = held.world.clock.wallMs() - ID_EXPIRATION_MS
  return held
    .stored('idle', { lastUpdateMs })
    .stored('ended', { producerId: 2, state: 'CompleteCommit', lastUpdateMs, startMs: 1 })
    .stored('ending', {
      producerId: 3,
      state: 'PrepareAbort',
      lastUpdateMs,
      partitions: new Map([['a', new Set([0])]]),
    })
    .stored('young', { producerId: 4, lastUpdateMs: lastUpdateMs + EXPIRATION_CHECK_MS + 1 })
}

test('ids that nobody used for a long time are forgotten, those in use are not', async () => {
  const held = old(unled())
  held.holdsMarkers = true
  await held.lead()
  await held.world.advance(EXPIRATION_CHECK_MS - 1)
  assert.equal(held.state('idle'), 'Empty 1/0')
  await held.world.advance(1)
  assert.deepEqual(held.records, [
    { transactionalId: 'idle', value: null },
    { transactionalId: 'ended', value: null },
  ])
  const forgotten = error(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND)
  for (const one of [held, await made({ batches: held.log.batches })]) {
    assert.equal(one.state('idle'), forgotten)
    assert.equal(one.state('ended'), forgotten)
    assert.match(one.state('ending'), /Abort 3/)
    assert.equal(one.state('young'), 'Empty 4/0')
  }
})

test('very many expired ids are forgotten piece by piece', async () => {
  const held = unled()
  const lastUpdateMs = held.world.clock.wallMs() - ID_EXPIRATION_MS
  const count = 12_000
  held.storedTogether(Array.from({ length: count }, (_, i) => [`id${i}`, { producerId: i, lastUpdateMs }]))
  await held.lead()
  const forgotten: number[] = []
  for (const ms of [EXPIRATION_CHECK_MS, 1000, 1000, 1000]) {
    await held.world.advance(ms)
    forgotten.push(held.records.length)
  }
  assert.deepEqual(forgotten, [5000, 10_000, count, count])
})

test('while it is being forgotten an id is not given to anybody', async () => {
  const held = await old(unled()).lead()
  held.holds = true
  await held.world.advance(EXPIRATION_CHECK_MS)
  assert.equal(held.waitingAppends, 1)
  assert.equal(await held.init('idle'), error(CONCURRENT_TRANSACTIONS))
  held.holds = false
  await held.commit()
  assert.equal(await held.init('idle'), '1000/0')
})
