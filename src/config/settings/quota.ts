/** Limits on replication that exist only as dynamic settings of brokers. Listed once somebody set one. */
import { atLeast, clusterWide, internal, long, type Setting } from '../setting.ts'

// biome-ignore format: a table
export const quotaSettings: readonly Setting[] = [
  long('leader.replication.throttled.rate', null, clusterWide,
    'Bytes per second that leaders send for throttled replicas.', atLeast(0), internal),
  long('follower.replication.throttled.rate', null, clusterWide,
    'Bytes per second that followers fetch for throttled replicas.', atLeast(0), internal),
  long('replica.alter.log.dirs.io.max.bytes.per.second', null, clusterWide,
    'Bytes per second that moves between log folders copy.', atLeast(0), internal),
]
