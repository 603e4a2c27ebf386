import assert from 'node:assert/strict'
import { test } from 'node:test'
import { javascript } from './module.ts'
import { parseSchema } from './schema.ts'
import { errorTable } from './tables.ts'

const HEAD = '# A test.\napi 9 Test\nversions 0-4\nflexible 3+\n'

function parse(request: string, response = '') {
  return parseSchema('test', `${HEAD}\nrequest\n${request}\nresponse\n${response}`)
}

test('fields, versions, defaults, tags and structs', () => {
  const file = parse(
    '  a int32? 2-3 = 7\n  b []Part?1+ # why\n    c string tag 2',
    '  d Part\n  struct Part\n    e bool = true',
  )
  assert.deepEqual(file.api, { key: 9, name: 'Test', versions: { min: 0, max: 4 }, flexible: { min: 3, max: 4 } })
  const [request, response] = file.messages
  const [a, b] = request!.root.fields
  assert.deepEqual([a!.versions, a!.nullable, a!.default], [{ min: 2, max: 3 }, { min: 2, max: 3 }, '7'])
  assert.deepEqual([b!.isArray, b!.nullable, b!.struct!.fields[0]!.tag], [true, { min: 1, max: 4 }, 2])
  // Two structs of one name in a file get their message's name.
  assert.equal(b!.struct!.exported, 'TestRequestPart')
  assert.equal(response!.root.fields[0]!.struct!.exported, 'TestResponsePart')
})

test('a field that every version has needs no branch', () => {
  const code = javascript(parse('  a int32 0+\n  b int16 3+'))
  assert.match(code, /const a = r\.int32\(\)\n/)
  assert.match(code, /const b = v >= 3 \? r\.int16\(\) : 0\n/)
})

test('mistakes name the line', () => {
  assert.throws(() => parse('  a int33'), /^Error: test:7: a: there is no type int33/)
  assert.throws(() => parse('  a Part'), /there is no struct Part/)
  assert.throws(() => parse('  a int32 2..3'), /test:7: '2..3' is no range/)
  assert.throws(() => parse('  a int32 5+'), /no version of 5\+/)
  assert.throws(() => parse('  a int32 x'), /what is 'x'/)
  assert.throws(() => parse('   a int32'), /indent by two spaces/)
  assert.throws(() => parse('  a int32\n      b int32'), /indented too far|there is no struct/)
  assert.throws(() => parse('  a []P\n    b int8\n  c []P\n    d int8'), /two structs are called P/)
  assert.throws(() => parse('  a string? = []'), /only a tagged field/)
  assert.throws(() => errorTable('errors', '1 A\nx B'), /errors:2/)
})
