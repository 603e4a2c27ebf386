/** CreatePartitions 0–3. Only the controller serves it. A topic that comes twice is refused, once. */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  CreatePartitionsRequest,
  CreatePartitionsResponseInput,
  CreatePartitionsTopic,
} from '../protocol/generated/037-create-partitions.js'
import type { Handler } from './handler.ts'
import { mutationsOf, throttle } from './throttling.ts'

/** KIP-599: from here on clients know THROTTLING_QUOTA_EXCEEDED. */
const FIRST_WITH_STRICT_QUOTA = 3

export const handler: Handler<CreatePartitionsRequest, CreatePartitionsResponseInput> = {
  apiKey: ApiKey.CreatePartitions,
  minVersion: 0,
  maxVersion: 3,
  async handle(request, context, services) {
    const byName = Map.groupBy(request.topics, (topic) => topic.name)
    if (!services.controller.isActive) {
      return { results: [...byName.keys()].map((name) => ({ name, errorCode: ErrorCode.NOT_CONTROLLER })) }
    }
    const once: CreatePartitionsTopic[] = []
    const twice: string[] = []
    for (const [name, entries] of byName) {
      if (entries.length === 1) once.push(entries[0]!)
      else twice.push(name)
    }
    const mutations = mutationsOf(context, services, FIRST_WITH_STRICT_QUOTA)
    const outcomes = await services.controller.createPartitions(
      once.map(({ name, count, assignments }) => ({
        name,
        count,
        assignments: assignments?.map(({ brokerIds }) => brokerIds) ?? null,
      })),
      { timeoutMs: request.timeoutMs, validateOnly: request.validateOnly, mutations },
    )
    throttle(context, mutations?.throttleMs ?? 0)
    return {
      results: [
        ...outcomes.map(({ name, error, message }) => ({ name, errorCode: error, errorMessage: message })),
        ...twice.map((name) => ({
          name,
          errorCode: ErrorCode.INVALID_REQUEST,
          errorMessage: 'Duplicate topic in request.',
        })),
      ],
    }
  },
}
