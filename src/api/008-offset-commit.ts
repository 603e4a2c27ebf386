/**
 * OffsetCommit 0–10. Version 0 names no member; Apache in ZooKeeper mode keeps those commits in ZooKeeper, here they are
 * commits like others. Version 1 may tell the time of the commit, 2 to 4 how long it is kept, 6 the leader epoch, 7 a static
 * member; 10 names topics by id. What Apache refuses partition by partition is refused so, the rest is stored together.
 */
import { type Uuid, ZERO_UUID } from '../base/kinds.ts'
import type { OffsetToCommit } from '../coordinator/group/coordinator.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  OffsetCommitRequest,
  OffsetCommitRequestPartition,
  OffsetCommitResponseInput,
  OffsetCommitResponsePartitionInput,
  OffsetCommitResponseTopicInput,
} from '../protocol/generated/008-offset-commit.js'
import type { BrokerServices, Handler } from './handler.ts'

const FIRST_WITH_IDS = 10

export const handler: Handler<OffsetCommitRequest, OffsetCommitResponseInput> = {
  apiKey: ApiKey.OffsetCommit,
  minVersion: 0,
  maxVersion: 10,
  async handle(request, { apiVersion }, services) {
    const byId = apiVersion >= FIRST_WITH_IDS
    const nowMs = services.world.clock.wallMs()
    const expireTimestamp = expiry(request.retentionTimeMs, nowMs)
    const offsets: OffsetToCommit[] = []
    const stored: (OffsetCommitResponsePartitionInput & { errorCode: number })[] = []
    const topics: OffsetCommitResponseTopicInput[] = []
    for (const { name, topicId, partitions } of request.topics) {
      if (partitions.length === 0) continue
      const topic = byId ? services.metadata.current.topicName(topicId) : name
      const answers: OffsetCommitResponsePartitionInput[] = []
      topics.push({ name: topic ?? '', topicId, partitions: answers })
      for (const partition of lastOfEach(partitions)) {
        const errorCode = refusal(topic, partition, services)
        const answer = { partitionIndex: partition.partitionIndex, errorCode }
        answers.push(answer)
        if (errorCode !== ErrorCode.NONE) continue
        stored.push(answer)
        const value = { ...committed(partition, nowMs, byId ? topicId : ZERO_UUID), expireTimestamp }
        offsets.push({ topic: topic!, partition: partition.partitionIndex, value })
      }
    }
    if (offsets.length > 0) {
      const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generationId } = request
      const missing = byId ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION
      const error = await services.groups.commit(groupId, { memberId, groupInstanceId, generationId }, offsets, missing)
      for (const answer of stored) answer.errorCode = error
    }
    return { topics }
  },
}

/** A partition that comes several times is committed once. */
function lastOfEach(partitions: readonly OffsetCommitRequestPartition[]): Iterable<OffsetCommitRequestPartition> {
  if (partitions.length < 2) return partitions
  return new Map(partitions.map((partition) => [partition.partitionIndex, partition])).values()
}

function refusal(topic: string | null, partition: OffsetCommitRequestPartition, services: BrokerServices): number {
  if (topic === null) return ErrorCode.UNKNOWN_TOPIC_ID
  const { partitionIndex, committedMetadata } = partition
  if (services.metadata.current.partition(topic, partitionIndex) === null) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  const isTooLong = (committedMetadata?.length ?? 0) > services.groups.limits.offsetMetadataMaxBytes
  return isTooLong ? ErrorCode.OFFSET_METADATA_TOO_LARGE : ErrorCode.NONE
}

function committed(partition: OffsetCommitRequestPartition, nowMs: number, topicId: Uuid) {
  const { committedOffset, committedLeaderEpoch, commitTimestamp, committedMetadata } = partition
  return {
    offset: committedOffset,
    leaderEpoch: committedLeaderEpoch,
    metadata: committedMetadata ?? '',
    commitTimestamp: commitTimestamp === -1 ? nowMs : commitTimestamp,
    topicId,
  }
}

/** Any number may come: what is over already is over, and for ever is as far as numbers go. */
function expiry(retentionTimeMs: number, nowMs: number): number {
  return retentionTimeMs === -1 ? -1 : Math.max(0, Math.min(nowMs + retentionTimeMs, Number.MAX_SAFE_INTEGER))
}
