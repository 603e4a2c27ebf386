/** Kills, cuts the power, or fails the disk at every operation of a life with compaction, and looks at what is left. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { times } from '../../base/testing/times.ts'
import { type Fault, isChange, type Operation } from '../../io/fault/disk.ts'
import { keepEverything, keepNothing } from '../../io/memory/blocks.ts'
import type { MemoryDisk } from '../../io/memory/disk.ts'
import { keepRandomly } from '../../io/memory/random.ts'
import { runToEnd } from '../crash-sweep-life.ts'
import { CompactionLife, verifyCompacted } from './compaction-life.ts'

const CUTS_PER_OPERATION = times(3)
/** Of operations that are not the cleaner's one in so many: the storage's own sweep has them all. */
const OTHERS_STRIDE = 10

async function check(disk: MemoryDisk, life: CompactionLife, moment: number, further: boolean, what: string) {
  try {
    await verifyCompacted(disk, life.history, moment, further)
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error })
  }
}

test('killed, or without power, after every operation of the cleaner, and after others', async (context) => {
  const images: { disk: MemoryDisk; moment: number; what: string }[] = []
  let seed = 1
  const life: CompactionLife = new CompactionLife((operation) => {
    if (!isChange(operation) || (!life.isCleaning && operation.index % OTHERS_STRIDE !== 0)) return null
    const { disk } = life
    const moment = life.history.events.length
    const what = `before operation ${operation.index} (${operation.kind} ${operation.path})`
    images.push({ disk: disk.afterKill(), moment, what: `killed ${what}` })
    images.push({ disk: disk.cut(keepNothing), moment, what: `power cut, nothing kept, ${what}` })
    images.push({ disk: disk.cut(keepEverything), moment, what: `power cut, all kept, ${what}` })
    for (let cut = 0; cut < CUTS_PER_OPERATION; cut++, seed++)
      images.push({ disk: disk.cut(keepRandomly(seed)), moment, what: `power cut, seed ${seed}, ${what}` })
    return null
  })
  await runToEnd(life, 'without faults')
  assert.equal(life.rounds, 4, 'the cleaner worked after each part')
  for (const [index, { disk, moment, what }] of images.entries()) await check(disk, life, moment, index % 7 === 0, what)
  context.diagnostic(`${life.operations} operations, ${images.length} images`)
})

const faults: readonly { readonly name: string; readonly fault: (operation: Operation) => Fault | null }[] = [
  { name: 'EIO', fault: () => ({ act: 'fail', kind: 'io' }) },
  { name: 'ENOSPC', fault: (operation) => (isChange(operation) ? { act: 'fail', kind: 'full' } : null) },
  {
    name: 'ENOSPC in the middle of a write',
    fault: ({ kind, bytes }) => (kind === 'write' ? { act: 'torn', bytes: bytes >> 1, kind: 'full' } : null),
  },
]

/** What a life without faults does, operation by operation. */
async function operationsOfLife(): Promise<Operation[]> {
  const operations: Operation[] = []
  await runToEnd(
    new CompactionLife((operation) => {
      operations.push(operation)
      return null
    }),
    'without faults',
  )
  return operations
}

for (const { name, fault } of faults) {
  test(`${name} at every operation of the cleaner, and at others`, async (context) => {
    const isOurs = ({ path }: Operation) => /\.(cleaned|swap)$|cleaner-offset/.test(path)
    const chosen = (await operationsOfLife()).filter(
      (operation) => fault(operation) !== null && (isOurs(operation) || operation.index % OTHERS_STRIDE === 0),
    )
    assert.ok(chosen.filter(isOurs).length > 5)
    for (const { index: n, kind, path } of chosen) {
      const what = `${name} at operation ${n} (${kind} ${path})`
      const life = new CompactionLife((operation) => (operation.index === n ? fault(operation) : null))
      await runToEnd(life, what)
      const moment = life.history.events.length
      await check(life.disk.afterKill(), life, moment, n % 5 === 0, `${what}, killed`)
      await check(life.disk.cut(n % 2 === 0 ? keepNothing : keepRandomly(n)), life, moment, false, `${what}, power cut`)
    }
    context.diagnostic(`${chosen.length} runs`)
  })
}
