/**
 * Transactions as request handlers and partitions see them: each call finds the partition of the transactional id, decides,
 * and answers when what had to be stored is committed.
 */
import type { ClientPattern } from '../../base/client-pattern.ts'
import type { ProducerId, TimestampMs } from '../../base/kinds.ts'
import type { Logger } from '../../base/logger.ts'
import type { Clock, Turn } from '../../io/world.ts'
import type { LoadMeters } from '../../metrics/load-meters.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { fitsString } from '../../protocol/writer.ts'
import type { TopicPartitionRef } from '../../replication/contract.ts'
import type { CoordinatorRuntime } from '../runtime/runtime.ts'
import {
  type AddRequest,
  type Decision,
  decideAdd,
  decideEnd,
  decideInit,
  type EndRequest,
  type Known,
  type ProducerRef,
  producerAfterEnd,
  verifyPartitions,
} from './decide.ts'
import type { MarkerSender } from './marker-sender.ts'
import type { TransactionRecord } from './records.ts'
import {
  isPrepared,
  type PartitionsByTopic,
  raisesEpoch,
  type TransactionState,
  type TransactionValue,
} from './transaction.ts'
import type { TransactionPartition } from './transaction-partition.ts'

export interface ProducerReply extends ProducerRef {
  readonly errorCode: number
}

export interface TransactionDescription extends ProducerRef {
  readonly state: TransactionState
  readonly timeoutMs: number
  readonly startMs: TimestampMs
  readonly partitions: PartitionsByTopic
}

export interface TransactionFilter {
  /** Empty: all. */
  readonly states: ReadonlySet<string>
  /** Empty: all. */
  readonly producerIds: ReadonlySet<ProducerId>
  /** Only what runs longer; negative: all. */
  readonly durationMs: number
  /** null: all. */
  readonly pattern: ClientPattern | null
}

export interface TransactionListing {
  readonly transactionalId: string
  readonly producerId: ProducerId
  readonly transactionState: TransactionState
}

export interface TransactionCoordinatorParams {
  readonly logger: Logger
  readonly runtime: CoordinatorRuntime<TransactionRecord, TransactionPartition>
  readonly markers: MarkerSender
  readonly meters: LoadMeters
  /** transaction.version of the cluster. */
  readonly transactionVersion: () => number
  /** Rejects when no id can be had now. */
  readonly takeProducerId: () => Promise<ProducerId>
  readonly timeoutMaxMs: number
  readonly clock: Clock
  readonly turn: Turn
  /**
   * How long a request waits for what is under way for its id before it is answered CONCURRENT_TRANSACTIONS. With a wait of none, as
   * Apache's before 4.0, a client whose next transaction begins while the markers of the one before are written sleeps and asks
   * again; and one that asks for an abort together with the transaction's first partition (librdkafka) finds it not begun.
   */
  readonly patienceMs: number
}

type Outcome = {
  readonly error: number
  readonly producer: ProducerRef | null
  readonly written: TransactionValue | null
}

/** What KIP-890 gave to clients that name it by the versions of their requests. */
const EPOCH_PER_TRANSACTION = 2

/** Of a pattern; a few milliseconds. */
const STEPS_PER_TURN = 5_000_000
/** To look at one id without a pattern, in the same measure. */
const STEPS_PER_ID = 200

export class TransactionCoordinator {
  private readonly params: TransactionCoordinatorParams

  constructor(params: TransactionCoordinatorParams) {
    this.params = params
  }

  get topic(): string {
    return this.params.runtime.topic
  }

  get isServing(): boolean {
    return this.params.runtime.isServing
  }

  partitionOf(transactionalId: string): number {
    return this.params.runtime.partitionOf(transactionalId)
  }

  get meters(): LoadMeters {
    return this.params.meters
  }

  /** Partitions whose markers wait until somebody leads them. */
  get markersWithoutLeader(): number {
    return this.params.markers.waitingForLeader
  }

  /** Transactions whose markers are written, while that cannot be recorded. */
  get uncompleted(): number {
    let count = 0
    for (const partition of this.params.runtime.states()) count += partition.uncompletedCount
    return count
  }

  stop(): void {
    this.params.runtime.stop()
    this.params.markers.stop()
  }

  // ── What producers ask ────────────────────────────────────────────────────────────────────────────────────────────

  async initProducerId(
    transactionalId: string,
    timeoutMs: number,
    expected: ProducerRef | null,
  ): Promise<ProducerReply> {
    if (transactionalId === '') return refusal(ErrorCode.INVALID_REQUEST)
    if (!fitsString(transactionalId)) return refusal(ErrorCode.UNKNOWN_SERVER_ERROR)
    if (timeoutMs <= 0 || timeoutMs > this.params.timeoutMaxMs) return refusal(ErrorCode.INVALID_TRANSACTION_TIMEOUT)
    const request = { timeoutMs, expected, transactionVersion: this.params.transactionVersion() }
    const { error, written } = await this.decide(transactionalId, (known) => decideInit(known, request))
    if (error !== ErrorCode.NONE) return refusal(error)
    // The transaction that was open ends first; the producer asks again.
    if (isPrepared(written!.state)) return refusal(ErrorCode.CONCURRENT_TRANSACTIONS)
    return reply(written!)
  }

  async addPartitions(transactionalId: string, request: AddRequest): Promise<number> {
    if (transactionalId === '') return ErrorCode.INVALID_REQUEST
    const { error } = await this.decide(transactionalId, (known) => decideAdd(known, request), this.params.patienceMs)
    return error
  }

  /** An error for each partition: whether the transaction has it. */
  verifyPartitions(transactionalId: string, producer: ProducerRef, partitions: readonly TopicPartitionRef[]): number[] {
    const state = transactionalId === '' ? ErrorCode.INVALID_REQUEST : this.params.runtime.stateOf(transactionalId)
    if (typeof state === 'number') return partitions.map(() => state)
    return verifyPartitions(state.known(transactionalId).value, producer, partitions)
  }

  /** For partitions that are to append a transaction's records. `mayAdd`: its producer leaves it to them to add themselves. */
  async verify(
    transactionalId: string,
    producerId: ProducerId,
    producerEpoch: number,
    partitions: readonly TopicPartitionRef[],
    mayAdd: boolean,
  ): Promise<readonly number[]> {
    const producer = { producerId, producerEpoch }
    if (!mayAdd) return this.verifyPartitions(transactionalId, producer, partitions)
    const request = { ...producer, partitions, clientTransactionVersion: EPOCH_PER_TRANSACTION }
    const error = await this.addPartitions(transactionalId, request)
    return partitions.map(() => error)
  }

  /** The producer as it goes on, for clients whose epoch rises with every transaction. */
  async endTransaction(transactionalId: string, request: EndRequest): Promise<ProducerReply> {
    if (transactionalId === '') return refusal(ErrorCode.INVALID_REQUEST)
    const { error, written, producer } = await this.decide(
      transactionalId,
      (known) => decideEnd(known, request),
      this.params.patienceMs,
    )
    if (error !== ErrorCode.NONE) return refusal(error)
    if (!raisesEpoch(request.clientTransactionVersion)) return refusal(ErrorCode.NONE)
    return reply(written === null ? producer! : producerAfterEnd(written))
  }

  // ── What administrators ask ───────────────────────────────────────────────────────────────────────────────────────

  /** Or the ErrorCode. */
  describe(transactionalId: string): TransactionDescription | number {
    if (!this.isServing) return ErrorCode.COORDINATOR_NOT_AVAILABLE
    if (transactionalId === '') return ErrorCode.INVALID_REQUEST
    const state = this.params.runtime.stateOf(transactionalId)
    if (typeof state === 'number') return state
    const { value } = state.known(transactionalId)
    if (value === null) return ErrorCode.TRANSACTIONAL_ID_NOT_FOUND
    return { ...value, partitions: state.partitionsOf(transactionalId) }
  }

  /** Other work gets its turns: there may be millions of ids, and a pattern may take long for each. */
  async list(filter: TransactionFilter): Promise<{ error: number; transactions: TransactionListing[] }> {
    const { runtime, turn } = this.params
    if (!this.isServing) return { error: ErrorCode.COORDINATOR_NOT_AVAILABLE, transactions: [] }
    if (runtime.isLoading) return { error: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, transactions: [] }
    const { pattern } = filter
    const nowMs = this.params.clock.wallMs()
    const transactions: TransactionListing[] = []
    let left = STEPS_PER_TURN
    for (const partition of [...runtime.states()]) {
      for (const { transactionalId, value } of partition.values()) {
        left -= STEPS_PER_ID
        if (passes(value, filter, nowMs)) {
          if (pattern !== null) left -= pattern.steps * transactionalId.length
          const { producerId, state } = value
          if (pattern === null || pattern.matches(transactionalId))
            transactions.push({ transactionalId, producerId, transactionState: state })
        }
        if (left > 0) continue
        left = STEPS_PER_TURN
        await new Promise<void>((resolve) => turn.later(resolve))
      }
    }
    return { error: ErrorCode.NONE, transactions }
  }

  // ── Decide, store, answer ─────────────────────────────────────────────────────────────────────────────────────────

  private async decide(
    transactionalId: string,
    decision: (known: Known) => Decision,
    patienceMs = 0,
  ): Promise<Outcome> {
    let freshProducerId: ProducerId | null = null
    let leftMs = patienceMs
    for (;;) {
      const state = this.params.runtime.stateOf(transactionalId)
      if (typeof state === 'number') return refused(state)
      const known = state.known(transactionalId, freshProducerId)
      if (known.pending && leftMs > 0) {
        const { clock } = this.params
        const sinceMs = clock.monotonicMs()
        const isAtRest = await this.rest(state, transactionalId, leftMs)
        leftMs = isAtRest ? leftMs - (clock.monotonicMs() - sinceMs) : 0
        continue
      }
      const decided = decision(known)
      if (decided.kind === 'answer') return { ...decided, written: null }
      if (decided.kind === 'write') {
        const { value } = decided
        return new Promise((resolve) =>
          state.write(transactionalId, value, (error) => resolve({ error, producer: null, written: value })),
        )
      }
      try {
        freshProducerId = await this.params.takeProducerId()
      } catch (error) {
        this.params.logger.warn('no producer id could be reserved', { transactionalId, reason: String(error) })
        return refused(ErrorCode.COORDINATOR_NOT_AVAILABLE)
      }
    }
  }

  /** Nothing is under way for the id any more; false: the time was over before, or too many wait. */
  private rest(state: TransactionPartition, transactionalId: string, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.params.clock.after(ms, () => resolve(false))
      const isWaiting = state.waitForRest(transactionalId, () => {
        timer.cancel()
        resolve(true)
      })
      if (isWaiting) return
      timer.cancel()
      resolve(false)
    })
  }
}

function passes({ producerId, state, startMs }: TransactionValue, filter: TransactionFilter, nowMs: number): boolean {
  const { states, producerIds, durationMs } = filter
  if (producerIds.size > 0 && !producerIds.has(producerId)) return false
  if (states.size > 0 && !states.has(state)) return false
  return durationMs < 0 || nowMs - startMs > durationMs
}

function refused(error: number): Outcome {
  return { error, producer: null, written: null }
}

function refusal(errorCode: number): ProducerReply {
  return { errorCode, producerId: -1, producerEpoch: -1 }
}

function reply({ producerId, producerEpoch }: ProducerRef): ProducerReply {
  return { errorCode: ErrorCode.NONE, producerId, producerEpoch }
}
