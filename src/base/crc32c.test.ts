import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { crc32, crc32c } from './crc32c.ts'

/** One bit after another, straight from the definition. */
function plain(polynomial: number, bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
  }
  return ~crc >>> 0
}

test('the check values of the catalogue', () => {
  const digits = Buffer.from('123456789')
  assert.equal(crc32c(digits), 0xe3069283)
  assert.equal(crc32(digits), 0xcbf43926)
  assert.equal(crc32c(new Uint8Array(0)), 0)
})

test('any range, by the table or by the native module', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), fc.nat(50), fc.nat(50), (bytes, cutLeft, cutRight) => {
      const from = Math.min(cutLeft, bytes.length)
      const to = Math.max(from, bytes.length - cutRight)
      const range = bytes.subarray(from, to)
      assert.equal(crc32c(bytes, from, to), plain(0x82f63b78, range))
      assert.equal(crc32(bytes, from, to), zlibCrc32(range))
    }),
  )
  for (const length of [223, 224, 225, 5000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) & 0xff)
    assert.equal(crc32c(bytes), plain(0x82f63b78, bytes))
    assert.equal(crc32(bytes), plain(0xedb88320, bytes))
  }
})
