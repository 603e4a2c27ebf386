/**
 * A coordinator of transactions on virtual time, over a log in memory: what is appended is committed when the test says so (at
 * once by default), and markers are answered as the test says (written, by default).
 */
import assert from 'node:assert/strict'
import { type Logger, silentLogger } from '../../../base/logger.ts'
import { MemoryWorld } from '../../../io/memory/world.ts'
import type { MetadataCache } from '../../../metadata/contract.ts'
import { LoadMeters } from '../../../metrics/load-meters.ts'
import { buildBatch } from '../../../protocol/batch/builder.ts'
import { batchPositions, openRecords } from '../../../protocol/batch/iterate.ts'
import { ErrorCode } from '../../../protocol/error-codes.ts'
import type {
  LeadershipListener,
  ProduceAppend,
  ReplicaPartition,
  TopicPartitionRef,
} from '../../../replication/contract.ts'
import { CoordinatorRuntime } from '../../runtime/runtime.ts'
import { FakeLog } from '../../runtime/testing/fake-log.ts'
import { TransactionCoordinator } from '../coordinator.ts'
import { MarkerSender } from '../marker-sender.ts'
import { decodeRecord, encodeRecord, type TransactionRecord } from '../records.ts'
import { TRANSACTION_TOPIC, transactionKind } from '../start.ts'
import { NO_PARTITIONS, type TransactionValue } from '../transaction.ts'
import type { TransactionPartition } from '../transaction-partition.ts'
import type { TxnMarker } from '../write-markers.ts'

export const BROKER = 1
export const TIMED_OUT_CHECK_MS = 10_000
export const EXPIRATION_CHECK_MS = 3_600_000
export const ID_EXPIRATION_MS = 604_800_000

const FIRST: Omit<TransactionValue, 'lastUpdateMs'> = {
  producerId: 1,
  previousProducerId: 1,
  nextProducerId: -1,
  producerEpoch: 0,
  lastProducerEpoch: -1,
  timeoutMs: 60_000,
  state: 'Empty',
  partitions: NO_PARTITIONS,
  startMs: -1,
  clientTransactionVersion: 0,
}

export interface HeldOptions {
  readonly world?: MemoryWorld
  /** What the log begins with. */
  readonly batches?: readonly Buffer[]
  readonly transactionVersion?: number
  readonly firstProducerId?: number
  /** By default nobody waits for what is under way. */
  readonly patienceMs?: number
  /** Called with every record when it is appended, before anybody is told. */
  readonly appended?: (record: TransactionRecord) => void
  /** Called with every line of the log from warnings on. */
  readonly told?: (line: string) => void
  /** Called with every marker that is written. */
  readonly marked?: (marker: TxnMarker, at: TopicPartitionRef) => void
}

export class HeldTransactions {
  readonly world: MemoryWorld
  readonly log = new FakeLog()
  readonly records: TransactionRecord[] = []
  /** "commit 7/0 topic-0", in the order in which they were written. */
  readonly markers: string[] = []
  readonly topics = new Map<string, ReadonlySet<number>>([[TRANSACTION_TOPIC, new Set([0])]])
  readonly brokers = new Set([BROKER])
  leaderOf: (topic: string, partition: number) => number = () => BROKER
  /** What a marker is answered. */
  markerError: (marker: TxnMarker, at: TopicPartitionRef) => number = () => ErrorCode.NONE
  /** Requests with markers wait for `releaseMarkers` when true. */
  holdsMarkers = false
  /** Appends wait for `commit` when true. */
  holds = false
  producerIdsFail = false
  /** To which broker each request with markers went, and what the coordinator said of itself. */
  readonly sent: { to: number; markers: readonly TxnMarker[] }[] = []
  /** Brokers that cannot be reached. */
  readonly unreachable = new Set<number>()
  readonly coordinator: TransactionCoordinator
  readonly runtime: CoordinatorRuntime<TransactionRecord, TransactionPartition>
  private readonly options: HeldOptions
  private readonly held: { batch: Buffer; resolve: (answer: ProduceAppend) => void }[] = []
  private readonly heldMarkers: (() => void)[] = []
  private listener: LeadershipListener | null = null
  private nextProducerId: number

  constructor(options: HeldOptions = {}) {
    this.options = options
    this.world = options.world ?? new MemoryWorld()
    this.nextProducerId = options.firstProducerId ?? 1000
    this.log.topicPartition = `${TRANSACTION_TOPIC}-0`
    this.log.config.maxMessageBytes = 1 << 20
    for (const batch of options.batches ?? []) this.log.add(Buffer.from(batch))
    const { world } = this
    const logger: Logger = {
      ...silentLogger,
      warn: options.told ?? silentLogger.warn,
      error: options.told ?? silentLogger.error,
    }
    const metadata = this.metadata()
    const channels = { send: (to: number, markers: readonly TxnMarker[]) => this.writeMarkers(to, markers) }
    const transactionVersion = () => options.transactionVersion ?? 2
    const markers = new MarkerSender({ world, logger, metadata, channels, ownTopic: TRANSACTION_TOPIC })
    this.runtime = new CoordinatorRuntime<TransactionRecord, TransactionPartition>({
      world,
      logger,
      replicas: {
        partition: () => null,
        verifyOwn: () => ({ error: 0, guard: undefined }),
        watchLeadership: (_topic, listener) => (this.listener = listener),
        appendOwn: (_topic, _partition, batch) => this.append(Buffer.from(batch)),
      },
      metadata,
      kind: transactionKind({
        logger,
        settings: {
          timedOutCheckMs: TIMED_OUT_CHECK_MS,
          expirationCheckMs: EXPIRATION_CHECK_MS,
          idExpirationMs: ID_EXPIRATION_MS,
        },
        markers,
        transactionVersion,
      }),
      partitionsConfigured: 1,
      loadPieceBytes: 1 << 20,
      writeTimeoutMs: 30_000,
      compression: 0,
    })
    this.coordinator = new TransactionCoordinator({
      logger,
      runtime: this.runtime,
      markers,
      meters: new LoadMeters(),
      transactionVersion,
      takeProducerId: async () => {
        if (this.producerIdsFail) throw new Error('the store is gone')
        return this.nextProducerId++
      },
      timeoutMaxMs: 900_000,
      clock: world.clock,
      turn: world.turn,
      patienceMs: options.patienceMs ?? 0,
    })
  }

  topic(name: string, partitions = 1): this {
    this.topics.set(name, new Set(Array.from({ length: partitions }, (_, i) => i)))
    return this
  }

  /** Before `lead`: what the log has of an id. */
  stored(transactionalId: string, value: Partial<TransactionValue>): this {
    return this.storedTogether([[transactionalId, value]])
  }

  /** The same of many ids, in one batch. */
  storedTogether(values: readonly (readonly [transactionalId: string, value: Partial<TransactionValue>])[]): this {
    const lastUpdateMs = this.world.clock.wallMs()
    const records = values.map(([transactionalId, value]) => ({
      timestamp: 1,
      ...encodeRecord({ transactionalId, value: { ...FIRST, lastUpdateMs, ...value } }, 2),
    }))
    this.log.add(buildBatch(records))
    return this
  }

  async lead(leaderEpoch = 0): Promise<this> {
    this.listener!.led({ partition: 0, leaderEpoch, log: this.log } as unknown as ReplicaPartition)
    await this.world.settle()
    return this
  }

  lose(): void {
    this.listener!.notLed(0)
  }

  /** Ends the appends that wait. */
  async commit(error: number = ErrorCode.NONE, count = this.held.length): Promise<void> {
    for (const { batch, resolve } of this.held.splice(0, count)) {
      if (error === ErrorCode.NONE) this.store(batch)
      resolve({ error } as ProduceAppend)
    }
    await this.world.settle()
  }

  async releaseMarkers(): Promise<void> {
    for (const release of this.heldMarkers.splice(0)) release()
    await this.world.settle()
  }

  get waitingAppends(): number {
    return this.held.length
  }

  // ── Short forms ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** "id/epoch", or the name of the error's number. */
  async init(id: string, expected: string | null = null, timeoutMs = 60_000): Promise<string> {
    return told(await this.coordinator.initProducerId(id, timeoutMs, expected === null ? null : ref(expected)))
  }

  async add(id: string, producer: string, partitions: readonly string[], version = 0): Promise<number> {
    const request = { ...ref(producer), partitions: partitions.map(place), clientTransactionVersion: version }
    return this.coordinator.addPartitions(id, request)
  }

  async end(id: string, producer: string, commit: boolean, version = 0): Promise<string> {
    const request = { ...ref(producer), commit, clientTransactionVersion: version }
    return told(await this.coordinator.endTransaction(id, request))
  }

  /** "State id/epoch", or the error's number. */
  state(id: string): string {
    const found = this.coordinator.describe(id)
    return typeof found === 'number' ? `error ${found}` : `${found.state} ${found.producerId}/${found.producerEpoch}`
  }

  // ── The world of the coordinator ──────────────────────────────────────────────────────────────────────────────────

  private append(batch: Buffer): Promise<ProduceAppend> | ProduceAppend {
    if (batch.length > this.log.config.maxMessageBytes) return { error: ErrorCode.MESSAGE_TOO_LARGE } as ProduceAppend
    if (this.holds) return new Promise((resolve) => this.held.push({ batch, resolve }))
    this.store(batch)
    return { error: ErrorCode.NONE } as ProduceAppend
  }

  private store(batch: Buffer): void {
    this.log.add(batch)
    for (const at of batchPositions(batch)) {
      const walk = openRecords(batch, at)
      while (walk.next()) {
        const record = decodeRecord(walk.key()!, walk.value())!
        this.records.push(record)
        this.options.appended?.(record)
      }
    }
  }

  private async writeMarkers(to: number, markers: readonly TxnMarker[]) {
    this.sent.push({ to, markers })
    if (this.unreachable.has(to)) throw new Error('nobody answers')
    if (this.holdsMarkers) await new Promise<void>((resolve) => this.heldMarkers.push(resolve))
    return markers.map((marker) => ({
      producerId: marker.producerId,
      topics: marker.partitions.map((at) => {
        const errorCode = this.markerError(marker, at)
        if (errorCode === ErrorCode.NONE) this.mark(marker, at)
        return { name: at.topic, partitions: [{ partitionIndex: at.partition, errorCode }] }
      }),
    }))
  }

  private mark(marker: TxnMarker, at: TopicPartitionRef): void {
    const { producerId, producerEpoch, commit } = marker
    this.markers.push(`${commit ? 'commit' : 'abort'} ${producerId}/${producerEpoch} ${at.topic}-${at.partition}`)
    this.options.marked?.(marker, at)
  }

  private metadata(): MetadataCache {
    return {
      current: {
        topics: this.topics,
        brokers: this.brokers,
        partition: (topic: string, partition: number) =>
          this.topics.get(topic)?.has(partition) ? { leader: this.leaderOf(topic, partition) } : null,
      },
    } as unknown as MetadataCache
  }
}

/** With the topics that stories write to. */
export function unled(options: HeldOptions = {}): HeldTransactions {
  return new HeldTransactions(options).topic('a', 3).topic('b', 1)
}

export function made(options: HeldOptions = {}): Promise<HeldTransactions> {
  return unled(options).lead()
}

export function ref(text: string): { producerId: number; producerEpoch: number } {
  const [producerId, producerEpoch] = text.split('/').map(Number)
  return { producerId: producerId!, producerEpoch: producerEpoch! }
}

function place(text: string): TopicPartitionRef {
  const at = text.lastIndexOf('-')
  assert.ok(at > 0)
  return { topic: text.slice(0, at), partition: Number(text.slice(at + 1)) }
}

function told(reply: { errorCode: number; producerId: number; producerEpoch: number }): string {
  const { errorCode, producerId, producerEpoch } = reply
  return errorCode === ErrorCode.NONE ? `${producerId}/${producerEpoch}` : `error ${errorCode}`
}
