/** KAFKA_CREATE_TOPICS of the wurstmeister image: name:partitions:replicas[:cleanup.policy] */
import { OperatorError } from '../base/errors.ts'

export interface TopicToCreate {
  readonly name: string
  /** -1: the broker's default */
  readonly numPartitions: number
  /** -1: the broker's default */
  readonly replicationFactor: number
  readonly cleanupPolicy: string | null
}

/** Throws an OperatorError that names the entry. */
export function parseCreateTopics(entries: readonly string[]): TopicToCreate[] {
  return entries.map(parseEntry)
}

/** The same for the image's variable: there the broker runs whatever becomes of its topics, so a bad entry is left out. */
export function readableTopics(entries: readonly string[], warnings: string[]): TopicToCreate[] {
  return entries.flatMap((entry) => {
    try {
      return [parseEntry(entry)]
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error
      warnings.push(`${error.message}; this entry is left out`)
      return []
    }
  })
}

function parseEntry(entry: string): TopicToCreate {
  const [name = '', partitions = '', replicas = '', policy = '', ...more] = entry.split(':').map((part) => part.trim())
  const policies = policy === '' ? [] : policy.split(/[+,]/)
  const known = policies.every((one) => one === 'compact' || one === 'delete')
  if (name === '' || more.length > 0 || !known) {
    throw new OperatorError(
      `the topics to create have the entry "${entry}": write name:partitions:replicas or name:partitions:replicas:compact`,
    )
  }
  return {
    name,
    numPartitions: count(entry, partitions),
    replicationFactor: count(entry, replicas),
    cleanupPolicy: policies.length === 0 ? null : policies.join(','),
  }
}

function count(entry: string, text: string): number {
  if (text === '') return -1
  if (/^[0-9]{1,5}$/.test(text) && Number(text) > 0) return Number(text)
  throw new OperatorError(
    `the topics to create have the entry "${entry}", where "${text}" is not a count: write a whole number of at least 1`,
  )
}
