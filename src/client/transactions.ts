/** What an administrator asks of transactions (KIP-664): what is open, whose it is, and the end of one that nobody ends. */
import type { BrokerId, Offset, ProducerId } from '../base/kinds.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { KafkaClient } from './client.ts'
import { Coordinators, TRANSACTION } from './coordinators.ts'
import type { TopicPartition } from './group/assignors.ts'

export interface ListedTransaction {
  readonly transactionalId: string
  readonly producerId: ProducerId
  readonly state: string
  readonly coordinator: BrokerId
}

export interface TransactionFilter {
  readonly states?: readonly string[]
  readonly producerIds?: readonly ProducerId[]
  /** Open for longer than this (3.8 and later; an older broker does not filter). */
  readonly longerThanMs?: number
}

/** Of all brokers. Rejects with BrokerError or NetError. */
export async function listTransactions(
  client: KafkaClient,
  filter: TransactionFilter = {},
): Promise<ListedTransaction[]> {
  const { brokers } = await client.metadata([])
  const body = {
    stateFilters: filter.states ?? [],
    producerIdFilters: filter.producerIds ?? [],
    durationFilter: filter.longerThanMs ?? -1,
  }
  const found: ListedTransaction[] = []
  for (const { id } of brokers) {
    const transactions = await client.persist<ListedTransaction[]>('list transactions', async () => {
      const answer = await client.toBroker(id, ApiKey.ListTransactions, body)
      if (answer.errorCode !== ErrorCode.NONE) return { error: answer.errorCode }
      return {
        value: answer.transactionStates.map(({ transactionalId, producerId, transactionState }) => ({
          transactionalId,
          producerId,
          state: transactionState,
          coordinator: id,
        })),
      }
    })
    found.push(...transactions)
  }
  return found
}

export interface TransactionDescription {
  readonly transactionalId: string
  readonly coordinator: BrokerId
  readonly state: string
  readonly producerId: ProducerId
  readonly producerEpoch: number
  readonly timeoutMs: number
  /** null: none is open. */
  readonly startedMs: number | null
  readonly partitions: readonly TopicPartition[]
}

/** null: the id is not known. Rejects with BrokerError or NetError. */
export function describeTransaction(
  client: KafkaClient,
  transactionalId: string,
): Promise<TransactionDescription | null> {
  const what = `describe transaction ${transactionalId}`
  return new Coordinators(client).with<TransactionDescription | null>(
    TRANSACTION,
    transactionalId,
    what,
    async (connection, coordinator) => {
      const body = { transactionalIds: [transactionalId] }
      const { transactionStates } = await connection.request(ApiKey.DescribeTransactions, body)
      const found = transactionStates[0]!
      if (found.errorCode === ErrorCode.TRANSACTIONAL_ID_NOT_FOUND) return { value: null }
      if (found.errorCode !== ErrorCode.NONE) return { error: found.errorCode }
      const { transactionState: state, producerId, producerEpoch, transactionTimeoutMs: timeoutMs } = found
      const startedMs = found.transactionStartTimeMs < 0 ? null : found.transactionStartTimeMs
      const partitions = found.topics.flatMap((one) =>
        one.partitions.map((partition) => ({ topic: one.topic, partition })),
      )
      return {
        value: { transactionalId, coordinator, state, producerId, producerEpoch, timeoutMs, startedMs, partitions },
      }
    },
  )
}

export interface ActiveProducer extends TopicPartition {
  readonly producerId: ProducerId
  readonly producerEpoch: number
  readonly lastSequence: number
  readonly lastTimestamp: number
  /** -1: no marker was written by this producer's coordinator. */
  readonly coordinatorEpoch: number
  /** null: none is open. */
  readonly transactionStart: Offset | null
}

/** Who has written to a partition lately, as its leader knows. Rejects with BrokerError or NetError. */
export function describeProducers(client: KafkaClient, topic: string, partition: number): Promise<ActiveProducer[]> {
  return client.withLeader<ActiveProducer[]>(
    topic,
    partition,
    `describe producers of ${topic}-${partition}`,
    async (leader) => {
      const body = { topics: [{ name: topic, partitionIndexes: [partition] }] }
      const { topics } = await leader.request(ApiKey.DescribeProducers, body)
      const answer = topics[0]?.partitions[0]
      if (answer === undefined) return { error: ErrorCode.UNKNOWN_SERVER_ERROR }
      if (answer.errorCode !== ErrorCode.NONE) return { error: answer.errorCode, message: answer.errorMessage }
      return {
        value: answer.activeProducers.map(({ currentTxnStartOffset, ...producer }) => ({
          topic,
          partition,
          producerId: producer.producerId,
          producerEpoch: producer.producerEpoch,
          lastSequence: producer.lastSequence,
          lastTimestamp: producer.lastTimestamp,
          coordinatorEpoch: producer.coordinatorEpoch,
          transactionStart: currentTxnStartOffset < 0 ? null : currentTxnStartOffset,
        })),
      }
    },
  )
}

/**
 * Writes an abort marker straight to the leader, past the coordinator: for a transaction that hangs, since no coordinator knows it. Rejects
 * with BrokerError or NetError.
 */
export async function abortTransaction(
  client: KafkaClient,
  { topic, partition, producerId, producerEpoch, coordinatorEpoch }: ActiveProducer,
): Promise<void> {
  const what = `abort the transaction of producer ${producerId} in ${topic}-${partition}`
  await client.withLeader<null>(topic, partition, what, async (leader) => {
    const marker = {
      producerId,
      producerEpoch,
      // A producer whose first transaction hangs has none yet.
      coordinatorEpoch: Math.max(0, coordinatorEpoch),
      transactionResult: false,
      topics: [{ name: topic, partitionIndexes: [partition] }],
    }
    const { markers } = await leader.request(ApiKey.WriteTxnMarkers, { markers: [marker] })
    const errorCode = markers[0]?.topics[0]?.partitions[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR
    return errorCode === ErrorCode.NONE ? { value: null } : { error: errorCode }
  })
}

/**
 * Of open transactions those that nobody will end: no coordinator has the producer, or the one that has it does not count the partition among
 * its transaction's.
 */
export async function hangingAmong(client: KafkaClient, open: readonly ActiveProducer[]): Promise<ActiveProducer[]> {
  if (open.length === 0) return []
  const producerIds = [...new Set(open.map(({ producerId }) => producerId))]
  const known = new Map<ProducerId, TransactionDescription>()
  for (const { transactionalId, producerId } of await listTransactions(client, { producerIds })) {
    const described = await describeTransaction(client, transactionalId)
    if (described !== null && described.producerId === producerId) known.set(producerId, described)
  }
  return open.filter(({ producerId, topic, partition }) => {
    const described = known.get(producerId)
    const isPartOfIt = described?.partitions.some((one) => one.topic === topic && one.partition === partition)
    return !(isPartOfIt ?? false)
  })
}
