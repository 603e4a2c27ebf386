import assert from 'node:assert/strict'
import { createInterface } from 'node:readline/promises'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { ask } from './confirm.ts'
import { CommandError } from './exit.ts'

const typing = (keys: string, end = false) => {
  const input = new PassThrough()
  const asked = ask(createInterface({ input, output: new PassThrough(), terminal: true }), 'sure? ')
  input.write(keys)
  if (end) input.end()
  return asked
}

test('a question is answered by a line; Ctrl-C, Ctrl-D and a terminal that goes away are a plain no', async () => {
  assert.equal(await typing('yes\n'), 'yes')
  const isNo = (error: unknown) => error instanceof CommandError && error.message === 'nothing was done'
  await assert.rejects(typing('\x03'), isNo)
  await assert.rejects(typing('ye\x03'), isNo)
  await assert.rejects(typing('\x04'), isNo)
  await assert.rejects(typing('ye', true), isNo)
})
