/**
 * What the parts of a log share: its segments, its offsets, and whether it still works. Parts (group commit, flusher,
 * reader, …) hold a LogState and no other part knows their insides.
 *
 *     logStartOffset <= … <= highWatermark <= stableEndOffset <= writtenOffset <= logEndOffset
 */
import type { LeaderEpoch, Offset, TimestampMs, TopicPartition, Uuid } from '../base/kinds.ts'
import { topicPartition } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { LogConfig } from '../config/log-config.ts'
import { DiskError, type World } from '../io/world.ts'
import { magicAt, producerIdAt } from '../protocol/batch/header.ts'
import type { BatchValidator } from '../protocol/batch/validate.ts'
import type { AppendBuffers } from './append-buffers.ts'
import type { FlushPolicy } from './contract.ts'
import type { FilePool } from './file-pool.ts'
import { LeaderEpochs } from './leader-epochs.ts'
import { ProducerStates } from './producer-state.ts'
import type { ReadBuffers } from './read-buffers.ts'
import type { Segment } from './segment.ts'
import { SegmentList } from './segment-list.ts'
import { TailCache } from './tail-cache.ts'

export interface LogParams {
  readonly world: World
  readonly logger: Logger
  /** The partition's own folder; made when it is missing. */
  readonly dir: string
  /** The folder (one of log.dirs) it lies in. */
  readonly logDir: string
  readonly topic: string
  readonly partition: number
  readonly topicId: Uuid | null
  readonly config: LogConfig
  /** From the checkpoints; 0 when they lack the partition. */
  readonly recoveryPoint: Offset
  readonly logStartOffset: Offset
  readonly highWatermark: Offset
  /** From the cleaner's checkpoint: all below is compacted. */
  readonly cleanedUpTo?: Offset
  /** The folder's mark of a clean stop was there: files are as the last stop left them. */
  readonly cleanShutdown: boolean
  /**
   * A sync failed in this folder before the stop: what can be read above the recovery point may be in the system's cache
   * alone, which no longer means to write it. It is written anew.
   */
  readonly pagesDoubtful?: boolean
  readonly flushPolicy: FlushPolicy
  /** Shared by all logs of the broker. */
  readonly buffers: AppendBuffers
  /** Absent: reads take fresh memory. */
  readonly reads?: ReadBuffers | undefined
  /** Shared by all logs of the broker. */
  readonly files: FilePool
  /** Shared by all logs of the broker. */
  readonly validator: BatchValidator
  /** Told once when a write or sync failed: the folder goes offline. The log has stopped by itself. */
  readonly onFailure: (error: Error) => void
  /**
   * Before a truncation touches files: the checkpoints on disk must not name a recovery point above the log's end, or
   * what is appended there later would be taken for flushed; nor for compacted.
   */
  readonly onRecoveryPointLowered?: () => Promise<void>
}

export class LogState {
  readonly params: LogParams
  readonly world: World
  readonly logger: Logger
  readonly files: FilePool
  readonly segments = new SegmentList()
  readonly epochs = new LeaderEpochs()
  readonly topicPartition: TopicPartition
  dir: string
  config: LogConfig
  logStartOffset: Offset = 0
  /** Segments taken out at the front whose files may be found again after a crash. */
  leaving = 0
  logEndOffset: Offset = 0
  writtenOffset: Offset = 0
  flushedOffset: Offset = 0
  stableEndOffset: Offset = 0
  highWatermark: Offset = 0
  /** Below it the cleaner has been: a key is there once at most, and offsets may be missing. */
  cleanedUpTo: Offset
  /** Rises when offsets are taken back or segments replaced: a read that was under way must begin anew. */
  generation = 0
  failure: Error | null = null
  /** No room on the disk: appends are refused until this time of the monotonic clock. */
  fullUntilMs = -1
  /** Files were made or renamed since the folder was synced. */
  directoryDirty = false
  closed = false
  /** The end that a clean stop left; -1: none. While the log is not changed, its files are as a clean stop leaves them. */
  cleanEndOffset: Offset = -1
  /** A damaged snapshot of producers was removed: the next clean stop has to write one. */
  lacksSnapshot = false
  savingEpochs: Promise<void> | null = null
  onStable: (() => void) | null = null
  onAppendsLost: ((from: Offset) => void) | null = null
  private tail: TailCache | null = null
  private producerStates: ProducerStates | null = null
  /** Operations that want the log for themselves, one behind the other. */
  private queue: Promise<unknown> = Promise.resolve()
  private queued = 0

  constructor(params: LogParams) {
    this.params = params
    this.world = params.world
    this.logger = params.logger
    this.files = params.files
    this.dir = params.dir
    this.config = params.config
    this.cleanedUpTo = params.cleanedUpTo ?? 0
    this.topicPartition = topicPartition(params.topic, params.partition)
  }

  get cache(): TailCache {
    this.tail ??= new TailCache(this.params.buffers)
    return this.tail
  }

  get cacheIfAny(): TailCache | null {
    return this.tail
  }

  get producers(): ProducerStates {
    this.producerStates ??= new ProducerStates()
    return this.producerStates
  }

  get producersIfAny(): ProducerStates | null {
    return this.producerStates
  }

  /** The producers' state, made if the batch at `at` has a producer; null when it has none. */
  producersIfProducer(bytes: Uint8Array, at: number): ProducerStates | null {
    return magicAt(bytes, at) === 2 && producerIdAt(bytes, at) >= 0 ? this.producers : null
  }

  get active(): Segment {
    return this.segments.active
  }

  nowMs(): TimestampMs {
    return this.world.clock.wallMs()
  }

  get isBusy(): boolean {
    return this.queued > 0
  }

  /** Runs `operation` after those before it; appends that come meanwhile queue behind it. */
  exclusive<T>(operation: () => T | Promise<T>): Promise<T> {
    this.queued++
    const result = this.queue.then(operation)
    const done = () => {
      this.queued--
    }
    this.queue = result.then(done, done)
    return result
  }

  /** Nothing is acknowledged from here on. */
  fail(error: Error): void {
    if (this.failure !== null) return
    this.failure = error
    if (this.closed) return
    this.logger.error(
      `a log failed: its folder goes offline. Look at the disk behind ${this.params.logDir}, then start the broker again`,
      { partition: this.topicPartition, logDir: this.params.logDir, error: error.message },
    )
    this.params.onFailure(error)
  }

  /** For calls that answer no error code. */
  assertWorks(): void {
    if (this.failure === null && !this.closed) return
    const what = this.closed ? 'is closed' : `is offline: ${this.failure!.message}`
    throw new DiskError('io', this.dir, `the log of ${this.topicPartition} ${what}`)
  }

  /** Errors of the disk (save a full one) take the log down; all go on to the caller. */
  async guarded<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation()
    } catch (error) {
      if (error instanceof DiskError && isFatal(error)) this.fail(error)
      throw error
    }
  }

  assignEpoch(epoch: LeaderEpoch, start: Offset): void {
    if (epoch > this.epochs.latest || this.epochs.length === 0) this.epochs.assign(epoch, start)
  }
}

/** A disk without room, or a process without descriptors, is a passing state; what else a disk says is not. */
export function isFatal(error: DiskError): boolean {
  return error.kind !== 'full' && error.kind !== 'too-many-files'
}
