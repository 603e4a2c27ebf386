import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepEverything, keepNothing } from '../memory/blocks.ts'
import { MemoryClock } from '../memory/clock.ts'
import { MemoryDisk } from '../memory/disk.ts'
import { Rest } from '../memory/rest.ts'
import { type Fault, FaultDisk, type Operation } from './disk.ts'

const text = (value: string) => Buffer.from(value)

async function life(disk: FaultDisk): Promise<void> {
  await disk.makeDirectory('/d')
  const file = await disk.open('/d/f', 'create')
  await file.write([text('abc'), text('def')], 0)
  file.writeNow([text('ghi')], 6)
  await file.sync()
  await file.close()
  await disk.rename('/d/f', '/d/g')
  await disk.syncDirectory('/d')
}

test('every operation is counted, and the n-th can be made to fail, for every n', async () => {
  const seen: Operation[] = []
  const whole = new FaultDisk(new MemoryDisk(), (operation) => {
    seen.push(operation)
    return null
  })
  await life(whole)
  assert.deepEqual(
    seen.map(({ kind, bytes }) => `${kind}${bytes || ''}`),
    ['makeDirectory', 'open', 'write6', 'write3', 'sync', 'close', 'rename', 'syncDirectory'],
  )
  assert.equal(whole.count, 8)
  for (let n = 0; n < 8; n++) {
    const plan = ({ index }: Operation): Fault | null => (index === n ? { act: 'fail', kind: 'full' } : null)
    const broken = new FaultDisk(new MemoryDisk(), plan)
    await assert.rejects(life(broken), { name: 'DiskError', kind: 'full' })
    assert.equal(broken.count, n + 1)
  }
})

test('a torn write leaves its first bytes', async () => {
  for (const [index, expected] of [
    [2, 'abcd'],
    [3, 'abcdefg'],
  ] as const) {
    const memory = new MemoryDisk()
    const bytes = index === 2 ? 4 : 1
    const disk = new FaultDisk(memory, (operation) =>
      operation.index === index ? { act: 'torn', bytes, kind: 'io' } : null,
    )
    await assert.rejects(life(disk), { kind: 'io' })
    assert.equal(Buffer.from(await memory.readFile('/d/f', 100)).toString(), expected)
  }
})

test('a failed sync is not mended by the next one', async () => {
  const memory = new MemoryDisk()
  let broken = true
  const disk = new FaultDisk(memory, ({ kind }) => (kind === 'sync' && broken ? { act: 'fail', kind: 'io' } : null))
  const file = await disk.open('/f', 'create')
  await disk.syncDirectory('/')
  await file.write([text('abc')], 0)
  await assert.rejects(file.sync())
  broken = false
  await file.sync()
  assert.equal((await memory.cut(keepEverything).readFile('/f', 10)).length, 0)
  assert.equal((await memory.cut(keepNothing).readFile('/f', 10)).length, 0)
  assert.equal((await memory.readFile('/f', 10)).length, 3)
})

test('stopped means no answer, ever; slow means later', async () => {
  const rest = new Rest()
  const clock = new MemoryClock(rest, 0)
  const disk = new FaultDisk(
    new MemoryDisk(),
    ({ index }) => (index === 1 ? { act: 'stop' } : { act: 'slow', ms: 50 }),
    clock,
  )
  let made = false
  void disk.makeDirectory('/d').then(() => (made = true))
  await clock.advance(49)
  assert.equal(made, false)
  await clock.advance(1)
  assert.equal(made, true)
  let answered = false
  const answer = () => (answered = true)
  void disk.stat('/d').then(answer, answer)
  void disk.stat('/d').then(answer, answer)
  await clock.advance(1000)
  assert.equal(answered, false)
  assert.equal(disk.count, 2)
})
