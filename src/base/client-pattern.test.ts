import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileClientPattern } from './client-pattern.ts'

test('the whole text has to match, as in RE2', async () => {
  const matches = (await compileClientPattern('orders-[0-9]+'))!
  assert.deepEqual(
    ['orders-1', 'orders-12', 'orders-', 'my-orders-1', 'orders-1\n'].map((text) => matches(text)),
    [true, true, false, false, false],
  )
})

test('what backtracks elsewhere ends here, and what unfolds without end is no pattern', async () => {
  const matches = (await compileClientPattern('(a*)*(a*)*b'))!
  assert.equal(matches('a'.repeat(50_000)), false)
  for (const pattern of ['(', '[z-a]', '((a{1000}){1000}){1000}', '(?=a)', 'a'.repeat(1001)]) {
    assert.equal(await compileClientPattern(pattern), null, pattern.slice(0, 30))
  }
})
