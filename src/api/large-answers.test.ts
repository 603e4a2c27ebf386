import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../io/memory/world.ts'
import { LargeAnswers } from './large-answers.ts'

const MIB = 1024 * 1024

test('one at a time, in the order of asking', async () => {
  const world = new MemoryWorld()
  const large = new LargeAnswers(world)
  const entered: number[] = []
  const leaves: (() => void)[] = []
  for (const n of [1, 2, 3]) {
    void large.enter({ isClosed: () => false }).then((leave) => {
      entered.push(n)
      leaves.push(leave)
    })
  }
  await world.settle()
  assert.deepEqual(entered, [1])
  leaves[0]!()
  await world.settle()
  assert.deepEqual(entered, [1, 2])
  leaves[1]!()
  await world.settle()
  assert.deepEqual(entered, [1, 2, 3])
})

test('not while those that were made wait to be read, unless who asked is gone', async () => {
  const world = new MemoryWorld()
  const large = new LargeAnswers(world)
  let left = 7 * MIB
  let isClosed = false
  let entered = 0
  const enter = () =>
    large.enter({ isClosed: () => isClosed, responseBudget: () => left }).then((leave) => {
      entered++
      leave()
    })
  void enter()
  void enter()
  await world.advance(4000)
  assert.equal(entered, 0)
  left = 8 * MIB
  await world.advance(100)
  assert.equal(entered, 2)
  left = 0
  // Slow readers may leave no room for ever.
  void enter()
  await world.advance(4000)
  assert.equal(entered, 2)
  await world.advance(1100)
  assert.equal(entered, 3)
  void enter()
  isClosed = true
  await world.advance(100)
  assert.equal(entered, 4)
})
