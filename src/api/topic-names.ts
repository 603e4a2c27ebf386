/** Apache's rules for topic names, and the topics that the broker keeps for itself. */

const NAME_LENGTH_MAX = 249
const NAME = /^[a-zA-Z0-9._-]+$/

export function isTopicNameGood(name: string): boolean {
  return name.length <= NAME_LENGTH_MAX && name !== '.' && name !== '..' && NAME.test(name)
}

const INTERNAL_TOPICS = new Set(['__consumer_offsets', '__transaction_state', '__share_group_state'])

export function isInternalTopic(name: string): boolean {
  return INTERNAL_TOPICS.has(name)
}
