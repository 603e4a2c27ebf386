// Made by scripts/generate.ts from schema/messages/066-list-transactions. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ListTransactionsRequest {
  stateFilters: string[]
  producerIdFilters: number[]
  /** Versions 1+; default -1 */
  durationFilter: number
  /** Versions 2+ */
  transactionalIdPattern: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface ListTransactionsRequestInput {
  readonly stateFilters?: readonly string[]
  readonly producerIdFilters?: readonly number[]
  readonly durationFilter?: number
  readonly transactionalIdPattern?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListTransactionsRequest(r: Reader, version: number): ListTransactionsRequest
export function writeListTransactionsRequest(w: Writer, value: ListTransactionsRequestInput, version: number): void

export interface TransactionState {
  transactionalId: string
  producerId: number
  transactionState: string
  unknownTaggedFields?: TaggedField[]
}

export interface TransactionStateInput {
  readonly transactionalId?: string
  readonly producerId?: number
  readonly transactionState?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ListTransactionsResponse {
  throttleTimeMs: number
  errorCode: number
  unknownStateFilters: string[]
  transactionStates: TransactionState[]
  unknownTaggedFields?: TaggedField[]
}

export interface ListTransactionsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly unknownStateFilters?: readonly string[]
  readonly transactionStates?: readonly TransactionStateInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readListTransactionsResponse(r: Reader, version: number): ListTransactionsResponse
export function writeListTransactionsResponse(w: Writer, value: ListTransactionsResponseInput, version: number): void
