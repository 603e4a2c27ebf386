/** Fakes of the contracts that handlers see, for this room's tests. */
import type { Uuid } from '../base/kinds.ts'
import { silentLogger } from '../base/logger.ts'
import type { NewTopic } from '../controller/contract.ts'
import { TreeConfigs } from '../controller/tree-configs.ts'
import { HeldTransactions } from '../coordinator/transaction/testing/held-transactions.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { ClusterMetadata, LiveBroker, PartitionState } from '../metadata/contract.ts'
import { ensureTopLevelPaths } from '../metadata/setup.ts'
import { openMemoryTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { fakeConfig } from '../network/testing.ts'
import { codecOf } from '../protocol/codec.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { Reader } from '../protocol/reader.ts'
import { Writer } from '../protocol/writer.ts'
import type { FetchPartitionParams, FetchPartitionResult, ProduceAppend, Replicas } from '../replication/contract.ts'
import type { BrokerServices, Handler, RequestContext } from './handler.ts'
import { LargeAnswers } from './large-answers.ts'

export const CLUSTER_ID = 'fakeclusterfakecluster'
export const IDS: Record<string, Uuid> = {
  a: 'aaaaaaaaaaaaaaaaaaaaaA',
  b: 'bbbbbbbbbbbbbbbbbbbbbA',
}

interface FakeBatch {
  readonly offset: number
  readonly count: number
  readonly bytes: Uint8Array
}

/** One partition: batches of any bytes, all of them below the high watermark. */
export class FakePartition {
  batches: FakeBatch[] = []
  end = 0
  logStartOffset = 0
  error = 0
  /** Answers come as promises. */
  isSlow = false
  readonly wakers = new Set<() => void>()
  private readonly world: MemoryWorld

  constructor(world: MemoryWorld) {
    this.world = world
  }

  whenSlow<T>(result: T): T | Promise<T> {
    return this.isSlow ? this.world.clock.sleep(1).then(() => result) : result
  }

  add(bytes: number | Uint8Array, count = 1): void {
    this.batches.push({ offset: this.end, count, bytes: typeof bytes === 'number' ? new Uint8Array(bytes) : bytes })
    this.end += count
    this.wake()
  }

  wake(): void {
    for (const waker of [...this.wakers]) waker()
  }
}

export function failedAppend(error: number, more: Partial<ProduceAppend> = {}): ProduceAppend {
  return {
    error,
    errorMessage: null,
    recordErrors: [],
    firstOffset: -1,
    lastOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    duplicate: false,
    currentLeader: null,
    ...more,
  }
}

export class FakeReplicas implements Replicas {
  readonly partitions = new Map<string, FakePartition>()
  readonly reads: { topic: string; partition: number; params: FetchPartitionParams }[] = []
  /** What `append` answers; by default it stores. */
  onAppend: ((topic: string, partition: number) => ProduceAppend | Promise<ProduceAppend>) | null = null
  readonly appends: { topic: string; partition: number; bytes: number; acks: number }[] = []

  private readonly world: MemoryWorld

  constructor(world: MemoryWorld) {
    this.world = world
  }

  make(topic: string, partition = 0): FakePartition {
    const made = new FakePartition(this.world)
    this.partitions.set(`${topic}-${partition}`, made)
    return made
  }
  at(topic: string, partition: number): FakePartition | undefined {
    return this.partitions.get(`${topic}-${partition}`)
  }
  partition(): null {
    return null
  }
  topicName(): null {
    return null
  }
  all() {
    return []
  }
  append(topic: string, partition: number, records: Uint8Array, options: { acks: number }) {
    this.appends.push({ topic, partition, bytes: records.length, acks: options.acks })
    if (this.onAppend !== null) return this.onAppend(topic, partition)
    const found = this.at(topic, partition)
    if (found === undefined) return failedAppend(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    const firstOffset = found.end
    found.add(records)
    return { ...failedAppend(0), firstOffset, lastOffset: firstOffset, logStartOffset: 0 }
  }
  read(topic: string, partition: number, _topicId: Uuid | null, params: FetchPartitionParams) {
    this.reads.push({ topic, partition, params })
    const found = this.at(topic, partition)!
    const result = readFake(found, params)
    return found.whenSlow(result)
  }
  waitForChange(partitions: readonly { topic: string; partition: number }[], _followers: boolean, call: () => void) {
    const sets = partitions.map(({ topic, partition }) => this.at(topic, partition)!.wakers)
    const cancel = () => {
      for (const set of sets) set.delete(waker)
    }
    const waker = () => {
      cancel()
      call()
    }
    for (const set of sets) set.add(waker)
    return cancel
  }
  async listOffset(topic: string, partition: number, timestamp: number) {
    const found = this.at(topic, partition)
    if (found === undefined) return { error: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION as number, found: null }
    if (timestamp === -1) return { error: 0, found: { timestamp: -1, offset: found.end, leaderEpoch: 3 } }
    if (timestamp === -2) return { error: 0, found: { timestamp: -1, offset: found.logStartOffset, leaderEpoch: 2 } }
    if (timestamp === -3) return { error: 0, found: { timestamp: 5000, offset: 0, leaderEpoch: 2 } }
    return { error: 0, found: timestamp <= 5000 ? { timestamp: 5000, offset: 1, leaderEpoch: 3 } : null }
  }
  async listSegmentOffsets(topic: string, partition: number, timestamp: number, options: { maxOffsets: number }) {
    const found = this.at(topic, partition)
    if (found === undefined) return { error: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION as number, offsets: [] }
    const offsets = timestamp === -2 ? [found.logStartOffset] : [found.end, found.logStartOffset]
    return { error: 0, offsets: offsets.slice(0, options.maxOffsets) }
  }
  async deleteRecords(topic: string, partition: number, offset: number) {
    const found = this.at(topic, partition)!
    if (offset < -1 || offset > found.end) return { error: ErrorCode.OFFSET_OUT_OF_RANGE as number, lowWatermark: -1 }
    found.logStartOffset = offset === -1 ? found.end : offset
    return { error: 0, lowWatermark: found.logStartOffset }
  }
  endOffsetForEpoch(topic: string, partition: number, options: { leaderEpoch: number }) {
    const found = this.at(topic, partition)
    if (found === undefined)
      return { error: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION as number, leaderEpoch: -1, endOffset: -1 }
    return { error: 0, leaderEpoch: options.leaderEpoch, endOffset: found.end }
  }
}

function readFake(found: FakePartition, params: FetchPartitionParams): FetchPartitionResult {
  const { fetchOffset, maxBytes, atLeastOne } = params
  const outOfRange = fetchOffset < found.logStartOffset || fetchOffset > found.end
  const error = found.error !== 0 ? found.error : outOfRange ? ErrorCode.OFFSET_OUT_OF_RANGE : 0
  const records: Uint8Array[] = []
  let byteLength = 0
  for (const batch of error === 0 ? found.batches : []) {
    if (batch.offset + batch.count <= fetchOffset) continue
    const fits = byteLength + batch.bytes.length <= maxBytes || (atLeastOne && records.length === 0)
    if (!fits) break
    records.push(batch.bytes)
    byteLength += batch.bytes.length
  }
  return {
    error,
    records,
    byteLength,
    abortedTransactions: params.committedOnly ? [] : null,
    highWatermark: error === 0 ? found.end : -1,
    lastStableOffset: error === 0 ? found.end : -1,
    logStartOffset: error === 0 ? found.logStartOffset : -1,
    divergingEpoch: null,
    currentLeader: error === ErrorCode.NOT_LEADER_OR_FOLLOWER ? { leaderId: 2, leaderEpoch: 9 } : null,
    preferredReadReplica: -1,
  }
}

export class FakeMetadata implements ClusterMetadata {
  controllerId = 1
  readonly brokers = new Map<number, LiveBroker>()
  readonly topics = new Map<string, Map<number, PartitionState>>()

  constructor() {
    for (const id of [1, 2]) this.addBroker(id, ['PLAINTEXT'])
  }
  addBroker(id: number, listeners: string[]): void {
    const endpoints = listeners.map((listener) => ({
      listener,
      securityProtocol: 'PLAINTEXT',
      host: `host${id}`,
      port: 9000 + id,
    }))
    this.brokers.set(id, { id, rack: id === 2 ? 'r2' : null, endpoints })
  }
  addTopic(topic: string, partitions = 1, state: Partial<PartitionState> = {}): void {
    const states = new Map<number, PartitionState>()
    for (let partition = 0; partition < partitions; partition++) {
      states.set(partition, {
        topic,
        partition,
        controllerEpoch: 1,
        leader: 1,
        leaderEpoch: 4,
        isr: [1, 2],
        zkVersion: 0,
        replicas: [1, 2],
        offlineReplicas: [],
        ...state,
      })
    }
    this.topics.set(topic, states)
  }
  topicId(topic: string): Uuid | null {
    return this.topics.has(topic) ? (IDS[topic] ?? null) : null
  }
  topicName(id: Uuid): string | null {
    for (const topic of this.topics.keys()) if (IDS[topic] === id) return topic
    return null
  }
  partition(topic: string, partition: number): PartitionState | null {
    return this.topics.get(topic)?.get(partition) ?? null
  }
}

export interface Fakes {
  readonly world: MemoryWorld
  readonly services: BrokerServices
  readonly replicas: FakeReplicas
  readonly metadata: FakeMetadata
  readonly created: NewTopic[]
  /** The outcome of the next topics created, by name. */
  readonly creationErrors: Map<string, number>
}

/** A broker with id 1 and the topics `a` (2 partitions) and `b` (1), all of them hosted. */
export function fakeBroker(config: Parameters<typeof fakeConfig>[0] = {}): Fakes {
  const world = new MemoryWorld()
  const replicas = new FakeReplicas(world)
  const metadata = new FakeMetadata()
  metadata.addTopic('a', 2)
  metadata.addTopic('b')
  replicas.make('a', 0)
  replicas.make('a', 1)
  replicas.make('b', 0)
  const created: NewTopic[] = []
  const creationErrors = new Map<string, number>()
  let producerId = 1000
  const services = {
    world,
    logger: silentLogger,
    brokerId: 1,
    clusterId: CLUSTER_ID,
    config: fakeConfig({
      'auto.create.topics.enable': true,
      'log.message.downconversion.enable': true,
      'fetch.max.bytes': 57_671_680,
      'max.incremental.fetch.session.cache.slots': 1000,
      'max.request.partition.size.limit': 2000,
      ...config,
    }),
    metadata: { current: metadata, onChange: () => () => {} },
    replicas,
    transactions: new HeldTransactions({ world }).coordinator,
    groups: { topic: '__consumer_offsets', partitionOf: () => 0 },
    producerIds: { next: async () => producerId++ },
    endpoints: [],
    dynamicConfigs: { get: () => new Map() },
    apiVersions: [{ apiKey: 18, minVersion: 0, maxVersion: 5 }],
    quotas: { active: null },
    largeAnswers: new LargeAnswers(world),
    supportedFeatures: [{ name: 'transaction.version', maxLevel: 2, initialLevel: 2 }],
    features: { epoch: 4, levels: new Map([['transaction.version', 2]]), level: () => 2, refresh: async () => {} },
    controller: {
      createTopics: async (topics: readonly NewTopic[]) => {
        created.push(...topics)
        return topics.map(({ name }) => ({
          name,
          error: creationErrors.get(name) ?? ErrorCode.REQUEST_TIMED_OUT,
          message: null,
          topicId: '',
          numPartitions: -1,
          replicationFactor: -1,
        }))
      },
    },
  }
  return { world, services: services as unknown as BrokerServices, replicas, metadata, created, creationErrors }
}

/** The same with settings that stand in a tree. */
export async function fakeBrokerWithTree() {
  const fakes = fakeBroker()
  const { world } = fakes
  const tree = openMemoryTree({ clock: world.clock, logger: silentLogger })
  await ensureTopLevelPaths(tree)
  const configs = await TreeConfigs.start({ tree, clock: world.clock, logger: silentLogger })
  Object.assign(fakes.services, { dynamicConfigs: configs })
  return { world, tree, configs, fakes }
}

export function fakeContext(apiVersion: number, more: Partial<RequestContext> = {}): RequestContext {
  return {
    apiKey: -1,
    apiVersion,
    correlationId: 1,
    clientId: 'test',
    listener: 'PLAINTEXT',
    securityProtocol: 'PLAINTEXT',
    principal: 'User:ANONYMOUS',
    remoteHost: '127.0.0.1',
    remotePort: 1,
    connectionId: 1,
    clientSoftwareName: '',
    clientSoftwareVersion: '',
    sizeInBytes: 1,
    isClosed: () => false,
    isGone: () => false,
    ...more,
  }
}

/** Sends `body` through the codec, the handler and the codec again; null when there is no answer. */
export async function ask<Response>(
  handler: Handler<never, unknown>,
  apiVersion: number,
  body: object,
  fakes: Fakes,
  context: Partial<RequestContext> = {},
): Promise<Response> {
  const codec = codecOf(handler.apiKey)
  const w = new Writer()
  codec.writeRequest(w, body as never, apiVersion)
  const request = codec.readRequest(new Reader(w.finishJoined()), apiVersion)
  const answer = await handler.handle(request as never, fakeContext(apiVersion, context), fakes.services)
  if (answer === null) return null as Response
  const out = new Writer()
  codec.writeResponse(out, answer as never, apiVersion)
  return codec.readResponse(new Reader(out.finishJoined()), apiVersion) as Response
}
