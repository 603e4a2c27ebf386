import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CorruptionError } from '../base/errors.ts'
import { FaultDisk } from '../io/fault/disk.ts'
import { MemoryDisk } from '../io/memory/disk.ts'
import { keepRandomly } from '../io/memory/random.ts'
import { formatCheckpoint, parseCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint-file.ts'

const parse = (text: string) => [...parseCheckpoint('/c', Buffer.from(text))]

test('the form is Apache Kafka’s', () => {
  const offsets = new Map([
    ['orders-0', 4711],
    ['a-b.c-12', 0],
  ])
  const text = '0\n2\norders 0 4711\na-b.c 12 0\n'
  assert.equal(Buffer.from(formatCheckpoint(offsets)).toString(), text)
  assert.deepEqual(parse(text), [...offsets])
  assert.deepEqual(parse(text.trimEnd()), [...offsets])
  assert.deepEqual(parse(text.replaceAll('\n', '\r\n')), [...offsets])
  assert.deepEqual(parse('0\n0\n'), [])
  assert.deepEqual(parse(''), [])
})

test('anything else is damage, said with file and position', () => {
  for (const text of [
    '\n',
    '1\n0\n',
    '0\n',
    '0\nx\n',
    '0\n-1\n',
    '0\n1\n',
    '0\n1\na 0 1\nb 0 1\n',
    '0\n2\na 0 1\n',
    '0\n1\na 0\n',
    '0\n1\na 0 1 2\n',
    '0\n1\na 0 -1\n',
    '0\n1\na x 1\n',
    '0\n1\na 0 99999999999999999999\n',
    '0\n1\na 0 9999999999999999\n',
    '0\n1\n 0 1\n',
    '0\n1\na 0 1\n\n',
    '\0\0\0\0',
  ])
    assert.throws(() => parse(text), CorruptionError, JSON.stringify(text))
  assert.throws(() => parse('0\n2\na 0 1\nb 0\n'), { path: '/c', position: 10 })
})

test('no bytes make it do anything but read or refuse', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      try {
        parseCheckpoint('/c', bytes)
      } catch (error) {
        assert.ok(error instanceof CorruptionError)
      }
    }),
  )
})

test('after a power cut at any moment the old file or the new one is there', async () => {
  const images: MemoryDisk[] = []
  const memory = new MemoryDisk()
  let seed = 0
  const disk = new FaultDisk(memory, () => {
    for (let round = 0; round < 20; round++) images.push(memory.cut(keepRandomly(seed++)))
    return null
  })
  await memory.makeDirectory('/d')
  await memory.syncDirectory('/')
  assert.deepEqual(await readCheckpoint(memory, '/d/c'), new Map())
  await writeCheckpoint(memory, '/d/c', new Map([['t-0', 1]]))
  for (const offset of [2, 300, 4]) {
    images.length = 0
    const before = await readCheckpoint(memory, '/d/c')
    await writeCheckpoint(disk, '/d/c', new Map([['t-0', offset]]))
    assert.ok(images.length > 100)
    const found = new Set<number>()
    for (const image of images) found.add((await readCheckpoint(image, '/d/c')).get('t-0')!)
    assert.deepEqual(found, new Set([before.get('t-0')!, offset]))
    for (let round = 0; round < 20; round++)
      assert.equal((await readCheckpoint(memory.cut(keepRandomly(seed++)), '/d/c')).get('t-0'), offset)
  }
})
