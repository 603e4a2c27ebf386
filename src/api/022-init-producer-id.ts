/**
 * InitProducerId 0–5. Without a transactional id: a fresh producer id at epoch 0, whatever id the producer had before (it
 * raises its own epoch itself, KIP-360). Transactions are not served yet.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { InitProducerIdRequest, InitProducerIdResponseInput } from '../protocol/generated/022-init-producer-id.js'
import type { Handler } from './handler.ts'

export const handler: Handler<InitProducerIdRequest, InitProducerIdResponseInput> = {
  apiKey: ApiKey.InitProducerId,
  minVersion: 0,
  maxVersion: 5,
  async handle(request, _context, services) {
    const { transactionalId, producerId, producerEpoch } = request
    if ((producerId === -1) !== (producerEpoch === -1) || transactionalId === '')
      return refused(ErrorCode.INVALID_REQUEST)
    if (transactionalId !== null) return refused(ErrorCode.COORDINATOR_NOT_AVAILABLE)
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
