// Made by scripts/generate.ts from schema/records/transaction-state. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface TransactionLogKey {
  transactionalId: string
}

export interface TransactionLogKeyInput {
  readonly transactionalId?: string
}

export function readTransactionLogKey(r: Reader, version: number): TransactionLogKey
export function writeTransactionLogKey(w: Writer, value: TransactionLogKeyInput, version: number): void

export interface PartitionsSchema {
  topic: string
  partitionIds: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionsSchemaInput {
  readonly topic?: string
  readonly partitionIds?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TransactionLogValue {
  producerId: number
  /** Versions 1+; default -1 */
  previousProducerId: number
  /** Versions 1+; default -1 */
  nextProducerId: number
  producerEpoch: number
  /** Versions 1+; default -1 */
  nextProducerEpoch: number
  transactionTimeoutMs: number
  transactionStatus: number
  transactionPartitions: PartitionsSchema[] | null
  transactionLastUpdateTimestampMs: number
  transactionStartTimestampMs: number
  /** Versions 1+ */
  clientTransactionVersion: number
  unknownTaggedFields?: TaggedField[]
}

export interface TransactionLogValueInput {
  readonly producerId?: number
  readonly previousProducerId?: number
  readonly nextProducerId?: number
  readonly producerEpoch?: number
  readonly nextProducerEpoch?: number
  readonly transactionTimeoutMs?: number
  readonly transactionStatus?: number
  readonly transactionPartitions?: readonly PartitionsSchemaInput[] | null
  readonly transactionLastUpdateTimestampMs?: number
  readonly transactionStartTimestampMs?: number
  readonly clientTransactionVersion?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readTransactionLogValue(r: Reader, version: number): TransactionLogValue
export function writeTransactionLogValue(w: Writer, value: TransactionLogValueInput, version: number): void

export const RecordType: {
  readonly TransactionLog: 0
}
