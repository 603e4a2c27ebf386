/** Disks that break, fill up, and hold damaged bytes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FaultDisk, type Operation } from '../io/fault/disk.ts'
import { MemoryDisk } from '../io/memory/disk.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import {
  append,
  appendNow,
  batchOf,
  DIR,
  fileNames,
  NOW_MS,
  openTestLog,
  readAll,
  recordsOf,
  reopen,
  type TestLog,
  type TestLogOptions,
} from './log-test-kit.ts'

const STORAGE_ERROR = ErrorCode.KAFKA_STORAGE_ERROR

interface FaultyLog extends TestLog {
  readonly faults: FaultDisk
  readonly memory: MemoryDisk
}

async function openFaulty(options: TestLogOptions = {}, memory = new MemoryDisk()): Promise<FaultyLog> {
  const faults = new FaultDisk(memory)
  const world = new MemoryWorld({ disk: faults, wallMs: NOW_MS })
  return { ...(await openTestLog({ ...options, disk: faults, world })), faults, memory }
}

function failing(kind: Operation['kind'], error: 'io' | 'full', suffix = '.log', from = 0) {
  let seen = 0
  return (operation: Operation) =>
    operation.kind === kind && operation.path.endsWith(suffix) && seen++ >= from
      ? ({ act: 'fail', kind: error } as const)
      : null
}

test('a failed write takes the log offline: nothing more is acknowledged or read (KAFKA-10778)', async () => {
  const kit = await openFaulty()
  const { log, world, faults } = kit
  await append(kit, batchOf(['a']))
  let stable = 0
  log.onStable = () => stable++
  faults.setPlan(failing('write', 'io'))
  assert.equal(appendNow(log, batchOf(['b'])).error, 0)
  await world.settle()
  assert.equal(kit.failures.length, 1)
  assert.equal(stable, 0)
  assert.equal(log.stableEndOffset, 1)
  for (let i = 0; i < 100; i++) assert.equal(appendNow(log, batchOf(['c'])).error, STORAGE_ERROR)
  assert.equal((await log.read(0, 1, 100, true, false)).error, STORAGE_ERROR)
  await assert.rejects(log.flush(), /offline/)
  assert.equal(kit.failures.length, 1)
  await log.close(true)
})

test('a failed sync is not tried again, and what waited for it is never acknowledged', async () => {
  const kit = await openFaulty()
  const { log, world, faults } = kit
  let syncs = 0
  faults.setPlan((operation) => {
    if (operation.kind !== 'sync') return null
    syncs++
    return { act: 'fail', kind: 'io' }
  })
  appendNow(log, batchOf(['a']), { mustFlush: true })
  await world.settle()
  appendNow(log, batchOf(['b']), { mustFlush: true })
  await world.settle()
  assert.deepEqual([syncs, kit.failures.length, log.stableEndOffset, log.flushedOffset], [1, 1, 0, 0])
})

test('offline is told once, also when the folder was marked from outside', async () => {
  const kit = await openFaulty()
  kit.log.markOffline(new Error('another log of the folder failed'))
  assert.equal(appendNow(kit.log, batchOf(['a'])).error, STORAGE_ERROR)
  assert.equal(kit.failures.length, 0)
  await kit.log.close(true)
})

test('a full disk refuses appends, keeps what is there, and takes appends again when there is room', async () => {
  const kit = await openFaulty()
  const { log, world, faults } = kit
  await append(kit, batchOf(['a', 'b']))
  const lost: number[] = []
  log.onAppendsLost = (from) => lost.push(from)
  faults.setPlan((operation) => (operation.kind === 'write' ? { act: 'torn', bytes: 30, kind: 'full' } : null))
  assert.equal(appendNow(log, batchOf(['c'])).firstOffset, 2)
  assert.equal(appendNow(log, batchOf(['d'])).firstOffset, 3)
  await world.settle()
  assert.deepEqual(lost, [2])
  assert.deepEqual([log.logEndOffset, log.stableEndOffset, kit.failures.length], [2, 2, 0])
  assert.equal(appendNow(log, batchOf(['e'])).error, STORAGE_ERROR)
  assert.equal((await readAll(log)).length, 2)
  faults.setPlan(() => null)
  await world.advance(1100)
  const again = await append(kit, batchOf(['f']))
  assert.deepEqual([again.error, again.firstOffset], [0, 2])
  const values = (await readAll(log)).map((record) => record.value)
  assert.deepEqual(values, ['a', 'b', 'f'])
  const reopened = await openTestLog({ disk: kit.memory.afterKill() })
  assert.deepEqual(
    (await readAll(reopened.log)).map((record) => record.value),
    values,
  )
})

test('a full disk in the middle of rolls: producers, indexes and segments go back, too', async () => {
  const kit = await openFaulty({ settings: { segmentBytes: 400, indexIntervalBytes: 0 } })
  const { log, world, faults } = kit
  const send = (sequence: number) =>
    batchOf([`v${sequence}`], { producerId: 1, producerEpoch: 0, baseSequence: sequence })
  for (let i = 0; i < 10; i++) await append(kit, send(i))
  const segments = log.segmentCount
  faults.setPlan((operation) =>
    operation.kind === 'open' && /\.log$/.test(operation.path) ? { act: 'fail', kind: 'full' } : null,
  )
  for (let i = 10; i < 30; i++) assert.equal(appendNow(log, send(i)).error, 0)
  assert.ok(log.segmentCount > segments + 2)
  await world.settle()
  const end = log.logEndOffset
  assert.ok(end >= 10 && end < 30)
  assert.ok(log.segmentCount <= segments + 1)
  faults.setPlan(() => null)
  await world.advance(1100)
  // The sequence goes on where the log ends, not where it was.
  assert.equal((await append(kit, send(29))).error, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER)
  for (let i = end; i < 30; i++) assert.equal((await append(kit, send(i))).error, 0)
  assert.deepEqual(
    (await readAll(log)).map((record) => record.value),
    Array.from({ length: 30 }, (_, i) => `v${i}`),
  )
  await log.close(true)
  const again = await openTestLog({ disk: kit.memory.afterKill(), cleanShutdown: true, recoveryPoint: 30 })
  assert.equal((await readAll(again.log)).length, 30)
})

test('while appends are taken back, an open transaction holds readers of committed records at every moment', async () => {
  const memory = new MemoryDisk()
  const unstable: (number | null)[] = []
  const open = memory.open.bind(memory)
  memory.open = async (path, mode) => {
    const file = await open(path, mode)
    const read = file.read.bind(file)
    file.read = (...args) => {
      if (isBack) unstable.push(log.firstUnstableOffset)
      return read(...args)
    }
    return file
  }
  let isBack = false
  const kit = await openFaulty({}, memory)
  const { log, world, faults } = kit
  const ofTransaction = { transactional: true, producerId: 7, producerEpoch: 0 }
  await append(kit, batchOf(['a']))
  await append(kit, batchOf(['b'], { ...ofTransaction, baseSequence: 0 }))
  log.highWatermark = log.stableEndOffset
  log.onAppendsLost = () => (isBack = true)
  faults.setPlan((operation) => (operation.kind === 'write' ? { act: 'fail', kind: 'full' } : null))
  appendNow(log, batchOf(['c'], { ...ofTransaction, baseSequence: 1 }))
  await world.settle()
  assert.ok(isBack && unstable.length > 0)
  assert.deepEqual([log.logEndOffset, [...new Set(unstable)]], [2, [1]])
})

test('a full disk while sealing a segment costs nothing but a later try', async () => {
  const kit = await openFaulty({ settings: { segmentBytes: 300, indexIntervalBytes: 0 } })
  const { log, faults } = kit
  faults.setPlan((operation) =>
    /index$|snapshot/.test(operation.path) && operation.kind === 'write' ? { act: 'fail', kind: 'full' } : null,
  )
  for (let i = 0; i < 12; i++) await append(kit, batchOf([`v${i}`]), { mustFlush: true })
  assert.equal(log.stableEndOffset, 12)
  assert.equal(log.recoveryPoint, 0)
  assert.equal(kit.failures.length, 0)
  faults.setPlan(() => null)
  await log.flush()
  assert.ok(log.recoveryPoint > 0)
  assert.equal((await readAll(log)).length, 12)
})

test('bytes damaged behind the recovery point are cut and kept beside; nothing before is lost', async () => {
  const kit = await openTestLog({ settings: { segmentBytes: 1000 } })
  for (let i = 0; i < 30; i++) await append(kit, batchOf([`v${i}`.padEnd(10)]))
  const size = kit.log.size / 30
  const before = await readAll(kit.log)
  const names = (await fileNames(kit.disk)).filter((name) => name.endsWith('.log'))
  const second = Number(names[1]!.slice(0, 20))
  const file = await kit.disk.open(`${DIR}/${names[1]}`, 'write')
  await file.write([Buffer.from('?')], size * 3 + 70)
  await file.close()
  const again = await reopen(kit)
  assert.equal(again.log.logEndOffset, second + 3)
  assert.deepEqual(await readAll(again.log), before.slice(0, second + 3))
  const broken = (await fileNames(again.disk)).filter((name) => name.endsWith('.broken'))
  assert.deepEqual(broken, [`${names[1]}.${size * 3}.broken`, ...names.slice(2).map((name) => `${name}.broken`)].sort())
  await append(again, batchOf(['new']))
  const third = await reopen(again)
  assert.equal((await readAll(third.log)).at(-1)?.value, 'new')
})

test('a torn last batch is cut without a copy', async () => {
  const kit = await openTestLog()
  for (let i = 0; i < 3; i++) await append(kit, batchOf([`v${i}`]))
  const size = kit.log.size / 3
  for (let cut = 1; cut < size; cut++) {
    const disk = kit.disk.afterKill()
    const file = await disk.open(`${DIR}/00000000000000000000.log`, 'write')
    await file.truncate(size * 3 - cut)
    await file.close()
    const again = await openTestLog({ disk })
    assert.equal(again.log.logEndOffset, 2)
    assert.ok(!(await fileNames(disk)).some((name) => name.endsWith('.broken')))
  }
})

test('any byte of the last batches flipped: what is served is what was written', async () => {
  const kit = await openTestLog()
  for (let i = 0; i < 4; i++) await append(kit, batchOf([`v${i}`, `w${i}`]))
  const before = await readAll(kit.log)
  const size = kit.log.size / 4
  for (let at = size; at < size * 4; at++) {
    const disk = kit.disk.afterKill()
    const file = await disk.open(`${DIR}/00000000000000000000.log`, 'write')
    const byte = new Uint8Array(1)
    await file.read(byte, 0, 1, at)
    await file.write([Uint8Array.of(byte[0]! ^ 0x41)], at)
    await file.close()
    const again = await openTestLog({ disk })
    const stored = await readAll(again.log)
    const field = at % size
    // The leader epoch lies outside the CRC; one that rises is all that can be asked of the last batches.
    const isEpoch = field >= 12 && field < 16
    assert.deepEqual(stored, before.slice(0, stored.length), `byte ${at}`)
    assert.ok(stored.length === Math.floor(at / size) * 2 || (isEpoch && stored.length >= 2), `byte ${at}`)
  }
})

test('damage in a segment that is trusted is said where it is met; the rest is served', async () => {
  const kit = await openTestLog({ settings: { segmentBytes: 1000, indexIntervalBytes: 0 } })
  for (let i = 0; i < 30; i++) await append(kit, batchOf([`v${i}`.padEnd(10)]))
  await kit.log.close(true)
  const file = await kit.disk.open(`${DIR}/00000000000000000000.log`, 'write')
  const size = kit.log.size / 30
  await file.write([Buffer.alloc(20, 0xee)], size * 4)
  await file.close()
  const again = await reopen(kit, { cleanShutdown: true, recoveryPoint: 30 })
  assert.deepEqual(
    recordsOf(await again.log.read(2, 30, 10_000, true, false)).map((record) => record.offset),
    [2, 3],
  )
  assert.equal((await again.log.read(4, 30, 10_000, true, false)).error, STORAGE_ERROR)
  assert.deepEqual(
    recordsOf(await again.log.read(20, 30, 1, true, false)).map((record) => record.offset),
    [20],
  )
})

test('damaged leader epochs are made anew; of an unknown version they are refused', async () => {
  const kit = await openTestLog()
  for (const epoch of [1, 1, 4, 7]) await append(kit, batchOf(['v']), { leaderEpoch: epoch })
  await kit.log.close(true)
  const path = `${DIR}/leader-epoch-checkpoint`
  const write = async (disk: MemoryDisk, text: string) => {
    const file = await disk.open(path, 'create')
    await file.truncate(0)
    await file.write([Buffer.from(text)], 0)
    await file.close()
  }
  for (const text of [
    '0\n3\n1 0\n4 2\n',
    '0\n-1\n',
    '0\n2\n1 0\nx y\n',
    '0\n99999999999999\n',
    '\0\0\0\0',
    '0\n2\n4 2\n1 0\n',
  ]) {
    const disk = kit.disk.afterKill()
    await write(disk, text)
    const options = { disk, cleanShutdown: true, recoveryPoint: 4 }
    if (text === '\0\0\0\0') {
      await assert.rejects(openTestLog(options), /leader-epoch-checkpoint is damaged at byte 0: version/)
      continue
    }
    const { log } = await openTestLog(options)
    assert.deepEqual(log.endOffsetForEpoch(4), { leaderEpoch: 4, endOffset: 3 }, text)
    assert.equal(log.latestEpoch, 7)
  }
})

test('a crash of compaction: unfinished output goes, finished output takes the place', async () => {
  const kit = await openTestLog({ settings: { segmentBytes: 300 } })
  for (let i = 0; i < 8; i++) await append(kit, batchOf([`v${i}`.padEnd(20)]))
  const before = await readAll(kit.log)
  await kit.log.close(true)
  const names = (await fileNames(kit.disk)).filter((name) => name.endsWith('.log'))
  const copy = async (disk: MemoryDisk, from: string, to: string, bytes?: number) => {
    const content = await disk.readFile(`${DIR}/${from}`, 1 << 20)
    const file = await disk.open(`${DIR}/${to}`, 'create')
    await file.write([content.subarray(0, bytes)], 0)
    await file.close()
  }
  const unfinished = kit.disk.afterKill()
  await copy(unfinished, names[0]!, `${names[0]}.cleaned`, 50)
  await copy(unfinished, names[1]!, `${names[1]}.swap`)
  await copy(unfinished, names[2]!, `${names[2]}.deleted`)
  const again = await openTestLog({ disk: unfinished, cleanShutdown: true, recoveryPoint: 8 })
  assert.deepEqual(await readAll(again.log), before)
  assert.deepEqual(
    (await fileNames(unfinished)).filter((name) => /cleaned|swap|deleted/.test(name)),
    [],
  )

  // The first two segments were compacted into one: the second's base lies within it.
  const finished = kit.disk.afterKill()
  const first = await finished.readFile(`${DIR}/${names[0]}`, 1 << 20)
  const second = await finished.readFile(`${DIR}/${names[1]}`, 1 << 20)
  const file = await finished.open(`${DIR}/${names[0]}.swap`, 'create')
  await file.write([first, second], 0)
  await file.close()
  const swapped = await openTestLog({ disk: finished, cleanShutdown: true, recoveryPoint: 8 })
  assert.deepEqual(await readAll(swapped.log), before)
  assert.ok(!(await fileNames(finished)).includes(names[1]!))
})
