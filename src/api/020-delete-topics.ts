/**
 * DeleteTopics 0–6, by name and from version 6 on by id. Only the controller serves it. With deletion switched off:
 * TOPIC_DELETION_DISABLED, which version 3 brought, and INVALID_REQUEST before.
 */
import { ZERO_UUID } from '../base/kinds.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { DeleteTopicsRequest, DeleteTopicsResponseInput } from '../protocol/generated/020-delete-topics.js'
import type { BrokerServices, Handler } from './handler.ts'
import { mutationsOf, throttle } from './throttling.ts'

/** KIP-599: from here on clients know THROTTLING_QUOTA_EXCEEDED. */
const FIRST_WITH_STRICT_QUOTA = 5

interface Wanted {
  readonly name: string | null
  readonly topicId: string
}

export const handler: Handler<DeleteTopicsRequest, DeleteTopicsResponseInput> = {
  apiKey: ApiKey.DeleteTopics,
  minVersion: 0,
  maxVersion: 6,
  async handle(request, context, services) {
    const wanted = wantedOf(request, context.apiVersion)
    const whole = refusalOfAll(wanted, context.apiVersion, services)
    if (whole !== null) return { responses: wanted.map((topic) => ({ ...topic, errorCode: whole })) }
    const named = wanted.map(({ name, topicId }) => ({
      topicId,
      name: topicId === ZERO_UUID ? name : services.metadata.current.topicName(topicId),
    }))
    const names = new Set<string>()
    for (const { name } of named) if (name !== null) names.add(name)
    const mutations = mutationsOf(context, services, FIRST_WITH_STRICT_QUOTA)
    const outcomes = await services.controller.deleteTopics([...names], request.timeoutMs, mutations)
    throttle(context, mutations?.throttleMs ?? 0)
    const errors = new Map(outcomes.map(({ name, error }) => [name, error]))
    return { responses: named.map((topic) => ({ ...topic, errorCode: errorOf(topic, errors) })) }
  },
}

function wantedOf(request: DeleteTopicsRequest, apiVersion: number): Wanted[] {
  if (apiVersion >= 6) return request.topics.map(({ name, topicId }) => ({ name, topicId }))
  return request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }))
}

function refusalOfAll(wanted: readonly Wanted[], apiVersion: number, services: BrokerServices): number | null {
  if (!services.controller.isActive) return ErrorCode.NOT_CONTROLLER
  if (!services.config.boolean('delete.topic.enable')) {
    return apiVersion >= 3 ? ErrorCode.TOPIC_DELETION_DISABLED : ErrorCode.INVALID_REQUEST
  }
  const isAmbiguous = wanted.some(({ name, topicId }) => name !== null && topicId !== ZERO_UUID)
  return isAmbiguous ? ErrorCode.INVALID_REQUEST : null
}

function errorOf({ name, topicId }: Wanted, errors: ReadonlyMap<string, number>): number {
  if (name !== null) return errors.get(name) ?? ErrorCode.UNKNOWN_SERVER_ERROR
  return topicId === ZERO_UUID ? ErrorCode.TOPIC_AUTHORIZATION_FAILED : ErrorCode.UNKNOWN_TOPIC_ID
}
