import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildEndTransactionMarker } from '../protocol/batch/builder.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { append, appendNow, batchOf, NOW_MS, openTestLog, recordsOf, reopen, type TestLog } from './log-test-kit.ts'
import { decodeSnapshot, encodeSnapshot } from './producer-snapshot.ts'
import { ProducerStates } from './producer-state.ts'

const { NONE, OUT_OF_ORDER_SEQUENCE_NUMBER: OUT_OF_ORDER, INVALID_PRODUCER_EPOCH: OLD_EPOCH } = ErrorCode
const LAST = 0x7fffffff

interface Sent {
  readonly sequence: number
  readonly count?: number
  readonly epoch?: number
  readonly producerId?: number
  readonly transactional?: boolean
}

function batch({ sequence, count = 1, epoch = 0, producerId = 7, transactional = false }: Sent): Buffer {
  const values = Array.from({ length: count }, (_, i) => `v${i}`)
  return batchOf(values, { producerId, producerEpoch: epoch, baseSequence: sequence, transactional })
}

/** Sends in order; each entry is what is sent and the error expected, or the first offset of a duplicate. */
const sequences: Record<string, [Sent, number | { readonly duplicateOf: number }][]> = {
  'in order': [
    [{ sequence: 0, count: 3 }, NONE],
    [{ sequence: 3 }, NONE],
    [{ sequence: 4, count: 2 }, NONE],
  ],
  'a gap is refused, and then what was missing is taken': [
    [{ sequence: 0 }, NONE],
    [{ sequence: 2 }, OUT_OF_ORDER],
    [{ sequence: 1 }, NONE],
    [{ sequence: 2 }, NONE],
  ],
  'the last five batches are recognised, the sixth is not': [
    ...Array.from({ length: 6 }, (_, i): [Sent, number] => [{ sequence: i * 2, count: 2 }, NONE]),
    [{ sequence: 10, count: 2 }, { duplicateOf: 10 }],
    [{ sequence: 2, count: 2 }, { duplicateOf: 2 }],
    [{ sequence: 0, count: 2 }, OUT_OF_ORDER],
  ],
  'a duplicate is the same range, not a part of it': [
    [{ sequence: 0, count: 4 }, NONE],
    [{ sequence: 0, count: 4 }, { duplicateOf: 0 }],
    [{ sequence: 0, count: 2 }, OUT_OF_ORDER],
    [{ sequence: 2, count: 2 }, OUT_OF_ORDER],
  ],
  'a producer that is not known may begin anywhere': [
    [{ sequence: 1234 }, NONE],
    [{ sequence: 1235 }, NONE],
    [{ sequence: 1237 }, OUT_OF_ORDER],
  ],
  'sequences wrap': [
    [{ sequence: LAST - 1 }, NONE],
    [{ sequence: LAST }, NONE],
    [{ sequence: 0 }, NONE],
    [{ sequence: 1 }, NONE],
    [{ sequence: LAST }, { duplicateOf: 1 }],
  ],
  'sequences wrap within a batch': [
    [{ sequence: LAST - 1, count: 4 }, NONE],
    [{ sequence: LAST - 1, count: 4 }, { duplicateOf: 0 }],
    [{ sequence: 2 }, NONE],
  ],
  'an older epoch is fenced': [
    [{ sequence: 0, epoch: 3 }, NONE],
    [{ sequence: 1, epoch: 2 }, OLD_EPOCH],
    [{ sequence: 0, epoch: 2 }, OLD_EPOCH],
    [{ sequence: 1, epoch: 3 }, NONE],
  ],
  'a newer epoch begins at 0, and old batches are forgotten': [
    [{ sequence: 0, epoch: 0, count: 5 }, NONE],
    [{ sequence: 5, epoch: 1 }, OUT_OF_ORDER],
    [{ sequence: 0, epoch: 1 }, NONE],
    [{ sequence: 0, epoch: 1 }, { duplicateOf: 5 }],
    [{ sequence: 0, epoch: 0, count: 5 }, OLD_EPOCH],
  ],
  'producers are apart': [
    [{ sequence: 0, producerId: 1 }, NONE],
    [{ sequence: 0, producerId: 2 }, NONE],
    [{ sequence: 1, producerId: 1 }, NONE],
    [{ sequence: 2, producerId: 2 }, OUT_OF_ORDER],
    [{ sequence: 0, producerId: 1 }, { duplicateOf: 0 }],
  ],
  'an open transaction takes transactional batches only': [
    [{ sequence: 0, transactional: true }, NONE],
    [{ sequence: 1 }, ErrorCode.INVALID_TXN_STATE],
    [{ sequence: 1, transactional: true }, NONE],
  ],
}

for (const [name, sends] of Object.entries(sequences)) {
  for (const restart of ['', ' (restarted between all sends)']) {
    test(`idempotence: ${name}${restart}`, async () => {
      let kit = await openTestLog()
      for (const [sent, expected] of sends) {
        const before = kit.log.logEndOffset
        const result = await append(kit, batch(sent))
        if (typeof expected === 'number') {
          assert.equal(result.error, expected, JSON.stringify(sent))
          assert.equal(result.duplicate, false)
        } else {
          // A snapshot keeps the last batch of a producer alone; a restart after a kill reads the log again.
          assert.deepEqual([result.error, result.duplicate], [NONE, true], JSON.stringify(sent))
          assert.equal(result.firstOffset, expected.duplicateOf)
          assert.equal(kit.log.logEndOffset, before)
        }
        if (restart !== '') kit = await reopen(kit)
      }
    })
  }
}

async function restartCleanly(kit: TestLog): Promise<TestLog> {
  await kit.log.close(true)
  return reopen(kit, { cleanShutdown: true, recoveryPoint: kit.log.recoveryPoint })
}

test('a clean restart knows the last batch of each producer', async () => {
  let kit = await openTestLog()
  await append(kit, batch({ sequence: 0, count: 2 }))
  await append(kit, batch({ sequence: 2, count: 3 }))
  kit = await restartCleanly(kit)
  const again = await append(kit, batch({ sequence: 2, count: 3 }))
  assert.deepEqual([again.error, again.duplicate, again.firstOffset, again.lastOffset], [NONE, true, 2, 4])
  assert.equal((await append(kit, batch({ sequence: 6 }))).error, OUT_OF_ORDER)
  assert.equal((await append(kit, batch({ sequence: 5 }))).error, NONE)
})

test('segments bring snapshots, and a damaged one is made up for by the log', async () => {
  let kit = await openTestLog({ settings: { segmentBytes: 250 } })
  for (let i = 0; i < 10; i++) await append(kit, batch({ sequence: i }))
  await kit.log.flush()
  const { disk } = kit
  const snapshots = (await disk.list('/data/t-0')).map((entry) => entry.name).filter((name) => /snapshot$/.test(name))
  assert.ok(snapshots.length >= 3)
  for (const name of snapshots) {
    const file = await disk.open(`/data/t-0/${name}`, 'write')
    await file.write([Buffer.from([0xff])], 12)
    await file.close()
  }
  kit = await reopen(kit, { recoveryPoint: kit.log.recoveryPoint })
  assert.equal((await append(kit, batch({ sequence: 9 }))).duplicate, true)
  assert.equal((await append(kit, batch({ sequence: 10 }))).error, NONE)
})

test('after a clean stop, too, the log makes up for damaged snapshots', async () => {
  let kit = await openTestLog()
  await append(kit, batch({ sequence: 0, transactional: true }))
  // More than is read whole at a start.
  await append(kit, batchOf(['x'.repeat(40_000)]))
  await kit.log.close(true)
  const path = '/data/t-0/00000000000000000002.snapshot'
  const file = await kit.disk.open(path, 'write')
  await file.write([Buffer.from([0xff])], 12)
  await file.close()
  for (let start = 0; start < 2; start++) {
    kit = await reopen(kit, { cleanShutdown: true, recoveryPoint: 2 })
    assert.equal(kit.log.firstUnstableOffset, 0)
    await kit.log.close(true)
  }
  kit = await reopen(kit, { cleanShutdown: true, recoveryPoint: 2 })
  assert.equal((await append(kit, batch({ sequence: 0, transactional: true }))).duplicate, true)
})

test('a snapshot is what Apache writes for the same state', async () => {
  const { log } = await openTestLog()
  appendNow(log, batch({ sequence: 0, count: 3, producerId: 4000, epoch: 5 }))
  const states = new ProducerStates()
  states.restore(
    {
      producerId: 4000,
      epoch: 5,
      lastSequence: 2,
      lastOffset: 2,
      offsetDelta: 2,
      timestamp: 1_700_000_000_002,
      coordinatorEpoch: -1,
      currentTxnFirstOffset: -1,
    },
    0,
  )
  const bytes = Buffer.from(encodeSnapshot(states))
  assert.equal(
    bytes.toString('hex'),
    `0001${bytes.toString('hex', 2, 6)}00000001` +
      '0000000000000fa0' + // producer id
      '0005' + // epoch
      '00000002' + // last sequence
      '0000000000000002' + // last offset
      '00000002' + // offset delta
      '0000018bcfe56802' + // timestamp
      'ffffffff' + // coordinator epoch
      'ffffffffffffffff', // no transaction
  )
  assert.deepEqual(decodeSnapshot(bytes), [...states.all()])
  for (let at = 0; at < bytes.length; at++) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 0x10
    assert.equal(typeof decodeSnapshot(damaged), 'string', `byte ${at}`)
  }
})

function marker(commit: boolean, options: { epoch?: number; coordinatorEpoch?: number; producerId?: number } = {}) {
  const { epoch = 0, coordinatorEpoch = 0, producerId = 7 } = options
  return buildEndTransactionMarker({ producerId, producerEpoch: epoch, commit, coordinatorEpoch, timestamp: 1000 })
}

test('transactions hold the stable offset back, and aborted ones are told to read_committed', async () => {
  const kit = await openTestLog()
  const { log } = kit
  log.onStable = () => {
    log.highWatermark = log.stableEndOffset
  }
  await append(kit, batchOf(['before']))
  await append(kit, batch({ sequence: 0, count: 2, transactional: true }))
  assert.equal(log.firstUnstableOffset, 1)
  await append(kit, batch({ sequence: 0, count: 1, transactional: true, producerId: 8 }))
  const aborted = await append(kit, marker(false), { origin: 'marker' })
  assert.deepEqual([aborted.error, aborted.firstOffset], [NONE, 4])
  assert.equal(log.firstUnstableOffset, 3)
  await append(kit, marker(true, { producerId: 8 }), { origin: 'marker' })
  assert.equal(log.firstUnstableOffset, null)

  for (const restart of [async () => kit, () => reopen(kit), () => restartCleanly(kit)]) {
    const one = await restart()
    const slice = await one.log.read(0, 6, 10_000, true, true)
    assert.deepEqual(slice.abortedTransactions, [{ producerId: 7, firstOffset: 1 }])
    assert.deepEqual((await one.log.read(0, 6, 10_000, true, false)).abortedTransactions, null)
    assert.deepEqual((await one.log.read(5, 6, 10_000, true, true)).abortedTransactions, [])
  }
})

test('who reads a little is told of the aborted transactions in it, not of all that follow', async () => {
  let kit = await openTestLog()
  for (let i = 0; i < 50; i++) {
    await append(kit, batch({ sequence: i, transactional: true }))
    await append(kit, marker(false), { origin: 'marker' })
  }
  for (const where of ['memory', 'disk']) {
    const slice = await kit.log.read(10, 100, 250, true, true)
    assert.equal(recordsOf(slice).at(-1)?.offset, 12, where)
    const firstOffsets = slice.abortedTransactions!.map(({ firstOffset }) => firstOffset)
    assert.deepEqual(firstOffsets, [10, 12], where)
    kit = await reopen(kit)
  }
})

test('a transaction ended above the high watermark is not decided yet', async () => {
  const kit = await openTestLog()
  const { log } = kit
  await append(kit, batch({ sequence: 0, transactional: true }))
  await append(kit, marker(true), { origin: 'marker' })
  assert.equal(log.firstUnstableOffset, 0)
  log.highWatermark = 1
  assert.equal(log.firstUnstableOffset, 0)
  log.highWatermark = 2
  assert.equal(log.firstUnstableOffset, null)
})

test('markers of an older coordinator are fenced', async () => {
  const kit = await openTestLog()
  await append(kit, batch({ sequence: 0, transactional: true, epoch: 1 }))
  assert.equal((await append(kit, marker(true, { epoch: 1, coordinatorEpoch: 5 }), { origin: 'marker' })).error, NONE)
  const fenced = await append(kit, marker(true, { epoch: 1, coordinatorEpoch: 4 }), { origin: 'marker' })
  assert.equal(fenced.error, ErrorCode.TRANSACTION_COORDINATOR_FENCED)
  const old = await append(kit, marker(true, { epoch: 0, coordinatorEpoch: 5 }), { origin: 'marker' })
  assert.equal(old.error, OLD_EPOCH)
  assert.deepEqual(kit.log.activeProducers(), [
    {
      producerId: 7,
      producerEpoch: 1,
      lastSequence: 0,
      lastTimestamp: 1000,
      coordinatorEpoch: 5,
      currentTxnStartOffset: -1,
    },
  ])
})

test('a transaction whose first records were deleted is unstable from the start of the log on', async () => {
  const kit = await openTestLog()
  const { log } = kit
  await append(kit, batch({ sequence: 0, count: 2, transactional: true }))
  await append(kit, batch({ sequence: 2, transactional: true }))
  log.highWatermark = 3
  await log.advanceLogStartOffset(2)
  assert.equal(log.firstUnstableOffset, 2)
  await append(kit, marker(false), { origin: 'marker' })
  log.highWatermark = 4
  assert.equal(log.firstUnstableOffset, null)
  assert.deepEqual((await log.read(2, 4, 1000, true, true)).abortedTransactions, [{ producerId: 7, firstOffset: 0 }])
})

test('an open transaction survives restarts', async () => {
  let kit = await openTestLog()
  await append(kit, batchOf(['x']))
  assert.equal(kit.log.oldestTransactionMs, -1)
  await append(kit, batch({ sequence: 0, transactional: true }))
  kit = await restartCleanly(kit)
  assert.equal(kit.log.oldestTransactionMs, NOW_MS)
  assert.equal(kit.log.firstUnstableOffset, 1)
  kit = await reopen(kit)
  assert.equal(kit.log.firstUnstableOffset, 1)
})

test('silent producers are forgotten, by their records and by the clock', async () => {
  const kit = await openTestLog()
  const { log, world } = kit
  await append(kit, batch({ sequence: 0 }))
  await append(kit, batch({ sequence: 0, producerId: 8, transactional: true }))
  log.expireProducers(world.clock.wallMs() + 5000, 1000)
  assert.equal(log.activeProducers().length, 2)
  await world.advance(1500)
  log.expireProducers(world.clock.wallMs(), 1000)
  // The open transaction keeps its producer.
  assert.deepEqual(
    log.activeProducers().map((producer) => producer.producerId),
    [8],
  )
  assert.equal((await append(kit, batch({ sequence: 55 }))).error, NONE)
})

test('producers are bounded: the ones silent for longest are forgotten, open transactions are not', () => {
  const states = new ProducerStates(80)
  const apply = (producerId: number, nowMs: number, transactional = false) =>
    states.apply(batch({ sequence: 0, producerId, transactional }), 0, nowMs)
  apply(0, 0, true)
  for (let id = 1; id < 80; id++) apply(id, id)
  apply(1, 1000)
  apply(80, 1001)
  const left = new Set(states.active().map((producer) => producer.producerId))
  assert.equal(left.size, 71)
  assert.ok(left.has(0) && left.has(1) && left.has(80) && left.has(79) && !left.has(2) && !left.has(11))
  for (let id = 1000; id < 3000; id++) apply(id, id)
  assert.ok(states.size <= 80)
  assert.equal(states.firstUnstableOffset(100), 0)
})
