/**
 * Producers that write transactions through a bad network, over one broker's disk: answers get lost and are asked for again,
 * requests come a second time much later, the disk is full for a while, a folder fails, the broker is killed. Everything
 * follows from a seed.
 */
import assert from 'node:assert/strict'
import { ZERO_UUID } from '../../../base/kinds.ts'
import type { Fault, OperationKind } from '../../../io/fault/disk.ts'
import { MemoryDisk } from '../../../io/memory/disk.ts'
import { Random } from '../../../io/memory/random.ts'
import { ErrorCode, errorName } from '../../../protocol/error-codes.ts'
import { readCommitted } from '../../../storage/committed-test-kit.ts'
import type { Log } from '../../../storage/log.ts'
import { batchOf, NOW_MS } from '../../../storage/log-test-kit.ts'
import { DATA_TOPIC } from '../../group/testing/broker-in-memory.ts'
import type { ProducerRef } from '../decide.ts'
import type { TxnMarker } from '../write-markers.ts'
import { startTransactionBroker, type TransactionBroker } from './broker-in-memory.ts'

const PARTITIONS = [0, 1]
const TIMEOUT_MS = 8000
/** What a client waits for an answer. */
const PATIENCE_MS = 1500
const LASTS_MS = 40_000
/** All clocks begin anew at a start, and timeouts are looked for every ten seconds. */
const EVERYTHING_ENDS_MS = LASTS_MS + TIMEOUT_MS + 60_000
const NOBODY = { memberId: '', groupInstanceId: null, generationId: -1 }

type Outcome = 'committed' | 'aborted' | 'unknown'

interface Told {
  readonly group: string
  readonly acknowledged: Map<number, string[]>
  /** -1: none. */
  offset: number
  outcome: Outcome
}

/** No answer in time, or the broker is gone. */
const LOST = { errorCode: ErrorCode.REQUEST_TIMED_OUT, producerId: -1, producerEpoch: -1 }

const AGAIN: ReadonlySet<number> = new Set([
  ErrorCode.REQUEST_TIMED_OUT,
  ErrorCode.CONCURRENT_TRANSACTIONS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.NOT_ENOUGH_REPLICAS,
  ErrorCode.KAFKA_STORAGE_ERROR,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
])

/** Somebody else has the transactional id now. */
class Fenced extends Error {}
/** The transaction cannot be committed any more. */
class MustAbort extends Error {}

interface Producer {
  readonly name: string
  readonly id: string
  readonly version: 0 | 2
  self: ProducerRef
  readonly sequences: Map<number, number>
  offset: number
}

export interface Trouble {
  readonly lost: number
  readonly repeated: number
  readonly killed: number
  readonly full: number
  /** A folder fails, and the broker is started again after a while. */
  readonly broken: number
}

export class NetworkStory {
  readonly told: Told[] = []
  kills = 0
  private readonly random: Random
  private readonly trouble: Trouble
  private readonly disk = new MemoryDisk({ nowMs: () => NOW_MS })
  private at!: TransactionBroker
  private life = 0
  private nowMs = 0
  private fullUntilMs = -1
  /** The next operation of this kind fails. */
  private breaks: 'write' | 'sync' | null = null
  private repairedAtMs = Number.POSITIVE_INFINITY
  private isHealed = false
  private texts = 0
  private readonly sleepers: { readonly atMs: number; readonly wake: () => void }[] = []
  private readonly killed: (() => void)[] = []

  constructor(seed: number, trouble: Trouble) {
    this.random = new Random(seed)
    this.trouble = trouble
  }

  async tell(): Promise<void> {
    await this.start(this.disk)
    const actors = [
      this.produce('a', 'p', 2),
      this.produce('b', 'q', 0),
      this.produce('c', 'r', 2),
      this.produce('d', 'r', 2),
    ]
    let failure: unknown = null
    let left = actors.length
    for (const actor of actors) {
      actor.then(
        () => left--,
        (error) => (failure ??= error),
      )
    }
    while (this.nowMs < LASTS_MS && failure === null) await this.pass()
    this.isHealed = true
    this.fullUntilMs = -1
    this.breaks = null
    for (let passes = 2000; passes > 0 && left > 0 && failure === null; passes--) await this.pass()
    if (failure !== null) throw failure
    assert.equal(left, 0, 'every producer comes to an end')
    await this.at.broker.world.advance(EVERYTHING_ENDS_MS)
    await this.verify()
  }

  // ── Time, the network, the broker ─────────────────────────────────────────────────────────────────────────────────

  private chance(perThousand: number): boolean {
    return !this.isHealed && this.random.below(1000) < perThousand
  }

  private async pass(): Promise<void> {
    const ms = 1 + this.random.below(40)
    if (this.chance(this.trouble.full)) this.fullUntilMs = this.nowMs + 200 + this.random.below(4000)
    if (this.chance(this.trouble.broken)) this.breaks = this.random.below(2) === 0 ? 'write' : 'sync'
    if (this.chance(this.trouble.killed) || this.nowMs >= this.repairedAtMs) await this.kill()
    await this.at.broker.world.advance(ms)
    this.nowMs += ms
    for (let i = this.sleepers.length - 1; i >= 0; i--)
      if (this.sleepers[i]!.atMs <= this.nowMs) this.sleepers.splice(i, 1)[0]!.wake()
    await this.at.broker.world.settle()
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.sleepers.push({ atMs: this.nowMs + ms, wake }))
  }

  private async start(disk: MemoryDisk): Promise<void> {
    this.at = await startTransactionBroker({
      disk,
      leaderEpoch: this.life++,
      compacts: true,
      markersSent: (markers, again) => this.repeatMarkers(markers, again),
      plan: ({ kind }) => this.fault(kind),
    })
    this.delayVerification()
  }

  private fault(kind: OperationKind): Fault | null {
    if (kind === this.breaks) {
      this.breaks = null
      this.repairedAtMs = this.nowMs + this.random.below(3000)
      return { act: 'fail', kind: 'io' }
    }
    return kind === 'write' && this.nowMs < this.fullUntilMs ? { act: 'fail', kind: 'full' } : null
  }

  /** As if the coordinator were far away: much may happen between its answer and the append. */
  private delayVerification(): void {
    const { broker, transactions } = this.at
    const someTime = () =>
      this.chance(100) ? this.sleep(this.random.below(this.random.below(3) === 0 ? 8000 : 300)) : Promise.resolve()
    broker.replicas.verification.verifier = {
      verify: async (...asked) => {
        await someTime()
        const answer = await transactions.verify(...asked)
        await someTime()
        return answer
      },
    }
  }

  /** Before KIP-890 a late marker cannot be told from that of the next transaction. */
  private repeatMarkers(markers: readonly TxnMarker[], again: () => void): void {
    const { life } = this
    if (markers.some(({ transactionVersion }) => transactionVersion < 2) || !this.chance(this.trouble.repeated)) return
    void this.sleep(this.random.below(3000)).then(() => {
      if (life === this.life) again()
    })
  }

  private async kill(): Promise<void> {
    this.kills++
    const { broker, transactions } = this.at
    const disk = broker.disk.afterKill()
    this.fullUntilMs = -1
    this.breaks = null
    this.repairedAtMs = Number.POSITIVE_INFINITY
    for (const end of this.killed.splice(0)) end()
    transactions.stop()
    await this.start(disk)
  }

  /** A request to the broker of now; `lost` when no answer comes. It may come once more, at any time. */
  private async ask<T>(request: (at: TransactionBroker) => Promise<T> | T, lost: T, mayRepeat: boolean): Promise<T> {
    if (mayRepeat && this.chance(this.trouble.repeated)) {
      const delayMs = this.random.below(3) === 0 ? 20_000 : 500
      void this.sleep(this.random.below(delayMs)).then(() => request(this.at))
    }
    const answered = Promise.resolve(request(this.at))
    const gone = new Promise<T>((resolve) => this.killed.push(() => resolve(lost)))
    const late = this.sleep(PATIENCE_MS).then(() => lost)
    const answer = await Promise.race([answered, gone, late])
    return this.chance(this.trouble.lost) ? lost : answer
  }

  // ── Producers ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private async produce(name: string, id: string, version: 0 | 2): Promise<void> {
    const none = { producerId: -1, producerEpoch: -1 }
    const one: Producer = { name, id, version, self: none, sequences: new Map(), offset: 0 }
    while (!this.isHealed) {
      try {
        if (one.self === none) await this.init(one, null)
        await this.transaction(one)
      } catch (error) {
        if (!(error instanceof Fenced)) throw error
        one.self = none
        await this.sleep(this.random.below(5000))
      }
    }
  }

  private async init(one: Producer, expected: ProducerRef | null): Promise<void> {
    for (;;) {
      const reply = await this.ask(
        ({ transactions }) => transactions.initProducerId(one.id, TIMEOUT_MS, expected),
        LOST,
        false,
      )
      one.sequences.clear()
      if (reply.errorCode === ErrorCode.NONE) {
        one.self = { producerId: reply.producerId, producerEpoch: reply.producerEpoch }
        return
      }
      if (!AGAIN.has(reply.errorCode)) throw new Fenced(errorName(reply.errorCode))
      await this.sleep(20 + this.random.below(50))
    }
  }

  private async transaction(one: Producer): Promise<void> {
    const told: Told = { group: `group of ${one.name}`, acknowledged: new Map(), offset: -1, outcome: 'aborted' }
    this.told.push(told)
    let mustAbort = false
    try {
      const count = 1 + this.random.below(4)
      for (let i = 0; i < count; i++) await this.record(one, told, this.random.below(PARTITIONS.length))
      if (this.random.below(2) === 0) await this.commitOffset(one, told)
    } catch (error) {
      if (!(error instanceof MustAbort)) throw error
      mustAbort = true
    }
    // Some are slow, and their transactions run out of time.
    if (this.random.below(20) === 0) await this.sleep(20_000)
    await this.end(one, told, !mustAbort && this.random.below(4) > 0)
    // What was not acknowledged may have been stored: sequences begin anew (KIP-360).
    if (mustAbort && one.version === 0) await this.init(one, one.self)
  }

  private async record(one: Producer, told: Told, partition: number): Promise<void> {
    const { id, version, self } = one
    await this.join(one, DATA_TOPIC, partition)
    const value = `${one.name}${this.texts++}`
    const baseSequence = one.sequences.get(partition) ?? 0
    const options = {
      acks: -1,
      timeoutMs: 1000,
      apiVersion: version === 2 ? 12 : 11,
      topicId: null,
      transactionalId: id,
    }
    const batch = () => batchOf([value], { ...self, baseSequence, transactional: true })
    await this.untilDone(one, async ({ broker }) => {
      return (await broker.replicas.append(DATA_TOPIC, partition, batch(), options)).error
    })
    one.sequences.set(partition, baseSequence + 1)
    const values = told.acknowledged.get(partition)
    if (values === undefined) told.acknowledged.set(partition, [value])
    else values.push(value)
  }

  private async commitOffset(one: Producer, told: Told): Promise<void> {
    const { id, version, self } = one
    const { groups } = this.at.broker
    await this.join(one, groups.topic, groups.partitionOf(told.group))
    told.offset = ++one.offset
    const of = {
      transactionalId: id,
      ...self,
      support: version === 2 ? 'adds partitions' : 'abortable errors',
    } as const
    const value = {
      offset: told.offset,
      leaderEpoch: -1,
      metadata: '',
      commitTimestamp: NOW_MS,
      expireTimestamp: -1,
      topicId: ZERO_UUID,
    }
    const offsets = [{ topic: 'source', partition: 0, value }]
    await this.untilDone(one, ({ broker }) =>
      broker.groups.commitInTransaction(told.group, NOBODY, of, offsets, ErrorCode.ILLEGAL_GENERATION),
    )
  }

  /** Producers of version 2 leave it to the partition. */
  private async join({ id, version, self }: Producer, topic: string, partition: number): Promise<void> {
    if (version === 2) return
    const request = { ...self, partitions: [{ topic, partition }], clientTransactionVersion: version }
    const one = { version }
    await this.untilDone(one, ({ transactions }) => transactions.addPartitions(id, request))
  }

  /** Until it is answered with success, or it is clear that it will not be. */
  private async untilDone(
    { version }: Pick<Producer, 'version'>,
    request: (at: TransactionBroker) => Promise<number> | number,
  ): Promise<void> {
    const sinceMs = this.nowMs
    for (;;) {
      const error = await this.ask<number>(request, ErrorCode.REQUEST_TIMED_OUT, version === 2)
      if (error === ErrorCode.NONE) return
      if (error === ErrorCode.INVALID_PRODUCER_EPOCH || error === ErrorCode.PRODUCER_FENCED) throw new Fenced()
      if (error === ErrorCode.INVALID_PRODUCER_ID_MAPPING) throw new Fenced()
      if (!AGAIN.has(error) || this.nowMs - sinceMs > 5000) throw new MustAbort(errorName(error))
      await this.sleep(20 + this.random.below(80))
    }
  }

  private async end(one: Producer, told: Told, commit: boolean): Promise<void> {
    if (commit) told.outcome = 'unknown'
    const { id, version, self } = one
    const request = { ...self, commit, clientTransactionVersion: version }
    let isAnswered = true
    for (;;) {
      const reply = await this.ask(({ transactions }) => transactions.endTransaction(id, request), LOST, version === 2)
      if (reply.errorCode === ErrorCode.NONE) {
        if (commit) told.outcome = 'committed'
        if (version === 2) {
          one.self = { producerId: reply.producerId, producerEpoch: reply.producerEpoch }
          one.sequences.clear()
        }
        return
      }
      if (!AGAIN.has(reply.errorCode)) {
        // It never heard of the commit, whatever it did.
        if (commit && isAnswered) told.outcome = 'aborted'
        throw new Fenced(errorName(reply.errorCode))
      }
      if (reply.errorCode !== ErrorCode.CONCURRENT_TRANSACTIONS) isAnswered = false
      await this.sleep(20 + this.random.below(80))
    }
  }

  // ── Judgement ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private async verify(): Promise<void> {
    const { broker, transactions } = this.at
    for (const id of ['p', 'q', 'r']) {
      const found = transactions.describe(id)
      const state = typeof found === 'number' ? `error ${found}` : found.state
      assert.match(state, /^(Empty|CompleteCommit|CompleteAbort|error 105)$/, `${id} is ${state}`)
    }
    const visible = await Promise.all(PARTITIONS.map((partition) => this.valuesIn(partition)))
    const offsets = new Map<string, number>()
    for (const { group, acknowledged, offset, outcome } of this.told) {
      const all = [...acknowledged].flatMap(([partition, values]) => values.map((value) => ({ partition, value })))
      const seen = all.filter(({ partition, value }) => visible[partition]!.delete(value)).length
      const what = `${all.map(({ value }) => value).join(' ')} (${outcome})`
      if (outcome === 'committed') assert.equal(seen, all.length, `${what} is committed`)
      else if (outcome === 'aborted') assert.equal(seen, 0, `${what} is aborted`)
      else assert.ok(seen === 0 || seen === all.length, `${what} is seen in part`)
      if (seen > 0 && offset >= 0) offsets.set(group, offset)
    }
    for (const [partition, left] of visible.entries())
      assert.deepEqual([...left], [], `seen in ${partition}, and never acknowledged in a committed transaction`)
    for (const [group, offset] of offsets) {
      const found = broker.groups.offsetsOf(group)
      assert.ok(found !== null && typeof found === 'object', `${group} is known`)
      assert.equal(found.isPending('source', 0), false)
      assert.equal(found.get('source', 0)?.offset, offset, `the offset of ${group}`)
    }
  }

  private async valuesIn(partition: number): Promise<Set<string>> {
    const found = this.at.broker.replicas.partition(DATA_TOPIC, partition)!
    assert.equal(found.lastStableOffset, found.highWatermark, 'no transaction hangs')
    const records = await readCommitted(found.log as Log, found.log!.logStartOffset, found.highWatermark, 2000)
    const values = records.map((record) => record.slice(record.indexOf(' ') + 1))
    assert.equal(new Set(values).size, values.length, 'nothing is seen twice')
    return new Set(values)
  }
}
