// Made by scripts/generate.ts from schema/messages/065-describe-transactions. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeTransactionsRequest {
  transactionalIds: string[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeTransactionsRequestInput {
  readonly transactionalIds?: readonly string[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeTransactionsRequest(r: Reader, version: number): DescribeTransactionsRequest
export function writeDescribeTransactionsRequest(w: Writer, value: DescribeTransactionsRequestInput, version: number): void

export interface TopicData {
  topic: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicDataInput {
  readonly topic?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TransactionState {
  errorCode: number
  transactionalId: string
  transactionState: string
  transactionTimeoutMs: number
  transactionStartTimeMs: number
  producerId: number
  producerEpoch: number
  topics: TopicData[]
  unknownTaggedFields?: TaggedField[]
}

export interface TransactionStateInput {
  readonly errorCode?: number
  readonly transactionalId?: string
  readonly transactionState?: string
  readonly transactionTimeoutMs?: number
  readonly transactionStartTimeMs?: number
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly topics?: readonly TopicDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeTransactionsResponse {
  throttleTimeMs: number
  transactionStates: TransactionState[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeTransactionsResponseInput {
  readonly throttleTimeMs?: number
  readonly transactionStates?: readonly TransactionStateInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeTransactionsResponse(r: Reader, version: number): DescribeTransactionsResponse
export function writeDescribeTransactionsResponse(w: Writer, value: DescribeTransactionsResponseInput, version: number): void
