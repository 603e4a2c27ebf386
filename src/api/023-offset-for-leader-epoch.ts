/** OffsetForLeaderEpoch 0–4 (KIP-101, KIP-279, KIP-320): where a leader epoch ends in the log of the leader. */
import { ApiKey } from '../protocol/apis.ts'
import type {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponseInput,
} from '../protocol/generated/023-offset-for-leader-epoch.js'
import type { Handler } from './handler.ts'

export const handler: Handler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponseInput> = {
  apiKey: ApiKey.OffsetForLeaderEpoch,
  minVersion: 0,
  maxVersion: 4,
  handle(request, _context, services) {
    const { replicaId } = request
    const topics = request.topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch: asked }) => {
        const { error, leaderEpoch, endOffset } = services.replicas.endOffsetForEpoch(topic, partition, {
          replicaId,
          currentLeaderEpoch,
          leaderEpoch: asked,
        })
        return { partition, errorCode: error, leaderEpoch, endOffset }
      }),
    }))
    return { topics }
  },
}
