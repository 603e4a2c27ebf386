/**
 * Transactions from their producers down to a disk, as a kill or a power cut after every operation would leave it: reopened,
 * each transaction has ended as it was answered, or as a whole, and nothing hangs.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isChange } from '../../io/fault/disk.ts'
import { keepEverything, keepNothing } from '../../io/memory/blocks.ts'
import type { MemoryDisk } from '../../io/memory/disk.ts'
import { keepRandomly } from '../../io/memory/random.ts'
import { runToEnd } from '../../storage/crash-sweep-life.ts'
import { EVERYTHING_ENDS_MS, TransactionLife } from './crash-sweep-life.ts'
import { startTransactionBroker } from './testing/broker-in-memory.ts'

interface Image {
  readonly what: string
  readonly disk: MemoryDisk
  readonly moment: number
}

async function check({ what, disk, moment }: Image, life: TransactionLife): Promise<void> {
  try {
    const found = await startTransactionBroker({ disk, leaderEpoch: life.starts })
    assert.deepEqual(found.broker.offlineFolders, [])
    await found.broker.world.advance(EVERYTHING_ENDS_MS)
    await life.verify(found, moment)
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error })
  }
}

test('killed, or without power, after every operation', async (context) => {
  const images: Image[] = []
  const life: TransactionLife = new TransactionLife((operation) => {
    if (!isChange(operation)) return null
    const { disk, moment } = life
    const what = `before operation ${operation.index} (${operation.kind} ${operation.path})`
    const take = (how: string, found: MemoryDisk) => images.push({ what: `${how} ${what}`, disk: found, moment })
    take('killed', disk.afterKill())
    // One way to lose power at each, in turn: what another way finds here, it finds at the next operations.
    if (operation.index % 3 === 0) take('power cut, nothing kept,', disk.cut(keepNothing))
    else if (operation.index % 3 === 1) take('power cut, all kept,', disk.cut(keepEverything))
    else take(`power cut, seed ${operation.index},`, disk.cut(keepRandomly(operation.index)))
    return null
  })
  await runToEnd(life, 'without faults')
  for (const image of images) await check(image, life)
  context.diagnostic(`${life.operations} operations, ${images.length} images`)
})
