import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorCode } from '../protocol/error-codes.ts'
import { append, appendNow, batchOf, fileNames, openTestLog, readAll, recordsOf, reopen } from './log-test-kit.ts'

test('an empty log begins at 0 and has one segment', async () => {
  const { log, disk } = await openTestLog()
  assert.equal(log.logEndOffset, 0)
  assert.equal(log.logStartOffset, 0)
  assert.deepEqual(await fileNames(disk), ['00000000000000000000.log'])
  assert.deepEqual(await log.read(0, 0, 1000, true, false), {
    error: 0,
    records: [],
    byteLength: 0,
    abortedTransactions: null,
  })
})

test('appends are numbered at once, written with the turn, and read', async () => {
  const { log, world } = await openTestLog()
  let moved = 0
  log.onStable = () => moved++
  const first = appendNow(log, batchOf(['a', 'b']))
  const second = appendNow(log, batchOf(['c']), { leaderEpoch: 0 })
  assert.deepEqual([first.firstOffset, first.lastOffset, second.firstOffset], [0, 1, 2])
  assert.equal(log.logEndOffset, 3)
  assert.equal(log.writtenOffset, 0)
  assert.equal(moved, 0)
  await world.settle()
  assert.equal(log.writtenOffset, 3)
  assert.equal(log.stableEndOffset, 3)
  assert.equal(moved, 1)
  assert.deepEqual(
    (await readAll(log)).map((record) => `${record.offset}${record.value}`),
    ['0a', '1b', '2c'],
  )
})

test('an append that must be flushed is stable only after the sync', async () => {
  const kit = await openTestLog()
  const { log, world } = kit
  appendNow(log, batchOf(['a']))
  await world.settle()
  const stableAt: number[][] = []
  log.onStable = () => stableAt.push([log.writtenOffset, log.flushedOffset, log.stableEndOffset])
  appendNow(log, batchOf(['b', 'c']), { mustFlush: true })
  await world.settle()
  assert.deepEqual(stableAt[0], [3, 0, 1])
  assert.deepEqual(stableAt.at(-1), [3, 3, 3])
})

test('reads keep to whole batches, bounds and sizes', async () => {
  const kit = await openTestLog()
  const { log } = kit
  for (let i = 0; i < 50; i++) await append(kit, batchOf([`v${i}`, `w${i}`]))
  const size = log.size / 50
  const read = async (from: number, upTo: number, maxBytes: number, atLeastOne = true) => {
    const slice = await log.read(from, upTo, maxBytes, atLeastOne, false)
    return [slice.error, ...recordsOf(slice).map((record) => record.offset)]
  }
  assert.deepEqual(await read(0, 100, size * 2), [0, 0, 1, 2, 3])
  assert.deepEqual(await read(1, 100, size * 2.5), [0, 0, 1, 2, 3])
  assert.deepEqual(await read(10, 100, 1), [0, 10, 11])
  assert.deepEqual(await read(10, 100, 1, false), [0])
  assert.deepEqual(await read(10, 13, 1 << 20), [0, 10, 11])
  assert.deepEqual(await read(100, 100, 1 << 20), [0])
  assert.deepEqual(await read(101, 101, 1 << 20), [ErrorCode.OFFSET_OUT_OF_RANGE])
})

test('a clean stop and start keeps everything', async () => {
  const kit = await openTestLog({ settings: { indexIntervalBytes: 100 } })
  for (let i = 0; i < 30; i++) await append(kit, batchOf([`v${i}`]), { leaderEpoch: i < 10 ? 2 : 5 })
  const before = await readAll(kit.log)
  await kit.log.close(true)
  assert.deepEqual(await fileNames(kit.disk), [
    '00000000000000000000.index',
    '00000000000000000000.log',
    '00000000000000000000.timeindex',
    '00000000000000000030.snapshot',
    'leader-epoch-checkpoint',
  ])
  const again = await reopen(kit, { cleanShutdown: true, recoveryPoint: 30 })
  assert.equal(again.log.logEndOffset, 30)
  assert.equal(again.log.latestEpoch, 5)
  assert.deepEqual(await readAll(again.log), before)
  assert.deepEqual(again.log.endOffsetForEpoch(2), { leaderEpoch: 2, endOffset: 10 })
  await append(again, batchOf(['more']), { leaderEpoch: 5 })
  assert.equal((await readAll(again.log)).length, 31)
})

test('after a kill what was written is there', async () => {
  const kit = await openTestLog({ settings: { segmentBytes: 700, indexIntervalBytes: 100 } })
  for (let i = 0; i < 40; i++) await append(kit, batchOf([`v${i}`]), { leaderEpoch: 3 })
  assert.ok(kit.log.segmentCount > 3)
  const before = await readAll(kit.log)
  const again = await reopen(kit)
  assert.deepEqual(await readAll(again.log), before)
  assert.equal(again.log.latestEpoch, 3)
  assert.deepEqual((await again.log.offsetForTimestamp(1))?.offset, 0)
})

test('segments roll, and cold reads find what the cache no longer has', async () => {
  const kit = await openTestLog({ settings: { segmentBytes: 1000, indexIntervalBytes: 150 } })
  for (let i = 0; i < 100; i++) await append(kit, batchOf([`v${i}`]))
  await kit.log.close(true)
  const again = await reopen(kit, { cleanShutdown: true, recoveryPoint: 100 })
  for (let from = 0; from < 100; from++) {
    const slice = await again.log.read(from, 100, 1, true, false)
    assert.deepEqual(
      recordsOf(slice).map((record) => record.value),
      [`v${from}`],
    )
  }
})

test('segments tell where they begin and when they were written', async () => {
  const kit = await openTestLog({ settings: { segmentBytes: 300 } })
  for (let i = 0; i < 9; i++) {
    await append(kit, batchOf([`v${i}`]))
  }
  const bases = kit.log.segmentBases()
  assert.ok(bases.length > 1)
  assert.equal(bases[0], 0)
  const times = await Promise.all(bases.map((base) => kit.log.segmentModifiedMs(base)))
  for (const [i, base] of bases.entries()) {
    const path = `${kit.log.dir}/${String(base).padStart(20, '0')}.log`
    assert.equal(times[i], (await kit.world.disk.stat(path))!.modifiedMs)
  }
  assert.equal(await kit.log.segmentModifiedMs(bases.at(-1)! + 1), null)
})
