import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../io/memory/world.ts'
import { LargeAnswers } from './large-answers.ts'

const MIB = 1024 * 1024

/** Counts those that enter, and lets the next one in. */
function counting() {
  const world = new MemoryWorld()
  const large = new LargeAnswers(world)
  const passed = { count: 0 }
  const pass = (context: Parameters<LargeAnswers['enter']>[0]): void =>
    void large.enter(context).then((leave) => {
      passed.count++
      leave()
    })
  return { world, large, passed, pass }
}

test('one at a time, in the order of asking', async () => {
  const world = new MemoryWorld()
  const large = new LargeAnswers(world)
  const entered: number[] = []
  const leaves: (() => void)[] = []
  for (const n of [1, 2, 3]) {
    void large.enter({ isGone: () => false }).then((leave) => {
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
  const { world, passed, pass } = counting()
  let left = 7 * MIB
  let isGone = false
  const enter = () => pass({ isGone: () => isGone, responseBudget: () => left })
  enter()
  enter()
  await world.advance(4000)
  assert.equal(passed.count, 0)
  left = 8 * MIB
  await world.advance(100)
  assert.equal(passed.count, 2)
  left = 0
  // Slow readers may leave no room for ever.
  enter()
  await world.advance(4000)
  assert.equal(passed.count, 2)
  await world.advance(1100)
  assert.equal(passed.count, 3)
  enter()
  isGone = true
  await world.advance(100)
  assert.equal(passed.count, 4)
})

test('nobody waits for room again for each one before', async () => {
  const { world, passed, pass } = counting()
  const full = { isGone: () => false, responseBudget: () => 0 }
  for (let n = 0; n < 8; n++) pass(full)
  await world.advance(4900)
  assert.equal(passed.count, 0)
  await world.advance(200)
  assert.equal(passed.count, 1)
  // Those that nobody reads are not made all at once.
  await world.advance(3000)
  assert.equal(passed.count, 4)
  await world.advance(4100)
  assert.equal(passed.count, 8)
})

test('one that does not end keeps the others out for a while only', async () => {
  const { world, large, passed, pass } = counting()
  const context = { isGone: () => false }
  await large.enter(context)
  pass(context)
  pass(context)
  await world.advance(4900)
  assert.equal(passed.count, 0)
  await world.advance(200)
  assert.equal(passed.count, 2)
})
