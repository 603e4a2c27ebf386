import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CorruptionError, OperatorError } from '../base/errors.ts'
import { silentLogger } from '../base/logger.ts'
import { FaultDisk } from '../io/fault/disk.ts'
import { keepNothing } from '../io/memory/blocks.ts'
import { MemoryDisk } from '../io/memory/disk.ts'
import { Random } from '../io/memory/random.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { Disk } from '../io/world.ts'
import { LogDirs, takeCleanShutdownMark, writeCleanShutdownMark } from './log-dir.ts'
import { folderName, markedFolderName, parseFolderName } from './log-dir-names.ts'
import { readPartitionMetadata, writePartitionMetadata } from './partition-metadata.ts'

const open = (disk: Disk, ...paths: string[]) =>
  LogDirs.open({ world: new MemoryWorld({ disk }), logger: silentLogger, paths })
const refused = (why: RegExp) => (error: Error) => error instanceof OperatorError && why.test(error.message)
const owner = { clusterId: 'C', brokerId: 1 }

test('new folders are made, claimed, and found again after a power cut', async () => {
  const disk = new MemoryDisk()
  const dirs = await open(disk, '/var/kafka/a/', '/b')
  assert.deepEqual(dirs.all, ['/var/kafka/a', '/b'])
  assert.equal(dirs.clusterId, null)
  assert.equal(dirs.brokerId, null)
  await dirs.claim(owner)
  const again = await open(disk.cut(keepNothing), '/var/kafka/a', '/b')
  assert.equal(again.clusterId, 'C')
  assert.equal(again.brokerId, 1)
  await again.claim(owner)
})

test('a folder that is in use is refused, and free after release', async () => {
  const disk = new MemoryDisk()
  const dirs = await open(disk, '/a')
  await assert.rejects(open(disk, '/b', '/a'), refused(/\/a is in use by another broker/))
  await dirs.release()
  // The failed start left nothing locked.
  await (await open(disk, '/a', '/b')).release()
})

test('folders of another cluster, another broker, or another system are refused, nothing written', async () => {
  const disk = new MemoryDisk()
  const first = await open(disk, '/a')
  await first.claim(owner)
  await first.release()
  const second = await open(disk, '/b')
  await second.claim({ clusterId: 'C', brokerId: 2 })
  await second.release()

  const dirs = await open(disk, '/a')
  await assert.rejects(dirs.claim({ clusterId: 'D', brokerId: 1 }), refused(/belongs to cluster C.*in cluster D/))
  await assert.rejects(dirs.claim({ clusterId: 'C', brokerId: 9 }), refused(/belongs to broker 1.*set broker.id=1/))
  await assert.rejects(dirs.claim({ ...owner, isForeign: () => true }), refused(/odradek adopt \/a/))
  await dirs.claim({ ...owner, isForeign: (dir) => dir.hasPartitions })
  await dirs.release()

  const both = await open(disk, '/a', '/b')
  assert.throws(() => both.brokerId, refused(/belongs to broker 1 and \/b to broker 2/))
  await both.release()
  await assert.rejects(open(disk, '/a', '/a/'), refused(/twice/))
})

test('a copied folder is noticed by its directory.id', async () => {
  const disk = new MemoryDisk()
  for (const path of ['/a', '/b']) {
    await disk.makeDirectory(path)
    const file = await disk.open(`${path}/meta.properties`, 'create')
    await file.write([Buffer.from('directory.id=JsnDDNVyTL289kZnk6sPig\n')], 0)
  }
  await assert.rejects(open(disk, '/a', '/b'), refused(/same directory.id/))
})

test('a folder that does not work is left out; none that works is said', async () => {
  const broken = new FaultDisk(new MemoryDisk(), ({ path }) =>
    path.startsWith('/bad') ? { act: 'fail', kind: 'io' } : null,
  )
  const dirs = await open(broken, '/bad', '/good')
  assert.deepEqual(
    dirs.online.map((dir) => dir.path),
    ['/good'],
  )
  assert.deepEqual([...dirs.offline.keys()], ['/bad'])
  await assert.rejects(open(broken, '/bad'), refused(/no folder of log.dirs can be used/))
  const few = new FaultDisk(new MemoryDisk(), ({ kind }) =>
    kind === 'lock' ? { act: 'fail', kind: 'too-many-files' } : null,
  )
  await assert.rejects(open(few, '/a'), refused(/ulimit/))
})

test('a full disk does not keep a folder from being claimed', async () => {
  const memory = new MemoryDisk()
  const disk = new FaultDisk(memory, ({ kind }) => (kind === 'write' ? { act: 'fail', kind: 'full' } : null))
  const dirs = await open(disk, '/a')
  await dirs.claim(owner)
  assert.equal(dirs.online.length, 1)
})

test('the mark of a clean stop is taken once, and does not come back', async () => {
  const disk = new MemoryDisk()
  const world = new MemoryWorld({ disk })
  await disk.makeDirectory('/a')
  await disk.syncDirectory('/')
  assert.equal(await takeCleanShutdownMark(world, '/a'), false)
  await writeCleanShutdownMark(world, '/a')
  const found = disk.cut(keepNothing)
  assert.equal(
    Buffer.from(await found.readFile('/a/.kafka_cleanshutdown', 100)).toString(),
    '{"version":0,"brokerEpoch":-1}',
  )
  assert.equal(await takeCleanShutdownMark(new MemoryWorld({ disk: found }), '/a'), true)
  assert.equal(await takeCleanShutdownMark(new MemoryWorld({ disk: found.cut(keepNothing) }), '/a'), false)
})

test('names of folders', () => {
  const unique = '0123456789abcdef0123456789abcdef'
  const cases: [string, string | null][] = [
    ['orders-0', 'orders 0 current'],
    ['a-b-2147483647', 'a-b 2147483647 current'],
    ['a.b_c--1', 'a.b_c- 1 current'],
    [`orders-0.${unique}-delete`, 'orders 0 delete'],
    [`a.b-7.${unique}-future`, 'a.b 7 future'],
    [`a-7.${unique}-stray`, 'a 7 stray'],
    ['orders-delete', null],
    ['orders', null],
    ['-0', null],
    ['orders-', null],
    ['orders-2147483648', null],
    ['orders-0x1', null],
    ['lost+found', null],
    ['remote-log-index-cache', null],
    [`orders.${unique}-delete`, null],
  ]
  for (const [name, expected] of cases) {
    const parsed = parseFolderName(name)
    assert.equal(parsed && `${parsed.topic} ${parsed.partition} ${parsed.state}`, expected, name)
  }
  const long = 'x'.repeat(249)
  const marked = markedFolderName(long, 12, 'delete', new Random(1))
  assert.equal(marked.length, 255)
  assert.match(marked, /^x+-12\.[0-9a-f]{32}-delete$/)
  assert.equal(parseFolderName(marked)?.state, 'delete')
  assert.equal(folderName(long, 12).length, 252)
})

test('partition.metadata: read, written, refused when damaged', async () => {
  const disk = new MemoryDisk()
  await disk.makeDirectory('/t-0')
  assert.equal(await readPartitionMetadata(disk, '/t-0'), null)
  await writePartitionMetadata(disk, '/t-0', '5L6g3nShT-eMCtK--X86sw')
  const text = Buffer.from(await disk.readFile('/t-0/partition.metadata', 100)).toString()
  assert.equal(text, 'version: 0\ntopic_id: 5L6g3nShT-eMCtK--X86sw')
  assert.equal(await readPartitionMetadata(disk, '/t-0'), '5L6g3nShT-eMCtK--X86sw')
  const file = await disk.open('/t-0/partition.metadata', 'write')
  for (let at = 0; at < text.length; at++) {
    await file.write([Buffer.from('\0')], at)
    await assert.rejects(readPartitionMetadata(disk, '/t-0'), CorruptionError, `byte ${at}`)
    await file.write([Buffer.from(text[at]!)], at)
  }
  for (let length = 1; length < text.length; length++) {
    await file.truncate(0)
    await file.write([Buffer.from(text.slice(0, length))], 0)
    await assert.rejects(readPartitionMetadata(disk, '/t-0'), CorruptionError, `${length} bytes`)
  }
  await file.truncate(0)
  assert.equal(await readPartitionMetadata(disk, '/t-0'), null)
})
