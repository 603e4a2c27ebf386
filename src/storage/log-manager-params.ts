/** What the log manager is given. */
import { OperatorError } from '../base/errors.ts'
import type { TopicPartition } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { LogConfig } from '../config/log-config.ts'
import type { World } from '../io/world.ts'
import type { BatchValidator } from '../protocol/batch/validate.ts'
import type { AppendBuffers } from './append-buffers.ts'
import type { FlushPolicy } from './contract.ts'
import type { FilePool } from './file-pool.ts'
import type { LogDirs } from './log-dir.ts'

export interface LogManagerParams {
  readonly world: World
  readonly logger: Logger
  /** Opened and claimed. Released by whoever opened them, after close. */
  readonly dirs: LogDirs
  /** The settings in effect of a topic. */
  readonly logConfig: (topic: string) => LogConfig
  readonly flushPolicy: FlushPolicy
  /** producer.id.expiration.ms; may change while the broker runs. */
  readonly producerIdExpirationMs: () => number
  readonly buffers: AppendBuffers
  readonly files: FilePool
  readonly validator: BatchValidator
  readonly intervals?: Partial<LogManagerIntervals>
  /** num.recovery.threads.per.data.dir, in effect: how many partitions of a folder are opened at a time. */
  readonly loadsAtATime?: number
  /** No folder is left: the broker stops. */
  readonly onAllOffline: (error: Error) => void
}

export interface LogManagerIntervals {
  /** log.retention.check.interval.ms */
  readonly retentionCheckMs: number
  /** log.flush.offset.checkpoint.interval.ms */
  readonly recoveryPointCheckpointMs: number
  /** log.flush.start.offset.checkpoint.interval.ms */
  readonly logStartCheckpointMs: number
  /** producer.id.expiration.check.interval.ms */
  readonly producerExpirationCheckMs: number
}

export const DEFAULT_INTERVALS: LogManagerIntervals = {
  retentionCheckMs: 300_000,
  recoveryPointCheckpointMs: 60_000,
  logStartCheckpointMs: 60_000,
  producerExpirationCheckMs: 600_000,
}

/** The partition's folder, or the only place where a new one could go, is offline; or its files are damaged. */
export class StorageOfflineError extends Error {
  readonly partition: TopicPartition
  constructor(partition: TopicPartition, why: string, cause?: unknown) {
    super(`${partition} cannot be opened: ${why}`, { cause })
    this.name = 'StorageOfflineError'
    this.partition = partition
  }
}

export function noFolderLeft(offline: ReadonlyMap<string, Error>): OperatorError {
  const [path, error] = [...offline][0]!
  return new OperatorError(
    `every folder of log.dirs failed (${path}: ${error.message}): look at the disk, then start again`,
  )
}

export function isStorageOffline(error: unknown): boolean {
  return error instanceof StorageOfflineError
}
