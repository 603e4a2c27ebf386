import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandError } from '../exit.ts'
import { decide } from './reset.ts'
import { dateTimeMs, durationMs, parseOffsetFile, parseTopicPartitions, scenarioOf } from './scenario.ts'

test('durations and times are those of ISO 8601', () => {
  const durations: [string, number][] = [
    ['PT1H', 3_600_000],
    ['P1DT2M', 86_400_000 + 120_000],
    ['PT0.5S', 500],
    ['pt90s', 90_000],
    ['-PT1M', -60_000],
    ['PT-6H3M', -6 * 3_600_000 + 180_000],
  ]
  for (const [text, ms] of durations) assert.equal(durationMs(text), ms, text)
  for (const text of ['', 'P', 'PT', 'P1DT', '1h', 'P1Y', 'PT1H1D']) assert.throws(() => durationMs(text), CommandError)
  assert.equal(dateTimeMs('2024-05-01T12:00:00.250'), Date.UTC(2024, 4, 1, 12, 0, 0, 250))
  assert.equal(dateTimeMs('2024-05-01T12:00:00Z'), Date.UTC(2024, 4, 1, 12))
  assert.equal(dateTimeMs('2024-05-01T12:00:00.000+02'), Date.UTC(2024, 4, 1, 10))
  assert.equal(dateTimeMs('2024-05-01T12:00:00.000-0130'), Date.UTC(2024, 4, 1, 13, 30))
  for (const text of ['2024-05-01', 'now', '2024-13-01T00:00:00']) assert.throws(() => dateTimeMs(text), CommandError)
})

test('exactly one scenario', () => {
  assert.deepEqual(scenarioOf({ byDuration: 'PT1S' }, 5_000), { kind: 'time', timestamp: 4_000 })
  assert.deepEqual(scenarioOf({ shiftBy: '-3' }, 0), { kind: 'shift', by: -3 })
  assert.throws(() => scenarioOf({}, 0), CommandError)
  assert.throws(() => scenarioOf({ toEarliest: true, toOffset: '1' }, 0), CommandError)
  assert.throws(() => scenarioOf({ toOffset: 'x' }, 0), CommandError)
})

test('new offsets stay inside the log', () => {
  const facts = { old: 5, start: 3, end: 9, ofTime: 6, asked: null }
  const at = (scenario: Parameters<typeof decide>[0], more = {}) => decide(scenario, { ...facts, ...more })
  assert.equal(at({ kind: 'earliest' }).new, 3)
  assert.equal(at({ kind: 'latest' }).new, 9)
  assert.equal(at({ kind: 'current' }).new, 5)
  assert.equal(at({ kind: 'current' }, { old: null }).new, 9)
  assert.deepEqual(at({ kind: 'current' }, { old: 1 }), { new: 3, cut: { asked: 1, side: 'lower' }, isAfterAll: false })
  assert.deepEqual(at({ kind: 'offset', offset: 99 }), {
    new: 9,
    cut: { asked: 99, side: 'higher' },
    isAfterAll: false,
  })
  assert.equal(at({ kind: 'shift', by: 2 }).new, 7)
  assert.equal(at({ kind: 'shift', by: -9 }).new, 3)
  assert.equal(at({ kind: 'time', timestamp: 1 }).new, 6)
  assert.deepEqual(at({ kind: 'time', timestamp: 1 }, { ofTime: -1 }), { new: 9, cut: null, isAfterAll: true })
  assert.equal(at({ kind: 'current' }, { asked: 4 }).new, 4)
})

test('topics with partitions, and lines of a file', () => {
  assert.deepEqual(parseTopicPartitions('a.b'), { topic: 'a.b', partitions: null })
  assert.deepEqual(parseTopicPartitions('a:0,2'), { topic: 'a', partitions: [0, 2] })
  for (const text of ['a:', 'a:x', ':0', 'a:0,']) assert.throws(() => parseTopicPartitions(text), CommandError)
  assert.deepEqual(parseOffsetFile('t,0,5\n"g","t","1","6"\r\n\n'), [
    { group: null, topic: 't', partition: 0, offset: 5 },
    { group: 'g', topic: 't', partition: 1, offset: 6 },
  ])
  for (const line of ['t,0', 't,0,x', ',0,1', 'a,g,t,0,1']) assert.throws(() => parseOffsetFile(line), CommandError)
})
