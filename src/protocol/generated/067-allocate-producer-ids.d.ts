// Made by scripts/generate.ts from schema/messages/067-allocate-producer-ids. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AllocateProducerIdsRequest {
  brokerId: number
  /** default -1 */
  brokerEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface AllocateProducerIdsRequestInput {
  readonly brokerId?: number
  readonly brokerEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAllocateProducerIdsRequest(r: Reader, version: number): AllocateProducerIdsRequest
export function writeAllocateProducerIdsRequest(w: Writer, value: AllocateProducerIdsRequestInput, version: number): void

export interface AllocateProducerIdsResponse {
  throttleTimeMs: number
  errorCode: number
  producerIdStart: number
  producerIdLen: number
  unknownTaggedFields?: TaggedField[]
}

export interface AllocateProducerIdsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly producerIdStart?: number
  readonly producerIdLen?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAllocateProducerIdsResponse(r: Reader, version: number): AllocateProducerIdsResponse
export function writeAllocateProducerIdsResponse(w: Writer, value: AllocateProducerIdsResponseInput, version: number): void
