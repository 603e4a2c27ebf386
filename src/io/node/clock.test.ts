import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NodeClock } from './clock.ts'

const clock = new NodeClock()

test('a timer never fires early, and not at all once cancelled', async () => {
  const start = clock.monotonicMs()
  const cancelled = clock.after(1, () => assert.fail('was cancelled'))
  cancelled.cancel()
  await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      clock.sleep(i / 3).then(() => assert.ok(clock.monotonicMs() - start >= i / 3, `after ${i / 3} ms`)),
    ),
  )
})

test('delays that setTimeout would fire at once are waited for', async () => {
  let fired = 0
  const timers = [2 ** 31, 2 ** 31 + 5, 2 ** 53, 2 ** 63, Number.POSITIVE_INFINITY].map((ms) =>
    clock.after(ms, () => fired++),
  )
  await clock.sleep(15)
  assert.equal(fired, 0)
  for (const timer of timers) timer.cancel()
})

test('every goes on until cancelled, also from inside, also after a call that throws', async () => {
  let calls = 0
  const done = Promise.withResolvers<void>()
  const timer = clock.every(1, () => {
    if (++calls === 3) {
      timer.cancel()
      done.resolve()
    }
  })
  await done.promise
  await clock.sleep(10)
  assert.equal(calls, 3)
})

test('after standing still, input that is ready is handled before the timer', async () => {
  const order: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  clock.after(5, () => {
    order.push('timer')
    resolve()
  })
  // Stands for a socket: comes in the poll phase, after timers.
  const { readFile } = await import('node:fs')
  readFile(import.meta.filename, () => order.push('input'))
  const until = performance.now() + 120
  while (performance.now() < until);
  await promise
  // The read may need several steps; what matters is that the loop polled in between.
  assert.equal(order.at(-1), 'timer')
})
