/** ListPartitionReassignments 0: what is under way, of all partitions or of those named. Only the controller serves it. */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponseInput,
} from '../protocol/generated/046-list-partition-reassignments.js'
import type { Handler } from './handler.ts'

export const handler: Handler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponseInput> = {
  apiKey: ApiKey.ListPartitionReassignments,
  minVersion: 0,
  maxVersion: 0,
  async handle({ topics }, _context, { controller }) {
    if (!controller.isActive) return { errorCode: ErrorCode.NOT_CONTROLLER, topics: [] }
    const wanted =
      topics === null
        ? null
        : topics.flatMap(({ name: topic, partitionIndexes }) =>
            partitionIndexes.map((partition) => ({ topic, partition })),
          )
    const ongoing = await controller.listReassignments(wanted)
    return {
      errorMessage: '',
      topics: [...Map.groupBy(ongoing, ({ topic }) => topic)].map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, replicas, adding, removing }) => ({
          partitionIndex: partition,
          replicas,
          addingReplicas: adding,
          removingReplicas: removing,
        })),
      })),
    }
  },
}
