/**
 * ListOffsets 0–11. Version 0 answers with a list of offsets (where segments begin, and the end of the log); later ones
 * with one offset and its timestamp. A partition that is named twice is refused, from version 10 on in one entry. Each special timestamp came with a version: −3 with 7, −4
 * with 8, −5 with 9, −6 with 11; before that, and for any other negative one, UNSUPPORTED_VERSION.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  ListOffsetsPartition,
  ListOffsetsPartitionResponseInput,
  ListOffsetsRequest,
  ListOffsetsResponseInput,
} from '../protocol/generated/002-list-offsets.js'
import type { BrokerServices, Handler, RequestContext } from './handler.ts'

const LATEST = -1
const EARLIEST = -2
const MAX_TIMESTAMP = -3
const READ_COMMITTED = 1
const FIRST_TELLING_ONCE = 10
/** The first version that may ask for a special timestamp. */
const FIRST_VERSION = new Map([
  [LATEST, 0],
  [EARLIEST, 0],
  [MAX_TIMESTAMP, 7],
  [-4, 8],
  [-5, 9],
  [-6, 11],
])

export const handler: Handler<ListOffsetsRequest, ListOffsetsResponseInput> = {
  apiKey: ApiKey.ListOffsets,
  minVersion: 0,
  maxVersion: 11,
  async handle(request, context, services) {
    const twice = context.apiVersion === 0 ? NONE_TWICE : namedTwice(request)
    const told = new Set<string>()
    const isToldAlready = (key: string) => twice.has(key) && (told.has(key) || !told.add(key))
    const topics = await Promise.all(
      request.topics.map(async ({ name, partitions }) => {
        const key = ({ partitionIndex }: ListOffsetsPartition) => `${name}:${partitionIndex}`
        const once =
          context.apiVersion < FIRST_TELLING_ONCE
            ? partitions
            : partitions.filter((asked) => !isToldAlready(key(asked)))
        return {
          name,
          partitions: await Promise.all(
            once.map((asked) =>
              twice.has(key(asked))
                ? refused(asked.partitionIndex, ErrorCode.INVALID_REQUEST)
                : answer(name, asked, request, context, services),
            ),
          ),
        }
      }),
    )
    return { topics }
  },
}

const NONE_TWICE: ReadonlySet<string> = new Set()

function namedTwice(request: ListOffsetsRequest): Set<string> {
  const once = new Set<string>()
  const twice = new Set<string>()
  for (const { name, partitions } of request.topics) {
    for (const { partitionIndex } of partitions) {
      const key = `${name}:${partitionIndex}`
      if (once.has(key)) twice.add(key)
      once.add(key)
    }
  }
  return twice
}

async function answer(
  topic: string,
  asked: ListOffsetsPartition,
  request: ListOffsetsRequest,
  context: RequestContext,
  services: BrokerServices,
): Promise<ListOffsetsPartitionResponseInput> {
  const { partitionIndex, timestamp } = asked
  if (timestamp < 0 && context.apiVersion < (FIRST_VERSION.get(timestamp) ?? Number.POSITIVE_INFINITY)) {
    return refused(partitionIndex, ErrorCode.UNSUPPORTED_VERSION)
  }
  if (context.apiVersion === 0) return answerOldStyle(topic, asked, request, services)
  const { error, found } = await services.replicas.listOffset(topic, partitionIndex, timestamp, {
    replicaId: request.replicaId,
    currentLeaderEpoch: asked.currentLeaderEpoch,
    committedOnly: request.isolationLevel === READ_COMMITTED,
    apiVersion: context.apiVersion,
  })
  if (error !== ErrorCode.NONE) return refused(partitionIndex, error)
  if (found === null) return { ...refused(partitionIndex, ErrorCode.NONE) }
  const { timestamp: foundTimestamp, offset, leaderEpoch } = found
  return { partitionIndex, errorCode: ErrorCode.NONE, timestamp: foundTimestamp, offset, leaderEpoch }
}

function refused(partitionIndex: number, errorCode: number): ListOffsetsPartitionResponseInput {
  return { partitionIndex, errorCode, timestamp: -1, offset: -1, leaderEpoch: -1, oldStyleOffsets: [] }
}

async function answerOldStyle(
  topic: string,
  { partitionIndex, timestamp, maxNumOffsets: maxOffsets }: ListOffsetsPartition,
  { replicaId }: ListOffsetsRequest,
  services: BrokerServices,
): Promise<ListOffsetsPartitionResponseInput> {
  const { replicas } = services
  const { error, offsets } = await replicas.listSegmentOffsets(topic, partitionIndex, timestamp, {
    replicaId,
    maxOffsets,
  })
  return { partitionIndex, errorCode: error, oldStyleOffsets: offsets }
}
