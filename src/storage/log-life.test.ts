/** Retention, deletion of records, truncation, followers, times. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FaultDisk } from '../io/fault/disk.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { CompressionType } from '../protocol/compression/types.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import {
  append,
  appendNow,
  batchOf,
  DIR,
  fileNames,
  NOW_MS,
  openTestLog,
  readAll,
  recordsOf,
  reopen,
  type TestLog,
} from './log-test-kit.ts'

/** One-record batches of one size; the high watermark follows. */
async function filled(count: number, settings: Record<string, unknown> = {}): Promise<TestLog> {
  const kit = await openTestLog({ settings: { segmentBytes: 400, ...settings } })
  const { log } = kit
  log.onStable = () => {
    log.highWatermark = log.stableEndOffset
  }
  for (let i = 0; i < count; i++) {
    await append(kit, batchOf([`v${i}`.padEnd(20)], { timestamp: NOW_MS + i * 1000 }), {
      leaderEpoch: Math.floor(i / 8),
    })
  }
  return kit
}

const offsets = async (kit: TestLog) => (await readAll(kit.log)).map((record) => record.offset)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

test('retention by size keeps at least that much, and never more than one segment too many', async () => {
  const kit = await filled(20)
  const perSegment = 4
  const bytes = kit.log.size / 20
  kit.log.updateConfig({ ...kit.log.config, retentionBytes: bytes * 9 })
  assert.equal(await kit.log.applyRetention(NOW_MS), 2)
  assert.equal(kit.log.logStartOffset, 2 * perSegment)
  assert.deepEqual(await offsets(kit), range(8, 20))
  assert.equal(await kit.log.applyRetention(NOW_MS), 0)
  assert.equal((await kit.log.read(7, 20, 100, true, false)).error, ErrorCode.OFFSET_OUT_OF_RANGE)
})

test('retention by time looks at the newest record of each segment; all may go, the end stays', async () => {
  const kit = await filled(10, { retentionMs: 5000 })
  assert.equal(await kit.log.applyRetention(NOW_MS + 8000), 0)
  assert.equal(await kit.log.applyRetention(NOW_MS + 8001), 1)
  assert.deepEqual(await offsets(kit), range(4, 10))
  // Also the active one: a new segment takes its place.
  assert.equal(await kit.log.applyRetention(NOW_MS + 60_000), 2)
  assert.deepEqual([kit.log.logStartOffset, kit.log.logEndOffset, kit.log.size], [10, 10, 0])
  assert.equal(await kit.log.applyRetention(NOW_MS + 90_000), 0)
  assert.equal((await append(kit, batchOf(['next']))).firstOffset, 10)
  const again = await reopen(kit)
  assert.deepEqual(await offsets(again), [10])
})

test('retention stops at the high watermark', async () => {
  const kit = await filled(12, { retentionMs: 0 })
  kit.log.onStable = null
  kit.log.highWatermark = 5
  assert.equal(await kit.log.applyRetention(NOW_MS + 60_000), 1)
  assert.equal(kit.log.logStartOffset, 4)
})

test('a compacted topic is not cleaned by age or size', async () => {
  const kit = await filled(12, { retentionMs: 0, retentionBytes: 0, delete: false, compact: false })
  assert.equal(await kit.log.applyRetention(NOW_MS + 60_000), 0)
})

test('retention knows the times of segments from before the start', async () => {
  const kit = await filled(10, { retentionMs: 5000 })
  await kit.log.close(true)
  const again = await reopen(kit, { cleanShutdown: true, recoveryPoint: 10, highWatermark: 10 })
  assert.equal(await again.log.applyRetention(NOW_MS + 8001), 1)
})

test('deleted files wait for file.delete.delay.ms, and a start takes those that were left', async () => {
  const kit = await filled(10, { fileDeleteDelayMs: 5000 })
  await kit.log.advanceLogStartOffset(5)
  const deleted = async (log: TestLog) => (await fileNames(log.disk)).filter((name) => name.endsWith('.deleted'))
  assert.deepEqual(await deleted(kit), [
    '00000000000000000000.index.deleted',
    '00000000000000000000.log.deleted',
    '00000000000000000000.timeindex.deleted',
  ])
  const again = await openTestLog({ disk: kit.disk.afterKill(), logStartOffset: 5 })
  assert.deepEqual(await deleted(again), [])
  await kit.world.advance(5001)
  assert.deepEqual(await deleted(kit), [])
})

test('the log may start within a batch and within the active segment', async () => {
  const kit = await openTestLog()
  kit.log.highWatermark = 0
  await append(kit, batchOf(['a', 'b', 'c']))
  await kit.log.advanceLogStartOffset(2)
  assert.equal(kit.log.logStartOffset, 2)
  assert.equal((await kit.log.read(1, 3, 100, true, false)).error, ErrorCode.OFFSET_OUT_OF_RANGE)
  assert.deepEqual(await offsets(kit), [2])
  assert.equal((await kit.log.offsetForTimestamp(0))?.offset, 2)
  await kit.log.advanceLogStartOffset(1)
  assert.equal(kit.log.logStartOffset, 2)
  const again = await reopen(kit, { logStartOffset: 2 })
  assert.deepEqual(await offsets(again), [2])
})

test('a log that ends below its start begins anew there, and keeps the old bytes beside it', async () => {
  const kit = await openTestLog()
  await append(kit, batchOf(['a']))
  const again = await reopen(kit, { logStartOffset: 50 })
  assert.deepEqual([again.log.logStartOffset, again.log.logEndOffset], [50, 50])
  assert.ok((await fileNames(again.disk)).includes('00000000000000000000.log.broken'))
})

test('truncation takes segments, index entries, epochs, snapshots and producers back', async () => {
  const kit = await filled(20)
  const { log } = kit
  await log.flush()
  await log.truncateTo(10)
  assert.deepEqual([log.logEndOffset, log.stableEndOffset, log.highWatermark], [10, 10, 10])
  assert.ok(log.recoveryPoint <= 10)
  assert.deepEqual(log.endOffsetForEpoch(1), { leaderEpoch: 1, endOffset: 10 })
  assert.equal(log.latestEpoch, 1)
  assert.deepEqual(
    (await fileNames(kit.disk)).filter((name) => /^0+1[2-9]\./.test(name) && !/deleted$/.test(name)),
    [],
  )
  assert.equal(await log.offsetForTimestamp(NOW_MS + 9500), null)
  assert.equal((await append(kit, batchOf(['x']), { leaderEpoch: 3 })).firstOffset, 10)
  assert.deepEqual(await offsets(kit), range(0, 11))
  const again = await reopen(kit)
  assert.deepEqual(await offsets(again), range(0, 11))
  assert.deepEqual(again.log.endOffsetForEpoch(2), { leaderEpoch: 1, endOffset: 10 })
})

test('truncation to the end takes an epoch that nothing was written in (KAFKA-10432)', async () => {
  const kit = await filled(8)
  await kit.log.assignLeaderEpoch(9)
  await kit.log.truncateTo(8)
  assert.equal(kit.log.latestEpoch, 0)
})

test('a full truncation starts where it is told, high watermark included (KAFKA-9491)', async () => {
  const kit = await filled(20)
  await kit.log.truncateFullyAndStartAt(100)
  const { log } = kit
  assert.deepEqual([log.logStartOffset, log.logEndOffset, log.highWatermark, log.size], [100, 100, 100, 0])
  assert.equal(log.latestEpoch, -1)
  assert.equal((await append(kit, batchOf(['x']))).firstOffset, 100)
  const again = await reopen(kit, { logStartOffset: 100 })
  assert.deepEqual(await offsets(again), [100])
  // A start that knows an older log start finds the segment's base.
  assert.equal((await reopen(kit)).log.logStartOffset, 100)
})

test('a read that is under way while offsets are taken back serves none of them', async () => {
  const kit = await filled(20)
  await kit.log.close(true)
  const faults = new FaultDisk(kit.disk, () => null, kit.world.clock)
  const world = new MemoryWorld({ beside: kit.world, disk: faults })
  const { log } = await openTestLog({ disk: faults, world, cleanShutdown: true, recoveryPoint: 20, highWatermark: 20 })
  let slowed = 0
  faults.setPlan(({ kind }) => (kind === 'read' && slowed++ === 0 ? { act: 'slow', ms: 50 } : null))
  const reading = log.read(12, 20, 1000, true, false)
  await world.settle()
  assert.equal(slowed, 1)
  await log.truncateTo(10)
  assert.equal((await append({ ...kit, log, world }, batchOf(['other']))).firstOffset, 10)
  await world.advance(100)
  assert.equal((await reading).error, ErrorCode.OFFSET_OUT_OF_RANGE)
})

test('an epoch is on disk before its first record (KIP-101); one without records gives way (KAFKA-7415)', async () => {
  const kit = await filled(3)
  await kit.log.assignLeaderEpoch(4)
  await kit.log.assignLeaderEpoch(6)
  assert.deepEqual(kit.log.endOffsetForEpoch(6), { leaderEpoch: 6, endOffset: 3 })
  await append(kit, batchOf(['x']), { leaderEpoch: 6 })
  const text = Buffer.from(await kit.disk.readFile(`${DIR}/leader-epoch-checkpoint`, 1000)).toString()
  assert.equal(text, '0\n2\n0 0\n6 3\n')
  assert.deepEqual(kit.log.endOffsetForEpoch(5), { leaderEpoch: 0, endOffset: 3 })
  assert.deepEqual(kit.log.endOffsetForEpoch(6), { leaderEpoch: 6, endOffset: 4 })
  assert.deepEqual(kit.log.endOffsetForEpoch(7), { leaderEpoch: -1, endOffset: -1 })
  assert.equal(kit.log.epochForOffset(2), 0)
})

test('epoch 0 is found again in the batches when its file is gone (KAFKA-10706)', async () => {
  const kit = await filled(3)
  const disk = kit.disk.afterKill()
  await disk.remove(`${DIR}/leader-epoch-checkpoint`)
  const { log } = await openTestLog({ disk })
  assert.deepEqual(log.endOffsetForEpoch(0), { leaderEpoch: 0, endOffset: 3 })
})

test('a follower stores its leader’s bytes as they are', async () => {
  const leader = await filled(12)
  const follower = await openTestLog({ settings: { segmentBytes: 700 } })
  for (let at = 0; at < 12; ) {
    const slice = await leader.log.read(at, 12, 300, true, false)
    await follower.log.appendAsFollower(Buffer.concat(slice.records))
    at = follower.log.logEndOffset
  }
  assert.deepEqual(await readAll(follower.log), await readAll(leader.log))
  assert.deepEqual(follower.log.endOffsetForEpoch(0), { leaderEpoch: 0, endOffset: 8 })
  const bytes = async (log: TestLog) => Buffer.concat((await log.log.read(0, 12, 1 << 20, true, false)).records)
  const cold = await reopen(follower)
  assert.ok((await bytes(leader)).subarray(0, 300).equals((await bytes(cold)).subarray(0, 300)))
})

test('a follower refuses what is damaged or does not follow', async () => {
  const { log } = await openTestLog()
  await log.appendAsFollower(batchOf(['a'], { baseOffset: 0, partitionLeaderEpoch: 0 }))
  await assert.rejects(log.appendAsFollower(batchOf(['a'], { baseOffset: 0, partitionLeaderEpoch: 0 })), /offset 0/)
  const damaged = batchOf(['b'], { baseOffset: 1, partitionLeaderEpoch: 0 })
  damaged[damaged.length - 1]! ^= 1
  await assert.rejects(log.appendAsFollower(damaged), /CRC/)
  assert.equal(log.logEndOffset, 1)
})

test('an empty follower begins at its leader’s first batch (KAFKA-6975)', async () => {
  const { log } = await openTestLog({ logStartOffset: 7 })
  await log.truncateFullyAndStartAt(7)
  await log.appendAsFollower(batchOf(['a', 'b', 'c'], { baseOffset: 5, partitionLeaderEpoch: 2 }))
  assert.deepEqual([log.logStartOffset, log.logEndOffset], [5, 8])
})

test('times are found to the record, in compressed batches, too', async () => {
  for (const compression of [CompressionType.NONE, CompressionType.GZIP, CompressionType.ZSTD]) {
    const kit = await openTestLog({ settings: { segmentBytes: 2000, indexIntervalBytes: 100 } })
    for (let i = 0; i < 20; i++) {
      const values = Array.from({ length: 10 }, (_, n) => `${i}.${n}`)
      await append(kit, batchOf(values, { timestamp: NOW_MS + i * 100, compression }))
    }
    for (const [after, offset] of [
      [-5, 0],
      [0, 0],
      [3, 3],
      [10, 10],
      [205, 25],
      [1909, 199],
    ] as const) {
      const found = await kit.log.offsetForTimestamp(NOW_MS + after)
      assert.deepEqual([found?.offset, found?.leaderEpoch], [offset, 0])
    }
    assert.equal(await kit.log.offsetForTimestamp(NOW_MS + 1910), null)
    assert.deepEqual(await kit.log.offsetOfMaxTimestamp(), { offset: 199, timestamp: NOW_MS + 1909, leaderEpoch: 0 })
  }
})

test('times that do not rise: the first record at or after, and the first of the largest', async () => {
  const kit = await openTestLog({ settings: { segmentBytes: 350, indexIntervalBytes: 0 } })
  const times = [50, 20, 90, 10, 90, 30, 5]
  for (const time of times) await append(kit, batchOf(['v'.padEnd(50)], { timestamp: time }))
  const at = async (target: number) => (await kit.log.offsetForTimestamp(target))?.offset ?? null
  for (let target = 0; target <= 100; target += 5) {
    const expected = times.findIndex((time) => time >= target)
    assert.equal(await at(target), expected < 0 ? null : expected, `target ${target}`)
  }
  assert.equal((await kit.log.offsetOfMaxTimestamp())?.offset, 2)
  assert.equal(await (await openTestLog()).log.offsetOfMaxTimestamp(), null)
})

test('LogAppendTime is told, and stored', async () => {
  const kit = await openTestLog({ settings: { messageTimestampType: 'LogAppendTime' } })
  const result = await append(kit, batchOf(['a', 'b'], { timestamp: 5 }))
  assert.equal(result.logAppendTimeMs, NOW_MS)
  assert.deepEqual(
    (await readAll(kit.log)).map((record) => record.timestamp),
    [NOW_MS, NOW_MS],
  )
})

test('an append larger than a segment is refused', async () => {
  const { log } = await openTestLog({ settings: { segmentBytes: 200 } })
  assert.equal(appendNow(log, batchOf(['x'.repeat(300)])).error, ErrorCode.RECORD_LIST_TOO_LARGE)
  assert.equal(appendNow(log, batchOf(['x'])).error, 0)
})

test('large batches: one is read whole however small the bound, in memory and from disk', async () => {
  const kit = await openTestLog({ settings: { maxMessageBytes: 8 << 20 } })
  const large = 'y'.repeat(3 << 20)
  await append(kit, batchOf(['a']))
  await append(kit, batchOf([large]))
  await append(kit, batchOf(['b']))
  const again = await reopen(kit)
  for (const { log } of [kit, again]) {
    const slice = await log.read(1, 3, 100, true, false)
    assert.deepEqual(
      recordsOf(slice).map((record) => record.value.length),
      [large.length],
    )
    assert.equal((await log.read(1, 3, 100, false, false)).byteLength, 0)
    assert.equal((await readAll(log)).length, 3)
  }
})

test('flush.messages and flush.ms', async () => {
  const byCount = await openTestLog({ settings: { flushMessages: 3 }, flushPolicy: 'never' })
  await append(byCount, batchOf(['a', 'b']), { mustFlush: true })
  assert.equal(byCount.log.flushedOffset, 0)
  await append(byCount, batchOf(['c']))
  assert.equal(byCount.log.flushedOffset, 3)
  const byTime = await openTestLog({ settings: { flushMs: 500 }, flushPolicy: 'never' })
  await append(byTime, batchOf(['a']))
  await byTime.world.advance(499)
  assert.equal(byTime.log.flushedOffset, 0)
  await byTime.world.advance(2)
  assert.equal(byTime.log.flushedOffset, 1)
})

test('a preallocated segment is trimmed when it is sealed and when the log closes', async () => {
  const kit = await openTestLog({ settings: { preallocate: true, segmentBytes: 500 } })
  for (let i = 0; i < 9; i++) await append(kit, batchOf([`v${i}`.padEnd(50)]))
  const sizes = async () => {
    const names = (await fileNames(kit.disk)).filter((name) => name.endsWith('.log'))
    return Promise.all(names.map(async (name) => (await kit.disk.stat(`${DIR}/${name}`))?.size))
  }
  const bytes = kit.log.size / 9
  assert.equal(Math.floor(500 / bytes), 4)
  assert.deepEqual(await sizes(), [bytes * 4, bytes * 4, 500])
  await kit.log.close(true)
  assert.deepEqual(await sizes(), [bytes * 4, bytes * 4, bytes])
  const again = await reopen(kit, { cleanShutdown: true, recoveryPoint: 9 })
  assert.deepEqual(await offsets(again), range(0, 9))
})

test('appends keep their order behind one that is validated off the loop', async () => {
  const kit = await openTestLog({ settings: { compressionType: 'gzip' } })
  const values = Array.from({ length: 3000 }, (_, i) => `${i}`.repeat(80))
  const slow = kit.log.append(batchOf(values), { leaderEpoch: 0, apiVersion: 9, origin: 'client', mustFlush: false })
  assert.ok(slow instanceof Promise)
  const second = kit.log.append(batchOf(['after']), {
    leaderEpoch: 0,
    apiVersion: 9,
    origin: 'client',
    mustFlush: false,
  })
  assert.ok(second instanceof Promise)
  assert.deepEqual([(await slow).firstOffset, (await second).firstOffset], [0, 3000])
})

test('a renamed folder goes on with the log', async () => {
  const kit = await filled(10)
  await kit.disk.rename(DIR, '/data/moved')
  kit.log.relocate('/data/moved')
  await append(kit, batchOf(['x']), { leaderEpoch: 5 })
  assert.deepEqual(await offsets(kit), range(0, 11))
  await kit.log.close(true)
  const again = await openTestLog({
    disk: kit.disk.afterKill(),
    dir: '/data/moved',
    cleanShutdown: true,
    recoveryPoint: 11,
  })
  assert.deepEqual(await offsets(again), range(0, 11))
})
