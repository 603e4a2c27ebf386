/** Committed offsets of a group: one request each to its coordinator. */
import type { Offset } from '../../base/kinds.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { Attempt } from '../client.ts'
import type { BrokerConnection } from '../connection.ts'
import type { TopicPartition } from './assignors.ts'
import { byTopic } from './protocol.ts'

export interface CommittedOffset extends TopicPartition {
  readonly offset: Offset
  /** -1: not told. */
  readonly leaderEpoch?: number
  readonly metadata?: string
}

/** Who commits: a member of a generation, or nobody (-1, '') for a group without members. */
export interface Committer {
  readonly groupId: string
  readonly generation: number
  readonly memberId: string
  readonly instanceId: string | null
}

/** Names instead of topic ids. */
const COMMIT_VERSION_MAX = 9
/** One group a request. */
const FETCH_VERSION_MAX = 7

/** Partitions without an offset are left out. `partitions` null: all that the group has. */
export async function fetchOffsets(
  coordinator: BrokerConnection,
  groupId: string,
  partitions: readonly TopicPartition[] | null,
  requireStable: boolean,
): Promise<Attempt<CommittedOffset[]>> {
  const version = Math.min(FETCH_VERSION_MAX, coordinator.versionOf(ApiKey.OffsetFetch))
  const topics =
    partitions === null
      ? null
      : byTopic(partitions).map(({ topic, partitions: numbers }) => ({ name: topic, partitionIndexes: numbers }))
  const body = { groupId, topics, requireStable: requireStable && version >= 7 }
  const answer = await coordinator.request(ApiKey.OffsetFetch, body, { version })
  if (answer.errorCode !== ErrorCode.NONE) return { error: answer.errorCode }
  const offsets: CommittedOffset[] = []
  for (const { name, partitions: found } of answer.topics) {
    for (const { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode } of found) {
      if (errorCode !== ErrorCode.NONE) return { error: errorCode }
      if (committedOffset < 0) continue
      const place = { topic: name, partition: partitionIndex }
      offsets.push({ ...place, offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata: metadata ?? '' })
    }
  }
  return { value: offsets }
}

/** The first error code of a partition, that of topics which are not there last; 0: all are stored. */
export async function commitOffsets(
  coordinator: BrokerConnection,
  { groupId, generation, memberId, instanceId }: Committer,
  offsets: readonly CommittedOffset[],
): Promise<number> {
  const topics = new Map<string, object[]>()
  for (const { topic, partition, offset, leaderEpoch = -1, metadata = '' } of offsets) {
    const committed = {
      partitionIndex: partition,
      committedOffset: offset,
      committedLeaderEpoch: leaderEpoch,
      committedMetadata: metadata,
    }
    const known = topics.get(topic)
    if (known === undefined) topics.set(topic, [committed])
    else known.push(committed)
  }
  const body = {
    groupId,
    generationIdOrMemberEpoch: generation,
    memberId,
    groupInstanceId: instanceId,
    retentionTimeMs: -1,
    topics: [...topics].map(([name, partitions]) => ({ name, partitions })),
  }
  const version = Math.min(COMMIT_VERSION_MAX, coordinator.versionOf(ApiKey.OffsetCommit))
  const answer = await coordinator.request(ApiKey.OffsetCommit, body, { version })
  const failures = answer.topics
    .flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
    .filter((errorCode) => errorCode !== ErrorCode.NONE)
  return failures.find((one) => one !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) ?? failures[0] ?? ErrorCode.NONE
}
