/**
 * OffsetFetch 0–10. No topics (null, from 2 on): all of the group's. Before 2 an error of the group stands at each partition;
 * 7 may ask for what no open transaction can change, 8 asks for several groups, 10 names topics by id. Version 0 asked
 * ZooKeeper in Apache; here it is answered like the others, save that its word for no offset is
 * UNKNOWN_TOPIC_OR_PARTITION.
 */
import { type Uuid, ZERO_UUID } from '../base/kinds.ts'
import type { GroupOffsets } from '../coordinator/group/offsets.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  OffsetFetchRequest,
  OffsetFetchResponseGroupInput,
  OffsetFetchResponseInput,
} from '../protocol/generated/009-offset-fetch.js'
import type { BrokerServices, Handler } from './handler.ts'

const FIRST_WITH_GROUP_ERROR = 2
const FIRST_WITH_GROUPS = 8
const FIRST_WITH_IDS = 10

interface WantedTopic {
  readonly name: string
  readonly topicId: Uuid
  readonly partitionIndexes: readonly number[]
}

interface FoundOffset {
  partitionIndex: number
  committedOffset: number
  committedLeaderEpoch: number
  metadata: string
  errorCode: number
}

interface FoundTopic {
  name: string
  topicId: Uuid
  partitions: FoundOffset[]
}

export const handler: Handler<OffsetFetchRequest, OffsetFetchResponseInput> = {
  apiKey: ApiKey.OffsetFetch,
  minVersion: 0,
  maxVersion: 10,
  handle(request, { apiVersion }, services) {
    const { requireStable } = request
    if (apiVersion >= FIRST_WITH_GROUPS) {
      const byId = apiVersion >= FIRST_WITH_IDS
      const groups = wantedGroups(request).map(({ groupId, topics }) =>
        fetchGroup(groupId, topics, byId, requireStable, services),
      )
      return { groups }
    }
    const wanted = request.topics?.map((topic) => ({ ...topic, topicId: ZERO_UUID })) ?? null
    const { errorCode, topics } = fetchGroup(request.groupId, wanted, false, requireStable, services)
    if (errorCode !== ErrorCode.NONE && apiVersion < FIRST_WITH_GROUP_ERROR) {
      return { topics: (wanted ?? []).map((topic) => ({ name: topic.name, partitions: none(topic, errorCode) })) }
    }
    return { errorCode, topics: apiVersion === 0 ? topics.map(withOldWord) : topics }
  },
}

/** Who asks for all of a group several times is answered once: a short request gets no endless answer. */
function wantedGroups({ groups }: OffsetFetchRequest): OffsetFetchRequest['groups'] {
  const whole = new Set<string>()
  return groups.filter(({ groupId, topics }) => topics !== null || (!whole.has(groupId) && whole.add(groupId)))
}

function withOldWord(topic: FoundTopic): FoundTopic {
  const partitions = topic.partitions.map((found) =>
    found.committedOffset === -1 ? { ...found, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION } : found,
  )
  return { ...topic, partitions }
}

function fetchGroup(
  groupId: string,
  wanted: readonly WantedTopic[] | null,
  byId: boolean,
  requireStable: boolean,
  services: BrokerServices,
): OffsetFetchResponseGroupInput & { errorCode: number; topics: FoundTopic[] } {
  const offsets = services.groups.offsetsOf(groupId)
  if (typeof offsets === 'number') return { groupId, errorCode: offsets, topics: [] }
  const { metadata } = services
  const topics: FoundTopic[] = []
  if (wanted === null) {
    for (const [name, partitions] of offsets?.topics ?? []) {
      const topicId = byId ? metadata.current.topicId(name) : ZERO_UUID
      // By id only what has one can be told.
      if (topicId === null) continue
      const found = [...partitions.keys()].map((partition) => find(offsets, name, partition, requireStable))
      topics.push({ name, topicId, partitions: found })
    }
  } else {
    for (const topic of byId ? wanted : distinct(wanted)) {
      const name = byId ? metadata.current.topicName(topic.topicId) : topic.name
      const partitions =
        name === null
          ? none(topic, ErrorCode.UNKNOWN_TOPIC_ID)
          : topic.partitionIndexes.map((partition) => find(offsets, name, partition, requireStable))
      topics.push({ name: name ?? '', topicId: topic.topicId, partitions })
    }
  }
  return { groupId, errorCode: ErrorCode.NONE, topics }
}

/** By name, as sets: Apache answers a topic and a partition once, and says nothing of a topic without any. */
function distinct(wanted: readonly WantedTopic[]): readonly WantedTopic[] {
  const partitionsOf = new Map<string, Set<number>>()
  for (const { name, partitionIndexes } of wanted) {
    let known = partitionsOf.get(name)
    if (known === undefined) partitionsOf.set(name, (known = new Set()))
    for (const partition of partitionIndexes) known.add(partition)
  }
  return [...partitionsOf]
    .filter(([, partitions]) => partitions.size > 0)
    .map(([name, partitions]) => ({ name, topicId: ZERO_UUID, partitionIndexes: [...partitions] }))
}

function find(offsets: GroupOffsets | null, topic: string, partition: number, requireStable: boolean): FoundOffset {
  if (requireStable && offsets?.isPending(topic, partition))
    return noOffset(partition, ErrorCode.UNSTABLE_OFFSET_COMMIT)
  const committed = offsets?.get(topic, partition)
  if (committed == null) return noOffset(partition, ErrorCode.NONE)
  return {
    partitionIndex: partition,
    committedOffset: committed.offset,
    committedLeaderEpoch: committed.leaderEpoch,
    metadata: committed.metadata,
    errorCode: ErrorCode.NONE,
  }
}

function none(topic: WantedTopic, errorCode: number): FoundOffset[] {
  return topic.partitionIndexes.map((partition) => noOffset(partition, errorCode))
}

function noOffset(partitionIndex: number, errorCode: number): FoundOffset {
  return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode }
}
