/** Transactions and the topic that keeps their state. */
import { atLeast, bool, clusterWide, int, readOnly, type Setting, short } from '../setting.ts'

// biome-ignore format: a table
export const transactionsSettings: readonly Setting[] = [
  int('transaction.abort.timed.out.transaction.cleanup.interval.ms', 10_000, readOnly,
    'How often transactions that ran out of time are looked for and aborted.', atLeast(1)),
  int('transaction.max.timeout.ms', 900_000, readOnly,
    'The longest transaction timeout that a producer may ask for.', atLeast(1)),
  bool('transaction.partition.verification.enable', true, clusterWide,
    "Whether a partition asks the coordinator before it takes a transaction's records."),
  int('transaction.remove.expired.transaction.cleanup.interval.ms', 3_600_000, readOnly,
    'How often expired transactional ids are looked for.', atLeast(1)),
  int('transaction.state.log.load.buffer.size', 5_242_880, readOnly,
    'Bytes read at a time when transaction state is loaded.', atLeast(1)),
  int('transaction.state.log.min.isr', 2, readOnly,
    'Members that the ISR of the transaction topic must have.', atLeast(1)),
  int('transaction.state.log.num.partitions', 50, readOnly,
    'Partitions of the transaction topic; not to be changed once it exists.', atLeast(1)),
  short('transaction.state.log.replication.factor', 3, readOnly,
    'Replicas of the transaction topic; unset: 3, or what the live brokers allow.', atLeast(1)),
  int('transaction.state.log.segment.bytes', 104_857_600, readOnly,
    'Segment size of the transaction topic.', atLeast(1)),
  bool('transaction.two.phase.commit.enable', false, readOnly,
    'Whether producers may leave a transaction prepared and decide it later.'),
  int('transactional.id.expiration.ms', 604_800_000, readOnly,
    'How long an idle transactional id is remembered.', atLeast(1)),
]
