import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Disk } from '../world.ts'
import { keepEverything, keepNothing } from './blocks.ts'
import { MemoryDisk, type MemoryFile } from './disk.ts'
import { keepRandomly, Random } from './random.ts'

const text = (value: string) => Buffer.from(value)
async function contents(disk: Disk, path: string): Promise<string | null> {
  return (await disk.stat(path)) === null ? null : Buffer.from(await disk.readFile(path, 1 << 20)).toString('latin1')
}
const names = async (disk: Disk, path: string) => (await disk.list(path)).map((entry) => entry.name).sort()

test('behaves as a disk: holes, overwrites, truncation, every kind of mistake', async () => {
  const disk = new MemoryDisk({ blockBytes: 8 })
  await disk.makeDirectory('/d/e')
  const file = await disk.open('/d/f', 'create-new')
  await file.write([text('hello '), text('world, this is long')], 5)
  assert.equal(await contents(disk, '/d/f'), '\0\0\0\0\0hello world, this is long')
  await file.write([text('W')], 11)
  await file.truncate(14)
  await file.truncate(20)
  assert.equal(await contents(disk, '/d/f'), '\0\0\0\0\0hello Wor\0\0\0\0\0\0')
  const into = Buffer.alloc(9, 120)
  assert.equal(await file.read(into, 1, 8, 6), 8)
  assert.equal(into.toString('latin1'), 'xello Wor')
  assert.equal(file.readNow(into, 0, 9, 18), 2)
  const kind = (kind: string) => ({ name: 'DiskError', kind })
  await assert.rejects(disk.open('/d/f', 'create-new'), kind('exists'))
  await assert.rejects(disk.open('/d/none', 'write'), kind('not-found'))
  await assert.rejects(disk.open('/none/f', 'create'), kind('not-found'))
  await assert.rejects(disk.readFile('/d/f', 5), kind('io'))
  await assert.rejects(disk.rename('/d', '/x/y'), kind('not-found'))
  const lock = await disk.lock('/d/.lock')
  await assert.rejects(disk.lock('/d/.lock'), kind('locked'))
  await lock.release()
  await (await disk.lock('/d/.lock')).release()
  await disk.rename('/d/f', '/d/e/g')
  assert.equal((await contents(disk, '/d/e/g'))?.length, 20)
  await disk.remove('/d', { recursive: true })
  assert.equal(await disk.stat('/d/e/g'), null)
  assert.equal(disk.usedBytes, 0)
})

test('a power cut takes what was not synced: data, sizes, names, each by itself', async () => {
  const disk = new MemoryDisk({ blockBytes: 4 })
  await disk.makeDirectory('/d')
  await disk.syncDirectory('/')
  const file = await disk.open('/d/a', 'create')
  await file.write([text('aaaa')], 0)
  await file.sync()
  assert.deepEqual(await names(disk.cut(keepNothing), '/d'), [], 'a synced file in a folder that was not')
  await disk.syncDirectory('/d')
  await file.write([text('bbbb')], 4)
  await file.write([text('cccc')], 8)
  await file.write([text('C')], 8)
  await disk.rename('/d/a', '/d/b')
  assert.equal(await contents(disk.cut(keepNothing), '/d/a'), 'aaaa')
  assert.equal(await contents(disk.cut(keepEverything), '/d/b'), 'aaaabbbbCccc')
  assert.equal(await contents(disk.cut(keepEverything), '/d/a'), null)
  assert.equal(await contents(disk.cut({ ...keepEverything, block: () => 0 }), '/d/b'), `aaaa${'\0'.repeat(8)}`)
  assert.equal(await contents(disk.cut({ ...keepEverything, size: () => 1 }), '/d/b'), 'aaaabbbb')
  assert.equal(await contents(disk.cut({ ...keepEverything, block: (n) => n - 1 }), '/d/b'), 'aaaa\0\0\0\0cccc')
  assert.equal(await contents(disk.afterKill(), '/d/b'), 'aaaabbbbCccc')
  assert.equal(await contents(disk.afterKill().cut(keepNothing), '/d/b'), 'aaaabbbbCccc')
})

test('a sync covers what was written before it was called, no more; a failed one takes the pages with it', async () => {
  const disk = new MemoryDisk({ blockBytes: 4 })
  const file = (await disk.open('/f', 'create')) as MemoryFile
  await disk.syncDirectory('/')
  await file.write([text('one.')], 0)
  const late = file.write([text('two.')], 4)
  await Promise.all([late, file.sync()])
  assert.equal(await contents(disk.cut(keepNothing), '/f'), 'one.')
  await file.sync()
  assert.equal(await contents(disk.cut(keepNothing), '/f'), 'one.two.')
  await file.write([text('six.')], 8)
  file.syncFailed()
  await file.sync()
  assert.equal(await contents(disk.cut(keepEverything), '/f'), 'one.two.')
  assert.equal(await contents(disk, '/f'), 'one.two.six.')
})

test('truncation that was kept does not bring back what it cut off', async () => {
  const disk = new MemoryDisk({ blockBytes: 4 })
  const file = await disk.open('/f', 'create')
  await disk.syncDirectory('/')
  await file.write([text('abcdefgh')], 0)
  await file.truncate(2)
  await file.write([text('X')], 6)
  assert.equal(await contents(disk.cut(keepEverything), '/f'), 'ab\0\0\0\0X')
  assert.equal(await contents(disk.cut({ ...keepEverything, block: () => 1 }), '/f'), 'ab\0\0\0\0\0')
  assert.equal(await contents(disk.cut({ ...keepEverything, size: () => 1 }), '/f'), 'abcd\0\0X\0')
})

test('random cuts keep what was synced', () =>
  fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const disk = new MemoryDisk({ blockBytes: 4 })
      const random = new Random(seed)
      const file = await disk.open('/f', 'create')
      await disk.syncDirectory('/')
      let synced = ''
      let all = ''
      for (let step = 0; step < 20; step++) {
        const piece = String.fromCharCode(97 + step).repeat(1 + random.below(9))
        await file.write([text(piece)], all.length)
        all += piece
        if (random.below(4) === 0) {
          await file.sync()
          synced = all
        }
        const found = (await contents(disk.cut(keepRandomly(random.next())), '/f'))!
        assert.equal(found.slice(0, synced.length), synced)
        assert.ok(found.length <= all.length)
        for (let i = synced.length; i < found.length; i++) assert.ok(found[i] === all[i] || found[i] === '\0')
      }
    }),
    { numRuns: 30 },
  ))

test('a disk that is full takes what fits, and has room again after a removal', async () => {
  const disk = new MemoryDisk({ blockBytes: 4, capacityBytes: 12 })
  const file = await disk.open('/f', 'create')
  await assert.rejects(file.write([text('0123456789abcdef')], 0), { kind: 'full' })
  assert.equal(await contents(disk, '/f'), '0123456789ab')
  assert.deepEqual(await disk.space('/'), { freeBytes: 0, totalBytes: 12 })
  await file.truncate(4)
  await file.write([text('wxyz')], 4)
  await disk.remove('/f')
  assert.deepEqual(await disk.space('/'), { freeBytes: 12, totalBytes: 12 })
})

test('a killed process does nothing more', async () => {
  const disk = new MemoryDisk()
  const file = await disk.open('/f', 'create')
  await disk.lock('/.lock')
  await file.write([text('before')], 0)
  let finished = false
  void file.write([text('after!')], 0).then(() => (finished = true))
  const next = disk.crash()
  assert.equal(await contents(next, '/f'), 'before')
  assert.throws(() => file.writeNow([text('x')], 0), { kind: 'io' })
  await next.lock('/.lock')
  assert.equal(finished, false)
  assert.equal(await contents(next.cut(keepNothing), '/f'), null)
})
