/**
 * InitProducerId 0–5. Without a transactional id: a fresh producer id at epoch 0, whatever id the producer had before (it
 * raises its own epoch itself, KIP-360). With one: its coordinator's business. From version 3 on a producer may name the id
 * and epoch that it has, to go on after an error; version 4 knows PRODUCER_FENCED.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { InitProducerIdRequest, InitProducerIdResponseInput } from '../protocol/generated/022-init-producer-id.js'
import type { Handler } from './handler.ts'
import { fencedFor } from './transaction-errors.ts'

const FIRST_WITH_FENCED = 4

export const handler: Handler<InitProducerIdRequest, InitProducerIdResponseInput> = {
  apiKey: ApiKey.InitProducerId,
  minVersion: 0,
  maxVersion: 5,
  async handle(request, { apiVersion }, services) {
    const { transactionalId, transactionTimeoutMs, producerId, producerEpoch } = request
    if ((producerId === -1) !== (producerEpoch === -1) || transactionalId === '')
      return refused(ErrorCode.INVALID_REQUEST)
    if (transactionalId !== null) {
      const expected = producerId === -1 ? null : { producerId, producerEpoch }
      const reply = await services.transactions.initProducerId(transactionalId, transactionTimeoutMs, expected)
      return { ...reply, errorCode: fencedFor(reply.errorCode, apiVersion, FIRST_WITH_FENCED) }
    }
    try {
      return { errorCode: ErrorCode.NONE, producerId: await services.producerIds.next(), producerEpoch: 0 }
    } catch (error) {
      services.logger.warn('No producer id could be reserved', { reason: String(error) })
      return refused(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    }
  },
}

function refused(errorCode: number): InitProducerIdResponseInput {
  return { errorCode, producerId: -1, producerEpoch: -1 }
}
