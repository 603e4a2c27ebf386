// Odradek and Apache Kafka 3.9.2 side by side in one run: npm run bench -- [--pairs 5] [--scale 1] [--only text] [--json FILE]
// Rounds alternate (A B, B A …); the first pair is cold and told apart, the medians are of the others. Only ratios mean
// something: the machine is shared with the load driver, so the broker's CPU seconds stand beside every throughput.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Connection, requestFrame } from '../compat/diff/exchange.ts'
import { createTopic, uniqueName } from '../compat/lib/client.ts'
import { ApiKey } from '../src/protocol/apis.ts'
import { consume, performanceProgram, produce, type Work } from './driver.ts'
import { median, rssMegabytes, type Usage, usage, usedSince } from './measure.ts'
import { type Subject, type SubjectName, Subjects } from './subjects.ts'

const { values: flags } = parseArgs({
  options: {
    pairs: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
})

const pairs = Math.max(2, Number(flags.pairs))
const scale = Number(flags.scale)

interface Round {
  perSecond: number
  used: Usage
}

interface Row {
  name: string
  /** What CPU is told against: gigabytes moved, or millions of requests. */
  unit: 'GB' | 'M requests'
  subjects: readonly SubjectName[]
  work: Work
  acks: number
  /** Measure reading back what an unmeasured producer has written. */
  reading?: boolean
}

const BATCHED = ['linger.ms=5', 'queue.buffering.max.messages=1000000', 'queue.buffering.max.kbytes=500000']
const SINGLE = ['linger.ms=0', 'batch.num.messages=1']
const BOTH: readonly SubjectName[] = ['apache', 'odradek']
// With acks=all Odradek alone syncs before it answers; `never` is the promise that Apache gives.
const ALL_THREE: readonly SubjectName[] = ['apache', 'odradek', 'odradek never']

function work(count: number, bytes: number, properties: readonly string[]): Work {
  return { count: Math.max(1000, Math.round(count * scale)), bytes, properties }
}

const ROWS: readonly Row[] = [
  { name: 'produce 1 KB, acks=1', unit: 'GB', subjects: BOTH, work: work(400_000, 1024, BATCHED), acks: 1 },
  { name: 'produce 1 KB, acks=all', unit: 'GB', subjects: ALL_THREE, work: work(400_000, 1024, BATCHED), acks: -1 },
  { name: 'produce 100 B, acks=1', unit: 'GB', subjects: BOTH, work: work(2_000_000, 100, BATCHED), acks: 1 },
  { name: 'produce 100 B, acks=all', unit: 'GB', subjects: ALL_THREE, work: work(2_000_000, 100, BATCHED), acks: -1 },
  {
    name: 'one record per request, acks=1',
    unit: 'M requests',
    subjects: BOTH,
    work: work(60_000, 100, SINGLE),
    acks: 1,
  },
  { name: 'consume 1 KB', unit: 'GB', subjects: BOTH, work: work(400_000, 1024, BATCHED), acks: 1, reading: true },
]

async function deleteTopic(address: string, name: string): Promise<void> {
  const connection = new Connection(address)
  const body = { topicNames: [name], timeoutMs: 20_000 }
  await connection.ask(ApiKey.DeleteTopics, 3, requestFrame(ApiKey.DeleteTopics, 3, body), 30_000)
  connection.close()
}

async function round(program: string, subject: Subject, row: Row): Promise<Round> {
  const topic = uniqueName('bench')
  await createTopic(subject.address, topic)
  let before = usage(subject.pid)
  let perSecond = await produce(program, subject.address, topic, row.acks, row.work)
  if (row.reading) {
    before = usage(subject.pid)
    perSecond = await consume(program, subject.address, topic, row.work.count)
  }
  // What is still being written or collected belongs to the round.
  await sleep(200)
  const used = usedSince(before, subject.pid)
  await deleteTopic(subject.address, topic)
  if (!subject.running()) throw new Error(`${subject.name} ended during ${row.name}`)
  return { perSecond, used }
}

interface Result {
  row: string
  subject: SubjectName
  unit: string
  cold: number
  warm: number
  /** CPU seconds of the broker per unit, user and system, warm. */
  user: number
  system: number
}

async function measure(program: string, row: Row, subjects: ReadonlyMap<SubjectName, Subject>): Promise<Result[]> {
  const rounds = new Map<SubjectName, Round[]>(row.subjects.map((name) => [name, []]))
  for (let pair = 0; pair < pairs; pair++) {
    // Who comes after another finds its unwritten pages still on their way to the disk: each is first in turn.
    const turn = pair % row.subjects.length
    for (const name of [...row.subjects.slice(turn), ...row.subjects.slice(0, turn)]) {
      rounds.get(name)!.push(await round(program, subjects.get(name)!, row))
    }
  }
  const units = row.unit === 'GB' ? (row.work.count * row.work.bytes) / 1e9 : row.work.count / 1e6
  return row.subjects.map((subject) => {
    const [first, ...warm] = rounds.get(subject)!
    return {
      row: row.name,
      subject,
      unit: row.unit,
      cold: first!.perSecond,
      warm: median(warm.map(({ perSecond }) => perSecond)),
      user: median(warm.map(({ used }) => used.userSeconds)) / units,
      system: median(warm.map(({ used }) => used.systemSeconds)) / units,
    }
  })
}

function print(results: readonly Result[]): void {
  const apache = results.find(({ subject }) => subject === 'apache')!
  for (const one of results) {
    const cpu = one.user + one.system
    const ratio =
      one === apache
        ? ''
        : `  ${(one.warm / apache.warm).toFixed(2)} × records, ` +
          `${(cpu / (apache.user + apache.system)).toFixed(2)} × CPU`
    console.log(
      `${one.row.padEnd(32)} ${one.subject.padEnd(14)} cold ${String(Math.round(one.cold)).padStart(8)}/s  warm ` +
        `${String(Math.round(one.warm)).padStart(8)}/s  CPU per ${one.unit} ${one.user.toFixed(1)} + ${one.system.toFixed(1)} s${ratio}`,
    )
  }
}

interface StartFigures {
  subject: SubjectName
  readyMs: number
  rssAtRest: number
}

/** Every broker started again in its own folder, a few times, alternating. Leaves them running. */
async function starts(all: Subjects): Promise<{ running: Map<SubjectName, Subject>; figures: StartFigures[] }> {
  const names: readonly SubjectName[] = ALL_THREE
  const ready = new Map<SubjectName, number[]>(names.map((name) => [name, []]))
  const running = new Map<SubjectName, Subject>()
  const repeats = 4
  for (let i = 0; i < repeats; i++) {
    for (const name of names) {
      const subject = await all.start(name)
      // The first start makes the folder and fills caches.
      if (i > 0) ready.get(name)!.push(subject.readyMs)
      if (i === repeats - 1) running.set(name, subject)
      else await subject.stop()
    }
  }
  await sleep(3000)
  const figures = names.map((subject) => ({
    subject,
    readyMs: Math.round(median(ready.get(subject)!)),
    rssAtRest: rssMegabytes(running.get(subject)!.pid),
  }))
  return { running, figures }
}

const program = await performanceProgram()
const workDir = mkdtempSync(join(tmpdir(), 'odradek-bench-'))
const all = new Subjects(workDir)
let running = new Map<SubjectName, Subject>()
try {
  const begun = await starts(all)
  running = begun.running
  for (const { subject, readyMs, rssAtRest } of begun.figures) {
    console.log(`${subject.padEnd(14)} ready in ${readyMs} ms (second start), RSS at rest ${rssAtRest} MB`)
  }
  const results: Result[] = []
  for (const row of ROWS) {
    if (flags.only && !row.name.includes(flags.only)) continue
    const measured = await measure(program, row, running)
    print(measured)
    results.push(...measured)
  }
  const rssAfter = [...running].map(([subject, { pid }]) => ({ subject, megabytes: rssMegabytes(pid) }))
  for (const { subject, megabytes } of rssAfter) console.log(`${subject.padEnd(14)} RSS after the load ${megabytes} MB`)
  const report = { pairs, scale, starts: begun.figures, results, rssAfter }
  if (flags.json) writeFileSync(flags.json, `${JSON.stringify(report, null, 1)}\n`)
} finally {
  for (const subject of running.values()) await subject.stop()
  await all.stop()
  rmSync(workDir, { recursive: true, force: true })
}
