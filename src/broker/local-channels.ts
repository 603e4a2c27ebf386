/** The controller's requests to the broker it runs in: the same objects as over the network, handed over in memory. */
import { assert } from '../base/assert.ts'
import type { BrokerId } from '../base/kinds.ts'
import type { ControllerChannels } from '../controller/channels.ts'
import type { ClusterMetadataCache } from '../metadata/cache/metadata-cache.ts'
import { ApiKey } from '../protocol/apis.ts'
import type { UpdateMetadataRequestInput } from '../protocol/generated/006-update-metadata.js'
import type { LeaderAndIsr, StopReplica } from '../replication/leader-and-isr.ts'
import type { ReplicaManager } from '../replication/replica-manager.ts'

export function localChannels(
  brokerId: BrokerId,
  replicas: ReplicaManager,
  metadata: ClusterMetadataCache,
  onPartitionsRemoved: (partitions: readonly { topic: string; partition: number }[]) => void,
): ControllerChannels {
  return {
    async send(to, apiKey, request) {
      assert(to === brokerId, `broker ${to} cannot be reached: this broker is alone`)
      switch (apiKey) {
        case ApiKey.LeaderAndIsr:
          return replicas.becomeLeaderOrFollower(request as LeaderAndIsr)
        case ApiKey.UpdateMetadata: {
          const { error, removed } = metadata.update(request as UpdateMetadataRequestInput)
          if (removed.length > 0) onPartitionsRemoved(removed)
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
