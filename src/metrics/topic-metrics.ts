/** kafka_server_brokertopicmetrics_*: what was produced and fetched, by topic and in sum. */
import type { Registry } from './registry.ts'
import type { TopicFilter } from './topic-filter.ts'

/** Held by each partition of the topic, which adds to these numbers as it works. */
export class TopicMeters {
  messagesIn = 0
  bytesIn = 0
  bytesOut = 0
  bytesRejected = 0
  totalProduceRequests = 0
  totalFetchRequests = 0
  failedProduceRequests = 0
  failedFetchRequests = 0
  produceMessageConversions = 0
  fetchMessageConversions = 0
  invalidMagicNumberRecords = 0
  invalidMessageCrcRecords = 0
  invalidOffsetOrSequenceRecords = 0
  noKeyCompactedTopicRecords = 0
}

type Field = keyof TopicMeters

const HELP: Record<Field, string> = {
  messagesIn: 'Records that producers wrote.',
  bytesIn: 'Bytes of records that producers wrote.',
  bytesOut: 'Bytes of records that consumers were given.',
  bytesRejected: 'Bytes of batches that were too large.',
  totalProduceRequests: 'Partitions in Produce requests.',
  totalFetchRequests: 'Partitions in Fetch requests of consumers.',
  failedProduceRequests: 'Partitions in Produce requests that were answered with an error.',
  failedFetchRequests: 'Partitions in Fetch requests that were answered with an error.',
  produceMessageConversions: 'Records converted from an older format when they were produced.',
  fetchMessageConversions: 'Records converted to an older format when they were fetched.',
  invalidMagicNumberRecords: 'Records in a format that is not known.',
  invalidMessageCrcRecords: 'Records with a wrong checksum.',
  invalidOffsetOrSequenceRecords: 'Records whose offsets or sequence numbers do not follow on.',
  noKeyCompactedTopicRecords: 'Records without a key for a compacted topic.',
}

/** Replication's own traffic. */
export class ReplicationMeters {
  replicationBytesIn = 0
  replicationBytesOut = 0
  reassignmentBytesIn = 0
  reassignmentBytesOut = 0
}

export class BrokerTopicMetrics {
  readonly replication = new ReplicationMeters()
  readonly #topics = new Map<string, TopicMeters>()
  /** Sums of topics that are gone, so that counters never go back. */
  readonly #gone = new TopicMeters()
  readonly #filter: TopicFilter

  constructor(registry: Registry, filter: TopicFilter) {
    this.#filter = filter
    for (const field of Object.keys(HELP) as Field[]) {
      const name = `kafka_server_brokertopicmetrics_${field.toLowerCase()}_total`
      registry.add('counter', name, HELP[field], (writer) => {
        writer.sample(this.sum(field))
        for (const [topic, meters] of this.#filter.topics(this.#topics)) writer.sample(meters[field], { topic })
      })
    }
    for (const field of Object.keys(this.replication) as (keyof ReplicationMeters)[]) {
      const name = `kafka_server_brokertopicmetrics_${field.toLowerCase()}_total`
      registry.add('counter', name, 'Bytes that brokers sent each other.', (writer) =>
        writer.sample(this.replication[field]),
      )
    }
  }

  of(topic: string): TopicMeters {
    let meters = this.#topics.get(topic)
    if (meters === undefined) {
      meters = new TopicMeters()
      this.#topics.set(topic, meters)
    }
    return meters
  }

  names(): string[] {
    return [...this.#topics.keys()]
  }

  /** The topic was deleted, or its last replica here. */
  forget(topic: string): void {
    const meters = this.#topics.get(topic)
    if (meters === undefined) return
    for (const field of Object.keys(HELP) as Field[]) this.#gone[field] += meters[field]
    this.#topics.delete(topic)
  }

  sum(field: Field): number {
    let sum = this.#gone[field]
    for (const meters of this.#topics.values()) sum += meters[field]
    return sum
  }
}
