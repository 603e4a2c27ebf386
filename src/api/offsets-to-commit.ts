/** What OffsetCommit and TxnOffsetCommit share: which offsets of a request may be stored, and the answer for each. */
import { type Uuid, ZERO_UUID } from '../base/kinds.ts'
import type { OffsetToCommit } from '../coordinator/group/coordinator.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { BrokerServices } from './handler.ts'

export interface TopicToCommit {
  readonly name: string
  readonly topicId: Uuid
  readonly partitions: readonly PartitionToCommit[]
}

interface PartitionToCommit {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch: number
  readonly committedMetadata: string | null
  /** -1, or absent: now. */
  readonly commitTimestamp?: number
}

interface PartitionAnswer {
  readonly partitionIndex: number
  errorCode: number
}

export interface SortedOffsets {
  /** May be stored. */
  readonly offsets: readonly OffsetToCommit[]
  /** The answer, of which the parts that may be stored have no error yet. */
  readonly topics: { name: string; topicId: Uuid; partitions: PartitionAnswer[] }[]
  /** The error of all that may be stored. */
  settle(error: number): void
}

/** `expireTimestamp` -1: by the retention of the broker. */
export function sortOffsets(
  topics: readonly TopicToCommit[],
  byId: boolean,
  expireTimestamp: number,
  services: BrokerServices,
): SortedOffsets {
  const nowMs = services.world.clock.wallMs()
  const offsets: OffsetToCommit[] = []
  const stored: PartitionAnswer[] = []
  const answers: SortedOffsets['topics'] = []
  for (const { name, topicId, partitions } of eachOnce(topics, byId)) {
    if (partitions.length === 0) continue
    const topic = byId ? services.metadata.current.topicName(topicId) : name
    const ofTopic: PartitionAnswer[] = []
    answers.push({ name: topic ?? '', topicId, partitions: ofTopic })
    for (const partition of lastOfEach(partitions)) {
      const errorCode = refusal(topic, partition, services)
      const answer = { partitionIndex: partition.partitionIndex, errorCode }
      ofTopic.push(answer)
      if (errorCode !== ErrorCode.NONE) continue
      stored.push(answer)
      const value = { ...committed(partition, nowMs, byId ? topicId : ZERO_UUID), expireTimestamp }
      offsets.push({ topic: topic!, partition: partition.partitionIndex, value })
    }
  }
  const settle = (error: number) => {
    for (const answer of stored) answer.errorCode = error
  }
  return { offsets, topics: answers, settle }
}

/** A topic that comes several times is answered once, as in Apache. */
function eachOnce(topics: readonly TopicToCommit[], byId: boolean): Iterable<TopicToCommit> {
  if (topics.length < 2) return topics
  const found = new Map<string, TopicToCommit & { partitions: PartitionToCommit[] }>()
  for (const topic of topics) {
    const key = byId ? topic.topicId : topic.name
    const known = found.get(key)
    if (known === undefined) found.set(key, { ...topic, partitions: [...topic.partitions] })
    else for (const partition of topic.partitions) known.partitions.push(partition)
  }
  return found.values()
}

/** A partition that comes several times is committed once. */
function lastOfEach(partitions: readonly PartitionToCommit[]): Iterable<PartitionToCommit> {
  if (partitions.length < 2) return partitions
  return new Map(partitions.map((partition) => [partition.partitionIndex, partition])).values()
}

function refusal(topic: string | null, partition: PartitionToCommit, services: BrokerServices): number {
  if (topic === null) return ErrorCode.UNKNOWN_TOPIC_ID
  const { partitionIndex, committedMetadata } = partition
  if (services.metadata.current.partition(topic, partitionIndex) === null) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  const isTooLong = (committedMetadata?.length ?? 0) > services.groups.limits.offsetMetadataMaxBytes
  return isTooLong ? ErrorCode.OFFSET_METADATA_TOO_LARGE : ErrorCode.NONE
}

function committed(partition: PartitionToCommit, nowMs: number, topicId: Uuid) {
  const { committedOffset, committedLeaderEpoch, commitTimestamp = -1, committedMetadata } = partition
  return {
    offset: committedOffset,
    leaderEpoch: committedLeaderEpoch,
    metadata: committedMetadata ?? '',
    commitTimestamp: commitTimestamp === -1 ? nowMs : commitTimestamp,
    topicId,
  }
}
