/**
 * Lives of the storage, from an empty disk to a second start: one does everything that touches files, the other is about
 * transactions.
 */
import assert from 'node:assert/strict'
import { OperatorError } from '../base/errors.ts'
import type { Offset } from '../base/kinds.ts'
import { type Logger, silentLogger } from '../base/logger.ts'
import type { Plan } from '../io/fault/disk.ts'
import { MemoryDisk } from '../io/memory/disk.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { DiskError } from '../io/world.ts'
import { buildEndTransactionMarker } from '../protocol/batch/builder.ts'
import { History, PRODUCER_ID } from './crash-sweep-history.ts'
import type { Log } from './log.ts'
import { FullDiskError } from './log.ts'
import { isStorageOffline } from './log-manager-params.ts'
import { type Broker, OTHER_ID, start, TOPIC_ID } from './log-manager-test-kit.ts'
import { asClient, batchOf, NOW_MS } from './log-test-kit.ts'

const THIRD_ID = 'k3rVqIceRFW0ZZGu0lPz0A'

export const SETTINGS = { segmentBytes: 700, indexIntervalBytes: 120, fileDeleteDelayMs: 1000 }

/** Errors that a broker lives with; anything else is a bug of ours and goes on to the test. */
export function isExpected(error: unknown): boolean {
  return (
    error instanceof DiskError ||
    error instanceof FullDiskError ||
    error instanceof OperatorError ||
    isStorageOffline(error)
  )
}

/** A log that remembers what should never be said. */
export function strictLogger(complaints: string[]): Logger {
  const logger: Logger = {
    ...silentLogger,
    error(message, fields) {
      if (message.includes('that should not')) complaints.push(`${message}: ${JSON.stringify(fields)}`)
    },
    child: () => logger,
  }
  return logger
}

/** Runs a life to its end; one that waits for ever is a failure, too. */
export async function runToEnd(
  life: { run(): Promise<void>; readonly complaints: readonly string[] },
  what: string,
): Promise<void> {
  let outcome: { error: unknown } | null = null
  life.run().then(
    () => (outcome = { error: null }),
    (error) => (outcome = { error }),
  )
  const rest = new MemoryWorld()
  for (let round = 0; outcome === null; round++) {
    assert.ok(round < 20_000, `${what}: the life does not come to its end`)
    await rest.settle()
  }
  const { error } = outcome as { error: unknown }
  if (error !== null) throw new Error(`${what}: ${String(error)}`, { cause: error })
  assert.deepEqual(life.complaints, [], what)
}

export class Life {
  readonly history = new History()
  readonly disk = new MemoryDisk({ nowMs: () => NOW_MS })
  readonly complaints: string[] = []
  broker: Broker | null = null
  private readonly plan: Plan
  readonly about: 'everything' | 'transactions'
  private index = 0
  private texts = 0
  /** Batches that were taken. */
  sent = 0

  /** `plan` is asked with operations counted over both starts. */
  constructor(plan: Plan, about: 'everything' | 'transactions' = 'everything') {
    this.about = about
    this.plan = (operation) => plan({ ...operation, index: this.index++ })
  }

  get operations(): number {
    return this.index
  }

  async run(): Promise<void> {
    await this.startBroker()
    if (this.about === 'transactions') await this.transactions()
    else {
      await this.firstPart()
      await this.secondPart()
    }
    await this.step(async (broker) => {
      await broker.manager.close()
      await broker.dirs.release()
    })
    await this.startBroker()
    if (this.about === 'transactions') await this.moreTransactions()
    else await this.afterwards()
  }

  private async firstPart(): Promise<void> {
    await this.make('t', TOPIC_ID)
    await this.make('u', OTHER_ID)
    await this.epoch('t', TOPIC_ID, 0)
    for (let round = 0; round < 4; round++) await this.send('t', TOPIC_ID, 2, true)
    await this.burst('u', OTHER_ID, [3, 3, 3, 3, 3], true)
    await this.send('t', TOPIC_ID, 1, false)
    await this.send('t', TOPIC_ID, 5, true)
    await this.step((broker) => broker.manager.checkpointHighWatermarks())
    await this.step((broker) => broker.world.advance(60_000))
    // A change of leaders: the end is taken back, and something else comes there.
    await this.truncate('t', TOPIC_ID, 4)
    await this.epoch('t', TOPIC_ID, 3)
    await this.burst('t', TOPIC_ID, [2, 2, 2, 2, 2, 2, 2], false, 100)
    for (let round = 0; round < 2; round++) await this.send('t', TOPIC_ID, 2, true)
    await this.send('t', TOPIC_ID, 3, false)
  }

  private async secondPart(): Promise<void> {
    // Within a segment, then where one begins: the file's name alone tells the start then.
    await this.deleteRecords('t', TOPIC_ID, 9)
    await this.deleteRecords(
      't',
      TOPIC_ID,
      this.log('t', TOPIC_ID)
        ?.segmentBases()
        .find((base) => base > 9) ?? 10,
    )
    await this.remove('u', OTHER_ID)
    await this.make('u', THIRD_ID)
    await this.burst('u', THIRD_ID, [3, 3, 3, 3, 3], false)
    for (let round = 0; round < 3; round++) await this.send('u', THIRD_ID, 3, true)
    // Everything below the high watermark in sealed segments is old now.
    await this.step(async ({ manager, settings }) => {
      settings.set('u', { ...SETTINGS, retentionMs: 1 })
      manager.topicConfigChanged('u')
      const log = this.log('u', THIRD_ID)
      if (log !== null) this.history.add({ what: 'start-moving', topicId: THIRD_ID, to: log.highWatermark })
      await manager.applyRetention()
    })
    await this.send('u', THIRD_ID, 1, true)
    await this.step((broker) => broker.world.advance(61_000))
    await this.send('t', TOPIC_ID, 2, false)
  }

  private async afterwards(): Promise<void> {
    await this.epoch('t', TOPIC_ID, 4)
    await this.send('t', TOPIC_ID, 2, true)
    await this.send('u', THIRD_ID, 2, true)
    await this.send('t', TOPIC_ID, 1, false)
  }

  /** Two producers, whose transactions begin and end in different segments, some of them after the stop. */
  private async transactions(): Promise<void> {
    await this.make('t', TOPIC_ID)
    await this.epoch('t', TOPIC_ID, 0)
    await this.transact(1, [2, 1])
    await this.transact(2, [3])
    await this.end(1, false)
    await this.transact(1, [1, 2])
    await this.send('t', TOPIC_ID, 1, true)
    await this.end(2, true)
    await this.transact(2, [3, 3], false)
    await this.step((broker) => broker.manager.checkpointHighWatermarks())
    await this.end(2, false)
    await this.step((broker) => broker.world.advance(61_000))
    await this.transact(3, [2])
    // A change of leaders takes a marker back, and the transaction is open again.
    await this.end(3, true)
    await this.truncate('t', TOPIC_ID, 1)
    await this.epoch('t', TOPIC_ID, 2)
    await this.transact(2, [2])
  }

  private async moreTransactions(): Promise<void> {
    await this.end(1, true)
    await this.transact(1, [2])
    await this.end(3, false)
    await this.end(2, false)
  }

  /** Batches of so many records in the producer's open transaction. */
  private async transact(producerId: number, counts: readonly number[], mustFlush = true): Promise<void> {
    await this.burst('t', TOPIC_ID, counts, mustFlush, 0, (log, values) => {
      const { producerEpoch, lastSequence } = stateOf(log, producerId)
      return batchOf(values, { producerId, producerEpoch, baseSequence: lastSequence + 1, transactional: true })
    })
  }

  /** As transaction version 2 ends them: with a raised epoch. */
  private async end(producerId: number, commit: boolean): Promise<void> {
    await this.burst('t', TOPIC_ID, [MARKER], true, 0, (log) => {
      const producerEpoch = stateOf(log, producerId).producerEpoch + 1
      return buildEndTransactionMarker({ producerId, producerEpoch, commit, coordinatorEpoch: 0, timestamp: NOW_MS })
    })
  }

  private async startBroker(): Promise<void> {
    this.broker = null
    try {
      this.broker = await start({
        disk: this.disk,
        plan: this.plan,
        logger: strictLogger(this.complaints),
        settings: new Map(['t', 'u'].map((topic) => [topic, SETTINGS])),
      })
    } catch (error) {
      if (!isExpected(error)) throw error
    }
  }

  /** Does `work` if there is a broker, and survives what a disk can do to it. */
  private async step(work: (broker: Broker) => Promise<void>): Promise<boolean> {
    if (this.broker === null) return false
    try {
      await work(this.broker)
      return true
    } catch (error) {
      if (!isExpected(error)) throw error
      return false
    }
  }

  private log(topic: string, topicId: string): Log | null {
    const log = (this.broker?.manager.get(topic, 0) ?? null) as Log | null
    return log?.topicId === topicId ? log : null
  }

  private async make(topic: string, topicId: string): Promise<void> {
    this.history.topics.set(topicId, { topic, partition: 0 })
    await this.step(async ({ manager }) => {
      this.history.add({ what: 'making', topicId })
      const log = await manager.getOrCreate(topic, 0, topicId, true)
      if (log.topicId !== topicId) return
      log.onAppendsLost = (to) => this.history.add({ what: 'lost', topicId, to })
      this.history.add({ what: 'made', topicId })
    })
  }

  private async remove(topic: string, topicId: string): Promise<void> {
    await this.step(async ({ manager }) => {
      if (this.log(topic, topicId) === null) return
      this.history.add({ what: 'deleting', topicId })
      await manager.delete(topic, 0)
      this.history.add({ what: 'deleted', topicId })
    })
  }

  private async epoch(topic: string, topicId: string, epoch: number): Promise<void> {
    await this.step(async () => {
      const log = this.log(topic, topicId)
      if (log === null) return
      await log.assignLeaderEpoch(epoch)
    })
  }

  private async send(topic: string, topicId: string, count: number, mustFlush: boolean): Promise<void> {
    await this.burst(topic, topicId, [count], mustFlush)
  }

  /** Batches of so many records, all in one turn. */
  private async burst(
    topic: string,
    topicId: string,
    counts: readonly number[],
    mustFlush: boolean,
    pad = 0,
    build: Build = idempotent,
  ): Promise<void> {
    await this.step(async ({ world }) => {
      const log = this.log(topic, topicId)
      if (log === null) return
      log.onAppendsLost ??= (to) => this.history.add({ what: 'lost', topicId, to })
      const pending: Offset[] = []
      // At once, as a broker answers: not when all has come to rest.
      log.onStable = () => {
        while (pending.length > 0 && pending[0]! <= log.stableEndOffset)
          this.acknowledge(log, pending.shift()!, mustFlush)
      }
      for (const count of counts) {
        const upTo = await this.appendOne(log, topic, count, { mustFlush, pad, build })
        if (upTo !== null) pending.push(upTo)
      }
      await world.settle()
      log.onStable = null
    })
  }

  private acknowledge(log: Log, upTo: Offset, mustFlush: boolean): void {
    this.history.add({ what: mustFlush ? 'acknowledged' : 'written', topicId: log.topicId!, upTo })
    log.highWatermark = upTo
    this.sent++
  }

  private async appendOne(
    log: Log,
    topic: string,
    count: number,
    { mustFlush, pad, build }: { mustFlush: boolean; pad: number; build: Build },
  ): Promise<Offset | null> {
    const text = () => `${topic} ${this.texts++} ${'.'.repeat(pad + (this.texts % 50))}`
    const isMarker = count === MARKER
    const values = isMarker ? [VALUE_OF_MARKER] : Array.from({ length: count }, text)
    const sequence = build === idempotent ? log.logEndOffset : -1
    const epoch = Math.max(0, log.latestEpoch)
    const origin = isMarker ? 'marker' : 'client'
    const bytes = build(log, values)
    const result = await log.append(bytes, {
      ...asClient,
      origin,
      transactionVersion: 2,
      leaderEpoch: epoch,
      mustFlush,
    })
    if (result.error !== 0 || result.duplicate) return null
    const batch = { firstOffset: result.firstOffset, values, sequence, epoch }
    this.history.add({ what: 'sent', topicId: log.topicId!, batch })
    return result.lastOffset + 1
  }

  private async truncate(topic: string, topicId: string, batches: number): Promise<void> {
    await this.step(async () => {
      const log = this.log(topic, topicId)
      if (log === null) return
      const to = Math.max(log.logStartOffset, this.history.startOfLast(topicId, batches))
      this.history.add({ what: 'truncating', topicId, to })
      await log.truncateTo(to)
    })
  }

  private async deleteRecords(topic: string, topicId: string, to: number): Promise<void> {
    await this.step(async ({ manager }) => {
      const log = this.log(topic, topicId)
      if (log === null || log.highWatermark < to) return
      this.history.add({ what: 'start-moving', topicId, to })
      await log.advanceLogStartOffset(to)
      await manager.persistLogStarts(log.logDir)
      this.history.add({ what: 'start-moved', topicId, to })
    })
  }
}

type Build = (log: Log, values: readonly string[]) => Buffer

/** All records are one producer's, so its next sequence is the log's next offset. */
const idempotent: Build = (log, values) =>
  batchOf(values, { producerId: PRODUCER_ID, producerEpoch: 0, baseSequence: log.logEndOffset })

/** In the place of a count of records. */
const MARKER = 0
/** Version 0, coordinator epoch 0. */
const VALUE_OF_MARKER = '\0'.repeat(6)

function stateOf(log: Log, producerId: number) {
  const found = log.activeProducers().find((one) => one.producerId === producerId)
  return found ?? { producerEpoch: 0, lastSequence: -1 }
}
