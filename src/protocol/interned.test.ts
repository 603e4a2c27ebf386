import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ZERO_UUID } from '../base/kinds.ts'
import { INTERNED_TEXT_MAX, internedText, internedUuid, putUuid } from './interned.ts'
import { RandomValues } from './testing/random-values.ts'
import { textOf } from './utf8.ts'

test('texts are what they would be without the table, again and again', () => {
  const random = new RandomValues(1)
  for (let round = 0; round < 50_000; round++) {
    // Few different bytes and lengths, so that slots are shared and found; every third one is any bytes, valid or not.
    const length = 1 + random.below(round % 3 === 0 ? 4 : INTERNED_TEXT_MAX)
    const bytes = Buffer.from(random.bytes(length))
    if (round % 3 !== 0) for (let i = 0; i < length; i++) bytes[i] = 97 + (bytes[i]! & 1)
    assert.equal(internedText(bytes, 0, length), textOf(bytes, 0, length))
  }
})

test('UUIDs go both ways', () => {
  const random = new RandomValues(2)
  assert.equal(internedUuid(Buffer.alloc(16), 0), ZERO_UUID)
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(random.bytes(16))
    if (round % 2 === 0) bytes.fill(0, 1, 15)
    const text = internedUuid(bytes, 0)
    assert.equal(text, bytes.toString('base64url'))
    const back = Buffer.alloc(16)
    assert.ok(putUuid(text, back, 0))
    assert.deepEqual(back, bytes)
  }
})

test('what is no UUID is told', () => {
  const target = Buffer.alloc(16)
  for (const text of [
    '',
    'A'.repeat(21),
    'A'.repeat(23),
    `${'A'.repeat(21)}=`,
    `${'A'.repeat(21)}+`,
    `ä${'A'.repeat(21)}`,
  ]) {
    assert.equal(putUuid(text, target, 0), false, text)
  }
})
