/**
 * Metadata 0–13. Version 0: no topics means all; later null means all and none means none. Topics by id from 12 on (10 and
 * 11 carry the field, Apache refuses its use). A topic that does not exist is created when both sides allow it; the first
 * answer then is LEADER_NOT_AVAILABLE, as Apache's.
 */
import { type BrokerId, ZERO_UUID } from '../base/kinds.ts'
import type { ClusterMetadata, PartitionState } from '../metadata/contract.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  MetadataRequest,
  MetadataResponseInput,
  MetadataResponsePartitionInput,
  MetadataResponseTopicInput,
} from '../protocol/generated/003-metadata.js'
import { ALL_CLUSTER_OPERATIONS, ALL_TOPIC_OPERATIONS, OPERATIONS_UNKNOWN } from './authorized-operations.ts'
import { endpointOf, nodesOn } from './endpoints.ts'
import type { BrokerServices, Handler, RequestContext } from './handler.ts'
import { mutationsOf, throttle } from './throttling.ts'
import { isInternalTopic, isTopicNameGood } from './topic-names.ts'

const FIRST_WITH_IDS = 12
/** From here on a leader without the listener is told apart from no leader. */
const FIRST_WITH_LISTENER_ERROR = 6

export const handler: Handler<MetadataRequest, MetadataResponseInput> = {
  apiKey: ApiKey.Metadata,
  minVersion: 0,
  maxVersion: 13,
  handle(request, context, services) {
    const refused = refusal(request, context.apiVersion)
    if (refused !== null) return refused
    const metadata = services.metadata.current
    const wanted = wantedTopics(request, context.apiVersion, metadata)
    const topics: MetadataResponseTopicInput[] = []
    const missing: string[] = []
    for (const name of wanted.names) {
      const partitions = metadata.topics.get(name)
      if (partitions === undefined) missing.push(name)
      else topics.push(describeTopic(name, partitions, metadata, context, request))
    }
    for (const topicId of wanted.unknownIds) {
      topics.push({ errorCode: ErrorCode.UNKNOWN_TOPIC_ID, name: null, topicId, isInternal: false, partitions: [] })
    }
    const mayCreate =
      wanted.byName && request.allowAutoTopicCreation && services.config.boolean('auto.create.topics.enable')
    if (missing.length === 0 || !mayCreate) {
      for (const name of missing) topics.push(missingTopic(name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, request))
      return respond(topics, request, context, services)
    }
    return createMissing(missing, request, context, services).then((created) => {
      topics.push(...created)
      return respond(topics, request, context, services)
    })
  },
}

interface WantedTopics {
  readonly names: Iterable<string>
  readonly unknownIds: readonly string[]
  /** Asked for by name, not as all there are. */
  readonly byName: boolean
}

/** When one topic has an id, those without are not looked at. */
function wantedTopics(request: MetadataRequest, version: number, metadata: ClusterMetadata): WantedTopics {
  const { topics } = request
  if (topics === null || (version === 0 && topics.length === 0)) {
    return { names: metadata.topics.keys(), unknownIds: [], byName: false }
  }
  const ids = new Set<string>()
  for (const { topicId } of topics) if (topicId !== ZERO_UUID) ids.add(topicId)
  const names = new Set<string>()
  if (ids.size === 0) {
    for (const { name } of topics) names.add(name!)
    return { names, unknownIds: [], byName: true }
  }
  const unknownIds: string[] = []
  for (const id of ids) {
    const name = metadata.topicName(id)
    if (name === null) unknownIds.push(id)
    else names.add(name)
  }
  return { names, unknownIds, byName: false }
}

/** What Apache refuses as a whole: ids where the version has none, neither name nor id. */
function refusal(request: MetadataRequest, version: number): MetadataResponseInput | null {
  let error: number = ErrorCode.NONE
  const ids = request.topics?.some(({ topicId }) => topicId !== ZERO_UUID) ?? false
  for (const { name, topicId } of request.topics ?? []) {
    if (version < FIRST_WITH_IDS && (name === null || topicId !== ZERO_UUID)) error = ErrorCode.INVALID_REQUEST
    // Where nobody uses an id a missing name runs into Apache's own error handling.
    else if (name === null && !ids) error = ErrorCode.UNKNOWN_SERVER_ERROR
    if (error !== ErrorCode.NONE) break
  }
  if (error === ErrorCode.NONE) return null
  const topics = request.topics!.map(({ name, topicId }) => ({ errorCode: error, name: name ?? '', topicId }))
  return { brokers: [], clusterId: null, controllerId: -1, topics, errorCode: error }
}

function respond(
  topics: MetadataResponseTopicInput[],
  request: MetadataRequest,
  context: RequestContext,
  services: BrokerServices,
): MetadataResponseInput {
  const metadata = services.metadata.current
  return {
    brokers: nodesOn(metadata, context.listener),
    clusterId: services.clusterId,
    controllerId: metadata.controllerId,
    topics,
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
      ? ALL_CLUSTER_OPERATIONS
      : OPERATIONS_UNKNOWN,
  }
}

function describeTopic(
  name: string,
  states: ReadonlyMap<number, PartitionState>,
  metadata: ClusterMetadata,
  context: RequestContext,
  request: MetadataRequest,
): MetadataResponseTopicInput {
  const partitions: MetadataResponsePartitionInput[] = []
  for (const state of states.values()) partitions.push(describePartition(state, metadata, context))
  return {
    errorCode: ErrorCode.NONE,
    name,
    topicId: metadata.topicId(name) ?? ZERO_UUID,
    isInternal: isInternalTopic(name),
    partitions,
    topicAuthorizedOperations: operationsOf(request),
  }
}

function describePartition(
  state: PartitionState,
  metadata: ClusterMetadata,
  context: RequestContext,
): MetadataResponsePartitionInput {
  const isAlive = (id: BrokerId) => {
    const broker = metadata.brokers.get(id)
    return broker !== undefined && endpointOf(broker, context.listener) !== undefined
  }
  // Clients of version 0 cannot cope with ids that are not among the brokers.
  const aliveOnly = context.apiVersion === 0
  const replicaNodes = aliveOnly ? state.replicas.filter(isAlive) : state.replicas
  const isrNodes = aliveOnly ? state.isr.filter(isAlive) : state.isr
  const common = {
    partitionIndex: state.partition,
    leaderEpoch: state.leaderEpoch,
    replicaNodes,
    isrNodes,
    offlineReplicas: state.offlineReplicas,
  }
  if (!isAlive(state.leader)) {
    const knows = metadata.brokers.has(state.leader) && context.apiVersion >= FIRST_WITH_LISTENER_ERROR
    return { ...common, errorCode: knows ? ErrorCode.LISTENER_NOT_FOUND : ErrorCode.LEADER_NOT_AVAILABLE, leaderId: -1 }
  }
  const complete = replicaNodes.length === state.replicas.length && isrNodes.length === state.isr.length
  return {
    ...common,
    errorCode: complete ? ErrorCode.NONE : ErrorCode.REPLICA_NOT_AVAILABLE,
    leaderId: state.leader,
  }
}

function operationsOf(request: MetadataRequest): number {
  return request.includeTopicAuthorizedOperations ? ALL_TOPIC_OPERATIONS : OPERATIONS_UNKNOWN
}

function missingTopic(name: string, error: number, request: MetadataRequest): MetadataResponseTopicInput {
  return {
    errorCode: isTopicNameGood(name) ? error : ErrorCode.INVALID_TOPIC_EXCEPTION,
    name,
    isInternal: isInternalTopic(name),
    partitions: [],
    topicAuthorizedOperations: operationsOf(request),
  }
}

/** Begins the creation and does not wait for it: the client asks again. */
async function createMissing(
  names: readonly string[],
  request: MetadataRequest,
  context: RequestContext,
  services: BrokerServices,
): Promise<MetadataResponseTopicInput[]> {
  const bad = names.filter((name) => !isTopicNameGood(name))
  const good = names.filter(isTopicNameGood)
  const answers = bad.map((name) => missingTopic(name, ErrorCode.INVALID_TOPIC_EXCEPTION, request))
  if (good.length === 0) return answers
  // Never refused: no version of Metadata knows such an error.
  const mutations = mutationsOf(context, services, Number.POSITIVE_INFINITY)
  const outcomes = await services.controller.createTopics(
    good.map((name) => ({
      name,
      numPartitions: -1,
      replicationFactor: -1,
      assignments: new Map(),
      configs: new Map(),
    })),
    { timeoutMs: 0, validateOnly: false, internal: true, mutations },
  )
  throttle(context, mutations?.throttleMs ?? 0)
  for (const { name, error } of outcomes) answers.push(missingTopic(name, firstAnswer(error), request))
  return answers
}

function firstAnswer(error: number): number {
  const begun =
    error === ErrorCode.NONE || error === ErrorCode.TOPIC_ALREADY_EXISTS || error === ErrorCode.REQUEST_TIMED_OUT
  return begun ? ErrorCode.LEADER_NOT_AVAILABLE : error
}
