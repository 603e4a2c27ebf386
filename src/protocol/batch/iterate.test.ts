import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CompressionType } from '../compression/types.ts'
import { type BatchOptions, buildBatch, buildEndTransactionMarker, type RecordInput } from './builder.ts'
import * as header from './header.ts'
import { batchPositions, openRecords } from './iterate.ts'

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
