/** What is taken away, and a first file's name, are durable before anything is built on them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FaultDisk } from '../io/fault/disk.ts'
import { keepNothing } from '../io/memory/blocks.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { append, asClient, batchOf, DIR, fileNames, NOW_MS, openTestLog, readAll } from './log-test-kit.ts'

const FIRST = `${DIR}/00000000000000000000.log`

test('what recovery cuts does not come back behind what is appended next', async () => {
  const before = await openTestLog()
  const one = batchOf(['one'])
  for (const value of ['one', 'two', 'six']) await append(before, batchOf([value]), { mustFlush: true })
  const disk = before.disk.afterKill()
  const file = await disk.open(FIRST, 'write')
  await file.write([Uint8Array.of(0xff)], one.length + 40)
  await file.sync()
  // Nothing else syncs the file with this policy. The third batch is good, and would follow what is appended as the second.
  const after = await openTestLog({ disk, flushPolicy: 'never' })
  assert.equal(after.log.logEndOffset, 1)
  assert.equal((await disk.cut(keepNothing).stat(FIRST))?.size, one.length)
})

test('the first segment of a new log is found after a power cut, with what was acknowledged', async () => {
  const log = await openTestLog()
  // Without leader epochs no other file is written beside it, whose name would be synced with the folder.
  await append(log, batchOf(['kept']), { mustFlush: true, leaderEpoch: -1 })
  assert.equal(log.log.stableEndOffset, 1)
  const found = await openTestLog({ disk: log.disk.cut(keepNothing) })
  assert.deepEqual(
    (await readAll(found.log)).map(({ value }) => value),
    ['kept'],
  )
})

test('snapshots of producers above a truncation do not come back', async () => {
  const before = await openTestLog()
  const producer = { producerId: 5, producerEpoch: 0 }
  for (const sequence of [0, 1, 2])
    await append(before, batchOf(['v'], { ...producer, baseSequence: sequence }), { mustFlush: true })
  await before.log.close(true)
  const snapshot = '00000000000000000003.snapshot'
  const after = await openTestLog({ disk: before.disk.cut(keepNothing), cleanShutdown: true, recoveryPoint: 3 })
  assert.ok((await fileNames(after.disk)).includes(snapshot))
  await after.log.truncateTo(2)
  const found = await fileNames(after.disk.cut(keepNothing))
  assert.equal(found.includes(snapshot), false, 'it would be taken for the state at offset 3 of what is appended now')
})

test('a leader epoch is durable before a record of it is written; what a start drops and is given again is not written', async () => {
  const before = await openTestLog()
  await append(before, batchOf(['one']), { mustFlush: true })
  const found: string[] = []
  const faults = new FaultDisk(before.disk.afterKill(), ({ kind, path }) => {
    if (kind === 'write' || kind === 'rename') found.push(`${kind} ${path.slice(DIR.length + 1)}`)
    return null
  })
  const { log, world } = await openTestLog({ disk: faults, world: new MemoryWorld({ disk: faults, wallMs: NOW_MS }) })
  await log.assignLeaderEpoch(0)
  assert.deepEqual(found, [])
  await log.assignLeaderEpoch(3)
  assert.deepEqual(found, [], 'without records no start would keep it')
  await log.append(batchOf(['two']), { ...asClient, leaderEpoch: 3 })
  await world.settle()
  const name = 'leader-epoch-checkpoint.tmp'
  assert.deepEqual(found, [`write ${name}`, `rename ${name}`, 'write 00000000000000000000.log'])
})
