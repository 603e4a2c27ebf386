/**
 * A life of a compacted log: values, tombstones, an idempotent producer, transactions, and a cleaner at work, over two
 * starts; and what must be true of whatever is found on its disk after any moment of it.
 */
import assert from 'node:assert/strict'
import type { Offset } from '../../base/kinds.ts'
import type { LogConfig } from '../../config/log-config.ts'
import type { Plan } from '../../io/fault/disk.ts'
import { MemoryDisk } from '../../io/memory/disk.ts'
import { buildEndTransactionMarker } from '../../protocol/batch/builder.ts'
import {
  isControlAt,
  isTransactionalAt,
  lastOffsetAt,
  producerIdAt,
  sizeInBytesAt,
} from '../../protocol/batch/header.ts'
import { batchPositions, openRecords } from '../../protocol/batch/iterate.ts'
import { isExpected, strictLogger } from '../crash-sweep-life.ts'
import type { Log } from '../log.ts'
import { type Broker, start } from '../log-manager-test-kit.ts'
import { asClient, NOW_MS } from '../log-test-kit.ts'
import { COMPACT, keyedBatch, makeCleaner, records } from './cleaner-test-kit.ts'
import type { LogCleaner } from './log-cleaner.ts'

export const BACKOFF_MS = 15_000
const RETENTION_MS = 20_000
const SETTINGS: Partial<LogConfig> = {
  ...COMPACT,
  segmentBytes: 300,
  deleteRetentionMs: RETENTION_MS,
  fileDeleteDelayMs: 1000,
}
const IDEMPOTENT = 5
const TRANSACTIONAL = 7

interface Sent {
  readonly offset: Offset
  readonly text: string
  readonly producerId: number
  readonly baseSequence: number
}

/** What a consumer with read_committed would know after reading all: key to value. */
export type View = ReadonlyMap<string, string>

type Event =
  | { readonly what: 'data'; readonly sent: Sent; readonly end: Offset }
  | { readonly what: 'end'; readonly producerId: number; readonly commit: boolean; readonly end: Offset }
  | { readonly what: 'acknowledged'; readonly end: Offset }
  /** A full disk took back what was behind. */
  | { readonly what: 'lost'; readonly end: Offset }

export class CompactionHistory {
  readonly events: Event[] = []

  /** Offsets up to which all was acknowledged at `moment`. */
  acknowledged(moment: number): Offset {
    return this.events
      .slice(0, moment)
      .reduce((end, event) => (event.what === 'acknowledged' ? Math.max(end, event.end) : end), 0)
  }

  /** The view of a log that holds just what was sent below `end`; null: it cannot end there. */
  viewAt(end: Offset): View | null {
    const view = new Map<string, string>()
    const open = new Map<number, string[]>()
    let at = 0
    for (const event of this.standing()) {
      if (at >= end) break
      if (event.what === 'end') {
        if (event.commit) for (const text of open.get(event.producerId) ?? []) apply(view, text)
        open.delete(event.producerId)
      } else if (event.sent.producerId === TRANSACTIONAL) {
        open.set(TRANSACTIONAL, [...(open.get(TRANSACTIONAL) ?? []), event.sent.text])
      } else {
        apply(view, event.sent.text)
      }
      at = event.end
    }
    return at === end ? view : null
  }

  private standing() {
    const standing: Extract<Event, { what: 'data' | 'end' }>[] = []
    for (const event of this.events) {
      if (event.what === 'data' || event.what === 'end') {
        // What stood there before was lost by a stop.
        const start = event.what === 'data' ? event.sent.offset : event.end - 1
        while (standing.length > 0 && standing.at(-1)!.end > start) standing.pop()
        standing.push(event)
      } else if (event.what === 'lost') {
        while (standing.length > 0 && standing.at(-1)!.end > event.end) standing.pop()
      }
    }
    return standing
  }

  /** The last batch of the idempotent producer that was acknowledged, if it still stands. */
  lastIdempotent(moment: number): Sent | null {
    const acknowledged = this.acknowledged(moment)
    const last = this.standing()
      .filter((event) => this.events.indexOf(event) < moment && event.end <= acknowledged)
      .findLast((event) => event.what === 'data' && event.sent.producerId === IDEMPOTENT)
    return last?.what === 'data' ? last.sent : null
  }
}

function apply(view: Map<string, string>, text: string): void {
  for (const { key, value } of records(text)) {
    if (value === null) view.delete(key!)
    else view.set(key!, value)
  }
}

/** As a consumer does it: what a transaction wrote counts when its marker has come, unless it is told to be aborted. */
export async function readView(log: Log): Promise<View> {
  const view = new Map<string, string>()
  const pending = new Map<number, [string, string | null][]>()
  let last = -1
  const take = (key: string, value: string | null) => (value === null ? view.delete(key) : view.set(key, value))
  for (let at = log.logStartOffset; at < log.logEndOffset; ) {
    const slice = await log.read(at, log.logEndOffset, 1 << 20, true, true)
    assert.equal(slice.error, 0, `read at ${at}`)
    if (slice.byteLength === 0) break
    const aborted = [...slice.abortedTransactions!].sort((a, b) => a.firstOffset - b.firstOffset)
    const skipping = new Set<number>()
    const bytes = Buffer.concat(slice.records)
    for (const position of batchPositions(bytes)) {
      const batch = bytes.subarray(position, position + sizeInBytesAt(bytes, position))
      const producerId = producerIdAt(batch, 0)
      at = lastOffsetAt(batch, 0) + 1
      while (aborted.length > 0 && aborted[0]!.firstOffset < at) skipping.add(aborted.shift()!.producerId)
      const walk = openRecords(batch, 0)
      if (isControlAt(batch, 0)) {
        if (!walk.next()) continue
        const isAbort = walk.key()![3] === 0
        const written = pending.get(producerId) ?? []
        pending.delete(producerId)
        if (isAbort) assert.deepEqual(written, [], `the reader was not told of what ${at - 1} aborts`)
        else for (const [key, value] of written) take(key, value)
        skipping.delete(producerId)
        continue
      }
      while (walk.next()) {
        assert.ok(walk.offset > last, `offset ${walk.offset} after ${last}`)
        last = walk.offset
        if (skipping.has(producerId)) continue
        const key = Buffer.from(walk.key()!).toString()
        const value = walk.value() === null ? null : Buffer.from(walk.value()!).toString()
        if (isTransactionalAt(batch, 0)) pending.set(producerId, [...(pending.get(producerId) ?? []), [key, value]])
        else take(key, value)
      }
    }
  }
  return view
}

export async function openCompacted(disk: MemoryDisk, complaints: string[], plan?: Plan): Promise<Broker> {
  const settings = new Map([['t', SETTINGS]])
  return start({ disk, logger: strictLogger(complaints), settings, paths: ['/a'], ...(plan ? { plan } : {}) })
}

export class CompactionLife {
  readonly history = new CompactionHistory()
  readonly disk = new MemoryDisk({ nowMs: () => NOW_MS })
  readonly complaints: string[] = []
  rounds = 0
  private broker: Broker | null = null
  private cleaner: LogCleaner | null = null
  private readonly plan: Plan
  private index = 0
  private idempotentSequence = 0
  private transactionalSequence = 0
  /** Of the transactional producer, whose transactions may have been cut short. */
  private isOpen = false

  constructor(plan: Plan) {
    this.plan = (operation) => plan({ ...operation, index: this.index++ })
  }

  get operations(): number {
    return this.index
  }

  get isCleaning(): boolean {
    return this.log?.cleaning.isRunning ?? false
  }

  async run(): Promise<void> {
    await this.startBroker()
    for (const text of ['a=1 b=1 c=1', 'a=2 d=1', 'b=2 e=1', 'c= a=3']) await this.put(text, IDEMPOTENT)
    await this.transaction('a=no x=no', false)
    await this.transaction('x=1 y=1', true)
    await this.put('b=3 f=1', IDEMPOTENT)
    await this.rest()
    for (const text of ['d=2', 'x=2', 'g=1 a=']) await this.put(text, -1)
    await this.transaction('y=no g=no', false)
    await this.put('h=1', IDEMPOTENT)
    await this.rest()
    // Tombstones and markers are due.
    await this.step((broker) => broker.world.advance(RETENTION_MS))
    for (const text of ['b=4 h=2', 'i=1', 'c=5', 'd=3', 'i=2']) await this.put(text, -1)
    await this.rest()
    await this.step(async (broker) => {
      await this.cleaner?.stop()
      await broker.manager.close()
      await broker.dirs.release()
    })
    await this.startBroker()
    await this.put('c=6 a=9', -1)
    await this.put('i=3', IDEMPOTENT)
    await this.put('k=1', -1)
    await this.rest()
  }

  private async startBroker(): Promise<void> {
    await this.cleaner?.stop()
    this.broker = null
    this.isOpen = false
    try {
      this.broker = await openCompacted(this.disk, this.complaints, this.plan)
      await this.broker.manager.getOrCreate('t', 0, null, this.history.events.length === 0)
      this.cleaner = makeCleaner(this.broker, { backoffMs: BACKOFF_MS })
      this.cleaner.start()
    } catch (error) {
      if (!isExpected(error)) throw error
    }
  }

  /** Long enough for the cleaner to look, and to end what it found. */
  private async rest(): Promise<void> {
    await this.step(async ({ world }) => {
      const before = this.log?.cleaning.upTo ?? 0
      await world.advance(BACKOFF_MS + 1)
      if ((this.log?.cleaning.upTo ?? 0) > before) this.rounds++
    })
  }

  private get log(): Log | null {
    return (this.broker?.manager.get('t', 0) ?? null) as Log | null
  }

  private async step(work: (broker: Broker) => Promise<void>): Promise<void> {
    if (this.broker === null) return
    try {
      await work(this.broker)
    } catch (error) {
      if (!isExpected(error)) throw error
    }
  }

  private async transaction(text: string, commit: boolean): Promise<void> {
    await this.put(text, TRANSACTIONAL)
    if (!this.isOpen) return
    const marker = { producerId: TRANSACTIONAL, producerEpoch: 0, commit, coordinatorEpoch: 0, timestamp: NOW_MS }
    const batch = buildEndTransactionMarker(marker)
    const event = (end: Offset): Event => ({ what: 'end', producerId: TRANSACTIONAL, commit, end })
    if (await this.append(batch, 'marker', event)) this.isOpen = false
  }

  private async put(text: string, producerId: number): Promise<void> {
    const isTransactional = producerId === TRANSACTIONAL
    const baseSequence = isTransactional ? this.transactionalSequence : this.idempotentSequence
    const options = producerId < 0 ? {} : { producerId, producerEpoch: 0, baseSequence, transactional: isTransactional }
    const batch = keyedBatch(records(text), options)
    const count = records(text).length
    const event = (end: Offset): Event => ({
      what: 'data',
      sent: { offset: end - count, text, producerId, baseSequence },
      end,
    })
    const taken = await this.append(batch, 'client', event)
    if (!taken || producerId < 0) return
    if (isTransactional) this.transactionalSequence += count
    else this.idempotentSequence += count
    if (isTransactional) this.isOpen = true
  }

  private async append(
    batch: Uint8Array,
    origin: 'client' | 'marker',
    event: (end: Offset) => Event,
  ): Promise<boolean> {
    let taken = false
    await this.step(async ({ world }) => {
      const { log } = this
      if (log === null) return
      let lost = Number.POSITIVE_INFINITY
      log.onAppendsLost = (end) => {
        lost = end
        this.history.events.push({ what: 'lost', end })
      }
      const result = await log.append(batch, { ...asClient, origin, mustFlush: true })
      if (result.error !== 0 || result.duplicate) return
      const end = result.lastOffset + 1
      this.history.events.push(event(end))
      log.onStable = () => {
        if (log.stableEndOffset < end) return
        log.highWatermark = end
        log.onStable = null
        this.history.events.push({ what: 'acknowledged', end })
      }
      await world.settle()
      taken = lost >= end && log.stableEndOffset >= end
    })
    return taken
  }
}

/** Whatever a crash left opens, and tells its readers what was sent; compaction goes on with it, and changes nothing of that. */
export async function verifyCompacted(
  disk: MemoryDisk,
  history: CompactionHistory,
  moment: number,
  further: boolean,
): Promise<void> {
  const complaints: string[] = []
  const broker = await openCompacted(disk, complaints)
  assert.deepEqual(broker.manager.offlineLogDirs, [])
  const acknowledged = history.acknowledged(moment)
  const log = broker.manager.get('t', 0) as Log | null
  if (log === null) {
    assert.equal(acknowledged, 0)
    return
  }
  assert.ok(log.logEndOffset >= acknowledged, `ends at ${log.logEndOffset}, acknowledged was ${acknowledged}`)
  assert.ok(log.cleaning.upTo <= log.logEndOffset)
  const names = (await broker.disk.list('/a/t-0')).map(({ name }) => name)
  assert.deepEqual(
    names.filter((name) => /\.(cleaned|swap)$/.test(name)),
    [],
  )
  await sameView(log, history)
  if (!further) return
  await sendAgain(broker, log, history, moment)
  const cleaner = makeCleaner(broker, { backoffMs: BACKOFF_MS })
  cleaner.start()
  log.highWatermark = log.logEndOffset
  await broker.world.advance(RETENTION_MS + BACKOFF_MS)
  await sameView(log, history)
  await cleaner.stop()
  await broker.manager.close()
  await broker.dirs.release()
  const again = await openCompacted(disk.afterKill(), complaints)
  await sameView(again.manager.get('t', 0) as Log, history)
  assert.deepEqual(complaints, [])
}

async function sameView(log: Log, history: CompactionHistory): Promise<void> {
  const expected = history.viewAt(log.logEndOffset)
  assert.ok(expected !== null, `nothing that was sent ends at ${log.logEndOffset}`)
  assert.deepEqual(sorted(await readView(log)), sorted(expected), `[${log.logStartOffset}, ${log.logEndOffset})`)
}

function sorted(view: View): [string, string][] {
  return [...view].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** What the idempotent producer sent last is known, whatever compaction left of it. */
async function sendAgain(broker: Broker, log: Log, history: CompactionHistory, moment: number): Promise<void> {
  const last = history.lastIdempotent(moment)
  if (last === null) return
  const { text, offset, baseSequence } = last
  const batch = keyedBatch(records(text), { producerId: IDEMPOTENT, producerEpoch: 0, baseSequence })
  const result = await log.append(batch, { ...asClient, mustFlush: true })
  await broker.world.settle()
  assert.ok(result.duplicate, `the batch at ${offset} was taken twice (${result.error})`)
}
