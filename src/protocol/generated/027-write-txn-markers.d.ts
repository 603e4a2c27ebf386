// Made by scripts/generate.ts from schema/messages/027-write-txn-markers. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface WritableTxnMarkerTopic {
  name: string
  partitionIndexes: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface WritableTxnMarkerTopicInput {
  readonly name?: string
  readonly partitionIndexes?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface WritableTxnMarker {
  producerId: number
  producerEpoch: number
  transactionResult: boolean
  topics: WritableTxnMarkerTopic[]
  coordinatorEpoch: number
  /** Versions 2+ */
  transactionVersion: number
  unknownTaggedFields?: TaggedField[]
}

export interface WritableTxnMarkerInput {
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly transactionResult?: boolean
  readonly topics?: readonly WritableTxnMarkerTopicInput[]
  readonly coordinatorEpoch?: number
  readonly transactionVersion?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface WriteTxnMarkersRequest {
  markers: WritableTxnMarker[]
  unknownTaggedFields?: TaggedField[]
}

export interface WriteTxnMarkersRequestInput {
  readonly markers?: readonly WritableTxnMarkerInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readWriteTxnMarkersRequest(r: Reader, version: number): WriteTxnMarkersRequest
export function writeWriteTxnMarkersRequest(w: Writer, value: WriteTxnMarkersRequestInput, version: number): void

export interface WritableTxnMarkerPartitionResult {
  partitionIndex: number
  errorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface WritableTxnMarkerPartitionResultInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface WritableTxnMarkerTopicResult {
  name: string
  partitions: WritableTxnMarkerPartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface WritableTxnMarkerTopicResultInput {
  readonly name?: string
  readonly partitions?: readonly WritableTxnMarkerPartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface WritableTxnMarkerResult {
  producerId: number
  topics: WritableTxnMarkerTopicResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface WritableTxnMarkerResultInput {
  readonly producerId?: number
  readonly topics?: readonly WritableTxnMarkerTopicResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface WriteTxnMarkersResponse {
  markers: WritableTxnMarkerResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface WriteTxnMarkersResponseInput {
  readonly markers?: readonly WritableTxnMarkerResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readWriteTxnMarkersResponse(r: Reader, version: number): WriteTxnMarkersResponse
export function writeWriteTxnMarkersResponse(w: Writer, value: WriteTxnMarkersResponseInput, version: number): void
