/** Which broker settings stand in for a topic setting, first one first, and in which unit. */

export interface Synonym {
  readonly name: string
  /** Factor from the broker setting's unit to the topic setting's. */
  readonly factor: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

function same(...names: readonly string[]): readonly Synonym[] {
  return names.map((name) => ({ name, factor: 1 }))
}

export const topicSynonyms: ReadonlyMap<string, readonly Synonym[]> = new Map([
  ['cleanup.policy', same('log.cleanup.policy')],
  ['compression.gzip.level', same('compression.gzip.level')],
  ['compression.lz4.level', same('compression.lz4.level')],
  ['compression.type', same('compression.type')],
  ['compression.zstd.level', same('compression.zstd.level')],
  ['delete.retention.ms', same('log.cleaner.delete.retention.ms')],
  ['file.delete.delay.ms', same('log.segment.delete.delay.ms')],
  ['flush.messages', same('log.flush.interval.messages')],
  ['flush.ms', same('log.flush.interval.ms', 'log.flush.scheduler.interval.ms')],
  ['index.interval.bytes', same('log.index.interval.bytes')],
  ['local.retention.bytes', same('log.local.retention.bytes')],
  ['local.retention.ms', same('log.local.retention.ms')],
  ['max.compaction.lag.ms', same('log.cleaner.max.compaction.lag.ms')],
  ['max.decompressed.message.bytes', same('max.decompressed.message.bytes')],
  ['max.message.bytes', same('message.max.bytes')],
  ['message.downconversion.enable', same('log.message.downconversion.enable')],
  ['message.format.version', same('log.message.format.version')],
  ['message.timestamp.after.max.ms', same('log.message.timestamp.after.max.ms')],
  ['message.timestamp.before.max.ms', same('log.message.timestamp.before.max.ms')],
  ['message.timestamp.difference.max.ms', same('log.message.timestamp.difference.max.ms')],
  ['message.timestamp.type', same('log.message.timestamp.type')],
  ['min.cleanable.dirty.ratio', same('log.cleaner.min.cleanable.ratio')],
  ['min.compaction.lag.ms', same('log.cleaner.min.compaction.lag.ms')],
  ['min.insync.replicas', same('min.insync.replicas')],
  ['preallocate', same('log.preallocate')],
  ['remote.copy.lag.bytes', same('log.remote.copy.lag.bytes')],
  ['remote.copy.lag.ms', same('log.remote.copy.lag.ms')],
  ['retention.bytes', same('log.retention.bytes')],
  [
    'retention.ms',
    [
      { name: 'log.retention.ms', factor: 1 },
      { name: 'log.retention.minutes', factor: MINUTE_MS },
      { name: 'log.retention.hours', factor: HOUR_MS },
    ],
  ],
  ['segment.bytes', same('log.segment.bytes')],
  ['segment.index.bytes', same('log.index.size.max.bytes')],
  [
    'segment.jitter.ms',
    [
      { name: 'log.roll.jitter.ms', factor: 1 },
      { name: 'log.roll.jitter.hours', factor: HOUR_MS },
    ],
  ],
  [
    'segment.ms',
    [
      { name: 'log.roll.ms', factor: 1 },
      { name: 'log.roll.hours', factor: HOUR_MS },
    ],
  ],
  ['unclean.leader.election.enable', same('unclean.leader.election.enable')],
])

/** Broker settings of which a coarser one stands in when they are not set. */
export const brokerFallbacks: ReadonlyMap<string, readonly Synonym[]> = new Map([
  ['log.retention.ms', topicSynonyms.get('retention.ms')!.slice(1)],
  ['log.retention.minutes', [{ name: 'log.retention.hours', factor: 60 }]],
  ['log.roll.ms', topicSynonyms.get('segment.ms')!.slice(1)],
  ['log.roll.jitter.ms', topicSynonyms.get('segment.jitter.ms')!.slice(1)],
  ['log.flush.interval.ms', same('log.flush.scheduler.interval.ms')],
  ['log.dirs', same('log.dir')],
  ['zookeeper.connection.timeout.ms', same('zookeeper.session.timeout.ms')],
])
