/**
 * Sends records to partitions. Records that are added are collected into batches per partition, which leave when they are full,
 * when linger is over, or on flush; a partition's batches leave in order. An idempotent producer numbers them, so that one sent
 * twice is stored once.
 */
import type { Offset, ProducerId } from '../base/kinds.ts'
import { INT32_MAX } from '../base/kinds.ts'
import { ApiKey } from '../protocol/apis.ts'
import { BatchBuilder, type RecordInput } from '../protocol/batch/builder.ts'
import { CompressionType } from '../protocol/compression/types.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { Attempt, KafkaClient } from './client.ts'
import { BrokerError } from './errors.ts'

export interface ProducerOptions {
  readonly acks?: -1 | 0 | 1
  /** CompressionType */
  readonly compression?: number
  readonly compressionLevel?: number
  /** acks=-1 then. */
  readonly idempotent?: boolean
  /** How long the broker may wait for acknowledgements. */
  readonly timeoutMs?: number
  /** A batch leaves when it has this many bytes. */
  readonly batchBytes?: number
  readonly lingerMs?: number
  /** `add` waits while more bytes than this are not acknowledged. */
  readonly bufferBytes?: number
  readonly allowAutoTopicCreation?: boolean
}

export interface Sent {
  readonly topic: string
  readonly partition: number
  /** -1 with acks=0. */
  readonly baseOffset: Offset
  readonly count: number
  /** -1 unless the topic uses LogAppendTime. */
  readonly logAppendTimeMs: number
}

interface Identity {
  readonly producerId: ProducerId
  readonly producerEpoch: number
}

const BATCH_BYTES = 256 * 1024
const BUFFER_BYTES = 32 * 1024 * 1024

/** One partition's batches: the one that is being filled, and those on their way. */
class Lane {
  readonly topic: string
  readonly partition: number
  builder: BatchBuilder | null = null
  /** The next one of `identity`. */
  sequence = 0
  identity: Identity | null = null
  /** One batch of a partition is under way at a time, so that none overtakes one that is tried again. */
  last: Promise<unknown> = Promise.resolve()
  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
  }
}

export class Producer {
  private readonly client: KafkaClient
  private readonly options: ProducerOptions
  private readonly lanes = new Map<string, Lane>()
  private readonly sends = new Set<Promise<Sent>>()
  private identity: Promise<Identity> | null = null
  private unacknowledgedBytes = 0
  private waiters: (() => void)[] = []
  private lingering = false
  private failure: unknown = undefined
  /** Called for every batch that was acknowledged. */
  onSent: ((sent: Sent) => void) | null = null

  constructor(client: KafkaClient, options: ProducerOptions = {}) {
    this.client = client
    this.options = options
  }

  /** One batch, now. Rejects with BrokerError or NetError. */
  async send(topic: string, partition: number, records: readonly RecordInput[]): Promise<Sent> {
    const lane = this.lane(topic, partition)
    this.dispatch(lane)
    const builder = new BatchBuilder()
    for (const record of records) builder.add(record)
    return this.sendBatch(lane, builder)
  }

  /**
   * Puts a record into the partition's batch. A promise when too much is under way: wait for it before the next one. Throws
   * what an earlier batch failed with.
   */
  add(topic: string, partition: number, record: RecordInput): Promise<void> | undefined {
    if (this.failure !== undefined) throw this.failure
    const lane = this.lane(topic, partition)
    lane.builder ??= new BatchBuilder()
    lane.builder.add(record)
    if (lane.builder.sizeInBytes >= (this.options.batchBytes ?? BATCH_BYTES)) this.dispatch(lane)
    else this.linger()
    if (this.unacknowledgedBytes < (this.options.bufferBytes ?? BUFFER_BYTES)) return undefined
    return new Promise((resolve) => this.waiters.push(resolve))
  }

  /** Sends all that was added and waits until it is acknowledged; rejects with the first failure. */
  async flush(): Promise<void> {
    for (const lane of this.lanes.values()) this.dispatch(lane)
    while (this.sends.size > 0) await Promise.allSettled([...this.sends])
    if (this.failure !== undefined) throw this.failure
  }

  private lane(topic: string, partition: number): Lane {
    const key = `${topic}-${partition}`
    let lane = this.lanes.get(key)
    if (lane === undefined) this.lanes.set(key, (lane = new Lane(topic, partition)))
    return lane
  }

  private linger(): void {
    if (this.lingering) return
    this.lingering = true
    this.client.world.clock.after(this.options.lingerMs ?? 0, () => {
      this.lingering = false
      for (const lane of this.lanes.values()) this.dispatch(lane)
    })
  }

  private dispatch(lane: Lane): void {
    const { builder } = lane
    if (builder === null || builder.recordCount === 0) return
    lane.builder = null
    this.sendBatch(lane, builder).then(
      (sent) => this.onSent?.(sent),
      (error) => (this.failure ??= error),
    )
  }

  private sendBatch(lane: Lane, builder: BatchBuilder): Promise<Sent> {
    const bytes = builder.sizeInBytes
    this.unacknowledgedBytes += bytes
    const send = this.inOrder(lane, builder)
    this.sends.add(send)
    const settled = () => {
      this.sends.delete(send)
      this.unacknowledgedBytes -= bytes
      if (this.unacknowledgedBytes < (this.options.bufferBytes ?? BUFFER_BYTES)) {
        for (const wake of this.waiters.splice(0)) wake()
      }
    }
    send.then(settled, settled)
    return send
  }

  private inOrder(lane: Lane, builder: BatchBuilder): Promise<Sent> {
    const send = lane.last.then(() => this.deliver(lane, builder))
    lane.last = send.catch(() => {
      // Whether it was stored is not known: the next batch under its numbers could be taken for it, and left out.
      this.identity = null
    })
    return send
  }

  private async deliver(lane: Lane, builder: BatchBuilder): Promise<Sent> {
    const { topic, partition } = lane
    const {
      compression = CompressionType.NONE,
      compressionLevel,
      idempotent = false,
      timeoutMs = 30_000,
    } = this.options
    const count = builder.recordCount
    const identity = idempotent ? await this.identify() : null
    if (identity !== lane.identity) {
      lane.identity = identity
      lane.sequence = 0
    }
    const batch = builder.finish({
      compression,
      compressionLevel,
      ...(identity === null ? {} : { ...identity, baseSequence: lane.sequence }),
    })
    const acks = idempotent ? -1 : (this.options.acks ?? -1)
    const request = (topicId: string | null) => ({
      acks,
      timeoutMs,
      topicData: [
        { name: topic, topicId: topicId ?? undefined, partitionData: [{ index: partition, records: batch }] },
      ],
    })
    const what = `produce to ${topic}-${partition}`
    const { allowAutoTopicCreation } = this.options
    const sent = await this.client.withLeader<Sent>(
      topic,
      partition,
      what,
      async (leader, _epoch, topicId) => {
        const version = topicId === null ? Math.min(12, leader.versionOf(ApiKey.Produce)) : undefined
        if (acks === 0) {
          leader.send(ApiKey.Produce, request(topicId), { version })
          return { value: { topic, partition, baseOffset: -1, count, logAppendTimeMs: -1 } }
        }
        const { responses } = await leader.request(ApiKey.Produce, request(topicId), { version })
        const answer = responses[0]?.partitionResponses[0]
        return outcomeOf(answer, topic, partition, count)
      },
      { allowAutoTopicCreation },
    )
    if (idempotent) lane.sequence = nextSequence(lane.sequence, count)
    return sent
  }

  private identify(): Promise<Identity> {
    this.identity ??= this.client.persist<Identity>('get a producer id', async () => {
      const { errorCode, producerId, producerEpoch } = await this.client.toAny(ApiKey.InitProducerId, {
        transactionalId: null,
        transactionTimeoutMs: INT32_MAX,
      })
      return errorCode === ErrorCode.NONE ? { value: { producerId, producerEpoch } } : { error: errorCode }
    })
    return this.identity
  }
}

interface PartitionAnswer {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly baseOffset: Offset
  readonly logAppendTimeMs: number
}

function outcomeOf(
  answer: PartitionAnswer | undefined,
  topic: string,
  partition: number,
  count: number,
): Attempt<Sent> {
  if (answer === undefined) throw new BrokerError(ErrorCode.UNKNOWN_SERVER_ERROR, `produce to ${topic}-${partition}`)
  const { errorCode, errorMessage, baseOffset, logAppendTimeMs } = answer
  // Stored before, by an attempt whose answer was lost.
  if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) {
    return { value: { topic, partition, baseOffset, count, logAppendTimeMs } }
  }
  return { error: errorCode, message: errorMessage }
}

/** Sequence numbers go round at 2^31 - 1 and go on with 0. */
function nextSequence(sequence: number, count: number): number {
  const next = sequence + count
  return next > INT32_MAX ? next - INT32_MAX - 1 : next
}
