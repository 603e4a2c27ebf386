// Made by scripts/generate.ts from schema/messages/000-produce. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { RecordsInput, Writer } from '../writer.ts'

export interface PartitionProduceData {
  index: number
  records: Uint8Array | null
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionProduceDataInput {
  readonly index?: number
  readonly records?: RecordsInput
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopicProduceData {
  /** Versions 0-12 */
  name: string
  /** Versions 13+ */
  topicId: string
  partitionData: PartitionProduceData[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicProduceDataInput {
  readonly name?: string
  readonly topicId?: string
  readonly partitionData?: readonly PartitionProduceDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ProduceRequest {
  /** Versions 3+ */
  transactionalId: string | null
  acks: number
  timeoutMs: number
  topicData: TopicProduceData[]
  unknownTaggedFields?: TaggedField[]
}

export interface ProduceRequestInput {
  readonly transactionalId?: string | null
  readonly acks?: number
  readonly timeoutMs?: number
  readonly topicData?: readonly TopicProduceDataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readProduceRequest(r: Reader, version: number): ProduceRequest
export function writeProduceRequest(w: Writer, value: ProduceRequestInput, version: number): void

export interface BatchIndexAndErrorMessage {
  /** Versions 8+ */
  batchIndex: number
  /** Versions 8+ */
  batchIndexErrorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface BatchIndexAndErrorMessageInput {
  readonly batchIndex?: number
  readonly batchIndexErrorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface LeaderIdAndEpoch {
  /** Versions 10+; default -1 */
  leaderId: number
  /** Versions 10+; default -1 */
  leaderEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface LeaderIdAndEpochInput {
  readonly leaderId?: number
  readonly leaderEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface PartitionProduceResponse {
  index: number
  errorCode: number
  baseOffset: number
  /** Versions 2+; default -1 */
  logAppendTimeMs: number
  /** Versions 5+; default -1 */
  logStartOffset: number
  /** Versions 8+ */
  recordErrors: BatchIndexAndErrorMessage[]
  /** Versions 8+ */
  errorMessage: string | null
  /** Versions 10+ */
  currentLeader: LeaderIdAndEpoch
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionProduceResponseInput {
  readonly index?: number
  readonly errorCode?: number
  readonly baseOffset?: number
  readonly logAppendTimeMs?: number
  readonly logStartOffset?: number
  readonly recordErrors?: readonly BatchIndexAndErrorMessageInput[]
  readonly errorMessage?: string | null
  readonly currentLeader?: LeaderIdAndEpochInput
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopicProduceResponse {
  /** Versions 0-12 */
  name: string
  /** Versions 13+ */
  topicId: string
  partitionResponses: PartitionProduceResponse[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicProduceResponseInput {
  readonly name?: string
  readonly topicId?: string
  readonly partitionResponses?: readonly PartitionProduceResponseInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface NodeEndpoint {
  /** Versions 10+ */
  nodeId: number
  /** Versions 10+ */
  host: string
  /** Versions 10+ */
  port: number
  /** Versions 10+ */
  rack: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface NodeEndpointInput {
  readonly nodeId?: number
  readonly host?: string
  readonly port?: number
  readonly rack?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ProduceResponse {
  responses: TopicProduceResponse[]
  /** Versions 1+ */
  throttleTimeMs: number
  /** Versions 10+ */
  nodeEndpoints: NodeEndpoint[]
  unknownTaggedFields?: TaggedField[]
}

export interface ProduceResponseInput {
  readonly responses?: readonly TopicProduceResponseInput[]
  readonly throttleTimeMs?: number
  readonly nodeEndpoints?: readonly NodeEndpointInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readProduceResponse(r: Reader, version: number): ProduceResponse
export function writeProduceResponse(w: Writer, value: ProduceResponseInput, version: number): void
