import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../../base/logger.ts'
import { MemoryWorld } from '../../io/memory/world.ts'
import { NodeError } from '../contract.ts'
import { BoundedTree, UNANSWERED_MAX } from './bounded-tree.ts'
import { openMemoryTree } from './embedded/embedded-tree.ts'

const isAway = (error: unknown) => error instanceof NodeError && error.kind === 'connection-loss'

test('of a store that is away no more is asked than can be kept, and all of it again when it is back', async () => {
  const { clock, ...world } = new MemoryWorld()
  const tree = openMemoryTree({ clock, logger: silentLogger })
  const exists = tree.exists.bind(tree)
  const held: (() => void)[] = []
  tree.exists = async (path) => {
    await new Promise<void>((resolve) => held.push(resolve))
    return exists(path)
  }
  const bounded = new BoundedTree(tree, clock, 1000)
  const all = []
  for (let i = 0; i < UNANSWERED_MAX + 5; i++) all.push(assert.rejects(bounded.exists('/'), isAway))
  await Promise.all(all.slice(UNANSWERED_MAX))
  await clock.advance(2000)
  await Promise.all(all)
  assert.equal(held.length, UNANSWERED_MAX)
  // Given up, and still to be answered.
  await assert.rejects(bounded.exists('/'), isAway)
  for (const answer of held.splice(0)) answer()
  await world.turn.reached()
  const asked = bounded.exists('/')
  held.pop()!()
  assert.notEqual(await asked, null)
})
