// Asks Apache Kafka and Odradek the same and lists what they answer differently:
//   npm run compat:diff -- [--only Produce,Fetch] [--version 7] [--apache392 host:port] [--apache44 host:port]
//                          [--bootstrap host:port] [--subject odradek|apache392|apache44] [--verbose]
// Brokers that are not named are started here. Versions that 3.9.2 serves in ZooKeeper mode are compared with it, newer
// ones with 4.4.0. Ends with 1 when there is a difference that allowed.ts does not give a reason for.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { apiName, apis } from '../../src/protocol/apis.ts'
import { ALONE } from '../apache/apache.ts'
import { type BrokerKind, startBrokerOfKind, type TestBroker } from '../lib/broker.ts'
import { allowed } from './allowed.ts'
import { compareEntries, type Difference } from './compare.ts'
import { scenarios } from './corpus/index.ts'
import { oracleOf } from './oracle.ts'
import { type Entry, type RunFacts, type Scenario, Talk, versionsOf } from './talk.ts'

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    version: { type: 'string' },
    apache392: { type: 'string' },
    apache44: { type: 'string' },
    bootstrap: { type: 'string' },
    subject: { type: 'string', default: 'odradek' },
    verbose: { type: 'boolean', default: false },
  },
})

/** The same for all brokers that are started here. */
const SAME = {
  ...ALONE,
  'num.partitions': 2,
  'broker.id': 1,
  'group.max.size': 3,
  'group.min.session.timeout.ms': 100,
  'odradek.telemetry.enable': true,
}

type OracleKind = 'apache392' | 'apache44'
interface Work {
  scenario: Scenario
  version: number
  oracle: OracleKind
}

const facts: RunFacts = { runId: `d${randomBytes(3).toString('hex')}`, now: Date.now() - 60_000 }
const brokers = new Map<string, Promise<TestBroker>>()

function broker(role: string, kind: BrokerKind, address: string | undefined): Promise<TestBroker> {
  const key = `${role} ${address ?? kind}`
  const known = brokers.get(key)
  if (known) return known
  const started = startBrokerOfKind(address ? 'running' : kind, {
    bootstrap: address,
    overrides: SAME,
  })
  brokers.set(key, started)
  return started
}

function plan(): Work[] {
  const only = flags.only?.toLowerCase().split(',')
  const work: Work[] = []
  for (const scenario of scenarios) {
    const api = apis.get(scenario.api)
    if (!api) throw new Error(`a scenario names the API key ${scenario.api}`)
    const text = `${api.name}: ${scenario.name}`.toLowerCase()
    if (only && !only.some((one) => text.includes(one.trim()))) continue
    for (const version of versionsOf(scenario)) {
      if (flags.version !== undefined && Number(flags.version) !== version) continue
      const oracle = oracleOf(scenario.api, version)
      // Apache compared with itself, to try the corpus: only what that release serves.
      if (flags.subject.startsWith('apache') && flags.subject !== oracle) continue
      work.push({ scenario, version, oracle })
    }
  }
  return work
}

async function tell(address: string, { scenario, version }: Work, number: number): Promise<Entry[]> {
  const talk = new Talk(address, facts, `${scenario.api}-${version}-${number}`)
  try {
    await scenario.run(talk, version)
  } catch (error) {
    const stopped =
      error instanceof Error ? (error.stack?.split('\n').slice(0, 3).join(' ') ?? error.message) : String(error)
    talk.entries.push({ label: 'the scenario stopped', outcome: { stopped } })
  } finally {
    talk.close()
  }
  return talk.entries
}

interface Found extends Difference {
  version: number
}

async function compareAll(work: readonly Work[]): Promise<{ found: Found[]; asked: number }> {
  const found: Found[] = []
  let asked = 0
  const numbers = new Map<Scenario, number>()
  for (const one of work) {
    if (!numbers.has(one.scenario)) numbers.set(one.scenario, numbers.size)
    const number = numbers.get(one.scenario) ?? 0
    const oracle = await broker('oracle', one.oracle, one.oracle === 'apache392' ? flags.apache392 : flags.apache44)
    const subject = await broker('subject', flags.subject as BrokerKind, flags.bootstrap)
    const [apache, other] = await Promise.all([
      tell(oracle.bootstrap, one, number),
      tell(subject.bootstrap, one, number),
    ])
    asked += apache.length
    const where = `${apiName(one.scenario.api)}: ${one.scenario.name}`
    if (flags.verbose) console.log(`${where} v${one.version}\n${JSON.stringify(apache, null, 1)}`)
    const stopped = apache.find(({ label }) => label === 'the scenario stopped')
    if (stopped)
      found.push({
        where,
        path: `stopped on ${one.oracle}`,
        apache: stopped.outcome,
        other: undefined,
        version: one.version,
      })
    for (const difference of compareEntries(where, apache, other)) found.push({ ...difference, version: one.version })
    if (!oracle.running()) throw new Error(`Apache Kafka ended during ${where} v${one.version}:\n${oracle.logTail()}`)
    if (!subject.running()) throw new Error(`the broker ended during ${where} v${one.version}`)
  }
  return { found, asked }
}

/** The same difference in several versions is told once. */
function grouped(found: readonly Found[]): Map<string, Found[]> {
  const groups = new Map<string, Found[]>()
  for (const one of found) {
    const key = `${one.where}\n    ${one.path || '(all)'}: apache ${short(one.apache)}, here ${short(one.other)}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return groups
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

function reasonFor(difference: Difference): number {
  const { where: at, path: field, apache, other } = difference
  return allowed.findIndex(
    ({ where, path, when }) => where.test(at) && path.test(field) && (when?.(apache, other) ?? true),
  )
}

const work = plan()
if (work.length === 0) throw new Error('no scenario matches')
try {
  const { found, asked } = await compareAll(work)
  const used = new Set<number>()
  let unexplained = 0
  let explained = 0
  for (const [text, group] of grouped(found)) {
    const reason = reasonFor(group[0] as Found)
    if (reason >= 0) {
      used.add(reason)
      explained++
      if (!flags.verbose) continue
    } else {
      unexplained++
    }
    console.log(`${reason >= 0 ? 'allowed   ' : 'DIFFERENT '}v${group.map(({ version }) => version).join(',')} ${text}`)
  }
  if (!flags.only && flags.version === undefined && flags.subject === 'odradek') {
    allowed.forEach(({ where, path }, i) => {
      if (!used.has(i)) console.log(`the allowed difference ${where} ${path} was not seen`)
    })
  }
  console.log(`${asked} answers compared, ${unexplained} differences, ${explained} more that are meant (allowed.ts)`)
  process.exitCode = unexplained === 0 ? 0 : 1
} finally {
  for (const one of brokers.values()) await (await one).stop()
}
