import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildEndTransactionMarker } from '../protocol/batch/builder.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { FENCED, NOTHING_TO_VERIFY } from './contract.ts'
import { append, batchOf, openTestLog } from './log-test-kit.ts'
import { Verifications } from './verifications.ts'

const batch = (sequence: number, epoch = 0) =>
  batchOf(['v'], { producerId: 7, producerEpoch: epoch, baseSequence: sequence, transactional: true })
const of = (sequence: number, epoch = 0) => ({ producerId: 7, epoch, sequence })
const marker = (epoch: number) =>
  buildEndTransactionMarker({ producerId: 7, producerEpoch: epoch, commit: true, coordinatorEpoch: 0, timestamp: 1 })

test('a guard opens a transaction once; while it is open nothing is asked', async () => {
  const kit = await openTestLog()
  const { log } = kit
  assert.equal((await append(kit, batch(0), { guard: NOTHING_TO_VERIFY })).error, ErrorCode.INVALID_TXN_STATE)
  const guard = log.startVerification(of(0), true)
  assert.ok(guard > 0)
  assert.equal(log.startVerification(of(0), true), guard)
  assert.equal((await append(kit, batch(0), { guard: guard + 1 })).error, ErrorCode.INVALID_TXN_STATE)
  assert.equal((await append(kit, batch(0), { guard })).error, ErrorCode.NONE)
  assert.equal(log.startVerification(of(1), true), NOTHING_TO_VERIFY)
  assert.equal((await append(kit, batch(1), { guard: NOTHING_TO_VERIFY })).error, ErrorCode.NONE)
  await append(kit, marker(1), { origin: 'marker', transactionVersion: 2 })
  assert.equal(log.startVerification(of(2), true), FENCED)
  assert.ok(log.startVerification(of(0, 1), true) > guard)
})

test('a guard is for batches of a coordinator, too; without verification none is needed', async () => {
  const kit = await openTestLog()
  const refused = await append(kit, batch(0), { origin: 'coordinator', guard: 5 })
  assert.equal(refused.error, ErrorCode.INVALID_TXN_STATE)
  assert.equal((await append(kit, batch(0), { origin: 'coordinator' })).error, ErrorCode.NONE)
  assert.equal(kit.log.startVerification(of(0), false), NOTHING_TO_VERIFY)
})

test('what was sent again with a lower sequence goes first; a newer epoch begins anew', () => {
  const verifications = new Verifications()
  verifications.start(of(5), false, 0)
  verifications.start(of(3), false, 0)
  verifications.start(of(4), false, 0)
  assert.deepEqual(
    [3, 4].map((sequence) => verifications.mayBegin(7, sequence, true)),
    [true, false],
  )
  verifications.start(of(9, 1), false, 0)
  assert.equal(verifications.mayBegin(7, 9, true), true)
  assert.equal(verifications.mayBegin(8, 9, false), true)
})

test('verifications that nobody ends are bounded, and forgotten with time', () => {
  const verifications = new Verifications()
  for (let producerId = 0; producerId < 10_100; producerId++)
    verifications.start({ producerId, epoch: 0, sequence: 0 }, true, producerId)
  assert.equal(verifications.size, 10_000)
  assert.equal(verifications.holds(99, 100), false)
  assert.equal(verifications.holds(100, 101), true)
  verifications.expire(11_000, 1000)
  assert.equal(verifications.size, 99)
})
