import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseProperties } from './properties.ts'

const parse = (text: string) => Object.fromEntries(parseProperties(text))

test('keys, values, separators, comments', () => {
  const text = '# one\n! two\n\na=1\nb: 2\nc 3\n  d  =  4  \ne\nf=\ng==x\nh=a#b\n'
  assert.deepEqual(parse(text), { a: '1', b: '2', c: '3', d: '4  ', e: '', f: '', g: '=x', h: 'a#b' })
})

test('a line goes on after a backslash, without the blanks that follow', () => {
  assert.deepEqual(parse('a=1,\\\n   2,\\\r\n\t3\nb=x\\\\\nc=y\\'), { a: '1,2,3', b: 'x\\', c: 'y' })
})

test('escapes', () => {
  assert.deepEqual(parse('a\\ b\\=c=\\u0041\\t\\n\\q\\\\'), { 'a b=c': 'A\t\nq\\' })
  assert.deepEqual(parse('path=C:\\\\x'), { path: 'C:\\x' })
})

test('the last of equal keys wins', () => {
  assert.deepEqual(parse('a=1\na=2'), { a: '2' })
})

test('a comment does not go on', () => {
  assert.deepEqual(parse('# a \\\nb=1'), { b: '1' })
})

test('what is written with every character escaped is read as it was', () => {
  const escaped = (text: string) =>
    [...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (key, value) => {
      assert.deepEqual([...parseProperties(`${escaped(key)}=${escaped(value)}`)], [[key, value]])
    }),
  )
})
