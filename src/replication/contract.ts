/** What replication promises to the request handlers. `ReplicaManager` (replica-manager.ts) is the class behind it. */
import type { BrokerId, LeaderEpoch, Offset, Uuid } from '../base/kinds.ts'
import type { AppendResult, LogSlice, PartitionLog, TimestampAndOffset } from '../storage/contract.ts'

/** -1 consumer, -2 debugging consumer, >= 0 follower. */
export type ReplicaId = number

export interface FetchPartitionParams {
  readonly replicaId: ReplicaId
  readonly fetchOffset: Offset
  /** -1: not checked */
  readonly currentLeaderEpoch: LeaderEpoch
  /** -1: not known */
  readonly lastFetchedEpoch: LeaderEpoch
  readonly logStartOffset: Offset
  readonly maxBytes: number
  readonly atLeastOne: boolean
  readonly committedOnly: boolean
  /** null: not asked for a preferred replica */
  readonly rackId: string | null
  /** The Fetch request's version: followers may be read from v11 on. */
  readonly apiVersion: number
}

export interface FetchPartitionResult extends LogSlice {
  readonly highWatermark: Offset
  readonly lastStableOffset: Offset
  readonly logStartOffset: Offset
  readonly divergingEpoch: { epoch: LeaderEpoch; endOffset: Offset } | null
  readonly currentLeader: { leaderId: BrokerId; leaderEpoch: LeaderEpoch } | null
  /** -1: none */
  readonly preferredReadReplica: BrokerId
}

export interface ProduceAppend extends AppendResult {
  /** For NOT_LEADER_OR_FOLLOWER and FENCED_LEADER_EPOCH (Produce v10+). */
  readonly currentLeader: { leaderId: BrokerId; leaderEpoch: LeaderEpoch } | null
}

export interface ProduceOptions {
  readonly acks: number
  readonly timeoutMs: number
  /** Of Produce. */
  readonly apiVersion: number
  /** null: not checked */
  readonly topicId: Uuid | null
  /** Of the request; a transactional batch has one. */
  readonly transactionalId: string | null
}

export interface ListOffsetResult {
  readonly error: number
  readonly found: TimestampAndOffset | null
}

export interface ReplicaPartition {
  readonly topic: string
  readonly partition: number
  readonly topicId: Uuid | null
  readonly log: PartitionLog | null
  readonly leaderEpoch: LeaderEpoch
  readonly leaderId: BrokerId
  readonly isLeader: boolean
  readonly inSyncReplicas: readonly BrokerId[]
  readonly assignment: readonly BrokerId[]
  readonly highWatermark: Offset
  readonly lastStableOffset: Offset
  readonly isUnderReplicated: boolean
  readonly isUnderMinIsr: boolean
}

export interface Replicas {
  partition(topic: string, partition: number): ReplicaPartition | null
  /** The name behind an id of a partition hosted here; null: not known. */
  topicName(topicId: Uuid): string | null
  all(): Iterable<ReplicaPartition>

  /**
   * One partition of a Produce request. acks 1: resolves when the operating system has it; -1: when the high watermark
   * passed it, REQUEST_TIMED_OUT after timeoutMs; 0: at once. The answer may come without a promise (errors).
   */
  append(
    topic: string,
    partition: number,
    records: Uint8Array,
    options: ProduceOptions,
  ): ProduceAppend | Promise<ProduceAppend>

  /** One partition of a Fetch; reads what is there now, does not wait. */
  read(
    topic: string,
    partition: number,
    topicId: Uuid | null,
    params: FetchPartitionParams,
  ): FetchPartitionResult | Promise<FetchPartitionResult>

  /**
   * Calls once when something readable may have changed on any of these partitions (append below the high watermark,
   * new leader, deletion, offline); returns a function that cancels. Followers (`followers` true) wake on appends themselves.
   */
  waitForChange(
    partitions: readonly { topic: string; partition: number }[],
    followers: boolean,
    call: () => void,
  ): () => void

  /** timestamp >= 0 or the sentinels -1 latest, -2 earliest, -3 max timestamp, -4 earliest local, -5 latest tiered, -6 earliest pending upload. */
  listOffset(
    topic: string,
    partition: number,
    timestamp: number,
    options: { replicaId: ReplicaId; currentLeaderEpoch: LeaderEpoch; committedOnly: boolean; apiVersion: number },
  ): Promise<ListOffsetResult>

  /** What version 0 of ListOffsets is answered: where segments begin, and the end, newest first, as of `timestamp`. */
  listSegmentOffsets(
    topic: string,
    partition: number,
    timestamp: number,
    options: { replicaId: ReplicaId; maxOffsets: number },
  ): Promise<{ error: number; offsets: Offset[] }>

  /** offset -1: the high watermark. Resolves when every live replica has the new log start, or REQUEST_TIMED_OUT. */
  deleteRecords(
    topic: string,
    partition: number,
    offset: Offset,
    timeoutMs: number,
  ): Promise<{ error: number; lowWatermark: Offset }>

  endOffsetForEpoch(
    topic: string,
    partition: number,
    options: { replicaId: ReplicaId; currentLeaderEpoch: LeaderEpoch; leaderEpoch: LeaderEpoch },
  ): { error: number; leaderEpoch: LeaderEpoch; endOffset: Offset }
}

/** Told who leads the partitions of a topic that a coordinator keeps its records in. */
export interface LeadershipListener {
  /** This broker leads it, from `leaderEpoch` on; told again with each new epoch. The log may be read and appended to. */
  led(partition: ReplicaPartition): void
  /** Somebody else leads it, or it is gone from here; told also when it was never led here. */
  notLed(partition: number): void
}

export interface OwnAppend {
  /** An end-transaction marker, of a transaction of this version: what its epoch is compared with (KIP-890, KIP-1228). */
  readonly markerOf?: number
  /** Of a transactional batch: what `verifyOwn` answered. */
  readonly guard?: number | undefined
  /** REQUEST_TIMED_OUT after this long, although the batch may be committed later; absent: never. */
  readonly timeoutMs?: number
}

/** What a client understands: by the version of its request (Produce 11 and 12, TxnOffsetCommit 4 and 5). */
export type TransactionSupport = 'old errors' | 'abortable errors' | 'adds partitions'

export interface OwnTransaction {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly support: TransactionSupport
}

/** The coordinator's answer about a partition of a transaction. */
export interface Verified {
  readonly error: number
  /** For the append; undefined: the log asks for none. */
  readonly guard: number | undefined
}

export interface TopicPartitionRef {
  readonly topic: string
  readonly partition: number
}

/** Whoever finds the coordinator of a transactional id and asks it, as AddPartitionsToTxn does (KIP-890). */
export interface TransactionVerifier {
  /**
   * Are these partitions part of the transaction that the producer has open? With `mayAdd` (transaction version 2) those
   * that are not become part of it. One ErrorCode for each partition, in their order, as the coordinator says it
   * (COORDINATOR_NOT_AVAILABLE when there is none, NETWORK_EXCEPTION when it does not answer). Does not reject.
   */
  verify(
    transactionalId: string,
    producerId: number,
    producerEpoch: number,
    partitions: readonly TopicPartitionRef[],
    mayAdd: boolean,
  ): Promise<readonly number[]>
}

/** What coordinators need of the replicas. */
export interface CoordinatedReplicas {
  partition(topic: string, partition: number): ReplicaPartition | null
  /**
   * Records of the broker itself, one batch. Answers when the high watermark passed it or when that cannot happen any more:
   * without a timeout, a batch that is answered with an error is not committed by this leader.
   */
  appendOwn(
    topic: string,
    partition: number,
    records: Uint8Array,
    options?: OwnAppend,
  ): ProduceAppend | Promise<ProduceAppend>
  /**
   * Before a transactional batch of the broker itself: is the partition part of the producer's transaction? Answers an
   * ErrorCode as the version of the client's request has it, and the guard for the append.
   */
  verifyOwn(topic: string, partition: number, of: OwnTransaction): Verified | Promise<Verified>
  watchLeadership(topic: string, listener: LeadershipListener): void
}
