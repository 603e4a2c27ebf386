import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SharedRun } from './shared-run.ts'

test('callers during a run share the one after it, also when it fails', async () => {
  const begun: PromiseWithResolvers<void>[] = []
  const shared = new SharedRun(() => {
    const one = Promise.withResolvers<void>()
    begun.push(one)
    return one.promise
  })
  const first = shared.run()
  const others = [shared.run(), shared.run(), shared.run()]
  assert.equal(begun.length, 1)
  begun[0]!.reject(new Error('no'))
  await assert.rejects(first)
  await new Promise(setImmediate)
  assert.equal(begun.length, 2, 'three callers, one run')
  const late = shared.run()
  let idle = false
  const rest = shared.idle().then(() => (idle = true))
  begun[1]!.resolve()
  await Promise.all(others)
  assert.equal(begun.length, 3)
  assert.equal(idle, false)
  begun[2]!.resolve()
  await Promise.all([late, rest])
  await shared.idle()
})
