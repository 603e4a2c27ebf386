import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plan } from '../io/fault/disk.ts'
import { keepNothing } from '../io/memory/blocks.ts'
import { keepRandomly } from '../io/memory/random.ts'
import { buildEndTransactionMarker } from '../protocol/batch/builder.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { PartitionLog } from './contract.ts'
import type { Log } from './log.ts'
import { type Broker, partitionsIn, put, start, TOPIC_ID, valuesOf } from './log-manager-test-kit.ts'
import { asClient, batchOf } from './log-test-kit.ts'

async function withData(plan?: Plan): Promise<{ broker: Broker; log: PartitionLog; values: string[] }> {
  const broker = await start({ plan })
  broker.settings.set('t', { segmentBytes: 2000, fileDeleteDelayMs: 1000 })
  const log = await broker.manager.getOrCreate('t', 0, TOPIC_ID, true)
  const values: string[] = []
  await log.assignLeaderEpoch(0)
  for (let i = 0; i < 40; i++) {
    values.push(`value ${i} ${'x'.repeat(100)}`)
    assert.equal(await put(broker, log, values[i]!), 0)
  }
  log.highWatermark = log.stableEndOffset
  return { broker, log, values }
}

test('a partition moves while it is appended to; the copy takes its place and the original goes', async () => {
  const { broker, log, values } = await withData()
  const { manager, world } = broker
  await log.advanceLogStartOffset(3)
  const replaced: PartitionLog[] = []
  manager.onLogReplaced = (now) => replaced.push(now)
  assert.equal(await manager.moveToLogDir('t', 0, '/b'), ErrorCode.NONE)
  assert.equal(await manager.moveToLogDir('t', 0, '/b'), ErrorCode.NONE)
  const described = await manager.describeLogDirs()
  assert.deepEqual(
    described.map(({ replicas }) => replicas.map(({ isFuture }) => isFuture)),
    [[false], [true]],
  )
  for (let i = 40; replaced.length === 0; i++) {
    assert.ok(i < 1000)
    const current = manager.get('t', 0)!
    if ((await put(broker, current, `value ${i}`)) === 0) values.push(`value ${i}`)
  }
  await world.settle()
  const now = manager.get('t', 0)!
  assert.equal(now, replaced[0])
  assert.equal(now.logDir, '/b')
  assert.equal(now.topicId, TOPIC_ID)
  assert.equal(now.highWatermark >= 40, true)
  assert.equal(now.logStartOffset, 3)
  assert.equal(await put(broker, now, 'afterwards'), 0)
  assert.deepEqual(await valuesOf(now), [...values.slice(3), 'afterwards'])
  assert.deepEqual(await partitionsIn(broker, '/b'), ['t-0'])
  await world.advance(1000)
  assert.deepEqual(await partitionsIn(broker, '/a'), [])
  const next = await start({ disk: broker.disk.cut(keepNothing) })
  assert.deepEqual(await valuesOf(next.manager.get('t', 0)), [...values.slice(3), 'afterwards'])
})

test('transactions move along: what is open, what was aborted, and who wrote it', async () => {
  const { broker, log } = await withData()
  const { manager, world } = broker
  const send = async (to: PartitionLog, value: string, producerId: number, baseSequence: number) => {
    const batch = batchOf([value], { producerId, producerEpoch: 0, baseSequence, transactional: true })
    const result = await to.append(batch, { ...asClient, mustFlush: true })
    await world.settle()
    to.highWatermark = to.stableEndOffset
    return result
  }
  await send(log, 'aborted', 7, 0)
  const timestamp = world.clock.wallMs()
  const marker = { producerId: 7, producerEpoch: 0, commit: false, coordinatorEpoch: 0, timestamp }
  await log.append(buildEndTransactionMarker(marker), { ...asClient, origin: 'marker', mustFlush: true })
  await world.settle()
  const open = await send(log, 'open', 8, 0)
  const before = log.activeProducers()
  await manager.moveToLogDir('t', 0, log.logDir === '/a' ? '/b' : '/a')
  await world.settle()
  const moved = manager.get('t', 0)!
  assert.notEqual(moved, log)
  assert.deepEqual(moved.activeProducers(), before)
  assert.equal(moved.firstUnstableOffset, open.firstOffset)
  const { abortedTransactions } = await moved.read(40, moved.logEndOffset, 1 << 20, true, true)
  assert.deepEqual(abortedTransactions, [{ producerId: 7, firstOffset: 40 }])
  assert.equal((await send(moved, 'open', 8, 0)).duplicate, true)
})

test('answers for folders and partitions that are not there', async () => {
  const { broker } = await withData()
  const { manager } = broker
  assert.equal(await manager.moveToLogDir('t', 0, '/c'), ErrorCode.LOG_DIR_NOT_FOUND)
  assert.equal(await manager.moveToLogDir('t', 0, '/a'), ErrorCode.NONE)
  // /a would be next; the wish is remembered until the partition is made.
  await manager.getOrCreate('x', 0, TOPIC_ID, true)
  assert.equal(await manager.moveToLogDir('u', 0, '/b'), ErrorCode.REPLICA_NOT_AVAILABLE)
  assert.equal((await manager.getOrCreate('u', 0, TOPIC_ID, true)).logDir, '/b')
})

test('a move can be taken back, and a partition deleted while it moves', async () => {
  const { broker, values } = await withData()
  const { manager, world } = broker
  assert.equal(await manager.moveToLogDir('t', 0, '/b'), ErrorCode.NONE)
  assert.equal(await manager.moveToLogDir('t', 0, '/a'), ErrorCode.NONE)
  assert.equal(manager.moves.size, 0)
  await world.advance(1000)
  assert.deepEqual(await partitionsIn(broker, '/b'), [])
  assert.deepEqual(await valuesOf(manager.get('t', 0)), values)
  assert.equal(await manager.moveToLogDir('t', 0, '/b'), ErrorCode.NONE)
  await manager.delete('t', 0)
  await world.advance(1000)
  assert.deepEqual([await partitionsIn(broker, '/a'), await partitionsIn(broker, '/b')], [[], []])
  assert.equal(manager.get('t', 0), null)
})

test('a target that fails leaves the original as it is; a full one is waited for', async () => {
  let broken: 'io' | 'full' | null = 'full'
  const plan: Plan = ({ kind, path }) =>
    broken && kind === 'write' && path.includes('-future/') ? { act: 'fail', kind: broken } : null
  const { broker, log, values } = await withData(plan)
  const { manager, world } = broker
  const outcome = await manager.moveToLogDir('t', 0, '/b')
  assert.equal(outcome, ErrorCode.KAFKA_STORAGE_ERROR, 'partition.metadata does not fit')
  broken = null
  assert.equal(await manager.moveToLogDir('t', 0, '/b'), ErrorCode.NONE)
  broken = 'full'
  await world.advance(10_000)
  assert.equal(manager.get('t', 0), log)
  broken = null
  await world.advance(60_000)
  assert.equal(manager.get('t', 0)?.logDir, '/b')
  assert.equal(await manager.moveToLogDir('t', 0, '/a'), ErrorCode.NONE)
  broken = 'io'
  await world.settle()
  assert.deepEqual(manager.offlineLogDirs, ['/a'])
  assert.deepEqual(await valuesOf(manager.get('t', 0)), values)
})

/** Kills, or cuts the power, after every operation of a move with appends in it. */
test('a crash at any moment of a move loses nothing and leaves one partition', async () => {
  const images: { image: () => Promise<Broker>; acknowledged: number }[] = []
  let recording = false
  let acknowledged = 0
  let broker: Broker | null = null
  let seed = 1
  const plan: Plan = () => {
    if (!recording || !broker) return null
    const at = acknowledged
    for (const disk of [
      broker.disk.afterKill(),
      broker.disk.cut(keepNothing),
      broker.disk.cut(keepRandomly(seed++)),
      broker.disk.cut(keepRandomly(seed++)),
    ])
      images.push({ image: () => start({ disk }), acknowledged: at })
    return null
  }
  const made = await withData(plan)
  broker = made.broker
  const { values } = made
  acknowledged = values.length
  recording = true
  await broker.manager.moveToLogDir('t', 0, '/b')
  let isMoved = false
  broker.manager.onLogReplaced = () => (isMoved = true)
  for (let i = 40; !isMoved || i < 45; i++) {
    const error = await put(broker, broker.manager.get('t', 0)!, `value ${i}`)
    if (error !== 0) continue
    values.push(`value ${i}`)
    acknowledged = values.length
  }
  await broker.world.advance(1000)
  recording = false
  let moved = 0
  for (const [index, { image, acknowledged: count }] of images.entries()) {
    const next = await image()
    const log = next.manager.get('t', 0) as Log
    assert.ok(log, `image ${index}`)
    // A move that goes on may close the log that is being read.
    const found = await valuesOf(log).catch(() => valuesOf(next.manager.get('t', 0)))
    assert.deepEqual(found.slice(0, count), values.slice(0, count), `image ${index}: ${log.dir}`)
    assert.ok(found.length <= values.length)
    // An interrupted move goes on.
    if (index % 16 !== 0) continue
    await next.world.advance(61_000)
    if (next.manager.get('t', 0)!.logDir === '/b') moved++
    assert.equal(next.manager.moves.size, 0, `image ${index}`)
    const places = [...(await partitionsIn(next, '/a')), ...(await partitionsIn(next, '/b'))]
    assert.deepEqual(places, ['t-0'], `image ${index}`)
    assert.deepEqual((await valuesOf(next.manager.get('t', 0))).slice(0, count), values.slice(0, count))
  }
  assert.ok(moved > 0)
  assert.ok(images.length > 200, `${images.length} images`)
})
