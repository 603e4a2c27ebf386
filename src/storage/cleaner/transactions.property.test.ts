/**
 * Random lives of a compacted log that transactions write to, beside a model: producers of both transaction versions, records
 * that are deleted at the front, kills, stops, snapshots of producers that are lost or damaged, producers that are forgotten.
 * Readers of committed records see the newest committed record of each key and nothing of an aborted one, the last stable
 * offset stands where the model has it, and whoever wrote before goes on after any start.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { times } from '../../base/testing/times.ts'
import type { MemoryDisk } from '../../io/memory/disk.ts'
import { buildEndTransactionMarker } from '../../protocol/batch/builder.ts'
import { LOG_STARTS, RECOVERY_POINTS } from '../checkpoint-file.ts'
import { readCommitted } from '../committed-test-kit.ts'
import { asClient } from '../log-test-kit.ts'
import { CompactedLog, keyedBatch } from './cleaner-test-kit.ts'

const RETENTION_MS = 10_000
const NOBODY = -1
const NEVER = -1
const IDEMPOTENT = 5
/** Even ones raise their epoch with every transaction. */
const TRANSACTIONAL = [8, 9, 10, 11]

type Step =
  | { readonly do: 'put'; readonly keys: readonly string[]; readonly compression: number; readonly as: number }
  | { readonly do: 'end'; readonly as: number; readonly commit: boolean }
  | { readonly do: 'clean'; readonly keysMax: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'delete'; readonly share: number }
  /** Killed in the middle of a round. */
  | { readonly do: 'kill cleaning'; readonly after: number }
  | { readonly do: 'checkpoint' }
  | { readonly do: 'forget' }
  | { readonly do: 'reopen'; readonly how: 'kill' | 'stop'; readonly snapshots: 'good' | 'lost' | 'damaged' }
  | { readonly do: 'read'; readonly share: number; readonly maxBytes: number }

const as = fc.constantFrom(NOBODY, IDEMPOTENT, ...TRANSACTIONAL, ...TRANSACTIONAL)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 4 }),
      compression: fc.constantFrom(0, 0, 2, 4),
      as,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      as: fc.constantFrom(...TRANSACTIONAL),
      commit: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('clean' as const), keysMax: fc.constantFrom(1, 3, 1000, 1000) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, RETENTION_MS) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('kill cleaning' as const), after: fc.integer({ min: 150, max: 400 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), share: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.constantFrom({ do: 'checkpoint' } as const, { do: 'forget' } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('reopen' as const),
      how: fc.constantFrom('kill' as const, 'stop' as const),
      snapshots: fc.constantFrom('good' as const, 'lost' as const, 'damaged' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      share: fc.nat(100),
      maxBytes: fc.integer({ min: 1, max: 600 }),
    }),
  },
)

interface Transaction {
  readonly first: number
  last: number
  /** null: open. */
  committed: boolean | null
}

interface Known {
  readonly offset: number
  readonly key: string
  readonly value: string
  /** null: outside of transactions. */
  readonly transaction: Transaction | null
}

class Producer {
  readonly id: number
  epoch = 0
  sequence = 0
  open: Transaction | null = null
  /** Of its last batch, or of the marker that its epoch begins with. */
  lastOffset = NEVER

  constructor(id: number) {
    this.id = id
  }

  /** In the next epoch, which is known from `offset` on. */
  goOn(offset: number): void {
    this.epoch++
    this.sequence = 0
    this.lastOffset = offset
  }

  get isTransactional(): boolean {
    return TRANSACTIONAL.includes(this.id)
  }

  get transactionVersion(): number {
    return this.id % 2 === 0 ? 2 : 1
  }
}

class Life {
  t!: CompactedLog
  private readonly all: Known[] = []
  private readonly producers = new Map([IDEMPOTENT, ...TRANSACTIONAL].map((id) => [id, new Producer(id)]))
  private texts = 0

  async do(step: Step): Promise<void> {
    if (step.do === 'put') await this.put(step.keys, step.compression, step.as)
    else if (step.do === 'end') await this.end(this.producers.get(step.as)!, step.commit)
    else if (step.do === 'wait') await this.t.broker.world.advance(step.ms)
    else if (step.do === 'clean') await this.clean(step.keysMax)
    else if (step.do === 'delete') await this.deleteRecords(this.part(step.share))
    else if (step.do === 'kill cleaning') await this.killCleaning(step.after)
    else if (step.do === 'checkpoint') await this.checkpoint(RECOVERY_POINTS)
    else if (step.do === 'forget') this.forget()
    else if (step.do === 'reopen') await this.reopen(step.how, step.snapshots)
    else await this.read(this.part(step.share), step.maxBytes)
  }

  /** An offset of what may be read. */
  private part(share: number): number {
    const { logStartOffset } = this.t.log
    return logStartOffset + Math.floor(((this.stable() - logStartOffset) * share) / 100)
  }

  private async put(keys: readonly string[], compression: number, as: number): Promise<void> {
    const producer = this.producers.get(as) ?? null
    const records = keys.map((key) => ({ key, value: `v${this.texts++}` }))
    const timestamp = this.t.broker.world.clock.wallMs()
    const header =
      producer === null
        ? {}
        : {
            producerId: producer.id,
            producerEpoch: producer.epoch,
            baseSequence: producer.sequence,
            transactional: producer.isTransactional,
          }
    const { firstOffset, lastOffset } = await this.t.append(keyedBatch(records, { ...header, compression, timestamp }))
    let transaction: Transaction | null = null
    if (producer !== null) {
      producer.sequence += keys.length
      producer.lastOffset = lastOffset
      if (producer.isTransactional) {
        producer.open ??= { first: firstOffset, last: lastOffset, committed: null }
        transaction = producer.open
        transaction.last = lastOffset
      }
    }
    for (const [index, { key, value }] of records.entries())
      this.all.push({ offset: firstOffset + index, key, value, transaction })
  }

  private async end(producer: Producer, commit: boolean): Promise<void> {
    if (producer.open === null) return
    if (producer.transactionVersion === 2) producer.goOn(this.t.log.logEndOffset)
    const { log, broker } = this.t
    const { id: producerId, epoch: producerEpoch, transactionVersion } = producer
    const timestamp = broker.world.clock.wallMs()
    const marker = buildEndTransactionMarker({ producerId, producerEpoch, commit, coordinatorEpoch: 0, timestamp })
    const { error } = await log.append(marker, { ...asClient, origin: 'marker', transactionVersion, mustFlush: true })
    assert.equal(error, 0)
    await this.settle()
    producer.open.committed = commit
    producer.open = null
  }

  private async settle(): Promise<void> {
    await this.t.broker.world.settle()
    this.t.log.highWatermark = this.t.log.stableEndOffset
  }

  private async clean(keysMax: number): Promise<void> {
    await this.t.seal()
    await this.t.clean({ mapBytesMax: 24 * (Math.ceil(keysMax / 0.9) + 1) })
  }

  private async deleteRecords(before: number): Promise<void> {
    await this.t.log.advanceLogStartOffset(before)
    await this.checkpoint(LOG_STARTS)
  }

  private async checkpoint(name: typeof LOG_STARTS | typeof RECOVERY_POINTS): Promise<void> {
    const { log, broker } = this.t
    await broker.manager.checkpointIn(broker.manager.folders.get(log.logDir)!, name)
  }

  /** All were silent for long. */
  private forget(): void {
    this.t.log.expireProducers(Number.MAX_SAFE_INTEGER, -1)
    for (const producer of this.producers.values()) if (producer.open === null) producer.goOn(NEVER)
  }

  private async killCleaning(after: number): Promise<void> {
    await this.t.seal()
    void this.t.clean()
    for (let turn = 0; turn < after; turn++) await null
    await this.reopen('kill', 'good')
  }

  private async reopen(how: 'kill' | 'stop', snapshots: 'good' | 'lost' | 'damaged'): Promise<void> {
    const before = this.states()
    if (how === 'stop') {
      await this.t.broker.manager.close()
      await this.t.broker.dirs.release()
    }
    const disk = this.t.broker.disk.afterKill()
    if (snapshots !== 'good') await this.harmSnapshots(disk, how === 'stop' || snapshots === 'damaged')
    this.t = await CompactedLog.open(this.t.log.config, { disk })
    await this.settle()
    // Nothing may tell their last sequence number any more: they are refused, and go on with the next epoch (KIP-360).
    for (const producer of this.producers.values())
      if (producer.lastOffset >= 0 && producer.lastOffset < this.t.log.logStartOffset) producer.goOn(NEVER)
    assert.deepEqual(this.states(), before, `producers after a ${how}`)
  }

  /** After a clean stop it would be believed that there were none, as in Apache: there they are damaged. */
  private async harmSnapshots(disk: MemoryDisk, isDamage: boolean): Promise<void> {
    const { dir } = this.t.log
    const names = (await disk.list(dir)).map(({ name }) => name).filter((name) => name.endsWith('.snapshot'))
    for (const name of isDamage ? names.sort().slice(-1) : names) {
      await disk.remove(`${dir}/${name}`)
      if (!isDamage) continue
      const file = await disk.open(`${dir}/${name}`, 'create')
      await file.write([Buffer.from('nothing good')], 0)
      await file.close()
    }
  }

  /** Of the producers whose last record has not been deleted at the front. */
  private states(): string[] {
    const { log } = this.t
    return log
      .activeProducers()
      .filter(({ producerId }) => this.producers.get(producerId)!.lastOffset >= log.logStartOffset)
      .map(({ producerId, producerEpoch, lastSequence }) => `${producerId}/${producerEpoch} ${lastSequence}`)
      .sort()
  }

  private stable(): number {
    const { log } = this.t
    const firsts = [...this.producers.values()].flatMap(({ open }) => (open === null ? [] : [open.first]))
    return Math.max(log.logStartOffset, Math.min(log.highWatermark, ...firsts))
  }

  check(): void {
    const { log } = this.t
    assert.equal(log.firstUnstableOffset ?? log.highWatermark, this.stable(), 'the last stable offset')
  }

  async read(from: number, maxBytes: number): Promise<void> {
    const upTo = this.stable()
    const seen = (await readCommitted(this.t.log, from, upTo, maxBytes)).filter((text) => !text.endsWith(' ~'))
    const committed = this.all.filter(
      ({ offset, transaction }) => offset < upTo && (transaction === null || transaction.committed === true),
    )
    const byText = new Map(committed.map((known) => [`${known.offset} ${known.value}`, known]))
    let last = -1
    for (const text of seen) {
      const known = byText.get(text)
      assert.ok(known !== undefined, `${text} was never committed`)
      assert.ok(known.offset > last, `${known.offset} after ${last}`)
      last = known.offset
    }
    const newest = new Map(committed.map((known) => [known.key, known]))
    for (const { key, offset, value } of newest.values())
      if (offset >= from) assert.ok(seen.includes(`${offset} ${value}`), `${key}@${offset} is its key's newest`)
  }
}

test('a random life of a compacted log with transactions', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(150, 300, 700, 100_000),
      fc.constantFrom(0, RETENTION_MS),
      fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
      async (segmentBytes, deleteRetentionMs, steps) => {
        const life = new Life()
        life.t = await CompactedLog.open({ segmentBytes, deleteRetentionMs })
        for (const one of steps) {
          await life.do(one)
          life.check()
        }
        for (const keysMax of [3, 1000]) {
          await life.do({ do: 'clean', keysMax })
          life.check()
          await life.do({ do: 'read', share: 0, maxBytes: 400 })
        }
      },
    ),
    { numRuns: times(40) },
  )
})
