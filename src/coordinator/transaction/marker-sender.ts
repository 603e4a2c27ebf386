/**
 * Brings the markers of transactions that are decided to the leaders of their partitions: together for each broker, one
 * request at a time, again with a pause where it failed for now, until every partition has its marker or is gone.
 */
import type { BrokerId, LeaderEpoch, ProducerId } from '../../base/kinds.ts'
import type { Logger } from '../../base/logger.ts'
import type { World } from '../../io/world.ts'
import type { MetadataCache } from '../../metadata/contract.ts'
import { ErrorCode, errorName } from '../../protocol/error-codes.ts'
import type { TopicPartitionRef } from '../../replication/contract.ts'
import type { PartitionsByTopic } from './transaction.ts'
import type { MarkerResult, TxnMarker } from './write-markers.ts'

/** The way to the brokers that lead partitions. A rejection counts as "not now". */
export interface MarkerChannels {
  send(brokerId: BrokerId, markers: readonly TxnMarker[]): Promise<readonly MarkerResult[]>
}

const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1000
/** Partitions of one request. */
const PARTITIONS_MAX = 10_000

export interface MarkerSenderParams {
  readonly world: World
  readonly logger: Logger
  readonly metadata: MetadataCache
  readonly channels: MarkerChannels
  /** The coordinator's own: while the metadata do not know it, they know too little to say that a topic is gone. */
  readonly ownTopic: string
}

export interface MarkerJobParams extends Omit<TxnMarker, 'coordinatorEpoch' | 'partitions'> {
  readonly transactionalId: string
  readonly partitions: PartitionsByTopic
  /** Of now: it may rise while the same broker goes on leading. */
  readonly coordinatorEpoch: () => LeaderEpoch
  /** Every partition has its marker, or is gone. */
  readonly done: () => void
}

/** The markers of one transaction. */
export class MarkerJob {
  readonly params: MarkerJobParams
  readonly remaining: Map<string, Set<number>>
  isCancelled = false
  failures = 0
  /** Kinds of trouble that the log has been told of. */
  readonly told = new Set<number>()

  constructor(params: MarkerJobParams) {
    this.params = params
    this.remaining = new Map([...params.partitions].map(([topic, ids]) => [topic, new Set(ids)]))
  }

  settle({ topic, partition }: TopicPartitionRef): void {
    const ids = this.remaining.get(topic)
    ids?.delete(partition)
    if (ids?.size === 0) this.remaining.delete(topic)
  }

  marker(partitions: readonly TopicPartitionRef[]): TxnMarker {
    const { producerId, producerEpoch, commit, transactionVersion, coordinatorEpoch } = this.params
    return {
      producerId,
      producerEpoch,
      commit,
      transactionVersion,
      coordinatorEpoch: coordinatorEpoch(),
      partitions,
    }
  }
}

interface Parcel {
  readonly job: MarkerJob
  readonly partitions: readonly TopicPartitionRef[]
}

interface Queue {
  parcels: Parcel[]
  isSending: boolean
  /** Told to the log, until the broker answers again. */
  isUnreachable: boolean
}

export class MarkerSender {
  private readonly params: MarkerSenderParams
  private readonly queues = new Map<BrokerId, Queue>()
  private isStopped = false
  /** Partitions that wait until somebody leads them. */
  private leaderless = 0

  constructor(params: MarkerSenderParams) {
    this.params = params
  }

  get waitingForLeader(): number {
    return this.leaderless
  }

  /** `params.done` may be called before this answers. */
  send(params: MarkerJobParams): MarkerJob {
    const job = new MarkerJob(params)
    this.dispatch(
      job,
      [...params.partitions].flatMap(([topic, ids]) => [...ids].map((partition) => ({ topic, partition }))),
    )
    return job
  }

  stop(): void {
    this.isStopped = true
    this.queues.clear()
  }

  private dispatch(job: MarkerJob, partitions: readonly TopicPartitionRef[]): void {
    if (this.isStopped || job.isCancelled) return
    const byLeader = new Map<BrokerId, TopicPartitionRef[]>()
    const leaderless: TopicPartitionRef[] = []
    for (const one of partitions) {
      const leader = this.leaderOf(one)
      if (leader === 'gone') this.skip(job, one)
      else if (leader === 'unknown') leaderless.push(one)
      else if (byLeader.has(leader)) byLeader.get(leader)!.push(one)
      else byLeader.set(leader, [one])
    }
    for (const [leader, led] of byLeader) this.enqueue(leader, { job, partitions: led })
    if (leaderless.length > 0) {
      this.leaderless += leaderless.length
      this.later(job, leaderless, () => (this.leaderless -= leaderless.length))
    }
    this.finishIfDone(job)
  }

  private leaderOf({ topic, partition }: TopicPartitionRef): BrokerId | 'gone' | 'unknown' {
    const { current } = this.params.metadata
    const state = current.partition(topic, partition)
    if (state === null) return current.topics.has(this.params.ownTopic) ? 'gone' : 'unknown'
    return current.brokers.has(state.leader) ? state.leader : 'unknown'
  }

  private skip(job: MarkerJob, { topic, partition }: TopicPartitionRef): void {
    const { transactionalId } = job.params
    this.params.logger.info('a partition of a transaction is gone and needs no marker', {
      transactionalId,
      topic,
      partition,
    })
    job.settle({ topic, partition })
  }

  private finishIfDone(job: MarkerJob): void {
    if (job.remaining.size > 0 || job.isCancelled || this.isStopped) return
    job.isCancelled = true
    job.params.done()
  }

  private later(job: MarkerJob, partitions: readonly TopicPartitionRef[], before: () => void = () => {}): void {
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(job.failures++, 10))
    this.params.world.clock.after(pauseMs, () => {
      before()
      this.dispatch(job, partitions)
    })
  }

  private enqueue(brokerId: BrokerId, parcel: Parcel): void {
    let queue = this.queues.get(brokerId)
    if (queue === undefined) {
      queue = { parcels: [], isSending: false, isUnreachable: false }
      this.queues.set(brokerId, queue)
    }
    queue.parcels.push(parcel)
    if (queue.isSending) return
    // What else ends in this turn goes along.
    queue.isSending = true
    this.params.world.turn.later(() => void this.drain(brokerId, queue))
  }

  private async drain(brokerId: BrokerId, queue: Queue): Promise<void> {
    while (queue.parcels.length > 0 && !this.isStopped) {
      const parcels = takeParcels(queue)
      if (parcels.length === 0) continue
      const markers = parcels.map(({ job, partitions }) => job.marker(partitions))
      let results: readonly MarkerResult[]
      try {
        results = await this.params.channels.send(brokerId, markers)
        queue.isUnreachable = false
      } catch (error) {
        if (!queue.isUnreachable)
          this.params.logger.warn('markers of transactions could not be sent and are sent again and again', {
            broker: brokerId,
            reason: String(error),
          })
        queue.isUnreachable = true
        results = []
      }
      if (this.isStopped) break
      const errors = errorsByPartition(results)
      for (const { job, partitions } of parcels) this.settle(job, partitions, errors.get(job.params.producerId))
    }
    queue.isSending = false
  }

  /** A partition without an answer is asked again. No partition waits for what another one answers: readers of each wait. */
  private settle(
    job: MarkerJob,
    partitions: readonly TopicPartitionRef[],
    errors: ReadonlyMap<string, ReadonlyMap<number, number>> | undefined,
  ): void {
    const again: TopicPartitionRef[] = []
    for (const one of partitions) {
      const error = errors?.get(one.topic)?.get(one.partition) ?? ErrorCode.REQUEST_TIMED_OUT
      const outcome = outcomeOf(error)
      if (outcome === 'written' || outcome === 'moot') job.settle(one)
      else again.push(one)
      if (outcome !== 'written' && outcome !== 'again') this.tell(job, one, error, outcome)
    }
    if (again.length > 0 && !job.isCancelled) this.later(job, again)
    this.finishIfDone(job)
  }

  /** Once for each kind of trouble: a transaction may have many partitions, and each may answer so for long. */
  private tell(job: MarkerJob, { topic, partition }: TopicPartitionRef, error: number, outcome: Trouble): void {
    if (job.told.has(error)) return
    job.told.add(error)
    const { logger } = this.params
    const { transactionalId } = job.params
    const fields = { transactionalId, topic, partition, error: errorName(error) }
    if (outcome === 'moot')
      logger.warn('a partition has a newer epoch of a producer, whose older transaction is over there', fields)
    else if (outcome === 'fenced')
      logger.warn('a partition has a marker of a newer coordinator, and is asked again while this one leads', fields)
    else logger.error('a marker of a transaction could not be written and is sent again', fields)
  }
}

function takeParcels(queue: Queue): Parcel[] {
  const taken: Parcel[] = []
  let partitions = 0
  let at = 0
  for (; at < queue.parcels.length && partitions < PARTITIONS_MAX; at++) {
    const parcel = queue.parcels[at]!
    if (parcel.job.isCancelled) continue
    taken.push(parcel)
    partitions += parcel.partitions.length
  }
  queue.parcels = queue.parcels.slice(at)
  return taken
}

type Errors = Map<ProducerId, Map<string, Map<number, number>>>

/** A producer has one transaction at a time, so its id tells which marker is meant. */
function errorsByPartition(results: readonly MarkerResult[]): Errors {
  const errors: Errors = new Map()
  for (const { producerId, topics } of results) {
    const ofProducer = errors.get(producerId) ?? new Map<string, Map<number, number>>()
    errors.set(producerId, ofProducer)
    for (const { name, partitions } of topics) {
      const ofTopic = ofProducer.get(name) ?? new Map<number, number>()
      ofProducer.set(name, ofTopic)
      for (const { partitionIndex, errorCode } of partitions) ofTopic.set(partitionIndex, errorCode)
    }
  }
  return errors
}

/**
 * moot: the partition has seen a newer epoch of the producer, so nothing of this transaction can end there any more.
 * fenced: a newer coordinator has written there. While this one goes on leading it may get a newer epoch; when it leads no
 * longer, the job is cancelled and the other one brings all markers.
 */
type Trouble = 'moot' | 'fenced' | 'unexpected'

function outcomeOf(error: number): 'written' | 'again' | Trouble {
  switch (error) {
    case ErrorCode.NONE:
    // The partition cannot hold what a transaction writes, so there is nothing in it to end.
    case ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT:
    case ErrorCode.UNSUPPORTED_VERSION:
      return 'written'
    case ErrorCode.UNKNOWN_TOPIC_OR_PARTITION:
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
    case ErrorCode.NOT_ENOUGH_REPLICAS:
    case ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    case ErrorCode.REQUEST_TIMED_OUT:
    case ErrorCode.KAFKA_STORAGE_ERROR:
    case ErrorCode.NOT_COORDINATOR:
    case ErrorCode.COORDINATOR_NOT_AVAILABLE:
    case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
      return 'again'
    case ErrorCode.INVALID_PRODUCER_EPOCH:
      return 'moot'
    case ErrorCode.TRANSACTION_COORDINATOR_FENCED:
      return 'fenced'
    default:
      return 'unexpected'
  }
}
