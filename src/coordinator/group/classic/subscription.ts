/** Which topics the members of a consumer group want: from the subscriptions that clients put into JoinGroup. */
import { readConsumerProtocolSubscription } from '../../../protocol/generated/consumer-protocol.js'
import { Reader } from '../../../protocol/reader.ts'
import type { ClassicGroup } from './group.ts'

export const CONSUMER_PROTOCOL_TYPE = 'consumer'
const VERSION_MAX = 3

/** null: not known (another kind of client, or what it sent is not understood). */
export function subscribedTopics(group: ClassicGroup): ReadonlySet<string> | null {
  if (group.protocolType !== CONSUMER_PROTOCOL_TYPE) return null
  if (group.members.size === 0) return new Set()
  if (group.protocolName === null) return null
  const topics = new Set<string>()
  try {
    for (const member of group.members.values()) {
      const reader = new Reader(group.metadataOf(member))
      // Newer versions only add at the end.
      const version = Math.min(reader.int16(), VERSION_MAX)
      if (version < 0) return null
      for (const topic of readConsumerProtocolSubscription(reader, version).topics) topics.add(topic)
    }
  } catch {
    return null
  }
  return topics
}
