// Made by scripts/generate.ts from schema/messages/007-controlled-shutdown. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ControlledShutdownRequest {
  brokerId: number
  /** Versions 2+; default -1 */
  brokerEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface ControlledShutdownRequestInput {
  readonly brokerId?: number
  readonly brokerEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readControlledShutdownRequest(r: Reader, version: number): ControlledShutdownRequest
export function writeControlledShutdownRequest(w: Writer, value: ControlledShutdownRequestInput, version: number): void

export interface RemainingPartition {
  topicName: string
  partitionIndex: number
  unknownTaggedFields?: TaggedField[]
}

export interface RemainingPartitionInput {
  readonly topicName?: string
  readonly partitionIndex?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ControlledShutdownResponse {
  errorCode: number
  remainingPartitions: RemainingPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface ControlledShutdownResponseInput {
  readonly errorCode?: number
  readonly remainingPartitions?: readonly RemainingPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readControlledShutdownResponse(r: Reader, version: number): ControlledShutdownResponse
export function writeControlledShutdownResponse(w: Writer, value: ControlledShutdownResponseInput, version: number): void
