/**
 * Random interleavings of transactional producers beside a model: whatever the order of batches, markers, late markers,
 * segments, kills, stops, damaged snapshots and deleted records, readers of committed records see what was committed and nothing
 * else, and the last stable offset is where the model has it and goes back for nothing but a start.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { times } from '../base/testing/times.ts'
import type { MemoryDisk } from '../io/memory/disk.ts'
import { buildEndTransactionMarker } from '../protocol/batch/builder.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { readCommitted } from './committed-test-kit.ts'
import { append, batchOf, DIR, fileNames, NOW_MS, openTestLog, type TestLog } from './log-test-kit.ts'

type Step =
  | { readonly do: 'data' | 'plain'; readonly producer: number; readonly count: number }
  | { readonly do: 'end'; readonly producer: number; readonly commit: boolean }
  | { readonly do: 'late'; readonly producer: number }
  | { readonly do: 'watermark'; readonly share: number }
  | { readonly do: 'kill' | 'stop'; readonly snapshots: 'good' | 'damaged' | 'lost'; readonly checkpointed: boolean }
  | { readonly do: 'delete'; readonly share: number }
  | { readonly do: 'read'; readonly from: number; readonly maxBytes: number }

const producer = fc.nat(3)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('data' as const), producer, count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('plain' as const), producer, count: fc.constant(1) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('end' as const), producer, commit: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), producer }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('watermark' as const), share: fc.nat(100) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('kill' as const, 'stop'),
      snapshots: fc.constantFrom('good' as const, 'damaged', 'lost'),
      checkpointed: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), share: fc.nat(100) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      from: fc.nat(60),
      maxBytes: fc.integer({ min: 1, max: 800 }),
    }),
  },
)

interface Transaction {
  readonly first: number
  /** null: open. */
  end: { readonly commit: boolean; readonly offset: number } | null
}

interface Stored {
  readonly offset: number
  readonly value: string
  /** null: outside of transactions. */
  readonly transaction: Transaction | null
}

class Producer {
  epoch = 0
  sequence = 0
  /** Of its last batch. */
  lastOffset = -1
  open: Transaction | null = null
  last: { readonly commit: boolean; readonly epoch: number } | null = null
  readonly id: number
  /** Transaction version 2: every end raises the epoch. */
  readonly raises: boolean

  constructor(id: number) {
    this.id = id
    this.raises = id % 2 === 0
  }
}

class Life {
  kit!: TestLog
  readonly records: Stored[] = []
  readonly transactions: Transaction[] = []
  private readonly producers = [7, 8, 9, 10].map((id) => new Producer(id))
  private readonly settings: Record<string, number>
  private start = 0
  private end = 0
  private highWatermark = 0
  private lastStable = -1
  private startedAt = 0
  private texts = 0

  constructor(settings: Record<string, number>) {
    this.settings = settings
  }

  async open(cleanShutdown: boolean, disk?: MemoryDisk, recoveryPoint = 0): Promise<void> {
    this.kit = await openTestLog({
      ...(disk === undefined ? {} : { disk }),
      settings: this.settings,
      cleanShutdown,
      recoveryPoint,
      logStartOffset: this.start,
      highWatermark: this.highWatermark,
    })
    assert.equal(this.kit.log.logEndOffset, this.end)
    this.lastStable = -1
    this.startedAt = this.end
    this.kit.log.highWatermark = this.highWatermark
  }

  async take(one: Step): Promise<void> {
    switch (one.do) {
      case 'data':
      case 'plain':
        return this.send(this.producers[one.producer]!, one.count, one.do === 'data')
      case 'end':
        return this.endTransaction(this.producers[one.producer]!, one.commit)
      case 'late':
        return this.late(this.producers[one.producer]!)
      case 'watermark':
        this.highWatermark += Math.floor(((this.end - this.highWatermark) * one.share) / 100)
        this.kit.log.highWatermark = this.highWatermark
        return
      case 'kill':
      case 'stop':
        return this.restart(one)
      case 'delete':
        this.start += Math.floor(((this.stable() - this.start) * one.share) / 100)
        return this.kit.log.advanceLogStartOffset(this.start)
      case 'read':
        return this.read(Math.max(this.start, Math.min(one.from, this.stable())), one.maxBytes)
    }
  }

  private async restart(how: Step & { readonly do: 'kill' | 'stop' }): Promise<void> {
    const { log } = this.kit
    const before = this.states()
    const isClean = how.do === 'stop'
    if (isClean) await log.close(true)
    const { recoveryPoint } = log
    const disk = this.kit.disk.afterKill()
    const names = (await fileNames(disk)).filter((name) => name.endsWith('.snapshot'))
    // After a clean stop it would be believed that there were no producers, as in Apache.
    if (how.snapshots === 'lost' && !isClean) for (const name of names) await disk.remove(`${DIR}/${name}`)
    else if (how.snapshots !== 'good' && names.length > 0) await damage(disk, `${DIR}/${names.at(-1)}`)
    await this.open(isClean, disk, how.checkpointed || isClean ? recoveryPoint : 0)
    assert.deepEqual(this.states(), before, `producers after a ${how.do}`)
    for (const producer of this.producers) {
      if (producer.lastOffset >= this.start) continue
      // Nothing may tell its last sequence number any more.
      producer.epoch++
      producer.sequence = 0
    }
  }

  /** Of those whose last batch has not been deleted. */
  private states(): string[] {
    const known = this.kit.log.activeProducers().filter(({ producerId }) => {
      return this.producers.find(({ id }) => id === producerId)!.lastOffset >= this.start
    })
    return known.map((one) => `${one.producerId}/${one.producerEpoch} ${one.lastSequence}`).sort()
  }

  private async send(of: Producer, count: number, transactional: boolean): Promise<void> {
    const values = Array.from({ length: count }, () => `v${this.texts++}`)
    const { id: producerId, epoch: producerEpoch, sequence: baseSequence } = of
    const header = transactional ? { producerId, producerEpoch, baseSequence, transactional } : {}
    const result = await append(this.kit, batchOf(values, header))
    assert.equal(result.error, ErrorCode.NONE)
    assert.equal(result.firstOffset, this.end)
    let transaction: Transaction | null = null
    if (transactional) {
      of.sequence += count
      of.lastOffset = this.end + count - 1
      of.open ??= { first: this.end, end: null }
      transaction = of.open
      if (transaction.first === this.end) this.transactions.push(transaction)
    }
    for (const value of values) this.records.push({ offset: this.end++, value, transaction })
  }

  private mark(of: Producer, commit: boolean, epoch: number) {
    const marker = { producerId: of.id, producerEpoch: epoch, commit, coordinatorEpoch: 0, timestamp: NOW_MS }
    const transactionVersion = of.raises ? 2 : 1
    return append(this.kit, buildEndTransactionMarker(marker), { origin: 'marker', transactionVersion })
  }

  private async endTransaction(of: Producer, commit: boolean): Promise<void> {
    if (of.open === null) return
    if (of.raises) {
      of.epoch++
      of.sequence = 0
    }
    const result = await this.mark(of, commit, of.epoch)
    assert.equal(result.error, ErrorCode.NONE)
    of.open.end = { commit, offset: this.end++ }
    of.open = null
    of.last = { commit, epoch: of.epoch }
  }

  /** The marker before comes once more; where the epoch does not rise with it, nobody could tell it from a new one. */
  private async late(of: Producer): Promise<void> {
    if (of.last === null || (of.open !== null && !of.raises)) return
    const result = await this.mark(of, !of.last.commit, of.last.epoch)
    if (of.open !== null) assert.equal(result.error, ErrorCode.INVALID_PRODUCER_EPOCH)
    else assert.equal(result.error, ErrorCode.NONE)
    this.end = this.kit.log.logEndOffset
  }

  /** `endedFrom`: ends below it count, wherever the high watermark is. */
  private stable(endedFrom = 0): number {
    let stable = this.highWatermark
    for (const { first, end } of this.transactions) {
      const isDecided = end !== null && (end.offset < this.highWatermark || end.offset < endedFrom)
      if (!isDecided) stable = Math.min(stable, first)
    }
    return Math.max(stable, this.start)
  }

  check(): void {
    const { log } = this.kit
    const found = Math.min(log.firstUnstableOffset ?? this.highWatermark, this.highWatermark)
    // As in Apache, a start may forget that the markers before it are not below the high watermark yet.
    assert.ok(found >= this.stable() && found <= this.stable(this.startedAt), `the last stable offset is ${found}`)
    assert.ok(found >= this.lastStable, `the last stable offset went back from ${this.lastStable} to ${found}`)
    this.lastStable = found
  }

  async read(from: number, maxBytes: number): Promise<void> {
    const upTo = this.stable()
    const seen = await readCommitted(this.kit.log, from, upTo, maxBytes)
    const expected = this.records.filter(({ offset, transaction }) => {
      return offset >= from && offset < upTo && (transaction === null || transaction.end?.commit === true)
    })
    assert.deepEqual(
      seen,
      expected.map(({ offset, value }) => `${offset} ${value}`),
    )
  }
}

async function damage(disk: MemoryDisk, path: string): Promise<void> {
  const file = await disk.open(path, 'write')
  await file.write([Buffer.from([0xff])], 12)
  await file.close()
}

test('readers of committed records see what was committed, in every order of things', async () => {
  const settings = fc.record({
    segmentBytes: fc.constantFrom(300, 900, 100_000),
    indexIntervalBytes: fc.constantFrom(0, 4096),
  })
  await fc.assert(
    fc.asyncProperty(settings, fc.array(step, { minLength: 5, maxLength: 60 }), async (settings, steps) => {
      const life = new Life(settings)
      await life.open(false)
      for (const one of steps) {
        await life.take(one)
        life.check()
      }
      for (const share of [50, 100]) {
        await life.take({ do: 'watermark', share })
        life.check()
        await life.take({ do: 'read', from: 0, maxBytes: 1 << 20 })
      }
      await life.take({ do: 'kill', snapshots: 'good', checkpointed: true })
      life.check()
      await life.take({ do: 'read', from: 0, maxBytes: 200 })
    }),
    { numRuns: times(300) },
  )
})
