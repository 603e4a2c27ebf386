/** The topic behind coordinators is made by whoever asks first. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { FindCoordinatorResponse } from '../protocol/generated/010-find-coordinator.js'
import { handler } from './010-find-coordinator.ts'
import { ask, type Fakes, fakeBroker } from './testing.ts'

const TOPIC = '__consumer_offsets'

const find = async (fakes: Fakes, keys: readonly string[]) =>
  (await ask<FindCoordinatorResponse>(handler, 4, { keyType: 0, coordinatorKeys: keys }, fakes)).coordinators.map(
    ({ errorCode }) => errorCode,
  )

test('the topic is made once, however many keys ask for it at a time', async () => {
  const fakes = fakeBroker()
  const keys = Array.from({ length: 100 }, (_, i) => `g${i}`)
  const [first, second] = await Promise.all([find(fakes, keys), find(fakes, keys)])
  assert.deepEqual(new Set([...first, ...second]), new Set([ErrorCode.COORDINATOR_NOT_AVAILABLE]))
  assert.deepEqual(
    fakes.created.map(({ name }) => name),
    [TOPIC],
  )
  await fakes.world.settle()
  // It could not be made, or was deleted: whoever asks next makes it.
  await find(fakes, ['g'])
  assert.equal(fakes.created.length, 2)
})
