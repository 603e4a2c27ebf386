/** What online commands need of a cluster: requests by API key to a broker, and who leads what. */
import type { BrokerId, TimestampMs } from '../base/kinds.ts'
import { BrokerError } from '../client/errors.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { ListOffsetsResponse } from '../protocol/generated/002-list-offsets.js'
import type { MetadataResponse, MetadataResponseTopic } from '../protocol/generated/003-metadata.js'
import { CommandError, ExitCode } from './exit.ts'

export interface RequestOptions {
  /** 'any' when left out. */
  readonly to?: 'any' | 'controller' | BrokerId
  /** The highest version to use although both sides know a newer one; for a broker by its number. */
  readonly maxVersion?: number
  /** Produce with acks=0: answers null once the broker has read it. */
  readonly unanswered?: boolean
}

export interface Cluster {
  /** At the highest version that both sides know. Rejects with a NetError when nobody is reached. */
  request<Response>(apiKey: number, body: object, options?: RequestOptions): Promise<Response>
  nowMs(): TimestampMs
  sleep(delayMs: number): Promise<void>
}

export interface PartitionInfo {
  readonly partition: number
  /** -1: none */
  readonly leader: BrokerId
  readonly leaderEpoch: number
  readonly replicas: readonly BrokerId[]
  readonly isr: readonly BrokerId[]
  readonly offlineReplicas: readonly BrokerId[]
}

export interface TopicInfo {
  readonly name: string
  readonly topicId: string
  readonly isInternal: boolean
  readonly partitions: readonly PartitionInfo[]
}

/** Throws a BrokerError for an error that Kafka answered. */
export function failOn(errorCode: number, what: string, message: string | null = null): void {
  if (errorCode !== ErrorCode.NONE) throw new BrokerError(errorCode, what, message)
}

/** null: all topics. */
export async function topicsOf(cluster: Cluster, names: readonly string[] | null): Promise<TopicInfo[]> {
  const { topics } = await askMetadata(cluster, names, false)
  for (const topic of topics) failOn(ignorable(topic.errorCode), `topic ${topic.name ?? ''}`)
  return topics.map(topicInfo).sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function askMetadata(
  cluster: Cluster,
  names: readonly string[] | null,
  allowAutoTopicCreation: boolean,
): Promise<MetadataResponse> {
  const topics = names?.map((name) => ({ name })) ?? null
  return cluster.request(ApiKey.Metadata, { topics, allowAutoTopicCreation })
}

/** A partition without a leader is shown as such. */
function ignorable(errorCode: number): number {
  return errorCode === ErrorCode.LEADER_NOT_AVAILABLE ? ErrorCode.NONE : errorCode
}

export function topicInfo(topic: MetadataResponseTopic): TopicInfo {
  const partitions = topic.partitions
    .map((one) => ({
      partition: one.partitionIndex,
      leader: one.leaderId,
      leaderEpoch: one.leaderEpoch,
      replicas: one.replicaNodes,
      isr: one.isrNodes,
      offlineReplicas: one.offlineReplicas,
    }))
    .sort((a, b) => a.partition - b.partition)
  return { name: topic.name ?? '', topicId: topic.topicId, isInternal: topic.isInternal, partitions }
}

/** ListOffsets' sentinels. */
export const LATEST = -1
export const EARLIEST = -2

/**
 * The offset of `timestamp` (or of a sentinel) in each partition, from its leader; -1 when no record is as new, null for a
 * partition without a leader.
 */
export async function offsetsOf(
  cluster: Cluster,
  topic: string,
  partitions: readonly PartitionInfo[],
  timestamp: TimestampMs,
  isolationLevel = 0,
): Promise<Map<number, number | null>> {
  const offsets = new Map<number, number | null>(partitions.map(({ partition }) => [partition, null]))
  for (const [leader, led] of byLeader(partitions)) {
    if (leader < 0) continue
    const asked = led.map(({ partition }) => ({ partitionIndex: partition, timestamp, maxNumOffsets: 1 }))
    const body = { replicaId: -1, isolationLevel, topics: [{ name: topic, partitions: asked }] }
    const answer = await cluster.request<ListOffsetsResponse>(ApiKey.ListOffsets, body, { to: leader, maxVersion: 10 })
    for (const one of answer.topics[0]?.partitions ?? []) {
      failOn(one.errorCode, `offsets of ${topic}-${one.partitionIndex}`)
      offsets.set(one.partitionIndex, one.oldStyleOffsets[0] ?? one.offset)
    }
  }
  return offsets
}

export function byLeader<P extends { readonly leader: BrokerId }>(partitions: readonly P[]): Map<BrokerId, P[]> {
  const groups = new Map<BrokerId, P[]>()
  for (const partition of partitions) groups.set(partition.leader, [...(groups.get(partition.leader) ?? []), partition])
  return groups
}

export function wholeNumber(text: string | undefined, flag: string, min: number, max: number): number | null {
  if (text === undefined) return null
  const value = /^-?[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value
  throw new CommandError(ExitCode.USAGE, `${flag} ${text}: a whole number from ${min} to ${max}`)
}
