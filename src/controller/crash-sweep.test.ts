/** The life of topics over a disk that stops, or is full, at every operation: what was answered holds, nothing is half. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import type { Fault, Plan } from '../io/fault/disk.ts'
import { FaultDisk } from '../io/fault/disk.ts'
import { keepEverything, keepNothing } from '../io/memory/blocks.ts'
import { MemoryDisk } from '../io/memory/disk.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { Disk } from '../io/world.ts'
import { Paths, partitionStatePath, topicPath } from '../metadata/nodes/paths.ts'
import { decodeTopic } from '../metadata/nodes/topic-nodes.ts'
import type { EmbeddedTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { openEmbeddedTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { Kit } from './test-kit.ts'
import { startKit } from './test-kit.ts'

const PATH = '/m'
const OPTIONS = { timeoutMs: 60_000, validateOnly: false }

/** What was answered, by topic: how many partitions; 0: deleted. What is under way may be either. */
interface Answers {
  readonly sure: Map<string, number>
  readonly open: Set<string>
  /** Operations of the disk until the broker was up. */
  startedAt: number
  finished: boolean
}

const noAnswers = (): Answers => ({ sure: new Map(), open: new Set(), startedAt: 0, finished: false })

function openTree(disk: Disk, world: MemoryWorld): Promise<EmbeddedTree> {
  const { clock, entropy } = world
  return openEmbeddedTree({ world: { disk, clock, entropy }, logger: silentLogger, path: PATH, compactBytesMin: 3000 })
}

/** A step that is refused for want of room is asked for again. */
async function step(kit: Kit, answers: Answers, name: string, count: number): Promise<void> {
  answers.open.add(name)
  for (let tries = 0; tries < 200; tries++) {
    const error = await attempt(kit, name, count, answers.sure.get(name) ?? 0)
    if (error === ErrorCode.NONE) {
      answers.sure.set(name, count)
      answers.open.delete(name)
      return
    }
    assert.equal(error, ErrorCode.KAFKA_STORAGE_ERROR)
    await kit.world.clock.sleep(100)
  }
  assert.fail(`${name} was refused for too long`)
}

async function attempt(kit: Kit, name: string, count: number, before: number): Promise<number | undefined> {
  const { controller } = kit
  if (count === 0) return (await controller.deleteTopics([name], 60_000))[0]?.error
  if (before > 0) return (await controller.createPartitions([{ name, count, assignments: null }], OPTIONS))[0]?.error
  const configs = new Map([['flush.ms', '7']])
  const topic = { name, numPartitions: count, replicationFactor: 1, assignments: new Map(), configs }
  return (await controller.createTopics([topic], OPTIONS))[0]?.error
}

async function live(disk: FaultDisk, world: MemoryWorld, answers: Answers): Promise<Kit> {
  const kit = await startKit({ world, tree: await openTree(disk, world) })
  answers.startedAt = disk.count
  await step(kit, answers, 'one', 2)
  await step(kit, answers, 'two', 1)
  await step(kit, answers, 'one', 3)
  await step(kit, answers, 'two', 0)
  await step(kit, answers, 'three', 2)
  await step(kit, answers, 'two', 4)
  answers.finished = true
  return kit
}

/** Nothing half: every topic is led and has its settings; answers hold. */
async function check(kit: Kit, answers: Answers, where: string): Promise<void> {
  const names = (await kit.tree.children(Paths.topics)).names.sort()
  assert.deepEqual((await kit.tree.children('/config/topics')).names.sort(), names, where)
  assert.deepEqual((await kit.tree.children(Paths.deleteTopics)).names, [], where)
  for (const name of names) {
    const { partitions } = decodeTopic(name, (await kit.tree.get(topicPath(name))).data)
    for (const index of partitions.keys()) {
      assert.notEqual(await kit.tree.exists(partitionStatePath(name, index)), null, `${where}: ${name}-${index}`)
      assert.equal(kit.brokers.cache(7).current.partition(name, index)?.leader, 7, `${where}: ${name}-${index}`)
    }
    if (!answers.open.has(name)) assert.equal(partitions.size, answers.sure.get(name), `${where}: ${name}`)
  }
  for (const [name, count] of answers.sure) {
    if (!answers.open.has(name)) assert.equal(names.includes(name), count > 0, `${where}: ${name}`)
  }
}

/** Starts over `disk`, and is done with what was begun. */
async function restart(disk: Disk): Promise<Kit> {
  const world = new MemoryWorld()
  return startKit({ world, tree: await openTree(disk, world) })
}

async function run(plan: Plan): Promise<{ memory: MemoryDisk; answers: Answers; kit: Kit | null; count: number }> {
  const world = new MemoryWorld()
  const memory = new MemoryDisk({ blockBytes: 64 })
  const disk = new FaultDisk(memory, plan)
  const answers = noAnswers()
  let kit: Kit | null = null
  let failure: unknown = null
  live(disk, world, answers).then(
    (done) => {
      kit = done
    },
    (error) => {
      failure = error
    },
  )
  await world.settle()
  // Retries need time; a stopped disk leaves nothing that time would change.
  for (let i = 0; i < 100 && !answers.finished && failure === null && disk.count > 0; i++) await world.advance(500)
  if (failure !== null) throw failure
  return { memory, answers, kit, count: disk.count }
}

describe('the controller', () => {
  it('is cut off at every operation of its disk, and the next one finishes what was begun', async () => {
    const { count, answers } = await run(() => null)
    assert.ok(answers.finished)
    for (let n = 0; n < count; n++) {
      const where = `stopped at operation ${n}`
      const world = new MemoryWorld()
      const memory = new MemoryDisk({ blockBytes: 64 })
      const stopped = new FaultDisk(memory, (operation): Fault | null =>
        operation.index >= n ? { act: 'stop' } : null,
      )
      const found = noAnswers()
      void live(stopped, world, found)
      // The kit itself waits for rest now and then.
      for (let i = 0; i < 40; i++) await world.settle()
      for (const cut of [keepNothing, keepEverything]) {
        const kit = await restart(memory.cut(cut))
        await check(kit, found, where)
        await kit.close()
      }
    }
  })

  it('finds the disk full at every operation for a while, and goes on when there is room', async () => {
    const { count, answers: whole } = await run(() => null)
    for (let n = whole.startedAt; n < count; n++) {
      const where = `full at operation ${n}`
      let refusals = 5
      const { kit, answers } = await run((operation): Fault | null =>
        operation.index >= n && operation.kind === 'write' && refusals-- > 0 ? { act: 'fail', kind: 'full' } : null,
      )
      assert.ok(answers.finished && kit !== null, where)
      await kit.settle()
      await kit.world.advance(5000)
      await check(kit, answers, where)
      await kit.close()
    }
  })

  it('starts on a full disk and serves what there is; deletions that were begun end when there is room', async () => {
    const { memory, answers, kit: before } = await run(() => null)
    await before!.tree.create('/admin/delete_topics/three', null, 'persistent')
    await before!.tree.create('/config/changes/config_change_', null, 'persistent-sequential')
    let full = true
    const disk = new FaultDisk(memory.afterKill(), (operation): Fault | null =>
      full && operation.kind === 'write' ? { act: 'fail', kind: 'full' } : null,
    )
    const world = new MemoryWorld({ wallMs: Date.UTC(2030, 0, 1) })
    const kit = await startKit({ world, tree: await openTree(disk, world) })
    assert.equal(kit.controller.isActive, true)
    assert.equal(kit.brokers.cache(7).current.partition('one', 2)?.leader, 7)
    assert.equal(await attempt(kit, 'more', 1, 0), ErrorCode.KAFKA_STORAGE_ERROR)
    full = false
    await world.advance(5000)
    answers.sure.set('three', 0)
    await check(kit, answers, 'with room again')
    await kit.close()
  })
})
