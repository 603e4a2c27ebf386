/** ListGroups over very many groups. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { GroupCoordinator } from './coordinator.ts'
import { HeldGroups } from './testing/held-group.ts'

/** A coordinator of the groups in `held`; `between` runs where other work of the loop gets its turn. */
function listing(held: readonly HeldGroups[], between: () => void) {
  const runtime = {
    isServing: true,
    isLoading: false,
    states: () => held.map(({ state }) => state),
    nextTurn: async () => between(),
  }
  const limits = { ...held[0]!.limits, offsetMetadataMaxBytes: 100 }
  return { runtime, groups: new GroupCoordinator(runtime as never, limits, held[0]!.meters) }
}

test('very many groups are listed piece by piece, each once, though some go meanwhile', async () => {
  const held = [new HeldGroups(), new HeldGroups()]
  const perPartition = 30_000
  held.forEach(({ state }, partition) => {
    for (let i = 0; i < perPartition; i++) state.getOrMake(`${partition}-${i}`)
  })
  let turns = 0
  const { groups } = listing(held, () => {
    turns++
    // One that was told, and two that were not.
    held[0]!.state.groups.delete('0-0')
    held[1]!.state.groups.delete(`1-${perPartition - turns}`)
  })
  assert.equal(groups.count(null), 2 * perPartition)
  assert.equal(groups.count('Empty'), 2 * perPartition)
  assert.equal(groups.count('Stable'), 0)
  const { error, groups: listed } = await groups.list()
  assert.equal(error, ErrorCode.NONE)
  assert.equal(turns, 2)
  assert.equal(listed.length, 2 * perPartition - 2)
  assert.equal(new Set(listed.map(({ groupId }) => groupId)).size, listed.length)
})

test('a group that is being deleted is not listed', async () => {
  const held = new HeldGroups()
  for (const groupId of ['stays', 'goes']) held.state.getOrMake(groupId)
  held.holds = true
  held.state.writeOffsets(held.group('stays'), [], () => {})
  held.state.deleteGroup(held.group('goes'), () => {})
  const { groups } = listing([held], () => {})
  assert.deepEqual(
    (await groups.list()).groups.map(({ groupId }) => groupId),
    ['stays'],
  )
})

test('a list that is not whole says so: a partition is loading before or after', async () => {
  const held = new HeldGroups()
  for (let i = 0; i < 30_000; i++) held.state.getOrMake(`g${i}`)
  const { groups, runtime } = listing([held], () => {
    runtime.isLoading = true
  })
  assert.equal((await groups.list()).error, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
  runtime.isLoading = true
  assert.equal((await groups.list()).error, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
})
