/**
 * One byte is wrong, or the file ends too early, at every position: of the last three batches, of indexes, snapshots
 * and checkpoints. Whatever is found must open, serve no wrong byte, and hold every record before the damage.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CorruptionError } from '../base/errors.ts'
import type { MemoryDisk } from '../io/memory/disk.ts'
import { buildEndTransactionMarker } from '../protocol/batch/builder.ts'
import type { ActiveProducer, EpochEndOffset, TimestampAndOffset } from './contract.ts'
import type { Log } from './log.ts'
import { start, valuesOf } from './log-manager-test-kit.ts'
import {
  append,
  batchOf,
  DIR,
  NOW_MS,
  openTestLog,
  readAll,
  recordsOf,
  type StoredRecord,
  type TestLog,
} from './log-test-kit.ts'

const SETTINGS = { segmentBytes: 900, indexIntervalBytes: 150 }
const DAMAGES = ['one bit', 'all bits', 'cut', 'zeros'] as const
type Damage = (typeof DAMAGES)[number]

/** What a log answers to everything that rests on more than the record bytes. */
interface Answers {
  readonly records: StoredRecord[]
  readonly times: (TimestampAndOffset | null)[]
  readonly epochs: EpochEndOffset[]
  readonly aborted: unknown
  readonly producers: ActiveProducer[]
}

async function answersOf(log: Log, end = log.logEndOffset): Promise<Answers> {
  const records: StoredRecord[] = []
  for (let offset = log.logStartOffset; offset < end; offset++) {
    // Each offset by itself, so that each goes through the indexes.
    const slice = await log.read(offset, end, 1, true, false)
    assert.equal(slice.error, 0, `read at ${offset}`)
    const found = recordsOf(slice).find((record) => record.offset >= offset)
    if (found !== undefined && found.offset < end && found.offset !== records.at(-1)?.offset) records.push(found)
  }
  const times: (TimestampAndOffset | null)[] = []
  for (let ms = -1; ms < 1700; ms += 50) times.push(await log.offsetForTimestamp(NOW_MS + ms))
  times.push(await log.offsetOfMaxTimestamp())
  const epochs = [-1, 0, 1, 2, 3, 4, 5].map((epoch) => log.endOffsetForEpoch(epoch))
  const committed = await log.read(log.logStartOffset, end, 1 << 20, true, true)
  const producers = log.activeProducers().sort((a, b) => a.producerId - b.producerId)
  return { records, times, epochs, aborted: committed.abortedTransactions, producers }
}

/** Several segments, epochs, producers, and an aborted transaction in each of the first two. */
async function fill(kit: TestLog): Promise<void> {
  const { log } = kit
  for (let round = 0; round < 14; round++) {
    const epoch = Math.floor(round / 4) * 2
    if (round % 4 === 0) await log.assignLeaderEpoch(epoch)
    const producer = { producerId: 5 + (round % 2), producerEpoch: 0, baseSequence: (round >> 1) * 2 }
    const values = [`value ${round} ${'x'.repeat(round * 3)}`, `second ${round}`]
    await append(kit, batchOf(values, { ...producer, timestamp: NOW_MS + round * 100 }), { leaderEpoch: epoch })
    if (round % 3 !== 0) continue
    const inTransaction = { producerId: 9, producerEpoch: 0, baseSequence: round / 3, transactional: true }
    await append(kit, batchOf([`aborted ${round}`], { ...inTransaction, timestamp: NOW_MS + round * 100 + 50 }), {
      leaderEpoch: epoch,
    })
    const marker = buildEndTransactionMarker({
      producerId: 9,
      producerEpoch: 0,
      commit: round === 6,
      coordinatorEpoch: 1,
      timestamp: NOW_MS + round * 100 + 60,
    })
    await append(kit, marker, { origin: 'marker', leaderEpoch: epoch })
  }
  log.highWatermark = log.stableEndOffset
}

interface Setup {
  readonly disk: MemoryDisk
  readonly cleanShutdown: boolean
  readonly recoveryPoint: number
  readonly answers: Answers
  readonly end: number
}

async function setUp(clean: boolean): Promise<Setup> {
  const kit = await openTestLog({ settings: SETTINGS })
  await fill(kit)
  const { log } = kit
  const setup = {
    cleanShutdown: clean,
    recoveryPoint: log.recoveryPoint,
    answers: await answersOf(log),
    end: log.logEndOffset,
  }
  await kit.world.settle()
  if (clean) await log.close(true)
  return { ...setup, disk: kit.disk.afterKill() }
}

async function filesOf(disk: MemoryDisk): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for (const { name } of await disk.list(DIR)) {
    const bytes = Buffer.from(await disk.readFile(`${DIR}/${name}`, 1 << 20))
    files.set(name, bytes)
  }
  return files
}

async function damaged(disk: MemoryDisk, path: string, bytes: Buffer, at: number, damage: Damage): Promise<MemoryDisk> {
  const found = disk.afterKill()
  const file = await found.open(path, 'write')
  if (damage === 'cut') await file.truncate(at)
  else if (damage === 'zeros') await file.write([Buffer.alloc(bytes.length - at)], at)
  else await file.write([Buffer.from([bytes[at]! ^ (damage === 'one bit' ? 1 << (at % 8) : 0xff)])], at)
  return found
}

/** null: it refused to open, and said why. */
async function openDamaged(setup: Setup, disk: MemoryDisk): Promise<TestLog | null> {
  const { cleanShutdown, recoveryPoint, end } = setup
  try {
    return await openTestLog({ disk, settings: SETTINGS, cleanShutdown, recoveryPoint, highWatermark: end })
  } catch (error) {
    if (error instanceof CorruptionError) return null
    throw error
  }
}

interface Sweep {
  readonly setup: Setup
  readonly name: string
  readonly bytes: Buffer
  readonly from: number
  readonly check: (log: Log, at: number) => Promise<void>
  /** May it refuse to open, saying why? */
  readonly mayRefuse?: (at: number) => boolean
}

async function sweep({ setup, name, bytes, from, check, mayRefuse }: Sweep): Promise<number> {
  let images = 0
  for (const damage of DAMAGES) {
    for (let at = from; at < bytes.length; at++) {
      const what = `${damage} at byte ${at} of ${bytes.length} of ${name}, ${setup.cleanShutdown ? 'clean' : 'killed'}`
      try {
        images++
        const kit = await openDamaged(setup, await damaged(setup.disk, `${DIR}/${name}`, bytes, at, damage))
        if (kit === null) {
          assert.ok(mayRefuse?.(at), 'refused to open')
          continue
        }
        await check(kit.log, at)
        // And it goes on.
        await append(kit, batchOf(['afterwards']), { leaderEpoch: Math.max(4, kit.log.latestEpoch) })
        const last = await kit.log.read(kit.log.logEndOffset - 1, kit.log.logEndOffset, 1000, true, false)
        assert.equal(recordsOf(last).at(-1)?.value, 'afterwards')
        await kit.log.close(true)
      } catch (error) {
        throw new Error(`${what}: ${(error as Error).message}`, { cause: error })
      }
    }
  }
  return images
}

/** The last segment's files are what a stop leaves half done; the others were finished, synced and trusted. */
function isOfLastSegment(name: string, files: ReadonlyMap<string, Buffer>): boolean {
  const last = [...files.keys()]
    .filter((file) => file.endsWith('.log'))
    .sort()
    .at(-1)!
  return name.slice(0, 20) === last.slice(0, 20)
}

test('the last three batches: what is before the damage is there, what is served is right', async (context) => {
  const setup = await setUp(false)
  const files = await filesOf(setup.disk)
  const name = [...files.keys()].find((file) => file.endsWith('.log') && isOfLastSegment(file, files))!
  const bytes = files.get(name)!
  const starts: number[] = []
  for (let at = 0; at < bytes.length; at += 12 + bytes.readInt32BE(at + 8)) starts.push(at)
  assert.ok(starts.length >= 3, `${starts.length} batches`)
  const baseOf = (at: number) => Number(bytes.readBigInt64BE(starts.findLast((start) => start <= at)!))
  const { records, epochs } = setup.answers
  const check = async (log: Log, at: number) => {
    const found = await readAll(log)
    assert.deepEqual(found, records.slice(0, found.length))
    assert.ok(log.logEndOffset >= baseOf(at), `${log.logEndOffset} is left, the damaged batch begins at ${baseOf(at)}`)
    assert.equal(log.logEndOffset, (found.at(-1)?.offset ?? -1) + 1)
    for (const epoch of [0, 2]) {
      const expected = epochs[epoch + 1]!
      if (expected.endOffset <= log.logEndOffset) assert.deepEqual(log.endOffsetForEpoch(epoch), expected)
    }
  }
  context.diagnostic(`${await sweep({ setup, name, bytes, from: starts.at(-3)!, check })} images`)
})

for (const clean of [false, true]) {
  const how = clean ? 'a clean stop' : 'a kill'
  test(`what ${how} leaves beside the records: every answer stays what it was`, async (context) => {
    const setup = await setUp(clean)
    const files = await filesOf(setup.disk)
    let images = 0
    for (const [name, bytes] of files) {
      const isIndex = /index$/.test(name)
      if (name.endsWith('.log') || name === 'leader-epoch-checkpoint' || bytes.length === 0) continue
      if (isIndex && !isOfLastSegment(name, files)) continue
      const check = async (log: Log) => assert.deepEqual(await answersOf(log, setup.end), setup.answers)
      images += await sweep({ setup, name, bytes, from: 0, check })
    }
    assert.ok(images > 500)
    context.diagnostic(`${images} images`)
  })

  test(`leader epochs after ${how}: records stay, an unknown version is refused`, async (context) => {
    const setup = await setUp(clean)
    const name = 'leader-epoch-checkpoint'
    const bytes = (await filesOf(setup.disk)).get(name)!
    const check = async (log: Log) => assert.deepEqual((await answersOf(log, setup.end)).records, setup.answers.records)
    const images = await sweep({ setup, name, bytes, from: 0, check, mayRefuse: (at) => at <= 1 })
    context.diagnostic(`${images} images`)
  })

  // Of a finished segment nothing says that its index is what was written: a wrong entry must never lead to wrong bytes.
  test(`indexes of finished segments after ${how}: right bytes or an error`, async (context) => {
    const setup = await setUp(clean)
    const files = await filesOf(setup.disk)
    let images = 0
    for (const [name, bytes] of files) {
      if (!/index$/.test(name) || isOfLastSegment(name, files)) continue
      images += await sweep({ setup, name, bytes, from: 0, check: (log) => servesNothingWrong(log, setup) })
    }
    assert.ok(images > 500)
    context.diagnostic(`${images} images`)
  })
}

async function servesNothingWrong(log: Log, { answers, end }: Setup): Promise<void> {
  const records = new Map(answers.records.map((record) => [record.offset, record]))
  for (let offset = log.logStartOffset; offset < end; offset++) {
    const slice = await log.read(offset, end, 1, true, false)
    if (slice.error !== 0) continue
    const found = recordsOf(slice)
    for (const record of found) assert.deepEqual(record, records.get(record.offset))
    assert.ok(
      found[0]!.offset <= offset && found.at(-1)!.offset >= offset,
      `read at ${offset} begins at ${found[0]?.offset}`,
    )
  }
  try {
    await log.offsetForTimestamp(NOW_MS)
  } catch (error) {
    if (!(error instanceof CorruptionError)) throw error
  }
}

test('checkpoints of the folder: nothing is lost, nothing is invented', async (context) => {
  let images = 0
  for (const clean of [false, true]) {
    const broker = await start({ paths: ['/a'] })
    const log = await broker.manager.getOrCreate('t', 0, '5L6g3nShT-eMCtK--X86sw', true)
    await log.append(batchOf(Array.from({ length: 30 }, (_, i) => `value ${i}`)), {
      leaderEpoch: 0,
      apiVersion: 9,
      origin: 'client',
      mustFlush: true,
    })
    await broker.world.settle()
    log.highWatermark = 30
    await log.append(batchOf(['x']), { leaderEpoch: 0, apiVersion: 9, origin: 'client', mustFlush: true })
    await broker.world.settle()
    await log.advanceLogStartOffset(5)
    const values = await valuesOf(log)
    await broker.world.advance(60_000)
    await broker.manager.checkpointHighWatermarks()
    if (clean) await broker.manager.close()
    for (const name of [
      'recovery-point-offset-checkpoint',
      'replication-offset-checkpoint',
      'log-start-offset-checkpoint',
    ]) {
      const path = `/a/${name}`
      const content =
        (await broker.disk.stat(path)) === null
          ? Buffer.from('0\n0\n')
          : Buffer.from(await broker.disk.readFile(path, 1000))
      if ((await broker.disk.stat(path)) === null) continue
      for (const damage of DAMAGES) {
        for (let at = 0; at < content.length; at++) {
          const disk = await damaged(broker.disk.afterKill(), path, content, at, damage)
          const next = await start({ disk, paths: ['/a'] })
          images++
          const found = next.manager.get('t', 0)!
          const what = `${damage} at byte ${at} of ${name}`
          const all = await valuesOf(found)
          // Without its checkpoint the log begins where its first segment does, and a digit may be another one.
          if (name.startsWith('log-start')) assert.deepEqual(all.slice(-1), values.slice(-1), what)
          else assert.deepEqual(all, values, what)
          assert.ok(found.highWatermark <= 31, what)
        }
      }
    }
  }
  context.diagnostic(`${images} images`)
})
