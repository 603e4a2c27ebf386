// From a producer's send to the consumer's hand, beside Apache Kafka 3.9.2: npm run bench:latency -- [--rounds 4] [--seconds 8] [--rates 1000,10000]
//   librdkafka's performance program writes records with the time in them (linger 0, acks=1), and a second one reads them. Brokers
//   take turns; the first round is cold and left out, as is the first quarter of each.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createTopic, uniqueName } from '../compat/lib/client.ts'
import { run, tail } from '../compat/lib/process.ts'
import { performanceProgram } from './driver.ts'
import { median, usage, usedSince } from './measure.ts'
import { type Subject, type SubjectName, Subjects } from './subjects.ts'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '8' },
    rates: { type: 'string', default: '1000,10000' },
  },
})
const ROUNDS = Math.max(2, Number(flags.rounds))
const NAMES: readonly SubjectName[] = ['apache', 'odradek']
/** The program sleeps between records, and cannot sleep shorter than this lets it. */
const PER_PRODUCER_MAX = 5000
const QUANTILES = [0.5, 0.99, 0.999]
const LIMIT_MS = 120_000

const program = await performanceProgram()
const workDir = mkdtempSync(join(tmpdir(), 'odradek-latency-'))

interface Round {
  /** Milliseconds, one for each of QUANTILES. */
  readonly quantiles: readonly number[]
  readonly cpuMsPerThousand: number
}

async function round(subject: Subject, rate: number): Promise<Round> {
  const topic = uniqueName('latency')
  await createTopic(subject.address, topic)
  const file = join(workDir, topic)
  const producers = Math.ceil(rate / PER_PRODUCER_MAX)
  const each = Math.round((rate * Number(flags.seconds)) / producers)
  const count = each * producers
  const shared = ['-t', topic, '-p', '0', '-b', subject.address, '-q', '-l']
  const reading = ['-C', ...shared, '-c', `${count}`, '-o', 'beginning', '-A', file]
  const reader = run(program, reading, { timeoutMs: LIMIT_MS })
  await sleep(1000)
  const before = usage(subject.pid)
  const sending = [...shared, '-a', '1', '-s', '100', '-r', `${rate / producers}`, '-c', `${each}`, '-X', 'linger.ms=0']
  const ends = await Promise.all([
    reader,
    ...Array.from({ length: producers }, () => run(program, ['-P', ...sending], { timeoutMs: LIMIT_MS })),
  ])
  const used = usedSince(before, subject.pid)
  for (const { timedOut, stdout, stderr } of ends) {
    if (timedOut) throw new Error(`the program did not end:\n${tail(stdout + stderr, 800)}`)
  }
  const all = readFileSync(file, 'utf8').trim().split('\n').map(Number)
  if (all.length < count) throw new Error(`${all.length} of ${count} records came`)
  const told = Float64Array.from(all.slice(all.length / 4)).sort()
  const quantiles = QUANTILES.map((q) => told[Math.min(told.length - 1, Math.floor(q * told.length))]! / 1000)
  return { quantiles, cpuMsPerThousand: ((used.userSeconds + used.systemSeconds) * 1e6) / count }
}

async function compare(rate: number, subjects: ReadonlyMap<SubjectName, Subject>): Promise<void> {
  const rounds = new Map<SubjectName, Round[]>(NAMES.map((name) => [name, []]))
  for (let i = 0; i < ROUNDS; i++) {
    for (const name of i % 2 === 0 ? NAMES : [...NAMES].reverse()) {
      rounds.get(name)!.push(await round(subjects.get(name)!, rate))
    }
  }
  for (const name of NAMES) {
    const warm = rounds.get(name)!.slice(1)
    const texts = QUANTILES.map(
      (q, i) => `p${q * 100} ${median(warm.map(({ quantiles }) => quantiles[i]!)).toFixed(2)}`,
    )
    const cpu = median(warm.map(({ cpuMsPerThousand }) => cpuMsPerThousand))
    console.log(
      `${`${rate} records/s`.padEnd(18)} ${name.padEnd(8)} ${texts.join(', ')} ms; CPU per thousand ${cpu.toFixed(1)} ms`,
    )
  }
}

const all = new Subjects(workDir)
const running = new Map<SubjectName, Subject>()
try {
  for (const name of NAMES) running.set(name, await all.start(name))
  for (const rate of flags.rates.split(',').map(Number)) await compare(rate, running)
} finally {
  for (const subject of running.values()) await subject.stop()
  await all.stop()
  rmSync(workDir, { recursive: true, force: true })
}
