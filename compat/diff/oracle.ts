// Which Apache Kafka answers a version: 3.9.2 in ZooKeeper mode when it serves it there, else 4.4.0.
import { ApiKey } from '../../src/protocol/apis.ts'

/** The highest version that a broker of 3.9.2 serves in ZooKeeper mode; keys that are not here it does not serve. */
export const SERVED_BY_392: ReadonlyMap<number, number> = new Map([
  [ApiKey.Produce, 11],
  [ApiKey.Fetch, 17],
  [ApiKey.ListOffsets, 9],
  [ApiKey.Metadata, 12],
  [ApiKey.OffsetCommit, 9],
  [ApiKey.OffsetFetch, 9],
  [ApiKey.FindCoordinator, 6],
  [ApiKey.JoinGroup, 9],
  [ApiKey.Heartbeat, 4],
  [ApiKey.LeaveGroup, 5],
  [ApiKey.SyncGroup, 5],
  [ApiKey.DescribeGroups, 5],
  [ApiKey.ListGroups, 5],
  [ApiKey.ApiVersions, 4],
  [ApiKey.CreateTopics, 7],
  [ApiKey.DeleteTopics, 6],
  [ApiKey.DeleteRecords, 2],
  [ApiKey.InitProducerId, 5],
  [ApiKey.OffsetForLeaderEpoch, 4],
  [ApiKey.AddPartitionsToTxn, 5],
  [ApiKey.AddOffsetsToTxn, 4],
  [ApiKey.EndTxn, 4],
  [ApiKey.WriteTxnMarkers, 1],
  [ApiKey.TxnOffsetCommit, 4],
  [ApiKey.DescribeConfigs, 4],
  [ApiKey.AlterConfigs, 2],
  [ApiKey.AlterReplicaLogDirs, 2],
  [ApiKey.DescribeLogDirs, 4],
  [ApiKey.CreatePartitions, 3],
  [ApiKey.ElectLeaders, 2],
  [ApiKey.DeleteGroups, 2],
  [ApiKey.IncrementalAlterConfigs, 1],
  [ApiKey.OffsetDelete, 0],
  [ApiKey.AlterPartitionReassignments, 0],
  [ApiKey.ListPartitionReassignments, 0],
  [ApiKey.DescribeClientQuotas, 1],
  [ApiKey.AlterClientQuotas, 1],
  [ApiKey.DescribeUserScramCredentials, 0],
  [ApiKey.AlterUserScramCredentials, 0],
  [ApiKey.DescribeCluster, 1],
  [ApiKey.DescribeProducers, 0],
  [ApiKey.DescribeTransactions, 0],
  [ApiKey.ListTransactions, 1],
])

export function oracleOf(key: number, version: number): 'apache392' | 'apache44' {
  return version <= (SERVED_BY_392.get(key) ?? -1) ? 'apache392' : 'apache44'
}
