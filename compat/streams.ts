// Kafka Streams 3.9.2 with exactly_once_v2 over kill -9: node compat/streams.ts [--rounds 8] [--seed n] [--broker odradek|apache392]
// A word count and a windowed join, each an application of two processes. In each round records are sent, then the broker or one of
// the processes is killed while they are worked on. At the end the last count of each word is how often it was sent, counts never
// went back, and each pair was joined once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ApiKey } from '../src/protocol/apis.ts'
import { seeded } from '../src/protocol/testing/random-values.ts'
import { PYTHON_FOLDER, pythonEnvironment } from './clients/python.ts'
import { Connection } from './diff/exchange.ts'
import { batch } from './diff/records.ts'
import { Member } from './groups/member.ts'
import { ask } from './groups/records.ts'
import { createTopic } from './lib/client.ts'
import { javaProgram } from './lib/java.ts'
import { runOk } from './lib/process.ts'
import { RestartableBroker } from './lib/restartable.ts'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '8' },
    seed: { type: 'string', default: `${Date.now() % 100_000}` },
    broker: { type: 'string', default: 'odradek' },
  },
})

const PARTITIONS = 3
const PAIRS_PER_ROUND = 200
const LINES_PER_ROUND = 300
const WORDS = ['one', 'ring', 'to', 'rule', 'them', 'all', 'and', 'in', 'the', 'darkness', 'bind', 'find', 'bring']
const DONE_LIMIT_MS = 120_000

const random = seeded(Number(flags.seed))
const work = mkdtempSync(join(tmpdir(), 'odradek-streams-'))
const program = await javaProgram('Streams', 'streams-3.9.2')
const python = await pythonEnvironment()
const broker = await RestartableBroker.start(flags.broker, work, {
  'group.initial.rebalance.delay.ms': 0,
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1000,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.num.partitions': 4,
})
const { address } = broker
const expectedCounts = new Map<string, number>()
const pairs: number[] = []

/** Records by key, to the partition that the key's number says: left and right lie side by side. */
async function send(connection: Connection, topic: string, records: readonly { key: number; value: string }[]) {
  for (let index = 0; index < PARTITIONS; index++) {
    const own = records
      .filter(({ key }) => key % PARTITIONS === index)
      .map(({ key, value }) => ({ key: `${key}`, value }))
    if (own.length === 0) continue
    const partitionData = [{ index, records: batch({ records: own, timestamp: Date.now() }) }]
    const body = { acks: -1, timeoutMs: 10_000, topicData: [{ name: topic, partitionData }] }
    const answer = await ask(connection, ApiKey.Produce, 7, body)
    const code = answer.responses[0].partitionResponses[0].errorCode
    if (code !== 0) throw new Error(`${topic}: error code ${code}`)
  }
}

async function sendRound(round: number): Promise<void> {
  const connection = new Connection(address)
  const lines = Array.from({ length: LINES_PER_ROUND }, (_, i) => {
    const words = Array.from({ length: 5 }, () => WORDS[Math.floor(random() * WORDS.length)] ?? '')
    for (const word of words) expectedCounts.set(word, (expectedCounts.get(word) ?? 0) + 1)
    return { key: i, value: words.join(' ') }
  })
  const keys = Array.from({ length: PAIRS_PER_ROUND }, (_, i) => round * PAIRS_PER_ROUND + i)
  pairs.push(...keys)
  await send(connection, 'lines', lines)
  await send(
    connection,
    'left',
    keys.map((key) => ({ key, value: `L${key}` })),
  )
  await send(
    connection,
    'right',
    keys.map((key) => ({ key, value: `R${key}` })),
  )
  connection.close()
}

async function values(topic: string): Promise<string[]> {
  const args = ['-B', join(PYTHON_FOLDER, 'read_all.py'), address, topic, `${PARTITIONS}`, 'read_committed']
  const { stdout } = await runOk(python, args, { timeoutMs: 60_000 })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(line.indexOf(' ') + 1))
}

async function look(): Promise<string[]> {
  const problems: string[] = []
  const counts = new Map<string, number>()
  for (const text of await values('counts')) {
    const [word = '', count = ''] = text.split('=')
    if (Number(count) <= (counts.get(word) ?? 0))
      problems.push(`${word} went back to ${count} from ${counts.get(word)}`)
    counts.set(word, Number(count))
  }
  for (const [word, count] of expectedCounts)
    if (counts.get(word) !== count) problems.push(`${word} was counted ${counts.get(word)} times, not ${count}`)
  const joined = await values('joined')
  const seen = new Set(joined)
  for (const key of pairs) if (!seen.has(`L${key}+R${key}`)) problems.push(`the pair ${key} is missing`)
  if (joined.length !== seen.size) problems.push(`${joined.length - seen.size} pairs were joined twice`)
  if (seen.size > pairs.length) problems.push(`${seen.size - pairs.length} pairs were never sent`)
  return problems
}

const applications: Member[] = []
let starts = 0

function startApplication(kind: string): Member {
  const state = join(work, `state-${kind}-${starts++}`)
  const member = new Member(`${kind} ${starts}`, {
    command: program.command,
    args: [...program.args, address, kind, state],
  })
  applications.push(member)
  return member
}

try {
  for (const topic of ['lines', 'counts', 'left', 'right', 'joined']) await createTopic(address, topic, PARTITIONS)
  const running = ['wordcount', 'wordcount', 'join', 'join'].map((kind) => ({ kind, member: startApplication(kind) }))
  await sleep(5000)
  let killed = 0
  for (let round = 0; round < Number(flags.rounds); round++) {
    await sendRound(round)
    await sleep(200 + random() * 1500)
    if (round % 3 < 2) await broker.kill()
    else {
      const victim = running[Math.floor(random() * running.length)]
      await victim?.member.kill()
      killed++
      if (victim) victim.member = startApplication(victim.kind)
    }
    await sleep(1000 + random() * 3000)
  }
  const deadline = Date.now() + DONE_LIMIT_MS
  let problems = await look()
  while (problems.length > 0 && Date.now() < deadline) {
    await sleep(2000)
    problems = await look()
  }
  // Nothing more may come.
  if (problems.length === 0) {
    await sleep(3000)
    problems = await look()
  }
  for (const problem of problems.slice(0, 20)) console.log(`PROBLEM ${problem}`)
  if (problems.length > 0) for (const one of applications) console.log(`${one.name}: ${one.said}`)
  const words = [...expectedCounts.values()].reduce((sum, count) => sum + count, 0)
  console.log(
    `Kafka Streams 3.9.2 on ${flags.broker} (seed ${flags.seed}): ${words} words counted, ${pairs.length} pairs joined, ` +
      `broker killed ${broker.kills} times, applications ${killed} times; ${problems.length} problems`,
  )
  process.exitCode = problems.length === 0 ? 0 : 1
} finally {
  await Promise.all(applications.map((member) => member.kill()))
  await broker.end()
  rmSync(work, { recursive: true, force: true })
}
process.exit()
