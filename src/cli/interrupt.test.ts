import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { listenForInterrupt } from './interrupt.ts'

test('what is under way ends at the signal, what comes later does not begin; the signal is in the exit code', async () => {
  const signals = new EventEmitter()
  const interrupt = listenForInterrupt(signals)
  assert.equal(await interrupt.unlessAsked(Promise.resolve(1)), 1)
  await assert.rejects(interrupt.unlessAsked(Promise.reject(new Error('no'))), /no/)
  assert.equal(interrupt.exitCode(), 0)
  const never = interrupt.unlessAsked(new Promise(() => {}))
  signals.emit('SIGTERM')
  assert.equal(await never, null)
  assert.equal(await interrupt.unlessAsked(new Promise(() => {})), null)
  // Would end the process if nobody took care of it.
  assert.equal(await interrupt.unlessAsked(setImmediate().then(() => Promise.reject(new Error('late')))), null)
  await setImmediate()
  assert.deepEqual([interrupt.isAsked(), interrupt.exitCode()], [true, 143])
})

test('results are not kept until somebody asks: a command may run for months', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const interrupt = listenForInterrupt(new EventEmitter())
  const result = async () => new WeakRef((await interrupt.unlessAsked(Promise.resolve({ much: true })))!)
  const kept = await result()
  await setImmediate()
  collect()
  assert.equal(kept.deref(), undefined)
  assert.equal(interrupt.isAsked(), false)
})
