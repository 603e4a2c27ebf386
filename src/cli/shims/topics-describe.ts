/** kafka-topics.sh --describe */

import type { KafkaClient } from '../../client/client.ts'
import { ConfigSource, describeConfigs, ResourceType } from '../../client/configs.ts'
import type { PartitionInfo, TopicInfo } from '../cluster.ts'
import { write } from '../stdout.ts'
import type { Flags } from './options.ts'

const FILTERS = [
  'under-replicated-partitions',
  'unavailable-partitions',
  'under-min-isr-partitions',
  'at-min-isr-partitions',
]

export async function describe(client: KafkaClient, topics: readonly TopicInfo[], flags: Flags): Promise<void> {
  const isFiltered = FILTERS.some((name) => flags.has(name))
  const needsMinIsr = flags.has('under-min-isr-partitions') || flags.has('at-min-isr-partitions')
  for (const topic of topics) {
    const configs = isFiltered && !needsMinIsr ? [] : await describeConfigs(client, ResourceType.TOPIC, topic.name)
    const set = configs.filter(({ configSource }) => configSource !== ConfigSource.DEFAULT)
    const minIsr = Number(configs.find(({ name }) => name === 'min.insync.replicas')?.value ?? 1)
    const lines: string[] = []
    if (flags.has('topics-with-overrides')) {
      if (set.length > 0) lines.push(headerLine(topic, set))
    } else {
      if (!isFiltered) lines.push(headerLine(topic, set))
      for (const one of topic.partitions) if (isShown(one, minIsr, flags)) lines.push(partitionLine(topic.name, one))
    }
    await write(lines.join(''))
  }
}

function isShown({ leader, isr, replicas }: PartitionInfo, minIsr: number, flags: Flags): boolean {
  if (flags.has('under-replicated-partitions') && isr.length < replicas.length) return true
  if (flags.has('unavailable-partitions') && leader < 0) return true
  if (flags.has('under-min-isr-partitions') && isr.length < minIsr) return true
  if (flags.has('at-min-isr-partitions') && isr.length === minIsr) return true
  return !FILTERS.some((name) => flags.has(name))
}

function headerLine(
  { name, topicId, partitions }: TopicInfo,
  configs: readonly { name: string; value: string | null }[],
): string {
  const shown = configs.map((config) => `${config.name}=${config.value ?? ''}`).join(',')
  const replicas = partitions[0]?.replicas.length ?? 0
  return `Topic: ${name}\tTopicId: ${topicId}\tPartitionCount: ${partitions.length}\tReplicationFactor: ${replicas}\tConfigs: ${shown}\n`
}

/** Eligible leader replicas (KIP-966) are KRaft's; the classic Metadata knows none. */
function partitionLine(topic: string, { partition, leader, replicas, isr }: PartitionInfo): string {
  const shownLeader = leader < 0 ? 'none' : String(leader)
  return `\tTopic: ${topic}\tPartition: ${partition}\tLeader: ${shownLeader}\tReplicas: ${replicas.join(',')}\tIsr: ${isr.join(',')}\tElr: N/A\tLastKnownElr: N/A\n`
}
