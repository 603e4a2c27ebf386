/** What members of a consumer group say to each other in JoinGroup and SyncGroup: a version, then the message. */
import {
  readConsumerProtocolAssignment,
  readConsumerProtocolSubscription,
  writeConsumerProtocolAssignment,
  writeConsumerProtocolSubscription,
} from '../../protocol/generated/consumer-protocol.js'
import { DecodeError, Reader } from '../../protocol/reader.ts'
import { Writer } from '../../protocol/writer.ts'
import type { Subscriber, TopicPartition } from './assignors.ts'

export const CONSUMER_PROTOCOL_TYPE = 'consumer'
const SUBSCRIPTION_VERSION = 3
const ASSIGNMENT_VERSION = 3

export function encodeSubscription(
  topics: readonly string[],
  owned: readonly TopicPartition[],
  generation: number,
): Uint8Array {
  const w = new Writer()
  w.int16(SUBSCRIPTION_VERSION)
  // Java's cooperative-sticky of before 3.5 reads the generation here.
  const userData = Buffer.alloc(4)
  userData.writeInt32BE(generation)
  writeConsumerProtocolSubscription(
    w,
    {
      topics,
      userData: owned.length > 0 ? userData : null,
      ownedPartitions: byTopic(owned),
      generationId: generation,
      rackId: null,
    },
    SUBSCRIPTION_VERSION,
  )
  return w.finishJoined()
}

type Subscription = Omit<Subscriber, 'memberId' | 'instanceId'>

/** Newer versions only add at the end. A member that says nothing that is understood wants nothing. */
export function decodeSubscription(bytes: Uint8Array): Subscription {
  return understood(() => readSubscription(bytes), { topics: [], owned: [], generation: -1 })
}

function readSubscription(bytes: Uint8Array): Subscription {
  const r = new Reader(bytes)
  const version = Math.min(r.int16(), SUBSCRIPTION_VERSION)
  const { topics, userData, ownedPartitions, generationId } = readConsumerProtocolSubscription(r, version)
  const told = version >= 2 ? generationId : userData?.length === 4 ? Buffer.from(userData).readInt32BE(0) : -1
  return { topics, owned: flat(ownedPartitions), generation: told }
}

export function encodeAssignment(partitions: readonly TopicPartition[]): Uint8Array {
  const w = new Writer()
  w.int16(ASSIGNMENT_VERSION)
  writeConsumerProtocolAssignment(w, { assignedPartitions: byTopic(partitions), userData: null }, ASSIGNMENT_VERSION)
  return w.finishJoined()
}

/** Nothing assigned may be no bytes at all; what is not understood gives nothing either. */
export function decodeAssignment(bytes: Uint8Array): TopicPartition[] {
  if (bytes.length === 0) return []
  return understood(() => {
    const r = new Reader(bytes)
    const version = Math.min(r.int16(), ASSIGNMENT_VERSION)
    return flat(readConsumerProtocolAssignment(r, version).assignedPartitions)
  }, [])
}

/** Members of other makes put what they like into these bytes. */
function understood<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof DecodeError) return otherwise
    throw error
  }
}

export function byTopic(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>()
  for (const { topic, partition } of partitions) {
    const known = topics.get(topic)
    if (known === undefined) topics.set(topic, [partition])
    else known.push(partition)
  }
  return [...topics].map(([topic, numbers]) => ({ topic, partitions: numbers.sort((a, b) => a - b) }))
}

function flat(topics: readonly { topic: string; partitions: readonly number[] }[]): TopicPartition[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))
}
