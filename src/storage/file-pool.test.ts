import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryDisk } from '../io/memory/disk.ts'
import { FilePool } from './file-pool.ts'

async function files(pool: FilePool, count: number) {
  const made = Array.from({ length: count }, (_, i) => pool.file(`/f${i}`))
  for (const file of made) await file.with(async () => {}, 'create')
  return made
}

test('the file unused for longest closes when too many are open', async () => {
  const pool = new FilePool(new MemoryDisk(), 3)
  const made = await files(pool, 3)
  assert.notEqual(made[0]!.now, null)
  await pool.file('/g').with(async () => {}, 'create')
  assert.equal(pool.openFiles, 3)
  assert.deepEqual(
    made.map((file) => file.now !== null),
    [true, false, true],
  )
  await made[1]!.with(async (file) => assert.equal(await file.size(), 0))
})

test('files in use and files with writes that no sync covered stay open', async () => {
  const pool = new FilePool(new MemoryDisk(), 2)
  const [pinned, dirty] = await files(pool, 2)
  let asked = 0
  await pinned!.pin()
  dirty!.dirty = true
  dirty!.onPressure = () => asked++
  await files(pool, 4)
  assert.notEqual(pinned!.now, null)
  assert.notEqual(dirty!.now, null)
  assert.ok(asked > 0)
  pinned!.unpin()
  dirty!.dirty = false
  await pool.file('/g').with(async () => {}, 'create')
  assert.equal(pool.openFiles, 2)
})

test('closing waits for whoever is using the file', async () => {
  const pool = new FilePool(new MemoryDisk(), 2)
  const [file] = await files(pool, 1)
  const open = await file!.pin()
  await file!.close()
  assert.equal(await open.size(), 0)
  file!.unpin()
  assert.equal(file!.now, null)
  assert.equal(pool.openFiles, 0)
})

test('opened by two at once, it is open once', async () => {
  const pool = new FilePool(new MemoryDisk(), 2)
  const file = pool.file('/f')
  const [a, b] = await Promise.all([file.pin('create'), file.pin('create')])
  assert.equal(a, b)
  assert.equal(pool.openFiles, 1)
  await assert.rejects(pool.file('/missing').pin(), /no \/missing/)
})
