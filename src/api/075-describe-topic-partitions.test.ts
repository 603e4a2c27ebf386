import assert from 'node:assert/strict'
import { test } from 'node:test'
import type {
  DescribeTopicPartitionsRequestInput,
  DescribeTopicPartitionsResponse,
} from '../protocol/generated/075-describe-topic-partitions.js'
import { handler } from './075-describe-topic-partitions.ts'
import { ask, type Fakes, fakeBroker } from './testing.ts'

/** "a[0,1] b!3 → c:0": topics with partitions or error, and the cursor. */
async function describe(
  fakes: Fakes,
  names: string[],
  more: DescribeTopicPartitionsRequestInput = {},
): Promise<string> {
  const body = { topics: names.map((name) => ({ name })), ...more }
  const { topics, nextCursor } = await ask<DescribeTopicPartitionsResponse>(handler, 0, body, fakes)
  const parts = topics.map(({ name, errorCode, partitions }) =>
    errorCode === 0 ? `${name}[${partitions.map(({ partitionIndex }) => partitionIndex)}]` : `${name}!${errorCode}`,
  )
  return parts.join(' ') + (nextCursor === null ? '' : ` → ${nextCursor.topicName}:${nextCursor.partitionIndex}`)
}

test('by name, each once; unknown and bad names only when they were asked for', async () => {
  const fakes = fakeBroker()
  assert.equal(await describe(fakes, ['b', 'x', 'a', 'a b', 'b']), 'a[0,1] a b!17 b[0] x!3')
  assert.equal(await describe(fakes, []), 'a[0,1] b[0]')
})

test('pages: by the limit asked for, by the broker’s own, and at least one', async () => {
  const fakes = fakeBroker()
  const page = (responsePartitionLimit: number, cursor: [string, number] | null = null) =>
    describe(fakes, [], {
      responsePartitionLimit,
      cursor: cursor && { topicName: cursor[0], partitionIndex: cursor[1] },
    })
  assert.equal(await page(1), 'a[0] → a:1')
  assert.equal(await page(1, ['a', 1]), 'a[1] → b:0')
  assert.equal(await page(1, ['b', 0]), 'b[0]')
  assert.equal(await page(2), 'a[0,1] → b:0')
  assert.equal(await page(3), 'a[0,1] b[0]')
  assert.equal(await page(0), 'a[0] → a:1')
  assert.equal(await page(-5), 'a[0] → a:1')
  assert.equal(await page(2000, ['a', 2]), 'a[] b[0]')
  assert.equal(await page(2000, ['aa', 5]), 'b[0]')
  const bounded = fakeBroker({ 'max.request.partition.size.limit': 2 })
  assert.equal(await describe(bounded, []), 'a[0,1] → b:0')
})

test('a cursor must be among the topics, and not negative', async () => {
  const fakes = fakeBroker()
  const cursor = (topicName: string, partitionIndex: number) => ({ cursor: { topicName, partitionIndex } })
  assert.equal(await describe(fakes, ['a', 'b'], cursor('b', 0)), 'b[0]')
  assert.equal(await describe(fakes, ['a', 'b'], cursor('aa', 0)), 'a!42 b!42')
  assert.equal(await describe(fakes, ['a', 'b'], cursor('a', -1)), 'a!42 b!42')
  assert.equal(await describe(fakes, [], cursor('a', -1)), '')
})

test('what a partition tells', async () => {
  const fakes = fakeBroker()
  fakes.metadata.addTopic('dead', 1, { leader: 9, offlineReplicas: [2] })
  const body = { topics: [{ name: 'a' }, { name: 'dead' }] }
  const { topics } = await ask<DescribeTopicPartitionsResponse>(handler, 0, body, fakes)
  const [alive, dead] = topics.map(({ partitions }) => partitions[0]!)
  assert.deepEqual([alive!.errorCode, alive!.leaderId, alive!.leaderEpoch, alive!.isrNodes], [0, 1, 4, [1, 2]])
  assert.deepEqual([alive!.eligibleLeaderReplicas, alive!.lastKnownElr], [[], []])
  assert.deepEqual([dead!.errorCode, dead!.leaderId, dead!.offlineReplicas], [5, -1, [2]])
  assert.equal(topics[0]!.topicAuthorizedOperations, 3576)
})
