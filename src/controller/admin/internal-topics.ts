/** Topics that the broker makes for itself when they are first needed, with settings of their own. */
import type { BrokerConfig } from '../../config/contract.ts'
import type { ClusterMetadata } from '../../metadata/contract.ts'
import type { NewTopic } from '../contract.ts'

export const CONSUMER_OFFSETS = '__consumer_offsets'
export const TRANSACTION_STATE = '__transaction_state'

/** The topic as it is made automatically; null: there is nothing special about it. */
export function internalTopic(name: string, config: BrokerConfig, metadata: ClusterMetadata): NewTopic | null {
  if (name === CONSUMER_OFFSETS) return consumerOffsets(config, metadata)
  return name === TRANSACTION_STATE ? transactionState(config, metadata) : null
}

function consumerOffsets(config: BrokerConfig, metadata: ClusterMetadata): NewTopic {
  return {
    name: CONSUMER_OFFSETS,
    isOwn: true,
    numPartitions: config.number('offsets.topic.num.partitions'),
    replicationFactor: allowed('offsets.topic.replication.factor', config, metadata.brokers.size),
    assignments: new Map(),
    configs: new Map([
      ['compression.type', 'producer'],
      ['cleanup.policy', 'compact'],
      ['segment.bytes', String(config.number('offsets.topic.segment.bytes'))],
    ]),
  }
}

function transactionState(config: BrokerConfig, metadata: ClusterMetadata): NewTopic {
  const replicationFactor = allowed('transaction.state.log.replication.factor', config, metadata.brokers.size)
  return {
    name: TRANSACTION_STATE,
    isOwn: true,
    numPartitions: config.number('transaction.state.log.num.partitions'),
    replicationFactor,
    assignments: new Map(),
    configs: new Map([
      ['unclean.leader.election.enable', 'false'],
      ['compression.type', 'uncompressed'],
      ['cleanup.policy', 'compact'],
      ['min.insync.replicas', String(allowed('transaction.state.log.min.isr', config, replicationFactor))],
      ['segment.bytes', String(config.number('transaction.state.log.segment.bytes'))],
    ]),
  }
}

/** What nobody asked for is what there can be. */
function allowed(setting: string, config: BrokerConfig, most: number): number {
  const value = config.number(setting)
  return config.isSet(setting) ? value : Math.min(value, most)
}
