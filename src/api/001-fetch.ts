/**
 * Fetch 0–18. Sessions from 7 on (fetch-sessions.ts), topic ids from 13, replica state in place of the replica id from 15, the
 * leader's address from 16. Versions 0–3 get their records in the old formats. Up to version 2 a batch larger than the
 * limit is not sent at all.
 */
import { ZERO_UUID } from '../base/kinds.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  FetchableTopicResponseInput,
  FetchRequest,
  FetchResponseInput,
  PartitionDataInput,
} from '../protocol/generated/001-fetch.js'
import type { FetchPartitionResult } from '../replication/contract.ts'
import { FIRST_WITH_ZSTD, isZstdTopic, LAST_WITH_OLD_FORMATS, refused, toOldFormat } from './fetch-old-formats.ts'
import { type FetchLimits, fetchWithin } from './fetch-reads.ts'
import {
  FetchPartition,
  type FetchPlan,
  FetchSessions,
  NO_SESSION,
  type PartitionNews,
  partitionKey,
} from './fetch-sessions.ts'
import type { BrokerServices, Handler, RequestContext } from './handler.ts'
import { leaderEndpoints } from './leader-endpoints.ts'
import { throttle, userOf } from './throttling.ts'

const FIRST_WITH_TOTAL_LIMIT = 3
const FIRST_WITH_IDS = 13
const FIRST_WITH_REPLICA_STATE = 15
const FIRST_WITH_LEADER = 16
/** From here on replicas are not told where the leader is to be reached (seen with Apache 4.4). */
const REPLICAS_KNOW_ENDPOINTS = 18
const READ_COMMITTED = 1
/** About what an answer has beside the records of a partition. */
const PARTITION_OVERHEAD_BYTES = 60
/** Nothing was read, since the partition is not here. */
const NO_ABORTED: readonly never[] = []

export const handler: Handler<FetchRequest, FetchResponseInput> = {
  apiKey: ApiKey.Fetch,
  minVersion: 0,
  maxVersion: 18,
  handle(request, context, services) {
    if (request.isolationLevel !== 0 && request.isolationLevel !== READ_COMMITTED)
      return refuseIsolation(request, context)
    const { sessionId, sessionEpoch } = request
    const usesTopicIds = context.apiVersion >= FIRST_WITH_IDS
    const partitions = readPartitions(request, usesTopicIds)
    const forgotten = readForgotten(request, usesTopicIds)
    const nowMs = services.world.clock.monotonicMs()
    const plan = sessionsOf(services).plan({ sessionId, sessionEpoch, usesTopicIds, partitions, forgotten }, nowMs)
    if (plan.kind === 'error') return { errorCode: plan.errorCode, sessionId: NO_SESSION, responses: [] }

    const limits = limitsOf(request, context, services)
    const sorted = sort(plan.partitions, usesTopicIds, services)
    const results = fetchWithin(sorted.present, limits, context, services)
    if (context.apiVersion <= LAST_WITH_OLD_FORMATS) return convertAndAnswer(plan, sorted, results, context, services)
    if (results instanceof Promise) {
      return results.then((found) => answer(plan, sorted, found, limits.isFollower, context, services))
    }
    return answer(plan, sorted, results, limits.isFollower, context, services)
  },
}

function answer(
  plan: Exclude<FetchPlan, { kind: 'error' }>,
  { present, absent }: Sorted,
  results: readonly FetchPartitionResult[],
  isFollower: boolean,
  context: RequestContext,
  services: BrokerServices,
): FetchResponseInput {
  const session = plan.kind === 'incremental' ? plan.session : null
  if (!isFollower && isTooMuch(results, context, services)) {
    return { errorCode: ErrorCode.NONE, sessionId: session?.id ?? NO_SESSION, responses: [] }
  }
  const collected = new Answers()
  for (let i = 0; i < present.length; i++) {
    const partition = present[i]!
    let result = results[i]!
    if (context.apiVersion < FIRST_WITH_ZSTD && isZstdTopic(partition, services)) {
      result = refused(result, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE)
    }
    if (session !== null && !partition.hasNews(newsOf(result))) continue
    if (session !== null && result.byteLength > 0) session.served(partition)
    collected.add(partition, describe(partition.partition, result, context.apiVersion))
  }
  for (const { partition, error } of absent) {
    if (session !== null && !partition.hasNews(newsOfAbsent(error))) continue
    collected.add(partition, describeAbsent(partition.partition, error))
  }
  let sessionId = session?.id ?? NO_SESSION
  if (plan.kind === 'full' && plan.mayStart) {
    const usesTopicIds = context.apiVersion >= FIRST_WITH_IDS
    const nowMs = services.world.clock.monotonicMs()
    sessionId = sessionsOf(services).create(plan.partitions, isFollower, usesTopicIds, nowMs)?.id ?? NO_SESSION
    // What the first answer tells counts as told.
    for (let i = 0; i < present.length; i++) present[i]!.hasNews(newsOf(results[i]!))
  }
  const endpoints = context.apiVersion < (isFollower ? REPLICAS_KNOW_ENDPOINTS : Number.POSITIVE_INFINITY)
  return collected.finish(sessionId, endpoints, context, services)
}

/** What its client's quota has no room for is not sent: the client asks again when its time has come. */
function isTooMuch(
  results: readonly FetchPartitionResult[],
  context: RequestContext,
  services: BrokerServices,
): boolean {
  const quotas = services.quotas.active
  if (quotas === null) return false
  let bytes = 0
  for (const { byteLength } of results) if (byteLength > 0) bytes += byteLength + PARTITION_OVERHEAD_BYTES
  throttle(context, quotas.fetched(userOf(context), context.clientId ?? '', bytes))
  return (context.throttleTimeMs ?? 0) > 0
}

/** Versions before sessions: nothing but reading and converting. */
async function convertAndAnswer(
  plan: Exclude<FetchPlan, { kind: 'error' }>,
  sorted: Sorted,
  reading: FetchPartitionResult[] | Promise<FetchPartitionResult[]>,
  context: RequestContext,
  services: BrokerServices,
): Promise<FetchResponseInput> {
  const results = await reading
  const converted: FetchPartitionResult[] = []
  for (let i = 0; i < results.length; i++) {
    converted.push(await toOldFormat(sorted.present[i]!, results[i]!, context.apiVersion, services))
  }
  return answer(plan, sorted, converted, false, context, services)
}

/** Sessions belong to a broker, and handlers to none. */
const sessionsByBroker = new WeakMap<BrokerServices, FetchSessions>()

export function sessionsOf(services: BrokerServices): FetchSessions {
  let sessions = sessionsByBroker.get(services)
  if (sessions === undefined) {
    const slots = () => services.config.number('max.incremental.fetch.session.cache.slots')
    sessions = new FetchSessions(slots, services.world.entropy)
    sessionsByBroker.set(services, sessions)
  }
  return sessions
}

/** One that is named twice is read once, as it is named last. */
function readPartitions(request: FetchRequest, usesTopicIds: boolean): FetchPartition[] {
  const found = new Map<string, FetchPartition>()
  for (const { topic, topicId, partitions } of request.topics) {
    for (const asked of partitions) {
      const partition = new FetchPartition(topic, usesTopicIds ? topicId : null, asked.partition)
      partition.fetchOffset = asked.fetchOffset
      partition.maxBytes = asked.partitionMaxBytes
      // Any negative epoch is none at all.
      partition.currentLeaderEpoch = Math.max(asked.currentLeaderEpoch, -1)
      partition.lastFetchedEpoch = asked.lastFetchedEpoch
      partition.logStartOffset = asked.logStartOffset
      found.set(partitionKey(partition), partition)
    }
  }
  return [...found.values()]
}

function readForgotten(request: FetchRequest, usesTopicIds: boolean): string[] {
  const keys: string[] = []
  for (const { topic, topicId, partitions } of request.forgottenTopicsData) {
    for (const partition of partitions) {
      keys.push(partitionKey({ topic, topicId: usesTopicIds ? topicId : null, partition }))
    }
  }
  return keys
}

function limitsOf(request: FetchRequest, context: RequestContext, services: BrokerServices): FetchLimits {
  const { apiVersion } = context
  const replicaId = apiVersion >= FIRST_WITH_REPLICA_STATE ? request.replicaState.replicaId : request.replicaId
  const isFollower = replicaId >= 0
  const bytesMax = isFollower ? request.maxBytes : Math.min(request.maxBytes, services.config.number('fetch.max.bytes'))
  const quotaBytesMax =
    services.quotas.active?.fetchBytesMax(userOf(context), context.clientId ?? '') ?? Number.POSITIVE_INFINITY
  return {
    replicaId,
    isFollower,
    maxBytes: Math.min(bytesMax, context.responseBudget?.() ?? bytesMax, isFollower ? bytesMax : quotaBytesMax),
    minBytes: Math.min(request.minBytes, bytesMax),
    maxWaitMs: request.maxWaitMs,
    atLeastOne: apiVersion >= FIRST_WITH_TOTAL_LIMIT,
    committedOnly: !isFollower && request.isolationLevel === READ_COMMITTED,
    rackId: request.rackId === '' ? null : request.rackId,
  }
}

interface Sorted {
  readonly present: FetchPartition[]
  readonly absent: { readonly partition: FetchPartition; readonly error: number }[]
}

/** Those that the cluster does not have are answered without being read, and nobody waits for them. */
function sort(partitions: readonly FetchPartition[], usesTopicIds: boolean, services: BrokerServices): Sorted {
  const metadata = services.metadata.current
  const sorted: Sorted = { present: [], absent: [] }
  for (const partition of partitions) {
    if (usesTopicIds) partition.topic = metadata.topicName(partition.topicId!) ?? ''
    if (usesTopicIds && partition.topic === '') {
      sorted.absent.push({ partition, error: ErrorCode.UNKNOWN_TOPIC_ID })
    } else if (
      metadata.partition(partition.topic, partition.partition) === null &&
      services.replicas.partition(partition.topic, partition.partition) === null
    ) {
      sorted.absent.push({ partition, error: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION })
    } else {
      sorted.present.push(partition)
    }
  }
  return sorted
}

function newsOf(result: FetchPartitionResult): PartitionNews {
  return {
    errorCode: result.error,
    highWatermark: result.highWatermark,
    logStartOffset: result.logStartOffset,
    preferredReadReplica: result.preferredReadReplica,
    hasRecords: result.byteLength > 0,
    hasDivergingEpoch: result.divergingEpoch !== null,
  }
}

function newsOfAbsent(errorCode: number): PartitionNews {
  return {
    errorCode,
    highWatermark: -1,
    logStartOffset: -1,
    preferredReadReplica: -1,
    hasRecords: false,
    hasDivergingEpoch: false,
  }
}

function describe(partitionIndex: number, result: FetchPartitionResult, apiVersion: number): PartitionDataInput {
  const { error, divergingEpoch, currentLeader } = result
  const isRefused = error === ErrorCode.UNSUPPORTED_COMPRESSION_TYPE || error === ErrorCode.UNSUPPORTED_VERSION
  return {
    partitionIndex,
    errorCode: error,
    highWatermark: result.highWatermark,
    lastStableOffset: result.lastStableOffset,
    logStartOffset: result.logStartOffset,
    abortedTransactions: result.abortedTransactions,
    preferredReadReplica: result.preferredReadReplica,
    records: isRefused ? null : result.records,
    ...(divergingEpoch === null ? {} : { divergingEpoch }),
    ...(currentLeader === null || apiVersion < FIRST_WITH_LEADER ? {} : { currentLeader }),
  }
}

/** Collects the answer; partitions of one topic that follow each other share its entry. */
class Answers {
  private readonly topics: { topic: string; topicId: string; partitions: PartitionDataInput[] }[] = []

  add(partition: FetchPartition, data: PartitionDataInput): void {
    const topicId = partition.topicId ?? ZERO_UUID
    const last = this.topics.at(-1)
    const same =
      last !== undefined && last.topicId === topicId && (topicId !== ZERO_UUID || last.topic === partition.topic)
    if (same) last.partitions.push(data)
    else this.topics.push({ topic: partition.topic, topicId, partitions: [data] })
  }

  finish(sessionId: number, endpoints: boolean, context: RequestContext, services: BrokerServices): FetchResponseInput {
    const responses: FetchableTopicResponseInput[] = this.topics
    const answer = { errorCode: ErrorCode.NONE, sessionId, responses }
    if (context.apiVersion < FIRST_WITH_LEADER || !endpoints) return answer
    const nodeEndpoints = leaderEndpoints(responses, (topic) => topic.partitions, context, services)
    return nodeEndpoints === null ? answer : { ...answer, nodeEndpoints }
  }
}

function describeAbsent(partitionIndex: number, errorCode: number): PartitionDataInput {
  return { partitionIndex, errorCode, highWatermark: -1, abortedTransactions: NO_ABORTED, records: [] }
}

/** Apache trips over an isolation level that it does not know, and says so for every partition. */
function refuseIsolation(request: FetchRequest, context: RequestContext): FetchResponseInput {
  const errorCode = ErrorCode.UNKNOWN_SERVER_ERROR
  if (context.apiVersion >= FIRST_WITH_IDS) return { errorCode, responses: [] }
  const responses = request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition }) => ({ ...describeAbsent(partition, errorCode), records: null })),
  }))
  return { errorCode, responses }
}
