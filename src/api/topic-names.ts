/** Apache's rules for topic names, and the topics that the broker keeps for itself. */

const NAME_LENGTH_MAX = 249
const NAME = /^[a-zA-Z0-9._-]+$/

export function isTopicNameGood(name: string): boolean {
  return name.length <= NAME_LENGTH_MAX && name !== '.' && name !== '..' && NAME.test(name)
}

/** Apache's text for a name that is not good. */
export function topicNameFault(name: string): string {
  if (name === '') return 'Topic name is invalid: the empty string is not allowed'
  if (name === '.' || name === '..') return "Topic name is invalid: '.' or '..' is not allowed"
  if (name.length > NAME_LENGTH_MAX) {
    return `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${NAME_LENGTH_MAX}`
  }
  return `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`
}

const INTERNAL_TOPICS = new Set(['__consumer_offsets', '__transaction_state', '__share_group_state'])

export function isInternalTopic(name: string): boolean {
  return INTERNAL_TOPICS.has(name)
}
