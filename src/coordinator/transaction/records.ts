/**
 * Records of __transaction_state. A key begins with int16 type, a value with int16 version:
 *
 *     type 0  transactional id → transaction; null: forgotten
 *
 * Value versions 0 and 1 are read. Version 1 has tagged fields (KIP-890) and is written from transaction.version 1 on. Apache
 * leaves the previous and the next producer id out of it; they are written here when they differ from the id, so that an end
 * of a transaction that used up its epochs is understood after a load.
 */
import {
  readTransactionLogKey,
  readTransactionLogValue,
  type TransactionLogValueInput,
  writeTransactionLogKey,
  writeTransactionLogValue,
} from '../../protocol/generated/transaction-state.js'
import { Reader } from '../../protocol/reader.ts'
import { Writer } from '../../protocol/writer.ts'
import type { EncodedRecord } from '../runtime/contract.ts'
import {
  NO_EPOCH,
  NO_PARTITIONS,
  NO_PRODUCER_ID,
  type PartitionsByTopic,
  STATES,
  type StoredState,
  type TransactionValue,
} from './transaction.ts'

const TRANSACTION = 0
const KEY_VERSION = 0
const VALUE_VERSION_MAX = 1

export interface TransactionRecord {
  readonly transactionalId: string
  /** null: forgotten */
  readonly value: TransactionValue | null
}

export function encodeRecord({ transactionalId, value }: TransactionRecord, transactionVersion: number): EncodedRecord {
  const key = new Writer(64, 'refuse')
  key.int16(TRANSACTION)
  writeTransactionLogKey(key, { transactionalId }, KEY_VERSION)
  return { key: key.finishJoined(), value: value === null ? null : encodeValue(value, transactionVersion) }
}

function encodeValue(value: TransactionValue, transactionVersion: number): Uint8Array {
  const version = Math.max(transactionVersion, value.clientTransactionVersion) > 0 ? VALUE_VERSION_MAX : 0
  const { producerId, previousProducerId } = value
  const fields: TransactionLogValueInput = {
    producerId,
    previousProducerId: previousProducerId === producerId ? NO_PRODUCER_ID : previousProducerId,
    nextProducerId: value.nextProducerId,
    producerEpoch: value.producerEpoch,
    transactionTimeoutMs: value.timeoutMs,
    transactionStatus: STATES.indexOf(value.state),
    transactionPartitions: value.state === 'Empty' ? null : listOf(value.partitions),
    transactionLastUpdateTimestampMs: value.lastUpdateMs,
    transactionStartTimestampMs: value.startMs,
    clientTransactionVersion: value.clientTransactionVersion,
  }
  const out = new Writer(128, 'refuse')
  out.int16(version)
  writeTransactionLogValue(out, fields, version)
  return out.finishJoined()
}

function listOf(partitions: PartitionsByTopic): { topic: string; partitionIds: number[] }[] {
  return [...partitions].map(([topic, ids]) => ({ topic, partitionIds: [...ids] }))
}

/** null: of another kind. What is decoded shares no memory with the bytes. */
export function decodeRecord(keyBytes: Uint8Array, valueBytes: Uint8Array | null): TransactionRecord | null {
  const key = new Reader(keyBytes)
  if (key.int16() !== TRANSACTION) return null
  const { transactionalId } = readTransactionLogKey(key, KEY_VERSION)
  return { transactionalId, value: valueBytes === null ? null : decodeValue(valueBytes) }
}

function decodeValue(bytes: Uint8Array): TransactionValue {
  const reader = new Reader(bytes)
  const version = reader.int16()
  if (version < 0 || version > VALUE_VERSION_MAX)
    throw new Error(`version ${version} of a transaction, where 0 to ${VALUE_VERSION_MAX} are known`)
  const stored = readTransactionLogValue(reader, version)
  const { producerId, previousProducerId } = stored
  return {
    producerId,
    previousProducerId: previousProducerId === NO_PRODUCER_ID ? producerId : previousProducerId,
    nextProducerId: stored.nextProducerId,
    producerEpoch: stored.producerEpoch,
    lastProducerEpoch: NO_EPOCH,
    timeoutMs: stored.transactionTimeoutMs,
    state: storedState(stored.transactionStatus),
    partitions: partitionsOf(stored.transactionPartitions ?? []),
    startMs: stored.transactionStartTimestampMs,
    lastUpdateMs: stored.transactionLastUpdateTimestampMs,
    clientTransactionVersion: stored.clientTransactionVersion,
  }
}

function storedState(status: number): StoredState {
  const state = STATES[status]
  if (state === undefined || state === 'Dead' || state === 'PrepareEpochFence')
    throw new Error(`a transaction in state ${state ?? status}, which is never stored`)
  return state
}

function partitionsOf(topics: readonly { topic: string; partitionIds: readonly number[] }[]): PartitionsByTopic {
  if (topics.length === 0) return NO_PARTITIONS
  return new Map(topics.map(({ topic, partitionIds }) => [topic, new Set(partitionIds)]))
}
