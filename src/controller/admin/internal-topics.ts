/** Topics that the broker makes for itself when they are first needed, with settings of their own. */
import type { BrokerConfig } from '../../config/contract.ts'
import type { ClusterMetadata } from '../../metadata/contract.ts'
import type { NewTopic } from '../contract.ts'

export const CONSUMER_OFFSETS = '__consumer_offsets'

/** The topic as it is made automatically; null: there is nothing special about it. */
export function internalTopic(name: string, config: BrokerConfig, metadata: ClusterMetadata): NewTopic | null {
  if (name !== CONSUMER_OFFSETS) return null
  const factor = config.number('offsets.topic.replication.factor')
  return {
    name,
    isOwn: true,
    numPartitions: config.number('offsets.topic.num.partitions'),
    // What nobody asked for is what the live brokers allow.
    replicationFactor: config.isSet('offsets.topic.replication.factor')
      ? factor
      : Math.min(factor, metadata.brokers.size),
    assignments: new Map(),
    configs: new Map([
      ['compression.type', 'producer'],
      ['cleanup.policy', 'compact'],
      ['segment.bytes', String(config.number('offsets.topic.segment.bytes'))],
    ]),
  }
}
