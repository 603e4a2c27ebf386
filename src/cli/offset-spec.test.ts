import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOffsetSpec } from './offset-spec.ts'

const NOW = 1_700_000_000_000
const parse = (text: string) => parseOffsetSpec(text, NOW)

test('points', () => {
  assert.deepEqual(parse('start'), { from: { at: 'start' }, to: null })
  assert.deepEqual(parse('end'), { from: { at: 'end' }, to: null })
  assert.deepEqual(parse('newest'), { from: { at: 'end' }, to: null })
  assert.deepEqual(parse('17'), { from: { at: 'offset', offset: 17 }, to: null })
  assert.deepEqual(parse('+3'), { from: { at: 'after-start', count: 3 }, to: null })
  assert.deepEqual(parse('-3'), { from: { at: 'before-end', count: 3 }, to: null })
})

test('ranges', () => {
  assert.deepEqual(parse('2:5'), { from: { at: 'offset', offset: 2 }, to: { at: 'offset', offset: 5 } })
  assert.deepEqual(parse(':end'), { from: { at: 'start' }, to: { at: 'end' } })
  assert.deepEqual(parse('-5:end'), { from: { at: 'before-end', count: 5 }, to: { at: 'end' } })
  assert.deepEqual(parse('2:'), { from: { at: 'offset', offset: 2 }, to: null })
})

test('times', () => {
  const from = (timestamp: number) => ({ from: { at: 'time', timestamp }, to: null })
  assert.deepEqual(parse('@1700000000123'), from(1_700_000_000_123))
  assert.deepEqual(parse('@1700000000'), from(1_700_000_000_000))
  assert.deepEqual(parse('@-90m'), from(NOW - 90 * 60_000))
  assert.deepEqual(parse('@2024-05-01T00:00:00Z'), from(Date.UTC(2024, 4, 1)))
  assert.deepEqual(parse('@-1h:end'), { from: { at: 'time', timestamp: NOW - 3_600_000 }, to: { at: 'end' } })
  assert.deepEqual(parse('@2024-05-01T10:00:00Z:2024-05-01T11:00:00Z'), {
    from: { at: 'time', timestamp: Date.UTC(2024, 4, 1, 10) },
    to: { at: 'time', timestamp: Date.UTC(2024, 4, 1, 11) },
  })
  assert.deepEqual(parse('@-2h:@-1h').to, { at: 'time', timestamp: NOW - 3_600_000 })
})

test('what cannot be read is a mistake in the command line', () => {
  for (const text of ['', 'x', '1:2:3', '@', '@x', '--1', '9'.repeat(17), '@2024-99-01T00:00Z']) {
    if (text === '') continue
    assert.throws(() => parse(text), { name: 'CommandError', exitCode: 2 }, text)
  }
})
