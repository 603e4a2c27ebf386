// Exactly once, shown: node compat/copier.ts --client java-3.9|java-4.3|franz|librdkafka [--records 100000] [--seed n]
//                                             [--broker odradek|apache392] [--limit seconds] [--calm]
// Copiers move records from one topic to another, each piece in a transaction with the offsets that it consumed, and abort some
// on purpose, while the broker is killed with SIGKILL, and copiers are killed and paused for longer than their sessions and
// transactions may last. At the end a reader that reads what is committed must see every record once, in the order of its partition.
// --calm: nobody is killed or paused, which tells how long a transaction takes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ApiKey } from '../src/protocol/apis.ts'
import { seeded } from '../src/protocol/testing/random-values.ts'
import { PYTHON_FOLDER, pythonEnvironment } from './clients/python.ts'
import { Copier } from './copier/copier.ts'
import { copierPrograms } from './copier/programs.ts'
import { Connection } from './diff/exchange.ts'
import { batch } from './diff/records.ts'
import { ask, findCoordinator } from './groups/records.ts'
import { createTopic } from './lib/client.ts'
import { runOk } from './lib/process.ts'
import { RestartableBroker } from './lib/restartable.ts'

const { values: flags } = parseArgs({
  options: {
    client: { type: 'string', default: 'java-3.9' },
    records: { type: 'string', default: '100000' },
    seed: { type: 'string', default: `${Date.now() % 100_000}` },
    broker: { type: 'string', default: 'odradek' },
    limit: { type: 'string', default: '1500' },
    calm: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
})

const RECORDS = Number(flags.records)
const PARTITIONS = 6
const COPIERS = 3
const [FROM, TO, GROUP] = ['from', 'to', 'copiers']
/** Longer than the sessions (6 s) and transactions (10 s) of the copiers. */
const PAUSE_MS = 12_000
const RECORDS_PER_BATCH = 500

const random = seeded(Number(flags.seed))
const work = mkdtempSync(join(tmpdir(), 'odradek-copier-'))

/** The numbers from 0 on, piece by piece to the partitions in turn. */
async function fill(address: string): Promise<number[][]> {
  const sent: number[][] = Array.from({ length: PARTITIONS }, () => [])
  const connection = new Connection(address)
  for (let from = 0; from < RECORDS; from += RECORDS_PER_BATCH) {
    const numbers = Array.from({ length: Math.min(RECORDS_PER_BATCH, RECORDS - from) }, (_, i) => from + i)
    const index = (from / RECORDS_PER_BATCH) % PARTITIONS
    const records = numbers.map((number) => ({ key: `${number}`, value: `${number}` }))
    const partitionData = [{ index, records: batch({ records, timestamp: Date.now() }) }]
    const body = { acks: -1, timeoutMs: 10_000, topicData: [{ name: FROM, partitionData }] }
    const answer = await ask(connection, ApiKey.Produce, 7, body)
    const code = answer.responses[0].partitionResponses[0].errorCode
    if (code !== 0) throw new Error(`the input could not be written: error code ${code}`)
    for (const number of numbers) sent[index]?.push(number)
  }
  connection.close()
  return sent
}

/** How much of the input is committed; null while the broker does not answer. */
async function committed(address: string): Promise<number | null> {
  const connection = new Connection(address)
  try {
    const topics = [{ name: FROM, partitionIndexes: Array.from({ length: PARTITIONS }, (_, i) => i) }]
    const answer = await ask(connection, ApiKey.OffsetFetch, 5, { groupId: GROUP, topics })
    if (answer.errorCode !== 0) return null
    const offsets: number[] = answer.topics[0].partitions.map((one: { committedOffset: number }) => one.committedOffset)
    return offsets.reduce((sum, offset) => sum + Math.max(0, offset), 0)
  } catch {
    return null
  } finally {
    connection.close()
  }
}

class Chaos {
  brokerKills = 0
  copierKills = 0
  pauses = 0
  isStopped = false
  private pausing: Promise<void> | null = null
  private readonly broker: RestartableBroker
  private readonly copiers: readonly Copier[]

  constructor(broker: RestartableBroker, copiers: readonly Copier[]) {
    this.broker = broker
    this.copiers = copiers
  }

  async run(): Promise<void> {
    while (!this.isStopped) {
      await sleep(1500 + random() * 3500)
      if (this.isStopped) break
      const choice = random()
      const copier = this.copiers[Math.floor(random() * this.copiers.length)]
      if (choice < 0.4) {
        this.brokerKills++
        await this.broker.kill()
      } else if (choice < 0.7) {
        this.copierKills++
        copier?.kill()
      } else if (this.pausing === null && copier) {
        this.pauses++
        this.pausing = copier.pause(PAUSE_MS).then(() => {
          this.pausing = null
        })
      }
    }
    await this.pausing
  }
}

/** Until all of the input is committed. Throws when nothing moves any more, or the time is over. */
async function untilCopied(address: string, copiers: readonly Copier[]): Promise<void> {
  const deadline = Date.now() + Number(flags.limit) * 1000
  let told = Date.now()
  for (;;) {
    const now = await committed(address)
    if (now === RECORDS) return
    if (Date.now() > deadline) {
      const said = copiers.map((copier, i) => `copier ${i}: ${copier.said}`).join('\n')
      throw new Error(`${now} of ${RECORDS} are committed after ${flags.limit} s\n${said}`)
    }
    if (Date.now() - told > 15_000) {
      told = Date.now()
      console.log(`${now ?? '?'} of ${RECORDS} records are copied`)
    }
    await sleep(250)
  }
}

async function readAll(address: string, isolation: string): Promise<number[][]> {
  const args = ['-B', join(PYTHON_FOLDER, 'read_all.py'), address, TO, `${PARTITIONS}`, isolation]
  const { stdout } = await runOk(await pythonEnvironment(), args, { timeoutMs: 120_000 })
  const found: number[][] = Array.from({ length: PARTITIONS }, () => [])
  for (const line of stdout.split('\n')) {
    const match = /^(\d+) copy of (\d+)$/.exec(line)
    if (match) found[Number(match[1])]?.push(Number(match[2]))
    else if (line !== '') throw new Error(`this was never sent: ${line}`)
  }
  return found
}

function compare(sent: readonly number[][], found: readonly number[][]): string[] {
  const problems: string[] = []
  for (const [partition, numbers] of sent.entries()) {
    const got = found[partition] ?? []
    if (got.join() === numbers.join()) continue
    const seen = new Set(got)
    const lost = numbers.filter((number) => !seen.has(number)).length
    problems.push(
      `partition ${partition}: ${numbers.length} sent, ${got.length} found, ${lost} lost, ${got.length - seen.size} twice` +
        (lost === 0 && got.length === numbers.length ? ', out of order' : ''),
    )
  }
  return problems
}

const sum = (copiers: readonly Copier[], of: (copier: Copier) => number): number =>
  copiers.reduce((total, copier) => total + of(copier), 0)

const make = copierPrograms[flags.client]
if (!make) throw new Error(`no client ${flags.client}; there are ${Object.keys(copierPrograms).join(', ')}`)
const program = await make()
await pythonEnvironment()
const broker = await RestartableBroker.start(flags.broker, work, {
  'group.initial.rebalance.delay.ms': 0,
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1000,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.num.partitions': 4,
})
const copiers: Copier[] = []
try {
  const { address } = broker
  await createTopic(address, FROM, PARTITIONS)
  await createTopic(address, TO, PARTITIONS)
  await findCoordinator(address, GROUP)
  const sent = await fill(address)
  const from = performance.now()
  for (let i = 0; i < COPIERS; i++) {
    const seed = Number(flags.seed) * 100 + i * 1000
    copiers.push(
      new Copier(program, {
        bootstrap: address,
        from: FROM,
        to: TO,
        group: GROUP,
        transactionalId: `copier-${i}`,
        seed,
      }),
    )
  }
  const chaos = new Chaos(broker, copiers)
  const raging = flags.calm ? Promise.resolve() : chaos.run()
  try {
    await untilCopied(address, copiers)
  } finally {
    chaos.isStopped = true
    await raging
    await Promise.all(copiers.map((copier) => copier.stop()))
  }
  const seconds = ((performance.now() - from) / 1000).toFixed(0)
  // What a killed copier left open is aborted after its timeout.
  await sleep(12_000)
  const problems = compare(sent, await readAll(address, 'read_committed'))
  const all = (await readAll(address, 'read_uncommitted')).reduce((total, numbers) => total + numbers.length, 0)
  for (const problem of problems) console.log(`PROBLEM ${problem}`)
  console.log(
    `${flags.client} on ${flags.broker} (seed ${flags.seed}): ${RECORDS} records in ${seconds} s, ` +
      `${sum(copiers, ({ copied }) => copied)} transactions committed, ` +
      `${sum(copiers, (one) => one.abortsOnPurpose)} aborted on purpose, ${sum(copiers, (one) => one.otherAborts)} otherwise; ` +
      `broker killed ${chaos.brokerKills} times, copiers killed ${chaos.copierKills} and paused ${chaos.pauses} times, ` +
      `ended by themselves ${sum(copiers, ({ ends }) => ends)} times`,
  )
  console.log(
    `${all - RECORDS} records of aborted transactions are in the log and were not read; ${problems.length} problems`,
  )
  process.exitCode = problems.length === 0 ? 0 : 1
} finally {
  await Promise.all(copiers.map((copier) => copier.stop()))
  await broker.end()
  if (flags.keep) console.log(`files are kept in ${work}`)
  else rmSync(work, { recursive: true, force: true })
}
process.exit()
