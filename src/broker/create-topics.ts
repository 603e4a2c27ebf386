/** KAFKA_CREATE_TOPICS: topics that have to be there when the broker serves. Those that exist stay as they are. */
import type { BrokerServices } from '../api/handler.ts'
import type { TopicToCreate } from '../config/create-topics.ts'
import { ErrorCode, errorName } from '../protocol/error-codes.ts'

const TIMEOUT_MS = 30_000

export async function createWantedTopics(services: BrokerServices, wanted: readonly TopicToCreate[]): Promise<void> {
  const missing = wanted.filter(({ name }) => !services.metadata.current.topics.has(name))
  for (const topic of missing) {
    const configs = new Map(topic.cleanupPolicy === null ? [] : [['cleanup.policy', topic.cleanupPolicy] as const])
    const [created] = await services.controller.createTopics(
      [
        {
          name: topic.name,
          numPartitions: topic.numPartitions,
          replicationFactor: topic.replicationFactor,
          assignments: new Map(),
          configs,
        },
      ],
      { timeoutMs: TIMEOUT_MS, validateOnly: false },
    )
    if (created === undefined || created.error === ErrorCode.NONE || created.error === ErrorCode.TOPIC_ALREADY_EXISTS)
      continue
    services.logger.warn(
      `the topic ${topic.name} of KAFKA_CREATE_TOPICS was not created: ${created.message ?? errorName(created.error)}`,
    )
  }
}
