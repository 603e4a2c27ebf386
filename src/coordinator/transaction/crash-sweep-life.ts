/**
 * A life of transactional producers over one broker's disk: what they wrote, how they asked to end it and what they were
 * answered, so that a crash at any moment can be judged by what readers of committed records see after it.
 */
import assert from 'node:assert/strict'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { readCommitted } from '../../storage/committed-test-kit.ts'
import type { Log } from '../../storage/log.ts'
import { batchOf } from '../../storage/log-test-kit.ts'
import { DATA_TOPIC } from '../group/testing/broker-in-memory.ts'
import { CoordinatorLife } from '../group/testing/coordinator-life.ts'
import type { ProducerReply } from './coordinator.ts'
import type { ProducerRef } from './decide.ts'
import { startTransactionBroker, type TransactionBroker } from './testing/broker-in-memory.ts'

const NEVER = Number.POSITIVE_INFINITY
const WAITS_MS = [0, 1, 25, 25, 50, 100, 1000]
const TIMEOUT_MS = 5000
/** Timeouts pass, and are looked for. */
const TIMED_OUT_MS = 40_000
/** The same after a start, whose clock begins where the life's began. */
export const EVERYTHING_ENDS_MS = 3 * TIMED_OUT_MS

interface Told {
  readonly name: string
  readonly partitions: readonly number[]
  /** Moments; NEVER: not yet. */
  commitAskedAt: number
  endedAt: number
  isCommitted: boolean
}

interface Producer {
  readonly id: string
  readonly version: 0 | 2
  self: ProducerRef
  /** Next sequence by partition. */
  readonly sequences: Map<number, number>
}

export class TransactionLife extends CoordinatorLife {
  private readonly told: Told[] = []
  private at!: TransactionBroker

  async run(): Promise<void> {
    await this.start()
    const young = await this.come('t', 2)
    const old = await this.come('u', 0)
    await this.transaction(young, 'one', [0, 1], true)
    await this.transaction(young, 'two', [0, 1], false)
    await this.transaction(old, 'three', [0, 1], true)
    await Promise.all([this.transaction(young, 'four', [0], true), this.transaction(old, 'five', [0, 1], false)])
    const open = await this.write(young, 'over a restart', [0, 1])
    await this.restart()
    await this.end(young, open, true)
    await this.transaction(old, 'six', [1], true)
    await this.write(young, 'fenced', [0, 1])
    const next = await this.come('t', 2)
    await this.transaction(next, 'seven', [0, 1], true)
    await this.write(next, 'out of time', [1])
    await this.write(old, 'out of time, too', [0, 1])
    await this.at.broker.world.advance(TIMED_OUT_MS)
    const last = await this.write(await this.come('v', 2), 'never ended', [0])
    assert.equal(last.endedAt, NEVER)
  }

  // ── What happens ──────────────────────────────────────────────────────────────────────────────────────────────────

  private async start(): Promise<void> {
    this.at = await startTransactionBroker(this.nextStart())
  }

  private async restart(): Promise<void> {
    this.at.transactions.stop()
    await this.at.broker.stop()
    await this.start()
  }

  private async come(id: string, version: 0 | 2): Promise<Producer> {
    for (let attempt = 0; ; attempt++) {
      assert.ok(attempt < 10, `${id} does not come`)
      const reply = await this.answer(this.at.transactions.initProducerId(id, TIMEOUT_MS, null))
      if (reply.errorCode === ErrorCode.NONE) return { id, version, self: reply, sequences: new Map() }
      assert.equal(reply.errorCode, ErrorCode.CONCURRENT_TRANSACTIONS)
      await this.at.broker.world.advance(10)
    }
  }

  private async transaction(producer: Producer, name: string, partitions: number[], commit: boolean): Promise<void> {
    await this.end(producer, await this.write(producer, name, partitions), commit)
  }

  private async write(producer: Producer, name: string, partitions: number[]): Promise<Told> {
    const told = { name, partitions, commitAskedAt: NEVER, endedAt: NEVER, isCommitted: false }
    this.told.push(told)
    if (producer.version === 0) await this.add(producer, partitions)
    const errors = await Promise.all(partitions.map((partition) => this.produce(producer, name, partition)))
    assert.deepEqual(errors, Array(partitions.length).fill(ErrorCode.NONE), name)
    return told
  }

  private async add(producer: Producer, partitions: number[]): Promise<void> {
    const request = {
      ...producer.self,
      partitions: partitions.map((partition) => ({ topic: DATA_TOPIC, partition })),
      clientTransactionVersion: 0,
    }
    for (let attempt = 0; ; attempt++) {
      assert.ok(attempt < 10, `${producer.id} adds nothing`)
      const error = await this.answer(this.at.transactions.addPartitions(producer.id, request))
      if (error === ErrorCode.NONE) return
      assert.equal(error, ErrorCode.CONCURRENT_TRANSACTIONS)
      await this.at.broker.world.advance(10)
    }
  }

  private async produce({ id, version, self, sequences }: Producer, value: string, partition: number): Promise<number> {
    const baseSequence = sequences.get(partition) ?? 0
    sequences.set(partition, baseSequence + 1)
    const batch = batchOf([value], { ...self, baseSequence, transactional: true })
    const options = {
      acks: -1,
      timeoutMs: TIMEOUT_MS,
      apiVersion: version === 2 ? 12 : 9,
      topicId: null,
      transactionalId: id,
    }
    const appended = this.at.broker.replicas.append(DATA_TOPIC, partition, batch, options)
    return (await this.answer(Promise.resolve(appended))).error
  }

  private async end(producer: Producer, told: Told, commit: boolean): Promise<void> {
    this.moment++
    if (commit) told.commitAskedAt = this.moment
    const request = { ...producer.self, commit, clientTransactionVersion: producer.version }
    const reply: ProducerReply = await this.answer(this.at.transactions.endTransaction(producer.id, request))
    assert.equal(reply.errorCode, ErrorCode.NONE, told.name)
    told.endedAt = ++this.moment
    told.isCommitted = commit
    if (producer.version === 0) return
    producer.self = reply
    producer.sequences.clear()
  }

  private async answer<T>(promise: Promise<T>): Promise<T> {
    let found: { value: T } | null = null
    void promise.then((value) => (found = { value }))
    for (const ms of WAITS_MS) {
      await this.at.broker.world.advance(ms)
      if (found !== null) return (found as { value: T }).value
    }
    throw new Error('no answer')
  }

  // ── Judgement ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Of a broker that found what was there at `moment`, after everything has ended. */
  async verify({ broker, transactions }: TransactionBroker, moment: number): Promise<void> {
    for (const id of ['t', 'u', 'v']) {
      const found = transactions.describe(id)
      const state = typeof found === 'number' ? `error ${found}` : found.state
      assert.match(state, /^(Empty|CompleteCommit|CompleteAbort|error 105)$/, `${id} is ${state}`)
    }
    const visible = await Promise.all([0, 1].map((partition) => valuesIn(broker, partition)))
    for (const { name, partitions, commitAskedAt, endedAt, isCommitted } of this.told) {
      const seen = partitions.filter((partition) => visible[partition]!.has(name)).length
      if (endedAt <= moment) assert.equal(seen, isCommitted ? partitions.length : 0, `${name}, whose end was answered`)
      else if (commitAskedAt > moment) assert.equal(seen, 0, `${name}, which nobody committed`)
      else assert.ok(seen === 0 || seen === partitions.length, `${name} is seen in part`)
    }
  }
}

async function valuesIn(broker: TransactionBroker['broker'], partition: number): Promise<ReadonlySet<string>> {
  const found = broker.replicas.partition(DATA_TOPIC, partition)!
  assert.equal(found.lastStableOffset, found.highWatermark, 'no transaction hangs')
  const records = await readCommitted(found.log as Log, found.log!.logStartOffset, found.highWatermark, 1 << 20)
  const values = records.map((record) => record.slice(record.indexOf(' ') + 1))
  assert.equal(new Set(values).size, values.length, 'nothing is seen twice')
  return new Set(values)
}
