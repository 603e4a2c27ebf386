/** DeleteRecords 0–2. Offset −1 means the high watermark. A partition named twice is served once, as it is named last. */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { DeleteRecordsRequest, DeleteRecordsResponseInput } from '../protocol/generated/021-delete-records.js'
import type { Handler } from './handler.ts'
import { isInternalTopic } from './topic-names.ts'

export const handler: Handler<DeleteRecordsRequest, DeleteRecordsResponseInput> = {
  apiKey: ApiKey.DeleteRecords,
  minVersion: 0,
  maxVersion: 2,
  async handle(request, _context, services) {
    const wanted = new Map<string, Map<number, number>>()
    for (const { name, partitions } of request.topics) {
      const offsets = wanted.get(name) ?? new Map<number, number>()
      wanted.set(name, offsets)
      for (const { partitionIndex, offset } of partitions) offsets.set(partitionIndex, offset)
    }
    const one = async (topic: string, partitionIndex: number, offset: number) => {
      const refused = refusal(topic, partitionIndex, services.metadata.current)
      const { error, lowWatermark } =
        refused === ErrorCode.NONE
          ? await services.replicas.deleteRecords(topic, partitionIndex, offset, request.timeoutMs)
          : { error: refused, lowWatermark: -1 }
      return { partitionIndex, errorCode: error, lowWatermark }
    }
    const topics = await Promise.all(
      [...wanted].map(async ([name, offsets]) => ({
        name,
        partitions: await Promise.all([...offsets].map(([index, offset]) => one(name, index, offset))),
      })),
    )
    return { topics }
  },
}

function refusal(
  topic: string,
  partition: number,
  metadata: { partition(topic: string, partition: number): unknown },
): number {
  if (metadata.partition(topic, partition) === null) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  return isInternalTopic(topic) ? ErrorCode.INVALID_TOPIC_EXCEPTION : ErrorCode.NONE
}
