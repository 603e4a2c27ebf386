import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { javaDouble } from './setting.ts'
import { brokerSettings, topicSettings } from './settings.ts'
import { parseValue, problemOf } from './values.ts'

const broker = (name: string, raw: string) => parseValue(brokerSettings.get(name)!, raw)
const problem = (name: string, raw: string) => problemOf(topicSettings.get(name)!, raw)

test('each type', () => {
  assert.deepEqual(broker('num.partitions', ' +7 '), { plain: 7, text: '7' })
  assert.deepEqual(broker('log.retention.ms', '-1'), { plain: -1, text: '-1' })
  assert.deepEqual(broker('log.preallocate', 'TRUE'), { plain: true, text: 'true' })
  assert.deepEqual(broker('log.dirs', ' /a , /b'), { plain: ['/a', '/b'], text: '/a,/b' })
  assert.deepEqual(broker('log.dirs', ' '), { plain: [], text: '' })
  assert.deepEqual(broker('log.cleaner.min.cleanable.ratio', '.25'), { plain: 0.25, text: '0.25' })
  assert.deepEqual(broker('log.flush.interval.messages', '9223372036854775807').plain, 2 ** 63)
  assert.equal(broker('log.retention.bytes', '9007199254740993').text, '9007199254740993')
})

test("Kafka's words", () => {
  const cases: [string, string, string][] = [
    ['retention.ms', 'abc', 'Invalid value abc for configuration retention.ms: Not a number of type LONG'],
    ['retention.ms', '-2', 'Invalid value -2 for configuration retention.ms: Value must be at least -1'],
    [
      'retention.ms',
      '9223372036854775808',
      'Invalid value 9223372036854775808 for configuration retention.ms: Not a number of type LONG',
    ],
    [
      'segment.bytes',
      '2147483648',
      'Invalid value 2147483648 for configuration segment.bytes: Not a number of type INT',
    ],
    [
      'preallocate',
      'yes',
      'Invalid value yes for configuration preallocate: Expected value to be either true or false',
    ],
    [
      'compression.lz4.level',
      '18',
      'Invalid value 18 for configuration compression.lz4.level: Value must be no more than 17',
    ],
    [
      'compression.type',
      'lzma',
      'Invalid value lzma for configuration compression.type: String must be one of: uncompressed, zstd, lz4, snappy, gzip, producer',
    ],
    [
      'cleanup.policy',
      'delete,x',
      'Invalid value x for configuration cleanup.policy: String must be one of: compact, delete',
    ],
    [
      'min.cleanable.dirty.ratio',
      '1.5',
      'Invalid value 1.5 for configuration min.cleanable.dirty.ratio: Value must be no more than 1',
    ],
    [
      'min.cleanable.dirty.ratio',
      '1e10',
      'Invalid value 1.0E10 for configuration min.cleanable.dirty.ratio: Value must be no more than 1',
    ],
  ]
  for (const [name, raw, message] of cases) assert.equal(problem(name, raw), message)
  assert.equal(problem('message.format.version', '2.8.1'), null)
  assert.notEqual(problem('message.format.version', '9.9'), null)
  assert.equal(problem('leader.replication.throttled.replicas', '0:1,1:2'), null)
  assert.notEqual(problem('leader.replication.throttled.replicas', '0-1'), null)
})

test('no text makes a parser throw anything but its own error', () => {
  const rows = [...brokerSettings.values(), ...topicSettings.values()]
  fc.assert(
    fc.property(
      fc.constantFrom(...rows),
      fc.oneof(fc.string(), fc.constantFrom('', ' ', '-', '1e999', '0x1', 'NaN')),
      (row, raw) => {
        const found = problemOf(row, raw)
        assert.ok(found === null || found.startsWith('Invalid value '))
      },
    ),
  )
})

test('doubles as Java prints them', () => {
  assert.deepEqual([1, 0, 0.5, 1e7, 1.25e-4, Number.MAX_VALUE].map(javaDouble), [
    '1.0',
    '0.0',
    '0.5',
    '1.0E7',
    '1.25E-4',
    '1.7976931348623157E308',
  ])
})
