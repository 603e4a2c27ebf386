/**
 * Decisions about one transactional id: from what is committed of it and what is asked, what to write, or what to answer.
 * They change nothing. While something is pending nothing else is looked at, and whoever asks asks again
 * (CONCURRENT_TRANSACTIONS): with KIP-890 it may be the producer as it will be when the pending end is over.
 */
import type { ProducerId, TimestampMs } from '../../base/kinds.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { TopicPartitionRef } from '../../replication/contract.ts'
import {
  hasPartition,
  isAtRest,
  isExhausted,
  isGiven,
  isPrepared,
  NO_EPOCH,
  NO_PARTITIONS,
  NO_PRODUCER_ID,
  raisesEpoch,
  type StoredState,
  type TransactionValue,
  transit,
  withPartitions,
} from './transaction.ts'

export interface ProducerRef {
  readonly producerId: ProducerId
  readonly producerEpoch: number
}

/** `answer`: nothing is written. `write`: the value to store; what is answered after that is the caller's. */
export type Decision =
  | { readonly kind: 'answer'; readonly error: number; readonly producer: ProducerRef | null }
  | { readonly kind: 'write'; readonly value: TransactionValue }
  /** Decide again, with a producer id that nobody had. */
  | { readonly kind: 'needs producer id' }

const NEEDS_PRODUCER_ID: Decision = { kind: 'needs producer id' }

function answer(error: number, producer: ProducerRef | null = null): Decision {
  return { kind: 'answer', error, producer }
}

function write(value: TransactionValue): Decision {
  return { kind: 'write', value }
}

/** What a decision stands on. */
export interface Known {
  /** null: nothing is stored under this id. */
  readonly value: TransactionValue | null
  /** A write is under way, or markers are. */
  readonly pending: boolean
  readonly nowMs: TimestampMs
  /** null: none was taken. */
  readonly freshProducerId: ProducerId | null
}

export interface InitRequest {
  readonly timeoutMs: number
  /** KIP-360: who asks has this id and epoch, and wants to go on; null: somebody new. */
  readonly expected: ProducerRef | null
  /** Of this broker: what aborts the transaction that is open. */
  readonly transactionVersion: number
}

/** A write of PrepareAbort is to be answered CONCURRENT_TRANSACTIONS: the transaction that was open ends first. */
export function decideInit({ value, pending, nowMs, freshProducerId }: Known, request: InitRequest): Decision {
  const { expected, timeoutMs } = request
  if (pending) return answer(ErrorCode.CONCURRENT_TRANSACTIONS)
  if (value === null) {
    if (freshProducerId === null) return NEEDS_PRODUCER_ID
    return write(firstValue(freshProducerId, timeoutMs, nowMs))
  }
  if (expected !== null && !isKnownProducer(value, expected)) return answer(ErrorCode.PRODUCER_FENCED)
  if (value.state === 'Ongoing') return write(fenced(value, request.transactionVersion, nowMs))

  const change = { ...AT_REST, timeoutMs, lastUpdateMs: nowMs }
  const isCurrent = expected === null || expected.producerEpoch === value.producerEpoch
  // The answer to this very request was lost; or the producer's transaction ran out of time. A newer producer would have
  // cleared the last epoch.
  const isLast = expected !== null && expected.producerEpoch === value.lastProducerEpoch
  if (!isCurrent && !isLast) return answer(ErrorCode.PRODUCER_FENCED)
  if (isCurrent ? isExhausted(value.producerEpoch) : !isGiven(value.producerEpoch)) {
    if (freshProducerId === null) return NEEDS_PRODUCER_ID
    const lastProducerEpoch = expected === null ? NO_EPOCH : expected.producerEpoch
    return write(transit(value, { ...change, producerId: freshProducerId, producerEpoch: 0, lastProducerEpoch }))
  }
  if (!isCurrent) return write(transit(value, change))
  const lastProducerEpoch = expected === null ? NO_EPOCH : value.producerEpoch
  return write(transit(value, { ...change, producerEpoch: value.producerEpoch + 1, lastProducerEpoch }))
}

const AT_REST = {
  state: 'Empty' as StoredState,
  partitions: NO_PARTITIONS,
  startMs: -1,
  nextProducerId: NO_PRODUCER_ID,
}

function firstValue(producerId: ProducerId, timeoutMs: number, nowMs: TimestampMs): TransactionValue {
  return {
    ...AT_REST,
    producerId,
    previousProducerId: producerId,
    producerEpoch: 0,
    lastProducerEpoch: NO_EPOCH,
    timeoutMs,
    lastUpdateMs: nowMs,
    clientTransactionVersion: 0,
  }
}

/** The id of now, or the one before it whose epochs were used up: that may be a request whose answer was lost. */
function isKnownProducer(value: TransactionValue, { producerId, producerEpoch }: ProducerRef): boolean {
  return producerId === value.producerId || (producerId === value.previousProducerId && isExhausted(producerEpoch))
}

export interface AddRequest extends ProducerRef {
  readonly partitions: readonly TopicPartitionRef[]
  readonly clientTransactionVersion: number
}

export function decideAdd({ value, pending, nowMs }: Known, request: AddRequest): Decision {
  if (pending) return answer(ErrorCode.CONCURRENT_TRANSACTIONS)
  const refused = checkProducer(value, request)
  if (refused !== ErrorCode.NONE) return answer(refused)
  const { state, partitions, startMs } = value!
  const isOngoing = state === 'Ongoing'
  if (isOngoing && request.partitions.every((one) => hasPartition(partitions, one))) return answer(ErrorCode.NONE)
  return write(
    transit(value!, {
      state: 'Ongoing',
      partitions: withPartitions(partitions, request.partitions),
      startMs: isOngoing ? startMs : nowMs,
      lastUpdateMs: nowMs,
      clientTransactionVersion: request.clientTransactionVersion,
    }),
  )
}

/** An error for each partition. Writes under way do not count: the log checks again when it appends. */
export function verifyPartitions(
  value: TransactionValue | null,
  producer: ProducerRef,
  partitions: readonly TopicPartitionRef[],
): number[] {
  let refused = checkProducer(value, producer)
  if (refused === ErrorCode.NONE && isPrepared(value!.state)) refused = ErrorCode.CONCURRENT_TRANSACTIONS
  if (refused !== ErrorCode.NONE) return partitions.map(() => refused)
  return partitions.map((one) =>
    hasPartition(value!.partitions, one) ? ErrorCode.NONE : ErrorCode.TRANSACTION_ABORTABLE,
  )
}

function checkProducer(value: TransactionValue | null, { producerId, producerEpoch }: ProducerRef): number {
  if (value === null || value.producerId !== producerId) return ErrorCode.INVALID_PRODUCER_ID_MAPPING
  const isCurrent = value.producerEpoch === producerEpoch && isGiven(producerEpoch)
  return isCurrent ? ErrorCode.NONE : ErrorCode.PRODUCER_FENCED
}

export interface EndRequest extends ProducerRef {
  readonly commit: boolean
  readonly clientTransactionVersion: number
}

/** A write is answered with `producerAfterEnd` of it when the client knows of epochs that rise with every transaction. */
export function decideEnd(known: Known, request: EndRequest): Decision {
  if (known.pending) return answer(ErrorCode.CONCURRENT_TRANSACTIONS)
  return raisesEpoch(request.clientTransactionVersion)
    ? decideEndRaising(known, request)
    : decideEndKeeping(known, request)
}

/** Before KIP-890: the epoch stays, so a repeated request and the same one for the next transaction look alike. */
function decideEndKeeping({ value, nowMs }: Known, request: EndRequest): Decision {
  const refused = checkProducer(value, request)
  if (refused !== ErrorCode.NONE) return answer(refused)
  const { state } = value!
  if (state === 'Ongoing') return write(prepared(value!, request, null, nowMs))
  return answer(endedAs(state, request.commit) ? ErrorCode.NONE : ErrorCode.INVALID_TXN_STATE)
}

/**
 * The epoch rises with every transaction, so that a marker which comes late cannot end the next one. A request with the epoch
 * before is the one that was answered already. A transaction without records may be aborted: its client cannot know whether
 * one of them was stored.
 */
function decideEndRaising({ value, nowMs, freshProducerId }: Known, request: EndRequest): Decision {
  if (value === null) return answer(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
  const { producerId, producerEpoch, commit } = request
  const { state } = value
  const isSameId = value.producerId === producerId
  const isRetryOfLastEpoch =
    !isSameId && value.previousProducerId === producerId && isExhausted(producerEpoch) && value.producerEpoch === 0
  if (!isSameId && !isRetryOfLastEpoch) return answer(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
  const isRetry = isRetryOfLastEpoch || value.producerEpoch === producerEpoch + 1
  if (!isGiven(value.producerEpoch)) return answer(ErrorCode.PRODUCER_FENCED)
  const isCurrent = isSameId && value.producerEpoch === producerEpoch
  const mayBeRetry = state === 'CompleteCommit' || state === 'CompleteAbort'
  if (!isCurrent && !(isRetry && mayBeRetry)) return answer(ErrorCode.PRODUCER_FENCED)
  if (isRetry) return endedAs(state, commit) ? answer(ErrorCode.NONE, value) : answer(ErrorCode.INVALID_TXN_STATE)
  if (state !== 'Ongoing' && commit) return answer(ErrorCode.INVALID_TXN_STATE)
  if (isExhausted(value.producerEpoch) && freshProducerId === null) return NEEDS_PRODUCER_ID
  return write(prepared(value, request, isExhausted(value.producerEpoch) ? freshProducerId : null, nowMs))
}

function endedAs(state: StoredState, commit: boolean): boolean {
  return state === (commit ? 'CompleteCommit' : 'CompleteAbort')
}

function prepared(
  value: TransactionValue,
  { commit, clientTransactionVersion }: EndRequest,
  nextProducerId: ProducerId | null,
  nowMs: TimestampMs,
): TransactionValue {
  const epochs = raisesEpoch(clientTransactionVersion)
    ? { producerEpoch: value.producerEpoch + 1, lastProducerEpoch: value.producerEpoch }
    : {}
  return transit(value, {
    ...epochs,
    state: commit ? 'PrepareCommit' : 'PrepareAbort',
    nextProducerId: nextProducerId ?? NO_PRODUCER_ID,
    startMs: value.state === 'Ongoing' ? value.startMs : nowMs,
    lastUpdateMs: nowMs,
    clientTransactionVersion,
  })
}

/**
 * The open transaction is aborted in an epoch that its producer does not have (KIP-588), and that nobody is given. Where
 * there is no such epoch, in its own: who has that one is refused in any case, and a marker without a raised epoch is one of
 * before KIP-890.
 */
function fenced(value: TransactionValue, transactionVersion: number, nowMs: TimestampMs): TransactionValue {
  if (!isGiven(value.producerEpoch))
    return transit(value, { state: 'PrepareAbort', lastUpdateMs: nowMs, clientTransactionVersion: 0 })
  return transit(value, {
    state: 'PrepareAbort',
    producerEpoch: value.producerEpoch + 1,
    lastProducerEpoch: raisesEpoch(transactionVersion) ? value.producerEpoch : NO_EPOCH,
    lastUpdateMs: nowMs,
    clientTransactionVersion: transactionVersion,
  })
}

/** null: it may go on. `openMs`: for so long it has been open. */
export function decideTimeout(
  { value, pending, nowMs }: Known,
  openMs: number,
  transactionVersion: number,
): TransactionValue | null {
  if (value === null || pending || value.state !== 'Ongoing') return null
  return openMs > value.timeoutMs ? fenced(value, transactionVersion, nowMs) : null
}

/** Nothing happened under this id for the time that it is remembered. */
export function isExpired({ value, pending }: Known, idleMs: number, expirationMs: number): boolean {
  return value !== null && !pending && isAtRest(value.state) && idleMs >= expirationMs
}

/** All markers are written. */
export function completed(value: TransactionValue, nowMs: TimestampMs): TransactionValue {
  return transit(value, {
    ...producerAfterEnd(value),
    nextProducerId: NO_PRODUCER_ID,
    state: value.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort',
    partitions: NO_PARTITIONS,
    lastUpdateMs: nowMs,
  })
}

/** Who the producer is after a transaction that is prepared: a new id when this one has no epoch left. */
export function producerAfterEnd({ producerId, producerEpoch, nextProducerId }: TransactionValue): ProducerRef {
  return nextProducerId === NO_PRODUCER_ID
    ? { producerId, producerEpoch }
    : { producerId: nextProducerId, producerEpoch: 0 }
}
