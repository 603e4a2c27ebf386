/** One partition of a coordinator's topic while this broker leads it: loaded, written to, and given up again. */
import type { LeaderEpoch } from '../../base/kinds.ts'
import type { Logger } from '../../base/logger.ts'
import type { World } from '../../io/world.ts'
import type { RecordView } from '../../protocol/batch/iterate.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { CoordinatedReplicas } from '../../replication/contract.ts'
import type { PartitionLog } from '../../storage/contract.ts'
import type { CoordinatorKind, CoordinatorState, Marker } from './contract.ts'
import { Deadlines } from './deadlines.ts'
import { loadLog } from './load.ts'
import { WriteQueue } from './write-queue.ts'

export interface CoordinatedPartitionParams<Rec, State extends CoordinatorState<Rec>> {
  readonly world: World
  readonly logger: Logger
  readonly replicas: CoordinatedReplicas
  readonly kind: CoordinatorKind<Rec, State>
  readonly loadPieceBytes: number
  readonly writeTimeoutMs: number
  readonly compression: number
  readonly onLoaded?: (ms: number) => void
}

/** 'failed': the log cannot be read, so nothing is known; it stays so until the leadership moves or the broker starts again. */
export type PartitionStatus = 'loading' | 'active' | 'failed' | 'gone'

/** Clients have noticed a load that takes longer. */
const LONG_LOAD_MS = 1000

export class CoordinatedPartition<Rec, State extends CoordinatorState<Rec>> {
  readonly partition: number
  readonly state: State
  leaderEpoch: LeaderEpoch
  status: PartitionStatus = 'loading'
  private readonly params: CoordinatedPartitionParams<Rec, State>
  private readonly deadlines: Deadlines
  private readonly queue: WriteQueue<Rec>
  private lastLog: PartitionLog
  /** Records that were not understood. */
  private passedOver = 0

  constructor(
    params: CoordinatedPartitionParams<Rec, State>,
    partition: number,
    log: PartitionLog,
    epoch: LeaderEpoch,
  ) {
    const { world, kind, replicas } = params
    this.params = params
    this.partition = partition
    this.leaderEpoch = epoch
    this.lastLog = log
    this.deadlines = new Deadlines(world.clock, world.turn)
    this.queue = new WriteQueue<Rec>({
      world,
      logger: params.logger,
      maxBytes: () => Math.min(this.log.config.maxMessageBytes, this.log.config.segmentBytes),
      timeoutMs: params.writeTimeoutMs,
      compression: params.compression,
      encode: (record) => kind.encode(record),
      append: (batch, options) => replicas.appendOwn(kind.topic, partition, batch, options),
      replay: (record, producerId) => this.state.replay(record, producerId, false),
      endTransaction: (producerId, commit) => this.state.endTransaction(producerId, commit),
    })
    this.state = kind.makeState({
      partition,
      leaderEpoch: () => this.leaderEpoch,
      world,
      deadlines: this.deadlines,
      write: (records, done, spareBytes) => this.queue.write(records, done, null, spareBytes),
      writeInTransaction: (of, records, done) => this.queue.write(records, done, of),
      afterWrites: (call) => this.queue.afterWrites(call),
    })
    void this.load()
  }

  private get log(): PartitionLog {
    this.lastLog = this.params.replicas.partition(this.params.kind.topic, this.partition)?.log ?? this.lastLog
    return this.lastLog
  }

  /**
   * A transaction with records here ends; `done` when the marker is committed and counts. A log that cannot be read takes it as
   * well, or the transaction would never end in its other partitions.
   */
  writeMarker(marker: Marker, done: (error: number) => void): void {
    if (this.status === 'active' || this.status === 'failed') this.queue.writeMarker(marker, done)
    else done(this.status === 'loading' ? ErrorCode.COORDINATOR_LOAD_IN_PROGRESS : ErrorCode.NOT_COORDINATOR)
  }

  /** Requests are refused from here on, and those that wait are answered. */
  giveUp(): void {
    const wasActive = this.status === 'active'
    this.status = 'gone'
    if (wasActive) this.state.unloaded()
    this.queue.stop(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    this.deadlines.stop()
  }

  private async load(): Promise<void> {
    const { world, logger, loadPieceBytes } = this.params
    const { topicPartition } = this.lastLog
    const startedMs = world.clock.monotonicMs()
    try {
      const records = await loadLog({
        world,
        logger,
        log: () => this.log,
        pieceBytes: loadPieceBytes,
        isCancelled: () => this.status !== 'loading',
        record: (record, producerId) => this.loadRecord(record, producerId),
        marker: (producerId, commit) => this.state.endTransaction(producerId, commit),
      })
      if (this.status !== 'loading') return
      this.status = 'active'
      this.state.loaded()
      this.params.onLoaded?.(world.clock.monotonicMs() - startedMs)
      const ms = Math.round(world.clock.monotonicMs() - startedMs)
      if (this.passedOver > 1) logger.warn(`${this.passedOver} records of ${topicPartition} were passed over`)
      if (ms > LONG_LOAD_MS) logger.info(`loaded ${topicPartition}`, { records, ms })
      else if (records > 0) logger.debug(`loaded ${topicPartition}`, { records, ms })
    } catch (error) {
      if (this.status === 'gone') return
      this.status = 'failed'
      const reason = error instanceof Error ? error.message : String(error)
      logger.error(`${topicPartition} could not be loaded: what belongs to it is not served`, { reason })
    }
  }

  private loadRecord(record: RecordView, producerId: number): void {
    const key = record.key()
    if (key === null) return
    let decoded: Rec | null
    try {
      decoded = this.params.kind.decode(key, record.value())
    } catch (error) {
      // The first one says why: a log may be full of what a newer version wrote.
      if (this.passedOver++ > 0) return
      const { topicPartition } = this.lastLog
      this.params.logger.warn(`a record of ${topicPartition} is not understood and passed over`, {
        offset: record.offset,
        reason: String(error),
      })
      return
    }
    if (decoded !== null) this.state.replay(decoded, producerId, true)
  }
}
