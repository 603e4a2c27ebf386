/** Failures in the words of Java's client: scripts look for them in the output of Apache's tools. */
import { BrokerError } from '../../client/errors.ts'
import { NetError } from '../../io/world.ts'
import { ErrorCode, errorName } from '../../protocol/error-codes.ts'
import { CommandError } from '../exit.ts'

/** Where the exception is not called as the code is. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  [ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC]: 'GroupSubscribedToTopicException',
  [ErrorCode.INVALID_CONFIG]: 'InvalidConfigurationException',
  [ErrorCode.INVALID_TOPIC_EXCEPTION]: 'InvalidTopicException',
  [ErrorCode.NON_EMPTY_GROUP]: 'GroupNotEmptyException',
  [ErrorCode.TOPIC_ALREADY_EXISTS]: 'TopicExistsException',
  [ErrorCode.TOPIC_AUTHORIZATION_FAILED]: 'TopicAuthorizationException',
  [ErrorCode.GROUP_AUTHORIZATION_FAILED]: 'GroupAuthorizationException',
  [ErrorCode.CLUSTER_AUTHORIZATION_FAILED]: 'ClusterAuthorizationException',
}

/** What Java's client says when the broker gave no words. */
const WORDS: Readonly<Record<number, string>> = {
  [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]: 'This server does not host this topic-partition.',
  [ErrorCode.GROUP_ID_NOT_FOUND]: 'The group id does not exist.',
  [ErrorCode.NON_EMPTY_GROUP]: 'The group is not empty.',
  [ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC]:
    'Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it.',
}

/** 'org.apache.kafka.common.errors.TopicExistsException' */
export function exceptionName(code: number): string {
  const words = errorName(code)
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
  return `org.apache.kafka.common.errors.${EXCEPTIONS[code] ?? `${words.join('')}Exception`}`
}

export function errorWords(code: number, told: string | null = null): string {
  return told ?? WORDS[code] ?? errorName(code)
}

/** The class and the message, as Java prints an exception. */
export function exceptionText(code: number, told: string | null = null): string {
  return `${exceptionName(code)}: ${errorWords(code, told)}`
}

/** A failure of which the tools print one line: its class and its message. null: a mistake of our own. */
export function failureOf(error: unknown): { readonly exception: string; readonly message: string } | null {
  if (error instanceof BrokerError)
    return { exception: exceptionName(error.code), message: errorWords(error.code, error.detail) }
  if (error instanceof NetError) {
    return { exception: 'org.apache.kafka.common.errors.TimeoutException', message: error.message }
  }
  if (error instanceof CommandError) return { exception: 'java.lang.IllegalArgumentException', message: error.message }
  return null
}
