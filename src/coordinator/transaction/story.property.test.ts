/**
 * Random stories of transactions: what was answered holds, markers never contradict each other, nobody shares an epoch, and
 * everything ends. Then each story again, killed after every record of its log.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { times } from '../../base/testing/times.ts'
import { MemoryWorld } from '../../io/memory/world.ts'
import { batchPositions, openRecords } from '../../protocol/batch/iterate.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { decodeRecord, type TransactionRecord } from './records.ts'
import { HeldTransactions } from './testing/held-transactions.ts'
import {
  type AnsweredEnd,
  idOf,
  MarkerBook,
  PARTITIONS,
  PRODUCERS,
  preparedOf,
  type Step,
  Story,
} from './testing/story.ts'

const RUNS = times(150)
const who = fc.integer({ min: 0, max: PRODUCERS - 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('come' as const),
      who,
      id: fc.integer({ min: 0, max: 1 }),
      version: fc.constantFrom(0 as const, 2 as const),
      timeoutMs: fc.constantFrom(5000, 60_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('go on' as const), who }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('join' as const),
      who,
      partition: fc.integer({ min: 0, max: PARTITIONS.length - 1 }),
    }),
  },
  { weight: 7, arbitrary: fc.record({ do: fc.constant('end' as const), who, commit: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('repeat end' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(10, 100, 1000, 35_000) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'hold' } as const) },
  { weight: 3, arbitrary: fc.constant({ do: 'release' } as const) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'refuse' } as const, { do: 'kill' } as const) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'markers fail' } as const, { do: 'markers work' } as const) },
)
const FIRST: readonly Step[] = [
  { do: 'come', who: 0, id: 0, version: 0, timeoutMs: 60_000 },
  { do: 'come', who: 1, id: 1, version: 2, timeoutMs: 60_000 },
]
const steps = fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }).map((more) => [...FIRST, ...more])

/** Of an end that was answered: it is in the log since then, prepared as it was answered, with all that had joined. */
function assertKept({ id, commit, joined, since, until }: AnsweredEnd, records: readonly TransactionRecord[]): void {
  const found = preparedOf(records.slice(since, until), id)
  const kept = found.some(
    ({ state, partitions }) =>
      state === (commit ? 'PrepareCommit' : 'PrepareAbort') &&
      joined.every((place) => partitions.get(place.slice(0, -2))?.has(Number(place.at(-1)))),
  )
  assert.ok(kept, `an answered ${commit ? 'commit' : 'abort'} of ${id} with ${joined.join(', ')} is not in the log`)
}

function assertAtRest(held: HeldTransactions): void {
  for (const id of ['id0', 'id1']) {
    const state = held.state(id)
    assert.match(state, /^(Empty|CompleteCommit|CompleteAbort|error 105)/, `${id} is ${state}`)
  }
}

test('what is answered holds, and everything ends', async () => {
  let ends = 0
  await fc.assert(
    fc.asyncProperty(steps, async (told) => {
      const story = await Story.tell(told)
      for (const end of story.ends) assertKept(end, story.records)
      ends += story.ends.length
      assertAtRest(story.held)
    }),
    { numRuns: RUNS },
  )
  assert.ok(ends > RUNS, `only ${ends} transactions were ended by their producers`)
})

test('killed after every record, each transaction ends as it was answered', async () => {
  let restarts = 0
  await fc.assert(
    fc.asyncProperty(steps, async (told) => {
      const story = await Story.tell(told)
      const { batches } = story.held.log
      for (let length = 0; length <= batches.length; length++) {
        await restarted(batches.slice(0, length), story)
        restarts++
      }
    }),
    { numRuns: RUNS / 5 },
  )
  assert.ok(restarts > 100)
})

async function restarted(batches: readonly Buffer[], { ends, held: before }: Story): Promise<void> {
  const records = recordsOf(batches)
  for (const end of ends) if (end.until <= records.length) assertKept(end, records)
  const book = new MarkerBook()
  const held = new HeldTransactions({
    world: new MemoryWorld({ wallMs: before.world.clock.wallMs() }),
    batches,
    firstProducerId: 1_000_000,
    marked: (marker, at) => {
      const all = [...records, ...held.records]
      const id = idOf(all, marker.producerId)
      book.write(id, preparedOf(all, id).length, `${at.topic}-${at.partition}`, marker.commit)
    },
  })
  held.topic('a', 2).topic('b')
  const prepared = new Map(['id0', 'id1'].map((id) => [id, preparedOf(records, id)]))
  held.markerError = (marker) => {
    const last = preparedOf([...records, ...held.records], idOf(records, marker.producerId)).at(-1)!
    assert.equal(marker.commit, last.state === 'PrepareCommit')
    return ErrorCode.NONE
  }
  await held.lead()
  for (const [id, values] of prepared) {
    const isOpen = records.findLast(({ transactionalId }) => transactionalId === id)?.value === values.at(-1)
    if (values.length === 0 || !isOpen) continue
    const ended = values.at(-1)!.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort'
    assert.ok(held.state(id).startsWith(ended), `${id} was ${values.at(-1)!.state} and is ${held.state(id)}`)
    for (const [topic, ids] of values.at(-1)!.partitions) {
      for (const partition of ids) assert.ok(book.has(id, values.length, `${topic}-${partition}`))
    }
  }
  await held.world.advance(200_000)
  assertAtRest(held)
}

function recordsOf(batches: readonly Buffer[]): TransactionRecord[] {
  const records: TransactionRecord[] = []
  for (const batch of batches) {
    for (const at of batchPositions(batch)) {
      const walk = openRecords(batch, at)
      while (walk.next()) records.push(decodeRecord(walk.key()!, walk.value())!)
    }
  }
  return records
}
