/** What the real threads and the simulated ones promise alike. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { CorruptionError } from '../base/errors.ts'
import { MemoryWorld } from './memory/world.ts'
import { makeNodeWorld } from './node/world.ts'
import { testService } from './testing/thread-service.ts'
import { DiskError, ThreadLostError, type World } from './world.ts'

const dir = mkdtempSync(join(tmpdir(), 'odradek-threads-'))
test.after(() => rmSync(dir, { recursive: true }))

async function memoryWorld(): Promise<World> {
  const world = new MemoryWorld()
  await world.disk.makeDirectory(dir)
  const file = await world.disk.open(join(dir, 'file'), 'create')
  await file.write([Buffer.from('seven77')], 0)
  await file.close()
  return world
}

async function nodeWorld(): Promise<World> {
  writeFileSync(join(dir, 'file'), 'seven77')
  return makeNodeWorld()
}

for (const [name, make] of [
  ['in place', memoryWorld],
  ['a worker thread', nodeWorld],
] as const) {
  test(`${name}: keeps its state, has a disk, shares memory, and tells errors as they were`, async () => {
    const world = await make()
    const thread = world.threads.start(testService)
    const shared = new SharedArrayBuffer(4)
    assert.equal(await thread.ask({ do: 'count' }), 1)
    assert.equal(await thread.ask({ do: 'count', shared }), 2)
    assert.equal(new Int32Array(shared)[0], 2)
    assert.equal(await thread.ask({ do: 'read', path: join(dir, 'file') }), 7)
    await assert.rejects(thread.ask({ do: 'read', path: join(dir, 'none') }), (error) => {
      assert.ok(error instanceof DiskError)
      assert.deepEqual([error.kind, error.path], ['not-found', join(dir, 'none')])
      return true
    })
    await assert.rejects(thread.ask({ do: 'damage' }), (error) => {
      assert.ok(error instanceof CorruptionError)
      assert.deepEqual([error.path, error.position], ['/a/b', 7])
      assert.equal(error.message, '/a/b is damaged at byte 7: a torn batch')
      return true
    })
    await assert.rejects(thread.ask({ do: 'bug' }), /no such thing/)
    assert.equal(await thread.ask({ do: 'count' }), 7)
    await thread.stop()
    await assert.rejects(thread.ask({ do: 'count' }), ThreadLostError)
  })
}

test('a worker thread that runs out of memory is told as lost, and another one can be started', async () => {
  const world = await nodeWorld()
  const thread = world.threads.start(testService)
  await assert.rejects(thread.ask({ do: 'exhaust' }), ThreadLostError)
  const next = world.threads.start(testService)
  assert.equal(await next.ask({ do: 'count' }), 1)
  await next.stop()
})
