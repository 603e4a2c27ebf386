// kill -9 in a loop under load: node compat/kill-loop.ts [--kills 50] [--producers 6] [--broker odradek|apache392] [--seed n]
// Idempotent producers with acks=all send while the broker is killed and started again; afterwards every confirmed record
// must be there once, at the offset that was confirmed, in the order of its producer, and no sequence may be there twice.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ApiKey } from '../src/protocol/apis.ts'
import { type ApacheProcess, type Properties, startApache392, startZooKeeper } from './apache/apache.ts'
import { Connection, requestFrame } from './diff/exchange.ts'
import { startOdradek } from './lib/broker.ts'
import { createTopic } from './lib/client.ts'
import { type ConfirmedBatch, IdempotentProducer } from './lib/idempotent-producer.ts'
import { freePort } from './lib/net.ts'
import type { Daemon } from './lib/process.ts'
import { readPartition } from './lib/read-partition.ts'

const { values: flags } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    producers: { type: 'string', default: '6' },
    broker: { type: 'string', default: 'odradek' },
    seed: { type: 'string', default: `${Date.now() % 100_000}` },
    keep: { type: 'boolean', default: false },
  },
})

const PARTITIONS = 3
const TOPIC = 'killed'

/** Mulberry32: the pauses between kills, from the seed. */
function random(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

async function newProducerId(address: string): Promise<number> {
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

const work = mkdtempSync(join(tmpdir(), 'odradek-kill-'))
const next = random(Number(flags.seed))
const port = await freePort()
const address = `127.0.0.1:${port}`
// Small segments, so that rolling and recovery meet.
const overrides: Properties = { 'log.segment.bytes': 1_048_576, 'num.recovery.threads.per.data.dir': 1 }
let zk: ApacheProcess | undefined

async function start(): Promise<Daemon> {
  const dir = join(work, 'broker')
  if (flags.broker === 'odradek') return await startOdradek({ dir, port, overrides, limitMs: 60_000 })
  zk ??= await startZooKeeper({ dir: join(work, 'zookeeper') })
  const short = { ...overrides, 'zookeeper.session.timeout.ms': 3000 }
  return await startApache392({ dir, port, zkPort: zk.port, overrides: short, limitMs: 120_000 })
}

const producers: IdempotentProducer[] = []
const runs: Promise<void>[] = []
const ids = new Map<number, number>()

async function addProducer(partition: number): Promise<void> {
  const id = await newProducerId(address)
  if (ids.has(id)) throw new Error(`the producer id ${id} was given twice`)
  ids.set(id, partition)
  const producer = new IdempotentProducer(address, TOPIC, partition, id, 100 + 40 * partition)
  producers.push(producer)
  runs.push(producer.run())
}

interface Verdict {
  records: number
  lost: number
  duplicated: number
  misplaced: number
}

/** What was confirmed for a partition against what is in it. */
async function check(partition: number, confirmed: readonly ConfirmedBatch[]): Promise<Verdict> {
  const offsetsOf = new Map<string, number>()
  let records = 0
  let duplicated = 0
  let misplaced = 0
  const lastSequence = new Map<string, number>()
  for await (const { offset, key } of readPartition(address, TOPIC, partition)) {
    records++
    const [id = '', sequence = ''] = (key ?? '').split(':')
    if (offsetsOf.has(key ?? '')) duplicated++
    offsetsOf.set(key ?? '', offset)
    if (Number(sequence) !== (lastSequence.get(id) ?? -1) + 1) misplaced++
    lastSequence.set(id, Number(sequence))
  }
  let lost = 0
  for (const { producerId, baseSequence, count, baseOffset } of confirmed) {
    for (let i = 0; i < count; i++) {
      const offset = offsetsOf.get(`${producerId}:${baseSequence + i}`)
      if (offset === undefined) lost++
      else if (baseOffset >= 0 && offset !== baseOffset + i) misplaced++
    }
  }
  return { records, lost, duplicated, misplaced }
}

let broker = await start()
try {
  await createTopic(address, TOPIC, PARTITIONS)
  for (let i = 0; i < Number(flags.producers); i++) await addProducer(i % PARTITIONS)
  const startTimes: number[] = []
  for (let kill = 1; kill <= Number(flags.kills); kill++) {
    await sleep(50 + next() * 700)
    await broker.kill()
    const from = performance.now()
    broker = await start()
    startTimes.push(performance.now() - from)
    if (kill % 10 === 0) {
      const confirmed = producers.reduce((sum, one) => sum + one.confirmed.length, 0)
      console.log(`${kill} kills, ${confirmed} batches confirmed, last start ${startTimes.at(-1)?.toFixed(0)} ms`)
      await addProducer(kill % PARTITIONS)
    }
  }
  for (const producer of producers) producer.stop()
  await Promise.all(runs)
  const problems = producers.flatMap((producer) => producer.problems)
  const totals: Verdict = { records: 0, lost: 0, duplicated: 0, misplaced: 0 }
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const confirmed = producers
      .flatMap((one) => one.confirmed)
      .filter(({ producerId }) => ids.get(producerId) === partition)
    const verdict = await check(partition, confirmed)
    for (const key of Object.keys(totals) as (keyof Verdict)[]) totals[key] += verdict[key]
  }
  const resent = producers.reduce((sum, one) => sum + one.resent, 0)
  const sorted = startTimes.sort((a, b) => a - b)
  for (const problem of problems) console.log(`PROBLEM ${problem}`)
  console.log(
    `${flags.kills} kills (seed ${flags.seed}), ${totals.records} records, ${resent} batches sent again, ` +
      `start after a kill: median ${sorted[sorted.length >> 1]?.toFixed(0)} ms`,
  )
  console.log(
    `lost ${totals.lost}, duplicated ${totals.duplicated}, misplaced ${totals.misplaced}, problems ${problems.length}`,
  )
  process.exitCode =
    totals.lost + totals.duplicated + totals.misplaced + problems.length === 0 && totals.records > 0 ? 0 : 1
} finally {
  await broker.kill()
  await zk?.kill()
  if (flags.keep) console.log(`files are kept in ${work}`)
  else rmSync(work, { recursive: true, force: true })
}
process.exit()
