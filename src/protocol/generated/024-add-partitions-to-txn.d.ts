// Made by scripts/generate.ts from schema/messages/024-add-partitions-to-txn. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AddPartitionsToTxnTransaction {
  /** Versions 4+ */
  transactionalId: string
  /** Versions 4+ */
  producerId: number
  /** Versions 4+ */
  producerEpoch: number
  /** Versions 4+ */
  verifyOnly: boolean
  /** Versions 4+ */
  topics: AddPartitionsToTxnTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface AddPartitionsToTxnTransactionInput {
  readonly transactionalId?: string
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly verifyOnly?: boolean
  readonly topics?: readonly AddPartitionsToTxnTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AddPartitionsToTxnTopic {
  name: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface AddPartitionsToTxnTopicInput {
  readonly name?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AddPartitionsToTxnRequest {
  /** Versions 4+ */
  transactions: AddPartitionsToTxnTransaction[]
  /** Versions 0-3 */
  v3AndBelowTransactionalId: string
  /** Versions 0-3 */
  v3AndBelowProducerId: number
  /** Versions 0-3 */
  v3AndBelowProducerEpoch: number
  /** Versions 0-3 */
  v3AndBelowTopics: AddPartitionsToTxnTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface AddPartitionsToTxnRequestInput {
  readonly transactions?: readonly AddPartitionsToTxnTransactionInput[]
  readonly v3AndBelowTransactionalId?: string
  readonly v3AndBelowProducerId?: number
  readonly v3AndBelowProducerEpoch?: number
  readonly v3AndBelowTopics?: readonly AddPartitionsToTxnTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAddPartitionsToTxnRequest(r: Reader, version: number): AddPartitionsToTxnRequest
export function writeAddPartitionsToTxnRequest(w: Writer, value: AddPartitionsToTxnRequestInput, version: number): void

export interface AddPartitionsToTxnResult {
  /** Versions 4+ */
  transactionalId: string
  /** Versions 4+ */
  topicResults: AddPartitionsToTxnTopicResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface AddPartitionsToTxnResultInput {
  readonly transactionalId?: string
  readonly topicResults?: readonly AddPartitionsToTxnTopicResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AddPartitionsToTxnTopicResult {
  name: string
  resultsByPartition: AddPartitionsToTxnPartitionResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface AddPartitionsToTxnTopicResultInput {
  readonly name?: string
  readonly resultsByPartition?: readonly AddPartitionsToTxnPartitionResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AddPartitionsToTxnPartitionResult {
  partitionIndex: number
  partitionErrorCode: number
  unknownTaggedFields?: TaggedField[]
}

export interface AddPartitionsToTxnPartitionResultInput {
  readonly partitionIndex?: number
  readonly partitionErrorCode?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface AddPartitionsToTxnResponse {
  throttleTimeMs: number
  /** Versions 4+ */
  errorCode: number
  /** Versions 4+ */
  resultsByTransaction: AddPartitionsToTxnResult[]
  /** Versions 0-3 */
  resultsByTopicV3AndBelow: AddPartitionsToTxnTopicResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface AddPartitionsToTxnResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly resultsByTransaction?: readonly AddPartitionsToTxnResultInput[]
  readonly resultsByTopicV3AndBelow?: readonly AddPartitionsToTxnTopicResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readAddPartitionsToTxnResponse(r: Reader, version: number): AddPartitionsToTxnResponse
export function writeAddPartitionsToTxnResponse(w: Writer, value: AddPartitionsToTxnResponseInput, version: number): void
