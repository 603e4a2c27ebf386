/** Bytes of the files, against what Apache Kafka writes for the same appends (worked out by hand). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FilePool } from './file-pool.ts'
import { append, batchOf, DIR, NOW_MS, openTestLog, readAll, reopen, type TestLog } from './log-test-kit.ts'
import { TransactionIndex } from './transaction-index.ts'

async function hex(kit: TestLog, name: string): Promise<string> {
  return Buffer.from(await kit.disk.readFile(`${DIR}/${name}`, 1 << 20)).toString('hex')
}

const int32 = (value: number) => value.toString(16).padStart(8, '0')
const int64 = (value: number) => value.toString(16).padStart(16, '0')

/** 61 bytes of header, 7 of record framing, the value. */
const SIZE = 61 + 7 + 32
const value = 'x'.repeat(32)

async function tenAppends(settings: Record<string, unknown> = {}): Promise<TestLog> {
  const kit = await openTestLog({ settings: { indexIntervalBytes: 150, ...settings } })
  for (let i = 0; i < 10; i++) {
    await append(kit, batchOf([value], { timestamp: NOW_MS + i * 10 }), { leaderEpoch: i < 4 ? 0 : 2 })
  }
  return kit
}

test('offset and time index entries stand where Apache puts them', async () => {
  const kit = await tenAppends()
  assert.equal(kit.log.size, SIZE * 10)
  await kit.log.close(true)
  // More than 150 bytes since the last entry: before the third append (200), then every second one.
  const entries = [2, 4, 6, 8]
  assert.equal(
    await hex(kit, '00000000000000000000.index'),
    entries.map((offset) => int32(offset) + int32(offset * SIZE)).join(''),
  )
  // The entry is tried after the append is counted in, so its timestamp is that append's; the last one is forced.
  assert.equal(
    await hex(kit, '00000000000000000000.timeindex'),
    [...entries, 9].map((offset) => int64(NOW_MS + offset * 10) + int32(offset)).join(''),
  )
  assert.equal(Buffer.from(await hex(kit, 'leader-epoch-checkpoint'), 'hex').toString(), '0\n2\n0 0\n2 4\n')
})

test('a kill and a recovery leave the same indexes', async () => {
  const first = await tenAppends()
  const killed = await reopen(first)
  await killed.log.close(true)
  await first.log.close(true)
  for (const name of ['00000000000000000000.index', '00000000000000000000.timeindex', 'leader-epoch-checkpoint']) {
    assert.equal(await hex(killed, name), await hex(first, name))
  }
})

test('a roll seals indexes, writes a snapshot, and begins at the next offset', async () => {
  const kit = await tenAppends({ segmentBytes: 450 })
  await kit.log.flush()
  assert.equal(kit.log.segmentCount, 3)
  assert.equal(await hex(kit, '00000000000000000000.index'), int32(2) + int32(2 * SIZE))
  assert.equal(
    await hex(kit, '00000000000000000000.timeindex'),
    int64(NOW_MS + 20) + int32(2) + int64(NOW_MS + 30) + int32(3),
  )
  // Offsets are relative to the segment's base.
  assert.equal(await hex(kit, '00000000000000000004.index'), int32(2) + int32(2 * SIZE))
  // No producers: version 1, CRC, count 0.
  assert.match(await hex(kit, '00000000000000000004.snapshot'), /^0001[0-9a-f]{8}00000000$/)
  assert.equal(kit.log.recoveryPoint, 8)
})

test('segments roll by time, by full indexes, and when offsets outgrow the index', async () => {
  const byTime = await openTestLog({ settings: { segmentMs: 1000 } })
  for (const ms of [0, 500, 1000, 1001, 1500, 2002]) await append(byTime, batchOf(['a'], { timestamp: NOW_MS + ms }))
  assert.equal(byTime.log.segmentCount, 3)

  // Three offset entries fill it, or two time entries (one is kept for the last).
  const byIndex = await openTestLog({ settings: { indexIntervalBytes: 0, segmentIndexBytes: 36 } })
  for (let i = 0; i < 7; i++) await append(byIndex, batchOf(['a'], { timestamp: NOW_MS + i }))
  assert.equal(byIndex.log.segmentCount, 3)

  const far = await openTestLog({ logStartOffset: 100 })
  await far.log.appendAsFollower(batchOf(['a'], { baseOffset: 100, partitionLeaderEpoch: 0 }))
  await far.log.appendAsFollower(batchOf(['b'], { baseOffset: 100 + 2 ** 31, partitionLeaderEpoch: 0 }))
  assert.equal(far.log.segmentCount, 2)
  assert.deepEqual(
    (await readAll(far.log)).map((record) => record.offset),
    [100, 100 + 2 ** 31],
  )
})

test('without timestamps segments roll by the clock', async () => {
  const kit = await openTestLog({ settings: { segmentMs: 1000 } })
  await append(kit, batchOf(['a'], { timestamp: -1 }))
  await kit.world.advance(900)
  await append(kit, batchOf(['b'], { timestamp: -1 }))
  assert.equal(kit.log.segmentCount, 1)
  await kit.world.advance(200)
  await append(kit, batchOf(['c'], { timestamp: -1 }))
  assert.equal(kit.log.segmentCount, 2)
})

test('a missing or impossible index of a sealed segment is made anew', async () => {
  const kit = await tenAppends({ segmentBytes: 450 })
  const before = await readAll(kit.log)
  await kit.log.close(true)
  await kit.disk.remove(`${DIR}/00000000000000000000.index`)
  const file = await kit.disk.open(`${DIR}/00000000000000000004.index`, 'write')
  await file.write([Buffer.from(int32(2) + int32(99_999), 'hex')], 0)
  await file.close()
  const again = await reopen(kit, { cleanShutdown: true, recoveryPoint: 10 })
  assert.deepEqual(await readAll(again.log), before)
  for (let offset = 0; offset < 10; offset++) {
    const found = await again.log.offsetForTimestamp(NOW_MS + offset * 10 - 5)
    assert.equal(found?.offset, offset)
  }
  assert.equal(await hex(again, '00000000000000000000.index'), int32(2) + int32(2 * SIZE))
  assert.equal(await hex(again, '00000000000000000004.index'), int32(2) + int32(2 * SIZE))
})

test('zeros that Apache preallocates behind index entries and log are cut by recovery', async () => {
  const kit = await tenAppends()
  const before = await readAll(kit.log)
  const { disk } = kit
  for (const [name, bytes] of [
    ['00000000000000000000.log', 4096],
    ['00000000000000000000.index', 10 << 10],
    ['00000000000000000000.timeindex', 10 << 10],
  ] as const) {
    const file = await disk.open(`${DIR}/${name}`, 'create')
    await file.truncate(bytes)
    await file.close()
  }
  const again = await reopen(kit)
  assert.equal(again.log.size, SIZE * 10)
  assert.deepEqual(await readAll(again.log), before)
  assert.deepEqual(
    (await disk.list(DIR)).filter((entry) => entry.name.endsWith('.broken')),
    [],
  )
})

test('the transaction index has the bytes of Apache', async () => {
  const kit = await openTestLog()
  const index = new TransactionIndex(new FilePool(kit.disk), DIR, 0)
  index.startEmpty()
  index.append({ producerId: 5, firstOffset: 1, lastOffset: 7, lastStableOffset: 8 })
  await index.persist(true)
  assert.equal(await hex(kit, '00000000000000000000.txnindex'), `0000${int64(5)}${int64(1)}${int64(7)}${int64(8)}`)
})

test('an index that outgrows memory is searched in its file', async () => {
  const kit = await openTestLog({ settings: { indexIntervalBytes: 0, segmentBytes: 1 << 30 } })
  const { log } = kit
  const count = 9000
  for (let i = 0; i < count; i++) {
    log.append(batchOf(['v'], { timestamp: NOW_MS + i }), {
      leaderEpoch: 0,
      apiVersion: 9,
      origin: 'client',
      mustFlush: false,
    })
    if (i % 500 === 0) await kit.world.settle()
  }
  await kit.world.settle()
  for (const offset of [0, 1, 2, 777, 4000, 8191, 8192, 8193, count - 1]) {
    assert.equal((await log.offsetForTimestamp(NOW_MS + offset))?.offset, offset)
  }
  await log.close(true)
  const again = await reopen(kit, { cleanShutdown: true, recoveryPoint: count })
  for (const offset of [0, 1, 777, 8191, 8192, count - 1]) {
    assert.equal((await again.log.offsetForTimestamp(NOW_MS + offset))?.offset, offset)
    assert.equal((await again.log.read(offset, count, 1, true, false)).records.length, 1)
  }
})
