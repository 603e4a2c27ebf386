/** How long a commit is kept, by what its version can say. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OffsetToCommit } from '../coordinator/group/coordinator.ts'
import { handler } from './008-offset-commit.ts'
import { fakeBroker, fakeContext } from './testing.ts'

async function commit(apiVersion: number, more: object, commitTimestamp = -1) {
  const fakes = fakeBroker()
  const stored: OffsetToCommit[] = []
  const groups = {
    limits: { offsetMetadataMaxBytes: 10 },
    commit: async (_group: string, _member: object, offsets: readonly OffsetToCommit[]) => {
      stored.push(...offsets)
      return 0
    },
  }
  const partition = { partitionIndex: 0, committedOffset: 5, committedLeaderEpoch: -1, committedMetadata: null }
  const request = {
    groupId: 'g',
    generationIdOrMemberEpoch: -1,
    memberId: '',
    groupInstanceId: null,
    retentionTimeMs: -1,
    topics: [{ name: 'a', topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitions: [{ ...partition, commitTimestamp }] }],
    ...more,
  }
  const services = { ...fakes.services, groups } as unknown as typeof fakes.services
  await handler.handle(request, fakeContext(apiVersion), services)
  const { commitTimestamp: at, expireTimestamp } = stored[0]!.value
  const nowMs = fakes.world.clock.wallMs()
  return [at - nowMs, expireTimestamp === -1 ? null : expireTimestamp - nowMs]
}

test('by the retention of the broker, or as long as the client says; never beyond what a number holds', async () => {
  assert.deepEqual(await commit(8, {}), [0, null])
  assert.deepEqual(await commit(3, { retentionTimeMs: 86_400_000 }), [0, 86_400_000])
  assert.deepEqual(await commit(3, { retentionTimeMs: 0 }), [0, 0])
  const [, longest] = await commit(3, { retentionTimeMs: Number.MAX_SAFE_INTEGER })
  assert.ok(longest! > 9e15 - 2e12 && Number.isSafeInteger(longest))
  const [, shortest] = await commit(3, { retentionTimeMs: Number.MIN_SAFE_INTEGER })
  assert.ok(shortest! < 0)
})

test('version 1 may tell when it was', async () => {
  const [at, expires] = await commit(1, {}, 1000)
  assert.ok(at! < 0)
  assert.equal(expires, null)
})
