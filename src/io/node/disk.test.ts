import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { NodeDisk } from './disk.ts'

const disk = new NodeDisk()
let dir = ''
before(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'odradek-disk-'))
})
after(() => fs.rmSync(dir, { recursive: true, force: true }))

const at = (name: string) => path.join(dir, name)

test('writes of many pieces, also more than one writev takes, are read back', async () => {
  const file = await disk.open(at('many'), 'create-new')
  const chunks = Array.from({ length: 2500 }, (_, i) => Buffer.alloc(i % 7, i & 255))
  await file.write(chunks, 10)
  const whole = Buffer.concat([Buffer.alloc(10), ...chunks])
  assert.equal(await file.size(), whole.length)
  assert.deepEqual(Buffer.from(await disk.readFile(at('many'), 1 << 20)), whole)
  file.writeNow(chunks, whole.length)
  file.writeNow([Buffer.from('end')], 2 * whole.length - 10)
  await file.sync()
  const into = Buffer.alloc(whole.length * 2)
  const expected = Buffer.concat([whole, ...chunks, Buffer.from('end')])
  assert.equal(await file.read(into, 5, into.length - 5, 0), expected.length)
  assert.deepEqual(into.subarray(5, 5 + expected.length), expected)
  assert.equal(file.readNow(into, 0, 100, expected.length - 3), 3)
  assert.equal(into.toString('latin1', 0, 3), 'end')
  assert.equal(await file.read(into, 0, 0, 0), 0)
  await file.write([], 0)
  await file.truncate(4)
  await file.sync()
  assert.equal(await file.size(), 4)
  await file.close()
  await file.close()
  await assert.rejects(file.size(), { name: 'DiskError', kind: 'io' })
  await assert.rejects(file.write([Buffer.alloc(1)], 0), { name: 'DiskError', kind: 'io' })
  assert.throws(() => file.writeNow([Buffer.alloc(1)], 0), { name: 'DiskError', kind: 'io' })
})

test('every mistake has its kind', async () => {
  fs.mkdirSync(at('kinds/sub'), { recursive: true })
  fs.writeFileSync(at('kinds/file'), 'abc')
  const kind = (kind: string) => ({ name: 'DiskError', kind })
  await assert.rejects(disk.open(at('kinds/none'), 'read'), kind('not-found'))
  await assert.rejects(disk.open(at('kinds/none'), 'write'), kind('not-found'))
  await assert.rejects(disk.open(at('kinds/file'), 'create-new'), kind('exists'))
  await assert.rejects(disk.readFile(at('kinds/file'), 2), kind('io'))
  await assert.rejects(disk.list(at('kinds/none')), kind('not-found'))
  await assert.rejects(disk.rename(at('kinds/none'), at('kinds/x')), kind('not-found'))
  await assert.rejects(disk.rename(at('kinds/file'), at('kinds/sub')), kind('io'))
  await assert.rejects(disk.syncDirectory(at('kinds/none')), kind('not-found'))
  await assert.rejects(disk.open(at('kinds/\0'), 'read'), kind('io'))
  assert.equal(await disk.stat(at('kinds/none')), null)
  assert.equal(await disk.stat(at('kinds/file/below')), null)
  await disk.remove(at('kinds/none'))
  await disk.remove(at('kinds/none'), { recursive: true })
  const reader = await disk.open(at('kinds/file'), 'read')
  await assert.rejects(reader.write([Buffer.from('x')], 0), kind('io'))
  await reader.close()
})

test('in a hurry everything is as otherwise', async () => {
  fs.mkdirSync(at('hurry'))
  fs.writeFileSync(at('hurry/file'), 'abcdef')
  const hurry = disk.hurry()
  try {
    assert.equal(Buffer.from(await disk.readFile(at('hurry/file'), 10)).toString(), 'abcdef')
    await assert.rejects(disk.readFile(at('hurry/none'), 10), { name: 'DiskError', kind: 'not-found' })
    await assert.rejects(disk.open(at('hurry/none'), 'read'), { name: 'DiskError', kind: 'not-found' })
    await assert.rejects(disk.list(at('hurry/none')), { name: 'DiskError', kind: 'not-found' })
    assert.equal(await disk.stat(at('hurry/none')), null)
    assert.deepEqual(await disk.list(at('hurry')), [{ name: 'file', kind: 'file' }])
    // Made in place, but the loop is heard now and then, however much there is to do.
    let turns = 0
    const turn = () => {
      turns++
      setImmediate(turn).unref()
    }
    turn()
    let held = 0
    let left = 0
    while (left < 3) {
      const before = turns
      await disk.stat(at('hurry/file'))
      if (turns === before) held++
      else left++
    }
    assert.ok(held > left, `${held} in place, ${left} apart`)
  } finally {
    hurry.end()
    hurry.end()
  }
  assert.equal((await disk.stat(at('hurry/file')))?.size, 6)
})

test('a folder that cannot be made although its parent is there is refused, not tried for ever', async () => {
  await assert.rejects(disk.makeDirectory('/proc/odradek/nope'))
  fs.writeFileSync(at('plain'), '')
  await assert.rejects(disk.makeDirectory(at('plain')), { kind: 'exists' })
  await assert.rejects(disk.makeDirectory(at('plain/below')), { name: 'DiskError' })
})

test('folders: made with parents, listed, renamed, synced, removed', async () => {
  await disk.makeDirectory(at('a/b/c'))
  await disk.makeDirectory(at('a/b/c'))
  fs.writeFileSync(at('a/b/f'), 'x')
  fs.symlinkSync(at('a/b/c'), at('a/b/link'))
  fs.symlinkSync(at('nowhere'), at('a/b/broken'))
  const listed = (await disk.list(at('a/b'))).sort((x, y) => x.name.localeCompare(y.name))
  assert.deepEqual(listed, [
    { name: 'broken', kind: 'other' },
    { name: 'c', kind: 'directory' },
    { name: 'f', kind: 'file' },
    { name: 'link', kind: 'directory' },
  ])
  await disk.rename(at('a/b'), at('a/d'))
  await disk.syncDirectory(at('a'))
  assert.equal((await disk.stat(at('a/d')))?.kind, 'directory')
  assert.equal((await disk.stat(at('a/d/f')))?.size, 1)
  await disk.remove(at('a'), { recursive: true })
  assert.equal(await disk.stat(at('a')), null)
  const { freeBytes, totalBytes } = await disk.space(dir)
  assert.ok(freeBytes >= 0 && totalBytes >= freeBytes)
})

const tryLock = `
import { makeNodeWorld } from ${JSON.stringify(new URL('world.ts', import.meta.url).href)}
const world = makeNodeWorld()
await world.disk.lock(process.argv[1]).then(() => console.log('got'), (error) => console.log(error.kind))`

test('the lock excludes this process, others, and what Java uses; it leaves the file empty and warns nobody', async () => {
  const lock = await disk.lock(at('.lock'))
  await assert.rejects(disk.lock(at('.lock')), { name: 'DiskError', kind: 'locked' })
  const other = () =>
    spawnSync(process.execPath, ['--input-type=module', '--eval', tryLock, at('.lock')], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    })
  const refused = other()
  assert.equal(refused.stdout.trim(), 'locked')
  assert.equal(refused.stderr, '')
  assert.equal(fs.statSync(at('.lock')).size, 0)
  assert.equal(fs.existsSync(at('.lock-journal')), false)
  await lock.release()
  await lock.release()
  assert.equal(other().stdout.trim(), 'got')
  const again = await disk.lock(at('.lock'))
  await again.release()
})

/** fcntl locks are what Java's FileChannel.tryLock takes. Skipped where Python is not there. */
test('a POSIX lock held by another program is seen', async (context) => {
  const script = [
    'import fcntl, sys',
    'f = open(sys.argv[1], "r+")',
    'try:',
    '  fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB); print("got")',
    'except OSError: print("locked")',
  ].join('\n')
  if (spawnSync('python3', ['--version']).error) return context.skip('no python3')
  const python = () => execFileSync('python3', ['-c', script, at('.posix')], { encoding: 'utf8' }).trim()
  const lock = await disk.lock(at('.posix'))
  fs.statSync(at('.posix'))
  assert.equal(python(), 'locked')
  await lock.release()
  assert.equal(python(), 'got')
})

test('a write that no longer fits says so, and bytes before it are there', async (context) => {
  // A limit on the size of files stands in for a disk that fills up: the system takes a part, then refuses.
  const script = `
import { makeNodeWorld } from ${JSON.stringify(new URL('world.ts', import.meta.url).href)}
process.on('SIGXFSZ', () => {})
const file = await makeNodeWorld().disk.open(process.argv[1], 'create')
const outcome = (error) => error.kind
const first = await file.write([Buffer.alloc(5000, 1), Buffer.alloc(7000, 2)], 0).catch(outcome)
let second
try { file.writeNow([Buffer.alloc(12000, 3)], 0) } catch (error) { second = error.kind }
console.log(first, second, await file.size())`
  const command = 'ulimit -f 8 && exec "$0" --input-type=module --eval "$1" "$2"'
  const ran = spawnSync('bash', ['-c', command, process.execPath, script, at('limited')], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: '' },
  })
  if (ran.error) return context.skip('no bash')
  assert.equal(ran.stdout.trim(), 'full full 8192', ran.stderr)
})
