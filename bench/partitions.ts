// Many partitions: node bench/partitions.ts [--create 30000] [--idle 10000]
// How long one CreateTopics takes and what memory it needs; how long a start with idle partitions takes, after a clean stop
// and after kill -9; and what an idle partition costs of JavaScript's heap (a broker in this process, collected before each look).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Connection, requestFrame } from '../compat/diff/exchange.ts'
import { type OdradekProcess, startOdradek } from '../compat/lib/broker.ts'
import { startBroker } from '../src/broker/main.ts'
import { ApiKey } from '../src/protocol/apis.ts'
import { rssMegabytes } from './measure.ts'

const { values: flags } = parseArgs({
  options: { create: { type: 'string', default: '30000' }, idle: { type: 'string', default: '10000' } },
})
const TIMEOUT_MS = 120_000

async function createTopic(address: string, partitions: number): Promise<number> {
  const connection = new Connection(address)
  const topic = { name: 'many', numPartitions: partitions, replicationFactor: 1, assignments: [], configs: [] }
  const startedAt = performance.now()
  const body = { topics: [topic], timeoutMs: TIMEOUT_MS, validateOnly: false }
  const outcome = await connection.ask(
    ApiKey.CreateTopics,
    4,
    requestFrame(ApiKey.CreateTopics, 4, body),
    TIMEOUT_MS + 10_000,
  )
  connection.close()
  const tookMs = performance.now() - startedAt
  const answer = outcome.kind === 'answer' ? (outcome.body as { topics: { errorCode: number }[] }) : undefined
  if (answer?.topics[0]?.errorCode !== 0) throw new Error(`CreateTopics failed: ${JSON.stringify(outcome)}`)
  return tookMs
}

function peakMegabytes(pid: number): number {
  const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(found?.[1] ?? 0) / 1024)
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`

async function creation(dir: string, partitions: number): Promise<void> {
  const broker = await startOdradek({ dir })
  const tookMs = await createTopic(broker.address, partitions)
  console.log(
    `one CreateTopics with ${partitions} partitions: ${seconds(tookMs)}, RSS at most ${peakMegabytes(broker.pid)} MB`,
  )
  await broker.stop()
}

async function starts(dir: string, partitions: number): Promise<void> {
  let broker = await startOdradek({ dir })
  const tookMs = await createTopic(broker.address, partitions)
  console.log(
    `one CreateTopics with ${partitions} partitions: ${seconds(tookMs)}, RSS at most ${peakMegabytes(broker.pid)} MB`,
  )
  const again = async (what: string, stop: (broker: OdradekProcess) => Promise<unknown>) => {
    await stop(broker)
    const startedAt = performance.now()
    broker = await startOdradek({ dir, limitMs: 120_000 })
    const readyMs = performance.now() - startedAt
    await sleep(2000)
    console.log(
      `start with ${partitions} partitions after ${what}: ready in ${seconds(readyMs)}, RSS ${rssMegabytes(broker.pid)} MB`,
    )
  }
  for (let i = 0; i < 3; i++) await again('a clean stop', (one) => one.stop())
  await again('kill -9', (one) => one.kill())
  await broker.stop()
}

async function heapPerPartition(dir: string, partitions: number): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heap = async () => {
    await sleep(500)
    collect()
    collect()
    return process.memoryUsage().heapUsed
  }
  const options = { port: 0, flags: { 'log.dirs': dir } }
  let broker = await startBroker(options)
  const empty = await heap()
  await createTopic(broker.bootstrapServers, partitions)
  const made = await heap()
  await broker.stop()
  broker = await startBroker(options)
  const started = await heap()
  await broker.stop()
  const each = (bytes: number) => `${((bytes - empty) / partitions / 1024).toFixed(2)} KB`
  console.log(`heap of an idle partition: ${each(made)} after it was made, ${each(started)} after a start`)
}

const work = mkdtempSync(join(tmpdir(), 'odradek-partitions-'))
try {
  if (Number(flags.create) > 0) await creation(join(work, 'create'), Number(flags.create))
  await starts(join(work, 'idle'), Number(flags.idle))
  await heapPerPartition(join(work, 'heap'), Number(flags.idle))
} finally {
  rmSync(work, { recursive: true, force: true })
}
