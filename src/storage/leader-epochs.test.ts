import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LeaderEpochs } from './leader-epochs.ts'

function of(...entries: [number, number][]): LeaderEpochs {
  const epochs = new LeaderEpochs()
  for (const [epoch, start] of entries) epochs.assign(epoch, start)
  return epochs
}

const text = (epochs: LeaderEpochs) => Buffer.from(epochs.encode()).toString().split('\n').slice(2, -1).join(', ')

test('a new epoch pushes out those of the same or later epochs, or that start there or later', () => {
  assert.equal(text(of([0, 0], [1, 10], [2, 20])), '0 0, 1 10, 2 20')
  assert.equal(text(of([0, 0], [2, 20], [1, 30])), '0 0, 1 30')
  assert.equal(text(of([0, 0], [1, 10], [2, 10])), '0 0, 2 10')
  assert.equal(text(of([0, 0], [1, 10], [2, 5])), '0 0, 2 5')
  assert.equal(text(of([3, 7], [3, 9])), '3 7')
  assert.equal(text(of([-1, 0])), '')
})

test('where an epoch ends', () => {
  const epochs = of([1, 10], [3, 20], [6, 35])
  const end = (epoch: number) => {
    const found = epochs.endOffsetFor(epoch, 50)
    return [found.leaderEpoch, found.endOffset]
  }
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 7, -1].map(end), [
    [0, 10],
    [1, 20],
    [1, 20],
    [3, 35],
    [3, 35],
    [3, 35],
    [6, 50],
    [-1, -1],
    [-1, -1],
  ])
  assert.deepEqual(of().endOffsetFor(0, 5), { leaderEpoch: -1, endOffset: -1 })
  assert.deepEqual(
    [5, 10, 19, 20, 100].map((offset) => epochs.epochFor(offset)),
    [-1, 1, 1, 3, 6],
  )
})

test('truncation from both ends', () => {
  const cut = (act: (epochs: LeaderEpochs) => void) => {
    const epochs = of([1, 10], [3, 20], [6, 35])
    act(epochs)
    return text(epochs)
  }
  assert.equal(
    cut((epochs) => epochs.truncateFromEnd(20)),
    '1 10',
  )
  assert.equal(
    cut((epochs) => epochs.truncateFromEnd(21)),
    '1 10, 3 20',
  )
  assert.equal(
    cut((epochs) => epochs.truncateFromEnd(5)),
    '',
  )
  assert.equal(
    cut((epochs) => epochs.truncateFromStart(5)),
    '1 10, 3 20, 6 35',
  )
  assert.equal(
    cut((epochs) => epochs.truncateFromStart(25)),
    '3 25, 6 35',
  )
  assert.equal(
    cut((epochs) => epochs.truncateFromStart(35)),
    '6 35',
  )
  assert.equal(
    cut((epochs) => epochs.truncateFromStart(99)),
    '6 99',
  )
})

test('what was written is read; what cannot be is said in words', () => {
  const epochs = of([0, 0], [3, 1871])
  const read = new LeaderEpochs()
  assert.equal(read.decode(epochs.encode()), null)
  assert.equal(text(read), '0 0, 3 1871')
  assert.equal(read.decode(new Uint8Array(0)), null)
  assert.equal(read.length, 0)
  for (const bad of [
    '1\n0\n',
    '0\n1\n',
    '0\n1\n0 0',
    '0\n1\n0 0\n\n',
    '0\n0\n0 0\n',
    '0\n1\n-1 0\n',
    '0\n2\n3 0\n2 5\n',
    'x',
  ]) {
    assert.equal(typeof read.decode(Buffer.from(bad)), 'string', JSON.stringify(bad))
  }
})
