/**
 * A random life of a log beside a model of it: appends, reads, truncations, restarts after a clean stop, a kill, a power
 * cut. What was acknowledged after a sync survives all of them; nothing is ever read that the model does not have.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { times } from '../base/testing/times.ts'
import { FaultDisk, isChange } from '../io/fault/disk.ts'
import { MemoryDisk } from '../io/memory/disk.ts'
import { keepRandomly } from '../io/memory/random.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { appendNow, batchOf, openTestLog, readAll, recordsOf, type TestLog } from './log-test-kit.ts'

type Step =
  | { readonly do: 'append'; readonly counts: number[]; readonly mustFlush: boolean; readonly bytes: number }
  | { readonly do: 'settle' | 'checkpoint' | 'flush' | 'stop' | 'kill' | 'retain' }
  | { readonly do: 'read'; readonly at: number; readonly length: number; readonly maxBytes: number }
  | { readonly do: 'truncate' | 'advance' | 'findTime'; readonly at: number }
  | { readonly do: 'epoch'; readonly by: number }
  | { readonly do: 'cut'; readonly seed: number; readonly changes: number; readonly during: Step | null }

const fraction = fc.integer({ min: 0, max: 1000 })
const append: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('append' as const),
  counts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
  mustFlush: fc.boolean(),
  bytes: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3000 })),
})
const place: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('truncate' as const, 'advance', 'findTime'),
  at: fraction,
})
const simple: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('settle' as const, 'checkpoint', 'flush', 'retain'),
})
const end: fc.Arbitrary<Step> = fc.record({ do: fc.constantFrom('stop' as const, 'kill') })
const cut: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('cut' as const),
  seed: fc.nat(),
  changes: fc.nat(12),
  during: fc.option<Step>(fc.oneof(append, place, simple, end)),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: append },
  { weight: 4, arbitrary: simple },
  { weight: 2, arbitrary: end },
  { weight: 3, arbitrary: cut },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      at: fraction,
      length: fc.integer({ min: 0, max: 20 }),
      maxBytes: fc.integer({ min: 1, max: 5000 }),
    }),
  },
  { weight: 3, arbitrary: place },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('epoch' as const), by: fc.integer({ min: 1, max: 3 }) }) },
)

const settings = fc.record({
  segmentBytes: fc.constantFrom(4000, 20_000, 200_000),
  indexIntervalBytes: fc.constantFrom(0, 100, 4096),
  segmentIndexBytes: fc.constantFrom(48, 10 << 20),
  preallocate: fc.boolean(),
  retentionBytes: fc.constantFrom(-1, -1, 8000),
})

interface Batch {
  readonly base: number
  readonly mustFlush: boolean
  readonly values: string[]
}

class Life {
  kit!: TestLog
  private memory = new MemoryDisk()
  private faults!: FaultDisk
  batches: Batch[] = []
  start = 0
  end = 0
  /** Below it everything survives a power cut. */
  promised = 0
  checkpoint = 0
  epoch = 0
  private isInterrupted = false
  private counter = 0
  private readonly settings: Record<string, unknown>

  constructor(settings: Record<string, unknown>) {
    this.settings = settings
  }

  async open(disk: MemoryDisk, cleanShutdown: boolean): Promise<void> {
    this.memory = disk
    this.faults = new FaultDisk(disk)
    this.kit = await openTestLog({
      settings: this.settings,
      cleanShutdown,
      recoveryPoint: this.checkpoint,
      logStartOffset: this.start,
      highWatermark: this.start,
      onRecoveryPointLowered: async () => {
        this.checkpoint = Math.min(this.checkpoint, this.kit.log.recoveryPoint)
      },
      disk: this.faults,
    })
    this.watch()
  }

  private watch(): void {
    const { log } = this.kit
    log.onStable = () => {
      assert.ok(log.stableEndOffset <= log.writtenOffset)
      log.highWatermark = Math.max(log.highWatermark, log.stableEndOffset)
      for (const { base, values, mustFlush } of this.batches) {
        const end = base + values.length
        if (mustFlush && end <= log.stableEndOffset) this.promised = Math.max(this.promised, end)
      }
    }
  }

  async run(step: Step): Promise<void> {
    const { log, world } = this.kit
    switch (step.do) {
      case 'append':
        for (const count of step.counts) this.append(count, step.bytes, step.mustFlush)
        return
      case 'settle':
        await world.settle()
        if (!this.isInterrupted) assert.equal(log.stableEndOffset, this.end)
        this.promised = Math.max(this.promised, log.flushedOffset)
        return
      case 'checkpoint':
        this.checkpoint = log.recoveryPoint
        return
      case 'flush':
        await log.flush()
        assert.equal(log.flushedOffset, this.end)
        this.promised = this.end
        this.checkpoint = log.recoveryPoint
        return
      case 'read':
        return this.read(step.at, step.length, step.maxBytes)
      case 'epoch':
        this.epoch += step.by
        return log.assignLeaderEpoch(this.epoch)
      case 'truncate':
        return this.truncate(step.at)
      case 'advance':
        await log.advanceLogStartOffset(this.pick(step.at))
        return this.takeStart()
      case 'retain':
        await world.settle()
        await log.applyRetention(world.clock.wallMs())
        await world.advance(100)
        return this.takeStart()
      case 'findTime':
        return this.findTime(step.at)
      case 'stop':
        await log.close(true)
        if (this.isInterrupted) return
        this.checkpoint = this.end
        this.promised = this.end
        await this.open(this.memory.afterKill(), true)
        return this.compare(this.end)
      case 'kill': {
        if (this.isInterrupted) return
        const written = log.writtenOffset
        await this.open(this.memory.crash(), false)
        return this.compare(written)
      }
      case 'cut':
        await this.stopAfter(step.changes, step.during)
        await this.open(this.memory.cut(keepRandomly(step.seed)), false)
        return this.compare(this.promised)
    }
  }

  /** Something goes on, and after some changes of the disk nothing happens any more. */
  private async stopAfter(changes: number, during: Step | null): Promise<void> {
    let left = changes
    const { kit } = this
    this.faults.setPlan((operation) => (isChange(operation) && left-- === 0 ? { act: 'stop' } : null))
    if (during !== null) {
      this.isInterrupted = true
      // What it has not said, it did not do.
      this.run(during).catch(() => {})
    }
    for (let turn = 0; turn < 20; turn++) await kit.world.settle()
    this.isInterrupted = false
  }

  private append(count: number, bytes: number, mustFlush: boolean): void {
    const values = Array.from({ length: count }, () => `${this.counter++}:`.padEnd(bytes, 'x'))
    const batch = batchOf(values, { timestamp: 1000 + this.counter * 10 })
    const result = appendNow(this.kit.log, batch, { mustFlush, leaderEpoch: this.epoch })
    if (batch.length > this.kit.log.config.segmentBytes) {
      assert.equal(result.error, ErrorCode.RECORD_LIST_TOO_LARGE)
      return
    }
    assert.equal(result.error, 0)
    assert.equal(result.firstOffset, this.end)
    this.batches.push({ base: this.end, values, mustFlush })
    this.end += count
  }

  private pick(at: number): number {
    return this.start + Math.floor(((this.end - this.start) * at) / 1000)
  }

  private async read(at: number, length: number, maxBytes: number): Promise<void> {
    const { log } = this.kit
    const from = this.pick(at)
    const upTo = Math.min(from + length, log.writtenOffset)
    const slice = await log.read(from, upTo, maxBytes, true, false)
    assert.equal(slice.error, 0)
    const records = recordsOf(slice)
    const model = new Map(this.records())
    for (const { offset, value } of records) assert.equal(value, model.get(offset))
    const wanted = this.batches.find((batch) => batch.base + batch.values.length > from)
    const fits = wanted !== undefined && wanted.base + wanted.values.length <= upTo
    assert.equal(records[0]?.offset, fits ? wanted.base : undefined)
  }

  private async truncate(at: number): Promise<void> {
    // Leaders and followers part between batches.
    const target = this.pick(at)
    const cut = this.batches.findIndex((batch) => batch.base + batch.values.length > target)
    if (cut < 0) return
    const offset = Math.max(this.batches[cut]!.base, this.start)
    if (offset !== this.batches[cut]!.base) return
    await this.kit.world.settle()
    this.promised = Math.min(this.promised, offset)
    await this.kit.log.truncateTo(offset)
    if (this.isInterrupted) return
    this.batches.length = cut
    this.end = offset
    assert.ok(this.checkpoint <= offset)
    assert.equal(this.kit.log.logEndOffset, offset)
  }

  private async findTime(at: number): Promise<void> {
    const { log, world } = this.kit
    await world.settle()
    const all = await readAll(log)
    const wanted = 1000 + Math.floor((this.counter * 10 * at) / 1000)
    const expected = all.find((record) => record.timestamp >= wanted && record.offset >= log.logStartOffset)
    const found = await log.offsetForTimestamp(wanted)
    assert.deepEqual(found && [found.offset, found.timestamp], expected ? [expected.offset, expected.timestamp] : null)
  }

  private takeStart(): void {
    assert.ok(this.kit.log.logStartOffset >= this.start)
    this.start = this.kit.log.logStartOffset
    this.promised = Math.max(this.promised, this.start)
  }

  /** All that the log holds is the model's, without holes, and reaches at least to `least`. */
  async compare(least: number): Promise<void> {
    const { log } = this.kit
    const end = log.logEndOffset
    assert.ok(end >= least && end <= this.end, `the log ends at ${end}, ${least} to ${this.end} are possible`)
    assert.ok(log.logStartOffset >= this.start)
    this.start = log.logStartOffset
    this.batches = this.batches.filter((batch) => batch.base + batch.values.length <= end)
    this.end = end
    // It may be read now, so it must stay.
    this.promised = end
    this.checkpoint = Math.min(this.checkpoint, end)
    const stored = await readAll(log)
    const expected = this.records().filter(([offset]) => offset >= this.start)
    assert.deepEqual(
      stored.map((record) => [record.offset, record.value]),
      expected,
    )
  }

  private records(): [number, string][] {
    return this.batches.flatMap((batch) => batch.values.map((v, i): [number, string] => [batch.base + i, v]))
  }
}

test('a log lives like its model', async () => {
  await fc.assert(
    fc.asyncProperty(settings, fc.array(step, { minLength: 5, maxLength: 60 }), async (config, steps) => {
      const life = new Life(config)
      await life.open(new MemoryDisk(), false)
      for (const one of steps) await life.run(one)
      await life.run({ do: 'settle' })
      await life.compare(life.end)
    }),
    { numRuns: times(150) },
  )
})
