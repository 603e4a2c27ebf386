/**
 * AlterPartitionReassignments 0–1 (KIP-455). Null replicas cancel. Version 1 may forbid another number of replicas
 * (KIP-860). Only the controller serves it; a partition that is named twice is answered once, as it is named last.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponseInput,
} from '../protocol/generated/045-alter-partition-reassignments.js'
import type { Handler } from './handler.ts'

export const handler: Handler<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponseInput> = {
  apiKey: ApiKey.AlterPartitionReassignments,
  minVersion: 0,
  maxVersion: 1,
  async handle({ topics, allowReplicationFactorChange }, _context, { controller }) {
    if (!controller.isActive) return { allowReplicationFactorChange, errorCode: ErrorCode.NOT_CONTROLLER }
    const wanted = topics.flatMap(({ name: topic, partitions }) =>
      partitions.map(({ partitionIndex: partition, replicas }) => ({ topic, partition, replicas })),
    )
    const distinct = new Map(wanted.map((one) => [`${one.topic} ${one.partition}`, one]))
    const outcomes = await controller.alterReassignments([...distinct.values()], !allowReplicationFactorChange)
    return {
      allowReplicationFactorChange,
      errorMessage: '',
      responses: [...Map.groupBy(outcomes, ({ topic }) => topic)].map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, error, message }) => ({
          partitionIndex: partition,
          errorCode: error,
          errorMessage: message,
        })),
      })),
    }
  },
}
