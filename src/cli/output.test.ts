import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OutputFormat, outputFormat, render, startLine, textWidth } from './output.ts'

const listing = {
  columns: ['topic', 'partitions'],
  wideColumns: ['isr'],
  rows: [
    { topic: 'a', partitions: 1, isr: [1, 2] },
    { topic: '订单', partitions: 12, isr: [] },
    { topic: 'say "x", y', partitions: 3, isr: null },
  ],
}
const show = (format: OutputFormat) => render(listing, format).split('\n').slice(0, -1)

test('tables', () => {
  assert.deepEqual(show('table'), [
    'TOPIC       PARTITIONS',
    'a                    1',
    '订单                12',
    'say "x", y           3',
  ])
  assert.equal(show('wide')[1], 'a                    1  1,2')
  assert.equal(show('wide')[2], '订单                12  -')
})

test('formats for programs', () => {
  assert.deepEqual(JSON.parse(show('json').join('\n'))[0], { topic: 'a', partitions: 1, isr: [1, 2] })
  assert.deepEqual(JSON.parse(show('jsonl')[2]!), { topic: 'say "x", y', partitions: 3, isr: null })
  assert.deepEqual(show('csv'), ['topic,partitions,isr', 'a,1,"1,2"', '订单,12,', '"say ""x"", y",3,'])
  assert.deepEqual(show('name'), ['a', '订单', 'say "x", y'])
  assert.deepEqual(show('yaml').slice(0, 4), ['- topic: a', '  partitions: 1', '  isr: [1,2]', '- topic: "订单"'])
  assert.equal(render({ columns: ['a'], rows: [] }, 'yaml'), '[]\n')
  assert.equal(render({ columns: ['a'], rows: [] }, 'table'), 'A\n')
})

test('widths', () => {
  assert.deepEqual(['abc', '订单', 'ﾊﾝ', 'é', '👍'].map(textWidth), [3, 4, 2, 1, 2])
  assert.throws(() => outputFormat('xml'), { exitCode: 2 })
})

test('a command to paste: odd paths are quoted', () => {
  assert.equal(
    startLine({ 'log.dirs': '/data/a,/data/b', 'zookeeper.connect': 'zk:2181/k' }),
    'odradek start --override log.dirs=/data/a,/data/b --override zookeeper.connect=zk:2181/k',
  )
  assert.equal(startLine({ 'log.dirs': "/my data's" }), "odradek start --override 'log.dirs=/my data'\\''s'")
})
