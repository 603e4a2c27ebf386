/** Reads many partitions: one fetch at a time to each leader, whose answers come as they are there. */
import type { BrokerId, Offset } from '../base/kinds.ts'
import { NetError } from '../io/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode, isRetriable } from '../protocol/error-codes.ts'
import type { PartitionData } from '../protocol/generated/001-fetch.js'
import type { KafkaClient } from './client.ts'
import { type ConsumedRecord, type ConsumerOptions, openPartition } from './consumer.ts'
import { BrokerError } from './errors.ts'

export interface FetcherOptions extends ConsumerOptions {
  /** Where to go on when the log does not have the offset (any more). Without it that is a failure. */
  readonly onOutOfRange?: (topic: string, partition: number) => Promise<Offset>
  /** A topic that is deleted meanwhile is a failure; without it, it is waited for. */
  readonly failsWhenGone?: boolean
}

export interface FetchedPartition {
  readonly topic: string
  readonly partition: number
  readonly records: readonly ConsumedRecord[]
  readonly fromOffset: Offset
  /** Where the next fetch begins: beyond the last batch, though its records may have been left out. */
  readonly nextOffset: Offset
}

interface Position {
  readonly topic: string
  readonly partition: number
  next: Offset
}

/** Names instead of topic ids. */
const FETCH_VERSION_MAX = 12
const MAX_WAIT_MS = 500
const MAX_BYTES = 50 * 1024 * 1024
const PARTITION_MAX_BYTES = 1024 * 1024
const RETRY_PAUSE_MS = 100

export class Fetcher {
  private readonly client: KafkaClient
  private readonly options: FetcherOptions
  private readonly positions = new Map<string, Position>()
  private readonly leaders = new Map<string, BrokerId>()
  private readonly underWay = new Map<BrokerId, Promise<{ leader: BrokerId; ready: FetchedPartition[] }>>()
  private unreachableSinceMs: number | null = null

  constructor(client: KafkaClient, options: FetcherOptions = {}) {
    this.client = client
    this.options = options
  }

  get size(): number {
    return this.positions.size
  }

  /** From `offset` on; what an earlier fetch of this partition brings is thrown away. */
  add(topic: string, partition: number, offset: Offset): void {
    this.positions.set(`${topic}-${partition}`, { topic, partition, next: offset })
  }

  remove(topic: string, partition: number): void {
    this.positions.delete(`${topic}-${partition}`)
  }

  /** Where the next fetch begins; of a partition that is not read, beyond everything. */
  positionOf(topic: string, partition: number): Offset {
    return this.positions.get(`${topic}-${partition}`)?.next ?? Number.POSITIVE_INFINITY
  }

  /**
   * What the first leader to answer has, or nothing after a wait. Rejects with BrokerError (OFFSET_OUT_OF_RANGE, …), or with a NetError once
   * no leader could be reached until deliveryTimeoutMs was over.
   */
  async poll(): Promise<FetchedPartition[]> {
    if (this.positions.size === 0) {
      await this.client.world.clock.sleep(RETRY_PAUSE_MS)
      return []
    }
    await this.findLeaders()
    const byLeader = this.byLeader()
    for (const [leader, positions] of byLeader) {
      if (!this.underWay.has(leader)) this.underWay.set(leader, this.fetch(leader, positions, byLeader.size))
    }
    if (this.underWay.size === 0) {
      await this.client.world.clock.sleep(RETRY_PAUSE_MS)
      return []
    }
    // Who loses the race is awaited next time; a failure in between must not count as unhandled.
    for (const one of this.underWay.values()) one.catch(() => {})
    try {
      const { leader, ready } = await Promise.race(this.underWay.values())
      this.underWay.delete(leader)
      return ready.filter((one) => this.advance(one))
    } catch (error) {
      this.underWay.clear()
      throw error
    }
  }

  /** False: the partition is not read any more, or from elsewhere. */
  private advance({ topic, partition, fromOffset, nextOffset }: FetchedPartition): boolean {
    const position = this.positions.get(`${topic}-${partition}`)
    if (position === undefined || position.next !== fromOffset) return false
    position.next = nextOffset
    return nextOffset > fromOffset
  }

  private byLeader(): Map<BrokerId, Position[]> {
    const groups = new Map<BrokerId, Position[]>()
    for (const [key, position] of this.positions) {
      const leader = this.leaders.get(key)
      if (leader === undefined) continue
      const group = groups.get(leader)
      if (group === undefined) groups.set(leader, [position])
      else group.push(position)
    }
    return groups
  }

  private async findLeaders(): Promise<void> {
    const lost = [...this.positions].filter(([key]) => !this.leaders.has(key))
    if (lost.length === 0) return
    const names = [...new Set(lost.map(([, { topic }]) => topic))]
    const { topics } = await this.client.persist('look up the leaders', async () => ({
      value: await this.client.metadata(names),
    }))
    for (const { name, partitions, errorCode } of topics) {
      if (errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION && this.options.failsWhenGone) {
        throw new BrokerError(errorCode, `read topic ${name}`)
      }
      for (const { partition, leader } of partitions) {
        if (leader >= 0) this.leaders.set(`${name}-${partition}`, leader)
      }
    }
  }

  private async fetch(
    leader: BrokerId,
    positions: readonly Position[],
    leaderCount: number,
  ): Promise<{ leader: BrokerId; ready: FetchedPartition[] }> {
    const asked = new Map(positions.map(({ topic, partition, next }) => [`${topic}-${partition}`, next]))
    try {
      const answered = await this.ask(leader, positions, leaderCount)
      this.unreachableSinceMs = null
      const ready: FetchedPartition[] = []
      let hasMoved = false
      for (const { topic, data } of answered) {
        const key = `${topic}-${data.partitionIndex}`
        const from = asked.get(key)
        if (from === undefined) continue
        if (data.errorCode === ErrorCode.NONE) ready.push(await this.open(topic, data, from))
        else if (data.errorCode === ErrorCode.OFFSET_OUT_OF_RANGE && this.options.onOutOfRange !== undefined) {
          const next = await this.options.onOutOfRange(topic, data.partitionIndex)
          const position = this.positions.get(key)
          if (position?.next === from) position.next = next
        } else {
          this.refuse(topic, data, from)
          this.leaders.delete(key)
          hasMoved = true
        }
      }
      if (hasMoved && ready.length === 0) await this.client.world.clock.sleep(RETRY_PAUSE_MS)
      return { leader, ready }
    } catch (error) {
      if (!(error instanceof NetError)) throw error
      await this.endure(error)
      for (const key of asked.keys()) this.leaders.delete(key)
      return { leader, ready: [] }
    }
  }

  /** A broker that is not reached may be back, or others lead soon. */
  private async endure(error: NetError): Promise<void> {
    const { clock } = this.client.world
    this.unreachableSinceMs ??= clock.monotonicMs()
    const enduredMs = clock.monotonicMs() - this.unreachableSinceMs
    if (enduredMs > (this.client.options.deliveryTimeoutMs ?? 60_000)) throw error
    await clock.sleep(RETRY_PAUSE_MS)
  }

  private async ask(
    leader: BrokerId,
    positions: readonly Position[],
    leaderCount: number,
  ): Promise<{ topic: string; data: PartitionData }[]> {
    const connection = await this.client.connectionTo(leader)
    const version = Math.min(connection.versionOf(ApiKey.Fetch), FETCH_VERSION_MAX)
    const { minBytes = 1, maxBytes = MAX_BYTES, readCommitted = false } = this.options
    const { partitionMaxBytes = PARTITION_MAX_BYTES, maxWaitMs = MAX_WAIT_MS } = this.options
    const topics = new Map<string, object[]>()
    for (const { topic, partition, next } of positions) {
      const wanted = { partition, currentLeaderEpoch: -1, fetchOffset: next, partitionMaxBytes }
      topics.set(topic, [...(topics.get(topic) ?? []), wanted])
    }
    const body = {
      // Several leaders: none makes the others wait for long.
      maxWaitMs: leaderCount > 1 ? Math.min(maxWaitMs, RETRY_PAUSE_MS) : maxWaitMs,
      minBytes,
      maxBytes,
      isolationLevel: readCommitted ? 1 : 0,
      topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })),
    }
    const timeoutMs = maxWaitMs + (this.client.options.requestTimeoutMs ?? 30_000)
    const response = await connection.request(ApiKey.Fetch, body, { version, timeoutMs })
    if (response.errorCode !== ErrorCode.NONE) throw new BrokerError(response.errorCode, 'fetch')
    return response.responses.flatMap(({ topic, partitions }) => partitions.map((data) => ({ topic, data })))
  }

  private async open(topic: string, data: PartitionData, from: Offset): Promise<FetchedPartition> {
    const { records, nextOffset } = await openPartition(this.client.world, data, topic, from, this.options)
    return { topic, partition: data.partitionIndex, records, fromOffset: from, nextOffset }
  }

  private refuse(topic: string, { partitionIndex, errorCode }: PartitionData, from: Offset): void {
    if (isRetriable(errorCode)) return
    throw new BrokerError(errorCode, `fetch ${topic}-${partitionIndex} from offset ${from}`)
  }
}
