// Made by scripts/generate.ts from schema/messages/025-add-offsets-to-txn. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AddOffsetsToTxnRequest {
  transactionalId: string
  producerId: number
  producerEpoch: number
  groupId: string
  unknownTaggedFields?: TaggedField[]
}

export interface AddOffsetsToTxnRequestInput {
  readonly transactionalId?: string
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly groupId?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAddOffsetsToTxnRequest(r: Reader, version: number): AddOffsetsToTxnRequest
export function writeAddOffsetsToTxnRequest(w: Writer, value: AddOffsetsToTxnRequestInput, version: number): void

export interface AddOffsetsToTxnResponse {
  throttleTimeMs: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface AddOffsetsToTxnResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAddOffsetsToTxnResponse(r: Reader, version: number): AddOffsetsToTxnResponse
export function writeAddOffsetsToTxnResponse(w: Writer, value: AddOffsetsToTxnResponseInput, version: number): void
