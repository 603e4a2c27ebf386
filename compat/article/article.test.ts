/** The tutorial's two languages have the same commands, and what compares their output tells right from wrong. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { matches, readBlocks } from './blocks.ts'

const docs = join(import.meta.dirname, '../../docs')
const read = (name: string) => readFileSync(join(docs, name), 'utf8')

test('both languages have the same blocks', () => {
  const blocks = readBlocks(read('tutorial.md'))
  assert.ok(blocks.length > 15)
  assert.deepEqual(readBlocks(read('tutorial.zh-CN.md')), blocks)
})

test('blocks: commands over several lines, files, programs that stay', () => {
  const text =
    'a\n```console background=b\n$ X=1 \\\n  run\nready\n```\n```console of=b\nmore\n```\n```console stop=b\n```\n' +
    '```go /f/x.go\npackage x\n```\n```console fails\n$ one\n1\n$ two\n```\n'
  assert.deepEqual(readBlocks(text), [
    { kind: 'background', name: 'b', command: { text: 'X=1 \\\n  run', output: ['ready'] } },
    { kind: 'output', name: 'b', output: ['more'] },
    { kind: 'stop', name: 'b' },
    { kind: 'file', path: '/f/x.go', text: 'package x\n' },
    {
      kind: 'commands',
      fails: true,
      commands: [
        { text: 'one', output: ['1'] },
        { text: 'two', output: [] },
      ],
    },
  ])
})

test('output: … is anything, a line of it any lines, and nothing else may differ', () => {
  assert.ok(matches(['a … c'], 'a b c\n', true))
  assert.ok(!matches(['a … c'], 'a b\nc\n', true))
  assert.ok(matches(['…', 'z'], 'x\ny\nz', true))
  assert.ok(!matches(['…', 'z'], 'x\ny\nz\nw\n', true))
  assert.ok(matches(['…', 'z'], 'x\nz\nw\n', false))
  assert.ok(matches([], '', true))
  assert.ok(!matches([], 'x\n', true))
  assert.ok(!matches(['a.c'], 'abc\n', true))
})
