// kill -9 in a loop under load: node compat/kill-loop.ts [--kills 50] [--producers 6] [--broker odradek|apache392] [--zookeeper] [--seed n]
// Producers with acks=all send while the broker is killed and started again: idempotent ones of our own, librdkafka's, and one
// that is not idempotent. Afterwards every confirmed record must be there, at the offset that was confirmed and in the order of
// its producer, and nothing of an idempotent producer may be there twice. With --zookeeper Odradek keeps its metadata there, and
// broker and ZooKeeper are killed in turn.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ApiKey } from '../src/protocol/apis.ts'
import { seeded } from '../src/protocol/testing/random-values.ts'
import { Connection, requestFrame } from './diff/exchange.ts'
import { createTopic } from './lib/client.ts'
import { RestartableBroker } from './lib/restartable.ts'
import { KcatProducer } from './proofs/kcat-producer.ts'
import { checkPartition, type Verdict, windowsMs } from './proofs/kill-check.ts'
import { PersistentProducer } from './proofs/persistent-producer.ts'

const { values: flags } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    producers: { type: 'string', default: '6' },
    broker: { type: 'string', default: 'odradek' },
    zookeeper: { type: 'boolean', default: false },
    seed: { type: 'string', default: `${Date.now() % 100_000}` },
    keep: { type: 'boolean', default: false },
  },
})

/** Of the idempotent producers; behind them one for librdkafka and one for the producer that is not idempotent. */
const PARTITIONS = 3
const KCAT_PARTITION = PARTITIONS
const PLAIN_PARTITION = PARTITIONS + 1
const TOPIC = 'killed'
const PLAIN = 'plain'

const work = mkdtempSync(join(tmpdir(), 'odradek-kill-'))
const random = seeded(Number(flags.seed))
async function newProducerId(): Promise<number> {
  const connection = new Connection(address)
  try {
    for (let attempt = 0; attempt < 400; attempt++) {
      const body = { transactionalId: null, transactionTimeoutMs: 60_000 }
      const outcome = await connection.ask(ApiKey.InitProducerId, 1, requestFrame(ApiKey.InitProducerId, 1, body))
      const answer = outcome.kind === 'answer' ? (outcome.body as { errorCode: number; producerId: number }) : undefined
      if (answer?.errorCode === 0) return answer.producerId
      await sleep(25)
    }
    throw new Error('no producer id was given within 10 s')
  } finally {
    connection.close()
  }
}

class Load {
  readonly producers: PersistentProducer[] = []
  kcat: KcatProducer | null = null
  private readonly runs: Promise<void>[] = []
  private readonly ids = new Set<number>()

  async begin(): Promise<void> {
    for (let i = 0; i < Number(flags.producers); i++) await this.addIdempotent(i % PARTITIONS)
    this.add(PLAIN, PLAIN_PARTITION, -1)
    this.kcat = await KcatProducer.start(address, TOPIC, KCAT_PARTITION)
  }

  async addIdempotent(partition: number): Promise<void> {
    const id = await newProducerId()
    if (this.ids.has(id)) throw new Error(`the producer id ${id} was given twice`)
    this.ids.add(id)
    this.add(`id${id}`, partition, id)
  }

  private add(name: string, partition: number, producerId: number): void {
    const valueBytes = 100 + 40 * partition
    const producer = new PersistentProducer({ address, topic: TOPIC, partition, name, producerId, valueBytes })
    this.producers.push(producer)
    this.runs.push(producer.run())
  }

  async end(): Promise<string[]> {
    for (const producer of this.producers) producer.stop()
    await Promise.all([...this.runs, this.kcat?.stop()])
    return [...this.producers, ...(this.kcat ? [this.kcat] : [])].flatMap(({ problems }) => problems)
  }

  confirmedOf(partition: number) {
    if (partition === KCAT_PARTITION) return this.kcat?.confirmed ?? []
    return this.producers.filter((one) => one.options.partition === partition).flatMap((one) => one.confirmed)
  }
}

async function check(load: Load, examples: string[]): Promise<Verdict> {
  const total: Verdict = { records: 0, confirmed: 0, lost: 0, duplicated: 0, sentTwice: 0, misplaced: 0 }
  for (let partition = 0; partition <= PLAIN_PARTITION; partition++) {
    const confirmed = load.confirmedOf(partition)
    const verdict = await checkPartition(address, TOPIC, partition, confirmed, (name) => name !== PLAIN, examples)
    for (const key of Object.keys(total) as (keyof Verdict)[]) total[key] += verdict[key]
  }
  return total
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  return `p50 ${sorted[sorted.length >> 1]?.toFixed(0)} ms, max ${sorted.at(-1)?.toFixed(0)} ms`
}

// Small segments, so that rolling and recovery meet.
const overrides = { 'log.segment.bytes': 1_048_576, 'num.recovery.threads.per.data.dir': 1 }
const broker = await RestartableBroker.start(flags.broker, work, overrides, flags.zookeeper)
const { address } = broker
const load = new Load()
try {
  await createTopic(address, TOPIC, PLAIN_PARTITION + 1)
  await load.begin()
  const killedAt: number[] = []
  const startMs: number[] = []
  for (let kill = 1; kill <= Number(flags.kills); kill++) {
    // Some kills come soon after the start, within recovery's first appends; most in the middle of the load.
    await sleep(20 + random() * (kill % 4 === 0 ? 60 : 1200))
    if (flags.zookeeper && kill % 2 === 0) {
      // Away for a moment, or for longer than a session lives.
      await broker.killZooKeeper(random() * 4000)
    } else {
      killedAt.push(performance.now())
      startMs.push(await broker.kill())
    }
    if (kill % 10 === 0) {
      const confirmed = load.producers.reduce((sum, one) => sum + one.confirmed.length, 0)
      console.log(`${kill} kills, ${confirmed} batches confirmed, last start ${startMs.at(-1)?.toFixed(0)} ms`)
      await load.addIdempotent(kill % PARTITIONS)
    }
  }
  await sleep(500)
  const problems = await load.end()
  const examples: string[] = []
  const verdict = await check(load, examples)
  const resent = load.producers.reduce((sum, one) => sum + one.resent, 0)
  for (const problem of [...problems, ...examples]) console.log(`PROBLEM ${problem}`)
  console.log(
    `${flags.kills} kills (seed ${flags.seed}), ${verdict.records} records, ${verdict.confirmed} of them confirmed ` +
      `(${load.kcat?.confirmed[0]?.count ?? 0} by librdkafka), ${resent} batches sent again, ` +
      `${verdict.sentTwice} records twice from the producer that is not idempotent`,
  )
  console.log(
    `start after a kill: ${spread(startMs)}; longest gap between confirmations: ${spread(windowsMs(killedAt, load.producers))}`,
  )
  const { lost, duplicated, misplaced } = verdict
  console.log(`lost ${lost}, duplicated ${duplicated}, misplaced ${misplaced}, problems ${problems.length}`)
  process.exitCode = lost + duplicated + misplaced + problems.length === 0 && verdict.records > 0 ? 0 : 1
} finally {
  load.kcat?.kill()
  await broker.end()
  if (flags.keep) console.log(`files are kept in ${work}`)
  else rmSync(work, { recursive: true, force: true })
}
process.exit()
