/** What tests of the log manager share: a broker's storage on the memory disk, killed and started at will. */
import assert from 'node:assert/strict'
import { silentLogger } from '../base/logger.ts'
import type { LogConfig } from '../config/log-config.ts'
import { FaultDisk, type Plan } from '../io/fault/disk.ts'
import { keepNothing } from '../io/memory/blocks.ts'
import { MemoryDisk } from '../io/memory/disk.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { Disk } from '../io/world.ts'
import { BatchValidator } from '../protocol/batch/validate.ts'
import { AppendBuffers } from './append-buffers.ts'
import type { PartitionLog } from './contract.ts'
import { FilePool } from './file-pool.ts'
import type { Log } from './log.ts'
import { LogDirs } from './log-dir.ts'
import { LogManager } from './log-manager.ts'
import type { LogManagerParams } from './log-manager-params.ts'
import { asClient, batchOf, NOW_MS, readAll, testConfig } from './log-test-kit.ts'

export const TOPIC_ID = '5L6g3nShT-eMCtK--X86sw'
export const OTHER_ID = 'JsnDDNVyTL289kZnk6sPig'

export interface Broker {
  readonly manager: LogManager
  readonly world: MemoryWorld
  readonly disk: MemoryDisk
  readonly faults: FaultDisk
  readonly dirs: LogDirs
  readonly allOffline: Error[]
  /** Per topic. */
  readonly settings: Map<string, Partial<LogConfig>>
}

export interface StartOptions extends Partial<Omit<LogManagerParams, 'world' | 'dirs'>> {
  readonly disk?: MemoryDisk
  readonly plan?: Plan
  readonly paths?: readonly string[]
  /** Per topic. */
  readonly settings?: Map<string, Partial<LogConfig>>
}

export async function start(options: StartOptions = {}): Promise<Broker> {
  const { disk = new MemoryDisk({ nowMs: () => NOW_MS }), plan, paths = ['/a', '/b'], ...others } = options
  const { settings = new Map<string, Partial<LogConfig>>(), ...rest } = others
  const faults = new FaultDisk(disk, plan)
  const world = new MemoryWorld({ disk: faults as Disk, wallMs: NOW_MS })
  const dirs = await LogDirs.open({ world, logger: silentLogger, paths })
  await dirs.claim({ clusterId: 'C', brokerId: 1 })
  const allOffline: Error[] = []
  const manager = await LogManager.open({
    world,
    logger: silentLogger,
    dirs,
    logConfig: (topic) => ({ ...testConfig, ...settings.get(topic) }),
    flushPolicy: 'auto',
    producerIdExpirationMs: () => 86_400_000,
    buffers: new AppendBuffers(),
    files: new FilePool(faults, 64),
    validator: new BatchValidator(world),
    onAllOffline: (error) => allOffline.push(error),
    ...rest,
  })
  return { manager, world, disk, faults, dirs, allOffline, settings }
}

/** The disk as the next process finds it. */
export const killed = (broker: Broker, options: StartOptions = {}) =>
  start({ disk: broker.disk.afterKill(), ...options })
export const powerLost = (broker: Broker, options: StartOptions = {}) =>
  start({ disk: broker.disk.cut(keepNothing), ...options })

export async function put(broker: Broker, log: PartitionLog, ...values: string[]): Promise<number> {
  const result = await log.append(batchOf(values), { ...asClient, mustFlush: true })
  await broker.world.settle()
  if (result.error === 0) assert.ok(log.stableEndOffset > result.lastOffset)
  return result.error
}
export const valuesOf = async (log: PartitionLog | null) => (await readAll(log as Log)).map((record) => record.value)
export const names = async (broker: Broker, path: string) =>
  (await broker.disk.list(path)).map((entry) => entry.name).sort()
export const partitionsIn = async (broker: Broker, path: string) =>
  (await names(broker, path)).filter((name) => /-\d+/.test(name) && !name.includes('checkpoint'))
export const text = async (broker: Broker, path: string) =>
  Buffer.from(await broker.disk.readFile(path, 1 << 20)).toString()
