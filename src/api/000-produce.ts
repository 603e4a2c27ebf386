/**
 * Produce 0–13. Names topics by id from 13 on. acks=0 has no answer: an error closes the connection, as in Apache, so that
 * the client notices. Appends begin in the order of the requests, and the next request begins before this one is
 * answered, so that several in flight share one fsync. A partition that is named twice is written once, as it is named
 * last; a topic without partitions is not answered.
 */
import type { Uuid } from '../base/kinds.ts'
import { CloseConnection } from '../network/dispatcher.ts'
import { ApiKey } from '../protocol/apis.ts'
import {
  BATCH_HEADER_BYTES,
  isTransactionalAt,
  magicAt,
  producerEpochAt,
  producerIdAt,
} from '../protocol/batch/header.ts'
import { ErrorCode, errorName } from '../protocol/error-codes.ts'
import type {
  PartitionProduceData,
  PartitionProduceResponseInput,
  ProduceRequest,
  ProduceResponseInput,
  TopicProduceData,
  TopicProduceResponseInput,
} from '../protocol/generated/000-produce.js'
import { failedAppend } from '../replication/appends.ts'
import type { ProduceAppend } from '../replication/contract.ts'
import type { BrokerServices, Handler, RequestContext } from './handler.ts'
import { leaderEndpoints } from './leader-endpoints.ts'
import { throttle, userOf } from './throttling.ts'
import { isInternalTopic } from './topic-names.ts'

/** Topic ids instead of names. */
const FIRST_WITH_IDS = 13
/** Who may write to internal topics, as in Apache. */
const ADMIN_CLIENT_ID = '__admin_client'
/** KIP-951: the answer tells the new leader. */
const FIRST_WITH_LEADER = 10

export const handler: Handler<ProduceRequest, ProduceResponseInput> = {
  apiKey: ApiKey.Produce,
  minVersion: 0,
  maxVersion: 13,
  overlaps: true,
  handle(request, context, services) {
    if (request.acks < -1 || request.acks > 1) return refuseAll(request, ErrorCode.INVALID_REQUIRED_ACKS)
    const producers = transactionalProducers(request)
    if (producers > 0 && request.transactionalId === null)
      return refuseAll(request, ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
    if (producers > 1) {
      return refuseAll(
        request,
        ErrorCode.INVALID_PRODUCER_ID_MAPPING,
        'Transactional batches of more than one producer.',
      )
    }
    const topics: TopicProduceResponseInput[] = []
    let waits: Promise<void>[] | null = null
    for (const topic of named(request)) {
      const { partitionData } = topic
      if (partitionData.length === 0) continue
      const partitionResponses = new Array<PartitionProduceResponseInput>(partitionData.length)
      topics.push({ name: topic.name, topicId: topic.topicId, partitionResponses })
      const byName = context.apiVersion < FIRST_WITH_IDS
      const name = byName ? topic.name : services.metadata.current.topicName(topic.topicId)
      for (let i = 0; i < partitionData.length; i++) {
        const { index, records } = partitionData[i]!
        const appended = append(name, index, records, byName ? null : topic.topicId, request, context, services)
        if (appended instanceof Promise) {
          waits ??= []
          waits.push(
            appended.then((result) => {
              partitionResponses[i] = answerOf(index, result)
            }),
          )
        } else {
          partitionResponses[i] = answerOf(index, appended)
        }
      }
    }
    if (waits === null) return finish(topics, request, context, services)
    const all = waits.length === 1 ? waits[0]! : Promise.all(waits)
    return all.then(() => finish(topics, request, context, services))
  },
}

/** Each partition once, as it is named last. Nearly always that is the request as it is. */
function named(request: ProduceRequest): readonly TopicProduceData[] {
  const { topicData } = request
  if (topicData.length === 1 && isAscending(topicData[0]!)) return topicData
  const topics = new Map<string, { topic: TopicProduceData; partitions: Map<number, PartitionProduceData> }>()
  for (const topic of topicData) {
    const key = `${topic.topicId}${topic.name}`
    let known = topics.get(key)
    if (known === undefined) topics.set(key, (known = { topic, partitions: new Map() }))
    for (const partition of topic.partitionData) known.partitions.set(partition.index, partition)
  }
  return [...topics.values()].map(({ topic, partitions }) => ({ ...topic, partitionData: [...partitions.values()] }))
}

function isAscending({ partitionData }: TopicProduceData): boolean {
  for (let i = 1; i < partitionData.length; i++) {
    if (partitionData[i - 1]!.index >= partitionData[i]!.index) return false
  }
  return true
}

/**
 * 0: no batch is transactional; 1: those that are come from one producer; 2: from several. Looks at the first batch of each
 * partition: versions that know transactions have one.
 */
function transactionalProducers({ topicData }: ProduceRequest): 0 | 1 | 2 {
  let producerId = -1
  let epoch = -1
  let found: 0 | 1 = 0
  for (const { partitionData } of topicData) {
    for (const { records } of partitionData) {
      if (records === null || records.length < BATCH_HEADER_BYTES) continue
      if (magicAt(records, 0) !== 2 || !isTransactionalAt(records, 0)) continue
      if (found === 1 && (producerIdAt(records, 0) !== producerId || producerEpochAt(records, 0) !== epoch)) return 2
      producerId = producerIdAt(records, 0)
      epoch = producerEpochAt(records, 0)
      found = 1
    }
  }
  return found
}

function append(
  topic: string | null,
  partition: number,
  records: Uint8Array | null,
  topicId: Uuid | null,
  request: ProduceRequest,
  context: RequestContext,
  services: BrokerServices,
): ProduceAppend | Promise<ProduceAppend> {
  if (topic === null) return failedAppend(ErrorCode.UNKNOWN_TOPIC_ID, null, null)
  if (records === null) return failedAppend(ErrorCode.UNKNOWN_SERVER_ERROR, null, null)
  if (isInternalTopic(topic) && context.clientId !== ADMIN_CLIENT_ID && services.metadata.current.topics.has(topic)) {
    return failedAppend(ErrorCode.INVALID_TOPIC_EXCEPTION, null, null)
  }
  const { acks, timeoutMs, transactionalId } = request
  return services.replicas.append(topic, partition, records, {
    acks,
    timeoutMs,
    apiVersion: context.apiVersion,
    topicId,
    transactionalId,
  })
}

function answerOf(index: number, result: ProduceAppend): PartitionProduceResponseInput {
  const { error, errorMessage, recordErrors, currentLeader } = result
  if (error === ErrorCode.NONE) {
    return {
      index,
      baseOffset: result.firstOffset,
      logAppendTimeMs: result.logAppendTimeMs,
      logStartOffset: result.logStartOffset,
    }
  }
  return {
    index,
    errorCode: error,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: result.logStartOffset,
    errorMessage,
    recordErrors: recordErrors.map(({ batchIndex, message }) => ({ batchIndex, batchIndexErrorMessage: message })),
    ...(currentLeader === null ? {} : { currentLeader }),
  }
}

function finish(
  responses: TopicProduceResponseInput[],
  request: ProduceRequest,
  context: RequestContext,
  services: BrokerServices,
): ProduceResponseInput | null {
  const quotas = services.quotas.active
  if (quotas !== null) throttle(context, quotas.produced(userOf(context), context.clientId ?? '', context.sizeInBytes))
  if (request.acks === 0) return closeOnError(responses)
  if (context.apiVersion < FIRST_WITH_LEADER) return { responses }
  const nodeEndpoints = leaderEndpoints(responses, (topic) => topic.partitionResponses, context, services)
  return nodeEndpoints === null ? { responses } : { responses, nodeEndpoints }
}

/** Nobody waits for an answer; only a lost connection tells the client that something is wrong. */
function closeOnError(responses: readonly TopicProduceResponseInput[]): null {
  for (const { name, topicId, partitionResponses = [] } of responses) {
    for (const { index, errorCode = 0 } of partitionResponses) {
      if (errorCode === ErrorCode.NONE) continue
      const topic = name === '' || name === undefined ? topicId : name
      throw new CloseConnection(`produce with acks=0 to ${topic}-${index} failed with ${errorName(errorCode)}`)
    }
  }
  return null
}

function refuseAll(
  request: ProduceRequest,
  errorCode: number,
  errorMessage: string | null = null,
): ProduceResponseInput | null {
  return {
    responses: request.topicData.map(({ name, topicId, partitionData }) => ({
      name,
      topicId,
      partitionResponses: partitionData.map(({ index }) =>
        answerOf(index, failedAppend(errorCode, errorMessage, null)),
      ),
    })),
  }
}
