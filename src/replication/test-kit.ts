import { silentLogger } from '../base/logger.ts'
import type { LogConfig } from '../config/log-config.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { ClusterMetadata } from '../metadata/contract.ts'
import {
  type AppendOptions,
  type AppendResult,
  type EpochEndOffset,
  type LogSlice,
  type Logs,
  NOTHING_TO_VERIFY,
  type PartitionLog,
} from '../storage/contract.ts'
import { ReplicaManager, type ReplicaManagerParams } from './replica-manager.ts'

export const ID = 'K7jQ0mDdR0Kf9gMZyT7nXQ'
export const OTHER_ID = 'usutpTHrQ8W5nLy19E6hpQ'

/** A log whose writes and flushes happen when the test says so. Each append is one record. */
export class FakeLog implements PartitionLog {
  topic: string
  partition: number
  topicPartition: string
  topicId: string | null
  logDir = '/data'
  config = { minInsyncReplicas: 1, delete: true } as LogConfig
  logStartOffset = 0
  logEndOffset = 0
  writtenOffset = 0
  flushedOffset = 0
  stableEndOffset = 0
  firstUnstableOffset: number | null = null
  oldestTransactionMs = -1
  size = 0
  latestEpoch = -1
  highWatermark = 0
  onStable: (() => void) | null = null
  onAppendsLost: ((from: number) => void) | null = null
  epochs: [number, number][] = []
  appended: AppendOptions[] = []

  constructor(topic: string, partition: number, topicId: string | null) {
    this.topic = topic
    this.partition = partition
    this.topicPartition = `${topic}-${partition}`
    this.topicId = topicId
  }
  append(_records: Uint8Array, options: AppendOptions): AppendResult {
    this.appended.push(options)
    const offset = this.logEndOffset++
    return {
      error: 0,
      errorMessage: null,
      recordErrors: [],
      firstOffset: offset,
      lastOffset: offset,
      logAppendTimeMs: -1,
      logStartOffset: 0,
      duplicate: false,
    }
  }
  startVerification() {
    return NOTHING_TO_VERIFY
  }
  reach(written: number, stable: number) {
    this.writtenOffset = written
    this.stableEndOffset = stable
    this.onStable?.()
  }
  async appendAsFollower() {}
  read(from: number, upTo: number): LogSlice {
    return { error: 0, records: [new Uint8Array(upTo - from)], byteLength: upTo - from, abortedTransactions: null }
  }
  async offsetForTimestamp(target: number) {
    return target <= 1000 ? { timestamp: 1000, offset: 3, leaderEpoch: 0 } : null
  }
  async offsetOfMaxTimestamp() {
    return { timestamp: 2000, offset: 4, leaderEpoch: 0 }
  }
  segmentBases() {
    return [0, 2, 4]
  }
  async segmentModifiedMs(base: number) {
    return 1000 + base
  }
  endOffsetForEpoch(epoch: number): EpochEndOffset {
    return epoch <= this.latestEpoch
      ? { leaderEpoch: epoch, endOffset: this.logEndOffset }
      : { leaderEpoch: -1, endOffset: -1 }
  }
  epochForOffset() {
    return this.latestEpoch
  }
  async assignLeaderEpoch(epoch: number) {
    this.latestEpoch = epoch
    this.epochs.push([epoch, this.logEndOffset])
  }
  async truncateTo() {}
  async truncateFullyAndStartAt() {}
  async advanceLogStartOffset(offset: number) {
    this.logStartOffset = Math.max(this.logStartOffset, offset)
  }
  async applyRetention() {
    return 0
  }
  async flush() {}
  updateConfig() {}
  activeProducers() {
    return []
  }
}

export function setUp(more: Pick<ReplicaManagerParams, 'verification'> = {}) {
  const world = new MemoryWorld()
  const logs = new Map<string, FakeLog>()
  const deleted: string[] = []
  const known = new Set<string>()
  const fakeLogs = {
    logDirs: ['/data'],
    offlineLogDirs: [],
    onLogDirOffline: null as Logs['onLogDirOffline'],
    onLogReplaced: null,
    get: (topic: string, partition: number) => logs.get(`${topic}-${partition}`) ?? null,
    async getOrCreate(topic: string, partition: number, topicId: string | null) {
      const log = logs.get(`${topic}-${partition}`) ?? new FakeLog(topic, partition, topicId)
      logs.set(`${topic}-${partition}`, log)
      return log
    },
    async delete(topic: string, partition: number) {
      deleted.push(`${topic}-${partition}`)
      logs.delete(`${topic}-${partition}`)
    },
    async checkpointHighWatermarks() {},
    async persistLogStarts() {},
  } as unknown as Logs
  const metadata = { partition: (topic: string) => (known.has(topic) ? {} : null) } as unknown as ClusterMetadata
  const manager = new ReplicaManager({
    world,
    logger: silentLogger,
    brokerId: 1,
    logs: fakeLogs,
    metadata: { current: metadata, onChange: () => () => {} },
    highWatermarkCheckpointMs: 5000,
    isStorageOffline: () => false,
    isInternalTopic: (topic) => topic.startsWith('__'),
    ...more,
  })
  const lead = (leaderEpoch = 0, change: Record<string, unknown> = {}, controllerEpoch = 1, topicId = ID) =>
    manager.becomeLeaderOrFollower({
      controllerId: 1,
      controllerEpoch,
      topicStates: [
        {
          topicName: 't',
          topicId,
          partitionStates: [
            {
              partitionIndex: 0,
              controllerEpoch,
              leader: 1,
              leaderEpoch,
              isr: [1],
              partitionEpoch: 0,
              replicas: [1],
              isNew: true,
              ...change,
            },
          ],
        },
      ],
    })
  const log = () => logs.get('t-0')!
  const append = (acks: number, timeoutMs = 1000) =>
    manager.append('t', 0, new Uint8Array(1), { acks, timeoutMs, apiVersion: 9, topicId: null, transactionalId: null })
  return { world, manager, lead, log, append, deleted, known, fakeLogs }
}
