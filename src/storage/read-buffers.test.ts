import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepEverything } from '../io/memory/blocks.ts'
import { append, batchOf, openTestLog } from './log-test-kit.ts'
import { ReadBuffers } from './read-buffers.ts'

test('what was given back is used again, once, for the same size; foreign bytes are passed over', () => {
  const buffers = new ReadBuffers()
  const first = buffers.take(1_000_000)
  assert.equal(first.length, 1_000_000)
  const second = buffers.take(1_000_000)
  assert.notEqual(first.buffer, second.buffer)
  buffers.giveBack(first.subarray(10, 20))
  buffers.giveBack(first)
  buffers.giveBack(Buffer.alloc(1 << 20))
  assert.equal(buffers.take(900_000).buffer, first.buffer)
  assert.notEqual(buffers.take(900_000).buffer, first.buffer)
  assert.notEqual(buffers.take(300_000).buffer, first.buffer)
})

test('no more is kept than a bound, and very large and small ones never', () => {
  const buffers = new ReadBuffers()
  const taken = Array.from({ length: 40 }, () => buffers.take(1 << 20))
  for (const bytes of taken) buffers.giveBack(bytes)
  const again = Array.from({ length: 40 }, () => buffers.take(1 << 20))
  assert.equal(again.filter(({ buffer }) => taken.some((one) => one.buffer === buffer)).length, 16)
  for (const length of [1, 100, 8 << 20]) {
    const bytes = buffers.take(length)
    assert.equal(bytes.length, length)
    buffers.giveBack(bytes)
    assert.notEqual(buffers.take(length).buffer, bytes.buffer)
  }
})

test('a cold read whose bytes were given back lends them to the next; one that keeps them is not disturbed', async () => {
  const before = await openTestLog()
  const values = Array.from({ length: 8 }, (_, index) => String(index).repeat(20_000))
  for (const value of values) await append(before, batchOf([value]), { mustFlush: true })
  await before.log.close(true)
  const reads = new ReadBuffers()
  const { log } = await openTestLog({
    disk: before.disk.cut(keepEverything),
    cleanShutdown: true,
    recoveryPoint: 8,
    reads,
  })
  const read = async (from: number) => {
    const slice = await log.read(from, 8, 50_000, true, false)
    assert.equal(slice.error, 0)
    assert.equal(slice.records.length, 1)
    return slice.records[0]!
  }
  const kept = await read(0)
  const copy = Buffer.from(kept)
  const given = await read(2)
  assert.ok(Buffer.from(given).includes('2'.repeat(1000)))
  reads.giveBack(given)
  const next = await read(4)
  assert.equal(next.buffer, given.buffer)
  assert.ok(Buffer.from(next).includes('4'.repeat(1000)))
  assert.deepEqual(Buffer.from(kept), copy)
})
