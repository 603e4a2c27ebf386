import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { silentLogger } from '../../../base/logger.ts'
import { MemoryWorld } from '../../../io/memory/world.ts'
import { makeNodeWorld } from '../../../io/node/world.ts'
import { nodeTreeContract } from '../node-tree-contract.ts'
import { openEmbeddedTree, openMemoryTree } from './embedded-tree.ts'

nodeTreeContract('tree without a file', async () => {
  return openMemoryTree({ clock: new MemoryWorld().clock, logger: silentLogger })
})

nodeTreeContract('embedded tree', () => {
  return openEmbeddedTree({ world: new MemoryWorld(), logger: silentLogger, path: '/metadata' })
})

nodeTreeContract('embedded tree on a real disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'odradek-tree-'))
  const tree = await openEmbeddedTree({ world: makeNodeWorld(), logger: silentLogger, path: join(folder, 'metadata') })
  const close = tree.close.bind(tree)
  return Object.assign(tree, {
    close: async () => {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  })
})

it('is a file that its owner alone may read, whatever a crash left beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'odradek-tree-'))
  try {
    const path = join(folder, 'metadata')
    writeFileSync(`${path}.tmp`, 'left', { mode: 0o644 })
    const tree = await openEmbeddedTree({ world: makeNodeWorld(), logger: silentLogger, path })
    assert.equal(statSync(path).mode & 0o777, 0o600)
    await tree.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})

describe('sessions of the embedded tree', () => {
  it('end with their ephemeral nodes at close, at a kill, and when they expire', async () => {
    const world = new MemoryWorld()
    const options = { world, logger: silentLogger, path: '/metadata' }
    const first = await openEmbeddedTree(options)
    await first.create('/a', null, 'persistent')
    await first.create('/a/e', null, 'ephemeral')
    // Killed: nothing is closed.
    const second = await openEmbeddedTree(options)
    assert.equal(await second.exists('/a/e'), null)
    assert.notEqual(second.sessionId, first.sessionId)
    await second.create('/a/e', null, 'ephemeral')
    const { stat } = await second.get('/a/e')
    assert.equal(stat.ephemeralOwner, second.sessionId)
    await second.close()
    const third = await openEmbeddedTree(options)
    assert.equal(await third.exists('/a/e'), null)
    await third.create('/a/e', null, 'ephemeral')
    const later = await third.get('/a/e')
    assert.ok(later.stat.czxid > stat.czxid, 'a broker that registers again gets a larger epoch')
    const events: string[] = []
    third.onSession((event) => void events.push(event))
    const before = third.sessionId
    await third.expireSession()
    assert.deepEqual(events, ['disconnected', 'expired', 'connected'])
    assert.notEqual(third.sessionId, before)
    assert.equal(await third.exists('/a/e'), null)
    await third.close()
  })

  it('make one group, and one fsync, of what is asked for together', async () => {
    const world = new MemoryWorld()
    let syncs = 0
    const disk = new Proxy(world.disk, {
      get: (target, key) => {
        if (key !== 'open') return Reflect.get(target, key).bind(target)
        return async (...args: Parameters<typeof target.open>) => {
          const file = await target.open(...args)
          const sync = file.sync.bind(file)
          return Object.assign(file, {
            sync: () => {
              syncs++
              return sync()
            },
          })
        }
      },
    })
    const { clock, entropy } = world
    const tree = await openEmbeddedTree({ world: { disk, clock, entropy }, logger: silentLogger, path: '/metadata' })
    syncs = 0
    await Promise.all(Array.from({ length: 500 }, (_, i) => tree.create(`/n${i}`, null, 'persistent')))
    assert.equal(syncs, 1)
    assert.equal((await tree.children('/')).names.length, 500)
    await tree.close()
  })
})
