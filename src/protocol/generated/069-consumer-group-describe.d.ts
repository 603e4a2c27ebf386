// Made by scripts/generate.ts from schema/messages/069-consumer-group-describe. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ConsumerGroupDescribeRequest {
  groupIds: string[]
  includeAuthorizedOperations: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupDescribeRequestInput {
  readonly groupIds?: readonly string[]
  readonly includeAuthorizedOperations?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupDescribeRequest(r: Reader, version: number): ConsumerGroupDescribeRequest
export function writeConsumerGroupDescribeRequest(w: Writer, value: ConsumerGroupDescribeRequestInput, version: number): void

export interface Member {
  memberId: string
  instanceId: string | null
  rackId: string | null
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: string[]
  subscribedTopicRegex: string | null
  assignment: Assignment
  targetAssignment: Assignment
  /** Versions 1+; default -1 */
  memberType: number
  unknownTaggedFields?: TaggedField[]
}

export interface MemberInput {
  readonly memberId?: string
  readonly instanceId?: string | null
  readonly rackId?: string | null
  readonly memberEpoch?: number
  readonly clientId?: string
  readonly clientHost?: string
  readonly subscribedTopicNames?: readonly string[]
  readonly subscribedTopicRegex?: string | null
  readonly assignment?: AssignmentInput
  readonly targetAssignment?: AssignmentInput
  readonly memberType?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribedGroup {
  errorCode: number
  errorMessage: string | null
  groupId: string
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  assignorName: string
  members: Member[]
  /** default -2147483648 */
  authorizedOperations: number
  unknownTaggedFields?: TaggedField[]
}

export interface DescribedGroupInput {
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly groupId?: string
  readonly groupState?: string
  readonly groupEpoch?: number
  readonly assignmentEpoch?: number
  readonly assignorName?: string
  readonly members?: readonly MemberInput[]
  readonly authorizedOperations?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopicPartitions {
  topicId: string
  topicName: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicPartitionsInput {
  readonly topicId?: string
  readonly topicName?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface Assignment {
  topicPartitions: TopicPartitions[]
  unknownTaggedFields?: TaggedField[]
}

export interface AssignmentInput {
  readonly topicPartitions?: readonly TopicPartitionsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ConsumerGroupDescribeResponse {
  throttleTimeMs: number
  groups: DescribedGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupDescribeResponseInput {
  readonly throttleTimeMs?: number
  readonly groups?: readonly DescribedGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupDescribeResponse(r: Reader, version: number): ConsumerGroupDescribeResponse
export function writeConsumerGroupDescribeResponse(w: Writer, value: ConsumerGroupDescribeResponseInput, version: number): void
