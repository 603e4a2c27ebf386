import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OffsetMap } from './offset-map.ts'

test('keys of all lengths are told apart, up to the last slot but one', () => {
  const keys = Array.from({ length: 4000 }, (_, n) => Buffer.from(`${n}`.padEnd(n % 40, '.')))
  const map = new OffsetMap(keys.length + 1, 12345)
  for (const [n, key] of keys.entries()) map.put(Buffer.concat([Buffer.from('x'), key]), 1, key.length, n)
  assert.equal(map.size, new Set(keys.map(String)).size)
  const last = new Map(keys.map((key, n) => [String(key), n]))
  for (const key of keys) assert.equal(map.get(key, 0, key.length), last.get(String(key)))
  assert.equal(map.get(Buffer.from('absent'), 0, 6), -1)
  assert.equal(map.get(Buffer.from('ab'), 0, 0), -1, 'the empty key')
})

test('offsets are whole up to 2^53', () => {
  const map = new OffsetMap(8, 0)
  const key = Buffer.from('k')
  for (const offset of [0, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 52 + 1]) {
    map.put(key, 0, 1, offset)
    assert.equal(map.get(key, 0, 1), offset)
    assert.equal(map.latestOffset, offset)
  }
  assert.equal(map.size, 1)
})

test('a seed of its own gives every round other slots', () => {
  const bytes = Buffer.from('some key')
  const at = (seed: number) => {
    const map = new OffsetMap(1 << 16, seed)
    map.put(bytes, 0, bytes.length, 0)
    return (map as unknown as { words: Int32Array }).words.findIndex((word) => word !== 0)
  }
  assert.ok(new Set([1, 2, 3, 4].map(at)).size > 1)
})
