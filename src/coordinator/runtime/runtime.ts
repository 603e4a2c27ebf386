/**
 * The coordinators of one kind on this broker: one per partition of their topic that it leads. Follows the leadership, tells
 * which partition a key belongs to, and why a key is not served here.
 */
import type { Logger } from '../../base/logger.ts'
import type { World } from '../../io/world.ts'
import type { MetadataCache } from '../../metadata/contract.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { CoordinatedReplicas, OwnTransaction, ReplicaPartition, Verified } from '../../replication/contract.ts'
import type { CoordinatorKind, CoordinatorState, Marker } from './contract.ts'
import { CoordinatedPartition } from './coordinated-partition.ts'
import { partitionOfKey } from './java-hash.ts'

export interface RuntimeParams<Rec, State extends CoordinatorState<Rec>> {
  readonly world: World
  readonly logger: Logger
  readonly replicas: CoordinatedReplicas
  readonly metadata: MetadataCache
  readonly kind: CoordinatorKind<Rec, State>
  /** Of the topic, until it exists. */
  readonly partitionsConfigured: number
  readonly loadPieceBytes: number
  readonly writeTimeoutMs: number
  /** The protocol's number of a compression type; 0: none. */
  readonly compression: number
  /** A partition was read to its end, in so many ms. */
  readonly onLoaded?: (ms: number) => void
}

export class CoordinatorRuntime<Rec, State extends CoordinatorState<Rec>> {
  private readonly params: RuntimeParams<Rec, State>
  private readonly partitions = new Map<number, CoordinatedPartition<Rec, State>>()
  /** As when the topic was first seen: a key does not move when partitions are added, until the broker starts again. */
  private partitionsSeen = 0
  private isStopped = false

  constructor(params: RuntimeParams<Rec, State>) {
    this.params = params
    params.replicas.watchLeadership(params.kind.topic, {
      led: (partition) => this.led(partition),
      notLed: (partition) => this.giveUp(partition),
    })
  }

  get topic(): string {
    return this.params.kind.topic
  }

  get partitionCount(): number {
    const size = this.params.metadata.current.topics.get(this.topic)?.size ?? 0
    if (size === 0) this.partitionsSeen = 0
    else if (this.partitionsSeen === 0) this.partitionsSeen = size
    return this.partitionsSeen > 0 ? this.partitionsSeen : this.params.partitionsConfigured
  }

  partitionOf(key: string): number {
    return partitionOfKey(key, this.partitionCount)
  }

  /** The state that a key belongs to, or the ErrorCode to answer. */
  stateOf(key: string): State | number {
    if (this.isStopped) return ErrorCode.COORDINATOR_NOT_AVAILABLE
    const found = this.partitions.get(this.partitionOf(key))
    if (found === undefined) return ErrorCode.NOT_COORDINATOR
    if (found.status === 'active') return found.state
    return found.status === 'loading' ? ErrorCode.COORDINATOR_LOAD_IN_PROGRESS : ErrorCode.NOT_COORDINATOR
  }

  /** Before records of a transaction are written for `key`: is its partition part of the transaction? */
  verify(key: string, of: OwnTransaction): Verified | Promise<Verified> {
    return this.params.replicas.verifyOwn(this.topic, this.partitionOf(key), of)
  }

  writeMarker(partition: number, marker: Marker, done: (error: number) => void): void {
    const found = this.partitions.get(partition)
    if (found === undefined) done(ErrorCode.NOT_COORDINATOR)
    else found.writeMarker(marker, done)
  }

  get isServing(): boolean {
    return !this.isStopped
  }

  get isLoading(): boolean {
    for (const { status } of this.partitions.values()) if (status === 'loading') return true
    return false
  }

  /** For what takes long, between its pieces. */
  nextTurn(): Promise<void> {
    return new Promise((resolve) => this.params.world.turn.later(resolve))
  }

  *states(): Iterable<State> {
    for (const { status, state } of this.partitions.values()) if (status === 'active') yield state
  }

  /** Answers everyone who waits; nothing is served after this. */
  stop(): void {
    this.isStopped = true
    for (const partition of [...this.partitions.keys()]) this.giveUp(partition)
  }

  private led(replica: ReplicaPartition): void {
    if (this.isStopped || replica.log === null) return
    const known = this.partitions.get(replica.partition)
    // The same broker in a new epoch: its log went on, and so does what it knows. What failed is tried again.
    if (known !== undefined && known.status !== 'failed') {
      known.leaderEpoch = replica.leaderEpoch
      return
    }
    const made = new CoordinatedPartition(this.params, replica.partition, replica.log, replica.leaderEpoch)
    this.partitions.set(replica.partition, made)
  }

  private giveUp(partition: number): void {
    const found = this.partitions.get(partition)
    if (found === undefined) return
    this.partitions.delete(partition)
    found.giveUp()
  }
}
