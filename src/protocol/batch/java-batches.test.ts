/** Batches and message sets that Apache's MemoryRecords wrote: read, up-converted, and written again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompressionType } from '../compression/types.ts'
import { buildBatch } from './builder.ts'
import * as header from './header.ts'
import { batchPositions, openRecords, type RecordWalk } from './iterate.ts'
import { isMessageCrcValid } from './message-set.ts'
import { type BatchVector, batchVectors, NOW, type RecordVector, recorded } from './testing/record-vectors.ts'
import { smallWorld } from './testing/world.ts'
import { type BatchConfig, BatchValidator, isAccepted } from './validate.ts'

const vectors = [...batchVectors(recorded('batches'))]

function copied(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes)
}

function read(walk: RecordWalk): RecordVector[] {
  const records: RecordVector[] = []
  while (walk.next()) {
    const headers = walk.headers().map(({ key, value }) => ({ key, value: copied(value) }))
    const { offset, timestamp } = walk
    records.push({ offset, timestamp, key: copied(walk.key()), value: copied(walk.value()), headers })
  }
  return records
}

function readAll(bytes: Uint8Array): RecordVector[] {
  return [...batchPositions(bytes)].flatMap((at) => read(openRecords(bytes, at)))
}

test('every magic and compression is read as Apache reads it', () => {
  const seen = new Set<string>()
  for (const vector of vectors) {
    seen.add(`${vector.magic} ${vector.compression}`)
    for (const at of batchPositions(vector.bytes)) {
      if (vector.magic === 2) assert.equal(header.faultAt(vector.bytes, at, vector.bytes.length), null)
      else assert.ok(isMessageCrcValid(vector.bytes, at))
    }
    assert.deepEqual(readAll(vector.bytes), vector.records)
  }
  assert.equal(seen.size, 4 + 4 + 5)
})

test('an uncompressed v2 batch is written byte for byte as Apache writes it', () => {
  let count = 0
  for (const { bytes, records } of vectors.filter(({ magic, compression }) => magic === 2 && compression === 0)) {
    if (header.timestampTypeAt(bytes, 0) === 'LogAppendTime') continue
    const ours = buildBatch(records, {
      baseOffset: header.baseOffsetAt(bytes, 0),
      partitionLeaderEpoch: header.partitionLeaderEpochAt(bytes, 0),
      producerId: header.producerIdAt(bytes, 0),
      producerEpoch: header.producerEpochAt(bytes, 0),
      baseSequence: header.baseSequenceAt(bytes, 0),
      transactional: header.isTransactionalAt(bytes, 0),
    })
    assert.equal(ours.toString('hex'), bytes.toString('hex'))
    count++
  }
  assert.equal(count, 3)
})

const config: BatchConfig = {
  maxMessageBytes: 1 << 20,
  compact: false,
  compressionType: 'producer',
  compressionGzipLevel: -1,
  compressionLz4Level: 9,
  compressionZstdLevel: 3,
  messageTimestampType: 'CreateTime',
  messageTimestampBeforeMaxMs: 2 ** 63,
  messageTimestampAfterMaxMs: 2 ** 63,
}

async function produced(vector: BatchVector, compressionType: BatchConfig['compressionType'], apiVersion: number) {
  const input = Buffer.from(vector.bytes)
  // Clients count from 0.
  if (vector.magic === 2) header.setBaseOffset(input, 0, 0)
  const rules = { apiVersion, origin: 'client', nowMs: NOW, config: { ...config, compressionType } } as const
  const result = await new BatchValidator(smallWorld()).validate(input, rules)
  assert.ok(isAccepted(result), JSON.stringify(result))
  return result
}

test('what is produced in any format is stored as one v2 batch with the same records', async () => {
  for (const compressionType of ['producer', 'uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'] as const) {
    for (const vector of vectors) {
      const isOfBroker = vector.records.some((record) => record.timestamp === NOW + 5)
      if (isOfBroker || (vector.magic < 2 && compressionType === 'zstd')) continue
      const { bytes, recordCount, maxTimestamp } = await produced(
        vector,
        compressionType,
        vector.magic === 2 ? 9 : vector.magic,
      )
      assert.deepEqual([...batchPositions(bytes)], [0])
      assert.equal(header.faultAt(bytes, 0, bytes.length), null)
      if (compressionType === 'producer') assert.equal(header.compressionAt(bytes, 0), vector.compression)
      assert.equal(recordCount, vector.records.length)
      assert.equal(maxTimestamp, Math.max(...vector.records.map((record) => record.timestamp)))
      assert.equal(header.maxTimestampAt(bytes, 0), maxTimestamp)
      assert.deepEqual(
        readAll(bytes),
        vector.records.map((record, i) => ({ ...record, offset: i })),
      )
    }
  }
})

test('zstd needs Produce v7', async () => {
  const zstd = vectors.find(({ magic, compression }) => magic === 2 && compression === CompressionType.ZSTD)!
  const input = Buffer.from(zstd.bytes)
  header.setBaseOffset(input, 0, 0)
  const rules = { apiVersion: 6, origin: 'client', nowMs: NOW, config } as const
  assert.equal((await new BatchValidator(smallWorld()).validate(input, rules)).error, 76)
})
