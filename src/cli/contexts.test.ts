/** Connections under a name: the file, who wins, and the commands. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Contexts, parseContexts, printContexts } from './contexts.ts'
import { placeOf } from './place.ts'
import { CommandKit } from './testing/command.ts'

let kit: CommandKit
let folder: string
before(async () => {
  kit = await CommandKit.start()
  folder = mkdtempSync(join(tmpdir(), 'odradek-contexts-'))
})
after(async () => {
  await kit.stop()
  rmSync(folder, { recursive: true })
})

const TEXT = `# by hand
current: test

contexts:
  test:   # the nearest
    bootstrap.servers: a:1,b:2
    client.id: "me: \\"x\\" \\u00e9"
  live:
    bootstrap.servers: 'c:3' # far away
    security.protocol: PLAINTEXT
`
const READ: Contexts = {
  current: 'test',
  byName: new Map([
    [
      'test',
      new Map([
        ['bootstrap.servers', 'a:1,b:2'],
        ['client.id', 'me: "x" é'],
      ]),
    ],
    [
      'live',
      new Map([
        ['bootstrap.servers', 'c:3'],
        ['security.protocol', 'PLAINTEXT'],
      ]),
    ],
  ]),
}

test('what is written is read, by hand or not', () => {
  assert.deepEqual(parseContexts(TEXT, 'f'), READ)
  assert.deepEqual(parseContexts(printContexts(READ), 'f'), READ)
  const strange = ['', ' a', 'a ', '#', 'a #b', "'", '"', '- a', 'a: b', 'a:', '\\', '\n', '[x]', 'true', '{', '*x']
  const settings = new Map(strange.map((value, i) => [`s${i}`, value]))
  const contexts = { current: null, byName: new Map([['x', settings]]) }
  assert.deepEqual(parseContexts(printContexts(contexts), 'f'), contexts)
  assert.deepEqual(parseContexts('', 'f'), { current: null, byName: new Map() })
})

test('what is not of this shape is refused, with its line', () => {
  const wrong: [text: string, line: number][] = [
    ['current: a\nother: b', 2],
    ['contexts:\n  a: b', 2],
    ['contexts:\n  a:\n    x: [1]', 3],
    ['contexts:\n\ta:', 2],
    ['contexts:\n  a:\n  a:', 3],
    ['contexts:\n  a:\n    x: 1\n    x: 2', 4],
    ['current: a\n  b: c', 2],
    ['contexts:\n  a:\n    x: "\\q"', 3],
    ['nonsense', 1],
  ]
  for (const [text, line] of wrong) {
    assert.throws(() => parseContexts(text, 'f.yml'), new RegExp(`f.yml, line ${line}:`), text)
  }
})

test('which address counts: the flags, then the environment, then the context in use', async () => {
  await kit.ok(['context', 'set', 'one', '-b', 'one:1', '-X', 'client.id=c1'])
  await kit.ok(['context', 'set', 'two', '-b', 'two:2'])
  const env = { XDG_CONFIG_HOME: kit.folder }
  const address = async (flags: object, more: NodeJS.ProcessEnv = {}) =>
    (await placeOf(flags, { ...env, ...more })).address
  assert.equal(await address({}), 'one:1')
  assert.equal(await address({ context: 'two' }), 'two:2')
  assert.equal(await address({}, { ODRADEK_CONTEXT: 'two' }), 'two:2')
  assert.equal(await address({}, { ODRADEK_BOOTSTRAP_SERVER: 'e:1' }), 'e:1')
  assert.equal(await address({ context: 'two' }, { ODRADEK_BOOTSTRAP_SERVER: 'e:1' }), 'two:2')
  assert.equal(await address({ bootstrapServer: 'f:1' }, { ODRADEK_CONTEXT: 'two' }), 'f:1')
  assert.equal(await address({ bootstrapServer: 'f:1', context: 'one' }), 'f:1')
  assert.equal(await address({}, { XDG_CONFIG_HOME: '', HOME: '' }), '127.0.0.1:9092')
  assert.equal(await address({}, { XDG_CONFIG_HOME: join(folder, 'none') }), '127.0.0.1:9092')
  // Settings go with the context; another address has none of them.
  const settings = async (flags: object) => [...(await placeOf(flags, env)).settings]
  assert.deepEqual(await settings({}), [['client.id', 'c1']])
  assert.deepEqual(await settings({ bootstrapServer: 'f:1' }), [])
  assert.deepEqual(await settings({ bootstrapServer: 'f:1', context: 'one' }), [['client.id', 'c1']])
})

test('set, use, show, list, delete, and a command that goes where the context says', async () => {
  const env = { XDG_CONFIG_HOME: folder, ODRADEK_BOOTSTRAP_SERVER: '' }
  const run = async (...args: string[]) => kit.run(args, '', env)
  const ok = async (...args: string[]) => {
    const { code, out, err } = await run(...args)
    assert.equal(code, 0, err)
    return out
  }
  assert.equal(await ok('context', 'list', '-o', 'name'), '')
  assert.equal((await run('context', 'show')).code, 2)
  assert.equal((await run('context', 'set', 'here')).code, 2)
  assert.equal((await run('context', 'set', 'a b', '-b', 'x:1')).code, 2)
  assert.equal((await run('context', 'set', 'here', '-b', 'x:1', '-X', 'no.such=1')).code, 2)
  assert.equal(await ok('context', 'set', 'here', '-b', kit.broker.bootstrapServers), 'in use: here\n')
  await ok('topic', 'create', 'of-context')
  assert.match(await ok('topic', 'list', '-o', 'name'), /^of-context$/m)
  // A port where nobody listens.
  assert.equal(await ok('context', 'set', 'away', '-b', '127.0.0.1:1'), 'in use: here\n')
  assert.equal((await run('topic', 'list', '--context', 'away')).code, 5)
  assert.equal((await run('topic', 'list', '--context', 'nowhere')).code, 3)
  assert.equal(await ok('context', 'use', 'away'), 'in use: away\n')
  assert.equal((await run('topic', 'list')).code, 5)
  await ok('context', 'set', 'away', '-X', 'client.id=me, myself', '-X', 'request.timeout.ms=10')
  await ok('context', 'set', 'away', '--unset', 'request.timeout.ms')
  assert.deepEqual(JSON.parse(await ok('context', 'show', '-o', 'json')), [
    { setting: 'bootstrap.servers', value: '127.0.0.1:1' },
    { setting: 'client.id', value: 'me, myself' },
  ])
  assert.equal(await ok('context', 'delete', 'away'), 'no context is in use\n')
  assert.equal((await run('context', 'delete', 'away')).code, 3)
  assert.equal(await ok('context', 'list', '-o', 'name'), 'here\n')
  const file = join(folder, 'odradek/config.yml')
  assert.equal(statSync(file).mode & 0o077, 0, 'nobody else reads it')
  assert.match(readFileSync(file, 'utf8'), /^current:\ncontexts:\n {2}here:\n/)
})
