import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { makeNodeWorld } from '../../io/node/world.ts'
import { buildBatch } from '../../protocol/batch/builder.ts'
import { dumpLogs } from './log-dump.ts'
import { verifyLogs } from './log-verify.ts'

let root: string
const world = makeNodeWorld()
const SEGMENT = '00000000000000000000'

before(() => {
  root = mkdtempSync(join(tmpdir(), 'odradek-log-'))
})
after(() => rmSync(root, { recursive: true }))

const batch = (baseOffset: number, values: string[], compression = 0) =>
  buildBatch(
    values.map((value) => ({
      timestamp: 1000 + baseOffset,
      key: Buffer.from('k'),
      value: Buffer.from(value),
      headers: [{ key: 'h', value: null }],
    })),
    { baseOffset, partitionLeaderEpoch: 3, compression },
  )

function partition(name: string, log: Uint8Array, index?: Buffer, timeIndex?: Buffer): string {
  const folder = join(root, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${SEGMENT}.log`), log)
  if (index) writeFileSync(join(folder, `${SEGMENT}.index`), index)
  if (timeIndex) writeFileSync(join(folder, `${SEGMENT}.timeindex`), timeIndex)
  return folder
}

function entry(relative: number, position: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeInt32BE(relative)
  bytes.writeInt32BE(position, 4)
  return bytes
}

async function dump(path: string, json: boolean): Promise<string[]> {
  let text = ''
  const write = async (part: string) => {
    text += part
  }
  await dumpLogs({ world, paths: [path], records: true, json, write })
  return text.trimEnd().split('\n')
}

const first = batch(0, ['a', 'b'])
const second = batch(2, ['c', 'd', 'e'], 1)

test('a healthy partition', async () => {
  const index = Buffer.concat([entry(1, 0), entry(4, first.length), Buffer.alloc(80)])
  const folder = partition('good-0', Buffer.concat([first, second]), index)
  const { findings, batches, records, files } = await verifyLogs(world.disk, [folder])
  assert.deepEqual(findings, [])
  assert.deepEqual([files, batches, records], [2, 2, 5])
  const lines = await dump(folder, false)
  assert.match(
    lines[1]!,
    /^position: 0 baseOffset: 0 lastOffset: 1 count: 2 .* partitionLeaderEpoch: 3 .* compression: none /,
  )
  assert.equal(lines[2], '| offset: 0 timestamp: 1000 keySize: 1 valueSize: 1 headers: [h=NULL] key: k value: a')
  assert.match(lines[4]!, /compression: gzip/)
  assert.equal(lines.at(-1), `offset: 4 position: ${first.length}`)
  const json = (await dump(join(folder, `${SEGMENT}.log`), true)).map((line) => JSON.parse(line))
  assert.equal(json[0].baseOffset, 0)
  assert.deepEqual([json[1].topic, json[1].partition, json[1].value], ['good', 0, 'a'])
})

test('each kind of damage is found', async () => {
  const whole = Buffer.concat([first, second])
  const damaged = (change: (bytes: Buffer) => Buffer): Buffer => change(Buffer.from(whole))
  const cases: [string, Buffer, RegExp][] = [
    [
      'flipped-0',
      damaged((b) => Buffer.concat([b.subarray(0, 70), Buffer.from([b[70]! ^ 1]), b.subarray(71)])),
      /at.* 0: .*CRC/,
    ],
    [
      'torn-0',
      damaged((b) => b.subarray(0, b.length - 5)),
      new RegExp(`${first.length}: a batch of ${second.length} bytes where`),
    ],
    ['tail-0', damaged((b) => Buffer.concat([b, Buffer.alloc(5)])), /5 bytes at the end are no batch/],
    ['twice-0', Buffer.concat([first, first]), /offset 0 where 2 or more is due/],
    ['zeros-0', Buffer.concat([first, Buffer.alloc(100)]), /a batch size of 12 bytes/],
    ['index-0', whole, /offset 1 is said to be at 7/],
  ]
  for (const [name, log, expected] of cases) {
    const folder = partition(name, log, name === 'index-0' ? entry(1, 7) : undefined)
    const { findings } = await verifyLogs(world.disk, [folder])
    assert.match(findings.map(({ position, what }) => `at ${position}: ${what}`).join('\n'), expected, name)
  }
})

test('a batch larger than the window is read whole', async () => {
  const big = batch(0, ['x'.repeat(5_000_000)])
  const folder = partition('big-0', Buffer.concat([big, batch(1, ['y'])]))
  const { findings, batches } = await verifyLogs(world.disk, [folder])
  assert.deepEqual([findings, batches], [[], 2])
})

test('nothing there', async () => {
  await assert.rejects(verifyLogs(world.disk, [join(root, 'nowhere')]), { exitCode: 3 })
  mkdirSync(join(root, 'empty'))
  await assert.rejects(verifyLogs(world.disk, [join(root, 'empty')]), { exitCode: 3 })
})

test('a compacted partition: gaps, a delete horizon, a batch that was emptied', async () => {
  const options = { partitionLeaderEpoch: 3, producerId: 9, producerEpoch: 0 }
  const tombstone = buildBatch([{ timestamp: 1000, key: Buffer.from('k'), value: null, offsetDelta: 2 }], {
    ...options,
    baseOffset: 4,
    baseSequence: 0,
    lastOffsetDelta: 3,
    deleteHorizonMs: 5000,
  })
  const emptied = buildBatch([], {
    ...options,
    baseOffset: 20,
    baseSequence: 4,
    lastOffsetDelta: 1,
    maxTimestamp: 1000,
  })
  const folder = partition('compacted-0', Buffer.concat([tombstone, emptied]), entry(7, 0))
  assert.deepEqual((await verifyLogs(world.disk, [folder])).findings, [])
  const lines = await dump(folder, true)
  const [first, record, last] = lines.map((line) => JSON.parse(line))
  assert.deepEqual([first.baseOffset, first.lastOffset, first.deleteHorizonMs], [4, 7, 5000])
  assert.deepEqual([record.offset, record.timestamp, record.value], [6, 1000, null])
  assert.deepEqual([last.baseOffset, last.lastOffset, last.count, last.deleteHorizonMs], [20, 21, 0, undefined])
})
