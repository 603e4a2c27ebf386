/** Produce within transactions, over a log on the memory disk and a coordinator that answers when the test says so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildBatch, buildEndTransactionMarker } from '../protocol/batch/builder.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { openTestLog, recordsOf } from '../storage/log-test-kit.ts'
import type { ProduceAppend, TransactionSupport, TransactionVerifier } from './contract.ts'
import { setUp } from './test-kit.ts'

const { NONE } = ErrorCode

interface Asked {
  readonly partitions: string
  readonly mayAdd: boolean
  readonly epoch: number
  readonly answer: (...errors: number[]) => Promise<void>
}

async function held() {
  const { world, manager, lead, fakeLogs } = setUp()
  const { log } = await openTestLog({ world })
  const other = await openTestLog({ world, dir: '/data/t-1', partition: 1 })
  const at = (_topic: string, partition: number) => (partition === 1 ? other.log : log)
  Object.assign(fakeLogs, { getOrCreate: async (topic: string, partition: number) => at(topic, partition), get: at })
  await lead()
  await lead(0, { partitionIndex: 1 })
  const asked: Asked[] = []
  const verifier: TransactionVerifier = {
    verify: (_id, _producerId, epoch, partitions, mayAdd) =>
      new Promise((resolve) => {
        const names = partitions.map(({ topic, partition }) => `${topic}-${partition}`).join()
        const answer = async (...errors: number[]) => {
          resolve(errors)
          await world.settle()
        }
        asked.push({ partitions: names, mayAdd, epoch, answer })
      }),
  }
  manager.verification.verifier = verifier
  const results: (ProduceAppend | null)[] = []
  const produce = async (sequence: number, more: { epoch?: number; producerId?: number; apiVersion?: number } = {}) => {
    const { epoch = 0, producerId = 7, apiVersion = 12 } = more
    const batch = buildBatch([{ timestamp: 1, key: null, value: Buffer.from(`${epoch} ${sequence}`) }], {
      producerId,
      producerEpoch: epoch,
      baseSequence: sequence,
      transactional: true,
    })
    const at = results.push(null) - 1
    const options = { acks: 1, timeoutMs: 1000, apiVersion, topicId: null, transactionalId: 'id' }
    void Promise.resolve(manager.append('t', 0, batch, options)).then((result) => (results[at] = result))
    await world.settle()
  }
  const end = async (epoch: number, markerOf: number, commit = true) => {
    const marker = { producerId: 7, producerEpoch: epoch, commit, coordinatorEpoch: 0, timestamp: 1 }
    const { error } = await manager.appendOwn('t', 0, buildEndTransactionMarker(marker), { markerOf })
    return error
  }
  const errors = () => results.map((result) => result?.error ?? null)
  const values = async () => recordsOf(await log.read(0, log.writtenOffset, 1 << 20, true, false)).map((r) => r.value)
  return { world, manager, log, asked, produce, results, errors, end, values }
}

test('the coordinator is asked once for a transaction, and what follows waits in its order', async () => {
  const { asked, produce, errors, values } = await held()
  await produce(0)
  await produce(1)
  await produce(2)
  assert.deepEqual(
    asked.map(({ partitions, mayAdd, epoch }) => [partitions, mayAdd, epoch]),
    [['t-0', true, 0]],
  )
  assert.deepEqual(errors(), [null, null, null])
  await asked[0]!.answer(NONE)
  assert.deepEqual(errors(), [NONE, NONE, NONE])
  await produce(3)
  assert.deepEqual(await values(), ['0 0', '0 1', '0 2', '0 3'])
  assert.equal(asked.length, 1)
})

test('what comes in one turn is asked for together, each partition once', async () => {
  const { manager, asked, world } = await held()
  const of = (producerEpoch: number) => ({
    transactionalId: 'id',
    producerId: 7,
    producerEpoch,
    support: 'adds partitions' as const,
  })
  const verified = [0, 1, 0].map((partition) => manager.verifyOwn('t', partition, of(0)))
  verified.push(manager.verifyOwn('t', 1, of(1)))
  await world.settle()
  assert.deepEqual(
    asked.map(({ partitions, epoch }) => [partitions, epoch]),
    [
      ['t-0,t-1', 0],
      ['t-1', 1],
    ],
  )
  await asked[0]!.answer(NONE, ErrorCode.INVALID_TXN_STATE)
  await asked[1]!.answer(NONE)
  const errors = await Promise.all(verified)
  assert.deepEqual(
    errors.map(({ error }) => error),
    [NONE, ErrorCode.INVALID_TXN_STATE, NONE, NONE],
  )
})

test('a bug where the coordinator is asked ends what asked, and nothing that comes later', async () => {
  const { manager, world, asked } = await held()
  const { verifier } = manager.verification
  const of = { transactionalId: 'id', producerId: 7, producerEpoch: 0, support: 'adds partitions' as const }
  manager.verification.verifier = { verify: () => Promise.reject(new Error('a bug')) }
  const first = [0, 1].map((partition) => Promise.resolve(manager.verifyOwn('t', partition, of)))
  for (const one of first) await assert.rejects(one, /a bug/)
  manager.verification.verifier = verifier
  const second = manager.verifyOwn('t', 0, of)
  await world.settle()
  await asked[0]!.answer(NONE)
  assert.equal((await second).error, NONE)
})

test('a marker between the question and the answer: the batch is of no transaction', async () => {
  for (const markerOf of [1, 2]) {
    const { asked, produce, errors, end, values, log } = await held()
    await produce(0)
    assert.equal(await end(0, markerOf, false), NONE)
    await asked[0]!.answer(NONE)
    assert.deepEqual(errors(), [ErrorCode.INVALID_TXN_STATE])
    assert.equal((await values()).length, 1)
    log.highWatermark = log.stableEndOffset
    assert.equal(log.firstUnstableOffset, null)
  }
})

test('a newer epoch between the question and the answer fences', async () => {
  const { asked, produce, errors, end } = await held()
  await produce(0)
  assert.equal(await end(1, 2, false), NONE)
  await asked[0]!.answer(NONE)
  assert.deepEqual(errors(), [ErrorCode.INVALID_PRODUCER_EPOCH])
  // Now nobody is asked.
  await produce(0)
  assert.deepEqual(errors(), [ErrorCode.INVALID_PRODUCER_EPOCH, ErrorCode.INVALID_PRODUCER_EPOCH])
  assert.equal(asked.length, 1)
})

test('an answer about one transaction lets no batch into the next', async () => {
  const { asked, produce, errors, end, manager, world } = await held()
  await produce(0)
  await end(0, 1)
  // The same producer asks anew, before the first answer is there.
  const again = manager.verifyOwn('t', 0, {
    transactionalId: 'id',
    producerId: 7,
    producerEpoch: 0,
    support: 'old errors',
  })
  await world.settle()
  await asked[0]!.answer(NONE)
  assert.deepEqual(errors(), [ErrorCode.INVALID_TXN_STATE])
  await asked[1]!.answer(NONE)
  assert.equal((await again).error, NONE)
})

test('while the transaction before is being ended the coordinator is asked again for a while', async () => {
  const { asked, produce, errors, world } = await held()
  await produce(0)
  await asked[0]!.answer(ErrorCode.CONCURRENT_TRANSACTIONS)
  assert.deepEqual(errors(), [null])
  await world.advance(20)
  await asked[1]!.answer(NONE)
  assert.deepEqual(errors(), [NONE])

  await produce(0, { producerId: 8 })
  for (let i = 2; errors()[1] === null; i++) {
    await asked[i]!.answer(ErrorCode.CONCURRENT_TRANSACTIONS)
    await world.advance(20)
  }
  assert.deepEqual(errors(), [NONE, ErrorCode.CONCURRENT_TRANSACTIONS])
  assert.ok(asked.length > 4 && asked.length < 10)

  await produce(0, { producerId: 9, apiVersion: 11 })
  await asked.at(-1)!.answer(ErrorCode.CONCURRENT_TRANSACTIONS)
  assert.equal(errors()[2], ErrorCode.NOT_ENOUGH_REPLICAS)
})

test('errors of the coordinator are told as the version of the request has them', async () => {
  const told = async (apiVersion: number, error: number) => {
    const { asked, produce, results, manager } = await held()
    await produce(0, { apiVersion })
    assert.equal(asked[0]!.mayAdd, apiVersion >= 12)
    await asked[0]!.answer(error)
    const { failures, timeMs } = manager.verification.meters
    assert.deepEqual([failures, timeMs.count], [1, 1])
    return results[0]!.error
  }
  const { INVALID_TXN_STATE, TRANSACTION_ABORTABLE, NOT_ENOUGH_REPLICAS, INVALID_PRODUCER_EPOCH } = ErrorCode
  assert.equal(await told(10, TRANSACTION_ABORTABLE), INVALID_TXN_STATE)
  assert.equal(await told(11, TRANSACTION_ABORTABLE), TRANSACTION_ABORTABLE)
  assert.equal(await told(12, TRANSACTION_ABORTABLE), TRANSACTION_ABORTABLE)
  assert.equal(await told(9, INVALID_TXN_STATE), INVALID_TXN_STATE)
  assert.equal(await told(12, ErrorCode.INVALID_PRODUCER_ID_MAPPING), ErrorCode.INVALID_PRODUCER_ID_MAPPING)
  assert.equal(await told(12, ErrorCode.PRODUCER_FENCED), INVALID_PRODUCER_EPOCH)
  for (const error of [
    ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
    ErrorCode.COORDINATOR_NOT_AVAILABLE,
    ErrorCode.NOT_COORDINATOR,
    ErrorCode.NETWORK_EXCEPTION,
  ])
    assert.equal(await told(12, error), NOT_ENOUGH_REPLICAS)
})

test('a batch that overtook one to be sent again waits until that one is there', async () => {
  const { asked, produce, errors } = await held()
  const v11 = { apiVersion: 11 }
  await produce(0, v11)
  await asked[0]!.answer(ErrorCode.NOT_COORDINATOR)
  await produce(1, v11)
  await asked[1]!.answer(NONE)
  assert.deepEqual(errors(), [ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER])
  await produce(0, v11)
  await asked[2]!.answer(NONE)
  await produce(1, v11)
  assert.deepEqual(errors().slice(2), [NONE, NONE])
})

test('a producer of version 2 that is not known here begins at 0; an older one may begin anywhere', async () => {
  const { asked, produce, errors } = await held()
  await produce(5)
  await asked[0]!.answer(NONE)
  await produce(5, { producerId: 8, apiVersion: 11 })
  await asked[1]!.answer(NONE)
  assert.deepEqual(errors(), [ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, NONE])
})

test('without verification older requests are taken as they come', async () => {
  const { world, manager, lead, fakeLogs } = setUp({
    verification: { isEnabled: () => false, retryBackoffMs: 20, retryMaxMs: 100 },
  })
  const { log } = await openTestLog({ world })
  Object.assign(fakeLogs, { getOrCreate: async () => log })
  await lead()
  const of = (support: TransactionSupport) =>
    manager.verifyOwn('t', 0, { transactionalId: 'id', producerId: 7, producerEpoch: 0, support })
  assert.deepEqual(of('old errors'), { error: NONE, guard: undefined })
  // There is no coordinator; who adds partitions needs one all the same.
  const adds = of('adds partitions')
  await world.settle()
  assert.deepEqual(await adds, { error: ErrorCode.COORDINATOR_NOT_AVAILABLE, guard: undefined })
})
