/**
 * AddPartitionsToTxn 0–5. Up to version 3 a producer adds partitions to its transaction. From version 4 on partitions ask,
 * for several transactions at once, whether they belong to them (`verifyOnly`) or add themselves (KIP-890). Version 2 knows
 * PRODUCER_FENCED, version 5 TRANSACTION_ABORTABLE.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  AddPartitionsToTxnRequest,
  AddPartitionsToTxnResponseInput,
  AddPartitionsToTxnTopic,
  AddPartitionsToTxnTransaction,
} from '../protocol/generated/024-add-partitions-to-txn.js'
import type { BrokerServices, Handler } from './handler.ts'
import { fencedFor } from './transaction-errors.ts'

const FIRST_WITH_FENCED = 2
const FIRST_WITH_BATCHES = 4
const FIRST_WITH_ABORTABLE = 5
const KEEPS_EPOCH = 0
const RAISES_EPOCH = 2

type Named = readonly { readonly topic: string; readonly partition: number }[]

export const handler: Handler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponseInput> = {
  apiKey: ApiKey.AddPartitionsToTxn,
  minVersion: 0,
  maxVersion: 5,
  async handle(request, { apiVersion }, services) {
    if (apiVersion < FIRST_WITH_BATCHES) {
      const asked = {
        transactionalId: request.v3AndBelowTransactionalId,
        producerId: request.v3AndBelowProducerId,
        producerEpoch: request.v3AndBelowProducerEpoch,
        verifyOnly: false,
        topics: request.v3AndBelowTopics,
      }
      const errors = await askCoordinator(asked, KEEPS_EPOCH, services)
      return {
        resultsByTopicV3AndBelow: results(asked.topics, errors, (error) =>
          fencedFor(error, apiVersion, FIRST_WITH_FENCED),
        ),
      }
    }
    const asWasKnown = (error: number) =>
      error === ErrorCode.TRANSACTION_ABORTABLE && apiVersion < FIRST_WITH_ABORTABLE
        ? ErrorCode.INVALID_TXN_STATE
        : error
    const resultsByTransaction = await Promise.all(
      request.transactions.map(async (asked) => ({
        transactionalId: asked.transactionalId,
        topicResults: results(asked.topics, await askCoordinator(asked, RAISES_EPOCH, services), asWasKnown),
      })),
    )
    return { errorCode: ErrorCode.NONE, resultsByTransaction }
  },
}

/** An error for each partition, in the order of the request. All or none of them join. */
async function askCoordinator(
  { transactionalId, producerId, producerEpoch, verifyOnly, topics }: AddPartitionsToTxnTransaction,
  clientTransactionVersion: number,
  { transactions, metadata }: BrokerServices,
): Promise<readonly number[]> {
  const partitions: Named = topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({ topic: name, partition })),
  )
  const isKnown = partitions.map(({ topic, partition }) => metadata.current.partition(topic, partition) !== null)
  if (isKnown.includes(false)) {
    return isKnown.map((known) => (known ? ErrorCode.OPERATION_NOT_ATTEMPTED : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION))
  }
  const producer = { producerId, producerEpoch }
  if (verifyOnly) return transactions.verifyPartitions(transactionalId, producer, partitions)
  const error = await transactions.addPartitions(transactionalId, { ...producer, partitions, clientTransactionVersion })
  return partitions.map(() => error)
}

function results(
  topics: readonly AddPartitionsToTxnTopic[],
  errors: readonly number[],
  asKnown: (error: number) => number,
) {
  let at = 0
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partitionIndex) => ({
      partitionIndex,
      partitionErrorCode: asKnown(errors[at++]!),
    })),
  }))
}
