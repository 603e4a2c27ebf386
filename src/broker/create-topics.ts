/** KAFKA_CREATE_TOPICS: topics that have to be there when the broker serves. Those that exist stay as they are. */
import type { BrokerServices } from '../api/handler.ts'
import type { TopicToCreate } from '../config/create-topics.ts'
import type { CreatedTopic, NewTopic } from '../controller/contract.ts'
import { ErrorCode, errorName } from '../protocol/error-codes.ts'

const TIMEOUT_MS = 30_000
const TRIES = 3

export async function createWantedTopics(services: BrokerServices, wanted: readonly TopicToCreate[]): Promise<void> {
  const missing = wanted.filter(({ name }) => !services.metadata.current.topics.has(name))
  for (const { name, numPartitions, replicationFactor, cleanupPolicy } of missing) {
    const configs = new Map(cleanupPolicy === null ? [] : [['cleanup.policy', cleanupPolicy] as const])
    const topic = { name, numPartitions, replicationFactor, assignments: new Map(), configs }
    const { error, message } = await create(services, topic)
    if (error === ErrorCode.NONE || error === ErrorCode.TOPIC_ALREADY_EXISTS) continue
    services.logger.warn(`the topic ${name} of KAFKA_CREATE_TOPICS was not created: ${message ?? errorName(error)}`)
  }
}

/** ZooKeeper may be away for a moment; asked again, a topic that was made all the same is there already. */
async function create({ controller }: BrokerServices, topic: NewTopic): Promise<CreatedTopic> {
  for (let tried = 1; ; tried++) {
    const [created] = await controller.createTopics([topic], { timeoutMs: TIMEOUT_MS, validateOnly: false })
    if (created!.error !== ErrorCode.REQUEST_TIMED_OUT || tried === TRIES) return created!
  }
}
