import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError } from '../base/errors.ts'
import { topicPartition } from '../base/kinds.ts'
import type { Plan } from '../io/fault/disk.ts'
import { keepNothing } from '../io/memory/blocks.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { Log } from './log.ts'
import { isStorageOffline } from './log-manager-params.ts'
import {
  killed,
  names,
  OTHER_ID,
  partitionsIn,
  powerLost,
  put,
  start,
  TOPIC_ID,
  text,
  valuesOf,
} from './log-manager-test-kit.ts'
import { asClient, batchOf } from './log-test-kit.ts'

test('partitions go where the fewest are, keep their topic id, and are found again', async () => {
  const broker = await start()
  const { manager } = broker
  for (const [topic, partition] of [
    ['t', 0],
    ['t', 1],
    ['t', 2],
    ['a-b.c', 7],
  ] as const)
    await put(broker, await manager.getOrCreate(topic, partition, TOPIC_ID, true), `${topic} ${partition}`)
  assert.deepEqual(await partitionsIn(broker, '/a'), ['t-0', 't-2'])
  assert.deepEqual(await partitionsIn(broker, '/b'), ['a-b.c-7', 't-1'])
  assert.equal(await manager.getOrCreate('t', 1, TOPIC_ID, false), manager.get('t', 1))
  for (const next of [await killed(broker), await powerLost(broker)]) {
    assert.equal([...next.manager.all()].length, 4)
    assert.deepEqual(await valuesOf(next.manager.get('a-b.c', 7)), ['a-b.c 7'])
    assert.equal(next.manager.get('a-b.c', 7)?.topicId, TOPIC_ID)
    assert.equal(next.manager.get('t', 9), null)
  }
})

test('a clean stop leaves the mark and checkpoints that say so; the next start takes the mark away', async () => {
  const broker = await start()
  const log = await broker.manager.getOrCreate('t', 0, TOPIC_ID, true)
  await put(broker, log, 'one', 'two')
  log.highWatermark = 2
  await broker.manager.close()
  await broker.dirs.release()
  await assert.rejects(broker.manager.getOrCreate('t', 1, null, true), isStorageOffline)
  const marks = ['.kafka_cleanshutdown', 'recovery-point-offset-checkpoint', 'replication-offset-checkpoint']
  for (const mark of marks) assert.ok((await names(broker, '/a')).includes(mark), mark)
  assert.equal(await text(broker, '/a/recovery-point-offset-checkpoint'), '0\n1\nt 0 2\n')
  assert.equal(await text(broker, '/a/replication-offset-checkpoint'), '0\n1\nt 0 2\n')
  const next = await start({ disk: broker.disk.cut(keepNothing) })
  assert.equal((await names(next, '/a')).includes('.kafka_cleanshutdown'), false)
  const found = next.manager.get('t', 0) as Log
  assert.equal(found.highWatermark, 2)
  assert.deepEqual(await valuesOf(found), ['one', 'two'])
})

test('where a log starts is on disk when persistLogStarts resolves, also after a full disk', async () => {
  let full = false
  const plan: Plan = ({ kind }) => (full && kind === 'write' ? { act: 'fail', kind: 'full' } : null)
  const broker = await start({ paths: ['/a'], plan })
  const { manager } = broker
  const log = await manager.getOrCreate('t', 0, TOPIC_ID, true)
  await put(broker, log, 'one', 'two', 'three')
  log.highWatermark = 3
  await log.advanceLogStartOffset(1)
  await manager.persistLogStarts('/a')
  assert.equal((await powerLost(broker, { paths: ['/a'] })).manager.get('t', 0)?.logStartOffset, 1)
  await log.advanceLogStartOffset(2)
  full = true
  await assert.rejects(manager.persistLogStarts('/a'), { kind: 'full' })
  full = false
  await manager.persistLogStarts('/a')
  for (const next of [await killed(broker, { paths: ['/a'] }), await powerLost(broker, { paths: ['/a'] })])
    assert.equal(next.manager.get('t', 0)?.logStartOffset, 2)
  await assert.rejects(manager.persistLogStarts('/elsewhere'), isStorageOffline)
})

test('what the start finds damaged in checkpoints is set aside, and nothing is lost', async () => {
  const broker = await start({ paths: ['/a'] })
  await put(broker, await broker.manager.getOrCreate('t', 0, TOPIC_ID, true), 'kept')
  await broker.manager.close()
  const disk = broker.disk.afterKill()
  for (const name of [
    'recovery-point-offset-checkpoint',
    'replication-offset-checkpoint',
    'log-start-offset-checkpoint',
  ]) {
    const file = await disk.open(`/a/${name}`, 'create')
    await file.write([Buffer.from('garbage')], 0)
  }
  const next = await start({ disk, paths: ['/a'] })
  assert.deepEqual(await valuesOf(next.manager.get('t', 0)), ['kept'])
  assert.equal((await text(next, '/a/recovery-point-offset-checkpoint.broken')).slice(0, 7), 'garbage')
})

test('deletion renames at once, removes later, and is not undone by a power cut', async () => {
  const broker = await start({ paths: ['/a'] })
  const { manager } = broker
  broker.settings.set('t', { fileDeleteDelayMs: 5000 })
  await put(broker, await manager.getOrCreate('t', 0, TOPIC_ID, true), 'gone')
  await manager.delete('t', 0)
  assert.equal(manager.get('t', 0), null)
  const left = await partitionsIn(broker, '/a')
  assert.equal(left.length, 1)
  assert.match(left[0]!, /^t-0\.[0-9a-f]{32}-delete$/)
  const lost = await powerLost(broker)
  assert.equal(lost.manager.get('t', 0), null)
  await lost.world.advance(60_000)
  assert.deepEqual(await partitionsIn(lost, '/a'), [])
  await broker.world.advance(4999)
  assert.equal((await partitionsIn(broker, '/a')).length, 1)
  await broker.world.advance(1)
  assert.deepEqual(await partitionsIn(broker, '/a'), [])
  await manager.delete('t', 0)
})

test('a topic made again under its old name does not inherit offsets from checkpoints', async () => {
  const broker = await start({ paths: ['/a'] })
  const { manager, world } = broker
  const log = await manager.getOrCreate('t', 0, TOPIC_ID, true)
  await put(broker, log, ...Array.from({ length: 50 }, (_, i) => `old ${i}`))
  log.highWatermark = 50
  await log.advanceLogStartOffset(30)
  await world.advance(60_000)
  await manager.checkpointHighWatermarks()
  assert.equal(await text(broker, '/a/log-start-offset-checkpoint'), '0\n1\nt 0 30\n')
  await manager.delete('t', 0)
  await put(broker, await manager.getOrCreate('t', 0, OTHER_ID, true), 'new')
  for (const name of ['recovery-point', 'log-start', 'replication'])
    assert.equal(await text(broker, `/a/${name}-offset-checkpoint`), '0\n0\n', name)
  const next = await killed(broker, { paths: ['/a'] })
  const found = next.manager.get('t', 0)!
  assert.deepEqual([found.logStartOffset, found.highWatermark, found.logEndOffset], [0, 0, 1])
  assert.equal(found.topicId, OTHER_ID)
})

test('a topic id that comes later is written down', async () => {
  const broker = await start({ paths: ['/a'] })
  await broker.manager.getOrCreate('t', 0, null, true)
  const next = await powerLost(broker)
  assert.equal(next.manager.get('t', 0)?.topicId, null)
  assert.equal((await next.manager.getOrCreate('t', 0, TOPIC_ID, false)).topicId, TOPIC_ID)
  assert.equal((await powerLost(next)).manager.get('t', 0)?.topicId, TOPIC_ID)
})

test('a folder that fails goes offline once; the others go on; a second copy is not made', async () => {
  let broken = false
  const broker = await start({
    plan: ({ path }) => (broken && path.startsWith('/a/') ? { act: 'fail', kind: 'io' } : null),
  })
  const { manager } = broker
  const told: unknown[] = []
  manager.onLogDirOffline = (...args) => told.push(args)
  const [a, b, c] = [
    await manager.getOrCreate('t', 0, TOPIC_ID, true),
    await manager.getOrCreate('t', 1, TOPIC_ID, true),
    await manager.getOrCreate('t', 2, TOPIC_ID, true),
  ]
  await put(broker, a, 'a')
  broken = true
  assert.equal(a.append(batchOf(['x']), { ...asClient, mustFlush: true }) instanceof Promise, false)
  await broker.world.settle()
  assert.equal(a.stableEndOffset, 1)
  for (const log of [a, c]) assert.equal(await put(broker, log, 'x'), ErrorCode.KAFKA_STORAGE_ERROR)
  assert.equal(await put(broker, b, 'b'), 0)
  assert.deepEqual(told, [['/a', ['t-0', 't-2']]])
  assert.deepEqual(manager.offlineLogDirs, ['/a'])
  assert.equal(manager.get('t', 0), null)
  await assert.rejects(manager.getOrCreate('t', 0, TOPIC_ID, false), isStorageOffline)
  const made = await manager.getOrCreate('u', 0, TOPIC_ID, true)
  assert.equal(made.logDir, '/b')
  const described = await manager.describeLogDirs()
  assert.deepEqual(
    described.map(({ logDir, error, replicas }) => [logDir, error, replicas.length]),
    [
      ['/a', ErrorCode.KAFKA_STORAGE_ERROR, 0],
      ['/b', 0, 2],
    ],
  )
  assert.equal(broker.allOffline.length, 0)
  await manager.close()
  assert.equal((await names(broker, '/a')).includes('.kafka_cleanshutdown'), false)
  assert.ok((await names(broker, '/b')).includes('.kafka_cleanshutdown'))
})

test('when every folder failed the broker is told to stop; none at the start is said', async () => {
  let broken = false
  const plan: Plan = ({ kind }) => (broken && kind === 'sync' ? { act: 'fail', kind: 'io' } : null)
  const broker = await start({ plan })
  const logs = [
    await broker.manager.getOrCreate('t', 0, null, true),
    await broker.manager.getOrCreate('t', 1, null, true),
  ]
  broken = true
  for (const log of logs) {
    void log.append(batchOf(['x']), { ...asClient, mustFlush: true })
    await broker.world.settle()
    assert.equal(log.stableEndOffset, 0)
  }
  assert.equal(broker.allOffline.length, 1)
  await broker.manager.close()
  await assert.rejects(
    killed(broker, {
      plan: ({ kind, path }) => (kind === 'list' && /t-\d/.test(path) ? { act: 'fail', kind: 'io' } : null),
    }),
    (error) => error instanceof OperatorError && /every folder of log.dirs failed/.test(error.message),
  )
})

test('a start on a full disk serves what is there, and makes no mark that lies', async () => {
  const first = await start({ paths: ['/a'] })
  await put(first, await first.manager.getOrCreate('t', 0, TOPIC_ID, true), 'before')
  for (const clean of [false, true]) {
    if (clean) await first.manager.close()
    let full = true
    const plan: Plan = ({ kind }) =>
      full && (kind === 'write' || kind === 'makeDirectory') ? { act: 'fail', kind: 'full' } : null
    const broker = await killed(first, { paths: ['/a'], plan })
    const log =
      broker.manager.get('t', 0) ?? (await broker.manager.getOrCreate('t', 0, TOPIC_ID, false).catch(() => null))
    if (log) assert.deepEqual(await valuesOf(log), ['before'])
    await assert.rejects(broker.manager.getOrCreate('u', 0, null, true), { kind: 'full' })
    const killedThen = await killed(broker, { paths: ['/a'] })
    assert.deepEqual(await valuesOf(killedThen.manager.get('t', 0)), ['before'])
    full = false
    const retried = await broker.manager.getOrCreate('t', 0, TOPIC_ID, false)
    assert.deepEqual(await valuesOf(retried), ['before'])
    await broker.world.advance(60_000)
    assert.equal(await put(broker, retried, 'after'), 0)
  }
})

test('a partition whose files are damaged is offline by itself', async () => {
  const broker = await start({ paths: ['/a'] })
  for (const partition of [0, 1])
    await put(broker, await broker.manager.getOrCreate('t', partition, TOPIC_ID, true), 'x')
  const disk = broker.disk.afterKill()
  const file = await disk.open('/a/t-0/partition.metadata', 'write')
  await file.write([Buffer.from('nonsense')], 0)
  const next = await start({ disk, paths: ['/a'] })
  assert.equal(next.manager.get('t', 0), null)
  assert.deepEqual(await valuesOf(next.manager.get('t', 1)), ['x'])
  await assert.rejects(next.manager.getOrCreate('t', 0, TOPIC_ID, false), /partition.metadata is damaged/)
  await next.manager.close()
  assert.equal((await names(next, '/a')).includes('.kafka_cleanshutdown'), false)
  // Deleted and made anew by the controller: the damaged folder is set aside.
  const again = await killed(next, { paths: ['/a'] })
  assert.equal((await again.manager.getOrCreate('t', 0, OTHER_ID, true)).logEndOffset, 0)
  assert.match((await partitionsIn(again, '/a')).join(' '), /^t-0 t-0\.[0-9a-f]{32}-stray t-1$/)
})

test('a crash while loading is no clean stop', async () => {
  const broker = await start({ paths: ['/a'] })
  await put(broker, await broker.manager.getOrCreate('t', 0, TOPIC_ID, true), 'x')
  await broker.manager.close()
  const counted = await killed(broker, { paths: ['/a'] })
  const operations = counted.faults.count
  for (let stopAt = 0; stopAt < operations; stopAt++) {
    const disk = broker.disk.afterKill()
    void start({ disk, paths: ['/a'], plan: ({ index }) => (index === stopAt ? { act: 'stop' } : null) })
    await new MemoryWorld().settle()
    const opened = (await disk.stat('/a/.kafka_cleanshutdown')) === null
    const next = await start({ disk: disk.cut(keepNothing), paths: ['/a'] })
    assert.deepEqual(await valuesOf(next.manager.get('t', 0)), ['x'], `stopped at ${stopAt}, mark gone: ${opened}`)
  }
})

test('retention goes round, checkpoints are written in time', async () => {
  const broker = await start({ paths: ['/a'], intervals: { retentionCheckMs: 1000 } })
  broker.settings.set('t', { retentionMs: 10_000, segmentMs: 5000 })
  const log = await broker.manager.getOrCreate('t', 0, null, true)
  await put(broker, log, 'old')
  log.highWatermark = 1
  await broker.world.advance(12_000)
  assert.equal(log.logStartOffset, 1)
  await broker.world.advance(60_000)
  assert.equal(await text(broker, '/a/recovery-point-offset-checkpoint'), '0\n1\nt 0 1\n')
  broker.settings.set('t', { segmentBytes: 4711 })
  broker.manager.topicConfigChanged('t')
  assert.equal(log.config.segmentBytes, 4711)
})

test('folders that are no partitions are left alone', async () => {
  const broker = await start({ paths: ['/a'] })
  for (const name of ['lost+found', 'notes', '.hidden', 'remote-log-index-cache', `t-0.${'ab'.repeat(16)}-stray`])
    await broker.disk.makeDirectory(`/a/${name}`)
  const next = await killed(broker, { paths: ['/a'] })
  await next.world.advance(120_000)
  assert.deepEqual([...next.manager.all()], [])
  assert.equal((await next.disk.stat('/a/notes'))?.kind, 'directory')
  assert.equal((await next.disk.stat(`/a/t-0.${'ab'.repeat(16)}-stray`))?.kind, 'directory')
})

test('many at once: each partition is made once', async () => {
  const broker = await start()
  const asked = Array.from({ length: 60 }, (_, i) => broker.manager.getOrCreate('t', i % 6, TOPIC_ID, true))
  const logs = new Set(await Promise.all(asked))
  assert.equal(logs.size, 6)
  await Promise.all([broker.manager.delete('t', 0), broker.manager.getOrCreate('t', 0, OTHER_ID, true)])
  assert.equal(broker.manager.get('t', 0)?.topicId, OTHER_ID)
  assert.equal(topicPartition('t', 0), broker.manager.get('t', 0)?.topicPartition)
})

test('how long silent producers are remembered may change while the broker runs', async () => {
  let expirationMs = 86_400_000
  const intervals = { producerExpirationCheckMs: 1000 }
  const broker = await start({ producerIdExpirationMs: () => expirationMs, intervals })
  const log = await broker.manager.getOrCreate('t', 0, null, true)
  await log.append(batchOf(['v'], { producerId: 7, producerEpoch: 0, baseSequence: 0 }), asClient)
  await broker.world.advance(10_000)
  assert.equal(log.activeProducers().length, 1)
  expirationMs = 5000
  await broker.world.advance(1000)
  assert.deepEqual(log.activeProducers(), [])
})
