/**
 * TxnOffsetCommit 0–6: offsets of a group as part of a transaction, pending until its marker. Version 2 tells the leader
 * epoch, 3 the member (KIP-447); from 5 on the group's partition becomes part of the transaction by the request itself
 * (KIP-890); 6 names topics by id.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  TxnOffsetCommitRequest,
  TxnOffsetCommitResponseInput,
} from '../protocol/generated/028-txn-offset-commit.js'
import type { TransactionSupport } from '../replication/contract.ts'
import type { Handler } from './handler.ts'
import { sortOffsets } from './offsets-to-commit.ts'

/** Producers before it do not live through an error while a group is loaded (KAFKA-7296). */
const FIRST_WITH_LOADING = 2
const FIRST_WITH_ABORTABLE = 4
const FIRST_THAT_ADDS = 5
const FIRST_WITH_IDS = 6

export const handler: Handler<TxnOffsetCommitRequest, TxnOffsetCommitResponseInput> = {
  apiKey: ApiKey.TxnOffsetCommit,
  minVersion: 0,
  maxVersion: 6,
  async handle(request, { apiVersion }, services) {
    const { topics, offsets, settle } = sortOffsets(request.topics, apiVersion >= FIRST_WITH_IDS, -1, services)
    if (offsets.length > 0) {
      const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generationId } = request
      const { transactionalId, producerId, producerEpoch } = request
      const of = { transactionalId, producerId, producerEpoch, support: supportOf(apiVersion) }
      const member = { memberId, groupInstanceId, generationId }
      const missing = apiVersion >= FIRST_THAT_ADDS ? ErrorCode.ILLEGAL_GENERATION : ErrorCode.UNKNOWN_MEMBER_ID
      const error = await services.groups.commitInTransaction(groupId, member, of, offsets, missing)
      const isLoading = error === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
      settle(isLoading && apiVersion < FIRST_WITH_LOADING ? ErrorCode.COORDINATOR_NOT_AVAILABLE : error)
    }
    return { topics }
  },
}

function supportOf(apiVersion: number): TransactionSupport {
  if (apiVersion >= FIRST_THAT_ADDS) return 'adds partitions'
  return apiVersion >= FIRST_WITH_ABORTABLE ? 'abortable errors' : 'old errors'
}
