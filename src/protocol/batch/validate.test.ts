import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { setInt16, setInt32, setInt64 } from '../../base/bytes.ts'
import { RECORD_ERRORS_MAX } from '../../base/limits.ts'
import { CompressionType } from '../compression/types.ts'
import { ErrorCode } from '../error-codes.ts'
import { type BatchOptions, buildBatch, buildEndTransactionMarker, type RecordInput } from './builder.ts'
import * as header from './header.ts'
import { openRecords } from './iterate.ts'
import { sizeOfMessage, writeMessage } from './message-set.ts'
import { smallWorld } from './testing/world.ts'
import { type BatchConfig, type BatchRules, BatchValidator, isAccepted } from './validate.ts'

const NOW = 1_700_000_000_000
const CONFIG: BatchConfig = {
  maxMessageBytes: 1 << 20,
  compact: false,
  compressionType: 'producer',
  compressionGzipLevel: -1,
  compressionLz4Level: 9,
  compressionZstdLevel: 3,
  messageTimestampType: 'CreateTime',
  messageTimestampBeforeMaxMs: 2 ** 63,
  messageTimestampAfterMaxMs: 3_600_000,
}
const world = smallWorld()
const validator = new BatchValidator(world)

function rules(config: Partial<BatchConfig> = {}, more: Partial<BatchRules> = {}): BatchRules {
  return { apiVersion: 9, origin: 'client', nowMs: NOW, config: { ...CONFIG, ...config }, ...more }
}

const three: RecordInput[] = [
  { timestamp: NOW - 5, key: Buffer.from('k1'), value: Buffer.from('v1'), headers: [{ key: 'h', value: null }] },
  { timestamp: NOW + 7, key: Buffer.from('k2'), value: null },
  { timestamp: NOW, key: null, value: Buffer.from('v3') },
]

function errorOf(bytes: Uint8Array, by = rules()): number {
  const result = validator.validate(bytes, by)
  assert.ok(!(result instanceof Promise))
  return result.error
}

function acceptedNow(bytes: Uint8Array, by = rules()) {
  const result = validator.validate(bytes, by)
  assert.ok(!(result instanceof Promise))
  assert.ok(isAccepted(result), JSON.stringify(result))
  return result
}

/** With its header changed and its CRC right. */
function changed(change: (batch: Buffer) => void, options: BatchOptions = {}): Buffer {
  const batch = buildBatch(three, options)
  change(batch)
  header.updateCrc(batch, 0)
  return batch
}

/** A batch of records that are bytes as they stand. */
function around(records: Uint8Array, count: number, compression = 0): Buffer {
  const batch = Buffer.concat([buildBatch([], { compression: 0 }).subarray(0, 61), records])
  setInt32(batch, 8, batch.length - 12)
  setInt16(batch, 21, compression)
  setInt32(batch, 23, count - 1)
  setInt32(batch, 57, count)
  header.updateCrc(batch, 0)
  return batch
}

test('an uncompressed batch is taken as it is, where it is', () => {
  const batch = buildBatch(three)
  const before = Buffer.from(batch)
  const result = acceptedNow(batch)
  assert.equal(result.bytes, batch)
  assert.deepEqual(batch, before)
  const { batchCount, recordCount, maxTimestamp, logAppendTimeMs, rewritten } = result
  assert.deepEqual(
    { batchCount, recordCount, maxTimestamp, logAppendTimeMs, rewritten },
    { batchCount: 1, recordCount: 3, maxTimestamp: NOW + 7, logAppendTimeMs: -1, rewritten: false },
  )
})

test('bytes that are cut behind the batch are left out', () => {
  const batch = buildBatch(three)
  const { bytes } = acceptedNow(Buffer.concat([batch, batch.subarray(0, 30)]))
  assert.deepEqual(bytes, batch)
  assert.equal(errorOf(Buffer.concat([batch, batch])), ErrorCode.INVALID_RECORD)
})

test('LogAppendTime replaces the timestamps of the batch', () => {
  for (const compression of [0, 1, 2, 3, 4]) {
    const result = acceptedNow(buildBatch(three, { compression }), rules({ messageTimestampType: 'LogAppendTime' }))
    assert.equal(result.maxTimestamp, NOW)
    assert.equal(result.logAppendTimeMs, NOW)
    assert.equal(header.faultAt(result.bytes, 0, result.bytes.length), null)
    assert.equal(header.timestampTypeAt(result.bytes, 0), 'LogAppendTime')
    const walk = openRecords(result.bytes, 0)
    while (walk.next()) assert.equal(walk.timestamp, NOW)
  }
})

test('a wrong maximum timestamp is put right', () => {
  for (const compression of [0, 1]) {
    const { bytes } = acceptedNow(changed((batch) => setInt64(batch, 35, 5), { compression }))
    assert.equal(header.maxTimestampAt(bytes, 0), NOW + 7)
    assert.equal(header.faultAt(bytes, 0, bytes.length), null)
  }
})

test('what the header must not say', () => {
  const cases: [number, (batch: Buffer) => void, BatchOptions?][] = [
    [ErrorCode.INVALID_RECORD, (batch) => setInt64(batch, 0, 5)],
    [ErrorCode.INVALID_RECORD, (batch) => setInt32(batch, 23, 3)],
    [ErrorCode.INVALID_RECORD, (batch) => setInt32(batch, 23, -1)],
    [ErrorCode.INVALID_RECORD, (batch) => setInt32(batch, 57, 0)],
    [ErrorCode.INVALID_RECORD, (batch) => setInt32(batch, 57, -1)],
    [ErrorCode.INVALID_RECORD, (batch) => setInt16(batch, 21, 0x20)],
    [ErrorCode.INVALID_RECORD, (batch) => setInt16(batch, 21, 0x10)],
    [ErrorCode.INVALID_RECORD, (batch) => setInt64(batch, 43, 5)],
    [
      ErrorCode.INVALID_PRODUCER_EPOCH,
      (batch) => setInt16(batch, 51, -1),
      { producerId: 5, producerEpoch: 0, baseSequence: 0 },
    ],
    [ErrorCode.INVALID_RECORD, (batch) => setInt64(batch, 43, 2 ** 60), { producerEpoch: 0, baseSequence: 0 }],
    [ErrorCode.INVALID_TIMESTAMP, (batch) => setInt64(batch, 27, 2 ** 60)],
    [ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, (batch) => setInt16(batch, 21, 5)],
    [ErrorCode.INVALID_RECORD, (batch) => setInt16(batch, 21, 1)],
    // Both count and offsets, so that the records must tell.
    [
      ErrorCode.INVALID_RECORD,
      (batch) => {
        setInt32(batch, 23, 3)
        setInt32(batch, 57, 4)
      },
    ],
    [
      ErrorCode.INVALID_RECORD,
      (batch) => {
        setInt32(batch, 23, 1)
        setInt32(batch, 57, 2)
      },
    ],
    [
      ErrorCode.INVALID_RECORD,
      (batch) => {
        setInt32(batch, 23, 0x7ffffffe)
        setInt32(batch, 57, 0x7fffffff)
      },
    ],
  ]
  for (const [error, change, options] of cases) assert.equal(errorOf(changed(change, options)), error, String(change))
  const idempotent = { producerId: 5, producerEpoch: 0, baseSequence: 0, transactional: true }
  assert.equal(errorOf(buildBatch(three, idempotent)), ErrorCode.NONE)
})

test('sizes: too large for the topic, before and after it was rewritten', () => {
  const batch = buildBatch(three)
  assert.equal(errorOf(batch, rules({ maxMessageBytes: batch.length })), ErrorCode.NONE)
  assert.equal(errorOf(batch, rules({ maxMessageBytes: batch.length - 1 })), ErrorCode.MESSAGE_TOO_LARGE)
  const packed = buildBatch([{ timestamp: NOW, value: Buffer.alloc(5000) }], { compression: CompressionType.GZIP })
  const config = { maxMessageBytes: 1000, compressionType: 'uncompressed' } as const
  assert.equal(errorOf(packed, rules(config)), ErrorCode.MESSAGE_TOO_LARGE)
})

test('versions: magic 2 alone from 3 on, zstd from 7 on', () => {
  const batch = buildBatch(three)
  const zstd = buildBatch(three, { compression: CompressionType.ZSTD })
  for (let apiVersion = 0; apiVersion <= 13; apiVersion++) {
    const by = rules({}, { apiVersion })
    const expected = apiVersion < 7 ? ErrorCode.UNSUPPORTED_COMPRESSION_TYPE : ErrorCode.NONE
    assert.equal(errorOf(zstd, by), expected)
    assert.equal(errorOf(batch, by), ErrorCode.NONE)
    const old = Buffer.alloc(sizeOfMessage(1, null, Buffer.from('v')))
    const message = { offset: 0, timestamp: NOW, isLogAppendTime: false, compression: 0, key: null }
    writeMessage(old, 0, { magic: 1, value: Buffer.from('v'), ...message })
    assert.equal(errorOf(old, by), apiVersion < 3 ? ErrorCode.NONE : ErrorCode.INVALID_RECORD)
    assert.equal(errorOf(new Uint8Array(0), by), apiVersion < 3 ? ErrorCode.NONE : ErrorCode.INVALID_RECORD)
  }
  assert.equal(acceptedNow(new Uint8Array(0), rules({}, { apiVersion: 2 })).batchCount, 0)
})

test('record errors name the records', () => {
  for (const compression of [0, CompressionType.LZ4]) {
    const batch = buildBatch(three, { compression })
    const noKey = validator.validate(batch, rules({ compact: true }))
    assert.ok(!(noKey instanceof Promise) && !isAccepted(noKey))
    assert.equal(noKey.error, ErrorCode.INVALID_RECORD)
    assert.deepEqual(
      noKey.recordErrors.map((error) => error.batchIndex),
      [2],
    )
    const late = validator.validate(batch, rules({ messageTimestampAfterMaxMs: 3, messageTimestampBeforeMaxMs: 3 }))
    assert.ok(!(late instanceof Promise) && !isAccepted(late))
    assert.equal(late.error, ErrorCode.INVALID_TIMESTAMP)
    assert.deepEqual(
      late.recordErrors.map((error) => error.batchIndex),
      [0, 1],
    )
  }
  const many = buildBatch(Array.from({ length: RECORD_ERRORS_MAX + 5 }, () => ({ timestamp: 1, value: null })))
  const result = validator.validate(many, rules({ compact: true }))
  assert.ok(!(result instanceof Promise) && !isAccepted(result))
  assert.equal(result.recordErrors.length, RECORD_ERRORS_MAX)
})

test('a record without a timestamp is within any range', () => {
  const batch = buildBatch([{ timestamp: -1 }, { timestamp: NOW }])
  assert.equal(acceptedNow(batch, rules({ messageTimestampBeforeMaxMs: 10 })).maxTimestamp, NOW)
  assert.equal(acceptedNow(buildBatch([{ timestamp: -1 }])).maxTimestamp, -1)
})

test('offset deltas out of order are put in order', () => {
  for (const compression of [0, CompressionType.SNAPPY]) {
    const gaps = three.map((record, i) => ({ ...record, offsetDelta: i * 2 }))
    const { bytes, rewritten } = acceptedNow(buildBatch(gaps, { compression, lastOffsetDelta: 2 }))
    assert.ok(rewritten)
    assert.equal(header.compressionAt(bytes, 0), compression)
    const walk = openRecords(bytes, 0)
    for (let i = 0; i < 3; i++) assert.ok(walk.next() && walk.offset === i && walk.timestamp === three[i]!.timestamp)
    assert.equal(walk.next(), false)
  }
})

test('every flipped bit of a batch is refused or changes nothing', async () => {
  for (const compression of [0, 1, 2, 3, 4]) {
    const batch = buildBatch(three, { compression })
    for (let bit = 0; bit < batch.length * 8; bit++) {
      const flipped = Buffer.from(batch)
      flipped[bit >> 3] = flipped[bit >> 3]! ^ (1 << (bit & 7))
      const result = await validator.validate(flipped, rules())
      const isLeaderEpoch = bit >= 12 * 8 && bit < 16 * 8
      assert.equal(isAccepted(result), isLeaderEpoch, `bit ${bit} of compression ${compression}`)
    }
    for (let length = 0; length < batch.length; length++) {
      assert.notEqual(errorOf(batch.subarray(0, length)), ErrorCode.NONE)
    }
  }
})

test('every flipped bit of a message set is refused or changes nothing', async () => {
  const value = gzipSync(Buffer.from('not a message set'))
  for (const magic of [0, 1] as const) {
    const key = Buffer.from('key')
    const set = Buffer.alloc(sizeOfMessage(magic, key, value) * 2)
    const message = { magic, timestamp: NOW, isLogAppendTime: false, compression: 0, key, value }
    writeMessage(set, writeMessage(set, 0, { offset: 0, ...message }), { offset: 1, ...message })
    const half = set.length / 2
    for (let bit = 0; bit < set.length * 8; bit++) {
      const flipped = Buffer.from(set)
      flipped[bit >> 3] = flipped[bit >> 3]! ^ (1 << (bit & 7))
      const result = await validator.validate(flipped, rules({}, { apiVersion: magic + 1 }))
      const byte = (bit >> 3) % half
      // A size that grows beyond the end cuts the set before that message.
      const isCut = isAccepted(result) && result.recordCount < 2 && byte >= 8 && byte < 12
      assert.equal(isAccepted(result) && !isCut, byte < 8, `bit ${bit} of magic ${magic}`)
    }
  }
})

test('records that lie about their lengths', () => {
  const record = Buffer.from([16, 0, 0, 0, 2, 0x61, 2, 0x62, 0])
  assert.equal(errorOf(around(record, 1)), ErrorCode.NONE)
  // Five bytes for the length that needs one: read, as Apache reads it.
  const longWay = Buffer.from([0x90, 0x80, 0x80, 0x80, 0, ...record.subarray(1)])
  assert.equal(errorOf(around(longWay, 1)), ErrorCode.NONE)
  const bad: number[][] = [
    [0x90, 0x80, 0x80, 0x80, 0x80, 0, ...record.subarray(1)],
    [18, ...record.subarray(1)],
    [14, ...record.subarray(1)],
    [15, ...record.subarray(1)],
    [16, 0, 0, 0, 4, 0x61, 2, 0x62, 0],
    [16, 0, 0, 0, 2, 0x61, 6, 0x62, 0],
    [16, 0, 0, 0, 2, 0x61, 2, 0x62, 2],
    [16, 0, 0, 0, 2, 0x61, 2, 0x62, 1],
    [0xff, 0xff, 0xff, 0xff, 0x0f, ...record.subarray(1)],
    [16, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0x0f],
    [...record, 0],
  ]
  for (const bytes of bad) {
    for (const compression of [CompressionType.NONE, CompressionType.GZIP]) {
      const part = compression === CompressionType.NONE ? Buffer.from(bytes) : gzipSync(Buffer.from(bytes))
      assert.equal(errorOf(around(part, 1, compression)), ErrorCode.INVALID_RECORD, bytes.join())
    }
  }
})

test('a header key of negative size, more headers than bytes', () => {
  assert.equal(errorOf(around(Buffer.from([16, 0, 0, 0, 1, 1, 2, 1, 1]), 1)), ErrorCode.INVALID_RECORD)
  assert.equal(errorOf(around(Buffer.from([16, 0, 0, 0, 1, 1, 2, 0, 1]), 1)), ErrorCode.NONE)
  assert.equal(errorOf(around(Buffer.from([16, 0, 0, 0, 1, 1, 0xfe, 0xff, 0x7f]), 1)), ErrorCode.INVALID_RECORD)
})

test('small batches are unpacked here, large ones apart, bombs not at all', async () => {
  const value = Buffer.alloc(1000, 'abcdefgh')
  const some = Array.from({ length: 100 }, () => ({ timestamp: NOW, value }))
  for (const compression of [1, 2, 3, 4]) {
    const offloaded = world.offloaded
    acceptedNow(buildBatch(some, { compression }))
    assert.equal(world.offloaded, offloaded)
    const many = Array.from({ length: 3000 }, () => ({ timestamp: NOW, value }))
    const large = await validator.validate(buildBatch(many, { compression }), rules())
    assert.equal(large.error, ErrorCode.NONE)
    assert.equal(world.offloaded, offloaded + 1)
  }
  const bomb = around(zstdCompressSync(Buffer.alloc(300 << 20)), 1, CompressionType.ZSTD)
  assert.equal((await validator.validate(bomb, rules())).error, ErrorCode.MESSAGE_TOO_LARGE)
})

test('very many records let others have their turn', async () => {
  const builder = Array.from({ length: 120_000 }, (_, i) => ({ timestamp: NOW + (i % 3), value: null }))
  for (const [compression, type] of [
    [CompressionType.NONE, 'producer'],
    [CompressionType.LZ4, 'producer'],
    [CompressionType.NONE, 'gzip'],
  ] as const) {
    const turns = world.turns
    const batch = buildBatch(builder, { compression })
    const result = await validator.validate(batch, rules({ maxMessageBytes: 4 << 20, compressionType: type }))
    assert.ok(isAccepted(result))
    assert.ok(world.turns >= turns + 2)
    assert.equal(result.recordCount, 120_000)
    assert.equal(result.maxTimestamp, NOW + 2)
    assert.equal(result.rewritten, type === 'gzip')
  }
})

test("the broker's own batches: several, control ones, not looked into", () => {
  const marker = buildEndTransactionMarker({
    producerId: 1,
    producerEpoch: 0,
    commit: true,
    coordinatorEpoch: 0,
    timestamp: 9,
  })
  const both = Buffer.concat([buildBatch(three), marker])
  const by = rules({}, { origin: 'coordinator', apiVersion: 0 })
  const result = acceptedNow(both, by)
  assert.equal(result.batchCount, 2)
  assert.equal(result.recordCount, 4)
  assert.equal(result.maxTimestamp, NOW + 7)
  const appended = acceptedNow(both, rules({ messageTimestampType: 'LogAppendTime' }, { origin: 'marker' }))
  assert.equal(appended.maxTimestamp, NOW)
  assert.equal(header.timestampTypeAt(both, 0), 'LogAppendTime')
  both[both.length - 1] = both[both.length - 1]! ^ 1
  assert.equal(errorOf(both, by), ErrorCode.CORRUPT_MESSAGE)
})

test('random bytes never throw', async () => {
  const apiVersion = fc.constantFrom(0, 1, 2, 3, 9)
  const headed = fc
    .tuple(fc.constantFrom(0, 1, 2), fc.uint8Array({ minLength: 70, maxLength: 200 }))
    .map(([magic, bytes]) => {
      const batch = Buffer.from(bytes)
      setInt64(batch, 0, 0)
      setInt32(batch, 8, batch.length - 12)
      batch[16] = magic
      if (magic === 2) {
        setInt32(batch, 23, (batch[60]! & 3) as number)
        setInt32(batch, 57, (batch[60]! & 3) + 1)
        header.updateCrc(batch, 0)
      }
      return batch
    })
  await fc.assert(
    fc.asyncProperty(fc.oneof(headed, fc.uint8Array({ maxLength: 100 })), apiVersion, async (bytes, version) => {
      const result = await validator.validate(bytes, rules({}, { apiVersion: version }))
      if (!isAccepted(result) || result.batchCount === 0) return
      // What is accepted can be read to its end.
      const walk = openRecords(result.bytes, 0)
      while (walk.next());
    }),
    { numRuns: 400 },
  )
})
