/**
 * Random lives of a compacted log beside a model that remembers everything: of each key the newest record survives at its
 * offset, nothing comes back, tombstones stay until their horizon, producers are still known after any start.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { times } from '../../base/testing/times.ts'
import { asClient } from '../log-test-kit.ts'
import { CompactedLog, type KeyedRecord, keyedBatch, type Stored } from './cleaner-test-kit.ts'

const RETENTION_MS = 10_000
const TRANSACTIONAL = 7
const IDEMPOTENT = 5

type Step =
  | { readonly do: 'put'; readonly records: KeyedRecord[]; readonly compression: number; readonly as: number }
  | { readonly do: 'end'; readonly commit: boolean }
  | { readonly do: 'clean'; readonly keysMax: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'reopen'; readonly how: 'kill' | 'stop' }
  | { readonly do: 'again' }

const record: fc.Arbitrary<KeyedRecord> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  value: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { freq: 3 }),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      records: fc.array(record, { minLength: 1, maxLength: 5 }),
      compression: fc.constantFrom(0, 0, 1, 2, 3, 4),
      as: fc.constantFrom(-1, -1, IDEMPOTENT, TRANSACTIONAL),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const), commit: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('clean' as const), keysMax: fc.constantFrom(1, 2, 4, 1000) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 4_000, RETENTION_MS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('reopen' as const),
      how: fc.constantFrom('kill' as const, 'stop' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const) }) },
)

interface Known extends Stored {
  readonly batchBase: number
  /** null: its transaction is open. */
  isCommitted: boolean | null
  /** When the cleaner saw its batch first. */
  cleanedMs: number | null
  /** A tombstone whose delete horizon had come when the cleaner went over it. */
  mayGo: boolean
}

class Life {
  t!: CompactedLog
  private readonly all: Known[] = []
  private readonly sequences = new Map<number, number>()
  private last: { batch: Buffer; offset: number } | null = null

  async do(step: Step): Promise<void> {
    if (step.do === 'put') await this.put(step.records, step.compression, step.as)
    else if (step.do === 'end') await this.end(step.commit)
    else if (step.do === 'wait') await this.t.broker.world.advance(step.ms)
    else if (step.do === 'clean') await this.clean(step.keysMax)
    else if (step.do === 'again') await this.sendAgain()
    else this.t = await this.t.reopen(step.how)
  }

  private async put(records: readonly KeyedRecord[], compression: number, as: number): Promise<void> {
    const baseSequence = this.sequences.get(as) ?? 0
    const isTransactional = as === TRANSACTIONAL
    const producer = { producerId: as, producerEpoch: 0, baseSequence, transactional: isTransactional }
    const options = as < 0 ? {} : producer
    const timestamp = this.t.broker.world.clock.wallMs()
    const batch = keyedBatch(records, { ...options, compression, timestamp })
    const sent = Buffer.from(batch)
    const { firstOffset } = await this.t.append(batch)
    this.sequences.set(as, baseSequence + records.length)
    if (as === IDEMPOTENT) this.last = { batch: sent, offset: firstOffset }
    for (const [index, { key, value }] of records.entries()) {
      const isCommitted = isTransactional ? null : true
      this.all.push({
        offset: firstOffset + index,
        key,
        value,
        batchBase: firstOffset,
        isCommitted,
        cleanedMs: null,
        mayGo: false,
      })
    }
  }

  private async end(commit: boolean): Promise<void> {
    const open = this.all.filter((known) => known.isCommitted === null)
    if (open.length === 0) return
    await this.t.marker(TRANSACTIONAL, commit)
    for (const known of open) known.isCommitted = commit
  }

  private async clean(keysMax: number): Promise<void> {
    await this.t.seal()
    const bases = this.t.log.segmentBases()
    for (const known of this.all) if (this.isTombstoneDue(known)) known.mayGo = true
    await this.t.clean({ mapBytesMax: 24 * (Math.ceil(keysMax / 0.9) + 1) })
    const nowMs = this.t.broker.world.clock.wallMs()
    const { upTo } = this.t.log.cleaning
    // A segment is copied whole, also what lies behind the round's end.
    for (const known of this.all) {
      const base = bases.findLast((one) => one <= known.batchBase)!
      if (base < upTo && base !== bases.at(-1)) known.cleanedMs ??= nowMs
    }
  }

  private isTombstoneDue({ value, cleanedMs }: Known): boolean {
    return value === null && cleanedMs !== null && this.t.broker.world.clock.wallMs() >= cleanedMs + RETENTION_MS
  }

  private async sendAgain(): Promise<void> {
    if (this.last === null) return
    const result = await this.t.log.append(Buffer.from(this.last.batch), { ...asClient, mustFlush: true })
    await this.t.broker.world.settle()
    assert.deepEqual([result.error, result.duplicate, result.firstOffset], [0, true, this.last.offset])
  }

  async check(): Promise<void> {
    const { log } = this.t
    const stored = await this.t.stored()
    const byOffset = new Map(this.all.map((known) => [known.offset, known]))
    const kept = new Set<number>()
    let before = -1
    for (const { offset, key, value } of stored) {
      assert.ok(offset > before, `${offset} after ${before}`)
      before = offset
      kept.add(offset)
      const known = byOffset.get(offset)
      assert.deepEqual({ key, value }, { key: known?.key, value: known?.value }, `at ${offset}`)
    }
    const { upTo } = log.cleaning
    const newest = new Map<string, Known>()
    const keptClean = new Set<string>()
    for (const known of this.all) {
      if (known.isCommitted !== false) newest.set(known.key!, known)
      else if (known.offset < upTo) assert.ok(!kept.has(known.offset), `${known.offset} was aborted`)
      if (known.offset >= upTo) {
        // Aborted records go with any copy of their segment.
        if (known.isCommitted !== false) assert.ok(kept.has(known.offset), `${known.offset} was not looked at yet`)
      } else if (kept.has(known.offset)) {
        assert.ok(!keptClean.has(known.key!), `${known.key} is there twice below ${upTo}`)
        keptClean.add(known.key!)
      }
    }
    for (const known of newest.values()) {
      if (!known.mayGo) assert.ok(kept.has(known.offset), `${known.key}@${known.offset} is its key's newest`)
      if (known.offset >= upTo || kept.has(known.offset)) continue
      const older = stored.filter(({ key, offset }) => key === known.key && offset < known.offset)
      assert.deepEqual(older, [], 'a deleted key came back')
    }
  }
}

test('a random life of a compacted log', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(300, 600, 100_000),
      fc.array(step, { minLength: 5, maxLength: 40 }),
      async (segmentBytes, steps) => {
        const life = new Life()
        life.t = await CompactedLog.open({ segmentBytes, deleteRetentionMs: RETENTION_MS })
        for (const one of steps) {
          await life.do(one)
          if (one.do === 'clean' || one.do === 'reopen') await life.check()
        }
        await life.do({ do: 'clean', keysMax: 1000 })
        await life.check()
      },
    ),
    { numRuns: times(60) },
  )
})
