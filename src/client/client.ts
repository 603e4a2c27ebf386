/**
 * A cluster as a client sees it: finds the brokers from a bootstrap address, keeps one connection to each, knows who
 * leads what, and asks again when that has changed.
 */
import type { BrokerId, Uuid } from '../base/kinds.ts'
import { ZERO_UUID } from '../base/kinds.ts'
import type { World } from '../io/world.ts'
import { NetError } from '../io/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import type { RequestInputOf, ResponseOf } from '../protocol/codec.ts'
import { ErrorCode, isRetriable, refreshesMetadata } from '../protocol/error-codes.ts'
import type { MetadataResponse } from '../protocol/generated/003-metadata.js'
import { BrokerConnection, type RequestOptions } from './connection.ts'
import { BrokerError } from './errors.ts'

export interface ClientOptions {
  readonly world: World
  /** "host:port,host:port" or a list of such. */
  readonly bootstrapServers: string | readonly string[]
  readonly clientId?: string
  readonly connectTimeoutMs?: number
  readonly requestTimeoutMs?: number
  /** How long an operation is tried again, over leader changes and lost connections. */
  readonly deliveryTimeoutMs?: number
  readonly responseBytesMax?: number
  readonly softwareVersion?: string
}

export interface BrokerView {
  readonly id: BrokerId
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

export interface PartitionView {
  readonly partition: number
  /** -1: none */
  readonly leader: BrokerId
  readonly leaderEpoch: number
  readonly replicas: readonly BrokerId[]
  readonly isr: readonly BrokerId[]
  readonly offlineReplicas: readonly BrokerId[]
  readonly errorCode: number
}

export interface TopicView {
  readonly name: string
  /** null: the broker tells none. */
  readonly topicId: Uuid | null
  readonly isInternal: boolean
  readonly errorCode: number
  /** By number. */
  readonly partitions: readonly PartitionView[]
}

export interface ClusterView {
  readonly clusterId: string | null
  /** -1: none */
  readonly controllerId: BrokerId
  readonly brokers: readonly BrokerView[]
  readonly topics: readonly TopicView[]
}

const DELIVERY_TIMEOUT_MS = 60_000
const RETRY_PAUSE_MS = 100

export class KafkaClient {
  readonly world: World
  readonly options: ClientOptions
  private readonly bootstrap: readonly { host: string; port: number }[]
  private readonly brokers = new Map<BrokerId, BrokerView>()
  private controllerId: BrokerId = -1
  private readonly leaders = new Map<string, { leader: BrokerId; epoch: number }>()
  private readonly topicIds = new Map<string, Uuid>()
  private readonly connections = new Map<string, Promise<BrokerConnection>>()
  private isClosed = false

  /** Nothing is connected before the first request. */
  constructor(options: ClientOptions) {
    this.world = options.world
    this.options = options
    this.bootstrap = readBootstrapServers(options.bootstrapServers)
  }

  // ── Requests ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** To whichever broker can be reached. */
  async toAny<K extends number>(apiKey: K, body: RequestInputOf<K>, options?: RequestOptions): Promise<ResponseOf<K>> {
    return (await this.toAnyConnection()).request(apiKey, body, options)
  }

  async toBroker<K extends number>(
    id: BrokerId,
    apiKey: K,
    body: RequestInputOf<K>,
    options?: RequestOptions,
  ): Promise<ResponseOf<K>> {
    return (await this.connectionTo(id)).request(apiKey, body, options)
  }

  async toController<K extends number>(
    apiKey: K,
    body: RequestInputOf<K>,
    options?: RequestOptions,
  ): Promise<ResponseOf<K>> {
    if (this.controllerId === -1) await this.metadata([])
    if (this.controllerId === -1) throw new BrokerError(ErrorCode.NOT_CONTROLLER, 'find the controller')
    return (await this.connectionTo(this.controllerId)).request(apiKey, body, options)
  }

  /** topics null: all. Remembers brokers, controller and leaders. */
  async metadata(
    topics: readonly string[] | null,
    options: { allowAutoTopicCreation?: boolean } = {},
  ): Promise<ClusterView> {
    const response = await this.toAny(ApiKey.Metadata, {
      topics: topics === null ? null : topics.map((name) => ({ name })),
      allowAutoTopicCreation: options.allowAutoTopicCreation ?? false,
    })
    const view = viewOf(response)
    this.learn(view)
    return view
  }

  /** One topic, that must be there. */
  async topic(name: string, options: { allowAutoTopicCreation?: boolean } = {}): Promise<TopicView> {
    return this.persist<TopicView>(`look up topic ${name}`, async () => {
      const { topics } = await this.metadata([name], options)
      const topic = topics[0]
      if (topic === undefined) return { error: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, isFinal: true }
      if (topic.errorCode === ErrorCode.NONE) return { value: topic }
      const isFinal = topic.errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION && !options.allowAutoTopicCreation
      return { error: topic.errorCode, isFinal }
    })
  }

  /**
   * Calls `attempt` with the leader of a partition until it gives a value. It answers an error code when the broker did; those that
   * pass, and lost connections, are tried again until deliveryTimeoutMs is over.
   */
  withLeader<T>(
    topic: string,
    partition: number,
    what: string,
    attempt: (leader: BrokerConnection, epoch: number, topicId: Uuid | null) => Promise<Attempt<T>>,
    options: { allowAutoTopicCreation?: boolean } = {},
  ): Promise<T> {
    const key = `${topic}-${partition}`
    return this.persist(what, async () => {
      let known = this.leaders.get(key)
      if (known === undefined) {
        const error = await this.findLeader(topic, partition, options)
        known = this.leaders.get(key)
        if (known === undefined) {
          return { error, isFinal: error === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION && !options.allowAutoTopicCreation }
        }
      }
      let result: Attempt<T>
      try {
        const connection = await this.connectionTo(known.leader)
        result = await attempt(connection, known.epoch, this.topicIds.get(topic) ?? null)
      } catch (error) {
        if (error instanceof NetError) this.leaders.delete(key)
        throw error
      }
      if ('error' in result && refreshesMetadata(result.error)) this.leaders.delete(key)
      return result
    })
  }

  /** Repeats `attempt` while what goes wrong may pass: for deliveryTimeoutMs, which begin with the first failure when it `mayWaitLong`. */
  async persist<T>(what: string, attempt: () => Promise<Attempt<T>>, mayWaitLong = false): Promise<T> {
    const { clock } = this.world
    const timeoutMs = this.options.deliveryTimeoutMs ?? DELIVERY_TIMEOUT_MS
    let deadlineMs = mayWaitLong ? null : clock.monotonicMs() + timeoutMs
    for (;;) {
      let failure: Error
      try {
        const result = await attempt()
        if (!('error' in result)) return result.value
        failure = new BrokerError(result.error, what, result.message)
        if (!isRetriable(result.error) || result.isFinal) throw failure
      } catch (error) {
        if (!(error instanceof NetError) || this.isClosed) throw error
        failure = error
      }
      deadlineMs ??= clock.monotonicMs() + timeoutMs
      if (clock.monotonicMs() + RETRY_PAUSE_MS >= deadlineMs) throw failure
      await clock.sleep(RETRY_PAUSE_MS)
    }
  }

  close(): void {
    this.isClosed = true
    for (const connection of this.connections.values()) {
      connection.then(
        (open) => open.close(),
        () => {},
      )
    }
    this.connections.clear()
  }

  // ── Connections ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** To a broker by id; looks for it in fresh metadata when it is not known. */
  async connectionTo(id: BrokerId): Promise<BrokerConnection> {
    let broker = this.brokers.get(id)
    if (broker === undefined) {
      await this.metadata([])
      broker = this.brokers.get(id)
    }
    if (broker === undefined) throw new NetError('not-found', `broker ${id} is not among the live brokers`)
    return this.connect(broker.host, broker.port)
  }

  /** To whichever broker can be reached. */
  async toAnyConnection(): Promise<BrokerConnection> {
    let failure: unknown = new NetError('not-found', 'no bootstrap server is given')
    const tried = new Set<string>()
    for (const { host, port } of [...this.brokers.values(), ...this.bootstrap]) {
      const address = `${host}:${port}`
      if (tried.has(address)) continue
      tried.add(address)
      try {
        return await this.connect(host, port)
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }

  private connect(host: string, port: number): Promise<BrokerConnection> {
    if (this.isClosed) return Promise.reject(new NetError('io', 'the client is closed'))
    const key = `${host}:${port}`
    const known = this.connections.get(key)
    if (known !== undefined) return known
    const { world, clientId, connectTimeoutMs, requestTimeoutMs, responseBytesMax, softwareVersion } = this.options
    const opening = BrokerConnection.open({
      world,
      host,
      port,
      clientId,
      connectTimeoutMs,
      requestTimeoutMs,
      responseBytesMax,
      softwareVersion,
    })
    const forget = () => {
      if (this.connections.get(key) === opening) this.connections.delete(key)
    }
    this.connections.set(key, opening)
    opening.then((connection) => connection.whenClosed(forget), forget)
    return opening
  }

  private async findLeader(
    topic: string,
    partition: number,
    options: { allowAutoTopicCreation?: boolean },
  ): Promise<number> {
    const { topics } = await this.metadata([topic], options)
    const view = topics[0]
    if (view === undefined || view.errorCode !== ErrorCode.NONE) {
      return view?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    }
    const found = view.partitions.find((candidate) => candidate.partition === partition)
    return found === undefined ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.LEADER_NOT_AVAILABLE
  }

  private learn(view: ClusterView): void {
    this.controllerId = view.controllerId
    this.brokers.clear()
    for (const broker of view.brokers) this.brokers.set(broker.id, broker)
    for (const { name, topicId, partitions } of view.topics) {
      if (topicId !== null) this.topicIds.set(name, topicId)
      for (const { partition, leader, leaderEpoch } of partitions) {
        const key = `${name}-${partition}`
        if (leader === -1) this.leaders.delete(key)
        else this.leaders.set(key, { leader, epoch: leaderEpoch })
      }
    }
  }
}

/** What an attempt came to. `isFinal`: do not try again, whatever the code says. */
export type Attempt<T> =
  | { readonly value: T }
  | { readonly error: number; readonly message?: string | null; readonly isFinal?: boolean }

/** "host:port,[::1]:port"; the port is 9092 when it is left out. */
export function readBootstrapServers(text: string | readonly string[]): { host: string; port: number }[] {
  const entries = typeof text === 'string' ? text.split(',') : text.flatMap((part) => part.split(','))
  const servers: { host: string; port: number }[] = []
  for (const entry of entries) {
    const trimmed = entry.trim()
    if (trimmed === '') continue
    const match = /^(?:[A-Za-z_]+:\/\/)?(?:\[([^\]]+)\]|([^:[\]/\s]+))(?::(\d{1,5}))?$/.exec(trimmed)
    const port = Number(match?.[3] ?? 9092)
    if (match === null || port === 0 || port > 65_535) {
      throw new NetError('not-found', `"${trimmed}" is no address: write host:port`)
    }
    servers.push({ host: match[1] ?? match[2]!, port })
  }
  return servers
}

function viewOf(response: MetadataResponse): ClusterView {
  return {
    clusterId: response.clusterId,
    controllerId: response.controllerId,
    brokers: response.brokers.map(({ nodeId, host, port, rack }) => ({ id: nodeId, host, port, rack })),
    topics: response.topics.map((topic) => ({
      name: topic.name ?? '',
      topicId: topic.topicId === ZERO_UUID ? null : topic.topicId,
      isInternal: topic.isInternal,
      errorCode: topic.errorCode,
      partitions: topic.partitions
        .map((partition) => ({
          partition: partition.partitionIndex,
          leader: partition.leaderId,
          leaderEpoch: partition.leaderEpoch,
          replicas: partition.replicaNodes,
          isr: partition.isrNodes,
          offlineReplicas: partition.offlineReplicas,
          errorCode: partition.errorCode,
        }))
        .sort((a, b) => a.partition - b.partition),
    })),
  }
}
