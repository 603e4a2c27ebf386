/**
 * What a scripted life asked of the storage and what it was promised, in order; and what may be found on the disk after
 * any moment of it. A moment is a number of events.
 */
import assert from 'node:assert/strict'
import type { LeaderEpoch, Offset, Uuid } from '../base/kinds.ts'
import { topicPartition } from '../base/kinds.ts'
import { verifyTransactions } from './committed-test-kit.ts'
import type { Log } from './log.ts'
import type { LogManager } from './log-manager.ts'
import { asClient, batchOf, readAll } from './log-test-kit.ts'

export interface SentBatch {
  readonly firstOffset: Offset
  readonly values: readonly string[]
  /** -1: not idempotent. */
  readonly sequence: number
  readonly epoch: LeaderEpoch
}

type Event =
  | { readonly what: 'making' | 'made' | 'deleting' | 'deleted'; readonly topicId: Uuid }
  | { readonly what: 'sent'; readonly topicId: Uuid; readonly batch: SentBatch }
  /** 'acknowledged' must survive a power cut, 'written' the death of the process. */
  | { readonly what: 'acknowledged' | 'written'; readonly topicId: Uuid; readonly upTo: Offset }
  /** The broker itself took back what it could not write. */
  | { readonly what: 'truncating' | 'lost'; readonly topicId: Uuid; readonly to: Offset }
  | { readonly what: 'start-moving' | 'start-moved'; readonly topicId: Uuid; readonly to: Offset }

/** One incarnation of the partition. */
interface Expected {
  state: 'making' | 'made' | 'deleting' | 'deleted'
  /** What the log held, value by value, before each truncation; the last one is what it holds now. */
  readonly ages: Map<Offset, string>[]
  acknowledged: Offset
  written: Offset
  startMax: Offset
  /** What DeleteRecords was answered. */
  startMin: Offset
  batches: SentBatch[]
}

export const PRODUCER_ID = 7

export class History {
  readonly events: Event[] = []
  readonly topics = new Map<Uuid, { readonly topic: string; readonly partition: number }>()

  get moment(): number {
    return this.events.length
  }

  add(event: Event): void {
    this.events.push(event)
  }

  /** Where the last `count` batches begin. */
  startOfLast(topicId: Uuid, count: number): Offset {
    const batches = this.expected(this.moment).get(topicId)?.batches ?? []
    return batches.at(-count)?.firstOffset ?? 0
  }

  /** What stands at `moment`. */
  private expected(moment: number): Map<Uuid, Expected> {
    const all = new Map<Uuid, Expected>()
    for (const event of this.events.slice(0, moment)) {
      const known = all.get(event.topicId)
      const one = known ?? {
        state: 'making',
        ages: [new Map()],
        acknowledged: 0,
        written: 0,
        startMax: 0,
        startMin: 0,
        epoch: -1,
        batches: [],
      }
      if (known === undefined) all.set(event.topicId, one)
      apply(one, event)
    }
    return all
  }

  /** `isPowerCut`: only what was acknowledged as durable must be there. */
  async verify(manager: LogManager, moment: number, isPowerCut: boolean): Promise<void> {
    const named = new Map<string, Uuid[]>()
    const expected = this.expected(moment)
    if (!isPowerCut) for (const one of expected.values()) one.acknowledged = Math.max(one.acknowledged, one.written)
    for (const topicId of expected.keys()) {
      const { topic, partition } = this.topics.get(topicId)!
      const name = topicPartition(topic, partition)
      named.set(name, [...(named.get(name) ?? []), topicId])
    }
    for (const [name, topicIds] of named) {
      const { topic, partition } = this.topics.get(topicIds[0]!)!
      const log = manager.get(topic, partition) as Log | null
      const mustBeThere = topicIds.some((id) => expected.get(id)!.state === 'made')
      assert.ok(log !== null || !mustBeThere, `${name} is not there`)
      if (log === null) continue
      // A folder made before a crash may lack its topic id; then there is nothing in it.
      if (log.topicId === null) assert.equal(log.logEndOffset, 0, `${name} has no topic id`)
      else await verifyLog(log, expected.get(log.topicId))
    }
    for (const log of manager.all()) assert.ok(named.has(log.topicPartition), `${log.topicPartition} was never made`)
  }
}

function apply(one: Expected, event: Event): void {
  const now = one.ages.at(-1)!
  switch (event.what) {
    case 'making':
    case 'made':
    case 'deleting':
    case 'deleted':
      one.state = event.what
      return
    case 'sent':
      // What stood there before was lost by a stop, or the log would go on behind it.
      if (now.has(event.batch.firstOffset) || !follows(now, event.batch)) takeBack(one, event.batch.firstOffset)
      for (const [index, value] of event.batch.values.entries())
        one.ages.at(-1)!.set(event.batch.firstOffset + index, value)
      one.batches.push(event.batch)
      return
    case 'acknowledged':
      one.acknowledged = Math.max(one.acknowledged, event.upTo)
      return
    case 'written':
      one.written = Math.max(one.written, event.upTo)
      return
    case 'truncating':
    case 'lost':
      one.written = Math.min(one.written, event.to)
      one.acknowledged = Math.min(one.acknowledged, event.to)
      takeBack(one, event.to)
      return
    case 'start-moving':
      one.startMax = Math.max(one.startMax, event.to)
      return
    case 'start-moved':
      one.startMin = Math.max(one.startMin, event.to)
  }
}

function takeBack(one: Expected, to: Offset): void {
  one.batches = one.batches.filter((batch) => batch.firstOffset + batch.values.length <= to)
  // A truncation that failed half way may not have happened: the newest of the pasts that reach this far.
  const base = one.ages.findLast((age) => to === 0 || age.has(to - 1)) ?? one.ages.at(-1)!
  one.ages.push(new Map([...base].filter(([offset]) => offset < to)))
}

function follows(age: ReadonlyMap<Offset, string>, { firstOffset }: SentBatch): boolean {
  return firstOffset === 0 || age.has(firstOffset - 1)
}

async function verifyLog(log: Log, expected: Expected | undefined): Promise<void> {
  assert.ok(expected, `${log.topicPartition} has a topic id that was never given`)
  assert.notEqual(expected.state, 'deleted', `${log.topicPartition} came back`)
  const where = `${log.topicPartition} [${log.logStartOffset}, ${log.logEndOffset})`
  assert.ok(log.logStartOffset <= Math.max(expected.startMax, 0), `${where} starts above ${expected.startMax}`)
  assert.ok(
    log.logStartOffset >= expected.startMin,
    `${where} has records back that were deleted: ${expected.startMin}`,
  )
  assert.ok(
    log.logEndOffset >= expected.acknowledged,
    `${where} lost what was acknowledged up to ${expected.acknowledged}`,
  )
  assert.ok(log.highWatermark <= log.logEndOffset, `${where} has its high watermark at ${log.highWatermark}`)
  assert.ok(log.recoveryPoint <= log.logEndOffset)
  const records = await readAll(log)
  const offsets = records.map((record) => record.offset)
  const whole = Array.from({ length: log.logEndOffset - log.logStartOffset }, (_, index) => log.logStartOffset + index)
  assert.deepEqual(offsets, whole, `${where} has gaps`)
  const fits = expected.ages.some((age) => records.every(({ offset, value }) => age.get(offset) === value))
  assert.ok(fits, `${where} holds what was never there together: ${JSON.stringify(records)}`)
  const latest = expected.ages.at(-1)!
  for (const { offset, value } of records) {
    if (offset < expected.acknowledged) assert.equal(value, latest.get(offset), `${where} at ${offset}`)
  }
  verifyEpochs(log, expected)
  await verifyTransactions(log)
}

/** Every record's leader epoch is known. (One that was given and has no record yet is dropped by a start, as in Apache.) */
function verifyEpochs(log: Log, expected: Expected): void {
  for (const { firstOffset, values, epoch } of expected.batches) {
    if (firstOffset < expected.startMax || firstOffset + values.length > expected.acknowledged) continue
    assert.equal(log.epochForOffset(firstOffset), epoch, `epoch of offset ${firstOffset}`)
  }
}

/** Goes on where the crash interrupted: the last batch is sent again, then new ones. Returns what must be there later. */
export async function goOn(
  manager: LogManager,
  settle: () => Promise<void>,
  history: History,
  moment: number,
): Promise<string[]> {
  const must: string[] = []
  for (const log of [...manager.all()] as Log[]) {
    const batches = history.events
      .slice(0, moment)
      .flatMap((event) => (event.what === 'sent' && event.topicId === log.topicId ? [event.batch] : []))
    await sendAgain(log, batches.at(-1), settle)
    const value = `after the crash in ${log.topicPartition}`
    const result = await log.append(batchOf([value]), {
      ...asClient,
      leaderEpoch: Math.max(0, log.latestEpoch),
      mustFlush: true,
    })
    await settle()
    assert.equal(result.error, 0, `append to ${log.topicPartition}`)
    assert.ok(log.stableEndOffset > result.lastOffset)
    must.push(value)
  }
  return must
}

/** Of an idempotent producer: either it is there already, or it is appended now; never twice. */
async function sendAgain(log: Log, batch: SentBatch | undefined, settle: () => Promise<void>): Promise<void> {
  if (batch === undefined || batch.sequence < 0) return
  const before = await readAll(log)
  const wasThere = before.some(({ value }) => value === batch.values[0])
  if (batch.firstOffset < log.logStartOffset) return
  const bytes = batchOf(batch.values, { producerId: PRODUCER_ID, producerEpoch: 0, baseSequence: batch.sequence })
  const result = await log.append(bytes, { ...asClient, leaderEpoch: Math.max(0, log.latestEpoch), mustFlush: true })
  await settle()
  if (wasThere)
    assert.ok(
      result.error !== 0 || result.duplicate,
      `a batch of an idempotent producer is there twice in ${log.topicPartition}`,
    )
  if (result.duplicate) assert.equal(before.find(({ offset }) => offset === result.firstOffset)?.value, batch.values[0])
}
