import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lz4Compress, lz4Decompress } from './lz4.ts'
import { CompressionError } from './types.ts'
import { xxhash32 } from './xxhash32.ts'

const maxBytes = 1 << 23

test('xxHash32 gives the values of its specification', () => {
  assert.equal(xxhash32(new Uint8Array(0)), 0x02cc5d05)
  assert.equal(xxhash32(Buffer.from('a')), 0x550d7456)
  assert.equal(xxhash32(Buffer.from('abc')), 0x32d153ff)
  assert.equal(xxhash32(Buffer.from('Nobody inspects the spammish repetition')), 0xe2293b2f)
})

/** A frame of stored blocks: flags, descriptor, what stands behind the header, the blocks. */
function frame(
  flags: number,
  descriptor: number,
  blocks: Uint8Array[],
  options: { size?: bigint; checksum?: number } = {},
) {
  const header = [Buffer.of(0x04, 0x22, 0x4d, 0x18, flags, descriptor)]
  if (options.size !== undefined) {
    const size = Buffer.alloc(8)
    size.writeBigUInt64LE(options.size)
    header.push(size)
  }
  const described = Buffer.concat(header)
  const checksum = options.checksum ?? (xxhash32(described, 4) >>> 8) & 0xff
  const parts: Uint8Array[] = [described, Buffer.of(checksum)]
  for (const block of blocks) {
    parts.push(word(block.length | 0x80000000), block)
    if (flags & 0x10) parts.push(word(xxhash32(block)))
  }
  parts.push(word(0))
  if (flags & 0x04) parts.push(word(0))
  return Buffer.concat(parts)
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

function opened(bytes: Uint8Array, brokenLz4Header = false): string {
  return Buffer.from(lz4Decompress(bytes, { maxBytes, brokenLz4Header })).toString()
}

function refused(bytes: Uint8Array, what: RegExp): void {
  assert.throws(
    () => opened(bytes),
    (error) => error instanceof CompressionError && what.test(error.message),
  )
}

const blocks = [Buffer.from('one '), Buffer.from('two')]

test('every kind of frame that Apache reads', () => {
  assert.equal(opened(frame(0x60, 0x40, blocks)), 'one two')
  assert.equal(opened(frame(0x70, 0x50, blocks)), 'one two')
  assert.equal(opened(frame(0x64, 0x60, blocks)), 'one two')
  assert.equal(opened(frame(0x68, 0x70, blocks, { size: 7n })), 'one two')
  assert.equal(opened(frame(0x7c, 0x70, blocks, { size: 2n ** 40n })), 'one two')
})

test('and those it does not', () => {
  refused(frame(0xa0, 0x40, blocks), /version 2/)
  refused(frame(0x61, 0x40, blocks), /reserved flags/)
  refused(frame(0x40, 0x40, blocks), /depend/)
  refused(frame(0x60, 0x41, blocks), /reserved bits/)
  refused(frame(0x60, 0x30, blocks), /block size code 3/)
  refused(frame(0x60, 0x40, [Buffer.alloc(65537)]), /a block of 65537/)
  refused(Buffer.concat([frame(0x60, 0x40, blocks), Buffer.of(0)]), /bytes after the frame/)
  refused(Buffer.concat([frame(0x60, 0x40, blocks), frame(0x60, 0x40, blocks)]), /bytes after the frame/)
  const damaged = frame(0x70, 0x40, blocks)
  damaged[12] = damaged[12]! ^ 1
  refused(damaged, /block checksum/)
  const compressed = Buffer.concat([
    frame(0x60, 0x40, []).subarray(0, 7),
    word(5),
    Buffer.from('\x00\x00\x00\x00\x00'),
    word(0),
  ])
  refused(compressed, /lz4/)
})

test('the header checksum of magic 0 is written wrong and not looked at', () => {
  const plain = Buffer.from('x'.repeat(100))
  const right = lz4Compress(plain, {})
  const broken = lz4Compress(plain, { brokenLz4Header: true })
  // What Apache's writers put there for this header.
  assert.equal(right[6], 0x82)
  assert.equal(broken[6], 0x1a)
  assert.deepEqual(broken.subarray(7), right.subarray(7))
  assert.equal(opened(right), plain.toString())
  assert.equal(opened(broken, true), plain.toString())
  assert.equal(opened(right, true), plain.toString())
  refused(broken, /header checksum/)
})

test('blocks of 64 KiB, stored when they do not shrink', () => {
  const noise = Buffer.from(Array.from({ length: 70_000 }, (_, i) => xxhash32(Buffer.of(i, i >> 8, i >> 16))))
  const packed = Buffer.from(lz4Compress(noise, {}))
  assert.equal(packed.readUInt32LE(7), 0x80010000)
  assert.equal(packed.readUInt32LE(7 + 4 + 65536), (0x80000000 | (70_000 - 65536)) >>> 0)
  assert.equal(packed.readUInt32LE(packed.length - 4), 0)
  assert.ok(noise.equals(lz4Decompress(packed, { maxBytes })))
})
