/** A topic's settings in effect, and what may be set on one. */
import { assert } from '../base/assert.ts'
import { LONG_MAX } from '../base/kinds.ts'
import type { LogConfig } from './log-config.ts'
import type { Plain, Setting, Value } from './setting.ts'
import { textOf } from './setting.ts'
import { topicSettings } from './settings.ts'
import { topicSynonyms } from './topic-synonyms.ts'
import { InvalidValueError, parseValue, problemOf } from './values.ts'

/** The value of a broker setting in effect; null: neither set nor with a default. */
export type BrokerValues = (name: string) => Plain

export function topicValue(name: string, overrides: ReadonlyMap<string, string>, broker: BrokerValues): Value {
  const setting = topicSettings.get(name)
  assert(setting !== undefined, `no topic setting ${name}`)
  return overridden(setting, overrides) ?? fromBroker(setting, broker)
}

function overridden(setting: Setting, overrides: ReadonlyMap<string, string>): Value | null {
  const raw = overrides.get(setting.name)
  if (raw === undefined) return null
  try {
    return parseValue(setting, raw)
  } catch (error) {
    // Written to the tree by another tool: the broker's value stands in, as in Kafka.
    if (error instanceof InvalidValueError) return null
    throw error
  }
}

function fromBroker(setting: Setting, broker: BrokerValues): Value {
  for (const { name, factor } of topicSynonyms.get(setting.name) ?? []) {
    const plain = broker(name)
    if (plain === null) continue
    if (typeof plain !== 'number') return { plain, text: textOf(setting.type, plain) }
    const inUnit = setting.name === 'retention.ms' && plain < 0 ? -1 : plain * factor
    return { plain: inUnit, text: textOf(setting.type, inUnit) }
  }
  return setting.default
}

export function logConfigOf(overrides: ReadonlyMap<string, string>, broker: BrokerValues): LogConfig {
  const plain = (name: string): Plain => topicValue(name, overrides, broker).plain
  const number = (name: string): number => plain(name) as number
  const policies = plain('cleanup.policy') as readonly string[]
  const compact = policies.includes('compact')
  const maxLagMs = number('max.compaction.lag.ms')
  const difference = number('message.timestamp.difference.max.ms')
  const timestampLimit = (name: string): number => {
    const limit = number(name)
    return limit === LONG_MAX ? difference : limit
  }
  return {
    segmentBytes: (plain('internal.segment.bytes') as number | null) ?? number('segment.bytes'),
    // So that what must be compacted soon does not wait in the active segment.
    segmentMs: compact && maxLagMs > 0 ? Math.min(maxLagMs, number('segment.ms')) : number('segment.ms'),
    segmentJitterMs: number('segment.jitter.ms'),
    segmentIndexBytes: number('segment.index.bytes'),
    indexIntervalBytes: number('index.interval.bytes'),
    flushMessages: number('flush.messages'),
    flushMs: number('flush.ms'),
    retentionBytes: number('retention.bytes'),
    retentionMs: number('retention.ms'),
    maxMessageBytes: number('max.message.bytes'),
    compact,
    delete: policies.includes('delete'),
    minCleanableDirtyRatio: number('min.cleanable.dirty.ratio'),
    minCompactionLagMs: number('min.compaction.lag.ms'),
    maxCompactionLagMs: maxLagMs,
    deleteRetentionMs: number('delete.retention.ms'),
    compressionType: plain('compression.type') as LogConfig['compressionType'],
    compressionGzipLevel: number('compression.gzip.level'),
    compressionLz4Level: number('compression.lz4.level'),
    compressionZstdLevel: number('compression.zstd.level'),
    messageTimestampType: plain('message.timestamp.type') as LogConfig['messageTimestampType'],
    messageTimestampBeforeMaxMs: timestampLimit('message.timestamp.before.max.ms'),
    messageTimestampAfterMaxMs: timestampLimit('message.timestamp.after.max.ms'),
    fileDeleteDelayMs: number('file.delete.delay.ms'),
    preallocate: plain('preallocate') as boolean,
    minInsyncReplicas: number('min.insync.replicas'),
    uncleanLeaderElectionEnable: plain('unclean.leader.election.enable') as boolean,
  }
}

/** What is wrong with one topic setting, in Kafka's words, or null. */
export function topicConfigProblem(name: string, raw: string): string | null {
  const setting = topicSettings.get(name)
  if (setting === undefined) return `Unknown topic config name: ${name}`
  return problemOf(setting, raw)
}

/** What is wrong with all of a topic's overrides together, in Kafka's words, or null. */
export function topicConfigsProblem(overrides: ReadonlyMap<string, string>, broker: BrokerValues): string | null {
  for (const name of overrides.keys()) {
    if (!topicSettings.has(name)) return `Unknown topic config name: ${name}`
  }
  for (const [name, raw] of overrides) {
    const problem = topicConfigProblem(name, raw)
    if (problem !== null) return problem
  }
  for (const name of ['remote.log.delete.on.disable', 'remote.log.copy.disable']) {
    if (topicValue(name, overrides, broker).plain !== true) continue
    return "It is invalid to set `remote.log.delete.on.disable` or `remote.log.copy.disable` under Zookeeper's mode."
  }
  const isTiered = topicValue('remote.storage.enable', overrides, broker).plain === true
  if (isTiered && broker('remote.log.storage.system.enable') !== true) {
    return 'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.'
  }
  const minLag = topicValue('min.compaction.lag.ms', overrides, broker)
  const maxLag = topicValue('max.compaction.lag.ms', overrides, broker)
  if ((minLag.plain as number) > (maxLag.plain as number)) {
    return `conflict topic config setting min.compaction.lag.ms (${minLag.text}) > max.compaction.lag.ms (${maxLag.text})`
  }
  return null
}
