import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type PrintedRecord, recordFormatter, recordFromJson } from './record-format.ts'

const record: PrintedRecord = {
  topic: 't',
  partition: 1,
  offset: 42,
  timestamp: 1000,
  timestampType: 'CreateTime',
  key: Buffer.from('k'),
  value: Buffer.from('välue'),
  headers: [
    { key: 'a', value: Buffer.from('1') },
    { key: 'b', value: null },
  ],
}
const print = (format: string, one = record) => String(recordFormatter(format)(one))

test('templates as in kcat', () => {
  assert.equal(
    print('%t[%p]@%o %T %K:%k=%S:%s {%h} 100%%\\n\\t\\x41\\\\'),
    't[1]@42 1000 1:k=6:välue {a=1,b=NULL} 100%\n\tA\\',
  )
  assert.equal(print('%k|%K|%s|%S', { ...record, key: null, value: null }), '|-1||-1')
  assert.throws(() => recordFormatter('%y'), { exitCode: 2 })
})

test('bytes that are no text come out as they are', () => {
  const value = Buffer.from([0xff, 0x00, 0xfe])
  assert.deepEqual(Buffer.from(recordFormatter('%s')({ ...record, value }) as Uint8Array), value)
})

test('consume -f jsonl | produce -f jsonl loses nothing', () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 20 }), { nil: null })
  const headers = fc.array(fc.record({ key: fc.string(), value: bytes }), { maxLength: 3 })
  const any = fc.record({ key: bytes, value: bytes, headers, timestamp: fc.nat(), partition: fc.nat(99) })
  const plain = (one: Uint8Array | null) => (one === null ? null : [...one])
  fc.assert(
    fc.property(any, (fields) => {
      const line = print('jsonl', { ...record, ...fields })
      assert.equal(line.indexOf('\n'), line.length - 1)
      const read = recordFromJson(line, 1)
      assert.equal(read.timestamp, fields.timestamp)
      assert.equal(read.partition, fields.partition)
      assert.deepEqual(plain(read.key), plain(fields.key))
      assert.deepEqual(plain(read.value), plain(fields.value))
      assert.deepEqual(
        read.headers.map(({ key, value }) => [key, plain(value)]),
        fields.headers.map(({ key, value }) => [key, plain(value)]),
      )
    }),
  )
})

test('JSON of others: a value alone, a value that is an object', () => {
  assert.equal(String(recordFromJson('{"value":"x"}', 1).value), 'x')
  assert.equal(String(recordFromJson('{"value":{"a":1}}', 1).value), '{"a":1}')
  assert.equal(recordFromJson('{"key":"k"}', 1).value, null)
  assert.throws(() => recordFromJson('nonsense', 7), /line 7 is no JSON object/)
  assert.throws(() => recordFromJson('{"headers":[{}]}', 7), /line 7: a header without a key/)
})
