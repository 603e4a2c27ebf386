import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  sizeOfUnsignedVarint,
  sizeOfVarint,
  sizeOfVarlong,
  VarintCursor,
  VarintError,
  writeUnsignedVarint,
  writeVarint,
  writeVarlong,
} from './varint.ts'

function plain(value: bigint): number[] {
  const bytes: number[] = []
  for (; value >= 0x80n; value >>= 7n) bytes.push(Number(value & 0x7fn) | 0x80)
  return [...bytes, Number(value)]
}

function zigzag(value: bigint): bigint {
  return value >= 0n ? value * 2n : -value * 2n - 1n
}

const buffer = new Uint8Array(16)

test('every width is written, sized and read back', () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      const end = writeVarint(buffer, 3, value)
      assert.deepEqual([...buffer.subarray(3, end)], plain(zigzag(BigInt(value))))
      assert.equal(sizeOfVarint(value), end - 3)
      assert.equal(new VarintCursor(buffer, 3, end).varint(), value)
      const unsigned = value >>> 0
      const unsignedEnd = writeUnsignedVarint(buffer, 0, unsigned)
      assert.deepEqual([...buffer.subarray(0, unsignedEnd)], plain(BigInt(unsigned)))
      assert.equal(sizeOfUnsignedVarint(unsigned), unsignedEnd)
      assert.equal(new VarintCursor(buffer, 0, unsignedEnd).unsignedVarint(), unsigned)
    }),
  )
  const edges = [0, 63, 64, -64, -65, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 1 - 2 ** 53]
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      const end = writeVarlong(buffer, 1, value)
      assert.deepEqual([...buffer.subarray(1, end)], plain(zigzag(BigInt(value))))
      assert.equal(sizeOfVarlong(value), end - 1)
      const cursor = new VarintCursor(buffer, 1, end)
      assert.equal(cursor.varlong(), value)
      assert.equal(cursor.at, end)
    }),
    { examples: edges.map((value) => [value]) },
  )
})

test('a 64-bit value beyond ±2^53 is never mistaken for one within', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const read = new VarintCursor(Uint8Array.from(plain(zigzag(value)))).varlong()
      const safe = value >= -(2n ** 53n - 1n) && value <= 2n ** 53n - 1n
      assert.equal(Number.isSafeInteger(read), safe)
      if (safe) assert.equal(BigInt(read), value)
      else assert.equal(read < 0, value < 0n)
    }),
    { examples: [[2n ** 53n], [-(2n ** 53n)], [2n ** 63n - 1n], [-(2n ** 63n)]] },
  )
})

test('what is cut or too long is refused, what is longer than it need be is read', () => {
  const long = (count: number, last: number) => new VarintCursor(Uint8Array.from([...Array(count).fill(0x80), last]))
  assert.equal(long(4, 0).varint(), 0)
  assert.equal(long(9, 0).varlong(), 0)
  assert.equal(long(4, 0x7f).unsignedVarint(), 0xf0000000)
  assert.throws(() => long(5, 0).varint(), VarintError)
  assert.throws(() => long(10, 0).varlong(), VarintError)
  for (let count = 0; count <= 4; count++) {
    const cut = new VarintCursor(Uint8Array.from(Array(count).fill(0xff)))
    assert.throws(() => cut.varint(), VarintError)
    assert.throws(() => cut.unsignedVarint(), VarintError)
    assert.throws(() => cut.varlong(), VarintError)
  }
  // The end that was given counts, not that of the bytes.
  assert.throws(() => new VarintCursor(Uint8Array.of(0x80, 1), 0, 1).varint(), VarintError)
})
