/** New topics, deletion, and quotas on changes of topics. */
import { atLeast, bool, clusterWide, int, internal, long, readOnly, type Setting } from '../setting.ts'

// biome-ignore format: a table
export const topicsSettings: readonly Setting[] = [
  bool('auto.create.topics.enable', true, readOnly,
    'Whether a topic is created when a client asks for the metadata of one that does not exist.'),
  int('controller.quota.window.num', 11, readOnly,
    'Samples kept for the quota on creating and deleting topics.', atLeast(1)),
  int('controller.quota.window.size.seconds', 1, readOnly,
    'Time that each sample of that quota covers.', atLeast(1)),
  int('default.replication.factor', 1, readOnly, 'Replicas of a topic that is created without saying how many.'),
  int('delete.records.purgatory.purge.interval.requests', 1, readOnly,
    "How many finished DeleteRecords may lie in Apache's purgatory before it is swept."),
  bool('delete.topic.enable', true, readOnly, 'Whether topics can be deleted.'),
  int('min.insync.replicas', 1, clusterWide,
    'Members that the ISR must have for a produce with acks=all to be taken.', atLeast(1)),
  int('num.partitions', 1, readOnly,
    'Partitions of a topic that is created without saying how many.', atLeast(1)),
  bool('unclean.leader.election.enable', false, clusterWide,
    'Whether a replica outside the ISR may lead when no other is alive, at the price of lost records.'),
  long('unclean.leader.election.interval.ms', 300_000, readOnly,
    'How often unclean elections are looked for where they are allowed.', atLeast(1), internal),
]
