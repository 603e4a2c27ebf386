// Ends of transactions that come late and more than once: node compat/late-ends.ts [--count 100] [--transaction-version 2|1]
//   [--broker odradek|apache392|apache44] [--seed n]
// A Java producer makes transactions through a proxy that repeats every EndTxn and the markers that belong to it while the next
// transaction is open, and holds some back until the client has asked again. With transaction version 2 (KIP-890) nothing may go
// wrong. Before it nobody can tell an end that comes late from a new one: what goes wrong is counted, and is no failure.

import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ApiKey } from '../src/protocol/apis.ts'
import { isControlAt, isTransactionalAt, lastOffsetAt, producerIdAt } from '../src/protocol/batch/header.ts'
import { batchPositions, openRecords } from '../src/protocol/batch/iterate.ts'
import { seeded } from '../src/protocol/testing/random-values.ts'
import { jars, runJava } from './apache/apache.ts'
import { Connection, requestFrame } from './diff/exchange.ts'
import { type BrokerKind, startBrokerOfKind } from './lib/broker.ts'
import { builtOnce, compatDir } from './lib/cache.ts'
import { createTopic, uniqueName } from './lib/client.ts'
import { freePort } from './lib/net.ts'
import { run, tail } from './lib/process.ts'
import { EndProxy } from './proofs/end-proxy.ts'

const { values: flags } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    'transaction-version': { type: 'string', default: '2' },
    broker: { type: 'string', default: 'odradek' },
    seed: { type: 'string', default: `${Date.now() % 100_000}` },
  },
})

const CLIENT = 'clients-4.4.0'
const PARTITIONS = [0, 1]
const PAUSE_MS = 60
const LATE_MS = 50
/** Longer than the client's request timeout. */
const HOLD_MS = 1200
/** After the last end everything is decided soon. */
const DECIDED_WITHIN_MS = 15_000

interface Made {
  readonly number: number
  readonly commits: boolean
  readonly outcome: 'done' | 'unknown' | 'aborted'
}

async function ask(connection: Connection, key: number, version: number, body: unknown): Promise<Answer> {
  const outcome = await connection.ask(key, version, requestFrame(key, version, body))
  if (outcome.kind !== 'answer') throw new Error(`API key ${key}: ${outcome.kind}`)
  return outcome.body
}

// biome-ignore lint/suspicious/noExplicitAny: answers of several APIs.
type Answer = any

async function setTransactionVersion(address: string, level: number): Promise<void> {
  const connection = new Connection(address)
  const update = { feature: 'transaction.version', maxVersionLevel: level, upgradeType: level < 2 ? 2 : 1 }
  const body = { timeoutMs: 10_000, featureUpdates: [update], validateOnly: false }
  const answer = await ask(connection, ApiKey.UpdateFeatures, 1, body)
  connection.close()
  if (answer.errorCode !== 0) throw new Error(`transaction.version ${level}: error ${answer.errorCode}`)
}

async function endings(bootstrap: string, topic: string): Promise<Made[]> {
  const sources = [join(compatDir, 'java', 'Endings.java')]
  const classPath = await jars(CLIENT)
  const classes = await builtOnce(
    'java-endings',
    [CLIENT, ...sources.map((file) => readFileSync(file, 'utf8'))],
    async (out) => {
      mkdirSync(out, { recursive: true })
      const compiled = await run('javac', ['--release', '11', '-nowarn', '-cp', classPath, '-d', out, ...sources])
      if (compiled.code !== 0) throw new Error(`javac: ${tail(compiled.stderr)}`)
    },
  )
  const args = [bootstrap, topic, flags.count, String(PAUSE_MS)]
  const result = await runJava(CLIENT, classes, 'Endings', args, { timeoutMs: 600_000 })
  if (result.code !== 0) throw new Error(`Endings ended with ${result.code}: ${tail(result.stderr)}`)
  return result.stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [number, end, outcome] = line.split(' ')
      return { number: Number(number), commits: end === 'commit', outcome: outcome as Made['outcome'] }
    })
}

/** Values that a reader of committed records is given; null: a transaction stays open. */
async function committed(address: string, topic: string, partition: number): Promise<string[] | null> {
  const connection = new Connection(address)
  try {
    const endOf = async (isolationLevel: number): Promise<number> => {
      const topics = [{ name: topic, partitions: [{ partitionIndex: partition, timestamp: -1 }] }]
      const answer = await ask(connection, ApiKey.ListOffsets, 3, { replicaId: -1, isolationLevel, topics })
      return answer.topics[0].partitions[0].offset
    }
    const deadline = Date.now() + DECIDED_WITHIN_MS
    while ((await endOf(0)) !== (await endOf(1))) {
      if (Date.now() > deadline) return null
      await sleep(100)
    }
    const end = await endOf(1)
    const values: string[] = []
    for (let at = 0; at < end; ) {
      const body = {
        maxWaitMs: 0,
        minBytes: 0,
        maxBytes: 1 << 20,
        isolationLevel: 1,
        topics: [{ topic, partitions: [{ partition, fetchOffset: at, partitionMaxBytes: 1 << 20 }] }],
      }
      const { responses } = await ask(connection, ApiKey.Fetch, 11, body)
      at = read(responses[0].partitions[0], at, values)
    }
    return values
  } finally {
    connection.close()
  }
}

function read(
  found: { records: Uint8Array; abortedTransactions: { producerId: number; firstOffset: number }[] | null },
  from: number,
  into: string[],
): number {
  const aborted = [...(found.abortedTransactions ?? [])].sort((a, b) => a.firstOffset - b.firstOffset)
  const skipped = new Set<number>()
  let next = from
  for (const at of batchPositions(found.records)) {
    next = lastOffsetAt(found.records, at) + 1
    while (aborted.length > 0 && aborted[0]!.firstOffset < next) skipped.add(aborted.shift()!.producerId)
    const records = openRecords(found.records, at)
    if (isControlAt(found.records, at)) {
      records.next()
      if (records.key()![3] === 0) skipped.delete(producerIdAt(found.records, at))
      continue
    }
    if (isTransactionalAt(found.records, at) && skipped.has(producerIdAt(found.records, at))) continue
    while (records.next()) if (records.offset >= from) into.push(Buffer.from(records.value()!).toString())
  }
  if (next === from) throw new Error(`nothing is read at ${from}`)
  return next
}

/** What is not as the producer was told. */
function anomalies(made: readonly Made[], values: readonly string[]): string[] {
  const seen = new Map<string, number>()
  for (const value of values) seen.set(value, (seen.get(value) ?? 0) + 1)
  const found: string[] = []
  for (const { number, commits, outcome } of made) {
    const counts = [0, 1, 2].map((i) => seen.get(`${number}-${i}`) ?? 0)
    const all = counts.every((count) => count === 1)
    const none = counts.every((count) => count === 0)
    const isRight = outcome === 'unknown' ? all || none : commits && outcome === 'done' ? all : none
    if (!isRight)
      found.push(`transaction ${number}, ${commits ? 'commit' : 'abort'} ${outcome}: seen ${counts.join(' ')}`)
  }
  return found
}

const transactionVersion = Number(flags['transaction-version'])
const proxyPort = await freePort()
const topic = uniqueName('ends')
const broker = await startBrokerOfKind(flags.broker as BrokerKind, {
  overrides: { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${proxyPort}`, 'group.initial.rebalance.delay.ms': 0 },
})
try {
  if (flags.broker === 'odradek' || flags.broker === 'apache44')
    await setTransactionVersion(broker.bootstrap, transactionVersion)
  await createTopic(broker.bootstrap, topic, PARTITIONS.length)
  const proxy = await EndProxy.start({
    port: proxyPort,
    broker: broker.bootstrap,
    topic,
    partitions: PARTITIONS,
    markerVersion: flags.broker === 'apache392' ? 1 : 2,
    lateMs: LATE_MS,
    holdMs: HOLD_MS,
    random: seeded(Number(flags.seed)),
  })
  const made = await endings(`127.0.0.1:${proxyPort}`, topic)
  await proxy.stop()
  const read = await Promise.all(PARTITIONS.map((partition) => committed(broker.bootstrap, topic, partition)))
  const found = anomalies(
    made,
    read.flatMap((values) => values ?? []),
  )
  for (const [partition, values] of read.entries()) if (values === null) found.push(`partition ${partition} stays open`)
  for (const line of found.slice(0, 10)) console.log(line)
  for (const [answer, times] of [...proxy.answers].sort()) console.log(`repeated: ${answer}: ${times}`)
  const unknown = made.filter(({ outcome }) => outcome !== 'done').length
  console.log(
    `${flags.broker}, transaction version ${transactionVersion}, seed ${flags.seed}: ${made.length} transactions, ${proxy.ends} ends, ` +
      `${proxy.held} held, ${unknown} not answered; ${found.length} not as the producer was told`,
  )
  if (transactionVersion >= 2 && found.length > 0) process.exitCode = 1
} finally {
  await broker.stop()
}
