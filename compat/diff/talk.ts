// A scenario speaks to one broker through this: what it asks is recorded with the answer, what it only prepares is not.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey, apis } from '../../src/protocol/apis.ts'
import { Connection, type Outcome, requestFrame } from './exchange.ts'
import { type Known, mask } from './mask.ts'
import { batch } from './records.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every API pass through here; scenarios pick fields by name.
export type Body = any

export interface Scenario {
  /** The API key that it is about; it is run once for each of its versions. */
  api: number
  name: string
  /** Another one that it is about as much: of it the version is the same. */
  with?: number
  /** Lowest and highest version, when not all. */
  versions?: readonly [number, number]
  run(talk: Talk, version: number): Promise<void>
}

/** Those for which it is run. */
export function versionsOf({ api, versions }: Scenario): number[] {
  const { maxVersion } = apis.get(api)!
  const [from, to] = versions ?? [0, maxVersion]
  return Array.from({ length: Math.min(to, maxVersion) - from + 1 }, (_, n) => from + n)
}

export interface Entry {
  label: string
  outcome: unknown
}

/** What is the same for both sides of a comparison. */
export interface RunFacts {
  /** Part of every topic name, so that brokers that keep running can be compared again. */
  runId: string
  /** The timestamp of the first record. */
  now: number
}

export class Talk {
  readonly entries: Entry[] = []
  readonly now: number
  private readonly connection: Connection
  private readonly prefix: string
  private readonly words = new Map<string, string>()
  private readonly known: Known
  private readonly address: string
  private readonly besides: Connection[] = []

  constructor(address: string, facts: RunFacts, scenario: string) {
    this.address = address
    this.connection = new Connection(address)
    this.now = facts.now
    this.prefix = `${facts.runId}-${scenario}`
    this.known = { words: this.words, prefix: `${this.prefix}-` }
  }

  name(label: string): string {
    return `${this.prefix}-${label}`
  }

  close(): void {
    for (const connection of [this.connection, ...this.besides]) connection.close()
  }

  /** Asks on a connection of its own, for answers that wait for other requests; recorded where it was asked. */
  async askBeside(label: string, key: number, version: number, body: Body): Promise<Body> {
    const entry: Entry = { label, outcome: undefined }
    this.entries.push(entry)
    const outcome = await this.beside(key, version, body)
    entry.outcome = mask(outcome, this.known)
    return outcome.kind === 'answer' ? outcome.body : undefined
  }

  /** The same, not recorded. */
  async beside(key: number, version: number, body: Body): Promise<Outcome> {
    const connection = new Connection(this.address)
    this.besides.push(connection)
    return await connection.ask(key, version, requestFrame(key, version, body))
  }

  /** Asks and records. Gives the body as it came, or undefined when there was no answer. */
  async ask(label: string, key: number, version: number, body: Body, silenceMs?: number): Promise<Body> {
    return await this.frame(label, key, version, requestFrame(key, version, body), silenceMs)
  }

  /** The same with bytes that no encoder would write; `frame` includes the size. */
  async frame(label: string, key: number, version: number, frame: Uint8Array, silenceMs?: number): Promise<Body> {
    const outcome = await this.connection.ask(key, version, frame, silenceMs)
    this.entries.push({ label, outcome: mask(outcome, this.known) })
    return outcome.kind === 'answer' ? outcome.body : undefined
  }

  /** Records only whether an answer came: for answers that name everything on the broker. */
  async frameKind(label: string, key: number, version: number, frame: Uint8Array, silenceMs?: number): Promise<void> {
    const outcome = await this.connection.ask(key, version, frame, silenceMs)
    this.entries.push({ label, outcome: outcome.kind })
  }

  /** Records a fact that the scenario worked out itself. */
  note(label: string, fact: unknown): void {
    this.entries.push({ label, outcome: mask(fact, this.known) })
  }

  /** From now on `text` is recorded as `as`. */
  remember(text: string, as: string): void {
    this.words.set(text, as)
  }

  /** Asks without recording; throws when there is no answer. */
  async prepare(key: number, version: number, body: Body): Promise<Body> {
    const outcome: Outcome = await this.connection.ask(key, version, requestFrame(key, version, body))
    if (outcome.kind !== 'answer') throw new Error(`preparing with API key ${key}: ${outcome.kind}`)
    return outcome.body
  }

  /** Creates a topic and waits for its leaders. Gives its name; its id is recorded as `id of LABEL`. */
  async topic(label: string, partitions = 1, configs: Record<string, string> = {}): Promise<string> {
    const name = this.name(label)
    const entries = Object.entries(configs).map(([key, value]) => ({ name: key, value }))
    const topic = { name, numPartitions: partitions, replicationFactor: 1, assignments: [], configs: entries }
    const created = await this.prepare(ApiKey.CreateTopics, 5, {
      topics: [topic],
      timeoutMs: 15_000,
      validateOnly: false,
    })
    const code = created.topics[0].errorCode
    if (code !== 0)
      throw new Error(`topic ${name} was not created: error code ${code} ${created.topics[0].errorMessage}`)
    for (let attempt = 0; attempt < 200; attempt++) {
      const found = (await this.prepare(ApiKey.Metadata, 10, { topics: [{ name }], allowAutoTopicCreation: false }))
        .topics[0]
      const led = found.partitions.filter((one: Body) => one.leaderId >= 0 && one.errorCode === 0).length
      if (found.errorCode === 0 && led === partitions) {
        this.remember(found.topicId, `id of ${label}`)
        await this.waitUntilServed(name, partitions)
        return name
      }
      await sleep(20)
    }
    throw new Error(`topic ${name} has no leaders`)
  }

  /** A broker in KRaft mode tells of a leader a moment before that leader serves. */
  private async waitUntilServed(name: string, partitions: number): Promise<void> {
    const asked = Array.from({ length: partitions }, (_, partitionIndex) => ({ partitionIndex, timestamp: -1 }))
    for (let attempt = 0; attempt < 200; attempt++) {
      const answer = await this.prepare(ApiKey.ListOffsets, 3, { replicaId: -1, topics: [{ name, partitions: asked }] })
      if (answer.topics[0].partitions.every((one: Body) => one.errorCode === 0)) return
      await sleep(20)
    }
    throw new Error(`topic ${name} is not served`)
  }

  async topicId(name: string): Promise<string> {
    const found = await this.prepare(ApiKey.Metadata, 10, { topics: [{ name }], allowAutoTopicCreation: false })
    return found.topics[0].topicId
  }

  /** A new producer id. Right after a start Apache may first say that it is still fetching a block of them. */
  async producerId(): Promise<number> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const body = { transactionalId: null, transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1 }
      const answer = await this.prepare(ApiKey.InitProducerId, 4, body)
      if (answer.errorCode === 0) return answer.producerId
      await sleep(25)
    }
    throw new Error('no producer id was given')
  }

  /** Appends record bytes; gives the base offset. Throws when it is refused. */
  async append(topic: string, partition: number, records: Uint8Array): Promise<number> {
    const body = {
      acks: -1,
      timeoutMs: 10_000,
      topicData: [{ name: topic, partitionData: [{ index: partition, records }] }],
    }
    const answer = await this.prepare(ApiKey.Produce, 7, body)
    const of = answer.responses[0].partitionResponses[0]
    if (of.errorCode !== 0) throw new Error(`records were not appended: error code ${of.errorCode}`)
    return of.baseOffset
  }

  /** Appends one batch of `count` records, a millisecond apart, from `now` + `from`. */
  async fill(topic: string, partition: number, count: number, from = 0): Promise<number> {
    const records = Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: `v${i}`, timestampDelta: i }))
    return await this.append(topic, partition, batch({ records, timestamp: this.now + from }))
  }
}
