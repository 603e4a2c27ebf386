import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileClientPattern } from './client-pattern.ts'

test('the whole text has to match, as in RE2', async () => {
  const { matches } = (await compileClientPattern('orders-[0-9]+'))!
  assert.deepEqual(
    ['orders-1', 'orders-12', 'orders-', 'my-orders-1', 'orders-1\n'].map((text) => matches(text)),
    [true, true, false, false, false],
  )
})

test('what backtracks elsewhere ends here, and what unfolds without end is no pattern', async () => {
  const { matches } = (await compileClientPattern('(a*)*(a*)*b'))!
  assert.equal(matches('a'.repeat(50_000)), false)
  for (const pattern of ['(', '[z-a]', '((a{1000}){1000}){1000}', '(?=a)', 'a'.repeat(1001)]) {
    assert.equal(await compileClientPattern(pattern), null, pattern.slice(0, 30))
  }
})

test('what unfolds to a large program is refused before it is one', async () => {
  for (const pattern of [
    '(a?){1000}',
    `(${'a?'.repeat(490)}){1000}`,
    '(a?){1000}'.repeat(99),
    '\\w{999}'.repeat(100),
    '((((a{3}){10}){10}){10}){3,}',
    '([ab]{500}[(]){5}',
  ]) {
    assert.equal(await compileClientPattern(pattern), null, pattern.slice(0, 30))
  }
  for (const pattern of [
    '\\w{1000}',
    '(a{2}){3,7}',
    '[{(]{2}',
    'a{,3}',
    '{2}b'.slice(3),
    '\\(a\\){2}',
    'x'.repeat(1000),
  ]) {
    const found = await compileClientPattern(pattern)
    assert.ok(found !== null && found.steps <= 2000, pattern.slice(0, 30))
  }
})
