/**
 * DescribeTransactions 0: the state of transactional ids whose coordinator is here. One that is named several times is
 * answered once: a short request gets no endless answer.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  DescribeTransactionsRequest,
  DescribeTransactionsResponseInput,
  TransactionStateInput,
} from '../protocol/generated/065-describe-transactions.js'
import type { BrokerServices, Handler } from './handler.ts'

export const handler: Handler<DescribeTransactionsRequest, DescribeTransactionsResponseInput> = {
  apiKey: ApiKey.DescribeTransactions,
  minVersion: 0,
  maxVersion: 0,
  handle({ transactionalIds }, _context, services) {
    const ids = new Set(transactionalIds)
    return { transactionStates: Array.from(ids, (transactionalId) => describe(transactionalId, services)) }
  },
}

function describe(transactionalId: string, { transactions }: BrokerServices): TransactionStateInput {
  const found = transactions.describe(transactionalId)
  if (typeof found === 'number') return { transactionalId, errorCode: found }
  return {
    transactionalId,
    errorCode: ErrorCode.NONE,
    transactionState: found.state,
    transactionTimeoutMs: found.timeoutMs,
    transactionStartTimeMs: found.startMs,
    producerId: found.producerId,
    producerEpoch: found.producerEpoch,
    topics: [...found.partitions].map(([topic, partitions]) => ({ topic, partitions: [...partitions] })),
  }
}
