/**
 * What the coordinator knows of one transactional id: the value that is stored as a record, and the rules of its states.
 *
 *             InitProducerId                    a partition or a group's offsets join
 *     (none) ───────────────► Empty ──────────────────────────────────────────────────► Ongoing
 *                              ▲ │                                                     │       │
 *               InitProducerId │ │ EndTxn 5+: abort                      EndTxn: abort │       │ EndTxn: commit
 *               or next EndTxn │ ▼                     out of time, InitProducerId     ▼       ▼
 *                       CompleteAbort ◄──────────────────────────────────── PrepareAbort   PrepareCommit ──► CompleteCommit
 *                                          all markers are written                         all markers are written
 *
 * From CompleteAbort and CompleteCommit the next transaction begins as from Empty. The decision to commit or to abort has
 * fallen when Prepare… is committed to the log: what happens after it is driven to its end, by whoever leads the partition.
 */
import type { ProducerId, TimestampMs } from '../../base/kinds.ts'
import type { TopicPartitionRef } from '../../replication/contract.ts'

/** By the number that records have. PrepareEpochFence and Dead are passed through in memory and never stored. */
export const STATES = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
] as const
export type TransactionState = (typeof STATES)[number]

/** States that a record may have. */
export type StoredState = Exclude<TransactionState, 'Dead' | 'PrepareEpochFence'>

export const NO_PRODUCER_ID = -1
export const NO_EPOCH = -1
/** Nobody is given an epoch above this one, so that whoever has it can still be fenced. Apache may have given the next one. */
const LAST_EPOCH_GIVEN = 32_766

/** Partitions by topic. */
export type PartitionsByTopic = ReadonlyMap<string, ReadonlySet<number>>
export const NO_PARTITIONS: PartitionsByTopic = new Map()

/** Never changed: a transition makes a new one. */
export interface TransactionValue {
  readonly producerId: ProducerId
  /** Before the last transition; differs when that one took a new id. */
  readonly previousProducerId: ProducerId
  /** While a transaction ends that used up the last epoch: the id that its producer goes on with. */
  readonly nextProducerId: ProducerId
  readonly producerEpoch: number
  /** What the epoch was before it was raised; NO_EPOCH after a load, since records do not have it. */
  readonly lastProducerEpoch: number
  readonly timeoutMs: number
  readonly state: StoredState
  readonly partitions: PartitionsByTopic
  /** -1: no transaction has begun. */
  readonly startMs: TimestampMs
  readonly lastUpdateMs: TimestampMs
  /** transaction.version that the client showed with its last request: 2 raises the epoch with every transaction (KIP-890). */
  readonly clientTransactionVersion: number
}

export function raisesEpoch(transactionVersion: number): boolean {
  return transactionVersion >= 2
}

/** No other epoch can follow for this producer id. */
export function isExhausted(epoch: number): boolean {
  return epoch >= LAST_EPOCH_GIVEN
}

/** Only a transaction that is fenced, or ends with a new id, has the one after the last. */
export function isGiven(epoch: number): boolean {
  return epoch <= LAST_EPOCH_GIVEN
}

/** Nothing is under way, and nothing waits for markers. */
export function isAtRest(state: StoredState): boolean {
  return state === 'Empty' || state === 'CompleteCommit' || state === 'CompleteAbort'
}

export function isPrepared(state: StoredState): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort'
}

/** A transition as every one is: the id that was is the previous one. */
export function transit(value: TransactionValue, change: Partial<TransactionValue>): TransactionValue {
  return { ...value, previousProducerId: value.producerId, ...change }
}

export function hasPartition(partitions: PartitionsByTopic, { topic, partition }: TopicPartitionRef): boolean {
  return partitions.get(topic)?.has(partition) ?? false
}

export function withPartitions(partitions: PartitionsByTopic, added: readonly TopicPartitionRef[]): PartitionsByTopic {
  const all = new Map<string, ReadonlySet<number>>(partitions)
  const copied = new Map<string, Set<number>>()
  for (const { topic, partition } of added) {
    let set = copied.get(topic)
    if (set === undefined) {
      set = new Set(partitions.get(topic))
      copied.set(topic, set)
      all.set(topic, set)
    }
    set.add(partition)
  }
  return all
}
