import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compressSync } from 'snappy'
import { snappyCompress, snappyDecompress } from './snappy.ts'
import { CompressionError } from './types.ts'

const HEADER = Buffer.from('82534e415050590000000001' + '00000001', 'hex')
const maxBytes = 1 << 22

function block(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function opened(bytes: Uint8Array): string {
  return Buffer.from(snappyDecompress(bytes, { maxBytes })).toString()
}

test('written as snappy-java writes: header, then blocks of 32 KiB of input', () => {
  const plain = Buffer.alloc(70_000, 'abcdefg')
  const packed = Buffer.from(snappyCompress(plain))
  assert.deepEqual(packed.subarray(0, 16), HEADER)
  const sizes = []
  for (let at = 16; at < packed.length; ) {
    const length = packed.readInt32BE(at)
    sizes.push(snappyDecompress(packed.subarray(at + 4, at + 4 + length), { maxBytes }).length)
    at += 4 + length
  }
  assert.deepEqual(sizes, [32768, 32768, 70_000 - 65536])
  assert.ok(plain.equals(snappyDecompress(packed, { maxBytes })))
})

test('raw blocks, streams of several blocks, and streams one after another', () => {
  const [one, two] = [compressSync('one '), compressSync('two')]
  assert.equal(opened(one), 'one ')
  assert.equal(opened(Buffer.concat([HEADER, block(one), block(two)])), 'one two')
  assert.equal(opened(Buffer.concat([HEADER, block(one), HEADER, block(two)])), 'one two')
  assert.equal(opened(HEADER), '')
})

test('lengths are checked before they are believed', () => {
  const refused = (bytes: Uint8Array) => assert.throws(() => opened(bytes), CompressionError)
  const one = compressSync('one')
  refused(Buffer.concat([HEADER, Buffer.from('7fffffff', 'hex'), one]))
  refused(Buffer.concat([HEADER, Buffer.from('ffffffff', 'hex'), one]))
  refused(Buffer.concat([HEADER, block(one), Buffer.of(0, 0)]))
  refused(Buffer.concat([HEADER, block(new Uint8Array(0))]))
  // 64 bytes that say they hold 16 MiB; 2^32 - 1; a length that never ends.
  refused(Buffer.concat([Buffer.from('80808008', 'hex'), Buffer.alloc(60)]))
  refused(Buffer.from('ffffffff0f00', 'hex'))
  refused(Buffer.alloc(20, 0xff))
  const version0 = Buffer.from(HEADER)
  version0.writeInt32BE(0, 8)
  refused(Buffer.concat([version0, block(one)]))
})
