/**
 * AddOffsetsToTxn 0–4: the partition of __consumer_offsets that a group belongs to joins a transaction. Version 2 knows
 * PRODUCER_FENCED.
 */
import { ApiKey } from '../protocol/apis.ts'
import type {
  AddOffsetsToTxnRequest,
  AddOffsetsToTxnResponseInput,
} from '../protocol/generated/025-add-offsets-to-txn.js'
import type { Handler } from './handler.ts'
import { fencedFor } from './transaction-errors.ts'

const FIRST_WITH_FENCED = 2
const KEEPS_EPOCH = 0

export const handler: Handler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponseInput> = {
  apiKey: ApiKey.AddOffsetsToTxn,
  minVersion: 0,
  maxVersion: 4,
  async handle({ transactionalId, producerId, producerEpoch, groupId }, { apiVersion }, { transactions, groups }) {
    const error = await transactions.addPartitions(transactionalId, {
      producerId,
      producerEpoch,
      partitions: [{ topic: groups.topic, partition: groups.partitionOf(groupId) }],
      clientTransactionVersion: KEEPS_EPOCH,
    })
    return { errorCode: fencedFor(error, apiVersion, FIRST_WITH_FENCED) }
  },
}
