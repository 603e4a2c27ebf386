import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beginning } from './text.ts'

test('the beginning of a text', () => {
  assert.equal(beginning('abc', 3), 'abc')
  assert.equal(beginning('\u{1F600}€b', 3), '\u{1F600}€')
})

test('it does not hold on to the whole', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const beforeBytes = process.memoryUsage().heapUsed
  const kept = Array.from({ length: 500 }, (_, n) => beginning(Buffer.alloc(200_000, String(n)).toString(), 200))
  collect()
  const grownBytes = process.memoryUsage().heapUsed - beforeBytes
  // All of them would be a hundred million.
  assert.ok(grownBytes < 20_000_000, `${grownBytes} bytes for ${kept.length} texts`)
})
