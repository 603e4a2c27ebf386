// Made by scripts/generate.ts from schema/messages/061-describe-producers. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface TopicRequest {
  name: string
  partitionIndexes: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicRequestInput {
  readonly name?: string
  readonly partitionIndexes?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeProducersRequest {
  topics: TopicRequest[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeProducersRequestInput {
  readonly topics?: readonly TopicRequestInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeProducersRequest(r: Reader, version: number): DescribeProducersRequest
export function writeDescribeProducersRequest(w: Writer, value: DescribeProducersRequestInput, version: number): void

export interface ProducerState {
  producerId: number
  producerEpoch: number
  /** default -1 */
  lastSequence: number
  /** default -1 */
  lastTimestamp: number
  coordinatorEpoch: number
  /** default -1 */
  currentTxnStartOffset: number
  unknownTaggedFields?: TaggedField[]
}

export interface ProducerStateInput {
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly lastSequence?: number
  readonly lastTimestamp?: number
  readonly coordinatorEpoch?: number
  readonly currentTxnStartOffset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface PartitionResponse {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  activeProducers: ProducerState[]
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionResponseInput {
  readonly partitionIndex?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly activeProducers?: readonly ProducerStateInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopicResponse {
  name: string
  partitions: PartitionResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicResponseInput {
  readonly name?: string
  readonly partitions?: readonly PartitionResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeProducersResponse {
  throttleTimeMs: number
  topics: TopicResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeProducersResponseInput {
  readonly throttleTimeMs?: number
  readonly topics?: readonly TopicResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeProducersResponse(r: Reader, version: number): DescribeProducersResponse
export function writeDescribeProducersResponse(w: Writer, value: DescribeProducersResponseInput, version: number): void
