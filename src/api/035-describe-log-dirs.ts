/** DescribeLogDirs 0–5. topics null: all of them. No folder is ever cordoned here (version 5). */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  DescribeLogDirsRequest,
  DescribeLogDirsResponseInput,
  DescribeLogDirsResultInput,
} from '../protocol/generated/035-describe-log-dirs.js'
import type { LogDirDescription } from '../storage/contract.ts'
import type { Handler } from './handler.ts'

type Wanted = ReadonlyMap<string, ReadonlySet<number>> | null

export const handler: Handler<DescribeLogDirsRequest, DescribeLogDirsResponseInput> = {
  apiKey: ApiKey.DescribeLogDirs,
  minVersion: 0,
  maxVersion: 5,
  async handle(request, _context, services) {
    const wanted = wantedPartitions(request)
    const described = await services.logs.describeLogDirs()
    return { errorCode: ErrorCode.NONE, results: described.map((dir) => describe(dir, wanted)) }
  },
}

function wantedPartitions(request: DescribeLogDirsRequest): Wanted {
  if (request.topics === null) return null
  const wanted = new Map<string, Set<number>>()
  for (const { topic, partitions } of request.topics) {
    const indexes = wanted.get(topic) ?? new Set<number>()
    wanted.set(topic, indexes)
    for (const partition of partitions) indexes.add(partition)
  }
  return wanted
}

function describe(dir: LogDirDescription, wanted: Wanted): DescribeLogDirsResultInput {
  const { logDir, error } = dir
  if (error !== ErrorCode.NONE) return { errorCode: error, logDir, topics: [], totalBytes: -1, usableBytes: -1 }
  const topics = new Map<
    string,
    { partitionIndex: number; partitionSize: number; offsetLag: number; isFutureKey: boolean }[]
  >()
  for (const { topic, partition, size, offsetLag, isFuture } of dir.replicas) {
    if (wanted !== null && !wanted.get(topic)?.has(partition)) continue
    const partitions = topics.get(topic) ?? []
    topics.set(topic, partitions)
    partitions.push({ partitionIndex: partition, partitionSize: size, offsetLag, isFutureKey: isFuture })
  }
  return {
    errorCode: ErrorCode.NONE,
    logDir,
    topics: [...topics].map(([name, partitions]) => ({ name, partitions })),
    totalBytes: dir.totalBytes,
    usableBytes: dir.usableBytes,
  }
}
