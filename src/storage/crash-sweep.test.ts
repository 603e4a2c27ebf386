/**
 * Fails every operation of a scripted life on the disk, one run for each, and looks at the disk after every operation as
 * a kill or a power cut would leave it. Whatever is found must open, hold everything that was acknowledged and nothing
 * that was not sent, and go on working.
 */

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { times } from '../base/testing/times.ts'
import { type Fault, isChange, type Operation } from '../io/fault/disk.ts'
import { keepEverything, keepNothing } from '../io/memory/blocks.ts'
import type { MemoryDisk } from '../io/memory/disk.ts'
import { keepRandomly } from '../io/memory/random.ts'
import { goOn, type History } from './crash-sweep-history.ts'
import { Life, runToEnd, SETTINGS, strictLogger } from './crash-sweep-life.ts'
import { type Broker, start, valuesOf } from './log-manager-test-kit.ts'

const CUTS_PER_OPERATION = times(6)

interface Image {
  readonly what: string
  readonly disk: MemoryDisk
  readonly moment: number
  readonly isPowerCut: boolean
}

async function open(disk: MemoryDisk, complaints: string[]): Promise<Broker> {
  const settings = new Map(['t', 'u'].map((topic) => [topic, SETTINGS]))
  return start({ disk, logger: strictLogger(complaints), settings })
}

async function contents(broker: Broker): Promise<string> {
  const logs = [...broker.manager.all()].sort((a, b) => (a.topicPartition < b.topicPartition ? -1 : 1))
  const lines = logs.map(async (log) => `${log.topicPartition} ${log.logStartOffset} ${await valuesOf(log)}`)
  return (await Promise.all(lines)).join('\n')
}

/** Opens what was found and compares; with `further` it works on, stops cleanly or is killed, and is opened once more. */
async function check({ what, disk, moment, isPowerCut }: Image, history: History, further: boolean): Promise<void> {
  const complaints: string[] = []
  try {
    const broker = await open(disk, complaints)
    assert.deepEqual(broker.manager.offlineLogDirs, [])
    await history.verify(broker.manager, moment, isPowerCut)
    if (further) {
      await goOn(broker.manager, () => broker.world.settle(), history, moment)
      const before = await contents(broker)
      const cut = await open(disk.cut(keepNothing), complaints)
      assert.equal(await contents(cut), before, 'after a power cut that follows')
      await broker.manager.close()
      await broker.dirs.release()
      const again = await open(disk.cut(keepNothing), complaints)
      assert.equal(await contents(again), before, 'after a clean stop that follows')
    }
    assert.deepEqual(complaints, [])
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error })
  }
}

for (const [about, batches] of [
  ['everything', 34],
  ['transactions', 18],
] as const) {
  test(`killed, or without power, after every operation of a life about ${about}`, (context) =>
    sweepStops(about, batches, context))
}

async function sweepStops(about: Life['about'], batches: number, context: TestContext): Promise<void> {
  const images: Image[] = []
  let seed = 1
  const life: Life = new Life((operation) => {
    // What does not change the disk leaves what the next change will find.
    if (!isChange(operation)) return null
    const { disk } = life
    const moment = life.history.moment
    const what = `before operation ${operation.index} (${operation.kind} ${operation.path})`
    const take = (how: string, found: MemoryDisk, isPowerCut: boolean) =>
      images.push({ what: `${how} ${what}`, disk: found, moment, isPowerCut })
    take('killed', disk.afterKill(), false)
    take('power cut, nothing kept,', disk.cut(keepNothing), true)
    take('power cut, all kept,', disk.cut(keepEverything), true)
    for (let cut = 0; cut < CUTS_PER_OPERATION; cut++, seed++)
      take(`power cut, seed ${seed},`, disk.cut(keepRandomly(seed)), true)
    return null
  }, about)
  await runToEnd(life, 'without faults')
  assert.equal(life.sent, batches, 'every batch of the life was taken')
  for (const [index, image] of images.entries()) await check(image, life.history, index % 7 === 0)
  context.diagnostic(`${life.operations} operations, ${images.length} images`)
}

const faults: readonly { readonly name: string; readonly fault: (operation: Operation) => Fault | null }[] = [
  { name: 'EIO', fault: () => ({ act: 'fail', kind: 'io' }) },
  { name: 'ENOSPC', fault: (operation) => (isChange(operation) ? { act: 'fail', kind: 'full' } : null) },
  {
    name: 'EIO in the middle of a write',
    fault: ({ kind, bytes }) => (kind === 'write' ? { act: 'torn', bytes: bytes >> 1, kind: 'io' } : null),
  },
  {
    name: 'ENOSPC in the middle of a write',
    fault: ({ kind, bytes }) => (kind === 'write' ? { act: 'torn', bytes: bytes >> 1, kind: 'full' } : null),
  },
]

for (const { name, fault } of faults) {
  test(`${name} at every operation`, (context) => sweepFaults(name, fault, 'everything', context))
}
test('EIO at every operation of a life about transactions', (context) =>
  sweepFaults('EIO', faults[0]!.fault, 'transactions', context))

async function sweepFaults(
  name: string,
  fault: (typeof faults)[number]['fault'],
  about: Life['about'],
  context: TestContext,
): Promise<void> {
  let runs = 0
  for (let n = 0; ; n++) {
    let isHit = false
    let hit = ''
    const life = new Life((operation) => {
      if (operation.index !== n) return null
      isHit = true
      const made = fault(operation)
      hit = made === null ? '' : `${name} at operation ${n} (${operation.kind} ${operation.path})`
      return made
    }, about)
    await runToEnd(life, `${name} at operation ${n}`)
    if (!isHit) break
    if (hit === '') continue
    runs++
    await checkEnd(life, hit, n)
  }
  assert.ok(runs > 50)
  context.diagnostic(`${runs} runs`)
}

test('the disk stays full, or dead, from an operation on', async (context) => {
  let runs = 0
  for (const kind of ['full', 'io'] as const) {
    for (let n = 0; ; n += 3) {
      let isHit = false
      const life = new Life((operation) => {
        if (operation.index < n || operation.index > n + 60) return null
        isHit = true
        if (kind === 'full') {
          const takesRoom = operation.kind === 'write' || operation.kind === 'makeDirectory'
          return takesRoom ? { act: 'fail', kind } : null
        }
        return operation.path.startsWith('/a') ? { act: 'fail', kind } : null
      })
      await runToEnd(life, `${kind} from operation ${n} on`)
      if (!isHit) break
      runs++
      await checkEnd(life, `${kind} from operation ${n} on`, n)
    }
  }
  context.diagnostic(`${runs} runs`)
})

async function checkEnd(life: Life, what: string, n: number): Promise<void> {
  const { moment } = life.history
  const further = n % 5 === 0
  await check(
    { what: `${what}, killed`, disk: life.disk.afterKill(), moment, isPowerCut: false },
    life.history,
    further,
  )
  const cut = life.disk.cut(n % 2 === 0 ? keepNothing : keepRandomly(n))
  await check({ what: `${what}, power cut`, disk: cut, moment, isPowerCut: true }, life.history, false)
}
