/**
 * AddPartitionsToTxn 0–5. Up to version 3 a producer adds partitions to its transaction. From version 4 on partitions ask,
 * for several transactions at once, whether they belong to them (`verifyOnly`) or add themselves (KIP-890). Version 2 knows
 * PRODUCER_FENCED; TRANSACTION_ABORTABLE came with version 5 and is answered in version 4 too, as by Apache 3.9.
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
import { isInternalTopic } from './topic-names.ts'
import { fencedFor } from './transaction-errors.ts'

const FIRST_WITH_FENCED = 2
const FIRST_WITH_BATCHES = 4
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
    const resultsByTransaction = await Promise.all(
      request.transactions.map(async (asked) => {
        const { transactionalId, verifyOnly } = asked
        const topics = verifyOnly ? sets(asked.topics) : asked.topics
        const errors = await askCoordinator({ ...asked, topics }, RAISES_EPOCH, services)
        return { transactionalId, topicResults: results(topics, errors, (error) => error) }
      }),
    )
    return { errorCode: ErrorCode.NONE, resultsByTransaction }
  },
}

/** Each partition once, and topics that have one: so verifications are answered. */
function sets(topics: readonly AddPartitionsToTxnTopic[]): AddPartitionsToTxnTopic[] {
  return topics
    .filter(({ partitions }) => partitions.length > 0)
    .map(({ name, partitions }) => ({ name, partitions: [...new Set(partitions)] }))
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
  const isFromClient = clientTransactionVersion === KEEPS_EPOCH
  const refused = partitions.map(({ topic, partition }) => {
    // Only the groups' coordinator writes there, and it has a request of its own.
    if (isFromClient && isInternalTopic(topic)) return ErrorCode.TOPIC_AUTHORIZATION_FAILED
    return metadata.current.partition(topic, partition) === null ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NONE
  })
  if (refused.some((error) => error !== ErrorCode.NONE)) {
    return refused.map((error) => (error === ErrorCode.NONE ? ErrorCode.OPERATION_NOT_ATTEMPTED : error))
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
