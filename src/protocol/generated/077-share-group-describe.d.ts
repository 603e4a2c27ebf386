// Made by scripts/generate.ts from schema/messages/077-share-group-describe. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ShareGroupDescribeRequest {
  groupIds: string[]
  includeAuthorizedOperations: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupDescribeRequestInput {
  readonly groupIds?: readonly string[]
  readonly includeAuthorizedOperations?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupDescribeRequest(r: Reader, version: number): ShareGroupDescribeRequest
export function writeShareGroupDescribeRequest(w: Writer, value: ShareGroupDescribeRequestInput, version: number): void

export interface Member {
  memberId: string
  rackId: string | null
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: string[]
  assignment: Assignment
  unknownTaggedFields?: TaggedField[]
}

export interface MemberInput {
  readonly memberId?: string
  readonly rackId?: string | null
  readonly memberEpoch?: number
  readonly clientId?: string
  readonly clientHost?: string
  readonly subscribedTopicNames?: readonly string[]
  readonly assignment?: AssignmentInput
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

export interface ShareGroupDescribeResponse {
  throttleTimeMs: number
  groups: DescribedGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupDescribeResponseInput {
  readonly throttleTimeMs?: number
  readonly groups?: readonly DescribedGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupDescribeResponse(r: Reader, version: number): ShareGroupDescribeResponse
export function writeShareGroupDescribeResponse(w: Writer, value: ShareGroupDescribeResponseInput, version: number): void
