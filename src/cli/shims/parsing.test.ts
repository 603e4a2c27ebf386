import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandError } from '../exit.ts'
import { parseAddedConfigs } from './configs-alter.ts'
import { javaDouble } from './configs-quotas.ts'
import { LineParser } from './line-parser.ts'
import { parseFlags, UsageError } from './options.ts'
import { topicFilter } from './topic-filter.ts'

test('flags: values, repeated, without one, and values that look like flags', () => {
  const table = { topic: 'many', partitions: 'value', list: 'flag', state: 'maybe', 'shift-by': 'value' } as const
  const flags = parseFlags(['--topic', 'a', '--topic=b=c', '--list', '--state', '--shift-by', '-1'], table)
  assert.deepEqual(flags.many('topic'), ['a', 'b=c'])
  assert.deepEqual([flags.has('list'), flags.has('state'), flags.one('state')], [true, true, undefined])
  assert.equal(flags.whole('shift-by'), -1)
  assert.equal(parseFlags(['--state', 'Stable'], table).one('state'), 'Stable')
  const wrong: string[][] = [['--lis'], ['--partitions'], ['--partitions', '--list'], ['--constructor']]
  for (const args of wrong) assert.throws(() => parseFlags(args, table), UsageError, args.join(' '))
  assert.throws(() => parseFlags(['--partitions', 'x'], table).whole('partitions'), UsageError)
  assert.throws(() => parseFlags(['--topic', 'a', '--topic', 'b'], table).one('topic'), UsageError)
})

test('--add-config: commas inside brackets belong to the value', () => {
  assert.deepEqual(parseAddedConfigs('a=1, b=[x,y],c=p=q,d='), [
    ['a', '1'],
    ['b', 'x,y'],
    ['c', 'p=q'],
    ['d', ''],
  ])
  for (const text of ['a', 'a=1,b', '=1']) assert.throws(() => parseAddedConfigs(text), CommandError, text)
})

test('numbers as Java prints a double', () => {
  const numbers: [number, string][] = [
    [0, '0.0'],
    [1024, '1024.0'],
    [12.5, '12.5'],
    [9_999_999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [10_485_760, '1.048576E7'],
    [0.0001, '1.0E-4'],
  ]
  for (const [value, text] of numbers) assert.equal(javaDouble(value), text)
})

test('topics: a whole name, a comma means or', () => {
  const of = (pattern: string, ...names: string[]): string[] => names.filter(topicFilter(pattern))
  assert.deepEqual(of('a.*', 'a', 'ab', 'ba'), ['a', 'ab'])
  assert.deepEqual(of('a,b', 'a', 'b', 'ab'), ['a', 'b'])
  assert.throws(() => topicFilter('('), UsageError)
})

test('lines: headers, keys, what stands for null, and what is missing', () => {
  const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString())
  const parse = (line: string, ...properties: [string, string][]) => {
    const { key, value, headers } = new LineParser(new Map(properties)).parse(line)
    return [text(key), text(value), ...headers.map((one) => `${one.key}:${text(one.value)}`)]
  }
  const withKey: [string, string] = ['parse.key', 'true']
  const withHeaders: [string, string] = ['parse.headers', 'true']
  const marker: [string, string] = ['null.marker', 'N']
  assert.deepEqual(parse('a\tb'), [null, 'a\tb'])
  assert.deepEqual(parse('k\tv\tw', withKey), ['k', 'v\tw'])
  assert.deepEqual(parse('h:1,i:2\tk\tv', withKey, withHeaders), ['k', 'v', 'h:1', 'i:2'])
  assert.deepEqual(parse('N\tN\tN', withKey, withHeaders, marker), [null, null])
  assert.deepEqual(parse('k', withKey, ['ignore.error', 'true']), [null, 'k'])
  assert.throws(() => parse('k', withKey), CommandError)
  assert.throws(() => parse('h\tv', withHeaders), CommandError)
})
