// A broker that is killed with SIGKILL while it cleans a log, at each step of putting the cleaned segment in place: while the new
// one is written (.cleaned), while it takes the place of the old ones (.swap), while those are still on disk (.deleted). After each
// kill kafka-dump-log reads the log as it lies there without a complaint, the other kind of broker opens a copy, and the broker itself
// goes on in the folder. A reader finds the last value of every key.
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { batch } from '../diff/records.ts'
import { createTopic, expect } from '../lib/client.ts'
import type { Daemon } from '../lib/process.ts'
import { dumpedOffsets, dumpLog, filesOf } from './dump-log.ts'
import { listOffset, produce, walkAll } from './folder-story.ts'
import { Wire } from './wire.ts'

export const CLEANED_TOPIC = 'cleaned'
export const CLEANED_TOPIC_CONFIGS: Readonly<Record<string, string>> = {
  'cleanup.policy': 'compact',
  'min.cleanable.dirty.ratio': '0.01',
  'segment.bytes': '40000',
  'index.interval.bytes': '500',
  'file.delete.delay.ms': '1500',
}

type Broker = Daemon & { readonly address: string }

export interface CleaningProof {
  /** The data lie in `data` there. */
  readonly dir: string
  readonly kills: number
  readonly start: (dir: string) => Promise<Broker>
  /** The other kind of broker, in a copy of the folder. */
  readonly openElsewhere: (copy: string) => Promise<Broker>
  /** Our own look at the files. */
  readonly verify: (dir: string) => Promise<void>
}

/** What is killed for: a file of this state is in the partition's folder. */
const STATES = ['.cleaned', '.swap', '.deleted'] as const
type State = (typeof STATES)[number]

const KEYS = 400
const RECORDS_PER_BATCH = 40
/** Has no divisor in common with the number of keys: each is deleted at times. */
const DELETED_EVERY = 37
const CODECS = 5
/** Slower than the cleaner may be, and always something to clean. */
const BETWEEN_BATCHES_MS = 30
const SEEN_LIMIT_MS = 60_000
/** Something is cleaned before the first kill. */
const AT_FIRST_MS = 1500

/** Writes the same keys again and again, and knows what a reader may find under each; null: deleted. */
class Writer {
  readonly confirmed = new Map<string, string | null>()
  /** Sent, and not known to be there. */
  pending = new Map<string, string | null>()
  private count = 0

  async run(address: string, isOver: () => boolean): Promise<void> {
    const wire = new Wire(address)
    try {
      while (!isOver()) {
        await this.write(wire)
        await sleep(BETWEEN_BATCHES_MS)
      }
    } catch (error) {
      // The broker was killed: what was on its way may be there or not.
      if (!isOver()) throw error
    } finally {
      wire.close()
    }
  }

  private async write(wire: Wire): Promise<void> {
    const values = new Map<string, string | null>()
    for (let i = 0; i < RECORDS_PER_BATCH; i++) {
      const number = this.count++
      const key = `key-${(number * 7919) % KEYS}`
      values.set(key, number % DELETED_EVERY === 0 ? null : this.value(number))
    }
    this.pending = values
    const records = Array.from(values, ([key, value], at) => ({ key, value, timestampDelta: at }))
    await produce(wire, CLEANED_TOPIC, 0, batch({ records, timestamp: Date.now(), codec: this.count % CODECS }))
    for (const [key, value] of values) this.confirmed.set(key, value)
    this.pending = new Map()
  }

  /** Does not compress to nothing, so that segments roll. */
  private value(number: number): string {
    return `${number} ${createHash('sha512').update(`${number}`).digest('base64')}`
  }

  /** What is found now is what counts from now on. */
  settle(found: ReadonlyMap<string, string | null>): void {
    for (const [key, value] of this.pending) if ((found.get(key) ?? null) === value) this.confirmed.set(key, value)
    this.pending = new Map()
  }

  problems(found: ReadonlyMap<string, string | null>): string[] {
    const wrong: string[] = []
    for (const [key, confirmed] of this.confirmed) {
      const value = found.get(key) ?? null
      const mayBe = this.pending.has(key) ? [confirmed, this.pending.get(key)] : [confirmed]
      if (!mayBe.includes(value)) wrong.push(`${key} is ${value}, not ${mayBe.join(' or ')}`)
    }
    return wrong
  }
}

/** The last value of each key, and how many records there are. */
async function readKeys(address: string): Promise<{ values: Map<string, string | null>; records: number }> {
  const wire = new Wire(address)
  const values = new Map<string, string | null>()
  let records = 0
  try {
    const [earliest, latest] = [
      await listOffset(wire, CLEANED_TOPIC, 0, -2),
      await listOffset(wire, CLEANED_TOPIC, 0, -1),
    ]
    for await (const walk of walkAll(wire, CLEANED_TOPIC, 0, earliest, latest)) {
      const value = walk.value()
      values.set(Buffer.from(walk.key()!).toString(), value === null ? null : Buffer.from(value).toString())
      records++
    }
  } finally {
    wire.close()
  }
  return { values, records }
}

const statesIn = (folder: string): State[] => {
  const names = readdirSync(folder)
  return STATES.filter((state) => names.some((name) => name.endsWith(state)))
}

/** Kills it in the very turn in which such a file is seen, and gives what lies there then. */
async function killAt(state: State, broker: Broker, folder: string, before: () => void): Promise<State[]> {
  const deadline = Date.now() + SEEN_LIMIT_MS
  while (!statesIn(folder).includes(state)) {
    expect(Date.now() < deadline, `no ${state} file was seen within ${SEEN_LIMIT_MS} ms`)
    await nextTurn()
  }
  before()
  await broker.kill()
  return statesIn(folder)
}

async function expectKeys(address: string, writer: Writer, whose: string): Promise<ReadonlyMap<string, string | null>> {
  const { values } = await readKeys(address)
  const problems = writer.problems(values)
  expect(problems.length === 0, `${whose}: ${problems.length} keys are wrong: ${problems.slice(0, 5).join('; ')}`)
  return values
}

export async function killedWhileCleaning(proof: CleaningProof): Promise<string> {
  const { dir, kills } = proof
  const folder = join(dir, 'data', `${CLEANED_TOPIC}-0`)
  const writer = new Writer()
  const left = new Map<State, number>()
  let broker = await proof.start(dir)
  await createTopic(broker.address, CLEANED_TOPIC, 1, CLEANED_TOPIC_CONFIGS)
  let dumped = 0
  for (let kill = 0; kill < kills; kill++) {
    let isOver = false
    const writing = writer.run(broker.address, () => isOver)
    await sleep(AT_FIRST_MS)
    const state = STATES[kill % STATES.length]!
    const killing = killAt(state, broker, folder, () => {
      isOver = true
    })
    const [found] = await Promise.all([killing, writing])
    for (const one of found) left.set(one, (left.get(one) ?? 0) + 1)
    dumped += dumpedOffsets(await dumpLog(filesOf(folder, 'log'))).length
    await openCopy(proof, writer, kill)
    broker = await proof.start(dir)
    writer.settle(await expectKeys(broker.address, writer, `after kill ${kill + 1} at ${state}`))
  }
  const { records } = await readKeys(broker.address)
  await broker.stop()
  await proof.verify(dir)
  await dumpLog(filesOf(folder, 'log', 'index', 'timeindex', 'snapshot'), '--verify-index-only')
  const seen = Array.from(left, ([state, times]) => `${state} ${times} times`).join(', ')
  return `${kills} kills, left behind ${seen}; kafka-dump-log read ${dumped} records; ${records} records of ${KEYS} keys at the end`
}

/** The other kind opens what the kill left; after its clean stop every file is right. */
async function openCopy({ dir, openElsewhere, verify }: CleaningProof, writer: Writer, kill: number): Promise<void> {
  const copy = `${dir}-copy-${kill}`
  cpSync(join(dir, 'data'), join(copy, 'data'), { recursive: true })
  const other = await openElsewhere(copy)
  await expectKeys(other.address, writer, `the other broker after kill ${kill + 1}`)
  await other.stop()
  const folder = join(copy, 'data', `${CLEANED_TOPIC}-0`)
  // Apache Kafka may stop in the middle of cleaning.
  expect(!statesIn(folder).includes('.swap'), 'a cleaned segment is left as .swap')
  await dumpLog(filesOf(folder, 'log', 'index', 'timeindex', 'snapshot'), '--verify-index-only')
  await verify(copy)
  rmSync(copy, { recursive: true, force: true })
}
