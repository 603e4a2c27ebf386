// Runs clients and their cases one after another and says what came of each.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestBroker } from './broker.ts'
import { type Case, type Client, type Context, uniqueName } from './client.ts'
import { Unavailable } from './process.ts'

export interface Totals {
  passed: number
  failed: number
  skipped: number
}

const CASE_LIMIT_MS = 180_000

export interface RunChoice {
  /** Only cases whose names have this in them. */
  readonly named?: string
  readonly times?: number
}

export async function runClients(
  clients: readonly Client[],
  broker: TestBroker,
  { named = '', times = 1 }: RunChoice = {},
): Promise<Totals> {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 }
  for (const client of Array.from({ length: times }, () => clients).flat()) {
    const of = await runClient(client, broker, named)
    console.log(`        ${client.name}: ${of.passed} passed, ${of.failed} failed, ${of.skipped} skipped`)
    totals.passed += of.passed
    totals.failed += of.failed
    totals.skipped += of.skipped
  }
  return totals
}

async function runClient(client: Client, broker: TestBroker, named: string): Promise<Totals> {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 }
  const work = join(broker.work, uniqueName('client'))
  mkdirSync(work, { recursive: true })
  const { bootstrap, dataDir, pid } = broker
  const context: Context = { bootstrap, work, brokerDataDir: dataDir, brokerPid: pid, name: uniqueName }
  let cases: Case[]
  try {
    cases = (await client.prepare(context)).filter(({ name }) => name.includes(named))
  } catch (error) {
    report(totals, client.name, { name: 'prepare', run: async () => {} }, error, 0)
    return totals
  }
  for (const one of cases) {
    const startedAt = performance.now()
    const problem = await within(one.run(), CASE_LIMIT_MS).then(
      () => undefined,
      (error: unknown) => error ?? new Error('failed without a reason'),
    )
    report(totals, client.name, one, problem, performance.now() - startedAt)
    if (!broker.running()) throw new Error(`the broker ended during: ${client.name}: ${one.name}`)
  }
  return totals
}

function report(totals: Totals, client: string, one: Case, problem: unknown, tookMs: number): void {
  const label = `${client}: ${one.name}`
  if (problem === undefined) {
    totals.passed++
    console.log(`passed  ${label} (${(tookMs / 1000).toFixed(1)} s)`)
  } else if (problem instanceof Unavailable) {
    totals.skipped++
    console.log(`skipped ${label}: ${problem.message}`)
  } else {
    totals.failed++
    console.log(`FAILED  ${label}: ${problem instanceof Error ? problem.message : String(problem)}`)
  }
}

async function within<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
