/** What tests of the log share: a log on the memory disk, batches, and readers of what is stored. */
import { silentLogger } from '../base/logger.ts'
import type { LogConfig } from '../config/log-config.ts'
import { MemoryDisk } from '../io/memory/disk.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { Disk } from '../io/world.ts'
import { type BatchOptions, buildBatch } from '../protocol/batch/builder.ts'
import { batchPositions, openRecords } from '../protocol/batch/iterate.ts'
import { BatchValidator } from '../protocol/batch/validate.ts'
import { AppendBuffers } from './append-buffers.ts'
import type { AppendOptions, AppendResult, LogSlice } from './contract.ts'
import { FilePool } from './file-pool.ts'
import { Log, type LogParams } from './log.ts'

export const NOW_MS = 1_700_000_000_000
export const DIR = '/data/t-0'

export const testConfig: LogConfig = {
  segmentBytes: 1 << 30,
  segmentMs: 604_800_000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10 << 20,
  indexIntervalBytes: 4096,
  flushMessages: -1,
  flushMs: -1,
  retentionBytes: -1,
  retentionMs: -1,
  maxMessageBytes: 1 << 20,
  compact: false,
  delete: true,
  minCleanableDirtyRatio: 0.5,
  minCompactionLagMs: 0,
  maxCompactionLagMs: 2 ** 63,
  deleteRetentionMs: 86_400_000,
  compressionType: 'producer',
  compressionGzipLevel: -1,
  compressionLz4Level: 9,
  compressionZstdLevel: 3,
  messageTimestampType: 'CreateTime',
  messageTimestampBeforeMaxMs: 2 ** 63,
  messageTimestampAfterMaxMs: 2 ** 63,
  fileDeleteDelayMs: 60_000,
  preallocate: false,
  minInsyncReplicas: 1,
  uncleanLeaderElectionEnable: false,
}

export interface TestLogOptions extends Partial<Omit<LogParams, 'config' | 'world'>> {
  readonly disk?: Disk
  readonly world?: MemoryWorld
  readonly settings?: Partial<LogConfig>
}

export interface TestLog {
  readonly log: Log
  readonly world: MemoryWorld
  readonly disk: MemoryDisk
  readonly failures: Error[]
}

export async function openTestLog(options: TestLogOptions = {}): Promise<TestLog> {
  const disk = options.disk ?? options.world?.disk ?? new MemoryDisk({ nowMs: () => NOW_MS })
  const world = options.world ?? new MemoryWorld({ disk, wallMs: NOW_MS })
  const failures: Error[] = []
  const { settings, disk: _, world: __, ...rest } = options
  await disk.makeDirectory('/data')
  await disk.syncDirectory('/')
  const log = await Log.open({
    logger: silentLogger,
    dir: DIR,
    logDir: '/data',
    topic: 't',
    partition: 0,
    topicId: null,
    recoveryPoint: 0,
    logStartOffset: 0,
    highWatermark: 0,
    cleanShutdown: false,
    flushPolicy: 'auto',
    buffers: new AppendBuffers(),
    files: new FilePool(disk, 64),
    validator: new BatchValidator(world),
    onFailure: (error) => failures.push(error),
    ...rest,
    world,
    config: { ...testConfig, ...settings },
  })
  return { log, world, disk: disk as MemoryDisk, failures }
}

/** Opens what the other log left on its disk: closed cleanly or killed. */
export async function reopen(before: TestLog, options: TestLogOptions = {}): Promise<TestLog> {
  return openTestLog({ disk: before.disk.afterKill(), settings: before.log.config, ...options })
}

export const asClient: AppendOptions = { leaderEpoch: 0, apiVersion: 9, origin: 'client', mustFlush: false }

export function batchOf(values: readonly string[], options: BatchOptions & { timestamp?: number } = {}): Buffer {
  const { timestamp = NOW_MS, ...rest } = options
  return buildBatch(
    values.map((value, index) => ({ timestamp: timestamp + index, key: null, value: Buffer.from(value) })),
    rest,
  )
}

export function appendNow(log: Log, batch: Uint8Array, options: Partial<AppendOptions> = {}): AppendResult {
  const result = log.append(batch, { ...asClient, ...options })
  if (result instanceof Promise) throw new Error('the append answered a promise')
  return result
}

/** Appends, and waits until what was appended may be acknowledged. */
export async function append(
  { log, world }: TestLog,
  batch: Uint8Array,
  options: Partial<AppendOptions> = {},
): Promise<AppendResult> {
  const result = await log.append(batch, { ...asClient, ...options })
  await world.settle()
  return result
}

export interface StoredRecord {
  readonly offset: number
  readonly timestamp: number
  readonly value: string
}

export function recordsOf(slice: Pick<LogSlice, 'records'>): StoredRecord[] {
  const found: StoredRecord[] = []
  for (const chunk of slice.records) {
    for (const at of batchPositions(chunk)) {
      const records = openRecords(chunk, at)
      while (records.next()) {
        const value = Buffer.from(records.value() ?? []).toString()
        found.push({ offset: records.offset, timestamp: records.timestamp, value })
      }
    }
  }
  return found
}

export async function readAll(log: Log, from = log.logStartOffset): Promise<StoredRecord[]> {
  const found: StoredRecord[] = []
  for (let offset = from; ; ) {
    const slice = await log.read(offset, log.logEndOffset, 1 << 20, true, false)
    if (slice.error !== 0) throw new Error(`read at ${offset} answered ${slice.error}`)
    const records = recordsOf(slice).filter((record) => record.offset >= offset)
    if (records.length === 0) return found
    found.push(...records)
    offset = records[records.length - 1]!.offset + 1
  }
}

export async function fileNames(disk: Disk, dir = DIR): Promise<string[]> {
  return (await disk.list(dir)).map((entry) => entry.name).sort()
}
