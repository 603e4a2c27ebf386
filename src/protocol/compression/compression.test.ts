import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import {
  CompressionError,
  type CompressionErrorKind,
  CompressionType,
  compress,
  compressionTypeOf,
  compressWork,
  type DecompressOptions,
  decompress,
  decompressWork,
} from './compression.ts'

const TYPES = [CompressionType.GZIP, CompressionType.SNAPPY, CompressionType.LZ4, CompressionType.ZSTD]
const maxBytes = 4 << 20

/** Here and apart agree on the refusal. */
async function refused(
  type: number,
  bytes: Uint8Array,
  kind: CompressionErrorKind,
  options?: Partial<DecompressOptions>,
) {
  const expected = (error: unknown) => error instanceof CompressionError && error.kind === kind
  const work = decompressWork(type, bytes, { maxBytes, ...options })
  assert.throws(work.here, expected)
  await assert.rejects(work.apart(), expected)
}

test('what goes in comes out, here and apart', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...TYPES),
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(700),
      fc.boolean(),
      async (type, part, times, brokenLz4Header) => {
        const plain = Buffer.concat(Array(times).fill(Buffer.from(part)))
        const options = { brokenLz4Header }
        const packed = compress(type, plain, options)
        assert.deepEqual(await compressWork(type, plain, options).apart(), packed)
        const work = decompressWork(type, packed, { maxBytes, brokenLz4Header })
        assert.ok(plain.equals(work.here()))
        assert.ok(plain.equals(await work.apart()))
      },
    ),
    { numRuns: 60 },
  )
})

test('none leaves the bytes alone, an unknown type is refused', async () => {
  const bytes = Uint8Array.of(1, 2, 3)
  assert.equal(compress(CompressionType.NONE, bytes), bytes)
  assert.equal(decompress(CompressionType.NONE, bytes, { maxBytes }), bytes)
  await refused(5, bytes, 'unsupported')
  assert.throws(() => compress(7, bytes), CompressionError)
  assert.equal(compressionTypeOf('uncompressed'), 0)
  assert.equal(compressionTypeOf('zstd'), 4)
  assert.equal(compressionTypeOf('producer'), null)
})

test('levels count where the library has them', () => {
  const plain = Buffer.from(Array.from({ length: 3000 }, (_, i) => `${i * i} `).join(''))
  for (const [type, low, high] of [
    [CompressionType.GZIP, 1, 9],
    [CompressionType.ZSTD, -50, 19],
  ] as const) {
    const [fast, small] = [low, high].map((level) => compress(type, plain, { level }))
    assert.ok(small!.length < fast!.length)
    assert.ok(plain.equals(decompress(type, small!, { maxBytes })))
  }
})

test('nothing larger than the bound comes out', async () => {
  for (const type of TYPES) {
    const packed = compress(type, Buffer.alloc(300_000, 'ab'))
    assert.equal(decompress(type, packed, { maxBytes: 300_000 }).length, 300_000)
    await refused(type, packed, 'too-large', { maxBytes: 299_999 })
    await refused(type, packed, 'too-large', { maxBytes: 10 })
  }
})

test('bombs are refused before they take memory', async () => {
  const before = process.memoryUsage.rss()
  const gzip = gzipSync(Buffer.alloc(64 << 20))
  const zstd = zstdCompressSync(Buffer.alloc(64 << 20))
  for (let i = 0; i < 5; i++) {
    await refused(CompressionType.GZIP, gzip, 'too-large', { maxBytes: 1 << 20 })
    await refused(CompressionType.ZSTD, zstd, 'too-large', { maxBytes: 1 << 20 })
    // Two of four in a row are within the bound.
    const four = Buffer.concat(Array(4).fill(zstdCompressSync(Buffer.alloc(1 << 19))))
    await refused(CompressionType.ZSTD, four, 'too-large', { maxBytes: 1 << 20 })
  }
  assert.ok(process.memoryUsage.rss() - before < 200 << 20)
})

test('every cut and every flipped bit is refused or harmless', async () => {
  const plain = Buffer.from(Array.from({ length: 40 }, (_, i) => `record ${i * 77} `).join(''))
  for (const type of TYPES) {
    const packed = Buffer.from(compress(type, plain))
    for (let length = 0; length < packed.length; length++) {
      // A snappy stream may end after any block, so with its header alone it is an empty one.
      if (type === CompressionType.SNAPPY && length === 16) continue
      await refused(type, packed.subarray(0, length), 'corrupt')
    }
    for (let at = 0; at < packed.length; at++) {
      const flipped = Buffer.from(packed)
      flipped[at] = flipped[at]! ^ (1 << (at % 8))
      try {
        assert.ok(decompress(type, flipped, { maxBytes }).length <= maxBytes)
      } catch (error) {
        assert.ok(error instanceof CompressionError, String(error))
      }
    }
  }
})

test('garbage is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...TYPES), fc.uint8Array({ maxLength: 200 }), async (type, bytes) => {
      // A raw snappy block may be anything that reads as one.
      if (type === CompressionType.SNAPPY && bytes.length > 0) return
      await refused(type, bytes, 'corrupt')
    }),
  )
})

test('gzip members and zstd frames one after another are all read', async () => {
  const gzip = Buffer.concat([gzipSync('one '), gzipSync('two')])
  assert.equal(Buffer.from(decompress(CompressionType.GZIP, gzip, { maxBytes })).toString(), 'one two')
  await refused(CompressionType.GZIP, gzip, 'too-large', { maxBytes: 5 })
  await refused(CompressionType.GZIP, Buffer.concat([gzip, Buffer.from('junk')]), 'corrupt')
  const skippable = Buffer.from('5a2a4d1803000000aabbcc', 'hex')
  const zstd = Buffer.concat([zstdCompressSync('one '), skippable, zstdCompressSync('two')])
  const work = decompressWork(CompressionType.ZSTD, zstd, { maxBytes })
  assert.equal(Buffer.from(work.here()).toString(), 'one two')
  assert.equal(Buffer.from(await work.apart()).toString(), 'one two')
  await refused(CompressionType.ZSTD, Buffer.concat([zstd, Buffer.from('junk')]), 'corrupt')
  await refused(CompressionType.ZSTD, skippable, 'corrupt')
})

test('a claim of 4 GiB takes no memory', async () => {
  // A gzip trailer (size modulo 2^32), a raw snappy length, a zstd content size of 8 bytes.
  const gzip = gzipSync('x')
  gzip.writeUInt32LE(0xffffffff, gzip.length - 4)
  await refused(CompressionType.GZIP, gzip, 'corrupt')
  await refused(CompressionType.SNAPPY, Buffer.from('ffffffff0f0000', 'hex'), 'corrupt')
  const zstd = Buffer.from('28b52ffde0ffffffffffffff7f010000', 'hex')
  await refused(CompressionType.ZSTD, zstd, 'corrupt')
})

test('a flood of tiny blocks or frames is refused', async () => {
  const stored = Buffer.from('0100008061', 'hex')
  const lz4 = Buffer.concat([
    compress(CompressionType.LZ4, new Uint8Array(0)).subarray(0, 7),
    ...Array(5000).fill(stored),
    Buffer.alloc(4),
  ])
  await refused(CompressionType.LZ4, lz4, 'corrupt')
  const block = Buffer.from('00000003010061', 'hex')
  const snappy = Buffer.concat([compress(CompressionType.SNAPPY, new Uint8Array(0)), ...Array(5000).fill(block)])
  await refused(CompressionType.SNAPPY, snappy, 'corrupt')
  assert.equal(decompress(CompressionType.SNAPPY, snappy.subarray(0, 16 + 200 * 7), { maxBytes }).length, 200)
  const zstd = Buffer.concat(Array(1000).fill(zstdCompressSync('a')))
  await refused(CompressionType.ZSTD, zstd, 'corrupt')
})
