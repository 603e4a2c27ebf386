/**
 * What storage promises to the rooms above it. `Log` (log.ts) and `LogManager` (log-manager.ts) are the classes behind
 * these interfaces; the rooms above know only these.
 */

import type { LeaderEpoch, Offset, ProducerId, TimestampMs, TopicPartition, Uuid } from '../base/kinds.ts'
import type { LogConfig } from '../config/log-config.ts'

/**
 * 'never': as Apache; 'auto': fsync before an append with `mustFlush` counts as flushed; 'always': every append is
 * followed by an fsync. `log.flush.*` settings come on top.
 */
export type FlushPolicy = 'never' | 'auto' | 'always'

export interface RecordError {
  readonly batchIndex: number
  readonly message: string | null
}

export interface AppendOptions {
  readonly leaderEpoch: LeaderEpoch
  /** The version of the Produce request, 0 when the broker itself appends. */
  readonly apiVersion: number
  /** 'client': validated, sequences checked. 'coordinator': our own records. 'marker': transaction markers. */
  readonly origin: 'client' | 'coordinator' | 'marker'
  /** The append counts as durable for acks=all only after an fsync (the ISR is this broker alone, policy auto). */
  readonly mustFlush: boolean
  /** Of a marker: of version 2 on, its epoch is above that of the transaction's records (KIP-890). */
  readonly transactionVersion?: number | undefined
  /**
   * Of a transactional batch: what `startVerification` answered, once the coordinator has agreed. Absent: the coordinator is
   * not asked (transaction.partition.verification.enable).
   */
  readonly guard?: number | undefined
}

/** The producer of a batch that is to be appended. */
export interface ProducerOfBatch {
  readonly producerId: ProducerId
  readonly epoch: number
  readonly sequence: number
}

/** Answers of `startVerification` that are no guards: the transaction is open here; a newer epoch has written. */
export const NOTHING_TO_VERIFY = 0
export const FENCED = -1

export interface AppendResult {
  /** ErrorCode; the rest is meaningful for 0 alone (save the message and the record errors). */
  readonly error: number
  readonly errorMessage: string | null
  readonly recordErrors: readonly RecordError[]
  /** Of the first batch appended (of the stored one, for a duplicate). */
  readonly firstOffset: Offset
  readonly lastOffset: Offset
  /** -1 unless the topic uses LogAppendTime. */
  readonly logAppendTimeMs: TimestampMs
  readonly logStartOffset: Offset
  readonly duplicate: boolean
  /** Refused without a look at this log: the request is wrong. */
  readonly ofRequest?: boolean | undefined
}

/** Bytes of whole batches, in order, as stored. The chunks stay unchanged (a slice of a sealed or append-only buffer), until somebody gives them back (Logs.giveBack). */
export interface LogSlice {
  /** OFFSET_OUT_OF_RANGE, KAFKA_STORAGE_ERROR, … or 0. */
  readonly error: number
  readonly records: readonly Uint8Array[]
  readonly byteLength: number
  /** For isolation read_committed: transactions aborted within the slice; null otherwise. */
  readonly abortedTransactions: readonly { producerId: number; firstOffset: Offset }[] | null
}

export interface TimestampAndOffset {
  readonly timestamp: TimestampMs
  readonly offset: Offset
  readonly leaderEpoch: LeaderEpoch
}

export interface EpochEndOffset {
  /** -1 undefined */
  readonly leaderEpoch: LeaderEpoch
  /** -1 undefined */
  readonly endOffset: Offset
}

export interface ActiveProducer {
  readonly producerId: number
  readonly producerEpoch: number
  readonly lastSequence: number
  readonly lastTimestamp: TimestampMs
  readonly coordinatorEpoch: number
  /** -1: none */
  readonly currentTxnStartOffset: Offset
}

/** The log of one partition. All calls come from one loop; appends are ordered as they are called. */
export interface PartitionLog {
  readonly topic: string
  readonly partition: number
  readonly topicPartition: TopicPartition
  /** null until known. */
  topicId: Uuid | null
  /** The folder (one of log.dirs) it lives in. */
  readonly logDir: string
  readonly config: LogConfig

  readonly logStartOffset: Offset
  /** Next offset to be given; appends that are not written yet count. */
  readonly logEndOffset: Offset
  /** Everything below was taken by the operating system. */
  readonly writtenOffset: Offset
  /** Everything below has been fsynced. */
  readonly flushedOffset: Offset
  /** Everything below is written, and flushed as far as its appends asked (`mustFlush`, policy): what may be acknowledged. */
  readonly stableEndOffset: Offset
  /** First offset of a transaction that is still open, or of one that is not decided below the high watermark; null: none. */
  readonly firstUnstableOffset: Offset | null
  /** When the transaction that began first among the open ones last wrote; -1: none is open. */
  readonly oldestTransactionMs: TimestampMs
  /** Bytes of all segments. */
  readonly size: number
  /** The epoch of the last record, or assigned last; -1 none. */
  readonly latestEpoch: LeaderEpoch
  /** Set by replication: retention, compaction and the transaction index look at it. Persisted by the checkpoint. */
  highWatermark: Offset

  /** Called (never inside append) whenever writtenOffset or stableEndOffset moved. */
  onStable: (() => void) | null
  /**
   * Called at once when queued appends from this offset on could not be written because the disk is full: the log went
   * back to that offset, and whoever waits for these appends is answered KAFKA_STORAGE_ERROR.
   */
  onAppendsLost: ((from: Offset) => void) | null

  /**
   * Validates, gives offsets and queues the bytes; written with the other appends of this turn. The bytes may be
   * changed in place and are copied before the call returns, unless it answers a promise (big compressed batches).
   * Later appends to the same log wait their turn behind such a promise. To know when the append may be
   * acknowledged: wait until stableEndOffset > result.lastOffset (onStable), or writtenOffset for acks=1.
   */
  append(records: Uint8Array, options: AppendOptions): AppendResult | Promise<AppendResult>
  /**
   * Before a transactional batch is appended: must the coordinator be asked, who knows whether this partition is part of the
   * transaction (KIP-890)? A guard for the append (above 0), or NOTHING_TO_VERIFY, or FENCED.
   */
  startVerification(batch: ProducerOfBatch, isVersion2: boolean): number
  /** A follower's append: leader's bytes as they are; the first offset must be logEndOffset (or the log empty). */
  appendAsFollower(records: Uint8Array): Promise<void>

  /**
   * Whole batches from the one that holds `from`, below `upTo`; the first one even when it alone exceeds `maxBytes`
   * if `atLeastOne`. `from` == upTo: empty, no error. from < logStartOffset or > logEndOffset: OFFSET_OUT_OF_RANGE.
   * Answers without a promise from the tail cache.
   */
  read(
    from: Offset,
    upTo: Offset,
    maxBytes: number,
    atLeastOne: boolean,
    committedOnly: boolean,
  ): LogSlice | Promise<LogSlice>
  /** First record with timestamp >= target, from logStartOffset; null: none. */
  offsetForTimestamp(target: TimestampMs): Promise<TimestampAndOffset | null>
  /** The record with the largest timestamp (ListOffsets -3); null when empty. */
  offsetOfMaxTimestamp(): Promise<TimestampAndOffset | null>
  /** Where the segments begin, rising. */
  segmentBases(): Offset[]
  /** When the segment that begins there was written last; null: it is gone. */
  segmentModifiedMs(base: Offset): Promise<TimestampMs | null>
  /** Largest epoch <= `epoch` and where it ends (KIP-101/279; reference section 5.2). */
  endOffsetForEpoch(epoch: LeaderEpoch): EpochEndOffset
  /** The epoch of the record at `offset`, -1 when unknown. */
  epochForOffset(offset: Offset): LeaderEpoch
  /**
   * On becoming leader, before serving: (epoch, logEndOffset) into the leader-epoch cache. It is on disk before the first
   * record that follows; without one no start would keep it.
   */
  assignLeaderEpoch(epoch: LeaderEpoch): Promise<void>

  truncateTo(offset: Offset): Promise<void>
  truncateFullyAndStartAt(offset: Offset): Promise<void>
  /** DeleteRecords, and a leader's start offset on a follower. Removes whole segments below (with delay). */
  advanceLogStartOffset(offset: Offset): Promise<void>
  /** Applies retention.*; returns how many segments went. */
  applyRetention(nowMs: TimestampMs): Promise<number>
  flush(): Promise<void>
  updateConfig(config: LogConfig): void
  activeProducers(): ActiveProducer[]
}

export interface LogDirDescription {
  readonly logDir: string
  /** ErrorCode: KAFKA_STORAGE_ERROR when offline. */
  readonly error: number
  readonly totalBytes: number
  readonly usableBytes: number
  readonly replicas: readonly { topic: string; partition: number; size: number; offsetLag: number; isFuture: boolean }[]
}

/** All logs of a broker over its log.dirs. */
export interface Logs {
  readonly logDirs: readonly string[]
  /** Folders that failed. */
  readonly offlineLogDirs: readonly string[]
  get(topic: string, partition: number): PartitionLog | null
  /** A chunk of what was read: nobody looks at it any more, and a later read may have its memory. Never has to be called. */
  giveBack(chunk: Uint8Array): void
  all(): Iterable<PartitionLog>
  /** `isNew` false while some folder is offline: rejects with StorageOfflineError rather than make a second copy. */
  getOrCreate(topic: string, partition: number, topicId: Uuid | null, isNew: boolean): Promise<PartitionLog>
  /** Renames the folder to …-delete at once; files go after file.delete.delay.ms. */
  delete(topic: string, partition: number): Promise<void>
  /** AlterReplicaLogDirs: ErrorCode at once; the move goes on in the background and swaps when it has caught up. */
  moveToLogDir(topic: string, partition: number, logDir: string): Promise<number>
  describeLogDirs(): Promise<LogDirDescription[]>
  /** Re-reads the configuration of a topic's logs from the provider. */
  topicConfigChanged(topic: string): void
  /** Told once per folder; replication marks its partitions offline. */
  onLogDirOffline: ((logDir: string, topicPartitions: readonly TopicPartition[]) => void) | null
  /** After a move between folders: the log that takes the old one's place. */
  onLogReplaced: ((log: PartitionLog) => void) | null
  /** Writes the high-watermark checkpoint (replication starts the timer after the first LeaderAndIsr). */
  checkpointHighWatermarks(): Promise<void>
  /** Resolves when the log starts of this folder, as they are now, are on disk; rejects when they cannot be. */
  persistLogStarts(logDir: string): Promise<void>
  /** Clean stop: flush, trim indexes, snapshots, checkpoints, mark last. */
  close(): Promise<void>
}
