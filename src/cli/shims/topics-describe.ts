/** kafka-topics.sh --describe */

import type { KafkaClient } from '../../client/client.ts'
import { ConfigSource, describeConfigs, ResourceType } from '../../client/configs.ts'
import { UnsupportedApiError } from '../../client/errors.ts'
import { ApiKey } from '../../protocol/apis.ts'
import type {
  DescribeTopicPartitionsResponseCursor,
  DescribeTopicPartitionsResponsePartition,
} from '../../protocol/generated/075-describe-topic-partitions.js'
import type { PartitionInfo, TopicInfo } from '../cluster.ts'
import { write } from '../stdout.ts'
import type { Flags } from './options.ts'

export const FILTERS = [
  'under-replicated-partitions',
  'unavailable-partitions',
  'under-min-isr-partitions',
  'at-min-isr-partitions',
]

const PARTITIONS_AT_A_TIME = 2000

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
      const eligible = await eligibleReplicas(client, topic.name)
      for (const one of topic.partitions) {
        if (isShown(one, minIsr, flags)) lines.push(partitionLine(topic.name, one, eligible.get(one.partition)))
      }
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

type Eligible = Pick<DescribeTopicPartitionsResponsePartition, 'eligibleLeaderReplicas' | 'lastKnownElr'>

/** Eligible leader replicas (KIP-966), by partition; the brokers of 3.9 in ZooKeeper mode know none. */
async function eligibleReplicas(client: KafkaClient, name: string): Promise<Map<number, Eligible>> {
  const found = new Map<number, Eligible>()
  let cursor: DescribeTopicPartitionsResponseCursor | null = null
  try {
    do {
      const body = { topics: [{ name }], responsePartitionLimit: PARTITIONS_AT_A_TIME, cursor }
      const answer: Awaited<ReturnType<typeof client.toAny<typeof ApiKey.DescribeTopicPartitions>>> =
        await client.toAny(ApiKey.DescribeTopicPartitions, body)
      for (const one of answer.topics[0]?.partitions ?? []) found.set(one.partitionIndex, one)
      cursor = answer.nextCursor
    } while (cursor !== null)
  } catch (error) {
    if (!(error instanceof UnsupportedApiError)) throw error
  }
  return found
}

function partitionLine(
  topic: string,
  { partition, leader, replicas, isr }: PartitionInfo,
  eligible: Eligible | undefined,
): string {
  const shownLeader = leader < 0 ? 'none' : String(leader)
  const shown = (ids: readonly number[] | null | undefined) => ids?.join(',') ?? 'N/A'
  return `\tTopic: ${topic}\tPartition: ${partition}\tLeader: ${shownLeader}\tReplicas: ${replicas.join(',')}\tIsr: ${isr.join(',')}\tElr: ${shown(eligible?.eligibleLeaderReplicas)}\tLastKnownElr: ${shown(eligible?.lastKnownElr)}\n`
}
