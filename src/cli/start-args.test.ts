import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainStart } from './start-args.ts'

test('plain starts', () => {
  assert.deepEqual(plainStart(['start']), { file: null, override: {}, dev: false })
  assert.deepEqual(plainStart(['dev', '-X', 'a=b=c']), { file: null, override: { a: 'b=c' }, dev: true })
  assert.deepEqual(plainStart(['start', '--override', 'a=', 'x.properties', '--dev', '-X', 'b=2']), {
    file: 'x.properties',
    override: { a: '', b: '2' },
    dev: true,
  })
})

test('everything else is for the program', () => {
  const others = [
    '',
    'topic list',
    'start --help',
    'start -v',
    'start a b',
    'start -X',
    'start -X a',
    'start -X =b',
    'dev a',
    'start --override=a=b',
  ]
  for (const line of others) assert.equal(plainStart(line.split(' ').filter((arg) => arg !== '')), null, line)
})
