// Made by scripts/generate.ts from schema/messages/022-init-producer-id. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface InitProducerIdRequest {
  transactionalId: string | null
  transactionTimeoutMs: number
  /** Versions 3+; default -1 */
  producerId: number
  /** Versions 3+; default -1 */
  producerEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface InitProducerIdRequestInput {
  readonly transactionalId?: string | null
  readonly transactionTimeoutMs?: number
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readInitProducerIdRequest(r: Reader, version: number): InitProducerIdRequest
export function writeInitProducerIdRequest(w: Writer, value: InitProducerIdRequestInput, version: number): void

export interface InitProducerIdResponse {
  throttleTimeMs: number
  errorCode: number
  /** default -1 */
  producerId: number
  producerEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface InitProducerIdResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readInitProducerIdResponse(r: Reader, version: number): InitProducerIdResponse
export function writeInitProducerIdResponse(w: Writer, value: InitProducerIdResponseInput, version: number): void
