/** Transactions through a bad network and over a bad disk: each is seen as a whole or not at all, as it was answered, and once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { times } from '../../base/testing/times.ts'
import { NetworkStory } from './testing/network-story.ts'

const SEEDS = times(3)

test('exactly once, through lost answers, late repetitions, full and broken disks and kills', async (context) => {
  let committed = 0
  let kills = 0
  const first = Math.floor(Math.random() * 1e6)
  for (let seed = first; seed < first + SEEDS; seed++) {
    const story = new NetworkStory(seed, { lost: 60, repeated: 200, killed: 2, full: 2, broken: 2 })
    try {
      await story.tell()
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
    }
    committed += story.told.filter(({ outcome }) => outcome === 'committed').length
    kills += story.kills
  }
  context.diagnostic(`seeds from ${first}: ${committed} committed transactions, ${kills} kills`)
  assert.ok(committed > SEEDS * 10 && kills > 0)
})
