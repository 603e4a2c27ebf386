// Made by scripts/generate.ts from schema/messages/092-delete-share-group-offsets. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DeleteShareGroupOffsetsRequestTopic {
  topicName: string
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteShareGroupOffsetsRequestTopicInput {
  readonly topicName?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteShareGroupOffsetsRequest {
  groupId: string
  topics: DeleteShareGroupOffsetsRequestTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteShareGroupOffsetsRequestInput {
  readonly groupId?: string
  readonly topics?: readonly DeleteShareGroupOffsetsRequestTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteShareGroupOffsetsRequest(r: Reader, version: number): DeleteShareGroupOffsetsRequest
export function writeDeleteShareGroupOffsetsRequest(w: Writer, value: DeleteShareGroupOffsetsRequestInput, version: number): void

export interface DeleteShareGroupOffsetsResponseTopic {
  topicName: string
  topicId: string
  errorCode: number
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteShareGroupOffsetsResponseTopicInput {
  readonly topicName?: string
  readonly topicId?: string
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteShareGroupOffsetsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  responses: DeleteShareGroupOffsetsResponseTopic[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteShareGroupOffsetsResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly responses?: readonly DeleteShareGroupOffsetsResponseTopicInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteShareGroupOffsetsResponse(r: Reader, version: number): DeleteShareGroupOffsetsResponse
export function writeDeleteShareGroupOffsetsResponse(w: Writer, value: DeleteShareGroupOffsetsResponseInput, version: number): void
