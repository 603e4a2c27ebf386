/** Bits that flip in a compacted segment which a crash left half in place. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isChange, type Operation } from '../../io/fault/disk.ts'
import { keepNothing } from '../../io/memory/blocks.ts'
import type { MemoryDisk } from '../../io/memory/disk.ts'
import { keepRandomly } from '../../io/memory/random.ts'
import { faultAt, isControlAt, lastOffsetAt } from '../../protocol/batch/header.ts'
import { batchPositions, openRecords } from '../../protocol/batch/iterate.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { runToEnd } from '../crash-sweep-life.ts'
import type { Log } from '../log.ts'
import { CompactedLog } from './cleaner-test-kit.ts'
import { CompactionLife, openCompacted, verifyCompacted } from './compaction-life.ts'

const DIR = '/a/t-0'
/** Every byte in turn would say the same of a header's neighbours. */
const STEP = 3

interface Moment {
  readonly disk: MemoryDisk
  readonly moment: number
}

/** A life, and its disk just before the first operation that `isIt`. */
async function lifeUntil(isIt: (operation: Operation) => boolean): Promise<{ life: CompactionLife; found: Moment }> {
  let found: Moment | null = null
  const life: CompactionLife = new CompactionLife((operation) => {
    if (found === null && isIt(operation)) found = { disk: life.disk.afterKill(), moment: life.history.events.length }
    return null
  })
  await runToEnd(life, 'without faults')
  assert.ok(found !== null)
  return { life, found }
}

async function swapOf(disk: MemoryDisk): Promise<{ name: string; bytes: Uint8Array }> {
  const entries = (await disk.list(DIR)).map(({ name }) => name)
  const name = entries.find((one) => one.endsWith('.log.swap'))
  assert.ok(name !== undefined, `no swap file: ${entries}`)
  return { name, bytes: await disk.readFile(`${DIR}/${name}`, 1 << 20) }
}

async function flipped(disk: MemoryDisk, name: string, at: number, bytes: Uint8Array): Promise<MemoryDisk> {
  const copy = disk.afterKill()
  const file = await copy.open(`${DIR}/${name}`, 'write')
  await file.write([Uint8Array.of(bytes[at]! ^ 0x10)], at)
  await file.close()
  return copy
}

/** "key=value" by offset, up to where the broker or the reader notices damage: a start looks at no finished segment. */
async function readAsClient(log: Log): Promise<Map<number, string>> {
  const words = new Map<number, string>()
  for (let at = log.logStartOffset; at < log.logEndOffset; ) {
    const { error, records } = await log.read(at, log.logEndOffset, 1, true, false)
    if (error === ErrorCode.KAFKA_STORAGE_ERROR || records.length === 0) return words
    assert.equal(error, ErrorCode.NONE)
    const batch = records[0]!
    if (faultAt(batch, 0, batch.length) !== null) return words
    at = lastOffsetAt(batch, 0) + 1
    const walk = openRecords(batch, 0)
    while (!isControlAt(batch, 0) && walk.next())
      words.set(walk.offset, `${Buffer.from(walk.key()!)}=${Buffer.from(walk.value() ?? [])}`)
  }
  return words
}

test('while what it was made from is there, that is taken, and the damage kept beside it', async (context) => {
  const isOldRenamed = ({ kind, path }: Operation) => kind === 'rename' && /\d{20}\.log$/.test(path)
  const { life, found } = await lifeUntil(isOldRenamed)
  const { name, bytes } = await swapOf(found.disk)
  const last = [...batchPositions(bytes)].at(-1)!
  // Nothing behind the last batch tells that its offset or its epoch is another: both lie outside its CRC.
  const isBlind = (at: number) => (at >= last && at < last + 8) || (at >= last + 12 && at < last + 16)
  let kept = 0
  for (let at = 0; at < bytes.length; at += STEP) {
    if (isBlind(at)) continue
    const disk = await flipped(found.disk, name, at, bytes)
    await verifyCompacted(disk, life.history, found.moment, at % 60 === 0)
    if ((await disk.list(DIR)).some((entry) => entry.name === `${name}.broken`)) kept++
  }
  assert.ok(kept > (bytes.length / STEP) * 0.9)
  context.diagnostic(`${kept} of ${Math.ceil(bytes.length / STEP)} flips were noticed at once`)
})

test('when it is gone, the log opens and nothing is read that was never written', async () => {
  const isSwapRenamed = ({ kind, path }: Operation) => kind === 'rename' && path.endsWith('.log.swap')
  const { life, found } = await lifeUntil(isSwapRenamed)
  const { name, bytes } = await swapOf(found.disk)
  const sent = new Map<number, string>()
  for (const event of life.history.events) {
    if (event.what !== 'data') continue
    for (const [index, word] of event.sent.text.split(' ').entries()) sent.set(event.sent.offset + index, word)
  }
  for (let at = 0; at < bytes.length; at += STEP) {
    const complaints: string[] = []
    const broker = await openCompacted(await flipped(found.disk, name, at, bytes), complaints)
    const log = broker.manager.get('t', 0) as Log
    for (const [offset, word] of await readAsClient(log)) {
      // A base offset that moved is not noticed where gaps may be; the record is one that was sent all the same.
      assert.ok(sent.get(offset) === word || [...sent.values()].includes(word), `${word} at ${offset}, byte ${at}`)
    }
    assert.deepEqual(complaints, [])
  }
})

test('a start that is itself cut short on the way leaves nothing worse', async (context) => {
  const moments: readonly ((operation: Operation) => boolean)[] = [
    ({ kind, path }) => kind === 'rename' && path.endsWith('.index.cleaned'),
    ({ kind, path }) => kind === 'rename' && /\d{20}\.log$/.test(path),
    ({ kind, path }) => kind === 'rename' && path.endsWith('.log.swap'),
    ({ kind, path }) => kind === 'rename' && path.endsWith('.timeindex.swap'),
  ]
  let images = 0
  for (const isIt of moments) {
    const { life, found } = await lifeUntil(isIt)
    const cuts: MemoryDisk[] = []
    const disk = found.disk.afterKill()
    await openCompacted(disk, [], (operation) => {
      if (isChange(operation)) cuts.push(disk.afterKill(), disk.cut(keepNothing), disk.cut(keepRandomly(cuts.length)))
      return null
    })
    images += cuts.length
    for (const cut of cuts) await verifyCompacted(cut, life.history, found.moment, false)
  }
  context.diagnostic(`${images} images`)
})

test('unfinished output of a round that was cut short goes at the next start', async () => {
  const t = await CompactedLog.open()
  for (const text of ['a=1 b=1', 'a=2', 'c=1']) await t.put(text)
  await t.seal()
  const before = await t.text()
  for (const name of ['00000000000000000000.log.cleaned', '00000000000000000000.txnindex.cleaned']) {
    const file = await t.broker.disk.open(`${DIR}/${name}`, 'create')
    await file.write([Buffer.from('half a batch')], 0)
    await file.close()
  }
  // In the same life, a round writes over what an earlier one left.
  await t.clean()
  const cleaned = await t.text()
  assert.notEqual(cleaned, before)
  const again = await t.reopen('kill')
  assert.equal(await again.text(), cleaned)
  assert.deepEqual(
    (await again.broker.disk.list(DIR)).filter(({ name }) => /cleaned|swap/.test(name)),
    [],
  )
})
