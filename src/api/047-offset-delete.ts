/** OffsetDelete 0: committed offsets of topics that no member reads. */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { OffsetDeleteRequest, OffsetDeleteResponseInput } from '../protocol/generated/047-offset-delete.js'
import type { Handler } from './handler.ts'

export const handler: Handler<OffsetDeleteRequest, OffsetDeleteResponseInput> = {
  apiKey: ApiKey.OffsetDelete,
  minVersion: 0,
  maxVersion: 0,
  async handle({ groupId, topics }, _context, services) {
    const metadata = services.metadata.current
    const known: { topic: string; partition: number; answer: { partitionIndex: number; errorCode: number } }[] = []
    const wanted = topics.filter(({ partitions }) => partitions.length > 0)
    const answers = wanted.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => {
        const answer = { partitionIndex, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION as number }
        if (metadata.partition(name, partitionIndex) !== null)
          known.push({ topic: name, partition: partitionIndex, answer })
        return answer
      }),
    }))
    const { error, errors } = await services.groups.deleteOffsets(groupId, known)
    if (error !== ErrorCode.NONE) return { errorCode: error, topics: [] }
    for (const [i, { answer }] of known.entries()) answer.errorCode = errors[i]!
    return { errorCode: ErrorCode.NONE, topics: answers }
  },
}
