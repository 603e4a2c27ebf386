/** The rules of compaction, one by one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildEndTransactionMarker } from '../../protocol/batch/builder.ts'
import {
  baseOffsetAt,
  baseSequenceAt,
  baseTimestampAt,
  compressionAt,
  deleteHorizonAt,
  faultAt,
  isControlAt,
  lastOffsetAt,
  lastSequenceAt,
  maxTimestampAt,
  partitionLeaderEpochAt,
  producerIdAt,
  recordCountAt,
} from '../../protocol/batch/header.ts'
import { RECOVERY_POINTS } from '../checkpoint-file.ts'
import { NOW_MS } from '../log-test-kit.ts'
import { CompactedLog, keyedBatch, records } from './cleaner-test-kit.ts'

const RETENTION_MS = 1000

/** Another round, for which something new must lie there. */
async function cleanAgain(t: CompactedLog) {
  await t.seal()
  return t.clean()
}

test('of each key its last record stays, at its offset', async () => {
  const t = await CompactedLog.open()
  await t.put('a=1 b=1 c=1')
  await t.put('a=2 d=1')
  await t.put('b=2')
  await t.seal()
  await t.clean()
  assert.equal(await t.text(), 'c=1@2 a=2@3 d=1@4 b=2@5')
  assert.equal(t.log.cleaning.upTo, 6)
})

test('a batch that loses records keeps both ends, epoch, producer and sequence numbers; one that does not, every byte', async () => {
  const t = await CompactedLog.open()
  await t.put('a=1 b=1 c=1', { producerId: 5, producerEpoch: 0, baseSequence: 10 })
  await t.put('x=1 y=1')
  await t.put('a=2', { producerId: 5, producerEpoch: 0, baseSequence: 13 })
  await t.seal()
  const before = await t.batches()
  await t.clean()
  const after = await t.batches()
  assert.equal(after.length, before.length)
  const batch = after[0]!
  assert.equal(faultAt(batch, 0, batch.length), null)
  assert.deepEqual([baseOffsetAt(batch, 0), lastOffsetAt(batch, 0), recordCountAt(batch, 0)], [0, 2, 2])
  assert.deepEqual([producerIdAt(batch, 0), baseSequenceAt(batch, 0), lastSequenceAt(batch, 0)], [5, 10, 12])
  assert.equal(partitionLeaderEpochAt(batch, 0), 0)
  assert.equal(maxTimestampAt(batch, 0), NOW_MS + 2)
  assert.deepEqual(after[1], before[1])
  assert.deepEqual(after[2], before[2])
})

for (const compression of [1, 2, 3, 4]) {
  test(`a compressed batch keeps its codec (${compression})`, async () => {
    const t = await CompactedLog.open()
    await t.put('a=1 b=1 c=1', { compression })
    await t.put('a=2 c=2', { compression })
    await t.seal()
    await t.clean()
    assert.equal(await t.text(), 'b=1@1 a=2@3 c=2@4')
    const [batch] = await t.batches()
    assert.equal(compressionAt(batch!, 0), compression)
    assert.equal(faultAt(batch!, 0, batch!.length), null)
  })
}

test('records without a key, which were there before the topic was compacted, go', async () => {
  const t = await CompactedLog.open({ compact: false })
  await t.append(keyedBatch([{ key: null, value: '1' }, ...records('a=1'), { key: null, value: '2' }]))
  await t.seal()
  t.log.updateConfig({ ...t.log.config, compact: true })
  const stats = await t.clean()
  assert.equal(await t.text(), 'a=1@1')
  assert.equal(stats.recordsWithoutKey, 2)
})

test('a tombstone takes what was before, gets a delete horizon, and goes when it has come', async () => {
  const t = await CompactedLog.open({ deleteRetentionMs: RETENTION_MS })
  await t.put('a=1 b=1')
  await t.put('a= c=1')
  await t.seal()
  await t.clean()
  assert.equal(await t.text(), 'b=1@1 a=@2 c=1@3')
  const marked = (await t.batches()).find((batch) => baseOffsetAt(batch, 0) === 2)!
  const horizon = t.broker.world.clock.wallMs() + RETENTION_MS
  assert.equal(deleteHorizonAt(marked, 0), horizon)
  assert.equal(baseTimestampAt(marked, 0), horizon, 'KIP-534: it stands where the base timestamp did')
  assert.equal(maxTimestampAt(marked, 0), NOW_MS + 1)
  assert.equal((await t.log.offsetForTimestamp(NOW_MS + 1))!.timestamp, NOW_MS + 1, 'timestamps are what they were')

  await t.broker.world.advance(RETENTION_MS - 1)
  await cleanAgain(t)
  assert.equal(await t.text(), 'b=1@1 a=@2 c=1@3')
  await t.broker.world.advance(1)
  await cleanAgain(t)
  assert.equal(await t.text(), 'b=1@1 c=1@3')
})

test('a tombstone that is to stay for ever keeps its timestamp', async () => {
  const t = await CompactedLog.open({ deleteRetentionMs: 2 ** 63 })
  await t.put('a= b=1', { timestamp: NOW_MS + 1 })
  await t.seal()
  await t.clean()
  assert.equal(await t.text(), 'a=@0 b=1@1')
  assert.equal(deleteHorizonAt((await t.batches())[0]!, 0), Number.MAX_SAFE_INTEGER)
  const found = await t.log.offsetForTimestamp(NOW_MS + 2)
  assert.deepEqual([found?.offset, found?.timestamp], [1, NOW_MS + 2])
  await t.broker.world.advance(1e9)
  await cleanAgain(t)
  assert.equal(await t.text(), 'a=@0 b=1@1')
})

test('a value that comes after a tombstone keeps nothing of it', async () => {
  const t = await CompactedLog.open()
  await t.put('a=1')
  await t.put('a=')
  await t.put('a=2')
  await t.seal()
  await t.clean()
  assert.equal(await t.text(), 'a=2@2')
})

test('records of an aborted transaction go at once, its marker when its delete horizon has come', async () => {
  const t = await CompactedLog.open({ deleteRetentionMs: RETENTION_MS })
  await t.put('a=0')
  await t.put('a=1 b=1', { transactional: true, producerId: 7, producerEpoch: 0, baseSequence: 0 })
  await t.marker(7, false)
  // Not the producer's last: that one would be kept for its sequence number.
  await t.put('c=1', { transactional: true, producerId: 7, producerEpoch: 0, baseSequence: 2 })
  await t.marker(7, true)
  await t.seal()
  await t.clean()
  assert.equal(await t.text(), 'a=0@0 c=1@4')
  const control = async () =>
    (await t.batches()).filter((batch) => isControlAt(batch, 0)).map((b) => baseOffsetAt(b, 0))
  await cleanAgain(t)
  assert.deepEqual(await control(), [3, 5], 'a marker outlives its transaction for a while')
  const committed = await t.log.read(0, t.log.logEndOffset, 1 << 20, true, true)
  assert.deepEqual(committed.abortedTransactions, [], 'nothing of it is left that a consumer would have to skip')
  await t.broker.world.advance(RETENTION_MS)
  await cleanAgain(t)
  assert.deepEqual(await control(), [5])
  assert.equal(await t.text(), 'a=0@0 c=1@4')
})

test('a commit marker stays while there are records of its transaction', async () => {
  const t = await CompactedLog.open({ deleteRetentionMs: 0 })
  await t.put('a=1 b=1', { transactional: true, producerId: 7, producerEpoch: 0, baseSequence: 0 })
  await t.marker(7, true)
  await t.put('x=1', { transactional: true, producerId: 7, producerEpoch: 0, baseSequence: 2 })
  await t.marker(7, true)
  await t.put('a=2')
  await t.seal()
  const offsets = async () => (await t.batches()).filter((b) => isControlAt(b, 0)).map((b) => baseOffsetAt(b, 0))
  for (let round = 0; round < 3; round++) await cleanAgain(t)
  assert.deepEqual(await offsets(), [2, 4])
  await t.put('b=2')
  // One round takes the last record, the next one sees an empty transaction, one more finds the horizon over.
  for (let round = 0; round < 3; round++) await cleanAgain(t)
  assert.deepEqual(await offsets(), [4])
})

test('an aborted transaction of which the last batch is kept empty stays in the transaction index', async () => {
  const t = await CompactedLog.open()
  await t.put('a=1', { transactional: true, producerId: 7, producerEpoch: 0, baseSequence: 0 })
  await t.marker(7, false)
  await t.put('b=1')
  await t.seal()
  await t.clean()
  assert.equal(await t.text(), 'b=1@2')
  const empty = (await t.batches())[0]!
  assert.deepEqual([recordCountAt(empty, 0), lastSequenceAt(empty, 0), producerIdAt(empty, 0)], [0, 0, 7])
  const slice = await t.log.read(0, t.log.logEndOffset, 1 << 20, true, true)
  assert.deepEqual(slice.abortedTransactions, [{ producerId: 7, firstOffset: 0 }])
})

test('nothing from an open transaction on is touched', async () => {
  const t = await CompactedLog.open({ segmentBytes: 150 })
  await t.put('a=1')
  await t.put('a=2')
  await t.put('b=1', { transactional: true, producerId: 7, producerEpoch: 0, baseSequence: 0 })
  await t.put('b=2')
  await t.put('b=3')
  await t.seal()
  const before = t.log.segmentCount
  await t.clean()
  assert.equal(await t.text(), 'a=2@1 b=1@2 b=2@3 b=3@4')
  assert.ok(t.log.cleaning.upTo <= 2)
  assert.ok(before > 3)
})

test('nothing at or above the high watermark, and nothing of the active segment, is touched', async () => {
  const t = await CompactedLog.open({ segmentBytes: 150 })
  for (const text of ['a=1', 'a=2', 'a=3', 'a=4', 'a=5']) await t.put(text)
  await t.log.flush()
  t.log.highWatermark = 2
  await t.clean()
  assert.equal(await t.text(), 'a=2@1 a=3@2 a=4@3 a=5@4')
  t.log.highWatermark = 5
  await t.clean()
  assert.equal(await t.text(), 'a=4@3 a=5@4')
})

test('min.compaction.lag.ms keeps young segments, max.compaction.lag.ms makes old ones due', async () => {
  const t = await CompactedLog.open({ segmentBytes: 150, minCompactionLagMs: 60_000, minCleanableDirtyRatio: 1 })
  const { clock } = t.broker.world
  await t.put('a=1', { timestamp: clock.wallMs() - 100_000 })
  await t.put('a=2', { timestamp: clock.wallMs() - 90_000 })
  await t.put('a=3', { timestamp: clock.wallMs() })
  await t.put('a=4', { timestamp: clock.wallMs() })
  await t.seal()
  const extent = (await t.log.cleaning.measure(clock.wallMs()))!
  assert.equal(extent.firstUncleanable, 2)
  assert.equal(extent.overdueMs, 0)
  t.log.updateConfig({ ...t.log.config, maxCompactionLagMs: 70_000 })
  assert.equal((await t.log.cleaning.measure(clock.wallMs()))!.overdueMs, 30_000)
})

test('the last batch of each producer stays, be it empty: a start without snapshots still knows its sequence', async () => {
  const t = await CompactedLog.open()
  await t.put('a=1', { producerId: 9, producerEpoch: 0, baseSequence: 0 })
  const again = keyedBatch(records('b=1'), { producerId: 9, producerEpoch: 0, baseSequence: 1 })
  const { lastOffset } = await t.append(Uint8Array.from(again))
  await t.put('a=2 b=2')
  await t.seal()
  await t.clean()
  assert.equal(await t.text(), 'a=2@2 b=2@3')
  const killed = await t.reopen('kill')
  const result = await killed.log.append(again, { leaderEpoch: 0, apiVersion: 9, origin: 'client', mustFlush: false })
  assert.deepEqual([result.error, result.duplicate, result.lastOffset], [0, true, lastOffset])
})

test('a producer of which only a marker is known keeps the marker, which fences', async () => {
  const t = await CompactedLog.open({ deleteRetentionMs: 0 })
  await t.put('a=1', { transactional: true, producerId: 7, producerEpoch: 0, baseSequence: 0 })
  // The coordinator's epoch bump: nothing was written with it.
  const marker = { producerId: 7, producerEpoch: 1, commit: false, coordinatorEpoch: 0, timestamp: NOW_MS }
  await t.append(buildEndTransactionMarker(marker), 'marker')
  await t.put('b=1')
  for (let round = 0; round < 4; round++) await cleanAgain(t)
  assert.equal(await t.text(), 'b=1@2')
  const left = (await t.batches()).filter((batch) => producerIdAt(batch, 0) === 7)
  assert.deepEqual(
    left.map((batch) => [baseOffsetAt(batch, 0), isControlAt(batch, 0)]),
    [[1, true]],
  )
  const known = ({ log }: CompactedLog) => log.activeProducers().map((one) => [one.producerId, one.producerEpoch])
  assert.deepEqual(known(t), [[7, 1]])
  assert.deepEqual(known(await t.reopen('kill')), [[7, 1]])
})

test('a snapshot of before a transaction ended does not open it again when compaction took its marker', async () => {
  const t = await CompactedLog.open({ deleteRetentionMs: 0, segmentBytes: 120 })
  await t.put('a=1', { transactional: true, producerId: 7, producerEpoch: 0, baseSequence: 0 })
  await t.put('b=1')
  await t.put('c=1')
  await t.seal()
  // A kill finds this recovery point: Apache, too, writes it down once in a while.
  await t.broker.manager.checkpointIn(t.broker.manager.folders.get(t.log.logDir)!, RECOVERY_POINTS)
  await t.marker(7, true)
  await t.put('a=2')
  t.log.expireProducers(Number.MAX_SAFE_INTEGER, -1)
  for (let round = 0; round < 4; round++) await cleanAgain(t)
  const left = (await t.batches()).filter((batch) => producerIdAt(batch, 0) === 7)
  assert.deepEqual(left, [])
  const killed = await t.reopen('kill')
  assert.equal(killed.log.firstUnstableOffset, null)
})

test('a round ends where its map is full, in the middle of a batch too, and the next one goes on there', async () => {
  const t = await CompactedLog.open()
  await t.put('a=1 b=1 c=1')
  await t.put('a=2 b=2 c=2')
  await t.put('d=1 a=3')
  await t.seal()
  const mapBytesMax = 24 * 3 // room for two keys
  const first = await t.clean({ mapBytesMax })
  assert.deepEqual([first.endOffset, first.keys], [2, 2])
  assert.equal(await t.text(), 'a=1@0 b=1@1 c=1@2 a=2@3 b=2@4 c=2@5 d=1@6 a=3@7')
  for (let round = 0; round < 6; round++) await t.clean({ mapBytesMax })
  assert.equal(await t.text(), 'b=2@4 c=2@5 d=1@6 a=3@7')
})

test('a transaction that was aborted before the place where a round goes on says nothing of the next one of its producer', async () => {
  const t = await CompactedLog.open({ segmentBytes: 4000 })
  const ofProducer = { transactional: true, producerId: 7, producerEpoch: 0 }
  await t.put('a=0')
  await t.put('x=1', { ...ofProducer, baseSequence: 0 })
  await t.marker(7, false)
  for (let n = 0; n < 8; n++) await t.put(`k${n}=1`)
  await t.put('a=', { ...ofProducer, baseSequence: 1 })
  await t.marker(7, true)
  await t.seal()
  const first = await t.clean({ mapBytesMax: 24 * 7 })
  assert.equal(first.keys, 6)
  assert.match(await t.text(), /^a=0@0 /, 'its end is not known yet')
  await t.clean()
  assert.match(await t.text(), /^k0=1@3 .* a=@11$/)
})

test('small segments become one, up to segment.bytes', async () => {
  const t = await CompactedLog.open({ segmentBytes: 150 })
  for (let n = 0; n < 12; n++) await t.put(`k${n}=1`)
  await t.seal()
  const before = t.log.segmentBases()
  t.log.updateConfig({ ...t.log.config, segmentBytes: 400 })
  await t.clean()
  const after = t.log.segmentBases()
  assert.ok(after.length <= before.length / 2 + 1, `${before} became ${after}`)
  assert.ok(after.every((base) => before.includes(base)))
  assert.equal((await t.stored()).length, 12)
})

test('offsets that are no longer there lead to the next record', async () => {
  const t = await CompactedLog.open()
  await t.put('a=1 b=1')
  await t.put('a=2 b=2')
  await t.put('a=3 b=3', { timestamp: NOW_MS + 500 })
  await t.seal()
  await t.clean()
  const slice = await t.log.read(1, t.log.logEndOffset, 1, true, false)
  assert.equal(baseOffsetAt(Buffer.concat(slice.records), 0), 4)
  assert.deepEqual(await t.log.offsetForTimestamp(NOW_MS), { timestamp: NOW_MS + 500, offset: 4, leaderEpoch: 0 })
})

test('what compaction left opens after a kill and after a clean stop, and goes on', async () => {
  for (const how of ['kill', 'stop'] as const) {
    const t = await CompactedLog.open({ segmentBytes: 200 })
    for (let n = 0; n < 20; n++) await t.put(`a=${n} k${n % 3}=${n}`)
    await t.seal()
    await t.clean()
    const text = await t.text()
    const again = await t.reopen(how)
    assert.equal(await again.text(), text)
    await again.put('k0=new')
    await cleanAgain(again)
    assert.match(await again.text(), /k0=new@\d+$/)
    assert.doesNotMatch(await again.text(), /k0=18/)
  }
})
