/** The cleaner at work: what it chooses, how it is held back and stopped, and what gets in its way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MemoryDisk } from '../../io/memory/disk.ts'
import { writeMessage } from '../../protocol/batch/message-set.ts'
import { compress } from '../../protocol/compression/compression.ts'
import type { Log } from '../log.ts'
import { type Broker, names, start, text } from '../log-manager-test-kit.ts'
import { asClient, NOW_MS } from '../log-test-kit.ts'
import { CleanerControl } from './cleaner-control.ts'
import { cleanerService } from './cleaner-service.ts'
import { COMPACT, CompactedLog, keyedBatch, makeCleaner, readStored, records } from './cleaner-test-kit.ts'

const BACKOFF_MS = 15_000

async function startWith(topics: Record<string, object>, paths = ['/a']): Promise<Broker> {
  const settings = new Map(Object.entries(topics).map(([topic, own]) => [topic, { ...COMPACT, ...own }]))
  return start({ paths, settings })
}

async function fill(broker: Broker, topic: string, rounds: number, keys = 3): Promise<Log> {
  const log = (await broker.manager.getOrCreate(topic, 0, null, true)) as Log
  await append(broker, log, rounds, keys)
  return log
}

async function append(broker: Broker, log: Log, rounds: number, keys = 3): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const batch = keyedBatch(records(`k${round % keys}=${'v'.repeat(60)}${round}`))
    assert.equal((await log.append(batch, { ...asClient, mustFlush: true })).error, 0)
    await broker.world.settle()
  }
  await log.flush()
  log.highWatermark = log.logEndOffset
}

const isCleaned = (log: Log) => log.cleaning.upTo > 0
const leftovers = async (broker: Broker, dir: string) =>
  (await names(broker, dir)).filter((name) => /\.(cleaned|swap)$/.test(name))

test('what is due is cleaned, the dirtiest first, and noted in Apache’s checkpoint; the rest is left alone', async () => {
  const broker = await startWith({
    due: { minCleanableDirtyRatio: 0.5 },
    tidy: { minCleanableDirtyRatio: 0.9 },
    plain: { compact: false },
  })
  const [due, tidy, plain] = [
    await fill(broker, 'due', 30),
    await fill(broker, 'tidy', 30),
    await fill(broker, 'plain', 30),
  ]
  const cleaner = makeCleaner(broker)
  cleaner.start()
  await broker.world.settle()
  assert.deepEqual([isCleaned(due), isCleaned(tidy), isCleaned(plain)], [true, true, false])
  assert.equal(
    await text(broker, '/a/cleaner-offset-checkpoint'),
    `0\n2\ndue 0 ${due.cleaning.upTo}\ntidy 0 ${tidy.cleaning.upTo}\n`,
  )
  const recovery = await text(broker, '/a/recovery-point-offset-checkpoint')
  assert.ok(Number(/^due 0 (\d+)$/m.exec(recovery)?.[1]) >= due.cleaning.upTo, 'a start after a kill begins behind it')
  // Half as much again comes: that is not nine tenths of the whole.
  const before = { due: due.cleaning.upTo, tidy: tidy.cleaning.upTo }
  await append(broker, tidy, 30, 1000)
  await broker.world.advance(BACKOFF_MS)
  const after = tidy.cleaning.upTo
  assert.ok(after > before.tidy, 'little was left of what was cleaned')
  await append(broker, tidy, 8, 1000)
  await broker.world.advance(BACKOFF_MS)
  assert.equal(tidy.cleaning.upTo, after)
  assert.equal(due.cleaning.upTo, before.due)
  assert.ok(cleaner.stats.maxDirtyRatio > 0 && cleaner.stats.maxDirtyRatio < 0.9)
  assert.ok(cleaner.stats.bytesMoved > 0)
  await cleaner.stop()
})

test('several threads never clean one log at a time, and are as many as are wanted now', async () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const broker = await startWith(Object.fromEntries(names.map((name) => [name, {}])))
  const logs: Log[] = []
  for (const name of names) logs.push(await fill(broker, name, 60))
  const limits = { threads: 4, bytesPerSecond: 8000, ioBufferBytes: 32_768 }
  const cleaner = makeCleaner(broker, limits)
  cleaner.start()
  await broker.world.advance(500)
  assert.equal(logs.filter((log) => log.cleaning.isRunning).length, 4)
  limits.threads = 1
  cleaner.settingsChanged()
  await broker.world.advance(400)
  assert.equal(logs.filter((log) => log.cleaning.isRunning).length, 1)
  limits.bytesPerSecond = Number.MAX_VALUE
  cleaner.settingsChanged()
  await broker.world.advance(BACKOFF_MS)
  for (const log of logs) {
    assert.ok(isCleaned(log))
    assert.deepEqual(new Set((await readStored(log)).map(({ key }) => key)).size, 3)
  }
  assert.equal(cleaner.uncleanableIn('/a').count, 0)
  await cleaner.stop()
})

test('a log is due, however little of it is dirty, when max.compaction.lag.ms is over', async () => {
  const broker = await startWith({ t: { minCleanableDirtyRatio: 1, maxCompactionLagMs: 60_000 } })
  const log = await fill(broker, 't', 30)
  const cleaner = makeCleaner(broker)
  cleaner.start()
  await broker.world.advance(50_000)
  assert.equal(isCleaned(log), false)
  await broker.world.advance(2 * BACKOFF_MS)
  assert.equal(isCleaned(log), true)
  await cleaner.stop()
})

test('it moves no more bytes per second than it may, and a new limit counts at once', async () => {
  const broker = await startWith({ t: {} })
  const log = await fill(broker, 't', 60)
  const limits = { bytesPerSecond: 1000, ioBufferBytes: 8192 }
  const cleaner = makeCleaner(broker, limits)
  cleaner.start()
  await broker.world.advance(3000)
  assert.equal(isCleaned(log), false)
  const { bytesMoved } = cleaner.stats
  assert.ok(bytesMoved > 0 && bytesMoved <= 3000 + 4096, `${bytesMoved} bytes in three seconds`)
  limits.bytesPerSecond = Number.MAX_VALUE
  cleaner.settingsChanged()
  await broker.world.advance(300)
  assert.equal(isCleaned(log), true)
  await cleaner.stop()
})

test('a partition that is deleted, and a broker that stops, do not wait for the cleaner', async () => {
  for (const how of ['delete', 'close', 'stop'] as const) {
    const broker = await startWith({ t: {} })
    const log = await fill(broker, 't', 60)
    const cleaner = makeCleaner(broker, { bytesPerSecond: 100, ioBufferBytes: 8192 })
    cleaner.start()
    await broker.world.advance(1000)
    assert.equal(log.cleaning.isRunning, true)
    let done = false
    const work =
      how === 'delete' ? broker.manager.delete('t', 0) : how === 'close' ? broker.manager.close() : cleaner.stop()
    void work.then(() => (done = true))
    await broker.world.advance(400)
    assert.ok(done, how)
    assert.equal(log.cleaning.isRunning, false)
    if (how !== 'delete') assert.deepEqual(await leftovers(broker, '/a/t-0'), [])
    await Promise.all([cleaner.stop(), broker.world.advance(400)])
  }
})

test('what happens to a log between its choice and its round keeps the round from beginning', async () => {
  for (const how of ['delete', 'close', 'closing', 'move', 'truncate', 'offline', 'compacts no more'] as const) {
    const broker = await startWith({ t: {} }, ['/a', '/b'])
    const log = await fill(broker, 't', 60)
    const deeds = {
      delete: () => broker.manager.delete('t', 0),
      close: () => log.close(false),
      closing: async () => void log.close(true),
      move: () => broker.manager.moveToLogDir('t', 0, log.logDir === '/a' ? '/b' : '/a'),
      truncate: () => log.truncateTo(10),
      offline: async () => log.markOffline(new Error('its folder failed')),
      'compacts no more': async () => log.updateConfig({ ...log.config, compact: false }),
    }
    const cleaner = makeCleaner(broker)
    const take = cleaner.takeFilthiest.bind(cleaner)
    let rounds = 0
    cleaner.takeFilthiest = async (without) => {
      const found = await take(without)
      if (found?.log !== log || rounds++ > 0) return found
      await deeds[how]()
      return found
    }
    const { run } = log.cleaning
    let began = false
    log.cleaning.run = (...args) => {
      const round = run.apply(log.cleaning, args)
      began ||= log.cleaning.isRunning
      return round
    }
    cleaner.start()
    await broker.world.settle()
    assert.equal(rounds, 1, how)
    assert.equal(began, false, how)
    assert.equal(cleaner.uncleanableIn(log.logDir).count, 0, how)
    await Promise.all([cleaner.stop(), broker.world.advance(400)])
  }
})

test('damage keeps a log from being cleaned, and no other', async () => {
  const broker = await startWith({ bad: {}, good: {} })
  const [bad, good] = [await fill(broker, 'bad', 30), await fill(broker, 'good', 30)]
  const file = await broker.disk.open('/a/bad-0/00000000000000000000.log', 'write')
  await file.write([Uint8Array.of(0xff)], 100)
  await file.close()
  const cleaner = makeCleaner(broker)
  cleaner.start()
  await broker.world.advance(3 * BACKOFF_MS)
  assert.deepEqual([isCleaned(bad), isCleaned(good)], [false, true])
  const { count, bytes } = cleaner.uncleanableIn('/a')
  assert.equal(count, 1)
  assert.ok(bytes > 1000)
  assert.equal(bad.isOffline, false, 'what can be read is read')
  assert.deepEqual(await leftovers(broker, '/a/bad-0'), [])
  // Another log of the name begins anew.
  await broker.manager.delete('bad', 0)
  await broker.world.advance(BACKOFF_MS)
  assert.equal(cleaner.uncleanableIn('/a').count, 0)
  await cleaner.stop()
})

test('a full disk is waited for, one that fails takes its folder offline', async () => {
  for (const kind of ['full', 'io'] as const) {
    const broker = await startWith({ t: {} })
    const log = await fill(broker, 't', 30)
    let isBroken = true
    broker.faults.setPlan(({ kind: operation, path }) =>
      isBroken && operation === 'write' && path.endsWith('.cleaned') ? { act: 'fail', kind } : null,
    )
    const cleaner = makeCleaner(broker)
    cleaner.start()
    await broker.world.settle()
    isBroken = false
    await broker.world.advance(BACKOFF_MS)
    assert.equal(isCleaned(log), kind === 'full')
    assert.deepEqual(broker.manager.offlineLogDirs, kind === 'full' ? [] : ['/a'])
    assert.equal(cleaner.uncleanableIn('/a').count, 0)
    await cleaner.stop()
  }
})

test('while the dirtiest log finds no room, others are compacted', async () => {
  const broker = await startWith({ t: {}, u: {} }, ['/a', '/b'])
  const [log, other] = [await fill(broker, 't', 30), await fill(broker, 'u', 30)]
  let attempts = 0
  broker.faults.setPlan(({ kind, path }) => {
    if (kind !== 'write' || !path.startsWith(log.dir) || !path.endsWith('.cleaned')) return null
    attempts++
    return { act: 'fail', kind: 'full' }
  })
  const cleaner = makeCleaner(broker)
  cleaner.start()
  await broker.world.settle()
  assert.deepEqual([isCleaned(log), isCleaned(other), attempts], [false, true, 1])
  broker.faults.setPlan(() => null)
  await broker.world.advance(BACKOFF_MS)
  assert.ok(isCleaned(log))
  await cleaner.stop()
})

test('one that found no room has its turn again after a pause, though another is always due', async () => {
  const broker = await startWith({ t: {}, u: { minCleanableDirtyRatio: 0.01 } })
  const [log, busy] = [await fill(broker, 't', 30), await fill(broker, 'u', 60, 1000)]
  let attempts = 0
  broker.faults.setPlan(({ kind, path }) => {
    if (kind !== 'write' || !path.startsWith(log.dir) || !path.endsWith('.cleaned')) return null
    return attempts++ === 0 ? { act: 'fail', kind: 'full' } : null
  })
  const limits = { bytesPerSecond: 1000, ioBufferBytes: 8192 }
  const cleaner = makeCleaner(broker, limits)
  cleaner.start()
  for (let i = 0; i < 20 && !isCleaned(log); i++) {
    await append(broker, busy, 60, 1000)
    await broker.world.advance(10_000)
  }
  assert.ok(attempts > 0)
  assert.ok(isCleaned(log))
  limits.bytesPerSecond = Number.MAX_VALUE
  cleaner.settingsChanged()
  await broker.world.advance(300)
  await cleaner.stop()
})

test('nothing is compacted before a start after a crash would begin behind it', async () => {
  const broker = await startWith({ t: {} })
  const log = await fill(broker, 't', 30)
  broker.faults.setPlan(({ kind, path }) =>
    kind === 'write' && path.includes('recovery-point') ? { act: 'fail', kind: 'full' } : null,
  )
  const cleaner = makeCleaner(broker)
  cleaner.start()
  await broker.world.settle()
  assert.equal(isCleaned(log), false)
  broker.faults.setPlan(() => null)
  await broker.world.advance(BACKOFF_MS)
  assert.ok(isCleaned(log))
  await cleaner.stop()
})

test('a log that is moved is not cleaned meanwhile, and takes its checkpoint along', async () => {
  const broker = await startWith({ t: {} }, ['/a', '/b'])
  const log = await fill(broker, 't', 30)
  const cleaner = makeCleaner(broker)
  cleaner.start()
  await broker.world.settle()
  const { upTo } = log.cleaning
  const other = log.logDir === '/a' ? '/b' : '/a'
  const before = await readStored(log)
  assert.equal(await broker.manager.moveToLogDir('t', 0, other), 0)
  assert.equal(broker.manager.moves.size, 1)
  await broker.world.settle()
  const moved = broker.manager.get('t', 0) as Log
  assert.equal(moved.logDir, other)
  assert.equal(moved.cleaning.upTo, upTo)
  assert.deepEqual(await readStored(moved), before)
  await append(broker, moved, 30)
  await broker.world.advance(BACKOFF_MS)
  assert.ok(moved.cleaning.upTo > upTo)
  assert.match(await text(broker, `${other}/cleaner-offset-checkpoint`), /^t 0 \d+$/m)
  await cleaner.stop()
})

test('what is truncated counts as dirty again, on the disk before anything is appended there', async () => {
  const broker = await startWith({ t: {} })
  const log = await fill(broker, 't', 30)
  const cleaner = makeCleaner(broker)
  cleaner.start()
  await broker.world.settle()
  assert.ok(log.cleaning.upTo > 20)
  await log.truncateTo(10)
  assert.equal(log.cleaning.upTo, 10)
  assert.match(await text(broker, '/a/cleaner-offset-checkpoint'), /^t 0 10$/m)
  await cleaner.stop()
})

test('what was measured before a truncation is not cleaned', async () => {
  const t = await CompactedLog.open({ segmentBytes: 150 })
  for (let n = 0; n < 10; n++) await t.put(`a=${n}`)
  const { world } = t.broker
  const extent = (await t.log.cleaning.measure(world.clock.wallMs()))!
  await t.log.truncateTo(4)
  const settings = { mapBytesMax: 1 << 20, loadFactor: 0.9, ioBytes: 4096 }
  const thread = world.threads.start(cleanerService)
  const round = t.log.cleaning.run(thread, extent, settings, new CleanerControl())
  await assert.rejects(round, { name: 'CleaningStopped' })
  assert.equal(await t.text(), 'a=0@0 a=1@1 a=2@2 a=3@3')
})

test('a truncation, or retention, in the middle of a round ends it and nothing else', async () => {
  for (const how of ['truncate', 'retain'] as const) {
    const broker = await startWith({ t: { delete: true, retentionBytes: -1 } })
    const log = await fill(broker, 't', 60)
    const cleaner = makeCleaner(broker, { bytesPerSecond: 2000, ioBufferBytes: 8192 })
    cleaner.start()
    await broker.world.advance(2000)
    assert.equal(log.cleaning.isRunning, true)
    if (how === 'truncate') await log.truncateTo(20)
    else {
      log.updateConfig({ ...log.config, retentionBytes: 1000 })
      await log.applyRetention(broker.world.clock.wallMs())
    }
    await broker.world.advance(30_000)
    assert.equal(log.isOffline, false)
    assert.equal(cleaner.uncleanableIn('/a').count, 0)
    const offsets = (await readStored(log)).map(({ offset }) => offset)
    assert.deepEqual(
      offsets,
      [...offsets].sort((a, b) => a - b),
    )
    assert.ok(offsets.length > 0 && (how === 'truncate' ? offsets.at(-1)! < 20 : offsets[0]! > 20))
    await cleaner.stop()
  }
})

test('killed in the middle of a round, and not compacted any more: the log goes on to its end', async () => {
  const broker = await startWith({ t: {} })
  const log = await fill(broker, 't', 60)
  const images: MemoryDisk[] = []
  broker.faults.setPlan(({ kind, path }) => {
    if (kind === 'rename' && path.endsWith('.log.swap')) images.push(broker.disk.afterKill())
    return null
  })
  const cleaner = makeCleaner(broker)
  cleaner.start()
  await broker.world.settle()
  await cleaner.stop()
  assert.ok(images.length > 2)
  for (const disk of images) {
    const killed = await start({ paths: ['/a'], disk, settings: new Map([['t', { ...COMPACT, compact: false }]]) })
    assert.equal(killed.manager.get('t', 0)?.logEndOffset, log.logEndOffset)
  }
})

test('a topic that is not compacted any more is not: the round that is under way ends', async () => {
  const broker = await startWith({ t: {} })
  const log = await fill(broker, 't', 60)
  const { config } = log
  broker.faults.setPlan(({ kind, path }) => {
    if (kind === 'rename' && path.endsWith('.log.swap')) log.updateConfig({ ...config, compact: false })
    return null
  })
  const cleaner = makeCleaner(broker)
  cleaner.start()
  await broker.world.settle()
  assert.equal(isCleaned(log), false)
  assert.equal(cleaner.uncleanableIn('/a').count, 0)
  assert.deepEqual(await leftovers(broker, '/a/t-0'), [])
  await cleaner.stop()
})

test('a reader whose segment is replaced under his hands reads on', async () => {
  const t = await CompactedLog.open({ segmentBytes: 200 })
  for (let n = 0; n < 30; n++) await t.put(`a=${n} k${n}=1`)
  await t.seal()
  let isDone = false
  const cleaning = t.clean().then(() => (isDone = true))
  let reads = 0
  while (!isDone) {
    const keys = new Set((await readStored(t.log)).map(({ key }) => key))
    for (let n = 0; n < 30; n++) assert.ok(keys.has(`k${n}`), `read ${reads}: k${n}`)
    assert.ok((await t.log.offsetForTimestamp(NOW_MS)) !== null)
    reads++
  }
  await cleaning
  assert.ok(reads > 1)
})

test('messages of magic 0 and 1 keep their magic; their tombstones go with the age of the segment before', async () => {
  const message = (
    magic: 0 | 1,
    offset: number,
    key: string,
    value: string | null,
    compression = 0,
    inner?: Uint8Array,
  ) => {
    const bytes = Buffer.alloc(200)
    const end = writeMessage(bytes, 0, {
      magic,
      offset,
      timestamp: NOW_MS,
      isLogAppendTime: false,
      compression,
      key: inner ? null : Buffer.from(key),
      value: inner ?? (value === null ? null : Buffer.from(value)),
    })
    return bytes.subarray(0, end)
  }
  const set = Buffer.concat([message(1, 0, 'a', '2'), message(1, 1, 'b', '1'), message(1, 2, 'c', '1')])
  const wrapper = message(1, 4, '', null, 1, compress(1, set))
  const stored = Buffer.concat([
    message(1, 0, 'a', '1'),
    message(0, 1, 'd', null),
    wrapper,
    message(1, 5, 'b', '2'),
    message(0, 6, 'a', null),
  ])
  const first = await CompactedLog.open({ deleteRetentionMs: 1000 })
  await first.broker.manager.close()
  const disk = first.broker.disk.afterKill()
  const file = await disk.open('/a/t-0/00000000000000000000.log', 'create')
  await file.write([stored], 0)
  await file.close()
  const t = await CompactedLog.open({ deleteRetentionMs: 1000 }, { disk })
  assert.equal(await t.text(), 'a=1@0 d=@1 a=2@2 b=1@3 c=1@4 b=2@5 a=@6')
  t.log.highWatermark = t.log.logEndOffset
  await t.seal()
  await t.clean()
  assert.equal(await t.text(), 'd=@1 c=1@4 b=2@5 a=@6')
  assert.deepEqual(
    (await t.batches()).slice(0, 4).map((batch) => batch[16]),
    [0, 1, 1, 0],
  )
  // The segment before the dirty part was written long before: its tombstones may go.
  await t.put('x=1')
  await t.broker.world.advance(5000)
  await t.seal()
  t.log.updateConfig({ ...t.log.config, deleteRetentionMs: -1 })
  await t.clean()
  assert.equal(await t.text(), 'c=1@4 b=2@5 x=1@8')
})
