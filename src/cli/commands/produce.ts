/** `odradek produce`: records from the arguments or from the lines of stdin. */
import type { BrokerId } from '../../base/kinds.ts'
import { partitionForKey } from '../../client/partitioner.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { BatchBuilder, type RecordHeader } from '../../protocol/batch/builder.ts'
import { ErrorCode, errorName, isRetriable } from '../../protocol/error-codes.ts'
import type { ProduceResponse } from '../../protocol/generated/000-produce.js'
import { askMetadata, type Cluster, failOn, topicInfo, wholeNumber } from '../cluster.ts'
import { type ConnectFlags, withCluster } from '../connect.ts'
import { CommandError, exitCodeOf, usageError } from '../exit.ts'
import { linesOf, withPauses } from '../lines.ts'
import { type ReadRecord, recordFromJson } from '../record-format.ts'

export interface ProduceFlags extends ConnectFlags {
  readonly partition?: string
  readonly key?: string
  readonly keyDelimiter?: string
  readonly header?: readonly string[]
  readonly null?: string
  readonly format: string
  readonly compression: string
  readonly acks: string
  readonly batchBytes: string
  readonly quiet?: boolean
}

const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
/** With topic ids (13 and later) nothing here would change. */
const PRODUCE_VERSION_MAX = 12
const TIMEOUT_MS = 30_000
const RETRY_MS = 100
/** A person who types, or a log that is followed, need not fill a batch. */
const LINGER_MS = 100
/** How long a topic that is just being made automatically is waited for. */
const TOPIC_WAIT_MS = 5_000

export async function produce(topic: string, values: readonly string[], flags: ProduceFlags): Promise<void> {
  const parse = recordParser(flags)
  await withCluster(flags, async (cluster) => {
    const producer = new Producer(cluster, topic, flags)
    await producer.begin()
    let lineNumber = 0
    const take = async (line: Buffer): Promise<void> => {
      let record: ReadRecord
      try {
        record = parse(line, ++lineNumber)
      } catch (error) {
        // All before it are sent, and said to be: whoever mends the line goes on there.
        await producer.flush()
        if (!flags.quiet) process.stderr.write(producer.summary())
        throw error
      }
      await producer.add(record)
    }
    if (values.length > 0) for (const value of values) await take(Buffer.from(value))
    else {
      const pause = () => cluster.sleep(LINGER_MS)
      const input = withPauses(process.stdin, pause, () => producer.flush())
      for await (const line of linesOf(input)) await take(line)
    }
    await producer.flush()
    if (!flags.quiet) process.stderr.write(producer.summary())
  })
}

function recordParser(flags: ProduceFlags): (line: Buffer, lineNumber: number) => ReadRecord {
  if (flags.format === 'jsonl' || flags.format === 'json') {
    return (line, lineNumber) => recordFromJson(line.toString('utf8'), lineNumber)
  }
  if (flags.format !== 'text') throw usageError(`-f ${flags.format}: text or jsonl`)
  const headers = (flags.header ?? []).map(parseHeader)
  const nothing = flags.null === undefined ? null : Buffer.from(flags.null)
  const orNull = (bytes: Buffer): Buffer | null => (nothing !== null && bytes.equals(nothing) ? null : bytes)
  const fixedKey = flags.key === undefined ? null : orNull(Buffer.from(flags.key))
  const delimiter = flags.keyDelimiter === undefined ? null : Buffer.from(flags.keyDelimiter)
  return (line) => {
    const at = delimiter === null ? -1 : line.indexOf(delimiter)
    const key = at < 0 ? fixedKey : orNull(line.subarray(0, at))
    const value = orNull(at < 0 ? line : line.subarray(at + delimiter!.length))
    return { timestamp: null, partition: null, key, value, headers }
  }
}

function parseHeader(text: string): RecordHeader {
  const at = text.indexOf('=')
  if (at < 1) throw usageError(`-H ${text}: write name=value`)
  return { key: text.slice(0, at), value: Buffer.from(text.slice(at + 1)) }
}

class Producer {
  readonly #cluster: Cluster
  readonly #topic: string
  readonly #acks: number
  readonly #compression: number
  readonly #batchBytes: number
  readonly #partition: number | null
  /** Leaders by partition. */
  #leaders: BrokerId[] = []
  #batches = new Map<number, BatchBuilder>()
  /** Where records without a key go until a batch is full. */
  #sticky = 0
  #sent = 0
  #where = new Map<number, { first: number; last: number }>()

  constructor(cluster: Cluster, topic: string, flags: ProduceFlags) {
    this.#cluster = cluster
    this.#topic = topic
    this.#acks = flags.acks === 'all' ? -1 : Number(flags.acks)
    this.#compression = COMPRESSIONS.indexOf(flags.compression)
    this.#batchBytes = wholeNumber(flags.batchBytes, '--batch-bytes', 1, 100_000_000) ?? 65_536
    this.#partition = wholeNumber(flags.partition, '-p', 0, 0x7fffffff)
  }

  /** Learns the leaders; the broker may make the topic for us. */
  async begin(): Promise<void> {
    const giveUpMs = this.#cluster.nowMs() + TOPIC_WAIT_MS
    for (;;) {
      const { topics } = await askMetadata(this.#cluster, [this.#topic], true)
      const topic = topics[0]!
      const leaders = topicInfo(topic).partitions.map(({ leader }) => leader)
      const isReady = topic.errorCode === ErrorCode.NONE && leaders.length > 0 && !leaders.includes(-1)
      if (isReady || this.#cluster.nowMs() >= giveUpMs) {
        failOn(topic.errorCode, `topic ${this.#topic}`)
        this.#leaders = leaders
        this.#sticky = this.#cluster.nowMs() % leaders.length
        return
      }
      if (!isRetriable(topic.errorCode) && topic.errorCode !== ErrorCode.NONE)
        failOn(topic.errorCode, `topic ${this.#topic}`)
      await this.#cluster.sleep(RETRY_MS)
    }
  }

  async add(record: ReadRecord): Promise<void> {
    const partition = this.#choose(record)
    let batch = this.#batches.get(partition)
    if (batch === undefined) {
      batch = new BatchBuilder(this.#batchBytes)
      this.#batches.set(partition, batch)
    }
    const { key, value, headers } = record
    batch.add({ timestamp: record.timestamp ?? this.#cluster.nowMs(), key, value, headers })
    if (batch.sizeInBytes < this.#batchBytes) return
    this.#sticky = (this.#sticky + 1) % this.#leaders.length
    await this.flush()
  }

  #choose({ partition, key }: ReadRecord): number {
    const chosen =
      this.#partition ?? partition ?? (key === null ? this.#sticky : partitionForKey(key, this.#leaders.length))
    if (chosen < this.#leaders.length) return chosen
    throw usageError(`${this.#topic} has partitions 0 to ${this.#leaders.length - 1}, not ${chosen}`)
  }

  async flush(): Promise<void> {
    const batches = this.#batches
    this.#batches = new Map()
    for (const [partition, batch] of batches) await this.#send(partition, batch)
  }

  async #send(partition: number, batch: BatchBuilder): Promise<void> {
    const count = batch.recordCount
    const records = batch.finish({ compression: this.#compression })
    const giveUpMs = this.#cluster.nowMs() + TIMEOUT_MS
    for (;;) {
      const answer = await this.#request(partition, records)
      const done = answer?.responses[0]?.partitionResponses[0]
      const errorCode = done?.errorCode ?? ErrorCode.NONE
      if (errorCode === ErrorCode.NONE) {
        this.#sent += count
        if (done !== undefined) this.#remember(partition, done.baseOffset, count)
        return
      }
      if (!isRetriable(errorCode) || this.#cluster.nowMs() >= giveUpMs) {
        const name = errorName(errorCode)
        const why = done?.errorMessage ? `${done.errorMessage} ` : ''
        throw new CommandError(exitCodeOf(name), `${this.#topic}-${partition}: ${why}(${name})`)
      }
      await this.#cluster.sleep(RETRY_MS)
      await this.begin()
    }
  }

  #request(partition: number, records: Uint8Array): Promise<ProduceResponse | null> {
    const topicData = [{ name: this.#topic, partitionData: [{ index: partition, records }] }]
    return this.#cluster.request<ProduceResponse | null>(
      ApiKey.Produce,
      { transactionalId: null, acks: this.#acks, timeoutMs: TIMEOUT_MS, topicData },
      { to: this.#leaders[partition]!, maxVersion: PRODUCE_VERSION_MAX, unanswered: this.#acks === 0 },
    )
  }

  #remember(partition: number, baseOffset: number, count: number): void {
    if (baseOffset < 0) return
    const last = baseOffset + count - 1
    const before = this.#where.get(partition)
    this.#where.set(partition, { first: before?.first ?? baseOffset, last })
  }

  summary(): string {
    const places = [...this.#where].map(([partition, { first, last }]) =>
      first === last ? `${this.#topic}-${partition} @ ${first}` : `${this.#topic}-${partition} @ ${first} to ${last}`,
    )
    return `${this.#sent} record${this.#sent === 1 ? '' : 's'}${places.length > 0 ? `: ${places.join(', ')}` : ''}\n`
  }
}
