import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bytesEqual,
  copyBytes,
  int8At,
  int16At,
  int32At,
  int32LeAt,
  int64At,
  setInt16,
  setInt32,
  setInt32Le,
  setInt64,
  uint32At,
  uint32LeAt,
} from './bytes.ts'

const numRuns = 500

test('numbers are written and read as DataView does', () => {
  const ours = new Uint8Array(12)
  const view = new DataView(ours.buffer)
  fc.assert(
    fc.property(fc.integer(), fc.nat(4), (value, at) => {
      setInt32(ours, at, value)
      assert.equal(view.getInt32(at), value)
      assert.equal(int32At(ours, at), value)
      assert.equal(uint32At(ours, at), value >>> 0)
      assert.equal(int16At(ours, at), view.getInt16(at))
      assert.equal(int8At(ours, at), view.getInt8(at))
      setInt32Le(ours, at, value)
      assert.equal(view.getInt32(at, true), value)
      assert.equal(int32LeAt(ours, at), value)
      assert.equal(uint32LeAt(ours, at), value >>> 0)
      setInt16(ours, at, value)
      assert.equal(view.getInt16(at), (value << 16) >> 16)
    }),
    { numRuns },
  )
})

test('64-bit numbers are exact within ±2^53 and stay beyond when they are beyond', () => {
  const ours = new Uint8Array(8)
  const view = new DataView(ours.buffer)
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      setInt64(ours, 0, value)
      assert.equal(view.getBigInt64(0), BigInt(value))
      assert.equal(int64At(ours, 0), value)
    }),
    { numRuns },
  )
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      view.setBigInt64(0, value)
      const safe = value >= -(2n ** 53n - 1n) && value <= 2n ** 53n - 1n
      assert.equal(Number.isSafeInteger(int64At(ours, 0)), safe)
    }),
    { numRuns, examples: [[2n ** 53n], [2n ** 53n + 1n], [-(2n ** 53n) - 1n], [2n ** 53n - 1n], [-(2n ** 53n)]] },
  )
  setInt64(ours, 0, 2 ** 63)
  assert.equal(view.getBigInt64(0), 2n ** 63n - 1n)
  setInt64(ours, 0, -(2 ** 63))
  assert.equal(view.getBigInt64(0), -(2n ** 63n))
})

test('ranges are copied and compared', () => {
  const source = Uint8Array.from({ length: 100 }, (_, i) => i)
  for (const length of [0, 1, 32, 33, 90]) {
    const target = new Uint8Array(110)
    copyBytes(source, 5, 5 + length, target, 7)
    const expected = new Uint8Array(110)
    expected.set(source.subarray(5, 5 + length), 7)
    assert.ok(bytesEqual(target, expected))
  }
  assert.ok(!bytesEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3)))
  assert.ok(!bytesEqual(Uint8Array.of(1, 2), Uint8Array.of(1)))
})
