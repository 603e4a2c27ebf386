import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../../io/memory/world.ts'
import type { Clock } from '../../io/world.ts'
import { Deadlines } from './deadlines.ts'

function made() {
  const world = new MemoryWorld()
  const missed: string[] = []
  const deadlines = new Deadlines(world.clock, world.turn)
  const set = (name: string, ms: number) => deadlines.set(name, ms, () => missed.push(name))
  return { world, missed, deadlines, set }
}

test('a deadline that is moved again and again is not missed; one that is not is missed once', async () => {
  const { world, missed, deadlines, set } = made()
  set('a', 100)
  set('b', 100)
  for (let i = 0; i < 10; i++) {
    await world.advance(90)
    deadlines.move('a', 100)
  }
  assert.deepEqual(missed, ['b'])
  assert.equal(deadlines.move('b', 1), false)
  await world.advance(99)
  assert.deepEqual(missed, ['b'])
  await world.advance(1)
  assert.deepEqual(missed, ['b', 'a'])
  assert.equal(deadlines.size, 0)
})

test('a deadline may come nearer, be replaced and be taken back', async () => {
  const { world, missed, deadlines, set } = made()
  set('near', 1000)
  deadlines.move('near', 10)
  set('gone', 10)
  deadlines.cancel('gone')
  set('again', 10)
  set('again', 50)
  await world.advance(10)
  assert.deepEqual(missed, ['near'])
  await world.advance(40)
  assert.deepEqual(missed, ['near', 'again'])
  set('late', 10)
  deadlines.stop()
  set('never', 1)
  await world.advance(100)
  assert.deepEqual(missed, ['near', 'again'])
})

test('after a pause the input that was waiting counts before the deadlines that passed meanwhile', () => {
  let nowMs = 0
  const timers: (() => void)[] = []
  const turns: (() => void)[] = []
  const clock = {
    monotonicMs: () => nowMs,
    after: (_delayMs: number, call: () => void) => {
      timers.push(call)
      return { cancel() {} }
    },
  } as unknown as Clock
  const deadlines = new Deadlines(clock, { later: (call) => turns.push(call) })
  const missed: string[] = []
  deadlines.set('heard', 100, () => missed.push('heard'))
  deadlines.set('silent', 100, () => missed.push('silent'))
  // The process was stopped for ten seconds. Its loop runs timers, then reads sockets, then what was put off.
  nowMs = 10_000
  for (const call of timers.splice(0)) call()
  assert.deepEqual(missed, [])
  deadlines.move('heard', 100)
  while (turns.length > 0) turns.shift()!()
  assert.deepEqual(missed, ['silent'])
  assert.ok(deadlines.has('heard'))
})
