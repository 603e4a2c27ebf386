/**
 * EndTxn 0–5. Version 2 knows PRODUCER_FENCED. Version 5 comes from producers whose epoch rises with every transaction
 * (KIP-890): the answer tells the id and epoch to go on with.
 */
import { ApiKey } from '../protocol/apis.ts'
import type { EndTxnRequest, EndTxnResponseInput } from '../protocol/generated/026-end-txn.js'
import type { Handler } from './handler.ts'
import { fencedFor } from './transaction-errors.ts'

const FIRST_WITH_FENCED = 2
const FIRST_RAISING_EPOCH = 5
const KEEPS_EPOCH = 0
const RAISES_EPOCH = 2

export const handler: Handler<EndTxnRequest, EndTxnResponseInput> = {
  apiKey: ApiKey.EndTxn,
  minVersion: 0,
  maxVersion: 5,
  async handle({ transactionalId, producerId, producerEpoch, committed }, { apiVersion }, { transactions }) {
    const reply = await transactions.endTransaction(transactionalId, {
      producerId,
      producerEpoch,
      commit: committed,
      clientTransactionVersion: apiVersion >= FIRST_RAISING_EPOCH ? RAISES_EPOCH : KEEPS_EPOCH,
    })
    return { ...reply, errorCode: fencedFor(reply.errorCode, apiVersion, FIRST_WITH_FENCED) }
  },
}
