/**
 * Groups and a plain topic, through the replica manager, over a disk that fails at every operation, and as a kill or a power
 * cut after every operation would leave it: reopened, a broker serves everything that was acknowledged, and goes on.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Fault, isChange, type Operation } from '../../io/fault/disk.ts'
import { keepEverything, keepNothing } from '../../io/memory/blocks.ts'
import type { MemoryDisk } from '../../io/memory/disk.ts'
import { keepRandomly } from '../../io/memory/random.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { runToEnd } from '../../storage/crash-sweep-life.ts'
import { GroupLife, served } from './crash-sweep-life.ts'
import { MemoryBroker } from './testing/broker-in-memory.ts'

const CUTS_PER_OPERATION = 1

interface Image {
  readonly what: string
  readonly disk: MemoryDisk
  readonly moment: number
  readonly isPowerCut: boolean
}

/** Opens what was found and compares; with `further` it works on and is opened once more. */
async function check({ what, disk, moment, isPowerCut }: Image, life: GroupLife, further: boolean): Promise<void> {
  try {
    const broker = await MemoryBroker.start({ disk, leaderEpoch: life.starts })
    assert.deepEqual(broker.offlineFolders, [])
    life.verify(await served(broker), moment, isPowerCut)
    if (!further) return
    await goOn(broker)
    const before = await served(broker)
    const again = await MemoryBroker.start({ disk: disk.cut(keepNothing), leaderEpoch: life.starts + 1 })
    assert.deepEqual(await served(again), before, 'after a power cut that follows')
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error })
  }
}

async function goOn(broker: MemoryBroker): Promise<void> {
  const value = {
    offset: 99,
    leaderEpoch: -1,
    metadata: 'after the crash',
    commitTimestamp: broker.world.clock.wallMs(),
    expireTimestamp: -1,
    topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
  }
  const nobody = { memberId: '', groupInstanceId: null, generationId: -1 }
  const errors = ['simple', 'new'].map((group) =>
    broker.groups.commit(group, nobody, [{ topic: 't', partition: 0, value }]),
  )
  await broker.world.settle()
  assert.deepEqual(await Promise.all(errors), [ErrorCode.NONE, ErrorCode.NONE])
}

test('killed, or without power, after every operation', async (context) => {
  const images: Image[] = []
  let seed = 1
  const life: GroupLife = new GroupLife((operation) => {
    if (!isChange(operation)) return null
    const { disk, moment } = life
    const what = `before operation ${operation.index} (${operation.kind} ${operation.path})`
    const take = (how: string, found: MemoryDisk, isPowerCut: boolean) =>
      images.push({ what: `${how} ${what}`, disk: found, moment, isPowerCut })
    take('killed', disk.afterKill(), false)
    take('power cut, nothing kept,', disk.cut(keepNothing), true)
    take('power cut, all kept,', disk.cut(keepEverything), true)
    for (let cut = 0; cut < CUTS_PER_OPERATION; cut++, seed++)
      take(`power cut, seed ${seed},`, disk.cut(keepRandomly(seed)), true)
    return null
  })
  await runToEnd(life, 'without faults')
  assert.equal(life.refused, 0)
  assert.equal(life.acknowledged, 22, 'everything of the life was acknowledged')
  for (const [index, image] of images.entries()) await check(image, life, index % 7 === 0)
  context.diagnostic(`${life.operations} operations, ${images.length} images`)
})

/** Every operation that changes the disk, and of the others some. */
async function chosenOperations(): Promise<Operation[]> {
  const operations: Operation[] = []
  const life = new GroupLife((operation) => {
    if (isChange(operation) || operation.index % 10 === 0) operations.push(operation)
    return null
  })
  await runToEnd(life, 'without faults')
  return operations
}

const faults: readonly { readonly name: string; readonly fault: (operation: Operation) => Fault | null }[] = [
  { name: 'EIO', fault: () => ({ act: 'fail', kind: 'io' }) },
  { name: 'ENOSPC', fault: (operation) => (isChange(operation) ? { act: 'fail', kind: 'full' } : null) },
  {
    name: 'EIO in the middle of a write',
    fault: ({ kind, bytes }) => (kind === 'write' ? { act: 'torn', bytes: bytes >> 1, kind: 'io' } : null),
  },
]

for (const { name, fault } of faults) {
  test(`${name} at every operation`, async (context) => {
    const chosen = (await chosenOperations()).filter((operation) => fault(operation) !== null)
    assert.ok(chosen.length > 50)
    for (const { index, kind, path } of chosen) {
      const what = `${name} at operation ${index} (${kind} ${path})`
      const life = new GroupLife((operation) => (operation.index === index ? fault(operation) : null))
      await runToEnd(life, what)
      const { disk, moment } = life
      const killed = disk.afterKill()
      const cut = disk.cut(index % 2 === 0 ? keepNothing : keepRandomly(index))
      await check({ what: `${what}, killed`, disk: killed, moment, isPowerCut: false }, life, index % 5 === 0)
      await check({ what: `${what}, power cut`, disk: cut, moment, isPowerCut: true }, life, false)
    }
    context.diagnostic(`${chosen.length} runs`)
  })
}
