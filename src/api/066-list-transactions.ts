/**
 * ListTransactions 0–2: the transactional ids whose coordinator is here. Version 1 filters by how long a transaction runs,
 * version 2 by a pattern of the id (RE2's syntax).
 */
import { compileClientPattern } from '../base/client-pattern.ts'
import { STATES } from '../coordinator/transaction/transaction.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  ListTransactionsRequest,
  ListTransactionsResponseInput,
} from '../protocol/generated/066-list-transactions.js'
import type { Handler } from './handler.ts'

const KNOWN: ReadonlySet<string> = new Set(STATES)

export const handler: Handler<ListTransactionsRequest, ListTransactionsResponseInput> = {
  apiKey: ApiKey.ListTransactions,
  minVersion: 0,
  maxVersion: 2,
  async handle({ stateFilters, producerIdFilters, durationFilter, transactionalIdPattern }, _context, services) {
    const pattern = transactionalIdPattern ? await compileClientPattern(transactionalIdPattern) : null
    if (transactionalIdPattern && pattern === null) return { errorCode: ErrorCode.INVALID_REGULAR_EXPRESSION }
    const states = new Set(stateFilters)
    const { error, transactions } = await services.transactions.list({
      states,
      producerIds: new Set(producerIdFilters),
      durationMs: durationFilter,
      pattern,
    })
    return {
      errorCode: error,
      unknownStateFilters: [...states].filter((state) => !KNOWN.has(state)),
      transactionStates: transactions,
    }
  },
}
