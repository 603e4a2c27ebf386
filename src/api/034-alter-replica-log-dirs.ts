/**
 * AlterReplicaLogDirs 0–2: moves replicas of this broker between its folders. The answer says whether the move has begun.
 * A partition that is named under several folders goes to the one named last.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  AlterReplicaLogDirsRequest,
  AlterReplicaLogDirsResponseInput,
} from '../protocol/generated/034-alter-replica-log-dirs.js'
import type { BrokerServices, Handler } from './handler.ts'

export const handler: Handler<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponseInput> = {
  apiKey: ApiKey.AlterReplicaLogDirs,
  minVersion: 0,
  maxVersion: 2,
  async handle(request, _context, services) {
    const wanted = new Map<string, Map<number, string>>()
    for (const { path, topics } of request.dirs) {
      for (const { name, partitions } of topics) {
        const paths = wanted.get(name) ?? new Map<number, string>()
        wanted.set(name, paths)
        for (const partition of partitions) paths.set(partition, path)
      }
    }
    const results = []
    for (const [topicName, paths] of wanted) {
      const partitions = []
      for (const [partitionIndex, path] of paths) {
        partitions.push({ partitionIndex, errorCode: await move(topicName, partitionIndex, path, services) })
      }
      results.push({ topicName, partitions })
    }
    return { results }
  },
}

async function move(topic: string, partition: number, path: string, services: BrokerServices): Promise<number> {
  const { logs } = services
  if (!logs.logDirs.includes(path)) return ErrorCode.LOG_DIR_NOT_FOUND
  if (logs.offlineLogDirs.includes(path)) return ErrorCode.KAFKA_STORAGE_ERROR
  if (logs.get(topic, partition) !== null) return logs.moveToLogDir(topic, partition, path)
  return services.metadata.current.partition(topic, partition) === null
    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    : ErrorCode.NOT_LEADER_OR_FOLLOWER
}
