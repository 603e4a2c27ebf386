// Made by scripts/generate.ts from schema/messages/026-end-txn. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface EndTxnRequest {
  transactionalId: string
  producerId: number
  producerEpoch: number
  committed: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface EndTxnRequestInput {
  readonly transactionalId?: string
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly committed?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readEndTxnRequest(r: Reader, version: number): EndTxnRequest
export function writeEndTxnRequest(w: Writer, value: EndTxnRequestInput, version: number): void

export interface EndTxnResponse {
  throttleTimeMs: number
  errorCode: number
  /** Versions 5+; default -1 */
  producerId: number
  /** Versions 5+; default -1 */
  producerEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface EndTxnResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readEndTxnResponse(r: Reader, version: number): EndTxnResponse
export function writeEndTxnResponse(w: Writer, value: EndTxnResponseInput, version: number): void
