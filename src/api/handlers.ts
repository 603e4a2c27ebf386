/** Every API key that is served. ApiVersions is computed from this list. */
import { handler as produce } from './000-produce.ts'
import { handler as fetch } from './001-fetch.ts'
import { handler as listOffsets } from './002-list-offsets.ts'
import { handler as metadata } from './003-metadata.ts'
import { handler as offsetCommit } from './008-offset-commit.ts'
import { handler as offsetFetch } from './009-offset-fetch.ts'
import { handler as findCoordinator } from './010-find-coordinator.ts'
import { handler as joinGroup } from './011-join-group.ts'
import { handler as heartbeat } from './012-heartbeat.ts'
import { handler as leaveGroup } from './013-leave-group.ts'
import { handler as syncGroup } from './014-sync-group.ts'
import { handler as describeGroups } from './015-describe-groups.ts'
import { handler as listGroups } from './016-list-groups.ts'
import { handler as apiVersions } from './018-api-versions.ts'
import { handler as createTopics } from './019-create-topics.ts'
import { handler as deleteTopics } from './020-delete-topics.ts'
import { handler as deleteRecords } from './021-delete-records.ts'
import { handler as initProducerId } from './022-init-producer-id.ts'
import { handler as offsetForLeaderEpoch } from './023-offset-for-leader-epoch.ts'
import { handler as addPartitionsToTxn } from './024-add-partitions-to-txn.ts'
import { handler as addOffsetsToTxn } from './025-add-offsets-to-txn.ts'
import { handler as endTxn } from './026-end-txn.ts'
import { handler as writeTxnMarkers } from './027-write-txn-markers.ts'
import { handler as txnOffsetCommit } from './028-txn-offset-commit.ts'
import { handler as describeConfigs } from './032-describe-configs.ts'
import { handler as alterConfigs } from './033-alter-configs.ts'
import { handler as alterReplicaLogDirs } from './034-alter-replica-log-dirs.ts'
import { handler as describeLogDirs } from './035-describe-log-dirs.ts'
import { handler as createPartitions } from './037-create-partitions.ts'
import { handler as deleteGroups } from './042-delete-groups.ts'
import { handler as electLeaders } from './043-elect-leaders.ts'
import { handler as incrementalAlterConfigs } from './044-incremental-alter-configs.ts'
import { handler as alterPartitionReassignments } from './045-alter-partition-reassignments.ts'
import { handler as listPartitionReassignments } from './046-list-partition-reassignments.ts'
import { handler as offsetDelete } from './047-offset-delete.ts'
import { handler as describeClientQuotas } from './048-describe-client-quotas.ts'
import { handler as alterClientQuotas } from './049-alter-client-quotas.ts'
import { handler as describeUserScramCredentials } from './050-describe-user-scram-credentials.ts'
import { handler as alterUserScramCredentials } from './051-alter-user-scram-credentials.ts'
import { handler as updateFeatures } from './057-update-features.ts'
import { handler as describeCluster } from './060-describe-cluster.ts'
import { handler as describeProducers } from './061-describe-producers.ts'
import { handler as describeTransactions } from './065-describe-transactions.ts'
import { handler as listTransactions } from './066-list-transactions.ts'
import { handler as getTelemetrySubscriptions } from './071-get-telemetry-subscriptions.ts'
import { handler as pushTelemetry } from './072-push-telemetry.ts'
import { handler as listConfigResources } from './074-list-config-resources.ts'
import { handler as describeTopicPartitions } from './075-describe-topic-partitions.ts'
import type { BrokerServices, Handler } from './handler.ts'

export const handlers: readonly Handler[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  offsetCommit,
  offsetFetch,
  findCoordinator,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  apiVersions,
  createTopics,
  deleteTopics,
  deleteRecords,
  initProducerId,
  offsetForLeaderEpoch,
  addPartitionsToTxn,
  addOffsetsToTxn,
  endTxn,
  writeTxnMarkers,
  txnOffsetCommit,
  describeConfigs,
  alterConfigs,
  alterReplicaLogDirs,
  describeLogDirs,
  createPartitions,
  deleteGroups,
  electLeaders,
  incrementalAlterConfigs,
  alterPartitionReassignments,
  listPartitionReassignments,
  offsetDelete,
  describeClientQuotas,
  alterClientQuotas,
  describeUserScramCredentials,
  alterUserScramCredentials,
  updateFeatures,
  describeCluster,
  describeProducers,
  describeTransactions,
  listTransactions,
  getTelemetrySubscriptions,
  pushTelemetry,
  listConfigResources,
  describeTopicPartitions,
]

export const OF_TELEMETRY: readonly Handler[] = [getTelemetrySubscriptions, pushTelemetry]

/** Those that this broker serves: like Apache without a receiver, clients are not told of telemetry that is off. */
export function servedHandlers(services: {
  readonly telemetry: BrokerServices['telemetry'] | undefined
}): readonly Handler[] {
  return services.telemetry === undefined ? handlers.filter((one) => !OF_TELEMETRY.includes(one)) : handlers
}
