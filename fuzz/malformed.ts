/**
 * Malformed requests of every API key and version on live sockets, while a healthy client is served (see README.md):
 *   node fuzz/malformed.ts [--count 100000] [--seconds 240] [--seed N] [--from N] [--lanes 48] [--bootstrap host:port]
 *     [--broker odradek|apache392] [--growth-mb 64] [--peak-mb 640] [--rested-after 10000] [--keep]
 * Ends with 1 when the broker died, logged an error of its own, sent an answer that cannot be read, let the healthy client
 * wait or fail, or kept more memory than `--growth-mb` above what it rested at after the first `--rested-after` inputs
 * (buffers, compiled code and codecs are there by then, and what grows with each input is not).
 */
import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { type BrokerKind, startBrokerOfKind, type TestBroker } from '../compat/lib/broker.ts'
import { splitAddress } from '../compat/lib/net.ts'
import { deleteStrayTopics, HEALTHY_TOPIC, prepareGround } from './ground.ts'
import { type HealthyReport, quantile } from './healthy.ts'
import { type Input, Inputs, kinds } from './inputs.ts'
import { runLanes, type Tally } from './lanes.ts'
import { collectedMb, residentMb } from './process-memory.ts'

const HEALTHY_MAX_MS = 2000
const FILES_LEAVE_MS = 1000
const SWEEP_EVERY_MS = 5000
const PROGRESS_EVERY_MS = 10_000

const { values } = parseArgs({
  options: {
    broker: { type: 'string', default: 'odradek' },
    bootstrap: { type: 'string' },
    count: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '240' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    from: { type: 'string', default: '0' },
    lanes: { type: 'string', default: '48' },
    'peak-mb': { type: 'string', default: '640' },
    'growth-mb': { type: 'string', default: '64' },
    'rested-after': { type: 'string', default: '10000' },
    keep: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const from = Number(values.from)
const count = Number(values.count)
const lanes = Number(values.lanes)
const restedAfter = Math.min(Number(values['rested-after']), Math.floor(count / 2))

// The broker's process inherits it: see collectedMb.
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --inspect-port=0`
const broker = await startBrokerOfKind(values.bootstrap ? 'running' : (values.broker as BrokerKind), {
  bootstrap: values.bootstrap,
  keep: values.keep,
  overrides: { 'auto.create.topics.enable': false, 'file.delete.delay.ms': FILES_LEAVE_MS },
})
process.exitCode = await fuzz(broker).finally(() => broker.stop())

interface Run {
  handled: number
  peakMb: number
  tally: Tally | undefined
  healthy: HealthyReport
  /** Sent last before the end: where to look when the broker died. */
  readonly recent: number[]
}

async function fuzz(broker: TestBroker): Promise<number> {
  const { ground, served } = await prepareGround(broker.bootstrap)
  const inputs = new Inputs(seed, ground, served)
  const { all, served: servedPairs } = inputs.coverage
  console.log(`seed ${seed}; ${all} pairs of API key and version, ${servedPairs} of them served`)
  const healthy: HealthyReport = { served: 0, times: [], problems: [] }
  const run: Run = { handled: 0, peakMb: 0, tally: undefined, healthy, recent: [] }
  const progress = setInterval(() => tellProgress(broker, run), PROGRESS_EVERY_MS)
  const memory = setInterval(() => notePeak(broker, run), 250)
  const sweep = setInterval(() => void deleteStrayTopics(broker.bootstrap).catch(() => {}), SWEEP_EVERY_MS)
  const deadline = performance.now() + Number(values.seconds) * 1000
  let before = 0
  let after = 0
  try {
    await send(broker, inputs, run, from, restedAfter, deadline)
    before = await rested(broker)
    await send(broker, inputs, run, from + restedAfter, count - restedAfter, deadline)
    after = await rested(broker)
  } finally {
    clearInterval(progress)
    clearInterval(memory)
    clearInterval(sweep)
  }
  return verdict(broker, run, before, after)
}

/** What the broker holds once the topics of the inputs are gone (their files leave a second later), garbage apart. */
async function rested(broker: TestBroker): Promise<number> {
  if (broker.pid === undefined || !broker.running() || broker.kind !== 'odradek') return 0
  await deleteStrayTopics(broker.bootstrap)
  await sleep(FILES_LEAVE_MS + 1000)
  return await collectedMb(broker.pid, logFile(broker))
}

async function send(broker: TestBroker, inputs: Inputs, run: Run, first: number, many: number, deadline: number) {
  let number = first
  const end = first + many
  const next = (): Input | undefined => {
    if (number >= end) return undefined
    run.recent.push(number)
    if (run.recent.length > lanes * 8) run.recent.shift()
    return inputs.make(number++)
  }
  const isStopped = () => !broker.running() || performance.now() > deadline
  const onDone = () => run.handled++
  const healthy = startHealthy(broker.bootstrap)
  const tally = await runLanes({ ...splitAddress(broker.bootstrap), lanes, next, onDone, isStopped })
  const { served, times, problems } = await healthy.stop()
  run.healthy.served += served
  run.healthy.times.push(...times)
  run.healthy.problems.push(...problems)
  run.tally = run.tally === undefined ? tally : sum(run.tally, tally)
}

function sum(a: Tally, b: Tally): Tally {
  const byKind = new Map(a.byKind)
  for (const [kind, many] of b.byKind) byKind.set(kind, (byKind.get(kind) ?? 0) + many)
  return {
    answered: a.answered + b.answered,
    closed: a.closed + b.closed,
    silent: a.silent + b.silent,
    connections: a.connections + b.connections,
    refused: a.refused + b.refused,
    unreadable: [...a.unreadable, ...b.unreadable],
    byKind,
  }
}

function startHealthy(bootstrap: string): { stop(): Promise<HealthyReport> } {
  const options = { ...splitAddress(bootstrap), topic: HEALTHY_TOPIC, pauseMs: 20 }
  const worker = new Worker(new URL('./healthy.ts', import.meta.url), { workerData: { healthy: options } })
  const report = new Promise<HealthyReport>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  return {
    async stop() {
      worker.postMessage('stop')
      return await report
    },
  }
}

function notePeak(broker: TestBroker, run: Run): void {
  if (broker.pid !== undefined && broker.running()) run.peakMb = Math.max(run.peakMb, residentMb(broker.pid))
}

function tellProgress(broker: TestBroker, run: Run): void {
  const memory = broker.pid !== undefined && broker.running() ? `, RSS ${residentMb(broker.pid).toFixed(0)} MB` : ''
  console.log(`  ${run.handled} inputs${memory}`)
}

function logFile(broker: TestBroker): string {
  return join(broker.work, 'broker', 'odradek.log')
}

/** The broker's own errors: a line of level ERROR is one that no input should lead to. */
function errorLines(broker: TestBroker): string[] {
  if (broker.kind !== 'odradek') return []
  const log = readFileSync(logFile(broker), 'utf8')
  return log.split('\n').filter((line) => / ERROR /.test(line))
}

function verdict(broker: TestBroker, run: Run, before: number, after: number): number {
  const tally = run.tally!
  const { healthy } = run
  const healthyMs = (part: number) => quantile(healthy.times, part).toFixed(1)
  const worstMs = quantile(healthy.times, 1)
  const problems: string[] = []
  const deaths = broker.running() ? 0 : 1
  if (deaths > 0) problems.push(`the broker ended; the last inputs: ${run.recent.slice(-40).join(' ')}`)
  if (run.handled < count) problems.push(`only ${run.handled} of ${count} inputs within the time`)
  const errors = errorLines(broker)
  if (errors.length > 0)
    problems.push(`${errors.length} errors in the broker's log, the first:`, ...errors.slice(0, 20))
  if (tally.unreadable.length > 0) problems.push('answers that cannot be read:', ...tally.unreadable.slice(0, 20))
  problems.push(...healthy.problems)
  if (worstMs > HEALTHY_MAX_MS) problems.push(`the healthy client waited ${worstMs.toFixed(0)} ms once`)
  const growth = after - before
  if (run.peakMb > Number(values['peak-mb'])) problems.push(`${run.peakMb.toFixed(0)} MB at its peak`)
  if (growth > Number(values['growth-mb'])) problems.push(`${growth.toFixed(0)} MB more than it rested at before`)

  console.log(kinds.map((kind) => `${kind} ${tally.byKind.get(kind) ?? 0}`).join(', '))
  console.log(
    `${tally.connections} connections; ${tally.answered} inputs answered, ${tally.closed} closed the connection, ${tally.silent} got no answer`,
  )
  console.log(
    `healthy client: produce and fetch in p50 ${healthyMs(0.5)}, p99 ${healthyMs(0.99)}, max ${worstMs.toFixed(0)} ms`,
  )
  for (const problem of problems) console.log(`PROBLEM ${problem}`)
  console.log(
    `${run.handled} inputs, ${deaths} deaths, RSS ${before.toFixed(0)} -> ${after.toFixed(0)} MB (peak ${run.peakMb.toFixed(0)}), ` +
      `healthy requests served ${healthy.served}, seed ${seed}`,
  )
  return problems.length === 0 ? 0 : 1
}
