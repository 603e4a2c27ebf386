// Made by scripts/generate.ts from schema/records/consumer-protocol. Do not edit.

import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ConsumerProtocolSubscriptionTopicPartition {
  /** Versions 1+ */
  topic: string
  /** Versions 1+ */
  partitions: number[]
}

export interface ConsumerProtocolSubscriptionTopicPartitionInput {
  readonly topic?: string
  readonly partitions?: readonly number[]
}

export interface ConsumerProtocolSubscription {
  topics: string[]
  userData: Uint8Array | null
  /** Versions 1+ */
  ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[]
  /** Versions 2+; default -1 */
  generationId: number
  /** Versions 3+ */
  rackId: string | null
}

export interface ConsumerProtocolSubscriptionInput {
  readonly topics?: readonly string[]
  readonly userData?: Uint8Array | null
  readonly ownedPartitions?: readonly ConsumerProtocolSubscriptionTopicPartitionInput[]
  readonly generationId?: number
  readonly rackId?: string | null
}

export function readConsumerProtocolSubscription(r: Reader, version: number): ConsumerProtocolSubscription
export function writeConsumerProtocolSubscription(w: Writer, value: ConsumerProtocolSubscriptionInput, version: number): void

export interface ConsumerProtocolAssignmentTopicPartition {
  topic: string
  partitions: number[]
}

export interface ConsumerProtocolAssignmentTopicPartitionInput {
  readonly topic?: string
  readonly partitions?: readonly number[]
}

export interface ConsumerProtocolAssignment {
  assignedPartitions: ConsumerProtocolAssignmentTopicPartition[]
  userData: Uint8Array | null
}

export interface ConsumerProtocolAssignmentInput {
  readonly assignedPartitions?: readonly ConsumerProtocolAssignmentTopicPartitionInput[]
  readonly userData?: Uint8Array | null
}

export function readConsumerProtocolAssignment(r: Reader, version: number): ConsumerProtocolAssignment
export function writeConsumerProtocolAssignment(w: Writer, value: ConsumerProtocolAssignmentInput, version: number): void
