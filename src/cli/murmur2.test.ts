import assert from 'node:assert/strict'
import { test } from 'node:test'
import { murmur2, partitionOfKey } from './murmur2.ts'

/** Values that Apache's own tests hold the Java producer to. */
test('as the Java producer', () => {
  const cases: [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ]
  for (const [text, hash] of cases) assert.equal(murmur2(Buffer.from(text)), hash, text)
  assert.equal(partitionOfKey(Buffer.from('21'), 1), 0)
})
