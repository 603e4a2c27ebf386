/** The controller's requests to the broker it runs in: the same objects as over the network, handed over in memory. */
import type { BrokerId } from '../base/kinds.ts'
import type { ControllerChannels } from '../controller/channels.ts'
import type { ClusterMetadataCache } from '../metadata/cache/metadata-cache.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { UpdateMetadataRequestInput } from '../protocol/generated/006-update-metadata.js'
import type { LeaderAndIsr, StopReplica } from '../replication/leader-and-isr.ts'
import type { ReplicaManager } from '../replication/replica-manager.ts'

export interface LocalParts {
  readonly brokerId: BrokerId
  readonly replicas: ReplicaManager
  readonly metadata: ClusterMetadataCache
  readonly groups: { onPartitionsRemoved(partitions: readonly { topic: string; partition: number }[]): void }
  readonly configs: { learnNew(topic: string): Promise<void> }
  /** What is meant for an earlier one is refused. */
  readonly registration: { readonly epoch: number }
}

export function localChannels({
  brokerId,
  replicas,
  metadata,
  groups,
  configs,
  registration,
}: LocalParts): ControllerChannels {
  return {
    async send(to, apiKey, request) {
      // Asking again would not help: this version speaks to no other broker.
      if (to !== brokerId) return refusal(apiKey, ErrorCode.BROKER_NOT_AVAILABLE)
      const epoch = (request as { brokerEpoch?: number }).brokerEpoch ?? -1
      if (epoch !== -1 && epoch < registration.epoch) return refusal(apiKey, ErrorCode.STALE_BROKER_EPOCH)
      switch (apiKey) {
        case ApiKey.LeaderAndIsr:
          await learnNewTopics(request as LeaderAndIsr, configs)
          return replicas.becomeLeaderOrFollower(request as LeaderAndIsr)
        case ApiKey.UpdateMetadata: {
          const { error, removed } = metadata.update(request as UpdateMetadataRequestInput)
          if (removed.length > 0) groups.onPartitionsRemoved(removed)
          return { errorCode: error }
        }
        case ApiKey.StopReplica:
          return replicas.stopReplicas(request as StopReplica)
        default:
          throw new Error(`the controller sends no request of API key ${apiKey}`)
      }
    },
  }
}

async function learnNewTopics(request: LeaderAndIsr, configs: LocalParts['configs']): Promise<void> {
  for (const { topicName, partitionStates } of request.topicStates) {
    if (partitionStates.some(({ isNew }) => isNew)) await configs.learnNew(topicName)
  }
}

function refusal(apiKey: number, errorCode: number): object {
  if (apiKey === ApiKey.LeaderAndIsr) return { errorCode, topics: [] }
  return apiKey === ApiKey.StopReplica ? { errorCode, partitionErrors: [] } : { errorCode }
}
