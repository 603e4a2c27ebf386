/** Reads one partition from an offset on: fetches, follows the leader, opens the batches, leaves out what is aborted. */
import type { Offset, Uuid } from '../base/kinds.ts'
import type { World } from '../io/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import type { RecordHeader } from '../protocol/batch/builder.ts'
import {
  attributesAt,
  baseOffsetAt,
  CONTROL_BIT,
  faultAt,
  lastOffsetAt,
  magicAt,
  producerIdAt,
  sizeInBytesAt,
  TRANSACTIONAL_BIT,
  timestampTypeAt,
} from '../protocol/batch/header.ts'
import { batchPositions, openRecordsApart } from '../protocol/batch/iterate.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { PartitionData } from '../protocol/generated/001-fetch.js'
import type { Attempt, KafkaClient } from './client.ts'
import type { BrokerConnection } from './connection.ts'
import { BrokerError } from './errors.ts'

export interface ConsumerOptions {
  readonly maxWaitMs?: number
  readonly minBytes?: number
  readonly maxBytes?: number
  readonly partitionMaxBytes?: number
  /** Aborted and undecided transactions are not shown. */
  readonly readCommitted?: boolean
  /** False: batches are taken as they come. */
  readonly checkCrcs?: boolean
}

export interface ConsumedRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: Offset
  readonly timestamp: number
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly RecordHeader[]
}

/** What one fetch brought. */
export interface Fetched {
  readonly records: readonly ConsumedRecord[]
  /** Where the next fetch begins: beyond the last batch, though its records may have been left out. */
  readonly nextOffset: Offset
  readonly highWatermark: Offset
  readonly lastStableOffset: Offset
  readonly logStartOffset: Offset
}

const MAX_WAIT_MS = 500
const MAX_BYTES = 50 * 1024 * 1024
const PARTITION_MAX_BYTES = 1024 * 1024
/** Names instead of topic ids. */
const LAST_WITH_NAMES = 12

export class PartitionConsumer {
  readonly topic: string
  readonly partition: number
  /** The next offset to fetch; may be set between two calls. */
  offset: Offset
  private readonly client: KafkaClient
  private readonly options: ConsumerOptions

  constructor(client: KafkaClient, topic: string, partition: number, offset: Offset, options: ConsumerOptions = {}) {
    this.client = client
    this.topic = topic
    this.partition = partition
    this.offset = offset
    this.options = options
  }

  /** One fetch; may bring nothing. Rejects with BrokerError (OFFSET_OUT_OF_RANGE, …) or NetError. */
  async fetch(): Promise<Fetched> {
    const what = `fetch ${this.topic}-${this.partition} from offset ${this.offset}`
    const data = await this.client.withLeader(this.topic, this.partition, what, (leader, epoch, topicId) =>
      this.ask(leader, epoch, topicId),
    )
    const { records, nextOffset } = await openPartition(this.client.world, data, this.topic, this.offset, this.options)
    this.offset = nextOffset
    const { highWatermark, lastStableOffset, logStartOffset } = data
    return { records, nextOffset, highWatermark, lastStableOffset, logStartOffset }
  }

  /** Record by record, for ever or until `endOffset` is reached. */
  async *records(endOffset: Offset = Number.POSITIVE_INFINITY): AsyncGenerator<ConsumedRecord, void, void> {
    while (this.offset < endOffset) {
      const { records } = await this.fetch()
      for (const record of records) {
        if (record.offset >= endOffset) return
        yield record
      }
    }
  }

  private async ask(leader: BrokerConnection, epoch: number, topicId: Uuid | null): Promise<Attempt<PartitionData>> {
    const { maxWaitMs = MAX_WAIT_MS, minBytes = 1, maxBytes = MAX_BYTES, readCommitted = false } = this.options
    const version = Math.min(leader.versionOf(ApiKey.Fetch), topicId === null ? LAST_WITH_NAMES : 1000)
    const wanted = {
      partition: this.partition,
      currentLeaderEpoch: epoch,
      fetchOffset: this.offset,
      partitionMaxBytes: this.options.partitionMaxBytes ?? PARTITION_MAX_BYTES,
    }
    const body = {
      maxWaitMs,
      minBytes,
      maxBytes,
      isolationLevel: readCommitted ? 1 : 0,
      topics: [{ topic: this.topic, topicId: topicId ?? undefined, partitions: [wanted] }],
    }
    const timeoutMs = maxWaitMs + (this.client.options.requestTimeoutMs ?? 30_000)
    const response = await leader.request(ApiKey.Fetch, body, { version, timeoutMs })
    if (response.errorCode !== ErrorCode.NONE) return { error: response.errorCode }
    const data = response.responses[0]?.partitions[0]
    if (data === undefined) return { error: ErrorCode.UNKNOWN_SERVER_ERROR }
    return data.errorCode === ErrorCode.NONE ? { value: data } : { error: data.errorCode }
  }
}

/** The records of an answer from `from` on, checked, and without what is aborted. Rejects with a BrokerError when they are damaged. */
export async function openPartition(
  world: World,
  data: PartitionData,
  topic: string,
  from: Offset,
  options: ConsumerOptions,
): Promise<{ records: ConsumedRecord[]; nextOffset: Offset }> {
  const records: ConsumedRecord[] = []
  let nextOffset = from
  const bytes = data.records
  if (bytes === null || bytes.length === 0) return { records, nextOffset }
  const partition = data.partitionIndex
  const aborted = new AbortedProducers(data)
  for (const at of batchPositions(bytes)) {
    const isV2 = magicAt(bytes, at) === 2
    if (isV2 && options.checkCrcs !== false) check(bytes, at, `${topic}-${partition}`)
    const isControl = isV2 && (attributesAt(bytes, at) & CONTROL_BIT) !== 0
    const isSkipped = isV2 && aborted.skips(bytes, at)
    if (!isControl && !isSkipped) await openBatch(world, bytes, at, { topic, partition, from }, records)
    const last = isV2 ? lastOffsetAt(bytes, at) : (records.at(-1)?.offset ?? -1)
    nextOffset = Math.max(nextOffset, last + 1)
  }
  return { records, nextOffset }
}

function check(bytes: Uint8Array, at: number, where: string): void {
  const fault = faultAt(bytes, at, at + sizeInBytesAt(bytes, at))
  if (fault === null) return
  throw new BrokerError(ErrorCode.CORRUPT_MESSAGE, `read ${where} at offset ${baseOffsetAt(bytes, at)}`, fault)
}

/** A batch may begin before the offset that was asked for. */
async function openBatch(
  world: World,
  bytes: Uint8Array,
  at: number,
  { topic, partition, from }: { topic: string; partition: number; from: Offset },
  into: ConsumedRecord[],
): Promise<void> {
  const timestampType = magicAt(bytes, at) === 2 ? timestampTypeAt(bytes, at) : 'CreateTime'
  const walk = await openRecordsApart(bytes, at, world.compute)
  while (walk.next()) {
    if (walk.offset < from) continue
    into.push({
      topic,
      partition,
      offset: walk.offset,
      timestamp: walk.timestamp,
      timestampType,
      key: walk.key(),
      value: walk.value(),
      headers: walk.headerCount === 0 ? NO_HEADERS : walk.headers(),
    })
  }
}

const NO_HEADERS: readonly RecordHeader[] = []

/** Follows the aborted transactions of an answer through its batches (KIP-98): from first offset to abort marker. */
class AbortedProducers {
  private readonly upcoming: { producerId: number; firstOffset: Offset }[]
  private readonly open = new Set<number>()

  constructor(data: PartitionData) {
    this.upcoming = [...(data.abortedTransactions ?? [])].sort((a, b) => a.firstOffset - b.firstOffset)
  }

  /** Called for each batch in order. */
  skips(bytes: Uint8Array, at: number): boolean {
    const attributes = attributesAt(bytes, at)
    if ((attributes & TRANSACTIONAL_BIT) === 0) return false
    while (this.upcoming.length > 0 && this.upcoming[0]!.firstOffset <= lastOffsetAt(bytes, at)) {
      this.open.add(this.upcoming.shift()!.producerId)
    }
    const producerId = producerIdAt(bytes, at)
    // A marker, abort or commit, ends what was open of its producer.
    if ((attributes & CONTROL_BIT) !== 0) this.open.delete(producerId)
    return this.open.has(producerId)
  }
}
