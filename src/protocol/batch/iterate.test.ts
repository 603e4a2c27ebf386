import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CompressionType } from '../compression/types.ts'
import { BatchBuilder, type BatchOptions, buildBatch, buildEndTransactionMarker, type RecordInput } from './builder.ts'
import { InvalidBatchError } from './errors.ts'
import * as header from './header.ts'
import { batchPositions, openRecords, openRecordsApart } from './iterate.ts'
import { smallWorld } from './testing/world.ts'

const bytes = fc.uint8Array({ maxLength: 60 })
const nullable = fc.option(bytes, { nil: null })
const records: fc.Arbitrary<RecordInput[]> = fc.array(
  fc.record({
    timestamp: fc.integer({ min: -1, max: 2 ** 42 }),
    key: nullable,
    value: nullable,
    headers: fc.array(fc.record({ key: fc.string({ unit: 'grapheme', maxLength: 8 }), value: nullable }), {
      maxLength: 3,
    }),
  }),
  { minLength: 1, maxLength: 30 },
)

function asPlain(value: Uint8Array | null | undefined): number[] | null {
  return value == null ? null : [...value]
}

function readBack(batch: Uint8Array, at = 0) {
  const out = []
  const walk = openRecords(batch, at)
  while (walk.next()) {
    out.push({
      offset: walk.offset,
      timestamp: walk.timestamp,
      key: asPlain(walk.key()),
      value: asPlain(walk.value()),
      headers: walk.headers().map(({ key, value }) => ({ key, value: asPlain(value) })),
    })
  }
  return out
}

test('what is built is read back, with every compression', () => {
  fc.assert(
    fc.property(records, fc.constantFrom(...Object.values(CompressionType)), fc.nat(2 ** 50), (list, type, base) => {
      const options: BatchOptions = {
        baseOffset: base,
        compression: type,
        producerId: 7,
        producerEpoch: 1,
        baseSequence: 3,
      }
      const batch = buildBatch(list, options)
      assert.equal(header.faultAt(batch, 0, batch.length), null)
      assert.equal(header.lastOffsetAt(batch, 0), base + list.length - 1)
      assert.equal(header.recordCountAt(batch, 0), list.length)
      assert.equal(header.maxTimestampAt(batch, 0), Math.max(...list.map((record) => record.timestamp)))
      assert.equal(header.producerIdAt(batch, 0), 7)
      const expected = list.map((record, i) => ({
        offset: base + i,
        timestamp: record.timestamp,
        key: asPlain(record.key),
        value: asPlain(record.value),
        headers: record.headers!.map(({ key, value }) => ({ key, value: asPlain(value) })),
      }))
      assert.deepEqual(readBack(batch), expected)
    }),
  )
})

test('batches one after another, the last one cut', () => {
  const first = buildBatch([{ timestamp: 1, value: Buffer.from('a') }])
  const second = buildBatch([{ timestamp: 2 }, { timestamp: 3 }], { baseOffset: 1 })
  const all = Buffer.concat([first, second, first.subarray(0, 40)])
  assert.deepEqual([...batchPositions(all)], [0, first.length])
  assert.deepEqual(
    readBack(all, first.length).map((record) => record.offset),
    [1, 2],
  )
})

test('a transaction marker says what it is', () => {
  const marker = buildEndTransactionMarker({
    producerId: 9,
    producerEpoch: 2,
    commit: true,
    coordinatorEpoch: 5,
    timestamp: 77,
  })
  assert.equal(header.isControlAt(marker, 0), true)
  assert.equal(header.isTransactionalAt(marker, 0), true)
  assert.deepEqual(readBack(marker), [
    { offset: 0, timestamp: 77, key: [0, 0, 0, 1], value: [0, 0, 0, 0, 0, 5], headers: [] },
  ])
})

test('the header is patched where it lies', () => {
  const batch = buildBatch([{ timestamp: 5, value: Buffer.from('x') }])
  header.setBaseOffset(batch, 0, 2 ** 40 + 3)
  header.setPartitionLeaderEpoch(batch, 0, 12)
  assert.equal(header.faultAt(batch, 0, batch.length), null)
  assert.equal(header.baseOffsetAt(batch, 0), 2 ** 40 + 3)
  assert.equal(header.partitionLeaderEpochAt(batch, 0), 12)
  header.setMaxTimestamp(batch, 0, 'LogAppendTime', 99)
  assert.equal(header.faultAt(batch, 0, batch.length), null)
  assert.equal(readBack(batch)[0]!.timestamp, 99)
})

test('sizes and magics that cannot be are refused, damage within a record too', () => {
  const batch = buildBatch([{ timestamp: 5, value: Buffer.from('x') }])
  for (const [at, bytes] of [
    [8, [0, 0, 0, 3]],
    [8, [0xff, 0xff, 0xff, 0xff]],
    [8, [0, 0, 0, 48]],
    [16, [3]],
    [16, [0xff]],
  ] as const) {
    const damaged = Buffer.from(batch)
    damaged.set(bytes, at)
    assert.throws(() => [...batchPositions(damaged)], InvalidBatchError)
  }
  for (let at = 61; at < batch.length; at++) {
    const damaged = Buffer.from(batch)
    damaged[at] = 0xfe
    try {
      readBack(damaged)
    } catch (error) {
      assert.ok(error instanceof InvalidBatchError, String(error))
    }
  }
})

test('a large compressed batch is opened off the loop', async () => {
  const world = smallWorld()
  const noise = Array.from({ length: 20_000 }, (_, i) => ({
    timestamp: i,
    value: Buffer.from(`${(i * 7919) % 10007}`),
  }))
  const walk = await openRecordsApart(buildBatch(noise, { compression: CompressionType.LZ4 }), 0, world.compute)
  let count = 0
  while (walk.next()) assert.equal(walk.timestamp, count++)
  assert.equal(count, 20_000)
  assert.equal(world.offloaded, 1)
  const small = openRecordsApart(
    buildBatch([{ timestamp: 1 }], { compression: CompressionType.ZSTD }),
    0,
    world.compute,
  )
  assert.ok(!(small instanceof Promise) && small.next())
})

test('a builder is used again, grows, and keeps gaps and the delete horizon', async () => {
  const builder = new BatchBuilder(0)
  builder.add({ timestamp: 1, value: Buffer.alloc(5000, 'a') })
  assert.equal(readBack(builder.finish())[0]!.value!.length, 5000)
  builder.reset(1000)
  builder.add({ timestamp: 990, offsetDelta: 3 })
  builder.add({ timestamp: 1010, offsetDelta: 8 })
  assert.equal(builder.recordCount, 2)
  assert.equal(builder.maxTimestamp, 1010)
  const options = { baseOffset: 100, compression: CompressionType.GZIP, lastOffsetDelta: 9 }
  const batch = await builder.finishWork(options).apart()
  assert.deepEqual(batch, builder.finish(options))
  assert.equal(header.faultAt(batch, 0, batch.length), null)
  assert.equal(header.lastOffsetAt(batch, 0), 109)
  assert.equal(header.baseTimestampAt(batch, 0), 1000)
  assert.ok(header.attributesAt(batch, 0) & header.DELETE_HORIZON_BIT)
  assert.deepEqual(
    readBack(batch).map(({ offset, timestamp }) => [offset, timestamp]),
    [
      [103, 990],
      [108, 1010],
    ],
  )
})
