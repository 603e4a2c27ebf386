/**
 * FindCoordinator 0–6. Version 1 asks for kinds of keys, 4 for several keys at once. The topic behind the coordinators is made
 * when the first one is asked for; the answer then is COORDINATOR_NOT_AVAILABLE, as Apache's, and the client asks again.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode, errorName } from '../protocol/error-codes.ts'
import type {
  CoordinatorInput,
  FindCoordinatorRequest,
  FindCoordinatorResponseInput,
} from '../protocol/generated/010-find-coordinator.js'
import { endpointOf } from './endpoints.ts'
import type { BrokerServices, Handler, RequestContext } from './handler.ts'

const FIRST_WITH_KEYS = 4
const KEY_TYPE_GROUP = 0
const KEY_TYPE_TRANSACTION = 1

type Found = CoordinatorInput & { errorCode: number; nodeId: number }

export const handler: Handler<FindCoordinatorRequest, FindCoordinatorResponseInput> = {
  apiKey: ApiKey.FindCoordinator,
  minVersion: 0,
  maxVersion: 6,
  handle(request, context, services) {
    if (context.apiVersion >= FIRST_WITH_KEYS) {
      return { coordinators: request.coordinatorKeys.map((key) => find(key, request.keyType, context, services)) }
    }
    const found = find(request.key, request.keyType, context, services)
    const isFound = found.errorCode === ErrorCode.NONE
    return { ...found, errorMessage: isFound ? 'NONE' : found.errorMessage }
  },
}

function find(key: string, keyType: number, context: RequestContext, services: BrokerServices): Found {
  const coordinators = coordinatorsOf(keyType, services)
  if (coordinators === null) {
    return { ...notAvailable(key), errorCode: ErrorCode.INVALID_REQUEST, errorMessage: MALFORMED }
  }
  const metadata = services.metadata.current
  if (!metadata.topics.has(coordinators.topic)) {
    makeTopic(coordinators.topic, services)
    return notAvailable(key)
  }
  const leader = metadata.partition(coordinators.topic, coordinators.partitionOf(key))?.leader ?? -1
  const broker = metadata.brokers.get(leader)
  const endpoint = broker === undefined ? undefined : endpointOf(broker, context.listener)
  if (endpoint === undefined) return notAvailable(key)
  const { host, port } = endpoint
  return { key, nodeId: leader, host, port, errorCode: ErrorCode.NONE, errorMessage: '' }
}

function coordinatorsOf(keyType: number, { groups, transactions }: BrokerServices) {
  if (keyType === KEY_TYPE_GROUP) return groups
  return keyType === KEY_TYPE_TRANSACTION ? transactions : null
}

const MALFORMED =
  'This most likely occurs because of a request being malformed by the client library or the message was sent to an incompatible broker. See the broker logs for more details.'

function notAvailable(key: string): Found {
  const errorCode = ErrorCode.COORDINATOR_NOT_AVAILABLE
  return { key, nodeId: -1, host: '', port: -1, errorCode, errorMessage: 'The coordinator is not available.' }
}

const beingMade = new WeakMap<BrokerServices, Set<string>>()

/** Begun, not waited for; once, however many ask meanwhile. */
function makeTopic(name: string, services: BrokerServices): void {
  const names = beingMade.get(services) ?? new Set()
  if (names.has(name)) return
  beingMade.set(services, names.add(name))
  const topic = { name, numPartitions: -1, replicationFactor: -1, assignments: new Map(), configs: new Map() }
  services.controller
    .createTopics([topic], { timeoutMs: 0, validateOnly: false, internal: true })
    .then(
      ([made]) => {
        const error = made?.error ?? ErrorCode.NONE
        if (error === ErrorCode.NONE || error === ErrorCode.REQUEST_TIMED_OUT) return
        if (error === ErrorCode.TOPIC_ALREADY_EXISTS) return
        complain(
          `${name} could not be created, so no coordinator is served: ${made!.message ?? errorName(error)}`,
          services,
        )
      },
      (error) => complain(`${name} could not be created, so no coordinator is served: ${String(error)}`, services),
    )
    .finally(() => names.delete(name))
}

const complained = new WeakMap<BrokerServices, number>()
const COMPLAINT_PERIOD_MS = 60_000

/** Clients ask again and again; the log says it once a minute. */
function complain(sentence: string, services: BrokerServices): void {
  const nowMs = services.world.clock.monotonicMs()
  if (nowMs - (complained.get(services) ?? Number.NEGATIVE_INFINITY) < COMPLAINT_PERIOD_MS) return
  complained.set(services, nowMs)
  services.logger.warn(sentence)
}
