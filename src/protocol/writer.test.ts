import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONG_MAX } from '../base/kinds.ts'
import { Reader } from './reader.ts'
import { Writer } from './writer.ts'

const hex = (write: (w: Writer) => void) => {
  const w = new Writer()
  write(w)
  return Buffer.from(w.finishJoined()).toString('hex')
}

test('64-bit numbers', () => {
  const w = (value: number) => hex((writer) => writer.int64(value))
  assert.equal(w(-1), 'ffffffffffffffff')
  assert.equal(w(2 ** 53 - 1), '001fffffffffffff')
  assert.equal(w(1 - 2 ** 53), 'ffe0000000000001')
  assert.equal(w(LONG_MAX), '7fffffffffffffff')
  assert.equal(w(-LONG_MAX), '8000000000000000')
  assert.equal(w(2 ** 32), '0000000100000000')
  assert.equal(w(-(2 ** 32) - 1), 'fffffffeffffffff')
  for (const wrong of [0.5, 2 ** 53, 2 ** 62, Number.NaN]) assert.throws(() => w(wrong), /no 64-bit number/)
  assert.throws(() => hex((writer) => writer.uuid('short')), /no UUID/)
})

test('large records are passed on as they are, small ones lie with the rest', () => {
  const large = Buffer.alloc(5000, 1)
  const other = Buffer.alloc(3000, 2)
  const small = Buffer.from('abc')
  const w = new Writer()
  w.int8(9)
  w.nullableRecords([large, small, other])
  w.int8(8)
  assert.equal(w.byteLength, 1 + 4 + 8003 + 1)
  const chunks = w.finish()
  assert.deepEqual(
    chunks.map((chunk) => chunk.length),
    [5, 5000, 3, 3000, 1],
  )
  assert.equal(chunks[1], large)
  assert.equal(chunks[3], other)
  const r = new Reader(Buffer.concat(chunks))
  assert.equal(r.int8(), 9)
  assert.deepEqual(r.nullableBytes(), Buffer.concat([large, small, other]))
  assert.equal(r.int8(), 8)
})

test('two writers at once, and one after the other, never share a byte', () => {
  const chunks: { chunk: Uint8Array; value: number }[] = []
  for (let round = 0; round < 3000; round++) {
    const value = round % 251
    const first = new Writer()
    const second = new Writer()
    for (let i = 0; i < 20; i++) {
      first.raw(Buffer.alloc(7, value))
      second.raw(Buffer.alloc(7, 255 - value))
    }
    for (const chunk of first.finish()) chunks.push({ chunk, value })
    for (const chunk of second.finish()) chunks.push({ chunk, value: 255 - value })
  }
  for (const { chunk, value } of chunks) assert.ok(chunk.length === 140 && chunk.every((byte) => byte === value))
})

test('what outgrows its buffer moves to a larger one', () => {
  const w = new Writer()
  const part = Buffer.from(Array.from({ length: 999 }, (_, i) => i))
  for (let i = 0; i < 200; i++) w.raw(part)
  const joined = w.finishJoined()
  assert.equal(joined.length, 199_800)
  for (let i = 0; i < 200; i++) assert.equal(Buffer.compare(joined.subarray(i * 999, (i + 1) * 999), part), 0)
})

test('strings of every length, short or long, narrow or wide', () => {
  for (const unit of ['x', 'ä', '主', '🚀']) {
    for (const length of [0, 1, 20, 21, 41, 42, 43, 63, 64, 126, 127, 128, 8000]) {
      const text = unit.repeat(length)
      const w = new Writer()
      w.compactString(text)
      w.string(text)
      w.int8(7)
      const r = new Reader(w.finishJoined())
      assert.equal(r.compactString(), text)
      assert.equal(r.string(), text)
      assert.equal(r.int8(), 7)
    }
  }
})

test('a string that is too long is cut between characters', () => {
  const w = new Writer()
  w.string('ä'.repeat(20_000))
  w.compactString('x'.repeat(40_000))
  const r = new Reader(w.finishJoined())
  assert.equal(r.string(), 'ä'.repeat(16_383))
  assert.equal(r.compactString(), 'x'.repeat(32_767))
})

test('a tagged field makes room for its size', () => {
  for (const size of [0, 1, 127, 128, 16_383, 16_384, 70_000]) {
    const w = new Writer()
    w.int32(1)
    const mark = w.beginTag(3)
    w.raw(Buffer.alloc(size, 5))
    w.endTag(mark)
    w.int32(2)
    const r = new Reader(w.finishJoined())
    assert.equal(r.int32(), 1)
    assert.equal(r.tag(-1), 3)
    const outer = r.enterTag()
    assert.deepEqual(Buffer.from(r.rawTag(3).data), Buffer.alloc(size, 5))
    r.leaveTag(outer)
    assert.equal(r.int32(), 2)
  }
})
