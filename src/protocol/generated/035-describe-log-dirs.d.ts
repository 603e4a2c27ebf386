// Made by scripts/generate.ts from schema/messages/035-describe-log-dirs. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribableLogDirTopic {
  topic: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribableLogDirTopicInput {
  readonly topic?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeLogDirsRequest {
  topics: DescribableLogDirTopic[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeLogDirsRequestInput {
  readonly topics?: readonly DescribableLogDirTopicInput[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeLogDirsRequest(r: Reader, version: number): DescribeLogDirsRequest
export function writeDescribeLogDirsRequest(w: Writer, value: DescribeLogDirsRequestInput, version: number): void

export interface DescribeLogDirsPartition {
  partitionIndex: number
  partitionSize: number
  offsetLag: number
  isFutureKey: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeLogDirsPartitionInput {
  readonly partitionIndex?: number
  readonly partitionSize?: number
  readonly offsetLag?: number
  readonly isFutureKey?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeLogDirsTopic {
  name: string
  partitions: DescribeLogDirsPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeLogDirsTopicInput {
  readonly name?: string
  readonly partitions?: readonly DescribeLogDirsPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeLogDirsResult {
  errorCode: number
  logDir: string
  topics: DescribeLogDirsTopic[]
  /** Versions 4+; default -1 */
  totalBytes: number
  /** Versions 4+; default -1 */
  usableBytes: number
  /** Versions 5+ */
  isCordoned: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeLogDirsResultInput {
  readonly errorCode?: number
  readonly logDir?: string
  readonly topics?: readonly DescribeLogDirsTopicInput[]
  readonly totalBytes?: number
  readonly usableBytes?: number
  readonly isCordoned?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeLogDirsResponse {
  throttleTimeMs: number
  /** Versions 3+ */
  errorCode: number
  results: DescribeLogDirsResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeLogDirsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly results?: readonly DescribeLogDirsResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeLogDirsResponse(r: Reader, version: number): DescribeLogDirsResponse
export function writeDescribeLogDirsResponse(w: Writer, value: DescribeLogDirsResponseInput, version: number): void
