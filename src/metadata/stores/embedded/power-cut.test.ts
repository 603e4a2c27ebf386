/** The store's file under every failure of every disk operation of a scripted life. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLogger } from '../../../base/logger.ts'
import type { Fault } from '../../../io/fault/disk.ts'
import { FaultDisk, isChange } from '../../../io/fault/disk.ts'
import type { CutChoice } from '../../../io/memory/blocks.ts'
import { keepEverything, keepNothing } from '../../../io/memory/blocks.ts'
import { MemoryDisk } from '../../../io/memory/disk.ts'
import { Random } from '../../../io/memory/random.ts'
import { MemoryWorld } from '../../../io/memory/world.ts'
import type { Disk } from '../../../io/world.ts'
import type { NodeTree } from '../../contract.ts'
import { NodeError } from '../../contract.ts'
import type { EmbeddedTree } from './embedded-tree.ts'
import { openEmbeddedTree } from './embedded-tree.ts'

const PATH = '/log/odradek-metadata'
const bytes = (text: string): Uint8Array => Buffer.from(text)

function open(disk: Disk, world: MemoryWorld): Promise<EmbeddedTree> {
  const { clock, entropy } = world
  return openEmbeddedTree({ world: { disk, clock, entropy }, logger: silentLogger, path: PATH, compactBytesMin: 600 })
}

/** All that must outlive the process: no ephemeral nodes, and counters that only they moved are left out. */
async function dump(tree: NodeTree, path = '/'): Promise<string[]> {
  const { data, stat } = await tree.get(path)
  if (stat.ephemeralOwner !== 0n) return []
  const lines = [`${path} v${stat.version} ${data === null ? 'null' : Buffer.from(data).toString()}`]
  for (const name of (await tree.children(path)).names.sort()) {
    lines.push(...(await dump(tree, path === '/' ? `/${name}` : `${path}/${name}`)))
  }
  return lines
}

/** Each step is one change, awaited. The long values make several compactions. */
const STEPS: readonly ((tree: NodeTree) => Promise<unknown>)[] = [
  (tree) => tree.create('/a', null, 'persistent'),
  (tree) => tree.create('/a/b', bytes('1'), 'persistent'),
  (tree) => tree.create('/me', bytes('here'), 'ephemeral'),
  (tree) => tree.set('/a/b', bytes('2'.repeat(700)), 0),
  (tree) =>
    tree.multi([
      { op: 'check', path: '/a/b', version: 1 },
      { op: 'set', path: '/a', data: bytes('both'), version: -1 },
      { op: 'create', path: '/a/seq-', data: bytes('or none'), mode: 'persistent-sequential' },
    ]),
  (tree) => tree.create('/big', bytes('b'.repeat(1500)), 'persistent'),
  (tree) => tree.delete('/a/b', 1),
  (tree) => tree.create('/a/seq-', null, 'persistent-sequential'),
  (tree) => tree.set('/big', bytes('c'.repeat(1100)), 0),
  (tree) => tree.delete('/big', 1),
  (tree) => tree.create('/end', bytes('end'), 'persistent'),
]

interface Life {
  /** Steps that were acknowledged. */
  done: number
  finished: boolean
}

/** Two lives of a process, the second from the middle on; a stop of the disk stops it for ever. */
async function live(disk: Disk, world: MemoryWorld, life: Life): Promise<void> {
  for (const [from, to] of [
    [0, 6],
    [6, STEPS.length],
  ] as const) {
    const tree = await open(disk, world)
    for (let step = from; step < to; step++) {
      await STEPS[step]!(tree)
      life.done = step + 1
    }
    await tree.close()
  }
  life.finished = true
}

async function freshDisk(): Promise<MemoryDisk> {
  const disk = new MemoryDisk({ blockBytes: 64 })
  await disk.makeDirectory('/log')
  await disk.syncDirectory('/')
  return disk
}

/** What the tree holds after each number of steps. */
async function expectedDumps(): Promise<string[][]> {
  const world = new MemoryWorld()
  const disk = await freshDisk()
  let tree = await open(disk, world)
  const dumps = [await dump(tree)]
  for (const step of STEPS) {
    await step(tree)
    dumps.push(await dump(tree))
    await tree.close()
    tree = await open(disk, world)
    assert.deepEqual(await dump(tree), dumps.at(-1))
    // As `live` would have it again.
    if (dumps.length === 4) await tree.create('/me', bytes('here'), 'ephemeral')
  }
  await tree.close()
  return dumps
}

function randomCut(seed: number): CutChoice {
  const random = new Random(seed)
  return {
    block: (count) => random.below(count + 1),
    size: (count) => random.below(count + 1),
    directoryChange: () => random.below(2) === 1,
  }
}

const CUTS: readonly CutChoice[] = [keepNothing, keepEverything, ...[1, 2, 3, 4, 5, 6].map(randomCut)]

/** How many operations the script takes. */
async function countOperations(): Promise<number> {
  const world = new MemoryWorld()
  let renames = 0
  const disk = new FaultDisk(await freshDisk(), (operation) => {
    if (operation.kind === 'rename') renames++
    return null
  })
  const life: Life = { done: 0, finished: false }
  await live(disk, world, life)
  assert.ok(life.finished)
  assert.ok(renames >= 3, `${renames} compactions`)
  return disk.count
}

describe('the store under a power cut', () => {
  it('keeps what was acknowledged, whole steps only, at every operation', async () => {
    const expected = await expectedDumps()
    const operations = await countOperations()
    assert.ok(operations > 50, `${operations} operations`)
    for (let n = 0; n <= operations; n++) {
      const world = new MemoryWorld()
      const memory = await freshDisk()
      const disk = new FaultDisk(memory, (operation): Fault | null => (operation.index >= n ? { act: 'stop' } : null))
      const life: Life = { done: 0, finished: false }
      void live(disk, world, life)
      await world.settle()
      for (const [index, cut] of CUTS.entries()) {
        const tree = await open(memory.cut(cut), world)
        const found = await dump(tree)
        const allowed = [expected[life.done], expected[life.done + 1]]
        assert.ok(
          allowed.some((state) => JSON.stringify(state) === JSON.stringify(found)),
          `operation ${n}, cut ${index}, ${life.done} steps acknowledged, found:\n${found.join('\n')}`,
        )
        // It goes on from there, over whatever was cut.
        await tree.create('/after', bytes('x'.repeat(10)), 'persistent')
        await tree.close()
      }
    }
  })

  it('goes on after a second cut in the middle of the recovery', async () => {
    const world = new MemoryWorld()
    const memory = await freshDisk()
    const tree = await open(memory, world)
    await tree.create('/a', bytes('kept'), 'persistent')
    let isOpen = false
    const first = new FaultDisk(memory, (operation): Fault | null =>
      isOpen && operation.kind === 'sync' ? { act: 'stop' } : null,
    )
    const again = await open(first, world)
    isOpen = true
    void again.create('/b', bytes('torn'.repeat(100)), 'persistent')
    await world.settle()
    for (let seed = 1; seed < 60; seed++) {
      const once = memory.cut(randomCut(seed))
      const halfway = await open(once, world)
      const before = await dump(halfway)
      assert.ok(before.includes('/a v0 kept'))
      const twice = await open(once.cut(randomCut(seed * 7)), world)
      assert.ok((await dump(twice)).includes('/a v0 kept'))
    }
  })
})

describe('the store on a disk that fails', () => {
  it('refuses everything after a failed write or fsync, keeps what was there, and tells once', async () => {
    const operations = await countOperations()
    for (let n = 0; n < operations; n++) {
      const world = new MemoryWorld()
      const memory = await freshDisk()
      const tree = await open(memory, world)
      await tree.create('/a', bytes('kept'), 'persistent')
      await tree.close()
      let told = 0
      const disk = new FaultDisk(memory, (operation): Fault | null =>
        operation.index === n && isChange(operation) ? { act: 'fail', kind: 'io' } : null,
      )
      const { clock, entropy } = world
      const options = {
        world: { disk, clock, entropy },
        logger: silentLogger,
        path: PATH,
        compactBytesMin: 600,
        onFailed: () => told++,
      }
      const failing = await openEmbeddedTree(options).catch(() => null)
      if (failing === null) continue
      let refused = false
      for (let step = 0; step < 12; step++) {
        const before = await dump(failing)
        try {
          await failing.create(`/s${step}`, bytes('s'.repeat(400)), 'persistent')
          assert.equal(refused, false, `operation ${n}: a write after a refused one`)
        } catch (error) {
          assert.ok(error instanceof NodeError && error.kind === 'storage', String(error))
          refused = true
          assert.deepEqual(await dump(failing), before)
        }
      }
      assert.equal(told, refused ? 1 : 0, `operation ${n}`)
      await failing.close()
      const after = await open(memory, world)
      assert.ok((await dump(after)).includes('/a v0 kept'))
    }
  })

  it('refuses a write that finds no room, changes nothing, and goes on when there is room', async () => {
    for (const torn of [0, 1, 30, 64, 100, 400]) {
      const world = new MemoryWorld()
      const memory = await freshDisk()
      let full = false
      const disk = new FaultDisk(memory, (operation): Fault | null =>
        full && operation.kind === 'write' ? { act: 'torn', bytes: torn, kind: 'full' } : null,
      )
      const tree = await open(disk, world)
      await tree.create('/a', bytes('before'), 'persistent')
      full = true
      const before = await dump(tree)
      const results = await Promise.allSettled([
        tree.create('/b', bytes('b'.repeat(300)), 'persistent'),
        tree.create('/b', bytes('again'), 'persistent'),
        tree.get('/b'),
        tree.set('/a', null, -1),
      ])
      assert.deepEqual(
        results.map((result) => result.status === 'rejected' && (result.reason as NodeError).kind),
        ['storage', 'storage', 'no-node', 'storage'],
      )
      assert.deepEqual(await dump(tree), before)
      // A start on the full disk works.
      const other = await open(new FaultDisk(memory.afterKill(), () => null), world)
      assert.deepEqual(await dump(other), before)
      full = false
      await tree.create('/b', bytes('now'), 'persistent')
      await tree.close()
      const after = await open(memory, world)
      assert.deepEqual(await dump(after), [...before, '/b v0 now'])
    }
  })

  it('serves reads on a full disk from the first moment', async () => {
    const world = new MemoryWorld()
    const memory = await freshDisk()
    const tree = await open(memory, world)
    await tree.create('/a', null, 'persistent')
    await tree.create('/e', null, 'ephemeral')
    const disk = new FaultDisk(memory.afterKill(), (operation): Fault | null =>
      operation.kind === 'write' ? { act: 'fail', kind: 'full' } : null,
    )
    const full = await open(disk, world)
    assert.deepEqual((await full.children('/')).names, ['a'])
    // What ends with the session needs no room: a broker registers and is elected.
    await full.create('/e', bytes('again'), 'ephemeral')
    await full.set('/e', bytes('and again'), 0)
    await assert.rejects(full.create('/b', null, 'persistent'), (error) => (error as NodeError).kind === 'storage')
    await full.close()
    const after = await open(memory, world)
    assert.deepEqual((await after.children('/')).names, ['a'])
    await after.close()
  })
})
