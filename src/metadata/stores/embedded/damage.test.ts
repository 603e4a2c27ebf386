import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { CorruptionError, OperatorError } from '../../../base/errors.ts'
import { silentLogger } from '../../../base/logger.ts'
import { MemoryDisk } from '../../../io/memory/disk.ts'
import { MemoryWorld } from '../../../io/memory/world.ts'
import type { NodeTree, TreeOperation } from '../../contract.ts'
import { NodeError } from '../../contract.ts'
import { openEmbeddedTree, openMemoryTree } from './embedded-tree.ts'
import { load } from './journal.ts'

const PATH = '/odradek-metadata'
const bytes = (text: string): Uint8Array => Buffer.from(text)

async function imageOf(steps: (tree: NodeTree) => Promise<unknown>, seed = 1): Promise<Buffer> {
  const world = new MemoryWorld({ seed })
  const tree = await openEmbeddedTree({ world, logger: silentLogger, path: PATH })
  await steps(tree)
  return Buffer.from(await world.disk.readFile(PATH, 1e6))
}

async function openImage(image: Uint8Array) {
  const disk = new MemoryDisk()
  const file = await disk.open(PATH, 'create-new')
  await file.write([image], 0)
  const { clock, entropy } = new MemoryWorld()
  return { disk, tree: await openEmbeddedTree({ world: { disk, clock, entropy }, logger: silentLogger, path: PATH }) }
}

async function names(tree: NodeTree): Promise<string[]> {
  return (await tree.children('/')).names.sort()
}

const isDamage = (error: unknown): boolean =>
  error instanceof OperatorError && error.cause instanceof CorruptionError && error.cause.path === PATH

describe('a damaged store', () => {
  const image = imageOf(async (tree) => {
    for (const name of ['one', 'two', 'three']) await tree.create(`/${name}`, bytes(`data of ${name}`), 'persistent')
  })

  it('never opens with something wrong, whatever byte is flipped', async () => {
    const sound = await image
    // Where the group of the last node begins: its bytes may be a write that was not finished.
    const lastGroup = load(PATH, sound.subarray(0, sound.length - 1)).end
    let cut = 0
    for (let at = 0; at < sound.length; at++) {
      for (const bit of [0x01, 0x80]) {
        const flipped = Buffer.from(sound)
        flipped[at] = flipped[at]! ^ bit
        try {
          const { tree, disk } = await openImage(flipped)
          assert.ok(at >= lastGroup, `byte ${at} of ${sound.length}`)
          assert.deepEqual(await names(tree), ['one', 'two'])
          cut++
          assert.ok(disk.usedBytes > 0)
        } catch (error) {
          assert.ok(isDamage(error), `byte ${at}: ${String(error)}`)
          assert.ok(at < lastGroup, `byte ${at}`)
          assert.match((error as Error).message, /odradek-metadata is damaged at byte \d+: .*odradek adopt/)
        }
      }
    }
    assert.ok(cut > 50)
  })

  it('loses only what was not whole, wherever the file ends', async () => {
    const sound = await image
    const whole = load(PATH, sound)
    for (let length = 0; length < sound.length; length++) {
      if (length < whole.snapshotEnd) {
        await assert.rejects(openImage(sound.subarray(0, length)), isDamage)
        continue
      }
      const { tree } = await openImage(sound.subarray(0, length))
      const found = await names(tree)
      assert.deepEqual(
        ['one', 'three', 'two'].filter((name) => found.includes(name)),
        found,
      )
      await tree.create('/more', null, 'persistent')
      assert.equal((await names(tree)).length, found.length + 1)
    }
  })

  it('keeps a copy of a last group whose checksum is wrong', async () => {
    const flipped = Buffer.from(await image)
    flipped[flipped.length - 10] = flipped[flipped.length - 10]! ^ 1
    const { disk } = await openImage(flipped)
    assert.ok((await disk.stat(`${PATH}.broken`))!.size > 0)
  })

  it('is not fooled by bytes of a frame inside the data of a node', async () => {
    const inner = await image
    const outer = await imageOf(async (tree) => {
      await tree.create('/first', null, 'persistent')
      await tree.create('/copy', inner, 'persistent')
    }, 2)
    const { tree } = await openImage(outer.subarray(0, outer.length - 1))
    assert.deepEqual(await names(tree), ['first'])
  })

  it('of another version is refused, saying so', async () => {
    const other = Buffer.from(await image)
    other.writeUInt16BE(2, 8)
    const { crc32 } = await import('node:zlib')
    other.writeUInt32BE(crc32(other.subarray(0, 16)), 16)
    await assert.rejects(openImage(other), (error) => {
      assert.ok(error instanceof OperatorError && !isDamage(error))
      assert.match(error.message, /format version 2 .* knows version 1: start the newer Odradek/)
      return true
    })
  })

  it('never takes any bytes for a store, nor grows beyond them', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(), async (noise, where) => {
        const sound = await image
        const mixed = Buffer.from(sound)
        mixed.set(noise.subarray(0, Math.max(0, mixed.length - (where % mixed.length))), where % mixed.length)
        try {
          load(PATH, mixed)
        } catch (error) {
          assert.ok(error instanceof CorruptionError || error instanceof OperatorError, String(error))
        }
      }),
      { numRuns: 300 },
    ))
})

describe('the store of version 1', () => {
  it('from the museum opens', async () => {
    const base64 = readFileSync(
      new URL('../../../../testdata/museum/metadata-store-v1.base64', import.meta.url),
      'utf8',
    )
    const { tree } = await openImage(Buffer.from(base64, 'base64'))
    assert.deepEqual(await names(tree), ['deep', 'kept', 'private'])
    assert.equal(Buffer.from((await tree.get('/deep/er')).data!).toString(), 'unten')
    assert.equal((await tree.get('/kept')).stat.version, 2)
    assert.deepEqual(await tree.acl('/private'), [{ scheme: 'digest', id: 'me:x', permissions: 31 }])
    assert.equal((await tree.create('/deep/n', null, 'persistent-sequential')).path, '/deep/n0000000002')
  })
})

describe('the store', () => {
  it('is after any operations and any reopenings the tree that never had a file', () => {
    const name = fc.constantFrom('/a', '/b', '/a/x', '/a/y', '/a/x/deep', '/b/s-')
    const version = fc.constantFrom(-1, 0, 1, 2)
    const data = fc.option(fc.uint8Array({ maxLength: 80 }), { nil: null })
    const mode = fc.constantFrom('persistent', 'ephemeral', 'persistent-sequential', 'ephemeral-sequential')
    const operation: fc.Arbitrary<TreeOperation> = fc.oneof(
      fc.record({ op: fc.constant('create' as const), path: name, data, mode: mode as fc.Arbitrary<'persistent'> }),
      fc.record({ op: fc.constant('set' as const), path: name, data, version }),
      fc.record({ op: fc.constant('delete' as const), path: name, version }),
      fc.record({ op: fc.constant('check' as const), path: name, version }),
    )
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.array(operation, { minLength: 1, maxLength: 4 }) },
      { weight: 1, arbitrary: fc.constant('reopen' as const) },
    )
    return fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = new MemoryWorld()
        const options = { world, logger: silentLogger, path: PATH, compactBytesMin: 300 }
        const model = openMemoryTree({ clock: world.clock, logger: silentLogger })
        let tree = await openEmbeddedTree(options)
        for (const step of steps) {
          if (step === 'reopen') {
            await tree.close()
            tree = await openEmbeddedTree(options)
            await model.expireSession()
            continue
          }
          const [ours, theirs] = await Promise.all([outcome(tree, step), outcome(model, step)])
          assert.deepEqual(ours, theirs)
        }
        assert.deepEqual(await dump(tree), await dump(model))
        await tree.close()
        tree = await openEmbeddedTree(options)
        await model.expireSession()
        assert.deepEqual(await dump(tree), await dump(model))
      }),
      { numRuns: 150 },
    )
  })
})

/** zxids and owners differ: closing and opening take transactions of their own. */
async function outcome(tree: NodeTree, operations: readonly TreeOperation[]): Promise<unknown> {
  try {
    const results = await tree.multi(operations)
    return results.map((result) => (result.op === 'create' ? result.path : result.op === 'set' && result.stat.version))
  } catch (error) {
    assert.ok(error instanceof NodeError)
    return [error.kind, error.path, error.index]
  }
}

async function dump(tree: NodeTree, path = '/'): Promise<unknown[]> {
  const { data, stat } = await tree.get(path)
  const { version, cversion, numChildren, ctimeMs, mtimeMs } = stat
  const lines: unknown[] = [[path, data, version, cversion, numChildren, ctimeMs, mtimeMs, stat.ephemeralOwner !== 0n]]
  for (const name of (await tree.children(path)).names.sort()) {
    lines.push(...(await dump(tree, path === '/' ? `/${name}` : `${path}/${name}`)))
  }
  return lines
}
