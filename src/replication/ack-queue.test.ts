import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AckQueue } from './ack-queue.ts'

function queueWith(...ends: [endOffset: number, deadlineMs: number][]) {
  const settled: string[] = []
  const queue = new AckQueue()
  for (const [endOffset, deadlineMs] of ends)
    queue.add({ endOffset, deadlineMs, settle: (error) => settled.push(`${endOffset}:${error}`) })
  return { queue, settled }
}

test('reaching an offset settles every waiter up to it, in order, and no other', () => {
  const { queue, settled } = queueWith([5, 100], [10, 100], [10, 100], [11, 100])
  queue.reach(4, 0)
  assert.deepEqual(settled, [])
  queue.reach(10, 0)
  assert.deepEqual(settled, ['5:0', '10:0', '10:0'])
  assert.equal(queue.size, 1)
})

test('a timeout in the middle leaves the others waiting', () => {
  const { queue, settled } = queueWith([5, 100], [6, 20], [7, 100])
  queue.expire(20, 7)
  assert.deepEqual(settled, ['6:7'])
  queue.reach(7, 0)
  assert.deepEqual(settled, ['6:7', '5:0', '7:0'])
  assert.equal(queue.size, 0)
})

test('appends that were taken back fail, earlier ones go on waiting', () => {
  const { queue, settled } = queueWith([5, 100], [9, 100])
  queue.failAbove(5, 56)
  assert.deepEqual(settled, ['9:56'])
  queue.failAll(6)
  assert.deepEqual(settled, ['9:56', '5:6'])
})

test('a long queue that is reached step by step does not keep what it settled', () => {
  const { queue, settled } = queueWith()
  for (let end = 1; end <= 10_000; end++) {
    queue.add({ endOffset: end, deadlineMs: 1, settle: () => settled.push('') })
    if (end > 10) queue.reach(end - 10, 0)
  }
  assert.equal(queue.size, 10)
  assert.equal(settled.length, 9_990)
})
