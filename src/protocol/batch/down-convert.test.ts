import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompressionType } from '../compression/types.ts'
import { ErrorCode } from '../error-codes.ts'
import { buildBatch, buildEndTransactionMarker } from './builder.ts'
import { downConvert } from './down-convert.ts'
import { magicAt } from './header.ts'
import { batchPositions, openRecords } from './iterate.ts'
import { isMessageCrcValid, messageCompressionAt } from './message-set.ts'
import { conversionVectors, recorded } from './testing/record-vectors.ts'
import { smallWorld } from './testing/world.ts'
import { Unpacker } from './unpacker.ts'

/** Of each message: where it stands, what its header says, and the records in it. */
function described(bytes: Uint8Array) {
  return [...batchPositions(bytes)].map((at) => {
    assert.ok(isMessageCrcValid(bytes, at))
    // Up to the attributes, in magic 1 up to the timestamp; size and CRC follow the compressed bytes.
    const head = Buffer.from(bytes.subarray(at, at + (magicAt(bytes, at) === 0 ? 18 : 26)))
    head.fill(0, 8, 16)
    const records = []
    for (const walk = openRecords(bytes, at); walk.next(); ) {
      const [key, value] = [walk.key(), walk.value()].map((part) => part && Buffer.from(part).toString('hex'))
      records.push({ offset: walk.offset, timestamp: walk.timestamp, key, value })
    }
    return { head: head.toString('hex'), records }
  })
}

test('an old Fetch gets what Apache makes of the batches', async () => {
  const world = smallWorld()
  let count = 0
  for (const { toMagic, fetchOffset, input, output } of conversionVectors(recorded('conversions'))) {
    const { error, records } = await downConvert(input, toMagic, fetchOffset, world, new Unpacker(world.compute))
    assert.equal(error, ErrorCode.NONE)
    const ours = Buffer.concat(records)
    assert.deepEqual(described(ours), described(output))
    if (messageCompressionAt(output, 0) === CompressionType.NONE) assert.deepEqual(ours, output)
    count++
  }
  assert.ok(count >= 20)
})

test('lz4 for magic 0 has the header checksum that old readers want', async () => {
  const world = smallWorld()
  const batch = buildBatch([{ timestamp: 1, value: Buffer.alloc(1000, 'x') }], { compression: CompressionType.LZ4 })
  const checksums = []
  for (const magic of [0, 1] as const) {
    const { records } = await downConvert(batch, magic, 0, world, new Unpacker(world.compute))
    // The frame's checksum is its seventh byte; the value begins after offset, size, CRC, magic, attributes and lengths.
    checksums.push(records[0]![(magic === 0 ? 26 : 34) + 6])
  }
  assert.deepEqual(checksums, [0x1a, 0x82])
})

test('control batches are left out, zstd is refused, damage is told', async () => {
  const world = smallWorld()
  const unpacker = new Unpacker(world.compute)
  const marker = { producerId: 1, producerEpoch: 0, commit: true, coordinatorEpoch: 0, timestamp: 1 }
  const control = await downConvert(buildEndTransactionMarker(marker), 1, 0, world, unpacker)
  assert.deepEqual(control, { error: ErrorCode.NONE, records: [] })
  const zstd = buildBatch([{ timestamp: 1 }], { compression: CompressionType.ZSTD })
  assert.equal((await downConvert(zstd, 1, 0, world, unpacker)).error, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE)
  const gzip = buildBatch([{ timestamp: 1, value: Buffer.alloc(100) }], { compression: CompressionType.GZIP })
  gzip[80] = gzip[80]! ^ 0xff
  assert.equal((await downConvert(gzip, 1, 0, world, unpacker)).error, ErrorCode.CORRUPT_MESSAGE)
})

test('a large compressed set leaves the loop and comes back whole', async () => {
  const world = smallWorld()
  const records = Array.from({ length: 60_000 }, (_, i) => ({ timestamp: i, value: Buffer.from(`value ${i}`) }))
  const batch = buildBatch(records, { compression: CompressionType.GZIP, baseOffset: 7 })
  const { records: sets } = await downConvert(batch, 1, 0, world, new Unpacker(world.compute))
  assert.ok(world.offloaded >= 2 && world.turns >= 1, `${world.offloaded} ${world.turns}`)
  const walk = openRecords(sets[0]!, 0)
  let count = 0
  for (; walk.next(); count++) assert.equal(walk.offset, 7 + count)
  assert.equal(count, 60_000)
})
