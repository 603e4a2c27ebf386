import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONG_MAX, ZERO_UUID } from '../base/kinds.ts'
import { DecodeError, Reader } from './reader.ts'

const reader = (hex: string, elementsMax?: number) => {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  return new Reader(bytes, 0, bytes.length, elementsMax)
}
const refused = (hex: string, read: (r: Reader) => unknown) => assert.throws(() => read(reader(hex)), DecodeError, hex)

test('numbers', () => {
  assert.equal(reader('80').int8(), -128)
  assert.equal(reader('ffff').int16(), -1)
  assert.equal(reader('ffff').uint16(), 65535)
  assert.equal(reader('80000000').int32(), -(2 ** 31))
  assert.equal(reader('ffffffff').uint32(), 2 ** 32 - 1)
  assert.equal(reader('02').bool(), true)
  assert.equal(reader('7ff8000000000000').float64(), Number.NaN)
  refused('ff', (r) => r.int16())
  refused('', (r) => r.bool())
})

test('64-bit numbers are exact or refused', () => {
  assert.equal(reader('ffffffffffffffff').int64(), -1)
  assert.equal(reader('001fffffffffffff').int64(), 2 ** 53 - 1)
  assert.equal(reader('ffe0000000000001').int64(), 1 - 2 ** 53)
  assert.equal(reader('ffe0000000000000').int64(), -(2 ** 53))
  assert.equal(reader('7fffffffffffffff').int64(), LONG_MAX)
  assert.equal(reader('8000000000000000').int64(), -LONG_MAX)
  refused('0020000000000000', (r) => r.int64())
  refused('ffdfffffffffffff', (r) => r.int64())
  refused('7ffffffffffffffe', (r) => r.int64())
  refused('8000000000000001', (r) => r.int64())
  assert.equal(reader('7ffffffffffffffe').bigint64(), 2n ** 63n - 2n)
})

test('varints: five bytes and 31 bits at most', () => {
  assert.equal(reader('00').uvarint(), 0)
  assert.equal(reader('ac02').uvarint(), 300)
  assert.equal(reader('ffffffff07').uvarint(), 2 ** 31 - 1)
  assert.equal(reader('8000').uvarint(), 0, 'longer than need be, as Apache reads it')
  refused('ffffffff08', (r) => r.uvarint())
  refused('ffffffff0f', (r) => r.uvarint())
  refused('808080808000', (r) => r.uvarint())
  refused('80', (r) => r.uvarint())
})

test('strings and bytes are bounded before they are made', () => {
  assert.equal(reader('0002 c3a4').string(), 'ä')
  assert.equal(reader('ffff').nullableString(), null)
  assert.equal(reader('00').compactNullableString(), null)
  assert.equal(reader('01').compactString(), '')
  refused('ffff', (r) => r.string())
  refused('00', (r) => r.compactString())
  refused('7fff 61', (r) => r.string())
  refused('ffffffff07', (r) => r.compactString())
  refused('7fffffff 00', (r) => r.bytes())
  refused('ffffffff', (r) => r.bytes())
  assert.equal(reader('ffffffff').nullableBytes(), null)
  const long = Buffer.concat([Buffer.from('818002', 'hex'), Buffer.alloc(0x8000, 'x')])
  assert.throws(() => new Reader(long).compactString(), /a string of 32768 bytes/)
})

test('array counts fit the bytes that are left, and the frame as a whole', () => {
  assert.equal(reader('00000002 0000').count(1), 2)
  refused('00000003 0000', (r) => r.count(1))
  refused('00000002 0000', (r) => r.count(2))
  refused('7fffffff 0000', (r) => r.count(1))
  refused('ffffffff', (r) => r.count(1))
  assert.equal(reader('ffffffff').nullableCount(1), -1)
  assert.equal(reader('00').compactNullableCount(1), -1)
  const r = reader('03 03 00 00 00', 3)
  assert.equal(r.compactCount(1), 2)
  assert.throws(() => r.compactCount(1), /more array elements/)
})

test('tagged fields ascend, and each is read to its end', () => {
  assert.deepEqual(reader('02 01 00 05 02 0a0b').unknownTags(), [
    { tag: 1, data: new Uint8Array(0) },
    { tag: 5, data: Buffer.from('0a0b', 'hex') },
  ])
  assert.equal(reader('00').unknownTags(), undefined)
  refused('02 01 00 01 00', (r) => r.unknownTags())
  refused('02 05 00 01 00', (r) => r.unknownTags())
  refused('01 00 02 0a', (r) => r.unknownTags())
  refused('ffffffff07', (r) => r.unknownTags())
  const r = reader('02 0a0b 0c')
  const outer = r.enterTag()
  r.int8()
  assert.throws(() => r.leaveTag(outer), /left over in a tagged field/)
  refused('02 0a0b 0c', (narrow) => {
    narrow.enterTag()
    narrow.slice(3)
  })
})

test('UUIDs are told as Kafka prints them', () => {
  assert.equal(reader('00'.repeat(16)).uuid(), ZERO_UUID)
  assert.equal(reader(`00${'01'.repeat(14)}00`).uuid(), 'AAEBAQEBAQEBAQEBAQEBAA')
  assert.equal(reader('ff'.repeat(16)).uuid(), '_____________________w')
})
