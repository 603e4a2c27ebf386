/** What tests of compaction share: a broker's storage with a cleaner that runs when it is told to. */
import assert from 'node:assert/strict'
import { silentLogger } from '../../base/logger.ts'
import type { LogConfig } from '../../config/log-config.ts'
import { type BatchOptions, buildBatch, buildEndTransactionMarker } from '../../protocol/batch/builder.ts'
import { batchPositions, openRecords } from '../../protocol/batch/iterate.ts'
import { CLEANER_OFFSETS } from '../checkpoint-file.ts'
import type { Log } from '../log.ts'
import { type Broker, type StartOptions, start } from '../log-manager-test-kit.ts'
import { asClient, NOW_MS } from '../log-test-kit.ts'
import { CleanerControl } from './cleaner-control.ts'
import { cleanerService } from './cleaner-service.ts'
import { LogCleaner } from './log-cleaner.ts'
import type { CleanerThread, RoundStats } from './log-cleaning.ts'

export const COMPACT: Partial<LogConfig> = {
  compact: true,
  delete: false,
  segmentBytes: 400,
  indexIntervalBytes: 100,
  minCleanableDirtyRatio: 0,
}

export interface Stored {
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
}

export interface KeyedRecord {
  readonly key: string | null
  readonly value: string | null
}

export function keyedBatch(
  records: readonly KeyedRecord[],
  options: BatchOptions & { timestamp?: number } = {},
): Buffer {
  const { timestamp = NOW_MS, ...rest } = options
  const bytes = (text: string | null) => (text === null ? null : Buffer.from(text))
  return buildBatch(
    records.map(({ key, value }, index) => ({ timestamp: timestamp + index, key: bytes(key), value: bytes(value) })),
    rest,
  )
}

/** 'a=1 b=2 c=' is two values and a tombstone. */
export function records(text: string): KeyedRecord[] {
  return text.split(' ').map((word) => {
    const [key = '', value = ''] = word.split('=')
    return { key, value: value === '' ? null : value }
  })
}

export class CompactedLog {
  readonly broker: Broker
  readonly log: Log
  private thread: CleanerThread | null = null
  private seals = 0

  private constructor(broker: Broker, log: Log) {
    this.broker = broker
    this.log = log
  }

  static async open(settings: Partial<LogConfig> = {}, options: StartOptions = {}): Promise<CompactedLog> {
    const all = new Map([['t', { ...COMPACT, ...settings }]])
    const broker = await start({ paths: ['/a'], settings: all, ...options })
    const log = (await broker.manager.getOrCreate('t', 0, null, options.disk === undefined)) as Log
    return new CompactedLog(broker, log)
  }

  /** The same folder after a kill, or a clean stop. */
  async reopen(how: 'kill' | 'stop'): Promise<CompactedLog> {
    if (how === 'stop') {
      await this.broker.manager.close()
      await this.broker.dirs.release()
    }
    return CompactedLog.open(this.log.config, { disk: this.broker.disk.afterKill() })
  }

  async append(batch: Uint8Array, origin: 'client' | 'marker' = 'client') {
    const result = await this.log.append(batch, { ...asClient, origin, mustFlush: true })
    await this.broker.world.settle()
    assert.equal(result.error, 0, result.errorMessage ?? undefined)
    this.log.highWatermark = this.log.stableEndOffset
    return result
  }

  put(text: string, options: BatchOptions & { timestamp?: number } = {}) {
    return this.append(keyedBatch(records(text), options))
  }

  marker(producerId: number, commit: boolean, producerEpoch = 0) {
    const timestamp = this.broker.world.clock.wallMs()
    const marker = buildEndTransactionMarker({ producerId, producerEpoch, commit, coordinatorEpoch: 0, timestamp })
    return this.append(marker, 'marker')
  }

  /** What is there so far is in segments that the cleaner may touch. */
  async seal(): Promise<void> {
    const { segmentMs } = this.log.config
    this.log.updateConfig({ ...this.log.config, segmentMs: 0 })
    await this.put('~=~', { timestamp: NOW_MS + 1_000_000 * ++this.seals })
    this.log.updateConfig({ ...this.log.config, segmentMs })
    await this.log.flush()
  }

  /** One round, whatever is due. */
  async clean(options: { mapBytesMax?: number } = {}): Promise<RoundStats> {
    const { world } = this.broker
    this.thread ??= world.threads.start(cleanerService)
    const extent = await this.log.cleaning.measure(world.clock.wallMs())
    assert.ok(extent !== null)
    const control = new CleanerControl()
    control.bytesPerSecond = Number.MAX_VALUE
    const settings = { mapBytesMax: 1 << 20, loadFactor: 0.9, ioBytes: 4096, ...options }
    const stats = await this.log.cleaning.run(this.thread, extent, settings, control)
    const { manager } = this.broker
    await manager.checkpointIn(manager.folders.get(this.log.logDir)!, CLEANER_OFFSETS)
    return stats
  }

  /** Records of the log without those that `seal` put there. */
  async stored(): Promise<Stored[]> {
    return (await readStored(this.log)).filter(({ key }) => key !== '~')
  }

  /** In short: 'a=1@0 c=@7'. */
  async text(): Promise<string> {
    return (await this.stored()).map(({ offset, key, value }) => `${key}=${value ?? ''}@${offset}`).join(' ')
  }

  /** Headers of all batches, also of empty ones. */
  async batches(): Promise<Uint8Array[]> {
    return readBatches(this.log)
  }
}

export async function readBatches(log: Log): Promise<Uint8Array[]> {
  const found: Uint8Array[] = []
  let offset = log.logStartOffset
  while (offset < log.logEndOffset) {
    const slice = await log.read(offset, log.logEndOffset, 1 << 20, true, false)
    assert.equal(slice.error, 0)
    if (slice.byteLength === 0) break
    const bytes = Buffer.concat(slice.records)
    for (const at of batchPositions(bytes)) {
      const batch = bytes.subarray(at, at + bytes.readInt32BE(at + 8) + 12)
      offset = Number(batch.readBigInt64BE(0)) + (batch[16] === 2 ? batch.readInt32BE(23) : 0) + 1
      found.push(batch)
    }
  }
  return found
}

export async function readStored(log: Log): Promise<Stored[]> {
  const found: Stored[] = []
  for (const batch of await readBatches(log)) {
    if (batch[16] === 2 && (batch[22]! & 0x20) !== 0) continue
    const walk = openRecords(batch, 0)
    const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString())
    while (walk.next()) found.push({ offset: walk.offset, key: text(walk.key()), value: text(walk.value()) })
  }
  return found
}

export function makeCleaner(broker: Broker, settings: Partial<ReturnType<typeof cleanerSettings>> = {}): LogCleaner {
  const { world, manager } = broker
  return new LogCleaner({ world, logger: silentLogger, logs: manager, settings: () => cleanerSettings(settings) })
}

function cleanerSettings(changes: object) {
  const defaults = { threads: 1, dedupeBufferBytes: 1 << 20, loadFactor: 0.9, ioBufferBytes: 1 << 16 }
  return { ...defaults, bytesPerSecond: Number.MAX_VALUE, backoffMs: 15_000, ...changes }
}
